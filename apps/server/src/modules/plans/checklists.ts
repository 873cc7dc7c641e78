import { recordAct } from "#kernel/audit.ts";
import type { Actor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { PlansError } from "./errors.ts";
import { type EvidenceLinkView, listEvidenceLinks } from "./evidence.ts";
import type { ChecklistKind } from "./vocabulary.ts";

export type NewChecklist = {
  unitId: string;
  kind: ChecklistKind;
  title: string;
  source?: string | undefined;
  items: readonly {
    code: string;
    title: string;
    ownerUnitId?: string | undefined;
    dueOn?: string | undefined;
    needed?: number | undefined;
  }[];
};

/** Sets up a checklist with its items. @throws AppError `plans.checklist_exists` | `plans.checklist_items` */
export const createChecklist = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewChecklist,
): Promise<string> => {
  const codes = new Set(input.items.map((item) => item.code.trim()));
  if (input.items.length === 0 || codes.size !== input.items.length)
    throw new AppError<PlansError>("plans.checklist_items", { fields: { items: "plans.checklist_items" } });
  const id = createId(context.clock);
  const now = context.clock.now();
  try {
    await trx
      .insertInto("checklists")
      .values({
        id,
        unit_id: input.unitId,
        kind: input.kind,
        title: input.title.trim(),
        source: input.source?.trim() ?? null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "checklists_title_key"))
      throw new AppError<PlansError>("plans.checklist_exists", { status: 409, cause: error });
    throw error;
  }
  await trx
    .insertInto("checklist_items")
    .values(
      input.items.map((item, index) => ({
        id: createId(context.clock),
        checklist_id: id,
        seq: index + 1,
        code: item.code.trim(),
        title: item.title.trim(),
        owner_unit_id: item.ownerUnitId ?? null,
        due_on: item.dueOn ?? null,
        needed: item.needed ?? 1,
        created_at: now,
      })),
    )
    .execute();
  await recordAct(trx, context, actor, {
    action: "plans.create_checklist",
    unitId: input.unitId,
    table: "checklists",
    id,
  });
  return id;
};

export type ItemState = "done" | "partly" | "missing";
export const itemStateNames: Readonly<Record<ItemState, string>> = {
  done: "齐了",
  partly: "还差材料",
  missing: "没有材料",
};

export type ChecklistItemView = {
  id: string;
  code: string;
  title: string;
  ownerUnitId: string | null;
  ownerName: string | null;
  dueOn: string | null;
  needed: number;
  state: ItemState;
  /** Live and ended links: done, taken away, done again. */
  links: readonly EvidenceLinkView[];
};

export type ChecklistView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  kind: ChecklistKind;
  title: string;
  source: string | null;
  items: readonly ChecklistItemView[];
};

/** An item is done by its evidence alone; an arrangement (T-06) needs a document among it. */
const stateOf = (kind: ChecklistKind, needed: number, links: readonly EvidenceLinkView[]): ItemState => {
  const live = links.filter((link) => link.removedAt === null);
  if (live.length === 0) return "missing";
  const hasDocument = kind !== "arrangement" || live.some((link) => link.kind === "document");
  return live.length >= needed && hasDocument ? "done" : "partly";
};

export const listChecklists = async (
  db: Db | Trx,
  filter: { id?: string | undefined } = {},
): Promise<readonly ChecklistView[]> => {
  const lists = await db
    .selectFrom("checklists as list")
    .innerJoin("org_units as unit", "unit.id", "list.unit_id")
    .select([
      "list.id",
      "list.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "list.kind",
      "list.title",
      "list.source",
    ])
    .$if(filter.id !== undefined, (query) => query.where("list.id", "=", filter.id ?? ""))
    .orderBy("list.created_at")
    .orderBy("list.id")
    .execute();
  if (lists.length === 0) return [];
  const items = await db
    .selectFrom("checklist_items as item")
    .leftJoin("org_units as owner", "owner.id", "item.owner_unit_id")
    .selectAll("item")
    .select("owner.name as owner_name")
    .where(
      "item.checklist_id",
      "in",
      lists.map((list) => list.id),
    )
    .orderBy("item.seq")
    .execute();
  const links = await listEvidenceLinks(
    db,
    "checklist_item_id",
    items.map((item) => item.id),
  );
  const byItem = Map.groupBy(links, (link) => link.useId);
  return lists.map((list) => ({
    ...list,
    items: items
      .filter((item) => item.checklist_id === list.id)
      .map((item) => {
        const own = byItem.get(item.id) ?? [];
        return {
          id: item.id,
          code: item.code,
          title: item.title,
          ownerUnitId: item.owner_unit_id,
          ownerName: item.owner_name,
          dueOn: item.due_on,
          needed: item.needed,
          state: stateOf(list.kind, item.needed, own),
          links: own,
        };
      }),
  }));
};

/** @throws AppError `plans.checklist_not_found` (404) */
export const getChecklist = async (db: Db | Trx, id: string): Promise<ChecklistView> => {
  const [found] = await listChecklists(db, { id });
  if (found === undefined) throw new AppError<PlansError>("plans.checklist_not_found", { status: 404 });
  return found;
};
