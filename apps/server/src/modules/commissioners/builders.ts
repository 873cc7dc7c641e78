import { randomInt } from "node:crypto";
import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { signContract } from "./contracts.ts";
import { logVisit } from "./logs.ts";

type BuiltContract = { id: string; commissioner: PersonActor; unitId: string };

/** A contract of a town that began a month ago and runs a year. */
export const buildContract = async (db: Db, context: ActContext, unitId: string): Promise<BuiltContract> => {
  const commissioner = await buildActor(db, context, "演示特派员");
  const town = await buildActor(db, context, "演示镇干部");
  const now = context.clock.now().getTime();
  const dayMs = 86_400_000;
  const id = await inTransaction(db, (trx) =>
    signContract(trx, context, town, {
      personId: commissioner.personId,
      unitId,
      field: "rice",
      bases: "演示村双季稻基地",
      document: "演示聘书 第 1 号",
      startsOn: toDistrictDate(new Date(now - 30 * dayMs)),
      endsOn: toDistrictDate(new Date(now + 335 * dayMs)),
    }),
  );
  return { id, commissioner, unitId };
};

/** A visit of an hour ago, to a farmer of his own. */
export const buildLog = async (
  db: Db,
  context: ActContext,
  contract: BuiltContract,
  change: { farmerPhone?: string; orderId?: string; visitedAt?: Date } = {},
): Promise<string> =>
  inTransaction(db, (trx) =>
    logVisit(trx, context, contract.commissioner, {
      contractId: contract.id,
      visitedAt: new Date(context.clock.now().getTime() - 3_600_000),
      place: "演示村三组 大田",
      advice: "看了稻叶，建议放水晒田五天。",
      farmerName: "演示农户",
      farmerPhone: `199${String(randomInt(100_000_000)).padStart(8, "0")}`,
      ...change,
    }),
  );
