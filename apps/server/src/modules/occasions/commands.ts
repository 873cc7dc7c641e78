import type { Actor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { addDays, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { listTopics } from "#modules/contents/index.ts";
import type { OccasionsError } from "./errors.ts";
import type { OccasionSource } from "./queries.ts";
import { isMonthDay, type OccasionKind, type OccasionRule } from "./rule.ts";

export type OccasionInput = {
  code: string;
  kind: OccasionKind;
  name: string;
  about: string;
  advice: string;
  audiences: readonly Audience[];
  topics: readonly string[];
  words: readonly string[];
  rule: OccasionRule;
  source: OccasionSource | null;
};

const wrong = (code: OccasionsError, field: string): AppError<OccasionsError> =>
  new AppError<OccasionsError>(code, { fields: { [field]: code } });

const checkRule = (input: OccasionInput): void => {
  const { rule, source } = input;
  if (rule.kind === "announced") return;
  if (rule.kind === "fixed" && !(isMonthDay(rule.from) && isMonthDay(rule.to)))
    throw wrong("occasions.day_wrong", "rule");
  if (source === null) throw wrong("occasions.source_needed", "source");
};

/**
 * Adds an occasion or changes it. A rule with dates needs its source.
 * @throws AppError `occasions.day_wrong` | `occasions.source_needed` | `occasions.topic_unknown`
 */
export const writeOccasion = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: OccasionInput,
): Promise<void> => {
  checkRule(input);
  const known = new Set((await listTopics(trx)).map((topic) => topic.code));
  const unknown = input.topics.filter((topic) => !known.has(topic));
  if (unknown.length > 0)
    throw new AppError<OccasionsError>("occasions.topic_unknown", {
      values: { codes: unknown.join("、") },
      fields: { topics: "occasions.topic_unknown" },
    });
  const now = context.clock.now();
  const columns = {
    kind: input.kind,
    name: input.name.trim(),
    about: input.about.trim(),
    advice: input.advice.trim(),
    audiences: [...new Set(input.audiences)],
    topics: [...new Set(input.topics)],
    words: [...new Set(input.words.map((word) => word.trim()).filter((word) => word !== ""))],
    rule: input.rule,
    source_publisher: input.source?.publisher ?? null,
    source_title: input.source?.title ?? null,
    source_date: input.source?.date ?? null,
    source_url: input.source?.url ?? null,
    updated_at: now,
  };
  await trx
    .insertInto("occasions")
    .values({ code: input.code, created_at: now, ...columns })
    .onConflict((conflict) => conflict.column("code").doUpdateSet(columns))
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "occasions.manage",
    record: { table: "occasions", id: input.code },
    requestId: context.requestId,
  });
  await invalidatePages(trx);
};

const isOverlap = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "23P01";

export type PeriodInput = {
  code: string;
  startsOn: string;
  endsOn: string;
  /** `off` keeps a reminder silent for these days though its rule would show it. */
  act: "on" | "off";
  reason: string;
};

/**
 * Sets dates: those announced for a year, or a reminder switched on or kept silent until a day. Two periods of one
 * occasion never share a day: an exclusion constraint decides, also between two people at once.
 * @throws AppError `occasions.not_found` | `occasions.days_turned` | `occasions.too_long` | `occasions.past` | `occasions.overlap`
 */
export const setPeriod = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: PeriodInput,
): Promise<string> => {
  const { startsOn, endsOn } = input;
  if (endsOn < startsOn) throw wrong("occasions.days_turned", "endsOn");
  if (endsOn > addDays(startsOn, 365)) throw wrong("occasions.too_long", "endsOn");
  const now = context.clock.now();
  if (endsOn < toDistrictDate(now)) throw wrong("occasions.past", "endsOn");
  const occasion = await trx
    .selectFrom("occasions")
    .select("code")
    .where("code", "=", input.code)
    .executeTakeFirst();
  if (occasion === undefined) throw new AppError<OccasionsError>("occasions.not_found", { status: 404 });
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("occasion_periods")
      .values({
        id,
        occasion_code: input.code,
        starts_on: startsOn,
        ends_on: endsOn,
        is_on: input.act === "on",
        reason: input.reason.trim(),
        ended_on: null,
        end_reason: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isOverlap(error))
      throw new AppError<OccasionsError>("occasions.overlap", {
        status: 409,
        fields: { startsOn: "occasions.overlap" },
      });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "occasions.set_days",
    record: { table: "occasion_periods", id },
    reason: input.reason.trim(),
    requestId: context.requestId,
  });
  await invalidatePages(trx);
  return id;
};

/**
 * Ends a period from today on; one that has not begun never comes. Of two people who end it at once one does.
 * @throws AppError `occasions.period_not_found` | `occasions.period_over`
 */
export const endPeriod = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<void> => {
  const today = toDistrictDate(context.clock.now());
  const period = await trx
    .selectFrom("occasion_periods")
    .select(["starts_on"])
    .where("id", "=", input.id)
    .executeTakeFirst();
  if (period === undefined) throw new AppError<OccasionsError>("occasions.period_not_found", { status: 404 });
  const ended = await trx
    .updateTable("occasion_periods")
    .set({
      ended_on: today < period.starts_on ? period.starts_on : today,
      end_reason: input.reason.trim(),
    })
    .where("id", "=", input.id)
    .where("ended_on", "is", null)
    .where("ends_on", ">=", today)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n)
    throw new AppError<OccasionsError>("occasions.period_over", { status: 409 });
  await recordAudit(trx, context, {
    actor,
    action: "occasions.set_days",
    record: { table: "occasion_periods", id: input.id },
    reason: input.reason.trim(),
    requestId: context.requestId,
  });
  await invalidatePages(trx);
};
