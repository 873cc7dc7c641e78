import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useId, useRef, useState, type ReactNode } from "react";
import { useBeforeUnload, useNavigate, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem, type Problem } from "../../api/problem.ts";
import type { RumourVerdict } from "../../api/views.ts";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingPage } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { useRatings } from "./use-ratings.ts";
import { VerdictSources } from "./verdict-sources.tsx";

type Words = Pick<
  RumourVerdict,
  | "rating"
  | "title"
  | "answer"
  | "explanation"
  | "conditions"
  | "advice"
  | "validOn"
  | "sources"
  | "changeNotice"
>;

const wordsOf = (verdict: RumourVerdict): Words => ({
  rating: verdict.rating,
  title: verdict.title,
  answer: verdict.answer,
  explanation: verdict.explanation,
  conditions: verdict.conditions,
  advice: verdict.advice,
  validOn: verdict.validOn,
  sources: verdict.sources,
  changeNotice: verdict.changeNotice,
});

/** Writes the draft of a verdict: grade, one sentence, why, when, what to do, sources. */
export const VerdictEditPage = () => {
  const { id = "" } = useParams();
  const query = useQuery({
    queryKey: ["/api/rumour-claims", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/rumour-claims/{id}", { params: { path: { id } }, signal })),
  });
  const crumbs = [
    { label: "核查台", to: paths.rumours },
    { label: query.data?.title ?? "说法", to: paths.rumour(id) },
  ];
  const draft = query.data?.verdicts.find((verdict) => verdict.status === "draft");
  return (
    <>
      <PageHead
        title={draft === undefined ? "写结论" : `写结论（第 ${draft.versionNo} 版）`}
        crumbs={crumbs}
        intro="写给不懂行的人看：先一句话，再说为什么、怎么办。每句话都要有来源撑着。"
      />
      {query.isPending && <LoadingPage />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess &&
        (draft === undefined ? (
          <EmptyState
            title="没有在写的一版"
            hint="回到说法页，点“起草结论”或“写新版本”；等签字的要先撤回。"
          />
        ) : (
          <VerdictEditor key={draft.id} claimId={id} verdict={draft} />
        ))}
    </>
  );
};

const Labelled = ({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string;
  children: (ids: { id: string; "aria-describedby": string | undefined }) => ReactNode;
}) => {
  const id = useId();
  return (
    <div className="plain-field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p className="unknown" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({ id, "aria-describedby": hint === undefined ? undefined : `${id}-hint` })}
    </div>
  );
};

const VerdictEditor = ({ claimId, verdict }: { claimId: string; verdict: RumourVerdict }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const ratings = useRatings();
  const [words, setWords] = useState<Words>(wordsOf(verdict));
  const [state, setState] = useState<"clean" | "typed" | "saving">("clean");
  const [problem, setProblem] = useState<Problem>();
  const revision = useRef(verdict.revision);
  useBeforeUnload((event) => {
    if (state === "typed") event.preventDefault();
  });
  const change = (part: Partial<Words>): void => {
    setWords((current) => ({ ...current, ...part }));
    setState("typed");
  };
  const save = async (): Promise<boolean> => {
    setState("saving");
    try {
      const saved = await write(
        client.PUT("/api/rumour-verdicts/{id}", {
          params: { header: keyed(createKey()), path: { id: verdict.id } },
          body: { baseRevision: revision.current, body: words },
        }),
      );
      revision.current = saved.revision;
      setProblem(undefined);
      setState("clean");
      await queries.invalidateQueries({ queryKey: ["/api/rumour-claims"] });
      return true;
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setState("typed");
      return false;
    }
  };
  const saveAndLeave = async (): Promise<void> => {
    if (!(await save())) return;
    void message.success("已保存");
    await navigate(paths.rumour(claimId));
  };
  const area =
    (key: "answer" | "explanation" | "conditions" | "advice" | "changeNotice", rows: number, most: number) =>
    (ids: { id: string; "aria-describedby": string | undefined }) => (
      <Input.TextArea
        {...ids}
        rows={rows}
        maxLength={most}
        value={words[key]}
        onChange={(event) => change({ [key]: event.target.value })}
      />
    );
  return (
    <>
      {problem !== undefined && <ProblemView problem={problem} />}
      <section className="panel form-panel">
        <Labelled label="说法" hint="他们在传什么，一句话。">
          {(ids) => (
            <Input
              {...ids}
              maxLength={120}
              value={words.title}
              onChange={(event) => change({ title: event.target.value })}
            />
          )}
        </Labelled>
        <Labelled label="结论">
          {(ids) => (
            <select
              {...ids}
              className="native-control wide"
              value={words.rating}
              onChange={(event) => change({ rating: event.target.value })}
            >
              {ratings.map((rating) => (
                <option key={rating.code} value={rating.code}>
                  {rating.name}：{rating.about}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Labelled label="一句话结论" hint="8 到 200 字，读者只记得住这一句。">
          {area("answer", 2, 200)}
        </Labelled>
        <Labelled label="解释" hint="至少 30 字；分段写。">
          {area("explanation", 8, 4000)}
        </Labelled>
        <Labelled label="什么条件下" hint="没有条件就不填。">
          {area("conditions", 2, 400)}
        </Labelled>
        <Labelled label="怎么办" hint="读者现在该做什么。">
          {area("advice", 2, 400)}
        </Labelled>
        <Labelled label="截至日期" hint="证据看到哪一天。">
          {(ids) => (
            <input
              {...ids}
              type="date"
              className="native-control wide"
              value={words.validOn}
              onChange={(event) => change({ validOn: event.target.value })}
            />
          )}
        </Labelled>
        {verdict.versionNo > 1 && (
          <Labelled label="改了什么" hint="问过的人会收到这一句。">
            {area("changeNotice", 2, 300)}
          </Labelled>
        )}
      </section>
      <VerdictSources sources={words.sources} onChange={(sources) => change({ sources })} />
      <div className="form-buttons">
        <Button type="primary" loading={state === "saving"} onClick={() => void saveAndLeave()}>
          保存并回到说法
        </Button>
        <Button disabled={state === "saving"} onClick={() => void save()}>
          保存
        </Button>
        <span aria-live="polite" className="unknown">
          {state === "typed" ? "有没保存的改动" : state === "saving" ? "正在保存" : "没有改动"}
        </span>
      </div>
    </>
  );
};
