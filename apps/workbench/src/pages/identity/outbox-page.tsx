import { useQuery } from "@tanstack/react-query";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";

/** What the local message adapter would have sent; exists in the demonstration and in development only. */
export const OutboxPage = () => {
  const query = useQuery({
    queryKey: ["/api/development-outbox"],
    queryFn: ({ signal }) => read(client.GET("/api/development-outbox", { signal })),
    refetchInterval: 5_000,
  });
  return (
    <>
      <PageHead title="演示短信箱" intro="演示环境不真的发短信：验证码和通知都落在这里。" />
      {query.isPending && <LoadingRows rows={4} />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title="还没有短信" hint="到登录页请求一次验证码，它就会出现在这里。" />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <ul className="todo">
          {query.data.rows.map((row) => (
            <li key={row.id}>
              <div>
                <p className="todo-title">{row.text}</p>
                <p className="unknown">
                  发给 {row.phone} · {timeText(row.at)}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};
