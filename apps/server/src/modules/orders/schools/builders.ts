// A school or a kindergarten with a teacher who orders for it, for tests.
import type { PersonActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { buildUnit } from "#test/support/builders.ts";
import type { TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrderWorld, toConsent } from "../builders.ts";
import { submitOrder } from "../submit.ts";
import { scheduleVisit } from "../visits.ts";
import { giveOwnConsent, type NewConsent, readConsent } from "./consents.ts";

const hourMs = 3_600_000;

/** The word for a free request instead of a service of the menu. */
export const freeRequest = "free";

export const openAt = async (database: TestDatabase, kind: "school" | "kindergarten") => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act, street } = world;
  const place = await buildUnit(db, { parent: street, kind });
  const teacher: PersonActor = {
    ...(await buildActor(db, context, "演示教师")),
    grants: [{ role: "teacher", unitId: place.id, unitPath: place.path }],
  };
  const order = async (itemCode: string, peopleCount = 40): Promise<string> => {
    const { id } = await act((trx) =>
      submitOrder(trx, context, teacher, {
        itemCode: itemCode === freeRequest ? undefined : itemCode,
        details: itemCode === freeRequest ? "想请人来讲讲星星" : undefined,
        audience: "youth",
        placeUnitId: place.id,
        address: undefined,
        peopleCount,
        wantedOn: "2026-11-30",
        wantedHalf: "morning",
        contactName: "演示教师",
        contactPhone: "19900000001",
        requesterPersonId: teacher.personId,
        channel: "portal",
      }),
    );
    return id;
  };
  const schedule = (orderId: string) => {
    const startsAt = new Date(clock.now().getTime() + 48 * hourMs);
    return act((trx) =>
      scheduleVisit(trx, context, world.team.leader, {
        orderId,
        startsAt,
        endsAt: new Date(startsAt.getTime() + hourMs),
      }),
    );
  };
  const give = (orderId: string, change: Partial<NewConsent> = {}, actor = teacher) =>
    act((trx) => giveOwnConsent(trx, context, actor, toConsent(orderId, change)));
  const rowOf = (orderId: string) =>
    db.selectFrom("orders").selectAll().where("id", "=", orderId).executeTakeFirstOrThrow();
  const consentOf = async (orderId: string) => readConsent(db, await rowOf(orderId));
  /** What the orderer is told first. */
  const noticeOf = async (orderId: string): Promise<string> => {
    const row = await db
      .selectFrom("order_notices")
      .select("body")
      .where("order_id", "=", orderId)
      .where("person_id", "=", teacher.personId)
      .executeTakeFirstOrThrow();
    return row.body;
  };
  return { ...world, place, teacher, order, schedule, give, rowOf, consentOf, noticeOf };
};
