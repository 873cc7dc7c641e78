import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { listItemAddresses, listLivePosters, type LivePoster } from "#modules/contents/index.ts";
import type { ChannelsError } from "./errors.ts";
import { getScreen, listShownBy, noteScreenReceipts } from "./screens.ts";

/** Posters a screen shows in turn. */
const postersOnScreen = 20;

export type ScreenPoster = {
  versionId: string;
  contentId: string;
  no: number;
  title: string;
  /** Since when the screen has it. */
  since: Date;
  /** No longer among the posters of now: the screen has not said yet that it took it down. */
  mustGo: boolean;
};
export type ScreenWord = {
  versionId: string;
  title: string;
  act: "publish" | "recall";
  at: Date;
  /** Null where the screen itself said so. */
  note: string | null;
};

const titlesOf = async (
  db: Db | Trx,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, { contentId: string; no: number; title: string }>> => {
  if (versionIds.length === 0) return new Map();
  const sent = await db
    .selectFrom("deliveries")
    .select(["version_id", "content_id"])
    .distinct()
    .where("channel_code", "=", "screens")
    .where("version_id", "in", [...new Set(versionIds)])
    .execute();
  const items = await listItemAddresses(
    db,
    sent.map((row) => row.content_id),
  );
  return new Map(
    sent.flatMap((row) => {
      const item = items.get(row.content_id);
      return item === undefined
        ? []
        : [[row.version_id, { contentId: row.content_id, no: item.no, title: item.title }] as const];
    }),
  );
};

/**
 * A screen comes by: says what it took down and is handed the posters of now. What was handed over counts as shown: a
 * recall then waits for this screen's word.
 */
export const noteScreenVisit = async (
  trx: Trx,
  now: Date,
  input: { screenId: string; removed: readonly string[] },
): Promise<{ posters: readonly LivePoster[]; remove: readonly string[] }> => {
  const posters = await listLivePosters(trx, now, postersOnScreen);
  await noteScreenReceipts(trx, now, {
    screenId: input.screenId,
    shown: posters.map((poster) => poster.versionId),
    removed: input.removed,
  });
  const current = new Set(posters.map((poster) => poster.versionId));
  const shown = await listShownBy(trx, input.screenId);
  return { posters, remove: shown.filter((versionId) => !current.has(versionId)) };
};

/** What a screen shows now by its own word, and what of it must go. */
export const listOnScreen = async (
  db: Db | Trx,
  now: Date,
  screenId: string,
): Promise<readonly ScreenPoster[]> => {
  const shown = await listShownBy(db, screenId);
  if (shown.length === 0) return [];
  const [titles, live] = [await titlesOf(db, shown), await listLivePosters(db, now, postersOnScreen)];
  const current = new Set(live.map((poster) => poster.versionId));
  const receipts = await db
    .selectFrom("screen_receipts")
    .select(["version_id", "received_at"])
    .where("screen_id", "=", screenId)
    .where("act", "=", "publish")
    .where("version_id", "in", [...shown])
    .orderBy("received_at", "desc")
    .execute();
  return receipts.flatMap((receipt) => {
    const item = titles.get(receipt.version_id);
    return item === undefined
      ? []
      : [
          {
            versionId: receipt.version_id,
            ...item,
            since: receipt.received_at,
            mustGo: !current.has(receipt.version_id),
          },
        ];
  });
};

/** The last words of a screen, and of people who stood before it. */
export const listScreenWords = async (db: Db | Trx, screenId: string): Promise<readonly ScreenWord[]> => {
  const rows = await db
    .selectFrom("screen_receipts")
    .select(["version_id", "act", "received_at", "note"])
    .where("screen_id", "=", screenId)
    .orderBy("received_at", "desc")
    .limit(50)
    .execute();
  const titles = await titlesOf(
    db,
    rows.map((row) => row.version_id),
  );
  return rows.map((row) => ({
    versionId: row.version_id,
    title: titles.get(row.version_id)?.title ?? "",
    act: row.act,
    at: row.received_at,
    note: row.note,
  }));
};

/**
 * A person saw that a screen no longer shows something: the screen is broken or without a network and cannot say so
 * itself. Counts for the recall like the screen's own word, and is kept with who said it.
 * @throws AppError `channels.screen_not_found` | `channels.screen_not_shown`
 */
export const confirmScreenRemoval = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { screenId: string; versionId: string; note: string },
): Promise<void> => {
  const screen = await getScreen(trx, input.screenId);
  const shown = await listShownBy(trx, screen.id);
  if (!shown.includes(input.versionId))
    throw new AppError<ChannelsError>("channels.screen_not_shown", { status: 409 });
  await trx
    .insertInto("screen_receipts")
    .values({
      screen_id: screen.id,
      version_id: input.versionId,
      act: "recall",
      received_at: context.clock.now(),
      person_id: actor.personId,
      note: input.note.trim(),
    })
    // The screen said so itself in the meantime: its word stands.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "channels.manage_screens",
    unitId: screen.unitId,
    record: { table: "screens", id: screen.id },
    reason: input.note,
    requestId: context.requestId,
  });
};
