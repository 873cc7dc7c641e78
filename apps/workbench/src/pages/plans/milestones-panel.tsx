import { useQuery } from "@tanstack/react-query";
import { client, read } from "../../api/client.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { progressTone } from "./plan-words.ts";

/** Dated steps in their order; reached is what has evidence. */
export const MilestonesPanel = ({ documentId }: { documentId: string }) => {
  const query = useQuery({
    queryKey: ["/api/plan-documents", documentId, "milestones"],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/plan-documents/{id}/milestones", { params: { path: { id: documentId } }, signal }),
      ),
  });
  if (!query.isSuccess || query.data.rows.length === 0) return null;
  return (
    <section className="panel">
      <h2>时间节点</h2>
      <ol className="history">
        {query.data.rows.map((row) => (
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
              ))}
          </li>
        ))}
      </ol>
    </section>
  );
};
