import type { ComponentChildren } from "preact";
import { Icon } from "#ui/icon/icon.tsx";

export type SectionHeadProps = {
  title: string;
  /** Where there is more of this. */
  more?: { href: string; text: string } | undefined;
  id?: string;
  children?: ComponentChildren;
};

/** Heading of a part of a page: a short stroke of river, the words, and where more is. */
export function SectionHead({ title, more, id, children }: SectionHeadProps) {
  return (
    <div class="section-head">
      <h2 class="section-head__title" id={id}>
        {title}
      </h2>
      {more && (
        <a class="section-head__more" href={more.href}>
          {more.text}
          <Icon name="forward" />
        </a>
      )}
      {children !== undefined && <p class="section-head__text">{children}</p>}
    </div>
  );
}
