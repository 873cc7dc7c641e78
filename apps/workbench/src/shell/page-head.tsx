import { useEffect, useRef, type ReactNode } from "react";
import { Link, useLocation } from "react-router";

export type Crumb = { label: string; to: string };

let openedBefore = false;

/**
 * The page's one h1. On a change of page the focus moves here and the document gets the page's name, because a screen
 * reader hears nothing of a change inside one document.
 */
export const PageHead = ({
  title,
  crumbs = [],
  intro,
  actions,
}: {
  title: string;
  crumbs?: readonly Crumb[];
  intro?: ReactNode;
  actions?: ReactNode;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = `${title} · 湘江科普工作台`;
  }, [title]);
  useEffect(() => {
    // Not on the first page: there the browser itself begins at the top.
    if (openedBefore) heading.current?.focus({ preventScroll: true });
    openedBefore = true;
    globalThis.scrollTo(0, 0);
  }, [pathname]);
  return (
    <div className="page-head">
      {crumbs.length > 0 && (
        <nav aria-label="所在位置" className="crumbs">
          {crumbs.map((crumb) => (
            <span key={crumb.to}>
              <span aria-hidden="true">‹ </span>
              <Link to={crumb.to}>{crumb.label}</Link>
            </span>
          ))}
        </nav>
      )}
      <div className="page-head-row">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions !== undefined && <div className="page-head-actions">{actions}</div>}
      </div>
      {intro !== undefined && <p className="page-intro">{intro}</p>}
    </div>
  );
};
