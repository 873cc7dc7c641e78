import { client, read } from "../../api/client.ts";
import type { FactRow } from "../../api/views.ts";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { factColumns } from "./fact-columns.tsx";

const audiences = [
  { value: "youth", label: "青少年" },
  { value: "farmer", label: "农民" },
  { value: "worker", label: "产业工人" },
  { value: "elder", label: "老年人" },
  { value: "official", label: "领导干部和公务员" },
];

/** Every fact within the reader's area. */
export const FactsPage = () => (
  <ListPage<FactRow>
    title="事实"
    intro="做成的每件事记一条，只增不改；记错了用冲销更正。"
    crumbs={[{ label: "数字与事实", to: paths.figures }]}
    list="/api/facts"
    load={(query, signal) => read(client.GET("/api/facts", { params: { query: query as never }, signal }))} // the filters below are the contract's
    rowKey={(row) => row.id}
    rowName={(row) => `${row.occurredOn} ${row.kindName}`}
    rowTo={(row) => paths.fact(row.id)}
    defaults={{ sort: "-occurredOn" }}
    filters={[
      { kind: "day", name: "from", label: "从" },
      { kind: "day", name: "to", label: "到" },
      { kind: "choice", name: "audience", label: "人群", options: audiences },
      { kind: "text", name: "planTag", label: "计划条款", placeholder: "如 G-04" },
      { kind: "text", name: "topic", label: "主题" },
      { kind: "carried", name: "kind", label: "哪一种" },
      { kind: "carried", name: "unit", label: "单位" },
      { kind: "carried", name: "source", label: "来源记录" },
    ]}
    columns={factColumns}
    exportPath="/api/facts/export.xlsx"
    empty={{ title: "还没有事实", hint: "组织核验、代办、活动等办成之后，事实会自动记到这里。" }}
  />
);
