import { randomInt, randomUUID } from "node:crypto";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { createPerson } from "#modules/identity/index.ts";
import { type NewStaff, registerStaff } from "./commands.ts";

/** Somebody who keeps a unit's register. */
export const buildKeeper = async (db: Db, context: ActContext): Promise<PersonActor> => {
  const personId = await inTransaction(db, (trx) =>
    createPerson(trx, context, systemActor("builder"), { fullName: "演示单位管理员" }),
  );
  return { kind: "person", personId, sessionId: randomUUID(), grants: [], secondFactor: false };
};

/** One of a unit's staff, full-time and newly come unless the change says otherwise. */
export const buildStaff = async (
  db: Db,
  context: ActContext,
  unitId: string,
  change: Partial<NewStaff> = {},
): Promise<string> => {
  const actor = await buildKeeper(db, context);
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
