import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem, type Problem } from "../../api/problem.ts";
import type { SideCopyView } from "../../api/views.ts";
import { paths } from "../../paths.ts";
import { LoadingPage } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";
import { ComparisonView, countsText, type Picking, type TakenList } from "./comparison-view.tsx";

type Taken = Readonly<Record<TakenList | "fields", ReadonlySet<number | string>>>;
const nothing: Taken = { blocks: new Set(), sources: new Set(), panels: new Set(), fields: new Set() };

const everything = ({ comparison }: SideCopyView): Taken => {
  const places = (rows: readonly { kind: string }[]) =>
    new Set(rows.flatMap((row, place) => (row.kind === "same" || row.kind === "moved_away" ? [] : [place])));
  return {
    blocks: places(comparison.blocks),
    sources: places(comparison.sources),
    panels: places(comparison.panels),
    fields: new Set(comparison.fields.map((field) => field.name)),
  };
};

/** Words kept beside, against the draft as it is now: taken over part by part, or left. */
export const SideCopyPage = () => {
  const { id = "", copyId = "" } = useParams();
  const query = useQuery({
    queryKey: ["/api/content-side-copies", copyId],
    queryFn: ({ signal }) =>
      read(client.GET("/api/content-side-copies/{id}", { params: { path: { id: copyId } }, signal })),
    // What is ticked belongs to what is shown: another reading would put other paragraphs under the ticks.
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  return (
    <>
      <PageHead
        title="合并另存的文字"
        crumbs={[
          { label: "稿件与审校", to: paths.contents },
          { label: query.data?.title ?? "稿件", to: paths.content(id) },
        ]}
        intro="“以前”是稿件现在的文字，“后来”是另存的文字。勾上要的，没勾的都不动。"
      />
      {query.isPending && <LoadingPage />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <Merge key={query.data.revision} view={query.data} copyId={copyId} contentId={id} />
      )}
    </>
  );
};

const Merge = ({ view, copyId, contentId }: { view: SideCopyView; copyId: string; contentId: string }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [taken, setTaken] = useState(nothing);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const count = Object.values(taken).reduce((sum, places) => sum + places.size, 0);
  const picking: Picking = {
    isTaken: (list, place) => taken[list].has(place),
    toggle: (list, place) => {
      const places = new Set(taken[list]);
      if (!places.delete(place)) places.add(place);
      setTaken({ ...taken, [list]: places });
    },
  };
  const run = async (act: () => Promise<unknown>, done: string): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
      void queries.invalidateQueries({ queryKey: ["/api/contents"] });
      void message.success(done);
      void navigate(paths.content(contentId));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  const lock = async (takeOver: "yes" | "no"): Promise<unknown> =>
    write(
      client.POST("/api/contents/{id}/lock", {
        params: { header: keyed(createKey()), path: { id: contentId } },
        body: { takeOver },
      }),
    );
  const merge = async (takeOver: "yes" | "no"): Promise<void> =>
    run(async () => {
      await lock(takeOver);
      const numbers = (list: TakenList): number[] => [...taken[list]].map(Number);
      await write(
        client.POST("/api/content-side-copies/{id}/merge", {
          params: { header: keyed(createKey()), path: { id: copyId } },
          body: {
            baseRevision: view.revision,
            blocks: numbers("blocks"),
            sources: numbers("sources"),
            panels: numbers("panels"),
            fields: [...taken.fields] as SideCopyView["comparison"]["fields"][number]["name"][], // the ticks carry these names
          },
        }),
      );
    }, "合并好了，请再看一遍全文");
  const drop = async (): Promise<void> =>
    run(
      () =>
        write(
          client.POST("/api/content-side-copies/{id}/drop", {
            params: { header: keyed(createKey()), path: { id: copyId } },
          }),
        ),
      "这份文字不用了，系统里仍留有存底",
    );
  return (
    <>
      <div className="panel">
        <p>
          {view.personName} {timeText(view.createdAt)} 另存。{countsText(view.comparison)}
        </p>
        {problem !== undefined && (
          <ProblemView
            problem={problem}
            onRetry={() => void merge(problem.code === "contents.locked" ? "yes" : "no")}
          />
        )}
        <div className="row-buttons">
          <Button type="primary" disabled={busy || count === 0} onClick={() => void merge("no")}>
            {count === 0 ? "先勾要采用的" : `采用勾选的 ${count} 处`}
          </Button>
          {problem?.code === "contents.locked" && (
            <Button disabled={busy} onClick={() => void merge("yes")}>
              接手编辑并合并
            </Button>
          )}
          <Button disabled={busy} onClick={() => setTaken(count === 0 ? everything(view) : nothing)}>
            {count === 0 ? "全部勾上" : "全部不勾"}
          </Button>
          <Button danger disabled={busy} onClick={() => void drop()}>
            都不用
          </Button>
        </div>
      </div>
      <ComparisonView comparison={view.comparison} picking={picking} />
    </>
  );
};
