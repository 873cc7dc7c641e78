import { LinkButton } from "#ui/link-button/link-button.tsx";

export type ListenPageProps = {
  title: string;
  /** What is read, in its order; whatever is only looked at is left out. */
  parts: readonly string[];
  back: { href: string; text: string };
};

/** 念给我听: the words in large type; the island puts its buttons above them where the device has a Chinese voice. */
export function ListenPage({ title, parts, back }: ListenPageProps) {
  return (
    <div class="stack listen">
      <h1 data-listen-part="">{title}</h1>
      <div class="listen__acts" data-listen="">
        这里要用 JavaScript 才能念。下面是大字全文，也可以请家人或站点的人念给您听。
      </div>
      <div class="listen__words">
        {parts.map((words) => (
          <p key={words} data-listen-part="">
            {words}
          </p>
        ))}
      </div>
      <p class="small">用这台设备自己的声音念，文字不会发到别处。</p>
      <p>
        <LinkButton href={back.href} variant="secondary">
          {back.text}
        </LinkButton>
      </p>
    </div>
  );
}
