import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { listVisitNeeds } from "#modules/orders/index.ts";
import type { CommissionersError } from "./errors.ts";
import { type CommissionerField, contractStates } from "./state.ts";

type NewContract = {
  personId: string;
  unitId: string;
  field: CommissionerField;
  bases: string;
  document: string;
  startsOn: string;
  endsOn: string;
  /** The application that it is signed from. */
  applicationId?: string;
};

const isOverlap = (error: unknown): boolean =>
  error instanceof Error && "constraint" in error && error.constraint === "commissioner_contracts_no_overlap";

/**
 * A town appoints a commissioner (科技特派员) for a term: who, where, for which farmers or bases, in which field.
 * @throws AppError `commissioners.own_contract` | `commissioners.dates` | `commissioners.overlap`
 */
export const signContract = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewContract,
): Promise<string> => {
  if (actor.kind !== "person" || actor.personId === input.personId)
    throw new AppError<CommissionersError>("commissioners.own_contract", { status: 403 });
  const latest = `${Number(input.startsOn.slice(0, 4)) + 5}${input.startsOn.slice(4)}`;
  if (input.startsOn > input.endsOn || input.endsOn > latest)
    throw new AppError<CommissionersError>("commissioners.dates", {
      fields: { endsOn: "commissioners.dates" },
    });
  const id = createId(context.clock);
  const now = context.clock.now();
  try {
    await trx
      .insertInto("commissioner_contracts")
      .values({
        id,
        person_id: input.personId,
        unit_id: input.unitId,
        field: input.field,
        bases: input.bases.trim(),
        document: input.document.trim(),
        starts_on: input.startsOn,
        ends_on: input.endsOn,
        status: "in_force",
        status_changed_at: now,
        end_reason: null,
        signed_by_person_id: actor.personId,
        created_at: now,
        application_id: input.applicationId ?? null,
      })
      .execute();
  } catch (error) {
    if (isOverlap(error))
      throw new AppError<CommissionersError>("commissioners.overlap", {
        status: 409,
        fields: { startsOn: "commissioners.overlap" },
        cause: error,
      });
    throw error;
  }
  await recordFacts(trx, context.clock, [
    {
      kind: "commissioners.contracted",
      occurredOn: toDistrictDate(now),
      unitId: input.unitId,
      quantity: 1,
      measure: "人次",
      audience: "farmer",
      source: { table: "commissioner_contracts", id },
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: "commissioners.contract",
    unitId: input.unitId,
    record: { table: "commissioner_contracts", id },
    requestId: context.requestId,
  });
  return id;
};

/** Ends a contract before its time; what was confirmed stays. @throws AppError `commissioners.reason_needed` */
export const endContract = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { contractId: string; unitId: string; reason: string },
): Promise<void> => {
  const reason = input.reason.trim();
  if (reason.length < 5)
    throw new AppError<CommissionersError>("commissioners.reason_needed", {
      fields: { reason: "commissioners.reason_needed" },
    });
  await applyTransition(trx as never, {
    machine: contractStates,
    table: "commissioner_contracts",
    id: input.contractId,
    event: "end",
    now: context.clock.now(),
    set: { end_reason: reason },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "commissioners.end",
    unitId: input.unitId,
    record: { table: "commissioner_contracts", id: input.contractId },
    reason,
    requestId: context.requestId,
  });
};

/** The ordered services that a commissioner comes for. */
const visitItems: ReadonlySet<string> = new Set(["field-visit", "pesticide-lesson"]);

/**
 * A field visit was ordered: the commissioner whose contract serves that place, the nearest unit first and of several the one
 * with the fewest visits asked of him, finds it on his page. Without one the order goes its ordinary way alone.
 * @returns the contract, or undefined
 */
export const requestVisit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  orderId: string,
): Promise<string | undefined> => {
  const need = (await listVisitNeeds(trx, [orderId])).get(orderId);
  if (need === undefined || !visitItems.has(need.itemCode ?? "")) return undefined;
  const today = toDistrictDate(context.clock.now());
  const contracts = await trx
    .selectFrom("commissioner_contracts as contract")
    .innerJoin("org_units as unit", "unit.id", "contract.unit_id")
    .select((eb) => [
      "contract.id",
      "contract.unit_id",
      "unit.path",
      eb
        .selectFrom("commissioner_requests as asked")
        .whereRef("asked.contract_id", "=", "contract.id")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .as("asked"),
    ])
    .where("contract.status", "=", "in_force")
    .where("contract.starts_on", "<=", today)
    .where("contract.ends_on", ">=", today)
    .orderBy("contract.created_at")
    .execute();
  const serving = contracts
    .filter((one) => need.placePath === one.path || need.placePath.startsWith(`${one.path}.`))
    .sort((left, right) => right.path.length - left.path.length || (left.asked ?? 0) - (right.asked ?? 0));
  const [chosen] = serving;
  if (chosen === undefined) return undefined;
  await trx
    .insertInto("commissioner_requests")
    .values({
      id: createId(context.clock),
      order_id: orderId,
      contract_id: chosen.id,
      created_at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.constraint("commissioner_requests_once_key").doNothing())
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "commissioners.request",
    unitId: chosen.unit_id,
    record: { table: "commissioner_contracts", id: chosen.id },
    requestId: context.requestId,
  });
  return chosen.id;
};
