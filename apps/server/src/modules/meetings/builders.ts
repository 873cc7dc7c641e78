import { randomUUID } from "node:crypto";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import type { TestClock } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { createPerson } from "#modules/identity/index.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { fileIssue, type NewIssue } from "./issues.ts";
import { beginMeeting, planMeeting, recordAttendance } from "./meetings.ts";
import { decideItem } from "./resolutions.ts";
import { listAgenda } from "./queries.ts";

const tester = systemActor("builder");
const dayMs = 86_400_000;

export type MeetingWorld = {
  db: Db;
  clock: TestClock;
  context: ActContext & { clock: TestClock };
  root: BuiltUnit;
  street: BuiltUnit;
  chair: PersonActor;
  liaison: PersonActor;
  act: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;
};

const buildActor = async (db: Db, context: ActContext, fullName: string): Promise<PersonActor> => {
  const personId = await inTransaction(db, (trx) => createPerson(trx, context, tester, { fullName }));
  return { kind: "person", personId, sessionId: randomUUID(), grants: [], secondFactor: false };
};

/** A committee that convenes, a street, a supervisor and a liaison. */
export const buildMeetingWorld = async (
  db: Db,
  context: ActContext & { clock: TestClock },
): Promise<MeetingWorld> => {
  const street = await buildUnit(db, { kind: "street" });
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
    chair: await buildActor(db, context, "演示督导员"),
    liaison: await buildActor(db, context, "演示联络员"),
    act: (work) => inTransaction(db, work),
  };
};

export const buildIssue = (world: MeetingWorld, change: Partial<NewIssue> = {}): Promise<string> =>
  world.act((trx) =>
    fileIssue(trx, world.context, world.liaison, {
      unitId: world.street.id,
      kind: "problem",
      title: "社区科普讲师不够用",
      body: "暑期点单多，讲师排不开，想从学会借人。",
      ...change,
    }),
  );

/** A meeting of the committee, planned or under way with the street present. */
export const buildMeeting = (
  world: MeetingWorld,
  options: { begun?: true; unitId?: string } = {},
): Promise<string> =>
  world.act(async (trx) => {
    const id = await planMeeting(trx, world.context, world.chair, {
      unitId: options.unitId ?? world.root.id,
      title: "演示联席会议",
      place: "演示会议室",
      heldAt: new Date(world.clock.now().getTime() + dayMs),
    });
    if (options.begun === true) {
      await beginMeeting(trx, world.context, world.chair, id);
      await recordAttendance(trx, world.context, world.chair, {
        meetingId: id,
        units: [{ unitId: world.street.id, presence: "present" }],
      });
    }
    return id;
  });

/** A resolution that the street owes, from a meeting that is under way. */
export const buildResolution = async (
  world: MeetingWorld,
  change: { ownerUnitId?: string; dueOn?: string; meetingUnitId?: string } = {},
): Promise<{ id: string; meetingId: string }> => {
  await buildIssue(world);
  const meetingId = await buildMeeting(world, {
    begun: true,
    ...(change.meetingUnitId === undefined ? {} : { unitId: change.meetingUnitId }),
  });
  const item = (await listAgenda(world.db, meetingId)).find((one) => one.kind === "issue");
  if (item === undefined) throw new Error("the agenda has no issue");
  const id = await world.act((trx) =>
    decideItem(trx, world.context, world.chair, {
      itemId: item.id,
      outcome: "resolution",
      decision: "从学会借两名讲师，十二月到位",
      ownerUnitId: change.ownerUnitId ?? world.street.id,
      dueOn: change.dueOn ?? "2026-12-20",
    }),
  );
  if (id === undefined) throw new Error("no resolution was made");
  return { id, meetingId };
};
