import { sql } from "kysely";
import type { Clock } from "#kernel/clock.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { findLiveById, listItemAddresses, toArticlePath } from "#modules/contents/index.ts";
import { changeDelivery, type LookAt } from "../deliveries.ts";
import { dueDelivery, retryAt } from "../due.ts";
import type { DeliveryAct, Receipt } from "../tables.ts";
import { itemHtml } from "./item-html.ts";
import type { OutsideItem, OutsideOutcome, PostMarks } from "./platform.ts";
import type { OutsidePlatforms } from "./platforms.ts";

const minuteMs = 60_000;
/** How long a worker may speak about one item; one that was killed holds it no longer. */
const leaseMs = 2 * minuteMs;
const waitMs = minuteMs;

type Claimed = {
  id: string;
  channel: string;
  contentId: string;
  versionId: string;
  act: DeliveryAct;
  attempts: number;
};
export type OutsideParts = {
  db: Db;
  clock: Clock;
  platforms: OutsidePlatforms;
  lookAt: LookAt;
  publicUrl: string;
};

/**
 * Takes one delivery that is due, and with it every post of its item on that platform: a publication and a recall, on
 * whatever worker, never speak to a platform about one item at the same time.
 */
const claim = async (trx: Trx, now: Date): Promise<Claimed | undefined> => {
  const due = await dueDelivery(trx, now)
    .where("channel.kind", "=", "outside")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("outside_posts as post")
            .select("post.version_id")
            .whereRef("post.channel_code", "=", "delivery.channel_code")
            .whereRef("post.content_id", "=", "delivery.content_id")
            .where("post.busy_until", ">", now),
        ),
      ),
    )
    .executeTakeFirst();
  if (due === undefined) return undefined;
  // Publication and recall are two rows: the item itself is what two workers could both take.
  const lock = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${due.channel_code} ${due.content_id}`}, 5)) as taken`.execute(
    trx,
  );
  if (lock.rows[0]?.taken !== true) return undefined;
  const busyUntil = new Date(now.getTime() + leaseMs);
  await trx
    .insertInto("outside_posts")
    .values({
      channel_code: due.channel_code,
      version_id: due.version_id,
      content_id: due.content_id,
      state: "open",
      marks: sql`'{}'::jsonb`,
      busy_until: null,
      changed_at: now,
    })
    .onConflict((conflict) => conflict.constraint("outside_posts_pkey").doNothing())
    .execute();
  const taken = await trx
    .updateTable("outside_posts")
    .set({ busy_until: busyUntil })
    .where("channel_code", "=", due.channel_code)
    .where("content_id", "=", due.content_id)
    .where((eb) => eb.or([eb("busy_until", "is", null), eb("busy_until", "<=", now)]))
    .returning("version_id")
    .execute();
  if (!taken.some(({ version_id: versionId }) => versionId === due.version_id)) return undefined;
  await trx.updateTable("deliveries").set({ next_try_at: busyUntil }).where("id", "=", due.id).execute();
  return {
    id: due.id,
    channel: due.channel_code,
    contentId: due.content_id,
    versionId: due.version_id,
    act: due.act,
    attempts: due.attempts,
  };
};

const toItem = async (
  { db, clock, lookAt, publicUrl }: OutsideParts,
  claimed: Claimed,
): Promise<OutsideItem | undefined> => {
  const article = await findLiveById(db, clock.now(), claimed.contentId);
  // What is no longer out, or is out in other words, is not handed over: its recall or its successor is queued.
  if (article === undefined || article.versionId !== claimed.versionId) return undefined;
  const path = toArticlePath(article.no);
  const address = `${publicUrl}${path}`;
  return {
    no: article.no,
    versionNo: article.versionNo,
    title: article.title,
    summary: article.summary,
    author: article.content.byline === "" ? article.unitName : article.content.byline,
    html: itemHtml(article.content, address),
    address,
    versionAddress: `${address}?v=${article.versionNo}`,
    cover: async () => (await lookAt(`${path}/card.png`)).body,
  };
};

type Post = { versionId: string; state: "open" | "out" | "gone"; marks: PostMarks };

const readPosts = async (db: Db, claimed: Claimed): Promise<readonly Post[]> => {
  const rows = await db
    .selectFrom("outside_posts as post")
    .select(["post.version_id", "post.state", "post.marks"])
    .where("post.channel_code", "=", claimed.channel)
    .where("post.content_id", "=", claimed.contentId)
    .orderBy("post.changed_at")
    .execute();
  return rows.map((row) => ({
    versionId: row.version_id,
    state: row.state,
    marks: row.marks,
  }));
};

const keepIn =
  ({ db, clock }: OutsideParts, claimed: Claimed, versionId: string) =>
  async (marks: PostMarks): Promise<void> => {
    await db
      .updateTable("outside_posts")
      .set({ marks: JSON.stringify(marks), changed_at: clock.now() })
      .where("channel_code", "=", claimed.channel)
      .where("version_id", "=", versionId)
      .execute();
  };

const setState = async (
  { db, clock }: OutsideParts,
  claimed: Claimed,
  change: { versionId: string; state: Post["state"] },
): Promise<void> => {
  await db
    .updateTable("outside_posts")
    .set({ state: change.state, changed_at: clock.now() })
    .where("channel_code", "=", claimed.channel)
    .where("version_id", "=", change.versionId)
    .execute();
};

/** Speaks to the platform, outside any transaction: a slow platform holds no row. */
const speak = async (parts: OutsideParts, claimed: Claimed): Promise<OutsideOutcome> => {
  const platform = parts.platforms[claimed.channel];
  if (platform === undefined)
    return { state: "stop", problem: "这个平台还没有设置帐号，请系统管理员设置后重试。" };
  const posts = await readPosts(parts.db, claimed);
  const { title } = (await listItemAddresses(parts.db, [claimed.contentId])).get(claimed.contentId) ?? {};
  const takeDown = async (post: Post): Promise<OutsideOutcome> => {
    const outcome = await platform.recall(
      { title: title ?? "", versionAddress: post.marks.address ?? "" },
      post.marks,
      keepIn(parts, claimed, post.versionId),
    );
    if (outcome.state === "done")
      await setState(parts, claimed, { versionId: post.versionId, state: "gone" });
    return outcome;
  };
  if (claimed.act === "recall") {
    // Whatever version is there: a recall is of the item.
    let last: OutsideOutcome = {
      state: "done",
      proof: { httpStatus: 0, answerHash: "", note: "没有发到这个平台" },
    };
    for (const post of posts.filter(({ state }) => state !== "gone")) {
      last = await takeDown(post);
      if (last.state !== "done") return last;
    }
    return last;
  }
  const item = await toItem(parts, claimed);
  if (item === undefined) return { state: "stop", problem: "这一版已经不是现在发布的文字，不再外发。" };
  // The words of before must not stay beside the corrected ones.
  for (const earlier of posts.filter(
    ({ versionId, state }) => versionId !== claimed.versionId && state !== "gone",
  )) {
    const gone = await takeDown(earlier);
    if (gone.state !== "done") return gone;
  }
  const own = posts.find(({ versionId }) => versionId === claimed.versionId);
  const marks = { ...own?.marks, address: item.versionAddress };
  const outcome = await platform.publish(item, marks, keepIn(parts, claimed, claimed.versionId));
  if (outcome.state === "done")
    await setState(parts, claimed, { versionId: claimed.versionId, state: "out" });
  return outcome;
};

const settle = async (
  trx: Trx,
  { clock }: OutsideParts,
  claimed: Claimed,
  outcome: OutsideOutcome,
): Promise<void> => {
  const now = clock.now();
  await trx
    .updateTable("outside_posts")
    .set({ busy_until: null })
    .where("channel_code", "=", claimed.channel)
    .where("content_id", "=", claimed.contentId)
    .execute();
  const standing = await trx
    .selectFrom("deliveries")
    .select("status")
    .where("id", "=", claimed.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  // Overtaken while the platform was spoken to: what it did is in the marks, and the recall goes on from there.
  if (standing.status === "overtaken" || standing.status === "confirmed") return;
  switch (outcome.state) {
    case "done": {
      const receipt: Receipt = { ...outcome.proof, at: now.toISOString() };
      return changeDelivery(trx, clock, {
        id: claimed.id,
        event: "confirm",
        set: { receipt: JSON.stringify(receipt), last_problem: null, attempts: claimed.attempts + 1 },
      });
    }
    case "wait":
      return changeDelivery(trx, clock, {
        id: claimed.id,
        event: "hand_over",
        set: { last_problem: outcome.note, next_try_at: new Date(now.getTime() + waitMs) },
      });
    case "again":
    case "stop": {
      const next = retryAt(now, claimed.attempts);
      await changeDelivery(trx, clock, {
        id: claimed.id,
        event: "fail",
        set: {
          attempts: claimed.attempts + 1,
          last_problem: outcome.problem.slice(0, 200),
          next_try_at:
            outcome.state === "again" && outcome.waitMinutes !== undefined
              ? new Date(now.getTime() + outcome.waitMinutes * minuteMs)
              : next.at,
        },
      });
      if (outcome.state === "stop" || next.isLast)
        await changeDelivery(trx, clock, { id: claimed.id, event: "give_up" });
      return;
    }
    default: {
      const never: never = outcome;
      return never;
    }
  }
};

/**
 * Works off what platforms outside are due: claim in one transaction, speak in none, settle in another. A worker that is
 * killed between leaves marks and a lease that ends; the next one goes on from them. Returns how many were tried.
 */
export const runOutsideDeliveries = async (parts: OutsideParts, limit = 20): Promise<number> => {
  for (let count = 0; count < limit; count += 1) {
    const claimed = await inTransaction(parts.db, (trx) => claim(trx, parts.clock.now()));
    if (claimed === undefined) return count;
    const outcome = await speak(parts, claimed);
    await inTransaction(parts.db, (trx) => settle(trx, parts, claimed, outcome));
  }
  return limit;
};
