import { Icon } from "#ui/icon/icon.tsx";

export type PagerLink = { href: string; text: string };

/** From one page of a series to its neighbours. */
export function Pager({
  previous,
  next,
}: {
  previous?: PagerLink | undefined;
  next?: PagerLink | undefined;
}) {
  return (
    <nav class="pager" aria-label="前后页">
      {previous && (
        <a class="pager__link" href={previous.href} rel="prev">
          <Icon name="back" size="large" />
          <span>
            <span class="pager__way">上一篇</span>
            {previous.text}
          </span>
        </a>
      )}
      {next && (
        <a class="pager__link pager__link--next" href={next.href} rel="next">
          <span>
            <span class="pager__way">下一篇</span>
            {next.text}
          </span>
          <Icon name="forward" size="large" />
        </a>
      )}
    </nav>
  );
}
