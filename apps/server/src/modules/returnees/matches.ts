import type { Actor, PersonActor } from "#kernel/actor.ts";
import { systemActor } from "#kernel/actor.ts";
import { recordAct } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import { inTransaction, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { findMobile, queueMessage } from "#modules/identity/index.ts";
import type { ReturneesError } from "./errors.ts";
import { returneesPaths } from "./paths.ts";
import { listFitting } from "./queries.ts";
import { type HelpSkill, type MatchEvent, matchStates, requestStates } from "./state.ts";

const dayMs = 86_400_000;
/** So long somebody has to answer a village. */
const answerDays = 5;

/** A village says what help it looks for, and until when. @throws AppError `returnees.wanted` | `returnees.until` */
export const askForHelp = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { unitId: string; skill: HelpSkill; wanted: string; untilOn: string },
): Promise<string> => {
  const now = context.clock.now();
  const wanted = requireText<ReturneesError>("returnees.wanted", input.wanted, { field: "wanted" });
  const [today, last] = [toDistrictDate(now), toDistrictDate(new Date(now.getTime() + 366 * dayMs))];
  if (input.untilOn < today || input.untilOn > last)
    throw new AppError<ReturneesError>("returnees.until", { fields: { untilOn: "returnees.until" } });
  const id = createId(context.clock);
  await trx
    .insertInto("village_requests")
    .values({
      id,
      unit_id: input.unitId,
      skill: input.skill,
      wanted,
      until_on: input.untilOn,
      status: "open",
      status_changed_at: now,
      end_reason: null,
      made_by_person_id: actor.personId,
      created_at: now,
    })
    .execute();
  await recordAct(trx, context, actor, {
    action: "returnees.request",
    unitId: input.unitId,
    table: "village_requests",
    id,
  });
  return id;
};

const getRequest = async (trx: Trx, requestId: string) => {
  const row = await trx
    .selectFrom("village_requests")
    .selectAll()
    .where("id", "=", requestId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ReturneesError>("returnees.request_not_found", { status: 404 });
  return row;
};

/** Moves a request and notes it, for its status is among what the ledger guards. */
const moveRequest = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: {
    id: string;
    unitId: string;
    event: "match" | "unmatch" | "help" | "close";
    action: string;
    reason?: string | undefined;
    set?: Record<string, unknown>;
  },
): Promise<void> => {
  const { id, unitId, event, action, reason, set } = change;
  await applyTransition(trx as never, {
    machine: requestStates,
    table: "village_requests",
    now: context.clock.now(),
    id,
    event,
    ...(set === undefined ? {} : { set }),
  }); // the function is generic over all modules' tables
  await recordAct(trx, context, actor, {
    action,
    unitId,
    table: "village_requests",
    id,
    ...(reason === undefined ? {} : { reason }),
  });
};

/** A village ends what it looks for, with the reason. @throws AppError `returnees.reason_needed` | `state.conflict` */
export const closeRequest = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { requestId: string; reason: string },
): Promise<void> => {
  const request = await getRequest(trx, input.requestId);
  const reason = requireText<ReturneesError>("returnees.reason_needed", input.reason);
  await moveRequest(trx, context, actor, {
    id: request.id,
    unitId: request.unit_id,
    event: "close",
    action: "returnees.close",
    reason,
    set: { end_reason: reason },
  });
};

/**
 * The village asks one of those whose offer fits; the reasons stand in the record. An offer that another village asked a moment
 * ago is taken: `returnee_matches_one_offer` holds one.
 * @throws AppError `returnees.request_taken` | `returnees.not_found` | `returnees.unfit` | `returnees.own_offer` | `returnees.busy`
 */
export const proposeMatch = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { requestId: string; returneeId: string },
): Promise<string> => {
  const request = await getRequest(trx, input.requestId);
  if (request.status !== "open")
    throw new AppError<ReturneesError>("returnees.request_taken", { status: 409 });
  const offer = await trx
    .selectFrom("returnees")
    .select(["person_id", "skills"])
    .where("id", "=", input.returneeId)
    .where("status", "=", "offered")
    .forShare()
    .executeTakeFirst();
  if (offer === undefined) throw new AppError<ReturneesError>("returnees.not_found", { status: 404 });
  if (offer.person_id === actor.personId)
    throw new AppError<ReturneesError>("returnees.own_offer", { status: 403 });
  if (!offer.skills.includes(request.skill))
    throw new AppError<ReturneesError>("returnees.unfit", { status: 409 });
  const fitting = await listFitting(trx, { requestId: request.id });
  const reasons = fitting.find((one) => one.id === input.returneeId)?.reasons ?? [];
  const now = context.clock.now();
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("returnee_matches")
      .values({
        id,
        returnee_id: input.returneeId,
        request_id: request.id,
        reasons: reasons.length === 0 ? ["会这一样"] : [...reasons],
        answer_by: new Date(now.getTime() + answerDays * dayMs),
        status: "proposed",
        status_changed_at: now,
        proposed_by_person_id: actor.personId,
        decided_by_person_id: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "returnee_matches_one_offer"))
      throw new AppError<ReturneesError>("returnees.busy", { status: 409, cause: error });
    throw error;
  }
  await moveRequest(trx, context, actor, {
    id: request.id,
    unitId: request.unit_id,
    event: "match",
    action: "returnees.propose",
  });
  await recordAct(trx, context, actor, {
    action: "returnees.propose",
    unitId: request.unit_id,
    table: "returnee_matches",
    id,
  });
  return id;
};

const getMatch = async (trx: Trx, matchId: string) => {
  const row = await trx
    .selectFrom("returnee_matches as match")
    .innerJoin("returnees as offer", "offer.id", "match.returnee_id")
    .innerJoin("village_requests as request", "request.id", "match.request_id")
    .select(["match.id", "match.status", "match.request_id", "offer.person_id", "request.unit_id"])
    .where("match.id", "=", matchId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ReturneesError>("returnees.match_not_found", { status: 404 });
  return row;
};

const moveMatch = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: { matchId: string; event: MatchEvent; action: string; unitId: string },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: matchStates,
    table: "returnee_matches",
    id: change.matchId,
    event: change.event,
    now: context.clock.now(),
    set: { decided_by_person_id: actor.kind === "person" ? actor.personId : null },
  }); // the function is generic over all modules' tables
  await recordAct(trx, context, actor, {
    action: change.action,
    unitId: change.unitId,
    table: "returnee_matches",
    id: change.matchId,
  });
};

/** A match falls away: the village looks for somebody else. */
export const dropMatch = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { matchId: string; event: "decline" | "lapse" | "cancel"; reason?: string },
): Promise<void> => {
  const match = await getMatch(trx, input.matchId);
  const action =
    input.event === "decline"
      ? "returnees.answer"
      : `returnees.${input.event === "lapse" ? "lapse" : "cancel"}`;
  await moveMatch(trx, context, actor, { ...input, action, unitId: match.unit_id });
  await moveRequest(trx, context, actor, {
    id: match.request_id,
    unitId: match.unit_id,
    event: "unmatch",
    action,
    reason: input.reason,
  });
};

/**
 * The person who was asked agrees, declines, or says that it is done; only he does.
 * @throws AppError `returnees.match_not_found` (404) | `returnees.not_while_helping` | `state.conflict`
 */
export const answerMatch = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { matchId: string; event: "agree" | "decline" | "finish" },
): Promise<void> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<ReturneesError>("returnees.not_while_helping", { status: 403 });
  const match = await getMatch(trx, input.matchId);
  if (match.person_id !== actor.personId)
    throw new AppError<ReturneesError>("returnees.match_not_found", { status: 404 });
  if (input.event === "decline") {
    await dropMatch(trx, context, actor, { matchId: match.id, event: "decline" });
    return;
  }
  await moveMatch(trx, context, actor, {
    matchId: match.id,
    event: input.event,
    action: input.event === "agree" ? "returnees.answer" : "returnees.finish",
    unitId: match.unit_id,
  });
};

/**
 * The village confirms that it was helped: only then it counts, as a fact; nobody confirms his own help.
 * @throws AppError `returnees.match_not_found` | `returnees.own_offer` | `state.conflict`
 */
export const confirmHelp = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  requestId: string,
): Promise<void> => {
  const live = await trx
    .selectFrom("returnee_matches")
    .select("id")
    .where("request_id", "=", requestId)
    .where("status", "=", "done")
    .executeTakeFirst();
  if (live === undefined) throw new AppError<ReturneesError>("returnees.match_not_found", { status: 404 });
  const match = await getMatch(trx, live.id);
  if (match.person_id === actor.personId)
    throw new AppError<ReturneesError>("returnees.own_offer", { status: 403 });
  await moveMatch(trx, context, actor, {
    matchId: match.id,
    event: "confirm",
    action: "returnees.confirm",
    unitId: match.unit_id,
  });
  await moveRequest(trx, context, actor, {
    id: requestId,
    unitId: match.unit_id,
    event: "help",
    action: "returnees.confirm",
  });
  await recordFacts(trx, context.clock, [
    {
      kind: "returnees.helped",
      occurredOn: toDistrictDate(context.clock.now()),
      unitId: match.unit_id,
      quantity: 1,
      measure: "件",
      audience: "farmer",
      source: { table: "returnee_matches", id: match.id },
    },
  ]);
};

/**
 * The village takes its asking back, or says that nothing came of it: it looks for somebody else.
 * @throws AppError `returnees.match_not_found` | `returnees.reason_needed` | `state.conflict`
 */
export const cancelMatch = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { requestId: string; reason: string },
): Promise<void> => {
  const request = await getRequest(trx, input.requestId);
  const reason = requireText<ReturneesError>("returnees.reason_needed", input.reason);
  const live = await trx
    .selectFrom("returnee_matches")
    .select("id")
    .where("request_id", "=", request.id)
    .where("status", "in", ["proposed", "agreed", "done"])
    .executeTakeFirst();
  if (live === undefined) throw new AppError<ReturneesError>("returnees.match_not_found", { status: 404 });
  await dropMatch(trx, context, actor, { matchId: live.id, event: "cancel", reason });
};

const clockwork = systemActor("returnees.deadlines");

/** What waits for an answer is told once, reminded once a day before its time, and let go when its time is over. */
export const tendMatches = async (context: Context): Promise<void> => {
  const { db, clock } = context;
  const waiting = await db
    .selectFrom("returnee_matches as match")
    .innerJoin("returnees as offer", "offer.id", "match.returnee_id")
    .select(["match.id", "match.answer_by", "offer.person_id"])
    .where("match.status", "=", "proposed")
    .orderBy("match.answer_by")
    .limit(500)
    .execute();
  for (const match of waiting) {
    const left = match.answer_by.getTime() - clock.now().getTime();
    await inTransaction(db, async (trx) => {
      if (left <= 0) {
        const still = await trx
          .selectFrom("returnee_matches")
          .select("id")
          .where("id", "=", match.id)
          .where("status", "=", "proposed")
          .forUpdate()
          .executeTakeFirst();
        if (still !== undefined)
          await dropMatch(trx, context, clockwork, { matchId: match.id, event: "lapse" });
        return;
      }
      const phone = await findMobile(trx, context.cipher, match.person_id);
      if (phone === undefined) return;
      const step = left <= dayMs ? "remind" : "ask";
      // The same key twice is one message, for ever.
      await queueMessage(trx, context, {
        key: `returnees.${step}:${match.id}`,
        personId: match.person_id,
        phone,
        text: `【${context.config.siteName}】村里想请您帮个忙${step === "remind" ? "，明天到期" : ""}，请到 ${context.config.publicUrl}${returneesPaths.own} 看看，愿不愿意都回一声。`,
      });
    });
  }
};
