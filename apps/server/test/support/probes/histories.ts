import { inTransaction } from "#kernel/db.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { previewHistory } from "#modules/histories/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

let number = 0;

/** A sheet of one activity that somebody else uploaded at a unit and that is right. */
export const buildHistoryAt = async ({ system }: World, unit: BuiltUnit): Promise<string> => {
  const { context } = system;
  const uploader = await buildActor(context.db, context, "演示上传人");
  number += 1;
  return inTransaction(context.db, (trx) =>
    previewHistory(trx, context, uploader, {
      kind: "activities",
      filename: "往年活动.xlsx",
      unitId: unit.id,
      scope: "everywhere",
      rows: [
        {
          line: 2,
          values: {
            unit: unit.name,
            title: `演示往年活动 ${number}`,
            day: "2025-09-20",
            audience: "老年人",
            people: "40",
            counted: "签到表",
          },
        },
      ],
    }),
  );
};

const sheets = {
  members: "服务队,姓名,手机号\n没有这支队,演示张三,19900000000\n",
  hours:
    "服务队,姓名,手机号,服务日期,小时数,做了什么、凭什么认定\n没有这支队,演示张三,19900000000,2025-10-18,2,演示：有签到表\n",
  activities:
    "主办单位,活动名称,活动日期,重点人群,参加人次,人次怎么来的\n没有这个单位,演示活动,2025-10-18,公众,10,签到表\n",
};

export const historiesProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/history-imports",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildHistoryAt(world, unit)),
    unitsOf: ({ json }) => (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId), // the contract test checks the shape
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/history-imports/:id",
    build: async (world, unit) => ({ params: { id: await buildHistoryAt(world, unit) } }),
  },
  ...(["members", "hours", "activities"] as const).map((kind): Probe => ({
    kind: "record",
    method: "POST",
    url: `/api/history-imports/${kind}`,
    // The preview is made for the actor's own area, whatever the sheet says.
    fixedAt: "street",
    build: () => ({ file: { field: "file", filename: "demo.csv", content: sheets[kind] } }),
  })),
  ...(["apply", "discard"] as const).map((verb): Probe => ({
    kind: "record",
    method: "POST",
    url: `/api/history-imports/:id/${verb}`,
    build: async (world, unit) => ({ params: { id: await buildHistoryAt(world, unit) } }),
  })),
];
