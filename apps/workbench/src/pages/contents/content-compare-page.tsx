import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useParams, useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { ComparisonAnswer } from "../../api/views.ts";
import { paths } from "../../paths.ts";
import { LoadingPage } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";
import { ComparisonView, countsText } from "./comparison-view.tsx";

/** Any two texts of an item beside each other; which ones stands in the address. */
export const ContentComparePage = () => {
  const { id = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const chosen = { from: search.get("from") ?? undefined, to: search.get("to") ?? undefined };
  const query = useQuery({
    queryKey: ["/api/contents", id, "comparison", chosen],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/contents/{id}/comparison", {
          params: {
            path: { id },
            query: {
              ...(chosen.from === undefined ? {} : { from: chosen.from }),
              ...(chosen.to === undefined ? {} : { to: chosen.to }),
            },
          },
          signal,
        }),
      ),
  });
  const choose = (side: "from" | "to", key: string): void => {
    if (query.data === undefined) return;
    setSearch({ from: query.data.from, to: query.data.to, [side]: key });
  };
  return (
    <>
      <PageHead
        title="对照两份文字"
        crumbs={[
          { label: "稿件与审校", to: paths.contents },
          { label: query.data?.title ?? "稿件", to: paths.content(id) },
        ]}
        intro="划掉的是以前有、后来没有的；带下划线的是后来加上的。"
      />
      {query.isPending && <LoadingPage />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <>
          <div className="panel compared-choice">
            <Choice
              label="以前"
              value={query.data.from}
              texts={query.data.texts}
              onChange={(key) => choose("from", key)}
            />
            <Choice
              label="后来"
              value={query.data.to}
              texts={query.data.texts}
              onChange={(key) => choose("to", key)}
            />
            <output aria-label="改动有几处">
              {query.data.from === query.data.to
                ? "这篇稿件现在只有一份文字，改过或送审后就能对照。"
                : countsText(query.data.comparison)}
            </output>
          </div>
          <ComparisonView comparison={query.data.comparison} />
        </>
      )}
    </>
  );
};

const Choice = ({
  label,
  value,
  texts,
  onChange,
}: {
  label: string;
  value: string;
  texts: ComparisonAnswer["texts"];
  onChange: (key: string) => void;
}) => {
  const id = useId();
  return (
    <div className="labelled">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="native-control wide"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {texts.map((text) => (
          <option key={text.key} value={text.key}>
            {text.label}（{timeText(text.at)}）
          </option>
        ))}
      </select>
    </div>
  );
};
