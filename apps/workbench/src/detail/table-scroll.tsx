import type { ReactNode } from "react";

/** A table wider than its place scrolls here, also by arrow keys: that needs a focus stop (WCAG 2.1.1; axe: scrollable-region-focusable). */
export const TableScroll = ({ label, children }: { label: string; children: ReactNode }) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the reason stands above
  <section className="table-scroll" aria-label={label} tabIndex={0}>
    {children}
  </section>
);
