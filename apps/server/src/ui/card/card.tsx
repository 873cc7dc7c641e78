import type { ComponentChildren } from "preact";

export type CardProps = {
  title: string;
  href?: string;
  /** Level in the page's outline. */
  heading?: "h2" | "h3";
  media?: ComponentChildren;
  children?: ComponentChildren;
};

/** Used sparingly: for one thing that stands out of the text, not for every row of a list (that is Listing). */
export function Card({ title, href, heading: Heading = "h3", media, children }: CardProps) {
  return (
    <div class="card">
      {media !== undefined && <div class="card__media">{media}</div>}
      <div class="card__body">
        <Heading class="card__title">{href === undefined ? title : <a href={href}>{title}</a>}</Heading>
        {children}
      </div>
    </div>
  );
}
