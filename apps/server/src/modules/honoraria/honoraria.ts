import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { isRealDay, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { getExpertPlace, listExpertActs } from "#modules/people/index.ts";
import type { HonorariaError } from "./errors.ts";
import { refuse, requireOther, requirePerson, requireReason } from "./rules.ts";
import { loadPrices } from "./schemes.ts";
import { honorariumStates } from "./state.ts";

const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);

/** What a draw did: entries made, acts that stood in the register already, acts that the scheme does not pay. */
export type Draw = { drawn: number; known: number; unpaid: number };

/**
 * Draws the register of a month from what the modules recorded of experts of a unit and below: nothing is typed, an act is entered
 * once however often it is drawn (unique key), its price is the scheme's on the day of the act.
 * @throws AppError `honoraria.month` | `honoraria.no_scheme`
 */
export const drawHonoraria = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; unitPath: string; month: string },
): Promise<Draw> => {
  const { personId } = requirePerson(actor);
  const now = context.clock.now();
  const today = toDistrictDate(now);
  const from = `${input.month}-01`;
  if (!isRealDay(from) || from > today) throw refuse("month", "honoraria.month");
  const last = lastDayOf(input.month);
  const acts = await listExpertActs(trx, {
    scope: [input.unitPath],
    from,
    until: last < today ? last : today,
  });
  const { schemes, priceOf } = await loadPrices(trx, [
    ...new Set([input.unitId, ...acts.map((act) => act.unitId)]),
  ]);
  if (schemes === 0) throw refuse("unitId", "honoraria.no_scheme", 409);
  const priced = acts.flatMap((act) => {
    const price = priceOf(act.unitId, act.kind, act.day);
    return price === undefined ? [] : [{ act, price }];
  });
  const made =
    priced.length === 0
      ? []
      : await trx
          .insertInto("honoraria")
          .values(
            priced.map(({ act, price }) => ({
              id: createId(context.clock),
              expert_id: act.expertId,
              unit_id: act.unitId,
              act_kind: act.kind,
              source_table: act.record.table,
              source_id: act.record.id,
              happened_on: act.day,
              scheme_id: price.schemeId,
              amount_fen: price.fen,
              status: "drawn" as const,
              status_changed_at: now,
              drawn_by_person_id: personId,
              decided_by_person_id: null,
              decision_reason: null,
              paid_on: null,
              voucher: null,
              created_at: now,
            })),
          )
          .onConflict((conflict) => conflict.constraint("honoraria_once").doNothing())
          .returning(["id", "unit_id"])
          .execute();
  // Each entry by itself: the ledger proves every guarded row.
  for (const entry of made)
    await recordAudit(trx, context, {
      actor,
      action: "honoraria.draw",
      unitId: entry.unit_id,
      record: { table: "honoraria", id: entry.id },
      requestId: context.requestId,
    });
  return { drawn: made.length, known: priced.length - made.length, unpaid: acts.length - priced.length };
};

export type HonorariumPlace = {
  id: string;
  unitId: string;
  unitPath: string;
  expertId: string;
  kind: string;
  recordId: string;
  happenedOn: string;
  amountFen: number;
  drawnBy: string;
};

/** Where entries belong and what they are for, in the order of their ids. @throws AppError `honoraria.not_found` (404) */
export const getHonorariumPlaces = async (
  db: Db | Trx,
  ids: readonly string[],
): Promise<readonly HonorariumPlace[]> => {
  const wanted = [...new Set(ids)];
  const rows = await db
    .selectFrom("honoraria as entry")
    .innerJoin("org_units as unit", "unit.id", "entry.unit_id")
    .select([
      "entry.id",
      "entry.unit_id as unitId",
      "unit.path as unitPath",
      "entry.expert_id as expertId",
      "entry.act_kind as kind",
      "entry.source_id as recordId",
      "entry.happened_on as happenedOn",
      "entry.amount_fen as amountFen",
      "entry.drawn_by_person_id as drawnBy",
    ])
    .where("entry.id", "in", wanted)
    .orderBy("entry.id")
    .execute();
  if (rows.length !== wanted.length)
    throw new AppError<HonorariaError>("honoraria.not_found", { status: 404 });
  return rows;
};

const record = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: { action: string; place: HonorariumPlace; reason?: string },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: act.action,
    unitId: act.place.unitId,
    record: { table: "honoraria", id: act.place.id },
    ...(act.reason === undefined ? {} : { reason: act.reason }),
    requestId: context.requestId,
  });
};

const move = async (
  trx: Trx,
  context: ActContext,
  change: {
    id: string;
    event: Parameters<typeof honorariumStates.sources>[0];
    set: Record<string, unknown>;
  },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: honorariumStates,
    table: "honoraria",
    now: context.clock.now(),
    ...change,
  }); // the function is generic over all modules' tables
};

/**
 * A second person approves entries, all or none; what an entry is for is looked up once more.
 * @throws AppError `honoraria.second_person` | `honoraria.own` | `honoraria.act_gone` | `state.conflict`
 */
export const approveHonoraria = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  ids: readonly string[],
): Promise<void> => {
  const person = requirePerson(actor);
  for (const place of await getHonorariumPlaces(trx, ids)) {
    const { personId: expertPersonId } = await getExpertPlace(trx, place.expertId);
    requireOther(person, { madeByPersonId: place.drawnBy, expertPersonId });
    const acts = await listExpertActs(trx, {
      scope: "everywhere",
      from: place.happenedOn,
      until: place.happenedOn,
      expertId: place.expertId,
    });
    if (!acts.some((act) => act.kind === place.kind && act.record.id === place.recordId))
      throw new AppError<HonorariaError>("honoraria.act_gone", { status: 409 });
    await move(trx, context, {
      id: place.id,
      event: "approve",
      set: { decided_by_person_id: person.personId },
    });
    await record(trx, context, actor, { action: "honoraria.decide", place });
  }
};

/**
 * An act is not paid, with the reason that the expert reads; possible until it is paid.
 * @throws AppError `honoraria.second_person` | `honoraria.reason_needed` | `state.conflict`
 */
export const refuseHonorarium = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<void> => {
  const person = requirePerson(actor);
  const reason = requireReason(input.reason);
  for (const place of await getHonorariumPlaces(trx, [input.id])) {
    requireOther(person, { madeByPersonId: place.drawnBy });
    await move(trx, context, {
      id: place.id,
      event: "refuse",
      set: { decided_by_person_id: person.personId, decision_reason: reason },
    });
    await record(trx, context, actor, { action: "honoraria.decide", place, reason });
  }
};

/** A refused entry waits again; whoever takes it up does not approve it. @throws AppError `honoraria.reason_needed` | `state.conflict` */
export const reopenHonorarium = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<void> => {
  const { personId } = requirePerson(actor);
  const reason = requireReason(input.reason);
  for (const place of await getHonorariumPlaces(trx, [input.id])) {
    await move(trx, context, {
      id: place.id,
      event: "reopen",
      set: { drawn_by_person_id: personId, decided_by_person_id: null, decision_reason: null },
    });
    await record(trx, context, actor, { action: "honoraria.draw", place, reason });
  }
};

/**
 * Marks approved entries as paid, all or none, with the day and the number of the voucher; each is a fact.
 * @throws AppError `honoraria.voucher` | `honoraria.paid_day` | `state.conflict`
 */
export const payHonoraria = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { ids: readonly string[]; paidOn: string; voucher: string },
): Promise<void> => {
  const voucher = requireText<HonorariaError>("honoraria.voucher", input.voucher, {
    least: 2,
    field: "voucher",
  });
  const today = toDistrictDate(context.clock.now());
  const places = await getHonorariumPlaces(trx, input.ids);
  if (
    !isRealDay(input.paidOn) ||
    input.paidOn > today ||
    places.some((place) => input.paidOn < place.happenedOn)
  )
    throw refuse("paidOn", "honoraria.paid_day");
  for (const place of places) {
    await move(trx, context, { id: place.id, event: "pay", set: { paid_on: input.paidOn, voucher } });
    await record(trx, context, actor, { action: "honoraria.pay", place });
  }
  await recordFacts(
    trx,
    context.clock,
    places.map((place) => ({
      kind: "honoraria.paid",
      occurredOn: input.paidOn,
      unitId: place.unitId,
      quantity: place.amountFen / 100,
      measure: "元",
      source: { table: "honoraria", id: place.id },
    })),
  );
};

/** A payment was entered by mistake: its fact is taken back. @throws AppError `honoraria.reason_needed` | `state.conflict` */
export const unpayHonorarium = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  for (const place of await getHonorariumPlaces(trx, [input.id])) {
    await move(trx, context, { id: place.id, event: "unpay", set: { paid_on: null, voucher: null } });
    await reverseFactsOf(trx, context.clock, { table: "honoraria", id: place.id });
    await record(trx, context, actor, { action: "honoraria.pay", place, reason });
  }
};
