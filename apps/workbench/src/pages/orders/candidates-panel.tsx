import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { paths } from "../../paths.ts";
import { LoadingRows } from "../../shell/loading.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";

/** Who can take the order, best first, and who cannot; each with the reasons. */
export const CandidatesPanel = ({
  orderId,
  canDispatch,
  onChoose,
}: {
  orderId: string;
  canDispatch: boolean;
  onChoose: (team: { teamId: string; teamName: string }) => void;
}) => {
  const query = useQuery({
    queryKey: ["/api/orders", orderId, "candidates"],
    queryFn: ({ signal }) =>
      read(client.GET("/api/orders/{id}/candidates", { params: { path: { id: orderId } }, signal })),
  });
  if (query.isPending) return <LoadingRows />;
  if (query.isError)
    return <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  const { candidates, refused } = query.data;
  return (
    <section className="panel">
      <h2>可以派给谁</h2>
      {candidates.length === 0 && (
        <p className="unknown">没有一支队现在能接。可以放宽：改时间、改服务，或请上级站点帮忙找。</p>
      )}
      <ol className="candidates">
        {candidates.map((one) => (
          <li key={one.teamId}>
            <strong>
              <Link to={paths.team(one.teamId)}>{one.teamName}</Link>
            </strong>
            <span>{one.reasons.join("；")}</span>
            {canDispatch && (
              <Button size="small" onClick={() => onChoose(one)} aria-label={`派给${one.teamName}`}>
                派给它
              </Button>
            )}
          </li>
        ))}
      </ol>
      {refused.length > 0 && (
        <details>
          <summary>{refused.length} 支队现在不能接，看看为什么</summary>
          <dl className="refusals">
            {refused.map((one) => (
              <div key={one.teamId}>
                <dt>{one.teamName}</dt>
                <dd>{one.reasons.join("；")}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
};
