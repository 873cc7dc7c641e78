import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { client, read } from "../../api/client.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { useMe } from "../../me.tsx";
import { EvidenceAdd } from "./evidence-add.tsx";
import { toPlaces } from "./milestone-places.ts";
import { progressTone } from "./plan-words.ts";

type Row = { id: string; title: string; dueOn: string; status: string };

/** The steps on a line of time, each with a mark of its own shape; the list below says the same in words. */
const Line = ({
  rows,
  from,
  to,
  today,
}: {
  rows: readonly Row[];
  from: string;
  to: string;
  today: string;
}) => {
  const { places, now } = toPlaces(rows, { from, to, today });
  return (
    <svg className="timeline" viewBox="0 0 1000 60" aria-hidden="true" focusable="false">
      <line x1="20" y1="30" x2="980" y2="30" className="timeline-line" />
      {now !== undefined && <line x1={now} y1="8" x2={now} y2="52" className="timeline-now" />}
      {places.map(({ id, status, x }) =>
        status === "overdue" ? (
          <path key={id} d={`M${x} 18 L${x + 12} 30 L${x} 42 L${x - 12} 30 Z`} className="timeline-late" />
        ) : (
          <circle
            key={id}
            cx={x}
            cy="30"
            r="10"
            className={status === "reached" ? "timeline-done" : "timeline-ahead"}
          />
        ),
      )}
    </svg>
  );
};

/** Dated steps in their order; reached is what has evidence. */
export const MilestonesPanel = ({
  documentId,
  from,
  to,
  isOpen,
}: {
  documentId: string;
  from: string | null;
  to: string | null;
  isOpen: boolean;
}) => {
  const may = permissionOf(useMe(), "addEvidence").ok && isOpen;
  const [adding, setAdding] = useState<string>();
  const query = useQuery({
    queryKey: ["/api/plan-documents", documentId, "milestones"],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/plan-documents/{id}/milestones", { params: { path: { id: documentId } }, signal }),
      ),
  });
  if (!query.isSuccess || query.data.rows.length === 0) return null;
  const { rows } = query.data;
  return (
    <section className="panel">
      <h2>时间节点</h2>
      {from !== null && to !== null && (
        <>
          <Line rows={rows} from={from} to={to} today={query.data.asOf} />
          <p className="unknown">
            {from} 至 {to}。实心圆：已完成；空心圆：没到时间；菱形：已过期；竖线：今天。
          </p>
        </>
      )}
      <ol className="history">
        {rows.map((row) => (
          <li key={row.id}>
            <time dateTime={row.dueOn}>{row.dueOn}</time> {row.title}（{row.unitName}）{" "}
            <StatusMark tone={progressTone(row.status)}>{row.statusName}</StatusMark>
            {row.links
              .filter((link) => link.removedAt === null)
              .map((link) => (
                <span key={link.linkId}>
                  {" "}
                  材料：{link.title}，{link.happenedOn}
                </span>
              ))}{" "}
            {may && (
              <Button size="small" onClick={() => setAdding(row.id)}>
                加材料<span className="visually-hidden">{row.title}</span>
              </Button>
            )}
          </li>
        ))}
      </ol>
      {adding !== undefined && (
        <EvidenceAdd use={{ milestoneId: adding }} onClose={() => setAdding(undefined)} />
      )}
    </section>
  );
};
