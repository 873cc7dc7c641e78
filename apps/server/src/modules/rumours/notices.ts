import type { Actor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context, ActContext } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { messageSenderOf } from "#modules/identity/index.ts";
import { toClaimPath } from "./paths.ts";
import { noticeStates, reportStates } from "./state.ts";

/** A fact names the audience where it is known. */
const toAudience = (audience: Audience | null | undefined): { audience?: Audience } =>
  audience === null || audience === undefined ? {} : { audience };

/** Rows a statement takes: a claim may have been asked about by thousands. */
const batch = 500;

export type ToldAbout = {
  claim: { id: string; unit_id: string };
  /** The verdict that came out; undefined where the desk declined with a reason. */
  verdictId?: string | undefined;
  /** Only this report; else every one of the claim that has not been told of it. */
  reportId?: string | undefined;
};

/**
 * Tells everybody who asked: a notice on the page of each receipt number, queued for a message where a phone was left, in
 * the transaction of the act. The same notice a second time adds nothing. Returns how many were told.
 */
export const tellAskers = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  about: ToldAbout,
): Promise<number> => {
  const { claim, verdictId, reportId } = about;
  const now = context.clock.now();
  let told = 0;
  for (;;) {
    const reports = await trx
      .selectFrom("claim_reports as report")
      .select((eb) => [
        "report.id",
        "report.unit_id",
        "report.audience",
        "report.phone_sealed",
        eb
          .exists(
            eb
              .selectFrom("verdict_notices as earlier")
              .select("earlier.id")
              .whereRef("earlier.report_id", "=", "report.id")
              .whereRef("earlier.claim_id", "=", "report.claim_id")
              .where("earlier.verdict_id", "is not", null),
          )
          .as("knows"),
      ])
      .where("report.claim_id", "=", claim.id)
      .$if(reportId !== undefined, (query) => query.where("report.id", "=", reportId ?? ""))
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("verdict_notices as notice")
              .select("notice.id")
              .whereRef("notice.report_id", "=", "report.id")
              .where("notice.verdict_id", verdictId === undefined ? "is" : "=", verdictId ?? null),
          ),
        ),
      )
      .orderBy("report.id")
      .limit(batch)
      .execute();
    if (reports.length === 0) return told;
    const notices = reports.map((report) => ({
      id: createId(context.clock),
      report_id: report.id,
      claim_id: claim.id,
      verdict_id: verdictId ?? null,
      kind:
        verdictId === undefined
          ? ("declined" as const)
          : report.knows
            ? ("change" as const)
            : ("answer" as const),
      status: report.phone_sealed === null ? ("on_page" as const) : ("queued" as const),
      status_changed_at: now,
      next_try_at: now,
      last_problem: null,
      created_at: now,
    }));
    await trx.insertInto("verdict_notices").values(notices).execute();
    // Many rows at once, but by the state table like a single one: from the states it names to the state it names.
    const event = verdictId === undefined ? "decline" : "answer";
    const to = verdictId === undefined ? "declined" : "answered";
    await trx
      .updateTable("claim_reports")
      .set({ status: to, status_changed_at: now })
      .where(
        "id",
        "in",
        reports.map((report) => report.id),
      )
      .where("status", "in", [...reportStates.sources(event)])
      .execute();
    await recordFacts(
      trx,
      context.clock,
      notices.map((notice, index) => ({
        kind: "rumours.asker_told",
        occurredOn: toDistrictDate(now),
        unitId: reports[index]?.unit_id ?? claim.unit_id,
        quantity: 1,
        measure: "次",
        source: { table: "verdict_notices", id: notice.id },
        ...toAudience(reports[index]?.audience),
      })),
    );
    for (const notice of notices)
      await recordAudit(trx, context, {
        actor,
        action: "rumours.tell",
        unitId: claim.unit_id,
        record: { table: "verdict_notices", id: notice.id },
        requestId: context.requestId,
      });
    told += notices.length;
  }
};

const mostAttempts = 6;
/** Minutes until the next try after so many failures: 1, 4, 9, 16, 25. */
const pauseMs = (attempts: number): number => attempts * attempts * 60_000;

const wordsOf = (
  notice: { kind: "answer" | "change" | "declined"; title: string; rating: string | null; no: number },
  publicUrl: string,
): string => {
  const title = notice.title.length > 30 ? `${notice.title.slice(0, 29)}…` : notice.title;
  if (notice.kind === "declined")
    return `您问的“${title}”这次没有核查，原因请凭查询号查看：${publicUrl}/rumours/answer`;
  const page = `${publicUrl}${toClaimPath(notice.no)}`;
  return notice.kind === "answer"
    ? `您问的“${title}”查清了：${notice.rating ?? ""}。理由和来源：${page}`
    : `您问过的“${title}”，结论有更新：${notice.rating ?? ""}。改了什么：${page}`;
};

/**
 * Sends the messages that are due through the installation's sender, each in a transaction of its own; one that fails is
 * tried again and holds up no other; after six times a person looks. Returns how many went out.
 */
export const sendNotices = async (context: Context, limit = 50): Promise<number> => {
  const { db, clock, cipher, config } = context;
  const sender = messageSenderOf(context);
  let sent = 0;
  for (let count = 0; count < limit; count += 1) {
    const outcome = await inTransaction(db, async (trx) => {
      const now = clock.now();
      const row = await trx
        .selectFrom("verdict_notices as notice")
        .innerJoin("claim_reports as report", "report.id", "notice.report_id")
        .innerJoin("claims as claim", "claim.id", "notice.claim_id")
        .leftJoin("verdicts as verdict", "verdict.id", "notice.verdict_id")
        .leftJoin("verdict_ratings as rating", "rating.code", "verdict.rating")
        .select([
          "notice.id",
          "notice.kind",
          "notice.attempts",
          "notice.created_at",
          "report.phone_sealed",
          "claim.claim_no as no",
          "claim.title as claim_title",
          "verdict.title",
          "rating.name as rating",
        ])
        .where("notice.status", "in", ["queued", "failing"])
        .where("notice.next_try_at", "<=", now)
        .orderBy("notice.next_try_at")
        .limit(1)
        .forUpdate("notice")
        .skipLocked()
        .executeTakeFirst();
      if (row === undefined) return "none";
      const change = async (event: "send" | "fail" | "give_up", set: Record<string, unknown> = {}) =>
        applyTransition(trx as never, {
          machine: noticeStates,
          table: "verdict_notices",
          id: row.id,
          event,
          now,
          set,
        }); // the function is generic over all modules' tables
      if (row.phone_sealed === null) {
        await change("give_up", { last_problem: "号码已删除" });
        return "failed";
      }
      try {
        const title = row.title ?? row.claim_title ?? "那条消息";
        await sender.send({
          // An earlier try may have been cut before its transaction ended: always asked for.
          key: `rumours.notice:${row.id}`,
          triedSince: row.created_at,
          phone: cipher.decrypt(row.phone_sealed),
          text: wordsOf({ kind: row.kind, title, rating: row.rating, no: row.no }, config.publicUrl),
        });
        await change("send", { last_problem: null });
        return "sent";
      } catch (error) {
        const attempts = row.attempts + 1;
        const problem = { attempts, last_problem: String(error).slice(0, 300) };
        if (attempts >= mostAttempts) await change("give_up", problem);
        else await change("fail", { ...problem, next_try_at: new Date(now.getTime() + pauseMs(attempts)) });
        return "failed";
      }
    });
    if (outcome === "none") break;
    if (outcome === "sent") sent += 1;
  }
  return sent;
};
