import sharp from "sharp";
import type { PersonActor } from "#kernel/actor.ts";
import type { TestClock } from "#kernel/clock.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { buildTopics } from "#modules/contents/builders.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import {
  type ActivityInput,
  addSession,
  createActivity,
  publishActivity,
  type SessionInput,
  turnRegistration,
} from "./commands.ts";
import { addEvidencePhoto, cleanEvidence } from "./evidence.ts";
import { addHeadCount } from "./head-counts.ts";
import { type NewRegistration, register, type Registered } from "./registering.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export type ActivityWorld = {
  db: Db;
  clock: TestClock;
  context: ActContext & { clock: TestClock };
  street: BuiltUnit;
  community: BuiltUnit;
  organiser: PersonActor;
  act: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;
};

export const buildActivityWorld = async (
  db: Db,
  context: ActContext & { clock: TestClock },
): Promise<ActivityWorld> => {
  const street = await buildUnit(db, { kind: "street" });
  const community = await buildUnit(db, { parent: street, kind: "community" });
  await buildTopics(db, context);
  return {
    db,
    clock: context.clock,
    context,
    street,
    community,
    organiser: await buildActor(db, context, "演示主办"),
    act: (work) => inTransaction(db, work),
  };
};

export const activityInput: ActivityInput = {
  title: "演示健康讲座",
  about: "讲怎么看血压计，带着自己的血压计来也行。",
  kind: "talk",
  entry: "community",
  topic: "health",
  audiences: ["elder"],
  teamId: undefined,
  expertId: undefined,
  phone: undefined,
  minors: true,
  occasion: undefined,
  pillars: undefined,
};

/** Three days ahead, two hours long, ten places, groups of up to six; the same changed where asked. */
export const sessionInput = (
  world: { clock: TestClock },
  placeUnitId: string,
  seats: Partial<NonNullable<SessionInput["seats"]>> | "none" = {},
): SessionInput => {
  const startsAt = new Date(world.clock.now().getTime() + 3 * dayMs);
  return {
    placeUnitId,
    address: "演示路 1 号一楼",
    startsAt,
    endsAt: new Date(startsAt.getTime() + 2 * hourMs),
    seats: seats === "none" ? undefined : { capacity: 10, groupLimit: 6, closesAt: startsAt, ...seats },
  };
};

export type BuiltActivity = { id: string; sessionId: string; poolId: string; startsAt: Date; endsAt: Date };

/** An activity with one session, open for registration, made by the real commands. */
export const buildActivity = async (
  world: ActivityWorld,
  options: {
    activity?: Partial<ActivityInput>;
    seats?: Partial<NonNullable<SessionInput["seats"]>> | "none";
    stand?: "draft" | "open";
  } = {},
): Promise<BuiltActivity> => {
  const { context, organiser, community, street } = world;
  const session = sessionInput(world, community.id, options.seats);
  return world.act(async (trx) => {
    const id = await createActivity(trx, context, organiser, {
      ...activityInput,
      ...options.activity,
      unitId: street.id,
    });
    const sessionId = await addSession(trx, context, organiser, { ...session, activityId: id });
    if (options.stand !== "draft") {
      await publishActivity(trx, context, organiser, { activityId: id });
      await turnRegistration(trx, context, organiser, { activityId: id, event: "open" });
    }
    const { pool_id } = await trx
      .selectFrom("activity_sessions")
      .select("pool_id")
      .where("id", "=", sessionId)
      .executeTakeFirstOrThrow();
    return {
      id,
      sessionId,
      poolId: pool_id ?? "",
      startsAt: session.startsAt,
      endsAt: session.endsAt,
    };
  });
};

let phones = 0;
/** A number that nobody has: the range 199 0 is the demonstration's. */
const nextPhone = (): string => `1990${String((phones += 1)).padStart(7, "0")}`;

/** One more registration, of a person without an account unless said otherwise. */
export const buildRegistration = async (
  world: { act: ActivityWorld["act"]; context: ActContext },
  poolId: string,
  change: Partial<NewRegistration> & { actor?: PersonActor } = {},
): Promise<Registered> => {
  const { actor, ...input } = change;
  return world.act((trx) =>
    register(trx, world.context, actor ?? { kind: "anonymous" }, {
      poolId,
      peopleCount: 1,
      minorsCount: 0,
      guardianConsent: false,
      audience: "elder",
      contactName: "演示居民",
      contactPhone: nextPhone(),
      ...input,
    }),
  );
};

/** A grey picture with nobody on it. */
const buildPicture = async (): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: "#888888" } })
    .jpeg()
    .toBuffer();

/** Heads counted in the first half hour of a session, with a photograph, waiting for a second person. */
export const buildHeadCount = async (
  { context }: { context: Context },
  input: { sessionId: string; unitId: string; counter: PersonActor; people?: number },
): Promise<string> => {
  const { sessionId, unitId, counter } = input;
  const faces = "none";
  const photo = await cleanEvidence(await buildPicture(), { faces, boxes: "", parts: [] });
  return inTransaction(context.db, async (trx) => {
    const { starts_at } = await trx
      .selectFrom("activity_sessions")
      .select("starts_at")
      .where("id", "=", sessionId)
      .executeTakeFirstOrThrow();
    const photoId = await addEvidencePhoto(trx, context, counter, {
      target: { kind: "session", id: sessionId, unitId },
      photo,
      faces,
    });
    return addHeadCount(trx, context, counter, {
      sessionId,
      method: "clicker",
      peopleCount: input.people ?? 120,
      from: starts_at,
      to: new Date(starts_at.getTime() + hourMs / 2),
      photoId,
    });
  });
};
