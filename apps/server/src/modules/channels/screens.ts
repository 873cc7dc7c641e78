import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { ChannelsError } from "./errors.ts";
import type { DeliveryAct } from "./tables.ts";

export type ScreenView = {
  id: string;
  name: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  lastSeenAt: Date | null;
  retiredAt: Date | null;
  /** Posters it shows by its own word. */
  onCount: number;
};

const hashToken = (token: string): Buffer => createHash("sha256").update(`screen:${token}`).digest();

/** Registers a screen; the token is shown once and typed into the screen. */
export const registerScreen = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; name: string },
): Promise<{ id: string; token: string }> => {
  const id = createId(context.clock);
  const token = randomBytes(18).toString("base64url");
  await trx
    .insertInto("screens")
    .values({
      id,
      unit_id: input.unitId,
      name: input.name.trim(),
      token_hash: hashToken(token),
      created_at: context.clock.now(),
      last_seen_at: null,
      retired_at: null,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "channels.manage_screens",
    unitId: input.unitId,
    record: { table: "screens", id },
    requestId: context.requestId,
  });
  return { id, token };
};

/** A screen that is no longer there: its token ends, and no recall waits for it. @throws AppError `channels.screen_not_found` */
export const retireScreen = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<void> => {
  const retired = await trx
    .updateTable("screens")
    .set({ retired_at: context.clock.now() })
    .where("id", "=", input.id)
    .where("retired_at", "is", null)
    .returning("unit_id")
    .executeTakeFirst();
  if (retired === undefined) throw new AppError<ChannelsError>("channels.screen_not_found", { status: 404 });
  await recordAudit(trx, context, {
    actor,
    action: "channels.manage_screens",
    unitId: retired.unit_id,
    record: { table: "screens", id: input.id },
    reason: input.reason,
    requestId: context.requestId,
  });
};

const screenRows = (db: Db | Trx) =>
  db
    .selectFrom("screens as screen")
    .innerJoin("org_units as unit", "unit.id", "screen.unit_id")
    .select([
      "screen.id",
      "screen.name",
      "screen.unit_id",
      "unit.name as unit_name",
      "unit.path as unit_path",
      "screen.last_seen_at",
      "screen.retired_at",
      sql<number>`(select count(*)::int from screen_receipts shown
        where shown.screen_id = screen.id and shown.act = 'publish' and not exists (
          select 1 from screen_receipts removed where removed.screen_id = shown.screen_id
            and removed.version_id = shown.version_id and removed.act = 'recall'))`.as("on_count"),
    ]);

const toScreenView = (
  row: Awaited<ReturnType<ReturnType<typeof screenRows>["execute"]>>[number],
): ScreenView => ({
  id: row.id,
  name: row.name,
  unitId: row.unit_id,
  unitName: row.unit_name,
  unitPath: row.unit_path,
  lastSeenAt: row.last_seen_at,
  retiredAt: row.retired_at,
  onCount: row.on_count,
});

/** @throws AppError `channels.screen_not_found` */
export const getScreen = async (db: Db | Trx, id: string): Promise<ScreenView> => {
  const row = await screenRows(db).where("screen.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<ChannelsError>("channels.screen_not_found", { status: 404 });
  return toScreenView(row);
};

export const listScreens = async (
  db: Db | Trx,
  scope: Scope,
  options: { page: number; size: number },
): Promise<{ rows: readonly ScreenView[]; total: number }> => {
  const base = screenRows(db).where(withinScope("unit.path", scope));
  const { rows, total } = await readPage(
    base,
    (query) => query.orderBy("screen.created_at", "desc").orderBy("screen.id"),
    options,
  );
  return { rows: rows.map(toScreenView), total };
};

/** The screen that a token belongs to. @throws AppError `channels.screen_token` (401) */
export const findScreenByToken = async (
  db: Db | Trx,
  token: string,
): Promise<{ id: string; unitId: string }> => {
  const row = await db
    .selectFrom("screens")
    .select(["id", "unit_id"])
    .where("token_hash", "=", hashToken(token))
    .where("retired_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ChannelsError>("channels.screen_token", { status: 401 });
  return { id: row.id, unitId: row.unit_id };
};

/** What a screen reports when it comes by: which versions it shows, which it has removed. Reporting again changes nothing. */
export const noteScreenReceipts = async (
  trx: Trx,
  now: Date,
  input: { screenId: string; shown: readonly string[]; removed: readonly string[] },
): Promise<void> => {
  await trx.updateTable("screens").set({ last_seen_at: now }).where("id", "=", input.screenId).execute();
  const rows = [
    ...input.shown.map((versionId) => ({ version_id: versionId, act: "publish" as const })),
    ...input.removed.map((versionId) => ({ version_id: versionId, act: "recall" as const })),
  ];
  if (rows.length === 0) return;
  // Only versions that were ever sent to the screens: a screen's word creates nothing.
  const known = await trx
    .selectFrom("deliveries")
    .select("version_id")
    .where("channel_code", "=", "screens")
    .where("version_id", "in", [...new Set(rows.map((row) => row.version_id))])
    .execute();
  const sent = new Set(known.map((row) => row.version_id));
  const kept = rows.filter((row) => sent.has(row.version_id));
  if (kept.length === 0) return;
  await trx
    .insertInto("screen_receipts")
    .values(
      kept.map((row) => ({
        ...row,
        screen_id: input.screenId,
        received_at: now,
        person_id: null,
        note: null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** Screens in use, and how many of them confirmed. A recall asks only those that had said they show it. */
export const countScreenReceipts = async (
  db: Db | Trx,
  input: { versionId: string; act: DeliveryAct },
): Promise<{ screens: number; confirmed: number }> => {
  const row = await sql<{ screens: number; confirmed: number }>`
    select count(*)::int as screens, count(receipt.screen_id)::int as confirmed
    from screens screen
    left join screen_receipts receipt
      on receipt.screen_id = screen.id and receipt.version_id = ${input.versionId} and receipt.act = ${input.act}
    where screen.retired_at is null and (${input.act} = 'publish' or exists (
      select 1 from screen_receipts shown
      where shown.screen_id = screen.id and shown.version_id = ${input.versionId} and shown.act = 'publish'))`.execute(
    db,
  );
  return row.rows[0] ?? { screens: 0, confirmed: 0 };
};

/** Versions that a screen said it shows and has not said it removed: what it must be told to take down. */
export const listShownBy = async (db: Db | Trx, screenId: string): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom("screen_receipts as shown")
    .select("shown.version_id")
    .where("shown.screen_id", "=", screenId)
    .where("shown.act", "=", "publish")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("screen_receipts as removed")
            .select("removed.version_id")
            .whereRef("removed.screen_id", "=", "shown.screen_id")
            .whereRef("removed.version_id", "=", "shown.version_id")
            .where("removed.act", "=", "recall"),
        ),
      ),
    )
    .execute();
  return rows.map((row) => row.version_id);
};
