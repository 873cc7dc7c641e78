import type { Trx } from "#kernel/db.ts";

type Found = { verdict: string; finding: string | null; due_on: string | null; body: string | null };

/**
 * The result letter (结果函) of one unit, from what was found; the same findings give the same words.
 */
export const letterText = (input: {
  unitName: string;
  title: string;
  periodFrom: string;
  periodTo: string;
  selfCheck: string | null;
  conclusion: string;
  found: readonly Found[];
}): string => {
  const failed = input.found.filter((one) => one.verdict === "failed");
  const opening = `${input.unitName}：\n根据“${input.title}”的安排，对 ${input.periodFrom} 至 ${input.periodTo} 的工作作了检查。`;
  const selfCheck =
    input.selfCheck === null ? "你单位没有报送自查情况。" : `你单位自查情况：${input.selfCheck}`;
  const sample =
    input.found.length === 0
      ? "本次公开随机抽样没有抽到你单位的记录。"
      : `本次公开随机抽样抽到你单位的记录 ${input.found.length} 条，属实 ${input.found.length - failed.length} 条，不合格 ${failed.length} 条。`;
  const orders = failed.map(
    (one, index) =>
      `${index + 1}. ${one.finding ?? ""}${one.body === null ? "" : ` 请整改：${one.body}，${one.due_on} 前完成。`}`,
  );
  return [opening, selfCheck, sample, ...orders, `总的结论：${input.conclusion}`].join("\n");
};

/** Writes the letter of every inspected unit; records of units below it count for it. */
export const writeLetters = async (trx: Trx, inspectionId: string): Promise<void> => {
  const inspection = await trx
    .selectFrom("inspections")
    .selectAll()
    .where("id", "=", inspectionId)
    .executeTakeFirstOrThrow();
  const units = await trx
    .selectFrom("inspection_units as inspected")
    .innerJoin("org_units as unit", "unit.id", "inspected.unit_id")
    .select(["inspected.unit_id", "inspected.self_check", "unit.name", "unit.path"])
    .where("inspected.inspection_id", "=", inspectionId)
    .execute();
  const samples = await trx
    .selectFrom("inspection_samples as sample")
    .innerJoin("inspection_population as record", (join) =>
      join
        .onRef("record.inspection_id", "=", "sample.inspection_id")
        .onRef("record.position", "=", "sample.position"),
    )
    .innerJoin("org_units as unit", "unit.id", "record.unit_id")
    .leftJoin("rectifications as order", "order.sample_id", "sample.id")
    .select(["sample.verdict", "sample.finding", "order.due_on", "order.body", "unit.path"])
    .where("sample.inspection_id", "=", inspectionId)
    .orderBy("sample.draw_no")
    .execute();
  for (const unit of units)
    await trx
      .updateTable("inspection_units")
      .set({
        letter: letterText({
          unitName: unit.name,
          title: inspection.title,
          periodFrom: inspection.period_from,
          periodTo: inspection.period_to,
          selfCheck: unit.self_check,
          conclusion: inspection.conclusion ?? "",
          found: samples.filter(
            (sample) => sample.path === unit.path || sample.path.startsWith(`${unit.path}.`),
          ),
        }),
      })
      .where("inspection_id", "=", inspectionId)
      .where("unit_id", "=", unit.unit_id)
      .execute();
};
