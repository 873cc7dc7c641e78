import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { type Delivered, listDelivered } from "#modules/channels/index.ts";
import { countLiveAt, listItemAddresses, listLive } from "#modules/contents/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { auditAct, step } from "./acts.ts";
import type { CommonsError } from "./messages.ts";
import { placementStates, type PlacementStatus } from "./state.ts";
import type { PlacementsTable } from "./tables.ts";
import {
  countedMedia,
  healthSubjects,
  isCounted,
  media,
  mediaKinds,
  type Medium,
  mediumCodes,
} from "./vocabulary.ts";

export type NewPlacement = {
  unitId: string;
  no: number;
  medium: Medium;
  place: string;
  fromOn: string;
  toOn: string;
  plannedCount: number;
};

/** Plans where an item that is out is to be placed. @throws AppError `commons.not_live` | `commons.placement_dates` */
export const planPlacement = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewPlacement,
): Promise<string> => {
  if (input.toOn < input.fromOn)
    throw new AppError<CommonsError>("commons.placement_dates", {
      fields: { toOn: "commons.placement_dates" },
    });
  const now = context.clock.now();
  const { rows } = await listLive(trx, now, { filter: { nos: [input.no] }, page: 1, size: 1 });
  const [item] = rows;
  if (item === undefined)
    throw new AppError<CommonsError>("commons.not_live", { fields: { no: "commons.not_live" } });
  const id = createId(context.clock);
  await trx
    .insertInto("placements")
    .values({
      id,
      unit_id: input.unitId,
      content_id: item.contentId,
      medium: input.medium,
      place: input.place.trim(),
      from_on: input.fromOn,
      to_on: input.toOn,
      planned_count: input.plannedCount,
      status: "planned",
      status_changed_at: now,
      reason: null,
      planned_by_person_id: actor.personId,
      created_at: now,
    })
    .execute();
  await auditAct(trx, context, actor, {
    action: "commons.place",
    unitId: input.unitId,
    record: { table: "placements", id },
  });
  return id;
};

const lockPlacement = async (trx: Trx, id: string): Promise<PlacementsTable> => {
  const row = await trx
    .selectFrom("placements")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<CommonsError>("commons.placement_not_found", { status: 404 });
  return row;
};

/**
 * A person says with evidence what was done on a day. The same day again changes nothing; what our own channels do is
 * counted from their receipts and is not taken here.
 * @returns whether it was new
 * @throws AppError `commons.placement_counted` | `commons.placement_outside` | `commons.placement_state`
 */
export const confirmPlacement = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; happenedOn: string; doneCount: number; evidence: string },
): Promise<"confirmed" | "known"> => {
  const row = await lockPlacement(trx, input.id);
  if (isCounted(row.medium)) throw new AppError<CommonsError>("commons.placement_counted", { status: 409 });
  if (row.status !== "planned") throw new AppError<CommonsError>("commons.placement_state", { status: 409 });
  if (
    input.happenedOn < row.from_on ||
    input.happenedOn > row.to_on ||
    input.happenedOn > toDistrictDate(context.clock.now())
  )
    throw new AppError<CommonsError>("commons.placement_outside", {
      fields: { happenedOn: "commons.placement_outside" },
    });
  const id = createId(context.clock);
  const written = await trx
    .insertInto("placement_proofs")
    .values({
      id,
      placement_id: row.id,
      happened_on: input.happenedOn,
      done_count: input.doneCount,
      evidence: input.evidence.trim(),
      confirmed_by_person_id: actor.personId,
      confirmed_at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.constraint("placement_proofs_day_once").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (written === undefined) return "known";
  await recordFacts(trx, context.clock, [
    {
      kind: "commons.placed",
      occurredOn: input.happenedOn,
      unitId: row.unit_id,
      quantity: input.doneCount,
      measure: "次",
      place: row.place,
      planTags: ["I-06", "E-11"],
      source: { table: "placement_proofs", id },
    },
  ]);
  await auditAct(trx, context, actor, {
    action: "commons.place",
    unitId: row.unit_id,
    record: { table: "placement_proofs", id },
  });
  return "confirmed";
};

/** The plan falls away; what was done stays counted. @throws AppError `state.conflict` */
export const cancelPlacement = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reason: string },
): Promise<void> => {
  const row = await lockPlacement(trx, input.id);
  await step(trx, context, {
    machine: placementStates,
    table: "placements",
    id: row.id,
    event: "cancel",
    set: { reason: input.reason.trim() },
  });
  await auditAct(trx, context, actor, {
    action: "commons.place",
    unitId: row.unit_id,
    record: { table: "placements", id: row.id },
    reason: input.reason,
  });
};

export type PlacementView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  contentId: string;
  no: number;
  title: string;
  medium: Medium;
  mediumName: string;
  place: string;
  fromOn: string;
  toOn: string;
  plannedCount: number;
  doneCount: number;
  /** Counted from our channels' receipts, or confirmed by people with evidence. */
  countedBy: "receipts" | "people";
  status: PlacementStatus;
  reason: string | null;
  proofs: readonly { happenedOn: string; doneCount: number; evidence: string }[];
};

const rowsOf = (db: Db | Trx) =>
  db
    .selectFrom("placements as placement")
    .innerJoin("org_units as unit", "unit.id", "placement.unit_id")
    .selectAll("placement")
    .select(["unit.name as unit_name", "unit.path as unit_path"]);

const receiptsFor = (row: PlacementsTable, delivered: readonly Delivered[]): readonly Delivered[] => {
  const { medium } = row;
  if (!isCounted(medium)) return [];
  const kinds: readonly string[] = countedMedia[medium];
  return delivered.filter(
    (one) =>
      one.contentId === row.content_id &&
      kinds.includes(one.kind) &&
      one.day >= row.from_on &&
      one.day <= row.to_on,
  );
};

const toViews = async (
  db: Db | Trx,
  rows: Awaited<ReturnType<ReturnType<typeof rowsOf>["execute"]>>,
): Promise<readonly PlacementView[]> => {
  if (rows.length === 0) return [];
  const contentIds = [...new Set(rows.map((row) => row.content_id))];
  const addresses = await listItemAddresses(db, contentIds);
  const delivered = await listDelivered(db, contentIds);
  const proofs = await db
    .selectFrom("placement_proofs")
    .selectAll()
    .where(
      "placement_id",
      "in",
      rows.map((row) => row.id),
    )
    .orderBy("happened_on")
    .execute();
  return rows.map((row) => {
    const own = proofs.filter((proof) => proof.placement_id === row.id);
    const counted = isCounted(row.medium);
    const done = counted
      ? receiptsFor(row, delivered).reduce((sum, one) => sum + one.count, 0)
      : own.reduce((sum, proof) => sum + proof.done_count, 0);
    return {
      id: row.id,
      unitId: row.unit_id,
      unitName: row.unit_name,
      unitPath: row.unit_path,
      contentId: row.content_id,
      no: addresses.get(row.content_id)?.no ?? 0,
      title: addresses.get(row.content_id)?.title ?? "",
      medium: row.medium,
      mediumName: media[row.medium],
      place: row.place,
      fromOn: row.from_on,
      toOn: row.to_on,
      plannedCount: row.planned_count,
      doneCount: done,
      countedBy: counted ? "receipts" : "people",
      status: row.status,
      reason: row.reason,
      proofs: own.map((proof) => ({
        happenedOn: proof.happened_on,
        doneCount: proof.done_count,
        evidence: proof.evidence,
      })),
    };
  });
};

/** @throws AppError `commons.placement_not_found` */
export const getPlacement = async (db: Db | Trx, id: string): Promise<PlacementView> => {
  const row = await rowsOf(db).where("placement.id", "=", id).executeTakeFirst();
  const [view] = row === undefined ? [] : await toViews(db, [row]);
  if (view === undefined) throw new AppError<CommonsError>("commons.placement_not_found", { status: 404 });
  return view;
};

export type PlacementFilter = { scope: Scope; medium?: Medium | undefined; contentId?: string | undefined };

/** How far one health subject reached people by each kind of media: items out, placements planned and done. */
export type SubjectCoverage = {
  subject: string;
  /** Items of the subject that are out. */
  items: number;
  cells: readonly { kind: string; planned: number; done: number }[];
};

/** The table of six subjects and four kinds of media; an item of two subjects counts for both (E-11). */
const coverHealth = async (
  db: Db | Trx,
  now: Date,
  placements: readonly PlacementView[],
): Promise<readonly SubjectCoverage[]> => {
  const planned = placements.filter((row) => row.status === "planned");
  const contentIds = [...new Set(planned.map((row) => row.contentId))];
  const { rows } = await listLive(db, now, {
    filter: { contentIds },
    page: 1,
    size: Math.max(contentIds.length, 1),
  });
  const topicsOf = new Map(rows.map((row) => [row.contentId, row.topics]));
  return Promise.all(
    healthSubjects.map(async ({ name, topics }) => {
      const own = planned.filter((row) =>
        topics.some((topic) => topicsOf.get(row.contentId)?.includes(topic)),
      );
      return {
        subject: name,
        items: await countLiveAt(db, now, topics),
        cells: mediaKinds.map((kind) => {
          const reached = own.filter((row) => kind.media.some((medium) => medium === row.medium));
          return {
            kind: kind.name,
            planned: reached.reduce((sum, row) => sum + row.plannedCount, 0),
            done: reached.reduce((sum, row) => sum + row.doneCount, 0),
          };
        }),
      };
    }),
  );
};

/** Plan against done within the scope: the rows, and the sums of each medium (what was cancelled is not planned). */
export const listPlacements = async (
  db: Db | Trx,
  options: { filter: PlacementFilter; now: Date; page: number; size: number },
): Promise<{
  rows: readonly PlacementView[];
  total: number;
  sums: readonly { medium: Medium; mediumName: string; planned: number; done: number; count: number }[];
  coverage: readonly SubjectCoverage[];
}> => {
  const { filter, page, size } = options;
  let base = rowsOf(db).where(withinScope("unit.path", filter.scope));
  if (filter.contentId !== undefined) base = base.where("placement.content_id", "=", filter.contentId);
  const all = await toViews(
    db,
    await base.orderBy("placement.from_on", "desc").orderBy("placement.id").limit(2_000).execute(),
  );
  const shown = filter.medium === undefined ? all : all.filter((row) => row.medium === filter.medium);
  const sums = mediumCodes.flatMap((medium) => {
    const own = all.filter((row) => row.medium === medium);
    if (own.length === 0) return [];
    const planned = own
      .filter((row) => row.status === "planned")
      .reduce((sum, row) => sum + row.plannedCount, 0);
    const done = own.reduce((sum, row) => sum + row.doneCount, 0);
    return [{ medium, mediumName: media[medium], planned, done, count: own.length }];
  });
  const coverage = await coverHealth(db, options.now, all);
  return { rows: shown.slice((page - 1) * size, page * size), total: shown.length, sums, coverage };
};
