import type { ReactNode } from "react";

/** A table wider than its place scrolls here and not the page. */
export const TableScroll = ({ children }: { children: ReactNode }) => (
  <div className="table-scroll">{children}</div>
);
