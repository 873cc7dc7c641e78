import type { PersonActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { listItemAddresses, listLive, type LiveCard } from "#modules/contents/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { auditAct, step } from "./acts.ts";
import type { CommonsError } from "./messages.ts";
import { collectionStates, type CollectionStatus, collectionStatusNames } from "./state.ts";
import type { CollectionsTable } from "./tables.ts";

/** Items of a collection, in its words: enough to be a collection, few enough to be read. */
const fewestItems = 2;
export const mostItems = 40;

type CollectionRow = Omit<CollectionsTable, "collection_no"> & { collection_no: number };

const notFound = (): AppError => new AppError<CommonsError>("commons.collection_not_found", { status: 404 });

export type CollectionWords = {
  title: string;
  introduction: string;
  /** Public numbers of the items in their order. */
  nos: readonly number[];
};

/**
 * The items behind the numbers, all of them out now.
 * @throws AppError `commons.collection_empty` | `commons.collection_not_live`
 */
const requireLiveItems = async (
  trx: Trx,
  context: ActContext,
  nos: readonly number[],
): Promise<readonly string[]> => {
  const wanted = [...new Set(nos)];
  if (wanted.length < fewestItems)
    throw new AppError<CommonsError>("commons.collection_empty", {
      fields: { nos: "commons.collection_empty" },
    });
  const { rows } = await listLive(trx, context.clock.now(), {
    filter: { nos: wanted },
    page: 1,
    size: mostItems,
  });
  const byNo = new Map(rows.map((row) => [row.no, row.contentId]));
  const missing = wanted.filter((no) => !byNo.has(no));
  if (missing.length > 0)
    throw new AppError<CommonsError>("commons.collection_not_live", {
      values: { titles: missing.map((no) => `第 ${no} 号`).join("、") },
      fields: { nos: "commons.collection_not_live" },
    });
  return wanted.flatMap((no) => byNo.get(no) ?? []);
};

const writeItems = async (trx: Trx, collectionId: string, contentIds: readonly string[]): Promise<void> => {
  await trx.deleteFrom("collection_items").where("collection_id", "=", collectionId).execute();
  await trx
    .insertInto("collection_items")
    .values(
      contentIds.map((contentId, index) => ({
        collection_id: collectionId,
        content_id: contentId,
        position: index + 1,
      })),
    )
    .execute();
};

/** A new collection of items that are out, in their order. @throws AppError as requireLiveItems */
export const createCollection = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: CollectionWords & { unitId: string },
): Promise<string> => {
  const contentIds = await requireLiveItems(trx, context, input.nos);
  const id = createId(context.clock);
  const now = context.clock.now();
  await trx
    .insertInto("collections")
    .values({
      id,
      unit_id: input.unitId,
      status: "draft",
      status_changed_at: now,
      title: input.title.trim(),
      introduction: input.introduction.trim(),
      written_by_person_id: actor.personId,
      published_by_person_id: null,
      published_at: null,
      created_at: now,
    })
    .execute();
  await writeItems(trx, id, contentIds);
  await auditAct(trx, context, actor, {
    action: "commons.manage_collections",
    unitId: input.unitId,
    record: { table: "collections", id },
  });
  return id;
};

const lockCollection = async (trx: Trx, id: string): Promise<CollectionRow> => {
  const row = await trx
    .selectFrom("collections")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw notFound();
  return row;
};

/** Changes words and order; a collection that is out goes back to its draft and needs another person's eyes again. */
export const editCollection = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: CollectionWords & { id: string },
): Promise<void> => {
  const row = await lockCollection(trx, input.id);
  const contentIds = await requireLiveItems(trx, context, input.nos);
  const words = {
    title: input.title.trim(),
    introduction: input.introduction.trim(),
    written_by_person_id: actor.personId,
    published_by_person_id: null,
  };
  if (row.status === "published")
    await step(trx, context, {
      machine: collectionStates,
      table: "collections",
      id: row.id,
      event: "edit",
      set: words,
    });
  else if (row.status === "draft")
    await trx.updateTable("collections").set(words).where("id", "=", row.id).execute();
  else throw notFound();
  await writeItems(trx, row.id, contentIds);
  await auditAct(trx, context, actor, {
    action: "commons.manage_collections",
    unitId: row.unit_id,
    record: { table: "collections", id: row.id },
  });
  await invalidatePages(trx);
};

/** Brings it out, by another person than wrote it. @throws AppError `commons.collection_own` | `state.conflict` */
export const publishCollection = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string },
): Promise<void> => {
  const row = await lockCollection(trx, input.id);
  if (row.written_by_person_id === actor.personId)
    throw new AppError<CommonsError>("commons.collection_own", { status: 403 });
  await step(trx, context, {
    machine: collectionStates,
    table: "collections",
    id: row.id,
    event: "publish",
    set: { published_by_person_id: actor.personId, published_at: context.clock.now() },
  });
  await auditAct(trx, context, actor, {
    action: "commons.publish_collection",
    unitId: row.unit_id,
    record: { table: "collections", id: row.id },
  });
  await invalidatePages(trx);
};

/** Puts it away; its items stay where they are. @throws AppError `state.conflict` */
export const retireCollection = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string },
): Promise<void> => {
  const row = await lockCollection(trx, input.id);
  await step(trx, context, { machine: collectionStates, table: "collections", id: row.id, event: "retire" });
  await auditAct(trx, context, actor, {
    action: "commons.publish_collection",
    unitId: row.unit_id,
    record: { table: "collections", id: row.id },
  });
  await invalidatePages(trx);
};

export type CollectionView = {
  id: string;
  no: number;
  unitId: string;
  unitName: string;
  unitPath: string;
  status: CollectionStatus;
  statusName: string;
  title: string;
  introduction: string;
  publishedAt: Date | null;
  items: readonly { no: number; title: string; live: boolean }[];
};

const rowsOf = (db: Db | Trx) =>
  db
    .selectFrom("collections as collection")
    .innerJoin("org_units as unit", "unit.id", "collection.unit_id")
    .selectAll("collection")
    .select(["unit.name as unit_name", "unit.path as unit_path"]);

const listItemIds = async (db: Db | Trx, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : db
        .selectFrom("collection_items")
        .selectAll()
        .where("collection_id", "in", [...ids])
        .orderBy("collection_id")
        .orderBy("position")
        .execute();

/** Collections within the scope, for the desk; items that are not out any more are named as such. */
export const listCollections = async (
  db: Db | Trx,
  now: Date,
  options: { scope: Scope; page: number; size: number },
): Promise<{ rows: readonly CollectionView[]; total: number }> => {
  const base = rowsOf(db).where(withinScope("unit.path", options.scope));
  const { rows, total } = await readPage(
    base,
    (query) => query.orderBy("collection.created_at", "desc").orderBy("collection.id"),
    options,
  );
  const items = await listItemIds(
    db,
    rows.map((row) => row.id),
  );
  const contentIds = [...new Set(items.map((item) => item.content_id))];
  const addresses = await listItemAddresses(db, contentIds);
  const live = await listLive(db, now, { filter: { contentIds }, page: 1, size: 1_000 });
  const isLive = new Set(live.rows.map((card) => card.contentId));
  return {
    total,
    rows: rows.map((row) => ({
      id: row.id,
      no: row.collection_no,
      unitId: row.unit_id,
      unitName: row.unit_name,
      unitPath: row.unit_path,
      status: row.status,
      statusName: collectionStatusNames[row.status],
      title: row.title,
      introduction: row.introduction,
      publishedAt: row.published_at,
      items: items
        .filter((item) => item.collection_id === row.id)
        .map((item) => ({
          no: addresses.get(item.content_id)?.no ?? 0,
          title: addresses.get(item.content_id)?.title ?? "",
          live: isLive.has(item.content_id),
        })),
    })),
  };
};

/** @throws AppError `commons.collection_not_found` */
export const getCollectionUnit = async (db: Db | Trx, id: string): Promise<{ unitPath: string }> => {
  const row = await rowsOf(db).where("collection.id", "=", id).executeTakeFirst();
  if (row === undefined) throw notFound();
  return { unitPath: row.unit_path };
};

/** A collection as readers see it: what of it is out now, in its order. */
export type LiveCollection = {
  no: number;
  title: string;
  introduction: string;
  publishedAt: Date;
  unitName: string;
  cards: readonly LiveCard[];
};

/**
 * Collections that are out with at least one item that is out; a recalled or expired item has left by itself, because what
 * is out is asked at each reading.
 */
export const listLiveCollections = async (
  db: Db | Trx,
  now: Date,
  filter: {
    topics?: readonly string[] | undefined;
    no?: number | undefined;
    words?: string | undefined;
  } = {},
): Promise<readonly LiveCollection[]> => {
  let query = rowsOf(db)
    .where("collection.status", "=", "published")
    .orderBy("collection.published_at", "desc")
    .limit(100);
  if (filter.no !== undefined) query = query.where("collection.collection_no", "=", filter.no);
  if (filter.words !== undefined) {
    const pattern = `%${filter.words.trim().replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where((eb) =>
      eb.or([eb("collection.title", "ilike", pattern), eb("collection.introduction", "ilike", pattern)]),
    );
  }
  const rows = await query.execute();
  const items = await listItemIds(
    db,
    rows.map((row) => row.id),
  );
  const live = await listLive(db, now, {
    filter: { contentIds: [...new Set(items.map((item) => item.content_id))] },
    page: 1,
    size: 4_000,
  });
  const cards = new Map(live.rows.map((card) => [card.contentId, card]));
  return rows
    .map((row) => ({
      no: row.collection_no,
      title: row.title,
      introduction: row.introduction,
      publishedAt: row.published_at ?? new Date(0),
      unitName: row.unit_name,
      cards: items
        .filter((item) => item.collection_id === row.id)
        .flatMap((item) => cards.get(item.content_id) ?? []),
    }))
    .filter((collection) => collection.cards.length > 0)
    .filter(
      (collection) =>
        filter.topics === undefined ||
        collection.cards.some((card) => card.topics.some((topic) => filter.topics?.includes(topic) === true)),
    );
};
