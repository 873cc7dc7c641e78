import { TableScroll } from "../../detail/table-scroll.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { FailedJob } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { useMe } from "../../me.tsx";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";
import { scheduleText } from "./schedule-text.ts";

/** Queues with their schedules, and what was put aside after five failures until a person decides. */
export const JobsPage = () => {
  const may = permissionOf(useMe(), "retryJob");
  const query = useQuery({
    queryKey: ["/api/jobs"],
    queryFn: ({ signal }) => read(client.GET("/api/jobs", { signal })),
    refetchInterval: 15_000,
  });
  return (
    <>
      <PageHead title="后台任务" intro="任务至少执行一次、效果只有一次；失败五次的放到下面，等人处理。" />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <div className="stack">
          <section aria-labelledby="failures">
            <h2 id="failures" className="section-title">
              要人处理的失败
            </h2>
            {query.data.failures.length === 0 ? (
              <EmptyState title="没有失败的任务" hint="一切正常，不用做什么。" />
            ) : (
              <ul className="todo">
                {query.data.failures.map((failure) => (
                  <FailureItem key={failure.id} failure={failure} mayRetry={may.ok} />
                ))}
              </ul>
            )}
            {!may.ok && query.data.failures.length > 0 && <p className="unknown">重试：{may.reason}</p>}
          </section>
          <section aria-labelledby="queues">
            <h2 id="queues" className="section-title">
              全部任务
            </h2>
            <TableScroll>
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">任务</th>
                    <th scope="col">什么时候</th>
                    <th scope="col" className="number">
                      等候
                    </th>
                    <th scope="col" className="number">
                      进行中
                    </th>
                    <th scope="col" className="number">
                      失败
                    </th>
                    <th scope="col">最近一次</th>
                    <th scope="col">最近的错误</th>
                  </tr>
                </thead>
                <tbody>
                  {query.data.queues.map((queue) => (
                    <tr key={queue.name}>
                      <th scope="row">
                        {queue.title} <code className="unknown one-line">{queue.name}</code>
                      </th>
                      <td className="one-line">{scheduleText(queue)}</td>
                      <td className="number">{queue.waiting}</td>
                      <td className="number">{queue.active}</td>
                      <td className="number">
                        {queue.failed === 0 ? (
                          0
                        ) : (
                          <StatusMark tone="urgent">{String(queue.failed)}</StatusMark>
                        )}
                      </td>
                      <td className="one-line">
                        {queue.lastRunAt === null ? "还没有运行" : timeText(queue.lastRunAt)}
                      </td>
                      <td>{queue.lastError ?? "没有"}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          </section>
        </div>
      )}
    </>
  );
};

const FailureItem = ({ failure, mayRetry }: { failure: FailedJob; mayRetry: boolean }) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [key] = useState(createKey);
  const retry = useMutation({
    mutationFn: () =>
      write(
        client.POST("/api/jobs/{id}/retry", { params: { header: keyed(key), path: { id: failure.id } } }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["/api/jobs"] });
      void message.success("已放回队列");
    },
  });
  return (
    <li>
      <div>
        <p className="todo-title">{failure.title}</p>
        <p className="unknown">
          {timeText(failure.failedAt)} · 试了 {failure.attempts} 次 · {failure.error ?? "没有错误说明"}
        </p>
        {retry.isError && <ProblemView problem={asProblem(retry.error)} />}
      </div>
      {mayRetry && (
        <Button onClick={() => retry.mutate()} loading={retry.isPending}>
          再试一次<span className="visually-hidden">：{failure.title}</span>
        </Button>
      )}
    </li>
  );
};
