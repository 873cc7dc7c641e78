import { systemActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { bringIntoForce, importDocument, listSuggestions, readPlan } from "./documents.ts";
import { makeTasks } from "./tasks.ts";
import type { DocumentLevel } from "./vocabulary.ts";

const builder = systemActor("builder");

/** A plan of four clauses, two of them with a target. */
export const builtPlanText = `演示街镇科学素质提升方案（2026—2028年）

为办好演示区的科普，制定本方案。

一、提升行动

（一）青少年科学素质提升行动。让孩子爱提问。

1. 开好科学课。每所学校每学期办科学活动不少于1次。（教育局牵头）

2. 建好实验角。到2027年底，建成实验角20个以上。

（二）老年人科学素质提升行动。帮老人用好手机。

1. 办好手机课。各街道每年办手机课不少于4场。

二、保障

（一）落实经费。各街道要安排科普经费。

本方案自2026年1月1日起施行，有效期3年。
`;

export type BuiltPlan = { documentId: string; taskIds: readonly string[] };

/** A plan of a unit with its suggested tasks, led by that unit unless said otherwise, in force unless it is to stay a draft. */
export const buildPlan = async (
  db: Db,
  context: ActContext,
  input: {
    unitId: string;
    leadUnitId?: string;
    text?: string;
    level?: DocumentLevel;
    standing?: "draft" | "in_force";
    from?: string;
    to?: string;
    replacesId?: string;
  },
): Promise<BuiltPlan> => {
  const read = await readPlan({ name: "演示方案.txt", bytes: Buffer.from(input.text ?? builtPlanText) });
  return inTransaction(db, async (trx) => {
    const documentId = await importDocument(trx, context, builder, {
      unitId: input.unitId,
      level: input.level ?? "district",
      read,
      validFrom: input.from,
      validTo: input.to,
      replacesId: input.replacesId,
    });
    if (input.level !== undefined && input.level !== "district") return { documentId, taskIds: [] };
    const suggestions = await listSuggestions(trx, documentId);
    const taskIds = await makeTasks(trx, context, builder, {
      documentId,
      tasks: suggestions.map((one) => ({
        clauseId: one.clauseId,
        code: one.code,
        title: one.title,
        audiences: one.audiences,
        units: [{ unitId: input.leadUnitId ?? input.unitId, part: "lead" as const }],
      })),
    });
    if (input.standing !== "draft") await bringIntoForce(trx, context, builder, documentId);
    return { documentId, taskIds };
  });
};
