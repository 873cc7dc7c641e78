import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { WaitingRow } from "../../api/views.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { useMe } from "../../me.tsx";
import { basename } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { type Due, dueOf } from "../../time-text.ts";

const tones: Readonly<Record<Due["tone"], Tone>> = { late: "urgent", soon: "waiting", later: "quiet" };

const DueMark = ({ dueAt }: { dueAt: string | null | undefined }) => {
  if (dueAt === null || dueAt === undefined) return <span className="due unknown">没有期限</span>;
  const due = dueOf(dueAt, new Date());
  return (
    <span className="due">
      <StatusMark tone={tones[due.tone]}>{due.text}</StatusMark>
    </span>
  );
};

/** Inside the workbench a link of the router, elsewhere a plain one. */
const WaitingLink = ({ row }: { row: WaitingRow }) =>
  row.href.startsWith(basename) ? (
    <Link className="todo-title" to={row.href.slice(basename.length) || "/"} data-row-link="">
      {row.title}
    </Link>
  ) : (
    <a className="todo-title" href={row.href} data-row-link="">
      {row.title}
    </a>
  );

/** What waits for the reader, the most urgent first. No figures for show: a number here is work to do. */
export const HomePage = () => {
  const me = useMe();
  const query = useQuery({
    queryKey: ["/api/waiting"],
    queryFn: ({ signal }) => read(client.GET("/api/waiting", { signal })),
    refetchInterval: 60_000,
  });
  return (
    <>
      <PageHead title="等我办的事" intro={`${me.person.name}，下面按期限先后排列，点标题就去办。`} />
      {query.isPending && <LoadingRows rows={4} />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState
          title="现在没有等您办的事"
          hint="有事要您办时，会按期限先后出现在这里。别的可以从菜单里看。"
        />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <ul className="todo">
          {query.data.rows.map((row) => (
            <li key={`${row.kind} ${row.href}`}>
              <WaitingLink row={row} />
              <span className="todo-count">{row.count} 件</span>
              <DueMark dueAt={row.dueAt} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
};
