import { sql } from "kysely";
import { type Actor, systemActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { listTopics } from "#modules/contents/index.ts";
import type { OrdersError } from "./errors.ts";
import { isTalkItem } from "./lectures/lecturers.ts";
import { standardItems } from "./standard-items.ts";
import type { ItemInput } from "./vocabulary.ts";

export type ItemView = ItemInput & { sortNo: number; isOpen: boolean };

const selectItems = (db: Db | Trx) => db.selectFrom("service_items").selectAll();
type Row = Awaited<ReturnType<ReturnType<typeof selectItems>["executeTakeFirstOrThrow"]>>;
const toItemView = (row: Row): ItemView => ({
  code: row.code,
  title: row.title,
  about: row.about,
  kind: row.kind,
  topic: row.topic,
  audiences: row.audiences,
  skill: row.skill,
  badges: row.badges,
  effort: row.effort,
  demands: row.demands,
  minutes: row.minutes,
  volunteers: row.volunteers,
  little:
    row.little_materials === null || row.little_hazards === null || row.children_per_adult === null
      ? undefined
      : {
          materials: row.little_materials,
          hazards: row.little_hazards,
          childrenPerAdult: row.children_per_adult,
        },
  sortNo: row.sort_no,
  isOpen: row.is_open,
});

export const findItem = async (db: Db | Trx, code: string): Promise<ItemView | undefined> => {
  const row = await selectItems(db).where("code", "=", code).executeTakeFirst();
  return row === undefined ? undefined : toItemView(row);
};

/** The service menu in its order; what is closed only where asked for. */
export const listItems = async (
  db: Db | Trx,
  filter: { audience?: Audience | undefined; closed?: "shown"; little?: "yes" | undefined } = {},
): Promise<readonly ItemView[]> => {
  const rows = await selectItems(db)
    .$if(filter.closed === undefined, (query) => query.where("is_open", "=", true))
    .$if(filter.little === "yes", (query) => query.where("little_materials", "is not", null))
    .orderBy("sort_no")
    .orderBy("code")
    .execute();
  const items = rows.map(toItemView);
  const { audience } = filter;
  return audience === undefined ? items : items.filter((item) => item.audiences.includes(audience));
};

/** The items most ordered in the last 60 days, with how often; the menu's first where nothing was. */
export const listMostAsked = async (db: Db | Trx, now: Date, count: number): Promise<readonly ItemView[]> => {
  const since = new Date(now.getTime() - 60 * 86_400_000);
  const rows = await db
    .selectFrom("service_items as item")
    .leftJoin("orders as o", (join) =>
      join.onRef("o.item_code", "=", "item.code").on("o.created_at", ">", since),
    )
    .selectAll("item")
    .select((eb) => eb.fn.count<number>("o.id").as("asked"))
    .where("item.is_open", "=", true)
    .groupBy("item.code")
    .orderBy("asked", "desc")
    .orderBy("item.sort_no")
    .limit(count)
    .execute();
  return rows.map(toItemView);
};

/** @throws AppError `orders.item_taken` | `orders.item_topic` */
export const addItem = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: ItemInput,
): Promise<void> => {
  // Codes that begin so are the lecture group's, made when a talk is admitted.
  if (isTalkItem(input.code))
    throw new AppError<OrdersError>("orders.item_taken", {
      status: 409,
      fields: { code: "orders.item_taken" },
    });
  if (!(await listTopics(trx)).some((topic) => topic.code === input.topic))
    throw new AppError<OrdersError>("orders.item_topic", { fields: { topic: "orders.item_topic" } });
  await writeItem(trx, context, actor, input);
};

/** An item as it stands in the menu, last in its order. @throws AppError `orders.item_taken` */
export const writeItem = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: ItemInput,
): Promise<void> => {
  const { last } = await trx
    .selectFrom("service_items")
    .select((eb) => eb.fn.max("sort_no").as("last"))
    .executeTakeFirstOrThrow();
  const { little, ...line } = input;
  try {
    await trx
      .insertInto("service_items")
      .values({
        ...line,
        little_materials: little?.materials.trim() ?? null,
        little_hazards: little?.hazards.trim() ?? null,
        children_per_adult: little?.childrenPerAdult ?? null,
        audiences: [...input.audiences],
        badges: [...input.badges],
        demands: [...input.demands],
        sort_no: (last ?? 0) + 10,
        is_open: true,
        created_at: context.clock.now(),
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError<OrdersError>("orders.item_taken", {
        status: 409,
        fields: { code: "orders.item_taken" },
        cause: error,
      });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "orders.menu",
    record: { table: "service_items", id: input.code },
    requestId: context.requestId,
  });
  await invalidatePages(trx);
};

/** What is closed can no longer be ordered; orders that name it go on. @throws AppError `orders.item_not_found` */
export const setItemOpen = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { code: string; open: "yes" | "no" },
): Promise<void> => {
  const changed = await trx
    .updateTable("service_items")
    .set({ is_open: input.open === "yes" })
    .where("code", "=", input.code)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n)
    throw new AppError<OrdersError>("orders.item_not_found", { status: 404 });
  await recordAudit(trx, context, {
    actor,
    action: "orders.menu",
    record: { table: "service_items", id: input.code },
    requestId: context.requestId,
  });
  await invalidatePages(trx);
};

/** A new installation begins with a menu; what a district changed of it stays. Several nodes may start at once. */
export const seedItems = async (db: Db, context: ActContext): Promise<void> => {
  await inTransaction(db, async (trx) => {
    await sql`lock table service_items in share row exclusive mode`.execute(trx);
    const any = await trx.selectFrom("service_items").select("code").limit(1).executeTakeFirst();
    if (any !== undefined) return;
    for (const item of standardItems) await writeItem(trx, context, systemActor("orders.menu"), item);
  });
};
