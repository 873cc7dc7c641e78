import { randomUUID } from "node:crypto";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { createPerson } from "#modules/identity/index.ts";
import { appointExpert, registerExpert } from "#modules/people/index.ts";
import { askQuestion, assignQuestion, draftAnswer, sendAnswer } from "#modules/questions/index.ts";
import type { BuiltUnit } from "#test/support/builders.ts";
import { drawHonoraria } from "./honoraria.ts";
import { writeReview } from "./reviews.ts";
import { decideScheme, proposeScheme } from "./schemes.ts";

const tester = systemActor("builder");
const within = <T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(db, work);

export const buildColleague = async (
  db: Db,
  context: ActContext,
  fullName = "演示同事",
): Promise<PersonActor> => ({
  kind: "person",
  personId: await within(db, (trx) => createPerson(trx, context, tester, { fullName })),
  sessionId: randomUUID(),
  grants: [],
  secondFactor: false,
});

export type BuiltExpert = { id: string; actor: PersonActor };

/** An expert of a unit, appointed in astronomy for this year. */
export const buildExpert = async (db: Db, context: ActContext, unit: BuiltUnit): Promise<BuiltExpert> => {
  const actor = await buildColleague(db, context, "演示专家");
  const year = toDistrictDate(context.clock.now()).slice(0, 4);
  const id = await within(db, async (trx) => {
    const expertId = await registerExpert(trx, context, tester, {
      personId: actor.personId,
      unitId: unit.id,
      publicTitle: "演示天文馆讲师",
    });
    await appointExpert(trx, context, tester, {
      expertId,
      field: "astronomy",
      canSign: "yes",
      startsOn: `${year}-01-01`,
      endsOn: `${year}-12-31`,
      document: "演示聘书",
    });
    return expertId;
  });
  return { id, actor };
};

/** A question that the expert answered and another person checked and sent. */
export const buildAnswer = async (db: Db, context: ActContext, expert: BuiltExpert): Promise<string> => {
  const editor = await buildColleague(db, context);
  return within(db, async (trx) => {
    const { id } = await askQuestion(trx, context, tester, { text: "演示：月亮为什么有圆有缺" });
    await assignQuestion(trx, context, editor, { id, field: "astronomy", expertId: expert.id });
    await draftAnswer(trx, context, expert.actor, {
      id,
      answer: "月亮绕着地球转，被太阳照亮的一半我们只看到一部分。",
    });
    await sendAnswer(trx, context, editor, { id });
    return id;
  });
};

/** The first day of the year, or the day after the rates that a unit has begin. */
const nextStart = async (db: Db, context: ActContext, unit: BuiltUnit): Promise<string> => {
  const last = await db
    .selectFrom("honorarium_schemes")
    .select("starts_on")
    .where("unit_id", "=", unit.id)
    .where("status", "=", "approved")
    .orderBy("starts_on", "desc")
    .executeTakeFirst();
  return last === undefined
    ? `${toDistrictDate(context.clock.now()).slice(0, 4)}-01-01`
    : toDistrictDate(new Date(new Date(last.starts_on).getTime() + 86_400_000));
};

/** Rates of a unit: an answer 50 yuan, a science check 200. */
export const buildScheme = async (
  db: Db,
  context: ActContext,
  unit: BuiltUnit,
  to: "proposed" | "approved" = "approved",
): Promise<string> => {
  const [one, two] = [await buildColleague(db, context), await buildColleague(db, context)];
  const startsOn = await nextStart(db, context, unit);
  return within(db, async (trx) => {
    const id = await proposeScheme(trx, context, one, {
      unitId: unit.id,
      startsOn,
      document: "演示科协〔2026〕3 号",
      yuan: { answer: 50, science_check: 200 },
    });
    if (to === "approved") await decideScheme(trx, context, two, { id, decision: "approve" });
    return id;
  });
};

/** An expert of a unit with one answer drawn into the register, not yet approved. */
export const buildHonorarium = async (
  db: Db,
  context: ActContext,
  unit: BuiltUnit,
): Promise<{ id: string; expert: BuiltExpert; drawer: PersonActor }> => {
  const expert = await buildExpert(db, context, unit);
  await buildAnswer(db, context, expert);
  const rated = await db
    .selectFrom("honorarium_schemes")
    .select("id")
    .where("unit_id", "=", unit.id)
    .where("status", "=", "approved")
    .executeTakeFirst();
  if (rated === undefined) await buildScheme(db, context, unit);
  const drawer = await buildColleague(db, context);
  await within(db, (trx) =>
    drawHonoraria(trx, context, drawer, {
      unitId: unit.id,
      unitPath: unit.path,
      month: toDistrictDate(context.clock.now()).slice(0, 7),
    }),
  );
  const { id } = await db
    .selectFrom("honoraria")
    .select("id")
    .where("expert_id", "=", expert.id)
    .executeTakeFirstOrThrow();
  return { id, expert, drawer };
};

/** This year's review of an expert, written, with renewal for three years. */
export const buildReview = async (
  db: Db,
  context: ActContext,
  unit: BuiltUnit,
): Promise<{ id: string; expert: BuiltExpert; writer: PersonActor }> => {
  const expert = await buildExpert(db, context, unit);
  const writer = await buildColleague(db, context);
  const year = Number(toDistrictDate(context.clock.now()).slice(0, 4));
  const id = await within(db, (trx) =>
    writeReview(trx, context, writer, {
      expertId: expert.id,
      year,
      opinion: "答疑及时，讲解清楚（演示）",
      outcome: "renew",
      renewUntil: `${year + 3}-12-31`,
      document: "演示续聘书",
    }),
  );
  return { id, expert, writer };
};
