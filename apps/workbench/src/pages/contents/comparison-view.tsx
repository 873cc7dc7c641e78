import { Checkbox } from "antd";
import type { ReactNode } from "react";
import type { ComparisonView as Comparison } from "../../api/views.ts";

type Row = Comparison["blocks"][number];
type Words = Row["words"];
export type TakenList = "blocks" | "sources" | "panels";
/** Where parts may be taken over: what is ticked, and what a tick does. */
export type Picking = {
  isTaken: (list: TakenList | "fields", place: number | string) => boolean;
  toggle: (list: TakenList | "fields", place: number | string) => void;
};

const marks: Readonly<Record<Row["kind"], string>> = {
  same: "没改",
  changed: "改过",
  added: "新增",
  removed: "删去",
  moved_here: "移到这里",
  moved_away: "移走",
};

/** Words laid over each other: what went is struck through, what came is underlined; colour is never the only sign. */
const WordsView = ({ words }: { words: Words }) => (
  <>
    {words.map((part, index) => {
      // A comparison has no ids: its places are its order.
      // oxlint-disable-next-line react/no-array-index-key
      if (part.side === "both") return <span key={index}>{part.text}</span>;
      return part.side === "before" ? (
        // oxlint-disable-next-line react/no-array-index-key -- see above
        <del key={index}>{part.text}</del>
      ) : (
        // oxlint-disable-next-line react/no-array-index-key -- see above
        <ins key={index}>{part.text}</ins>
      );
    })}
  </>
);

const Pictures = ({ row }: { row: Row }) => (
  <>
    {(["before", "after"] as const).map((side) => {
      const fileId = row.pictures[side];
      if (fileId === undefined || (side === "before" && row.pictures.after === fileId)) return null;
      return (
        <img
          key={side}
          src={`/api/content-files/${fileId}`}
          alt={side === "before" ? "改动以前的图" : "改动以后的图"}
          width={160}
        />
      );
    })}
  </>
);

const RowView = ({ row, tick }: { row: Row; tick: ReactNode }) => (
  <li className={`compared compared-${row.kind}`}>
    <span className="compared-mark">{marks[row.kind]}</span>
    <div className="compared-words">
      <p>
        <WordsView words={row.words} />
      </p>
      <Pictures row={row} />
      {row.notes.map((note) => (
        <p key={note} className="unknown">
          {note}
        </p>
      ))}
      {tick}
    </div>
  </li>
);

/** Runs of rows that are the same fold away; the others stand open, each with its tick where parts may be taken over. */
const Rows = ({
  title,
  list,
  rows,
  picking,
}: {
  title: string;
  list: TakenList;
  rows: readonly Row[];
  picking: Picking | undefined;
}) => {
  const runs: { same: boolean; rows: { row: Row; place: number }[] }[] = [];
  for (const [place, row] of rows.entries()) {
    const last = runs.at(-1);
    const same = row.kind === "same";
    if (last?.same === same) last.rows.push({ row, place });
    else runs.push({ same, rows: [{ row, place }] });
  }
  if (rows.length === 0) return null;
  return (
    <section className="panel">
      <h2>{title}</h2>
      {runs.map((run) => {
        const items = run.rows.map(({ row, place }) => (
          <RowView
            key={place}
            row={row}
            tick={
              picking !== undefined &&
              row.kind !== "same" &&
              row.kind !== "moved_away" && (
                <Checkbox
                  checked={picking.isTaken(list, place)}
                  onChange={() => picking.toggle(list, place)}
                  aria-label={`采用这一处：${marks[row.kind]}，${row.words
                    .map((part) => part.text)
                    .join("")
                    .slice(0, 20)}`}
                >
                  采用这一处
                </Checkbox>
              )
            }
          />
        ));
        const key = run.rows[0]?.place ?? 0;
        return run.same ? (
          <details key={key} className="compared-same-run">
            <summary>没有改动的 {run.rows.length} 处</summary>
            <ol className="plain-list">{items}</ol>
          </details>
        ) : (
          <ol key={key} className="plain-list">
            {items}
          </ol>
        );
      })}
    </section>
  );
};

/** How much differs, in words. */
export const countsText = ({ counts }: Comparison): string => {
  const parts = [
    counts.changed > 0 && `改动 ${counts.changed} 处`,
    counts.added > 0 && `新增 ${counts.added} 处`,
    counts.removed > 0 && `删去 ${counts.removed} 处`,
    counts.moved > 0 && `移动 ${counts.moved} 处`,
    counts.fields > 0 && `其他栏目改动 ${counts.fields} 项`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "两份文字完全一样。" : `${parts.join("，")}。`;
};

/** Two texts of an item laid beside each other. */
export const ComparisonView = ({
  comparison,
  picking,
}: {
  comparison: Comparison;
  picking?: Picking | undefined;
}) => (
  <>
    {comparison.fields.length > 0 && (
      <section className="panel">
        <h2>各个栏目</h2>
        <dl className="compared-fields">
          {comparison.fields.map((field) => (
            <div key={field.name}>
              <dt>{field.label}</dt>
              <dd>
                <p>
                  <WordsView words={field.words} />
                </p>
                {picking !== undefined && (
                  <Checkbox
                    checked={picking.isTaken("fields", field.name)}
                    onChange={() => picking.toggle("fields", field.name)}
                    aria-label={`采用这一项：${field.label}`}
                  >
                    采用这一项
                  </Checkbox>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    )}
    <Rows title="正文" list="blocks" rows={comparison.blocks} picking={picking} />
    <Rows title="来源" list="sources" rows={comparison.sources} picking={picking} />
    <Rows title="画面" list="panels" rows={comparison.panels} picking={picking} />
  </>
);
