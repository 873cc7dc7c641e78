// What was sent to the platforms outside: by item and platform, where it stands, its address there, and the proof that a recall reached it.
import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { listItemAddresses } from "#modules/contents/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { deliveryStatusNames, type DeliveryStatus } from "../state.ts";
import type { Receipt } from "../tables.ts";

/** Where an item stands at a platform, in the words of the desk. */
export const standings = {
  under_way: "正在发",
  out: "在外面",
  stuck: "没发成，要人去看",
  recalling: "正在撤下",
  recall_stuck: "撤不下来，要人去办",
  gone: "已撤下，有证明",
  overtaken: "没发出去，已被后来的替代",
} as const;
export type Standing = keyof typeof standings;
// The keys of an object literal are its codes by construction.
export const standingCodes = Object.keys(standings) as Standing[];

/** The recall decides where there is one: what was sent once says nothing about what is still there. */
const standing = sql<Standing>`case
  when recall.status = 'confirmed' then 'gone'
  when recall.status = 'stuck' then 'recall_stuck'
  when recall.status in ('queued', 'failing', 'awaiting') then 'recalling'
  when sent.status = 'confirmed' then 'out'
  when sent.status = 'stuck' then 'stuck'
  when sent.status = 'overtaken' then 'overtaken'
  else 'under_way' end`;

export type SentStep = {
  statusName: string;
  at: Date;
  attempts: number;
  problem: string | null;
  receipt: Receipt | null;
};

export type SentView = {
  id: string;
  unitId: string;
  contentId: string;
  no: number;
  title: string;
  channel: string;
  channelName: string;
  standing: Standing;
  standingName: string;
  /** Where the platform shows it, or showed it; the demonstration's own platform has no address. */
  url: string | null;
  /** The platform's own number of it. */
  articleId: string | null;
  /** SHA-256 of what was handed over. */
  sentHash: string | null;
  sent: SentStep;
  recall: SentStep | null;
};

const rowsOf = (db: Db | Trx) =>
  db
    .selectFrom("deliveries as sent")
    .innerJoin("channels as channel", "channel.code", "sent.channel_code")
    .innerJoin("org_units as unit", "unit.id", "sent.unit_id")
    .leftJoin("outside_posts as post", (join) =>
      join
        .onRef("post.channel_code", "=", "sent.channel_code")
        .onRef("post.version_id", "=", "sent.version_id"),
    )
    .leftJoin("deliveries as recall", (join) =>
      join
        .onRef("recall.channel_code", "=", "sent.channel_code")
        .onRef("recall.version_id", "=", "sent.version_id")
        .on("recall.act", "=", "recall"),
    )
    .where("channel.kind", "=", "outside")
    .where("sent.act", "=", "publish")
    .selectAll("sent")
    .select([
      "channel.name as channel_name",
      "recall.status as recall_status",
      "recall.status_changed_at as recall_at",
      "recall.attempts as recall_attempts",
      "recall.last_problem as recall_problem",
      "recall.receipt as recall_receipt",
      "post.marks",
    ])
    .select(standing.as("standing"));

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>["execute"]>>[number];

const toStep = (step: {
  status: DeliveryStatus;
  at: Date;
  attempts: number;
  problem: string | null;
  receipt: Receipt | null;
}): SentStep => ({
  statusName: deliveryStatusNames[step.status],
  at: step.at,
  attempts: step.attempts,
  problem: step.problem,
  receipt: step.receipt,
});

const toRecall = (row: Row): SentStep | null =>
  row.recall_status === null || row.recall_at === null
    ? null
    : toStep({
        status: row.recall_status,
        at: row.recall_at,
        attempts: row.recall_attempts ?? 0,
        problem: row.recall_problem,
        receipt: row.recall_receipt,
      });

type SentFilter = {
  scope: Scope;
  channel?: string | undefined;
  standing?: Standing | undefined;
  contentId?: string | undefined;
};

/** What went outside of the units in scope: the newest item first, its platforms beside each other. */
export const listSent = async (
  db: Db | Trx,
  filter: SentFilter,
  options: { page: number; size: number },
): Promise<{ rows: readonly SentView[]; total: number }> => {
  let base = rowsOf(db).where(withinScope("unit.path", filter.scope));
  if (filter.channel !== undefined) base = base.where("sent.channel_code", "=", filter.channel);
  if (filter.contentId !== undefined) base = base.where("sent.content_id", "=", filter.contentId);
  if (filter.standing !== undefined) base = base.where(standing, "=", filter.standing);
  const { rows, total } = await readPage(
    base,
    (query) =>
      query.orderBy("sent.created_at", "desc").orderBy("sent.content_id").orderBy("sent.channel_code"),
    options,
  );
  const items = await listItemAddresses(db, [...new Set(rows.map((row) => row.content_id))]);
  return {
    total,
    rows: rows.map((row) => {
      const item = items.get(row.content_id);
      return {
        id: row.id,
        unitId: row.unit_id,
        contentId: row.content_id,
        no: item?.no ?? 0,
        title: item?.title ?? "",
        channel: row.channel_code,
        channelName: row.channel_name,
        standing: row.standing,
        standingName: standings[row.standing],
        url: row.marks?.url ?? row.receipt?.url ?? null,
        articleId: row.marks?.articleId ?? null,
        sentHash: row.marks?.sentHash ?? null,
        sent: toStep({
          status: row.status,
          at: row.status_changed_at,
          attempts: row.attempts,
          problem: row.last_problem,
          receipt: row.receipt,
        }),
        recall: toRecall(row),
      };
    }),
  };
};
