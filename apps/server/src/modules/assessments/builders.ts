import { randomUUID } from "node:crypto";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import type { TestClock } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createPerson } from "#modules/identity/index.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { fileAppeal } from "./appeals.ts";
import { listStoredLines, computeScores, freezeAssessment, judgeLine, openAssessment } from "./scores.ts";
import { draftScheme, type NewItem, publishScheme } from "./schemes.ts";

const tester = systemActor("builder");

export type AssessmentWorld = {
  db: Db;
  clock: TestClock;
  context: ActContext & { clock: TestClock };
  root: BuiltUnit;
  street: BuiltUnit;
  other: BuiltUnit;
  supervisor: PersonActor;
  second: PersonActor;
  liaison: PersonActor;
  act: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;
};

const buildActor = async (db: Db, context: ActContext, fullName: string): Promise<PersonActor> => {
  const personId = await inTransaction(db, (trx) => createPerson(trx, context, tester, { fullName }));
  return { kind: "person", personId, sessionId: randomUUID(), grants: [], secondFactor: false };
};

/** A committee that assesses, two streets, two supervisors and a liaison. */
export const buildAssessmentWorld = async (
  db: Db,
  context: ActContext & { clock: TestClock },
): Promise<AssessmentWorld> => {
  const street = await buildUnit(db, { kind: "street" });
  const other = await buildUnit(db, { kind: "street" });
  const root = await db
    .selectFrom("org_units")
    .select(["id", "path", "name"])
    .where("parent_id", "is", null)
    .executeTakeFirstOrThrow();
  return {
    db,
    clock: context.clock,
    context,
    root,
    street,
    other,
    supervisor: await buildActor(db, context, "演示督导员"),
    second: await buildActor(db, context, "演示督导员乙"),
    liaison: await buildActor(db, context, "演示联络员"),
    act: (work) => inTransaction(db, work),
  };
};

export const standardItems: readonly NewItem[] = [
  { title: "核验通过的服务队", kind: "facts", points: 30, factKind: "teams.verified", target: 7 },
  {
    title: "年度工作计划落实",
    kind: "inspected",
    points: 20,
    criterion: "计划写明责任人和时间，做到的按比例给分。",
  },
];

/** Verified teams of the year at a unit. */
export const buildFacts = (
  world: AssessmentWorld,
  unitId: string,
  count: number,
): Promise<readonly string[]> =>
  world.act(async (trx) => {
    const ids = Array.from({ length: count }, () => randomUUID());
    await recordFacts(
      trx,
      world.clock,
      ids.map((id) => ({
        kind: "teams.verified",
        occurredOn: "2026-05-20",
        unitId,
        quantity: 1,
        measure: "支",
        source: { table: "volunteer_teams", id },
      })),
    );
    return ids;
  });

export const buildScheme = (
  world: AssessmentWorld,
  change: { unitId?: string; items?: readonly NewItem[]; code?: string; published?: false } = {},
): Promise<string> =>
  world.act(async (trx) => {
    const id = await draftScheme(trx, world.context, world.supervisor, {
      unitId: change.unitId ?? world.root.id,
      code: change.code ?? "yearly",
      title: "街道年度科普工作评分办法",
      items: change.items ?? standardItems,
    });
    if (change.published !== false) await publishScheme(trx, world.context, world.second, id);
    return id;
  });

/** A year's assessment of some units, computed, judged and frozen as far as asked. */
export const buildAssessment = async (
  world: AssessmentWorld,
  change: {
    unitId?: string;
    unitIds?: readonly string[];
    schemeId?: string;
    year?: number;
    to?: "open" | "computed" | "judged" | "frozen";
  } = {},
): Promise<string> => {
  const to = change.to ?? "frozen";
  const schemeId = change.schemeId ?? (await buildScheme(world, { code: `s${randomUUID().slice(0, 8)}` }));
  return world.act(async (trx) => {
    const id = await openAssessment(trx, world.context, world.supervisor, {
      unitId: change.unitId ?? world.root.id,
      schemeId,
      year: change.year ?? 2026,
      unitIds: change.unitIds ?? [world.street.id, world.other.id],
    });
    if (to === "open") return id;
    await computeScores(trx, world.context, world.supervisor, id);
    if (to === "computed") return id;
    for (const line of await listStoredLines(trx, id))
      if (line.input === null)
        await judgeLine(trx, world.context, world.supervisor, {
          lineId: line.id,
          share: 80,
          note: "八成做到（演示）",
        });
    if (to === "frozen") await freezeAssessment(trx, world.context, world.supervisor, id);
    return id;
  });
};

/** An appeal of the street against its first item that facts tell. */
export const buildAppeal = async (
  world: AssessmentWorld,
  assessmentId: string,
): Promise<{ appealId: string; lineId: string }> => {
  const line = (await listStoredLines(world.db, assessmentId)).find((one) => one.factCount !== null);
  if (line === undefined) throw new Error("no line that facts tell");
  const appealId = await world.act((trx) =>
    fileAppeal(trx, world.context, world.liaison, {
      lineId: line.id,
      reason: "有两支服务队的核验日期记错了年份，应当计入。",
    }),
  );
  return { appealId, lineId: line.id };
};
