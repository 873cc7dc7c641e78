import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { Table, type TableColumn } from "./table.tsx";

type Row = { name: string; street: string; people: number; open: boolean };
const columns: TableColumn<Row>[] = [
  { header: "站点", role: "name", cell: (row) => <a href="/example">{row.name}</a> },
  { header: "街道（镇）", cell: (row) => row.street },
  { header: "工作人员", align: "end", cell: (row) => `${row.people} 人` },
  {
    header: "今天",
    cell: (row) =>
      row.open ? <StatusTag tone="done" text="开门" /> : <StatusTag tone="neutral" text="不开" />,
  },
];
const rows: Row[] = [
  { name: "枫林社区实践站（演示）", street: "枫林街道（演示）", people: 3, open: true },
  { name: "望江社区实践站（演示）", street: "望江街道（演示）", people: 12, open: false },
];
const table = (shown: Row[]) => (
  <Table
    caption="身边的站点"
    columns={columns}
    rows={shown}
    rowKey={(row) => row.name}
    empty={<EmptyState title="这里还没有站点">请换一个街道（镇）再找。</EmptyState>}
  />
);

export const tableExamples: ComponentExamples = {
  component: "Table",
  purpose: "同类东西放在一起比较。手机上一行变成一块。",
  examples: [
    { name: "两行", render: () => table(rows) },
    { name: "没有一行", note: "不显示空表，说该怎么办。", render: () => table([]) },
    {
      name: "坏文字",
      render: () => table([{ name: hostileText, street: hostileText, people: 1e12, open: true }]),
    },
  ],
};
