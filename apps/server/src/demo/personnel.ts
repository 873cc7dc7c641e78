import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { leaveStaff, registerStaff } from "#modules/personnel/index.ts";
import type { SeededDistrict } from "./organisations.ts";

const dayMs = 86_400_000;
const jobs = ["guide", "management", "creation", "guide", "research", "other"] as const;
const fields = ["grassroots", "base", "new-media", "venue", "publishing", "school"] as const;

/** The registers of three streets: full-time and part-time people, one of whom has left. */
export const seedPersonnel = async (
  context: Context,
  district: SeededDistrict,
  administrator: PersonActor,
): Promise<void> => {
  const now = context.clock.now().getTime();
  const day = (days: number): string => toDistrictDate(new Date(now - days * dayMs));
  await inTransaction(context.db, async (trx) => {
    for (const [at, place] of district.places.slice(0, 3).entries()) {
      let last = "";
      for (let index = 0; index < 6 - at; index += 1) {
        const isPartTime = index % 3 !== 0;
        last = await registerStaff(trx, context, administrator, {
          unitId: place.id,
          name: `演示科普员${at + 1}${index + 1}`,
          employment: isPartTime ? "part_time" : "full_time",
          job: jobs[index % jobs.length] ?? "other",
          field: fields[(index + at) % fields.length] ?? "other",
          isWoman: index % 2 === 0,
          isQualified: index % 3 !== 2,
          isRural: at === 2,
          months: isPartTime ? 1.5 + index : undefined,
          joinedOn: day(400 - 40 * index),
        });
      }
      if (at === 0)
        await leaveStaff(trx, context, administrator, {
          staffId: last,
          leftOn: day(20),
          reason: "调到别的单位（演示）",
        });
    }
  });
};
