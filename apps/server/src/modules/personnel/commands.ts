import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { isRealDay, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { PersonnelError } from "./errors.ts";
import { joinedKinds, leftKinds } from "./facts.ts";
import { staffStates } from "./state.ts";
import type { Employment, StaffField, StaffJob } from "./vocabulary.ts";

export type NewStaff = {
  unitId: string;
  name: string;
  employment: Employment;
  job: StaffJob;
  field: StaffField;
  isWoman: boolean;
  isQualified: boolean;
  isRural: boolean;
  /** Person-months a year, 0.1 to 12, of a part-time person; undefined for a full-time one. */
  months: number | undefined;
  joinedOn: string;
};

const refuse = (field: string, code: PersonnelError, status = 422): AppError<PersonnelError> =>
  new AppError<PersonnelError>(code, { status, fields: { [field]: code } });

const requireReason = (reason: string): string =>
  requireText<PersonnelError>("personnel.reason_needed", reason, { least: 2 });

/**
 * A unit enters one of its science-popularisation staff (科普人员).
 * @throws AppError `personnel.twice` | `personnel.months` | `personnel.joined_day` | `personnel.person_only`
 */
export const registerStaff = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewStaff,
): Promise<string> => {
  if (actor.kind !== "person") throw new AppError<PersonnelError>("personnel.person_only", { status: 403 });
  const { months } = input;
  const tenths = months === undefined ? null : Math.round(months * 10);
  if (
    (input.employment === "part_time") !== (tenths !== null) ||
    (tenths !== null && (tenths < 1 || tenths > 120))
  )
    throw refuse("months", "personnel.months");
  const now = context.clock.now();
  if (!isRealDay(input.joinedOn) || input.joinedOn > toDistrictDate(now) || input.joinedOn < "1950-01-01")
    throw refuse("joinedOn", "personnel.joined_day");
  const name = input.name.trim();
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("science_staff")
      .values({
        id,
        unit_id: input.unitId,
        employment: input.employment,
        job: input.job,
        field: input.field,
        name_sealed: context.cipher.encrypt(name),
        name_index: context.cipher.blindIndex("personnel.name", name),
        is_woman: input.isWoman,
        is_qualified: input.isQualified,
        is_rural: input.isRural,
        tenth_months: tenths,
        joined_on: input.joinedOn,
        left_on: null,
        status: "serving",
        status_changed_at: now,
        end_reason: null,
        added_by_person_id: actor.personId,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "science_staff_once"))
      throw new AppError<PersonnelError>("personnel.twice", {
        status: 409,
        fields: { name: "personnel.twice" },
        cause: error,
      });
    throw error;
  }
  await recordFacts(trx, context.clock, [
    {
      kind: joinedKinds[input.employment],
      occurredOn: input.joinedOn,
      unitId: input.unitId,
      quantity: 1,
      measure: "人",
      source: { table: "science_staff", id },
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: "personnel.write",
    unitId: input.unitId,
    record: { table: "science_staff", id },
    requestId: context.requestId,
  });
  return id;
};

const lockStaff = async (trx: Trx, staffId: string) => {
  const row = await trx
    .selectFrom("science_staff")
    .select(["id", "unit_id", "employment", "joined_on"])
    .where("id", "=", staffId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PersonnelError>("personnel.not_found", { status: 404 });
  return row;
};

/**
 * Somebody does not serve any more: the counts of earlier days keep him, his name is deleted.
 * @throws AppError `personnel.left_day` | `personnel.reason_needed` | `state.conflict`
 */
export const leaveStaff = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { staffId: string; leftOn: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const row = await lockStaff(trx, input.staffId);
  const now = context.clock.now();
  if (!isRealDay(input.leftOn) || input.leftOn < row.joined_on || input.leftOn > toDistrictDate(now))
    throw refuse("leftOn", "personnel.left_day");
  await applyTransition(trx as never, {
    machine: staffStates,
    table: "science_staff",
    id: row.id,
    event: "leave",
    now,
    set: { left_on: input.leftOn, end_reason: reason, name_sealed: null, name_index: null },
  }); // the function is generic over all modules' tables
  await recordFacts(trx, context.clock, [
    {
      kind: leftKinds[row.employment],
      occurredOn: input.leftOn,
      unitId: row.unit_id,
      quantity: 1,
      measure: "人",
      source: { table: "science_staff", id: row.id },
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: "personnel.leave",
    unitId: row.unit_id,
    record: { table: "science_staff", id: row.id },
    reason,
    requestId: context.requestId,
  });
};

/**
 * An entry that was a mistake: its facts are taken back, it counts on no day, its name is deleted.
 * @throws AppError `personnel.reason_needed` | `state.conflict`
 */
export const strikeStaff = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { staffId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const row = await lockStaff(trx, input.staffId);
  await applyTransition(trx as never, {
    machine: staffStates,
    table: "science_staff",
    id: row.id,
    event: "strike",
    now: context.clock.now(),
    set: { left_on: null, end_reason: reason, name_sealed: null, name_index: null },
  }); // the function is generic over all modules' tables
  await reverseFactsOf(trx, context.clock, { table: "science_staff", id: row.id });
  await recordAudit(trx, context, {
    actor,
    action: "personnel.strike",
    unitId: row.unit_id,
    record: { table: "science_staff", id: row.id },
    reason,
    requestId: context.requestId,
  });
};
