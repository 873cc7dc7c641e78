import type { ReactNode } from "react";

export type KnownFact = readonly [label: string, value: ReactNode];

/** Label and value pairs; what is not known is said, not left blank. */
export const FactsList = ({ title, facts }: { title: string; facts: readonly KnownFact[] }) => (
  <section className="panel">
    <h2>{title}</h2>
    <dl className="facts-list">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value === null || value === undefined || value === "" ? (
              <span className="unknown">未填写</span>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  </section>
);
