import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  approveHonoraria,
  confirmReview,
  decideScheme,
  drawHonoraria,
  listHonoraria,
  payHonoraria,
  proposeScheme,
  refuseHonorarium,
  writeReview,
} from "#modules/honoraria/index.ts";
import { findExpertOf } from "#modules/people/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { type DemoStaff, requireStaff } from "./people.ts";

/**
 * Rates of the district, the register of the last two months drawn from what the demonstration's experts did, some of it approved and
 * paid, one act waived; one review confirmed and one that waits.
 */
export const seedHonoraria = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  const [administrator, supervisor, editor] = [
    requireStaff(staff, "demo.orgadmin"),
    requireStaff(staff, "demo.supervisor"),
    requireStaff(staff, "demo.editor"),
  ];
  const { db, clock } = context;
  const today = toDistrictDate(clock.now());
  const year = Number(today.slice(0, 4));
  const monthBefore = toDistrictDate(new Date(Date.UTC(year, Number(today.slice(5, 7)) - 1, 0))).slice(0, 7);
  const { id: unitId, path: unitPath } = district.root;
  await inTransaction(db, async (trx) => {
    const id = await proposeScheme(trx, context, administrator, {
      unitId,
      startsOn: `${year}-01-01`,
      document: `演示科协〔${year}〕3 号`,
      yuan: { science_check: 200, verdict: 100, answer: 50, activity: 300 },
    });
    await decideScheme(trx, context, supervisor, { id, decision: "approve" });
    for (const month of [monthBefore, today.slice(0, 7)])
      await drawHonoraria(trx, context, editor, { unitId, unitPath, month });
  });
  const { rows } = await listHonoraria(db, context, { scope: [unitPath], page: 1, size: 50 });
  // The older half is settled: paid, but for one act that its expert waives.
  const [waived, ...settled] = rows.slice(Math.ceil(rows.length / 2));
  await inTransaction(db, async (trx) => {
    if (waived !== undefined)
      await refuseHonorarium(trx, context, supervisor, { id: waived.id, reason: "本人不领（演示）" });
    const ids = settled.map((row) => row.id);
    if (ids.length === 0) return;
    await approveHonoraria(trx, context, supervisor, ids);
    await payHonoraria(trx, context, administrator, {
      ids: ids.slice(0, Math.ceil(ids.length / 2)),
      paidOn: today,
      voucher: `演示付字 ${year}-118`,
    });
  });
  for (const [index, username] of ["demo.expert", "demo.expert2"].entries()) {
    const expertId = await findExpertOf(db, requireStaff(staff, username).personId);
    if (expertId === undefined) continue;
    await inTransaction(db, async (trx) => {
      const id = await writeReview(trx, context, editor, {
        expertId,
        year,
        opinion: "审签及时，修改意见具体，读者看得懂（演示）",
        outcome: "renew",
        renewUntil: `${year + 3}-12-31`,
        document: `演示续聘〔${year}〕${index + 1} 号`,
      });
      if (index === 0) await confirmReview(trx, context, supervisor, id);
    });
  }
};
