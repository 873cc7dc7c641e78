import { randomInt } from "node:crypto";
import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { signContract } from "./contracts.ts";
import { logVisit } from "./logs.ts";
import { applyToCall } from "./selection/applications.ts";
import { nameReviewer, openCall } from "./selection/calls.ts";
import { decideApplication, reviewApplication } from "./selection/decisions.ts";

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

type BuiltCall = { callId: string; clerk: PersonActor; reviewers: readonly PersonActor[] };

/** A call that takes applications for ten days, with two reviewers. */
export const buildCall = async (
  db: Db,
  context: ActContext,
  input: { unitId: string; seats?: number },
): Promise<BuiltCall> => {
  const clerk = await buildActor(db, context, "演示镇干部");
  const reviewers = [
    await buildActor(db, context, "演示评审甲"),
    await buildActor(db, context, "演示评审乙"),
  ];
  const now = context.clock.now().getTime();
  const day = (days: number): string => toDistrictDate(new Date(now + days * 86_400_000));
  const callId = await inTransaction(db, async (trx) => {
    const id = await openCall(trx, context, clerk, {
      unitId: input.unitId,
      field: "rice",
      title: "演示水稻特派员选派",
      bases: "演示村双季稻基地",
      seats: input.seats ?? 1,
      applyUntilOn: day(10),
      startsOn: day(30),
      endsOn: day(395),
    });
    for (const reviewer of reviewers)
      await nameReviewer(trx, context, clerk, { callId: id, personId: reviewer.personId });
    return id;
  });
  return { callId, clerk, reviewers };
};

/** Seventy-seven of a hundred. */
export const score = (applicationId: string) =>
  ({
    applicationId,
    conflict: false,
    scores: { skill: 32, practice: 25, plan: 20 },
    comment: "演示：经历实在，打算可行。",
  }) as const;

/** An application to a call of its own; `reviewed`: applications are closed and both reviewers scored. */
export const buildApplication = async (
  db: Db,
  context: ActContext,
  input: { unitId: string; to?: "applied" | "reviewed" | "selected" },
): Promise<{ id: string; callId: string; person: PersonActor }> => {
  const { callId, clerk, reviewers } = await buildCall(db, context, input);
  const person = await buildActor(db, context, "演示农技员");
  const id = await inTransaction(db, (trx) =>
    applyToCall(trx, context, person, {
      callId,
      statement: "演示：种了二十年双季稻，带过三户徒弟，愿意每月下田四次。",
    }),
  );
  if (input.to === undefined || input.to === "applied") return { id, callId, person };
  // The deadline is moved instead of the clock, which others share.
  const yesterday = toDistrictDate(new Date(context.clock.now().getTime() - 86_400_000));
  await db
    .updateTable("commissioner_calls")
    .set({ apply_until_on: yesterday })
    .where("id", "=", callId)
    .execute();
  await inTransaction(db, async (trx) => {
    for (const reviewer of reviewers) await reviewApplication(trx, context, reviewer, score(id));
    if (input.to === "selected")
      await decideApplication(trx, context, clerk, {
        applicationId: id,
        event: "select",
        reason: "演示：经历最合适",
      });
  });
  return { id, callId, person };
};
