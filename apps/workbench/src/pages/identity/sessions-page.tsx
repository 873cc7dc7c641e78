import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { SessionView } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";

/** Where I am signed in; anything that is not mine can be ended at once. */
export const SessionsPage = () => {
  const query = useQuery({
    queryKey: ["/api/sessions"],
    queryFn: ({ signal }) => read(client.GET("/api/sessions", { signal })),
  });
  return (
    <>
      <PageHead title="我的登录设备" intro="不认识的设备请立即让它退出，然后修改密码。" />
      {query.isPending && <LoadingRows rows={3} />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <ul className="todo">
          {query.data.rows.map((session) => (
            <SessionItem key={session.id} session={session} />
          ))}
        </ul>
      )}
    </>
  );
};

const SessionItem = ({ session }: { session: SessionView }) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [key] = useState(createKey);
  const end = useMutation({
    mutationFn: () =>
      write(
        client.DELETE("/api/sessions/{id}", { params: { header: keyed(key), path: { id: session.id } } }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["/api/sessions"] });
      void message.success("已让这台设备退出");
    },
  });
  return (
    <li>
      <div>
        <p className="todo-title">{session.device}</p>
        <p className="unknown">
          {session.methodName}登录于 {timeText(session.startedAt)} · 最近使用 {timeText(session.lastSeenAt)} ·{" "}
          {session.secondFactor ? "已过第二重验证" : "没有第二重验证"}
        </p>
        {end.isError && <ProblemView problem={asProblem(end.error)} />}
      </div>
      {session.current ? (
        <StatusMark tone="done">就是这台</StatusMark>
      ) : (
        <Button onClick={() => end.mutate()} loading={end.isPending}>
          让它退出<span className="visually-hidden">：{session.device}</span>
        </Button>
      )}
    </li>
  );
};
