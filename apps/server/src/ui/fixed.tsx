import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";

/** The content of an element that is the same on every page, for `{...}` on that element. */
export type Fixed = { dangerouslySetInnerHTML: { __html: string } };

/**
 * Renders once what no request changes: drawings, doors and links of the frame are half of a page's elements. Only for
 * markup written in the sources; nothing that anybody typed may come in here.
 */
export const fixed = (content: ComponentChildren): Fixed => ({
  // oxlint-disable-next-line react/no-danger
  dangerouslySetInnerHTML: { __html: renderToString(<>{content}</>) },
});
