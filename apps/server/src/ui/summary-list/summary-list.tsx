import type { ComponentChildren } from "preact";

export type SummaryRow = {
  term: string;
  value: ComponentChildren;
  /** `about` completes the link for people who hear it alone: 修改 + 手机号. */
  action?: { href: string; text: string; about: string } | undefined;
};

export function SummaryList({ rows }: { rows: readonly SummaryRow[] }) {
  return (
    <dl class="summary-list">
      {rows.map((row) => (
        <div class="summary-list__row" key={row.term}>
          <dt>{row.term}</dt>
          <dd>{row.value}</dd>
          {row.action && (
            <dd class="summary-list__action">
              <a href={row.action.href}>
                {row.action.text}
                <span class="visually-hidden">{row.action.about}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
