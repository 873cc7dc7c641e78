import { randomInt } from "node:crypto";
import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { findPersonByPhone, parsePhone } from "#modules/identity/index.ts";
import type { CommissionersError } from "./errors.ts";
import { type ConfirmedBy, logStates } from "./state.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "commissioners.logged": { logId: string };
  }
}

const dayMs = 86_400_000;

type NewLog = {
  contractId: string;
  visitedAt: Date;
  place: string;
  advice: string;
  farmerName: string;
  farmerPhone?: string | undefined;
  orderId?: string | undefined;
};

const readPhone = (typed: string | undefined): string | undefined => {
  if (typed === undefined || typed.trim() === "") return undefined;
  try {
    return parsePhone(typed);
  } catch (cause) {
    throw new AppError<CommissionersError>("commissioners.farmer_phone", {
      fields: { farmerPhone: "commissioners.farmer_phone" },
      cause,
    });
  }
};

/**
 * A commissioner writes down a visit with place and time. It counts nothing until the farmer says that it took place; a
 * farmer with a phone gets a code by message for that.
 * @throws AppError `commissioners.contract_not_found` | `commissioners.not_in_force` | `commissioners.visit_time` | `commissioners.advice_short` | `commissioners.farmer_phone`
 */
export const logVisit = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewLog,
): Promise<string> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<CommissionersError>("commissioners.not_while_helping", { status: 403 });
  const { clock, cipher } = context;
  const contract = await trx
    .selectFrom("commissioner_contracts")
    .select(["id", "person_id", "unit_id", "starts_on", "ends_on", "status"])
    .where("id", "=", input.contractId)
    .executeTakeFirst();
  if (contract === undefined || contract.person_id !== actor.personId)
    throw new AppError<CommissionersError>("commissioners.contract_not_found", { status: 404 });
  const now = clock.now();
  const day = toDistrictDate(input.visitedAt);
  if (contract.status !== "in_force" || day < contract.starts_on || day > contract.ends_on)
    throw new AppError<CommissionersError>("commissioners.not_in_force", {
      fields: { day: "commissioners.not_in_force" },
    });
  if (input.visitedAt > now || input.visitedAt.getTime() < now.getTime() - 30 * dayMs)
    throw new AppError<CommissionersError>("commissioners.visit_time", {
      fields: { day: "commissioners.visit_time" },
    });
  if (input.advice.trim().length < 5)
    throw new AppError<CommissionersError>("commissioners.advice_short", {
      fields: { advice: "commissioners.advice_short" },
    });
  const phone = readPhone(input.farmerPhone);
  const farmer = phone === undefined ? undefined : await findPersonByPhone(trx, cipher, phone);
  const id = createId(clock);
  const name = input.farmerName.trim();
  await trx
    .insertInto("commissioner_logs")
    .values({
      id,
      contract_id: contract.id,
      order_id: input.orderId ?? null,
      visited_at: input.visitedAt,
      place: input.place.trim(),
      advice: input.advice.trim(),
      farmer_name_sealed: cipher.encrypt(name),
      farmer_phone_sealed: phone === undefined ? null : cipher.encrypt(phone),
      farmer_index: cipher.blindIndex("commissioners.farmer", phone ?? `${contract.unit_id} ${name}`),
      farmer_person_id: farmer?.id ?? null,
      code_sealed: phone === undefined ? null : cipher.encrypt(String(randomInt(100_000, 1_000_000))),
      status: "reported",
      status_changed_at: now,
      confirmed_by: null,
      decided_by_person_id: null,
      decision_reason: null,
      created_at: now,
    })
    .execute();
  if (phone !== undefined) await emitEvent(trx, clock, "commissioners.logged", { logId: id });
  await recordAudit(trx, context, {
    actor,
    action: "commissioners.log",
    unitId: contract.unit_id,
    record: { table: "commissioner_logs", id },
    requestId: context.requestId,
  });
  return id;
};

const requireLog = async (trx: Trx, logId: string) => {
  const log = await trx
    .selectFrom("commissioner_logs as log")
    .innerJoin("commissioner_contracts as contract", "contract.id", "log.contract_id")
    .select([
      "log.id",
      "log.visited_at",
      "log.code_sealed",
      "log.farmer_person_id",
      "contract.person_id",
      "contract.unit_id",
    ])
    .where("log.id", "=", logId)
    .executeTakeFirst();
  if (log === undefined)
    throw new AppError<CommissionersError>("commissioners.log_not_found", { status: 404 });
  return log;
};
type Log = Awaited<ReturnType<typeof requireLog>>;

/** The one way a visit comes to count: compare-and-set, so that two who confirm at once make one fact. */
const confirm = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  { log, by }: { log: Log; by: ConfirmedBy },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: logStates,
    table: "commissioner_logs",
    id: log.id,
    event: "confirm",
    now: context.clock.now(),
    set: { confirmed_by: by, decided_by_person_id: actor.personId, code_sealed: null },
  }); // the function is generic over all modules' tables
  await recordFacts(trx, context.clock, [
    {
      kind: "commissioners.visits_confirmed",
      occurredOn: toDistrictDate(log.visited_at),
      unitId: log.unit_id,
      quantity: 1,
      measure: "次",
      audience: "farmer",
      source: { table: "commissioner_logs", id: log.id },
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: "commissioners.confirm",
    unitId: log.unit_id,
    record: { table: "commissioner_logs", id: log.id },
    reason: by,
    requestId: context.requestId,
  });
};

/**
 * The farmer told the commissioner the code of his message: he was there and the farmer says so.
 * @throws AppError `commissioners.no_code` | `commissioners.code_wrong` | `state.conflict`
 */
export const confirmByCode = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { logId: string; code: string },
): Promise<void> => {
  const log = await requireLog(trx, input.logId);
  if (log.person_id !== actor.personId)
    throw new AppError<CommissionersError>("commissioners.log_not_found", { status: 404 });
  if (log.code_sealed === null)
    throw new AppError<CommissionersError>("commissioners.no_code", {
      status: 409,
      fields: { code: "commissioners.no_code" },
    });
  const digits = input.code.normalize("NFKC").replaceAll(/\D/gu, "");
  if (context.cipher.decrypt(log.code_sealed) !== digits)
    throw new AppError<CommissionersError>("commissioners.code_wrong", {
      fields: { code: "commissioners.code_wrong" },
    });
  await confirm(trx, context, actor, { log, by: "code" });
};

/** Somebody of the town or village asked the farmer, or the farmer says so himself; never the commissioner. */
export const confirmByOther = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { logId: string; by: "helper" | "farmer" },
): Promise<void> => {
  const log = await requireLog(trx, input.logId);
  if (actor.kind !== "person" || actor.personId === log.person_id)
    throw new AppError<CommissionersError>("commissioners.own_log", { status: 403 });
  if (input.by === "farmer" && log.farmer_person_id !== actor.personId)
    throw new AppError<CommissionersError>("commissioners.log_not_found", { status: 404 });
  await confirm(trx, context, actor, { log, by: input.by });
};

/** The farmer says that it did not take place: it never counts. @throws AppError `commissioners.reason_needed` */
export const disputeLog = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { logId: string; reason: string; by: "helper" | "farmer" },
): Promise<void> => {
  const reason = input.reason.trim();
  if (reason.length < 5)
    throw new AppError<CommissionersError>("commissioners.reason_needed", {
      fields: { reason: "commissioners.reason_needed" },
    });
  const log = await requireLog(trx, input.logId);
  if (actor.kind !== "person" || actor.personId === log.person_id)
    throw new AppError<CommissionersError>("commissioners.own_log", { status: 403 });
  if (input.by === "farmer" && log.farmer_person_id !== actor.personId)
    throw new AppError<CommissionersError>("commissioners.log_not_found", { status: 404 });
  await applyTransition(trx as never, {
    machine: logStates,
    table: "commissioner_logs",
    id: log.id,
    event: "dispute",
    now: context.clock.now(),
    set: { decided_by_person_id: actor.personId, decision_reason: reason, code_sealed: null },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "commissioners.dispute",
    unitId: log.unit_id,
    record: { table: "commissioner_logs", id: log.id },
    reason,
    requestId: context.requestId,
  });
};
