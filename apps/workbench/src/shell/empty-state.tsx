import type { ReactNode } from "react";

/** Nothing here: says why, and what to do next. */
export const EmptyState = ({
  title,
  hint,
  action,
}: {
  title: string;
  hint: ReactNode;
  action?: ReactNode;
}) => (
  <div className="empty-state">
    <svg viewBox="0 0 120 48" width="120" height="48" aria-hidden="true" focusable="false">
      <path d="M4 30c14-10 26-10 40 0s26 10 40 0 22-10 32-4" />
      <path d="M20 42c12-7 22-7 34 0s22 7 34 0" />
      <path d="M44 22 58 6l14 16" />
    </svg>
    <p className="empty-title">{title}</p>
    <p className="empty-hint">{hint}</p>
    {action}
  </div>
);
