import { randomInt } from "node:crypto";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { type NewStaff, registerStaff } from "./commands.ts";

/** One of a unit's staff, full-time and newly come unless the change says otherwise. */
export const buildStaff = async (
  db: Db,
  context: ActContext,
  unitId: string,
  change: Partial<NewStaff> = {},
): Promise<string> => {
  const actor = await buildActor(db, context, "演示单位管理员");
  return inTransaction(db, (trx) =>
    registerStaff(trx, context, actor, {
      unitId,
      name: `演示人员${randomInt(1_000_000)}`,
      employment: "full_time",
      job: "guide",
      field: "venue",
      isWoman: false,
      isQualified: false,
      isRural: false,
      months: undefined,
      joinedOn: toDistrictDate(context.clock.now()),
      ...change,
    }),
  );
};
