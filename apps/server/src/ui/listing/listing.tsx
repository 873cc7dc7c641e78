import type { ComponentChildren } from "preact";

export type ListingItem = {
  key: string;
  title: string;
  /** The title with what was searched marked, in place of its plain words. */
  shownTitle?: ComponentChildren;
  href?: string | undefined;
  /** Short facts in one line: kind, street, time. */
  meta?: ComponentChildren;
  text?: ComponentChildren;
  media?: ComponentChildren;
  /** What can be done right here, such as a phone number. */
  aside?: ComponentChildren;
};

export type ListingProps = {
  items: readonly ListingItem[];
  heading?: "h2" | "h3" | "h4";
  /** `numbered` where the order is the message. */
  order?: "plain" | "numbered";
  columns?: "one" | "two";
};

const separator = " · ";

/** Each fact of a line breaks off as a whole where it can: no "9:00–" at the end of one line and "17:00" on the next. */
const inParts = (meta: ComponentChildren): ComponentChildren =>
  typeof meta === "string" && meta.includes(separator)
    ? meta.split(separator).flatMap((part, index) => [
        index === 0 ? "" : separator,
        <span class="listing__part" key={part}>
          {part}
        </span>,
      ])
    : meta;

/** Rows with hairlines between: the ordinary way to show several things. */
export function Listing({ items, heading: Heading = "h3", order = "plain", columns = "one" }: ListingProps) {
  const List = order === "numbered" ? "ol" : "ul";
  return (
    <List class={`listing listing--${order} listing--${columns}`}>
      {items.map((item) => (
        <li class="listing__item" key={item.key}>
          {item.media !== undefined && <div class="listing__media">{item.media}</div>}
          <div class="listing__body">
            <Heading class="listing__title">
              {item.href === undefined ? (
                (item.shownTitle ?? item.title)
              ) : (
                <a href={item.href}>{item.shownTitle ?? item.title}</a>
              )}
            </Heading>
            {item.meta !== undefined && <p class="listing__meta">{inParts(item.meta)}</p>}
            {item.text !== undefined && <p class="listing__text">{item.text}</p>}
          </div>
          {item.aside !== undefined && <div class="listing__aside">{item.aside}</div>}
        </li>
      ))}
    </List>
  );
}
