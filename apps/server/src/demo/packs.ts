import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { addFormBurden } from "#kernel/form-burden.ts";
import { setBurdenLimit } from "#modules/burdens/index.ts";
import { askPack } from "#modules/packs/index.ts";
import { findPlanInForce } from "#modules/plans/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import type { DemoStaff } from "./people.ts";
import { createRandom } from "./random.ts";

const weekMs = 7 * 86_400_000;
const weeks = 6;
/** Forms that a street's liaison sends in an ordinary week, with the seconds that each takes. */
const forms = [
  { form: "plans.work_plan", fields: 6, seconds: [120, 400] },
  { form: "plans.adopt", fields: 4, seconds: [40, 90] },
  { form: "inspections.respond", fields: 2, seconds: [30, 120] },
  { form: "meetings.report", fields: 3, seconds: [60, 180] },
] as const;

/**
 * What typing asked of eight streets in the last weeks, more and more of it derived instead; and a pack for those above, which the
 * job makes as it makes any.
 */
export const seedPacks = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  const supervisor = staff.get("demo.supervisor");
  const document = await findPlanInForce(context.db);
  const [first] = district.places;
  if (supervisor === undefined || document === undefined || first === undefined) return;
  const random = createRandom(818);
  const now = context.clock.now();
  await inTransaction(context.db, async (trx) => {
    for (const [index, place] of district.places.slice(0, 8).entries())
      for (let ago = weeks; ago >= 0; ago -= 1)
        for (const { form, fields, seconds } of forms)
          // The older the week, the more was typed.
          if (random.between(0, weeks) <= ago + 1)
            await addFormBurden(trx, {
              unitId: place.id,
              at: new Date(now.getTime() - ago * weekMs),
              form,
              fields,
              seconds: random.between(seconds[0], seconds[1]) + index,
            });
    await setBurdenLimit(trx, context, supervisor, {
      unitId: first.id,
      minutes: 20,
      reason: "演示：这个街道人手少，上限定低一些",
    });
    await askPack(trx, context, supervisor, {
      document,
      title: "中期督查材料（演示）",
      asOf: toDistrictDate(now),
    });
  });
};
