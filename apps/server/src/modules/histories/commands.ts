import { type Actor, type PersonActor, systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { cleanFilename } from "#kernel/sheet-cells.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { createPerson, findPersonByPhone } from "#modules/identity/index.ts";
import type { Scope } from "#modules/organisations/index.ts";
import { admitMember, writePastHours } from "#modules/teams/index.ts";
import type { HistoriesError } from "./errors.ts";
import { type Planned, planHistory } from "./planning.ts";
import { isExpired, previewMs, readRows } from "./queries.ts";
import type { HistoryRow, SheetKind } from "./sheets.ts";
import { historyStates } from "./state.ts";

/**
 * Keeps a file's rows, sealed, with how many of them are wrong. Nothing else is written: a second person confirms.
 * @param input.unitId the unit at whose place the import is made
 */
export const previewHistory = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { kind: SheetKind; rows: readonly HistoryRow[]; filename: string; unitId: string; scope: Scope },
): Promise<string> => {
  const plan = await planHistory(trx, context, { ...input, actors: [actor.personId] });
  const now = context.clock.now();
  const id = createId(context.clock);
  await trx
    .insertInto("history_imports")
    .values({
      id,
      unit_id: input.unitId,
      kind: input.kind,
      filename: cleanFilename(input.filename),
      status: "previewed",
      status_changed_at: now,
      created_by_person_id: actor.personId,
      decided_by_person_id: null,
      row_count: plan.length,
      error_count: plan.filter(({ errors }) => errors.length > 0).length,
      rows_sealed: context.cipher.encrypt(JSON.stringify(input.rows)),
      created_at: now,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "histories.preview",
    unitId: input.unitId,
    record: { table: "history_imports", id },
    requestId: context.requestId,
  });
  return id;
};

const lockImport = async (trx: Trx, importId: string) => {
  const row = await trx
    .selectFrom("history_imports")
    .selectAll()
    .where("id", "=", importId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<HistoriesError>("histories.not_found", { status: 404 });
  return row;
};

type Writing = {
  addedBy: string;
  decidedBy: PersonActor;
  importId: string;
};

const writeActivity = async (
  trx: Trx,
  context: ActContext,
  planned: Extract<Planned, { act: "activity" }>,
  writing: Writing,
): Promise<void> => {
  const id = createId(context.clock);
  await trx
    .insertInto("past_activities")
    .values({
      id,
      import_id: writing.importId,
      unit_id: planned.unitId,
      title: planned.title,
      held_on: planned.day,
      audience: planned.audience ?? null,
      people_count: planned.people,
      counted_by: planned.counted,
      created_at: context.clock.now(),
    })
    .execute();
  const shared = {
    occurredOn: planned.day,
    unitId: planned.unitId,
    source: { table: "past_activities", id },
    ...(planned.audience === undefined ? {} : { audience: planned.audience }),
  };
  await recordFacts(trx, context.clock, [
    { ...shared, kind: "histories.activity", quantity: 1, measure: "场" },
    ...(planned.people === 0
      ? []
      : [
          {
            ...shared,
            kind: "histories.people_attended",
            quantity: planned.people,
            measure: "人次" as const,
          },
        ]),
  ]);
  await recordAudit(trx, context, {
    actor: writing.decidedBy,
    action: "histories.apply",
    unitId: planned.unitId,
    record: { table: "past_activities", id },
    requestId: context.requestId,
  });
};

const writeRow = async (trx: Trx, context: ActContext, planned: Planned, writing: Writing): Promise<void> => {
  switch (planned.act) {
    case "member": {
      // The same volunteer may stand in the lists of two teams: the first row made the account.
      const personId =
        planned.personId ??
        (await findPersonByPhone(trx, context.cipher, planned.phone))?.id ??
        (await createPerson(trx, context, writing.decidedBy, {
          fullName: planned.name,
          phone: planned.phone,
        }));
      await admitMember(trx, context, writing.decidedBy, { team: planned.team, personId });
      return;
    }
    case "hours":
      await writePastHours(trx, context, writing.decidedBy, {
        team: planned.team,
        personId: planned.personId,
        day: planned.day,
        minutes: planned.minutes,
        reason: planned.reason,
        addedBy: writing.addedBy,
      });
      return;
    case "activity":
      await writeActivity(trx, context, planned, writing);
      return;
    case "skip":
      return;
    default:
      planned satisfies never;
  }
};

/**
 * A second person confirms: every row is looked at again and all of them are written, or none.
 * @throws AppError `histories.second_person` (403) | `histories.has_errors` | `histories.stale` | `histories.expired` · `state.conflict`
 */
export const applyHistory = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { importId: string; scope: Scope },
): Promise<void> => {
  const row = await lockImport(trx, input.importId);
  if (row.created_by_person_id === actor.personId)
    throw new AppError<HistoriesError>("histories.second_person", { status: 403 });
  if (row.error_count > 0)
    throw new AppError<HistoriesError>("histories.has_errors", {
      status: 409,
      values: { count: row.error_count },
    });
  const rows = readRows(context, row.rows_sealed);
  if (
    row.status === "previewed" &&
    (rows === undefined || isExpired({ createdAt: row.created_at }, context.clock.now()))
  )
    throw new AppError<HistoriesError>("histories.expired", { status: 409 });
  await applyTransition(trx as never, {
    machine: historyStates,
    table: "history_imports",
    id: row.id,
    event: "apply",
    now: context.clock.now(),
    set: { decided_by_person_id: actor.personId, rows_sealed: null },
  }); // the function is generic over all modules' tables
  const plan = await planHistory(trx, context, {
    kind: row.kind,
    rows: rows ?? [],
    scope: input.scope,
    actors: [row.created_by_person_id, actor.personId],
  });
  const wrong = plan.filter(({ errors }) => errors.length > 0);
  if (wrong.length > 0)
    throw new AppError<HistoriesError>("histories.stale", {
      status: 409,
      values: {
        lines: wrong
          .slice(0, 10)
          .map(({ line }) => line)
          .join("、"),
      },
    });
  const writing: Writing = {
    addedBy: row.created_by_person_id,
    decidedBy: actor,
    importId: row.id,
  };
  for (const { planned } of plan) if (planned !== undefined) await writeRow(trx, context, planned, writing);
  await recordAudit(trx, context, {
    actor,
    action: "histories.apply",
    unitId: row.unit_id,
    record: { table: "history_imports", id: row.id },
    requestId: context.requestId,
  });
};

const discard = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { row: { id: string; unit_id: string }; reason?: string },
): Promise<void> => {
  const { row, reason } = input;
  await applyTransition(trx as never, {
    machine: historyStates,
    table: "history_imports",
    id: row.id,
    event: "discard",
    now: context.clock.now(),
    set: { decided_by_person_id: actor.kind === "person" ? actor.personId : null, rows_sealed: null },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "histories.discard",
    unitId: row.unit_id,
    record: { table: "history_imports", id: row.id },
    reason,
    requestId: context.requestId,
  });
};

/** Nothing is written and the rows go; also by whoever uploaded. */
export const discardHistory = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  importId: string,
): Promise<void> => discard(trx, context, actor, { row: await lockImport(trx, importId) });

/** A sheet that nobody confirmed within a week is given up: its names and numbers go, and nobody waits for it any longer. */
export const discardOldHistories = async (
  context: Pick<Context, "db" | "clock" | "cipher">,
): Promise<void> => {
  const old = await context.db
    .selectFrom("history_imports")
    .select("id")
    .where("status", "=", "previewed")
    .where("created_at", "<", new Date(context.clock.now().getTime() - previewMs))
    .execute();
  for (const { id } of old)
    await inTransaction(context.db, async (trx) => {
      const row = await lockImport(trx, id);
      // Somebody may have decided it meanwhile.
      if (row.status === "previewed")
        await discard(trx, context, systemActor("histories.forget_rows"), { row, reason: "一周没有人确认" });
    });
};
