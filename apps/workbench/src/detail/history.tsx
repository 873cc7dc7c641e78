import { timeText } from "../time-text.ts";

export type HistoryEntry = {
  at: string;
  title: string;
  who?: string | null | undefined;
  reason?: string | null | undefined;
};

/** What happened to the record, newest first. */
export const History = ({
  title = "经过",
  entries,
}: {
  title?: string;
  entries: readonly HistoryEntry[];
}) => (
  <section className="panel">
    <h2>{title}</h2>
    {entries.length === 0 ? (
      <p className="unknown">还没有记录。</p>
    ) : (
      <ol className="history">
        {[...entries]
          .sort((left, right) => right.at.localeCompare(left.at))
          .map((entry) => (
            <li key={`${entry.at} ${entry.title}`}>
              <time dateTime={entry.at}>{timeText(entry.at)}</time>
              <strong>{entry.title}</strong>
              {entry.who !== undefined && entry.who !== null && <span>{entry.who}</span>}
              {entry.reason !== undefined && entry.reason !== null && entry.reason !== "" && (
                <q>{entry.reason}</q>
              )}
            </li>
          ))}
      </ol>
    )}
  </section>
);
