import { type ReactNode, useEffect, useRef, useState } from "react";

/** Whether something in it can take the focus, and so bring what is off its edge into sight by keyboard. */
const hasFocusable = (frame: HTMLElement): boolean =>
  frame.querySelector("a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary") !==
  null;

/**
 * A table wider than its place scrolls here and not the page. One that is too wide and holds nothing to stop at is a
 * stop of its own, so that the arrow keys reach its far end.
 */
export const TableScroll = ({ className, children }: { className?: string; children: ReactNode }) => {
  const frame = useRef<HTMLDivElement>(null);
  const [isStop, setIsStop] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const look = () => setIsStop(element.scrollWidth > element.clientWidth && !hasFocusable(element));
    const observer = new ResizeObserver(look);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={frame}
      className={className === undefined ? "table-scroll" : `table-scroll ${className}`}
      {...(isStop ? { tabIndex: 0, role: "group", "aria-label": "表格，可以左右滚动" } : {})}
    >
      {children}
    </div>
  );
};
