import { randomInt } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { type TestClock, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { assignStationArea } from "#modules/organisations/index.ts";
import { buildActor, type BuiltTeam, buildTeam } from "#modules/teams/builders.ts";
import type { BadgeKind, TeamInput } from "#modules/teams/index.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { confirmOwnOrder, screenOrder } from "./desk.ts";
import { acceptOffer, dispatchOrder } from "./dispatching.ts";
import { seedItems } from "./menu.ts";
import { type NewConsent, readConsent, recordConsent } from "./schools/consents.ts";
import { type NewOrder, submitOrder } from "./submit.ts";
import { enterGroup, signRoll } from "./rolls/rolls.ts";
import { hasRoll } from "./rolls/queries.ts";
import { finishVisit } from "./finishing.ts";
import { assignMember, scheduleVisit, signIn } from "./visits.ts";

const tester = systemActor("builder");
const dayMs = 86_400_000;
const hourMs = 3_600_000;

export type OrderWorld = {
  db: Db;
  clock: TestClock;
  context: ActContext & { clock: TestClock };
  root: BuiltUnit;
  center: BuiltUnit;
  street: BuiltUnit;
  station: BuiltUnit;
  community: BuiltUnit;
  dispatcher: PersonActor;
  resident: PersonActor;
  team: BuiltTeam;
  act: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;
  newTeam: (input?: { team?: Partial<TeamInput>; badges?: readonly BadgeKind[] }) => Promise<BuiltTeam>;
};

/** A street whose station answers to the district's centre, a dispatcher, a resident, and one team that can do everything. */
export const buildOrderWorld = async (
  db: Db,
  context: ActContext & { clock: TestClock },
): Promise<OrderWorld> => {
  const root = await buildUnit(db, { kind: "community" }).then(async () => {
    const found = await db
      .selectFrom("org_units")
      .select(["id", "path", "name"])
      .where("parent_id", "is", null)
      .executeTakeFirstOrThrow();
    return found;
  });
  const center = await buildUnit(db, { parent: root, kind: "station" });
  await db.updateTable("org_units").set({ station_level: "center" }).where("id", "=", center.id).execute();
  const street = await buildUnit(db, { parent: root, kind: "street" });
  const station = await buildUnit(db, { parent: street, kind: "station" });
  await db
    .updateTable("org_units")
    .set({ station_level: "sub", station_of: center.id })
    .where("id", "=", station.id)
    .execute();
  const community = await buildUnit(db, { parent: street, kind: "community" });
  await inTransaction(db, (trx) =>
    assignStationArea(trx, context, tester, {
      stationId: station.id,
      unitId: street.id,
      validFrom: "2026-01-01",
    }),
  );
  await seedItems(db, context);
  const newTeam: OrderWorld["newTeam"] = (input = {}) =>
    buildTeam(db, context, { homeUnitId: community.id, areaUnitId: street.id, ...input });
  return {
    db,
    clock: context.clock,
    context,
    root,
    center,
    street,
    station,
    community,
    dispatcher: await buildActor(db, context, "演示派单员"),
    resident: await buildActor(db, context, "演示居民"),
    team: await newTeam({ badges: ["children", "health", "safety"] }),
    act: (work) => inTransaction(db, work),
    newTeam,
  };
};

/** An order of the world's resident, three days ahead, in the morning. */
export const buildOrder = async (world: OrderWorld, change: Partial<NewOrder> = {}): Promise<string> => {
  const wanted = new Date(world.clock.now().getTime() + 3 * dayMs);
  const requester = await buildActor(world.db, world.context, "演示居民");
  const { id } = await world.act((trx) =>
    submitOrder(trx, world.context, requester, {
      itemCode: "phone-registration",
      details: undefined,
      audience: undefined,
      placeUnitId: world.community.id,
      address: "演示路 1 号",
      peopleCount: 5,
      wantedOn: toDistrictDate(wanted),
      wantedHalf: "morning",
      contactName: "演示居民",
      contactPhone: "19900000001",
      requesterPersonId: requester.personId,
      channel: "portal",
      ...change,
    }),
  );
  return id;
};

/** A consent as a school's letter gives it. */
export const toConsent = (orderId: string, change: Partial<NewConsent> = {}): NewConsent => ({
  orderId,
  signerName: "演示校长",
  signerPosition: "校长",
  agreedOn: "2026-11-20",
  classes: "五年级 1 班",
  guardiansToldOn: "2026-11-20",
  confirmed: "yes",
  letterFileId: undefined,
  ...change,
});

/** Whose order it is. */
export const requesterOf = async (world: OrderWorld, orderId: string): Promise<PersonActor> => {
  const row = await world.db
    .selectFrom("orders")
    .select("ordered_by_person_id")
    .where("id", "=", orderId)
    .executeTakeFirstOrThrow();
  return { ...world.resident, personId: row.ordered_by_person_id };
};

export const codeOf = async (world: OrderWorld, orderId: string): Promise<string> => {
  const row = await world.db
    .selectFrom("orders")
    .select("code_sealed")
    .where("id", "=", orderId)
    .executeTakeFirstOrThrow();
  return world.context.cipher.decrypt(row.code_sealed);
};

export const statusOf = async (world: OrderWorld, orderId: string): Promise<string> =>
  (await world.db.selectFrom("orders").select("status").where("id", "=", orderId).executeTakeFirstOrThrow())
    .status;

const stations = ["dispatched", "accepted", "scheduled", "under_way", "done", "confirmed"] as const;
type BuiltStatus = (typeof stations)[number];

/** Walks an order through the real commands; the clock moves to the visit where it must. */
export const walkOrder = async (
  world: OrderWorld,
  orderId: string,
  to: BuiltStatus,
  team: BuiltTeam = world.team,
): Promise<void> => {
  const { context, act, dispatcher } = world;
  const steps: Readonly<Record<BuiltStatus, () => Promise<unknown>>> = {
    dispatched: async () => {
      if ((await statusOf(world, orderId)) === "submitted")
        await act((trx) => screenOrder(trx, context, dispatcher, { orderId }));
      await act((trx) =>
        dispatchOrder(trx, context, dispatcher, { orderId, mode: "direct", teamId: team.id }),
      );
    },
    accepted: () => act((trx) => acceptOffer(trx, context, team.leader, { orderId, teamId: team.id })),
    scheduled: async () => {
      const order = await world.db
        .selectFrom("orders")
        .select(["id", "status", "item_code", "place_unit_id", "people_count"])
        .where("id", "=", orderId)
        .executeTakeFirstOrThrow();
      const { asked, given } = await readConsent(world.db, order);
      if (asked !== "none" && given === undefined)
        await act((trx) => recordConsent(trx, context, dispatcher, toConsent(orderId)));
      const startsAt = new Date(Math.ceil(world.clock.now().getTime() / hourMs) * hourMs + 24 * hourMs);
      const endsAt = new Date(startsAt.getTime() + hourMs);
      await act((trx) => scheduleVisit(trx, context, team.leader, { orderId, startsAt, endsAt }));
      await act((trx) =>
        assignMember(trx, context, team.leader, { orderId, personId: team.leader.personId }),
      );
    },
    under_way: async () => {
      const { visit_starts_at } = await world.db
        .selectFrom("orders")
        .select("visit_starts_at")
        .where("id", "=", orderId)
        .executeTakeFirstOrThrow();
      if (visit_starts_at !== null) world.clock.set(visit_starts_at);
      const code = await codeOf(world, orderId);
      await act((trx) => signIn(trx, context, team.leader, { orderId, code }));
    },
    done: async () => {
      world.clock.advanceMs(40 * 60_000);
      const { item_code: itemCode } = await world.db
        .selectFrom("orders")
        .select("item_code")
        .where("id", "=", orderId)
        .executeTakeFirstOrThrow();
      await act(async (trx) => {
        if (await hasRoll(trx, itemCode)) {
          const group = { orderId, audience: "farmer" as const, group: "到场的村民", people: 7 };
          await enterGroup(trx, context, team.leader, group);
          await signRoll(trx, context, team.leader, orderId);
        }
        await finishVisit(trx, context, team.leader, { orderId, peopleServed: 7 });
      });
    },
    confirmed: async () => {
      const requester = await requesterOf(world, orderId);
      await act((trx) => confirmOwnOrder(trx, context, requester, orderId));
    },
  };
  for (const step of stations.slice(0, stations.indexOf(to) + 1)) {
    const now = await statusOf(world, orderId);
    const at = stations.findIndex((one) => one === now);
    if (stations.indexOf(step) > at) await steps[step]();
  }
};

export type Outcome = "done" | { refused: string };

/** Both at once, each after a moment of random length; a refusal is an outcome, anything else a failure. */
export const race = async (...acts: readonly (() => Promise<unknown>)[]): Promise<readonly Outcome[]> =>
  Promise.all(
    acts.map(async (act): Promise<Outcome> => {
      if (randomInt(2) === 1) await setTimeout(randomInt(3));
      try {
        await act();
        return "done";
      } catch (error) {
        if (error instanceof AppError && error.status < 500) return { refused: error.code };
        throw error;
      }
    }),
  );

export const wins = (outcomes: readonly Outcome[]): number => outcomes.filter((one) => one === "done").length;
