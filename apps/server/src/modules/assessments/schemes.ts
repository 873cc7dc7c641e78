import type { Actor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { factKinds } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { findBannedWord } from "./banned.ts";
import type { AssessmentsError } from "./errors.ts";
import { schemeStates } from "./state.ts";

export type NewItem = {
  title: string;
  kind: "facts" | "inspected";
  /** Points as people write them, at most two decimal places. */
  points: number;
  factKind?: string | undefined;
  target?: number | undefined;
  criterion?: string | undefined;
};

const refuse = (
  code: AssessmentsError,
  field: string,
  values: Record<string, string | number> = {},
): never => {
  throw new AppError<AssessmentsError>(code, { values, fields: { [field]: code } });
};

/** @throws AppError `assessments.banned_metric`, which names the word and the rule */
const refuseBanned = (text: string): void => {
  const word = findBannedWord(text);
  if (word !== undefined)
    throw new AppError<AssessmentsError>("assessments.banned_metric", { values: { word } });
};

const toHundredths = (points: number): number => Math.round(points * 100);
const isExact = (value: number, places: number): boolean =>
  Math.abs(value * 10 ** places - Math.round(value * 10 ** places)) < 1e-6;

const checkItems = (items: readonly NewItem[]): void => {
  if (items.length === 0) refuse("assessments.items_needed", "items");
  const names = new Map(factKinds().map((kind) => [kind.kind, kind.name]));
  for (const [index, item] of items.entries()) {
    const number = index + 1;
    refuseBanned(
      [item.title, item.criterion ?? "", item.factKind ?? "", names.get(item.factKind ?? "") ?? ""].join(
        "　",
      ),
    );
    if (!(item.points >= 0.01 && item.points <= 100 && isExact(item.points, 2)))
      refuse("assessments.item_points", "items", { number });
    const isWhole =
      item.kind === "facts"
        ? item.factKind !== undefined && item.target !== undefined && item.target > 0
        : (item.criterion?.trim().length ?? 0) >= 5;
    if (!isWhole || item.title.trim().length < 2) refuse("assessments.item_formula", "items", { number });
    if (item.kind === "facts" && names.size > 0 && !names.has(item.factKind ?? ""))
      refuse("assessments.unknown_kind", "items", { number });
  }
};

const auditScheme = auditOf("score_schemes");

/**
 * Drafts a scheme, or the next version of one with the same code. What may not be assessed is refused here by word, and
 * by the table itself.
 * @throws AppError `assessments.banned_metric` | `assessments.items_needed` | `assessments.item_formula` | `assessments.item_points` | `assessments.unknown_kind` | `assessments.scheme_taken`
 */
export const draftScheme = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; code: string; title: string; items: readonly NewItem[] },
): Promise<string> => {
  refuseBanned(input.title);
  checkItems(input.items);
  const now = context.clock.now();
  const id = createId(context.clock);
  const last = await trx
    .selectFrom("score_schemes")
    .select((eb) => eb.fn.max("version").as("version"))
    .where("code", "=", input.code)
    .executeTakeFirstOrThrow();
  try {
    await trx
      .insertInto("score_schemes")
      .values({
        id,
        unit_id: input.unitId,
        code: input.code,
        version: (last.version ?? 0) + 1,
        title: input.title.trim(),
        status: "draft",
        status_changed_at: now,
        created_by_person_id: actor.kind === "person" ? actor.personId : null,
        published_by_person_id: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "score_schemes_version_key"))
      throw new AppError<AssessmentsError>("assessments.scheme_taken", { status: 409, cause: error });
    throw error;
  }
  await trx
    .insertInto("score_items")
    .values(
      input.items.map((item, index) => ({
        id: createId(context.clock),
        scheme_id: id,
        position: index + 1,
        title: item.title.trim(),
        kind: item.kind,
        full_points: toHundredths(item.points),
        fact_kind: item.kind === "facts" ? (item.factKind ?? null) : null,
        target: item.kind === "facts" ? (item.target ?? 0).toFixed(4) : null,
        criterion: item.kind === "inspected" ? (item.criterion?.trim() ?? null) : null,
      })),
    )
    .execute();
  await auditScheme(trx, context, { actor, action: "assessments.draft_scheme", id, unitId: input.unitId });
  return id;
};

/**
 * A second person publishes the draft; from then on neither it nor its items change (triggers of 0037).
 * @throws AppError `assessments.scheme_not_found` | `assessments.own_scheme` | `state.conflict`
 */
export const publishScheme = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  schemeId: string,
): Promise<void> => {
  const scheme = await trx
    .selectFrom("score_schemes")
    .select(["id", "unit_id", "created_by_person_id"])
    .where("id", "=", schemeId)
    .forUpdate()
    .executeTakeFirst();
  if (scheme === undefined)
    throw new AppError<AssessmentsError>("assessments.scheme_not_found", { status: 404 });
  const personId = actor.kind === "person" ? actor.personId : null;
  if (personId !== null && personId === scheme.created_by_person_id)
    throw new AppError<AssessmentsError>("assessments.own_scheme", { status: 403 });
  await applyTransition(trx as never, {
    machine: schemeStates,
    table: "score_schemes",
    id: scheme.id,
    event: "publish",
    now: context.clock.now(),
    set: { published_by_person_id: personId },
  }); // the function is generic over all modules' tables
  await auditScheme(trx, context, {
    actor,
    action: "assessments.publish_scheme",
    id: scheme.id,
    unitId: scheme.unit_id,
  });
};
