import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { FactRow } from "../../api/views.ts";
import { ListPage } from "../../list/list-page.tsx";
import { audienceOptions } from "../contents/contents-words.ts";
import { paths } from "../../paths.ts";
import { factColumns } from "./fact-columns.tsx";
import { parsePeriod, toPeriodSearch } from "./period.ts";

/** The facts that one figure is made of: as many and as much as the figure says. */
export const FigureFactsPage = () => {
  const { code = "", version = "" } = useParams();
  const [search] = useSearchParams();
  const period = parsePeriod(search);
  const path = { code, version: Number(version) };
  const tree = useQuery({
    queryKey: ["/api/figures", code, version, period],
    queryFn: ({ signal }) =>
      read(client.GET("/api/figures/{code}/{version}/tree", { params: { path, query: period }, signal })),
  });
  const name = tree.data?.indicator.name ?? "这个数字";
  const unitName = tree.data?.rows.find((row) => row.unitId === period.unit)?.unitName;
  return (
    <ListPage<FactRow>
      title={`${name}由哪些事实组成`}
      crumbs={[
        { label: "数字与事实", to: paths.figures },
        {
          label: name,
          to:
            paths.figure(code, Number(version)) +
            toPeriodSearch({
              ...(period.from && { from: period.from }),
              ...(period.to && { to: period.to }),
            }),
        },
      ]}
      list={`/api/figures/${code}/${version}/facts`}
      load={
        (query, signal) =>
          read(
            client.GET("/api/figures/{code}/{version}/facts", {
              params: { path, query: query as never },
              signal,
            }),
          ) // the filters below are the contract's
      }
      rowKey={(row) => row.id}
      rowName={(row) => `${row.occurredOn} ${row.kindName}`}
      rowTo={(row) => paths.fact(row.id)}
      filters={[
        { kind: "day", name: "from", label: "从" },
        { kind: "day", name: "to", label: "到" },
        { kind: "carried", name: "unit", label: "单位", text: unitName },
        { kind: "choice", name: "audience", label: "人群", options: audienceOptions },
        { kind: "carried", name: "topic", label: "主题" },
        { kind: "carried", name: "planTag", label: "计划条款" },
        { kind: "carried", name: "place", label: "地点" },
      ]}
      // This list of the API has one order only.
      columns={factColumns.map(({ sort: _sort, ...column }) => column)}
      empty={{ title: "这段时间没有事实", hint: "换一段时间或换一个单位看看。" }}
    />
  );
};
