import { sql } from "kysely";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Db, Trx } from "#kernel/db.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import { AppError } from "#kernel/errors.ts";
import { findTextIds } from "#kernel/text-search.ts";
import { listTermTitles } from "#modules/people/index.ts";
import type { RumoursError } from "./errors.ts";
import { hashReceipt, parseReceiptNumber } from "./receipt-numbers.ts";
import { listReturned, type ReturnView } from "./returns.ts";
import { verdictIndex } from "./search.ts";
import type { ReportStatus } from "./state.ts";
import type { VerdictSource } from "./tables.ts";
import type { MatchKind } from "./vocabulary.ts";

export type RatingView = { code: string; name: string; about: string; value: number };
/** A verdict in a list. */
export type VerdictCard = {
  claimId: string;
  claimNo: number;
  versionNo: number;
  title: string;
  answer: string;
  rating: RatingView;
  publishedAt: Date;
  asked: number;
};
/** Who signed, as the public sees it: the words under the name, the field; a dissent with its reason. */
export type VerdictSigner = {
  publicTitle: string;
  fieldName: string;
  decision: "agree" | "dissent";
  reason: string | undefined;
  signedAt: Date;
};
export type VerdictVersion = {
  versionNo: number;
  rating: RatingView;
  title: string;
  answer: string;
  explanation: string;
  conditions: string;
  advice: string;
  validOn: string;
  sources: readonly VerdictSource[];
  changeNotice: string | undefined;
  publishedAt: Date;
  contentHash: string;
  signers: readonly VerdictSigner[];
};
export type PublicVerdict = VerdictVersion & {
  claimId: string;
  claimNo: number;
  unitName: string;
  firstPublishedAt: Date;
  asked: number;
  /** Where it is asked about again after a quiet time. */
  returned: ReturnView | undefined;
  /** Earlier versions, newest first. */
  earlier: readonly VerdictVersion[];
};

const asked = sql<number>`(select count(*)::int from claim_reports r where r.claim_id = claim.id)`;

const live = (db: Db | Trx) =>
  db
    .selectFrom("verdicts as verdict")
    .innerJoin("claims as claim", "claim.id", "verdict.claim_id")
    .innerJoin("verdict_ratings as rating", "rating.code", "verdict.rating")
    .where("verdict.status", "=", "published");

const cardColumns = [
  "claim.id as claim_id",
  "claim.claim_no",
  "verdict.version_no",
  "verdict.title",
  "verdict.answer",
  "verdict.published_at",
  "rating.code as rating_code",
  "rating.name as rating_name",
  "rating.about as rating_about",
  "rating.review_value",
] as const;

type CardRow = {
  claim_id: string;
  claim_no: number;
  version_no: number;
  title: string;
  answer: string;
  published_at: Date | null;
  rating_code: string;
  rating_name: string;
  rating_about: string;
  review_value: number;
  asked: number;
};

const toRating = (
  row: Pick<CardRow, "rating_code" | "rating_name" | "rating_about" | "review_value">,
): RatingView => ({
  code: row.rating_code,
  name: row.rating_name,
  about: row.rating_about,
  value: row.review_value,
});

const toCard = (row: CardRow): VerdictCard => ({
  claimId: row.claim_id,
  claimNo: row.claim_no,
  versionNo: row.version_no,
  title: row.title,
  answer: row.answer,
  rating: toRating(row),
  // verdicts_published_check: what is published has a time.
  publishedAt: row.published_at ?? new Date(0),
  asked: row.asked,
});

export type VerdictFilter = {
  q?: string | undefined;
  rating?: string | undefined;
  /** YYYY-MM: published in this month, in the district's time. */
  month?: string | undefined;
  claimIds?: readonly string[] | undefined;
};

const inMonth = (month: string) =>
  sql<boolean>`to_char(verdict.published_at at time zone 'Asia/Shanghai', 'YYYY-MM') = ${month}`;

/** Published verdicts: best match first where words are given, else the newest. */
export const listVerdicts = async (
  db: Db,
  filter: VerdictFilter,
  page: { page: number; size: number },
): Promise<{ rows: readonly VerdictCard[]; total: number }> => {
  const words = filter.q?.trim() ?? "";
  const found = words === "" ? filter.claimIds : await findTextIds(db, verdictIndex, words);
  if (found?.length === 0) return { rows: [], total: 0 };
  let query = live(db);
  if (found !== undefined) query = query.where("claim.id", "in", [...found]);
  if (filter.rating !== undefined) query = query.where("verdict.rating", "=", filter.rating);
  if (filter.month !== undefined) query = query.where(inMonth(filter.month));
  const { total } = await query
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await query
    .select([...cardColumns, asked.as("asked")])
    .$if(words !== "" && found !== undefined, (sorted) =>
      sorted.orderBy(sql`array_position(${[...(found ?? [])]}::uuid[], claim.id)`),
    )
    .orderBy("verdict.published_at", "desc")
    .orderBy("claim.claim_no", "desc")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows: rows.map(toCard), total };
};

/** Months in which verdicts came out, newest first, with how many. */
export const listVerdictMonths = async (db: Db): Promise<readonly { month: string; count: number }[]> =>
  live(db)
    .select([
      sql<string>`to_char(verdict.published_at at time zone 'Asia/Shanghai', 'YYYY-MM')`.as("month"),
      (eb) => eb.fn.countAll<number>().as("count"),
    ])
    .groupBy(sql`1`)
    .orderBy(sql`1`, "desc")
    .execute();

export type MonthlyRow = VerdictCard & { askedInMonth: number };

/** 流言榜: what was asked most in a month among what has a verdict; derived from the reports, never typed. */
export const listMonthly = async (db: Db, month: string, size = 10): Promise<readonly MonthlyRow[]> => {
  const inMonthAsked = sql<number>`(select count(*)::int from claim_reports r where r.claim_id = claim.id
    and to_char(r.created_at at time zone 'Asia/Shanghai', 'YYYY-MM') = ${month})`;
  const rows = await live(db)
    .select([...cardColumns, asked.as("asked"), inMonthAsked.as("asked_in_month")])
    .where(inMonthAsked, ">", 0)
    .orderBy(inMonthAsked, "desc")
    .orderBy("claim.claim_no")
    .limit(size)
    .execute();
  return rows.map((row) => ({ ...toCard(row), askedInMonth: row.asked_in_month }));
};

const signersOf = async (
  db: Db | Trx,
  verdicts: readonly { id: string; round_no: number }[],
): Promise<ReadonlyMap<string, readonly VerdictSigner[]>> => {
  if (verdicts.length === 0) return new Map();
  const rows = await db
    .selectFrom("verdict_signatures as signature")
    .innerJoin("verdicts as verdict", "verdict.id", "signature.verdict_id")
    .select([
      "signature.verdict_id",
      "signature.expert_term_id",
      "signature.decision",
      "signature.reason",
      "signature.signed_at",
    ])
    .where(
      "verdict.id",
      "in",
      verdicts.map((verdict) => verdict.id),
    )
    .whereRef("signature.round_no", "=", "verdict.round_no")
    .orderBy("signature.signed_at")
    .execute();
  const titles = await listTermTitles(
    db,
    rows.map((row) => row.expert_term_id),
  );
  return Map.groupBy(
    rows.map((row) => ({
      verdictId: row.verdict_id,
      publicTitle: titles.get(row.expert_term_id)?.publicTitle ?? "专家",
      fieldName: titles.get(row.expert_term_id)?.fieldName ?? "",
      decision: row.decision,
      reason: row.reason ?? undefined,
      signedAt: row.signed_at,
    })),
    (row) => row.verdictId,
  );
};

/** A claim's verdict with its history; undefined where nothing of it is out. */
export const findVerdict = async (
  db: Db | Trx,
  claimId: string,
  now: Date,
): Promise<PublicVerdict | undefined> => {
  const rows = await db
    .selectFrom("verdicts as verdict")
    .innerJoin("claims as claim", "claim.id", "verdict.claim_id")
    .innerJoin("org_units as unit", "unit.id", "claim.unit_id")
    .innerJoin("verdict_ratings as rating", "rating.code", "verdict.rating")
    .select([
      ...cardColumns,
      asked.as("asked"),
      "verdict.id",
      "verdict.round_no",
      "verdict.status",
      "verdict.explanation",
      "verdict.conditions",
      "verdict.advice",
      "verdict.valid_on",
      "verdict.sources",
      "verdict.change_notice",
      "verdict.content_hash",
      "unit.name as unit_name",
    ])
    .where("claim.id", "=", claimId)
    .where("verdict.status", "in", ["published", "superseded"])
    .orderBy("verdict.version_no", "desc")
    .execute();
  const signers = await signersOf(db, rows);
  const versions = rows.map((row): VerdictVersion => ({
    versionNo: row.version_no,
    rating: toRating(row),
    title: row.title,
    answer: row.answer,
    explanation: row.explanation,
    conditions: row.conditions,
    advice: row.advice,
    validOn: row.valid_on,
    sources: row.sources,
    changeNotice: row.change_notice ?? undefined,
    publishedAt: row.published_at ?? new Date(0),
    contentHash: row.content_hash?.toString("hex") ?? "",
    signers: signers.get(row.id) ?? [],
  }));
  const [row] = rows;
  const [current, ...earlier] = versions;
  if (row === undefined || current === undefined || row.status !== "published") return undefined;
  return {
    ...current,
    claimId,
    claimNo: row.claim_no,
    unitName: row.unit_name,
    firstPublishedAt: versions.at(-1)?.publishedAt ?? current.publishedAt,
    asked: row.asked,
    returned: (await listReturned(db, now, [claimId])).get(claimId),
    earlier,
  };
};

const returnedShown = 5;

/** Verdicts whose claim is asked about again: the five most asked, the most asked first. */
export const listReturnedVerdicts = async (
  db: Db,
  now: Date,
): Promise<readonly (VerdictCard & { returned: ReturnView })[]> => {
  const most = [...(await listReturned(db, now))]
    .toSorted(([, left], [, right]) => right.reports - left.reports)
    .slice(0, returnedShown);
  const claimIds = most.map(([claimId]) => claimId);
  const { rows } = await listVerdicts(db, { claimIds }, { page: 1, size: returnedShown });
  return most.flatMap(([claimId, returned]) => {
    const card = rows.find((row) => row.claimId === claimId);
    return card === undefined ? [] : [{ ...card, returned }];
  });
};

/** What an asker sees under his number. */
export type AskedView = {
  status: ReportStatus;
  text: string;
  photoIds: readonly string[];
  claimId: string | null;
  matchedBy: MatchKind;
  candidates: readonly VerdictCard[];
  createdAt: Date;
  dueAt: Date;
  hasPhone: boolean;
  unitId: string | null;
  declineReason: string | undefined;
  /** When he was told, newest first. */
  notices: readonly { kind: "answer" | "change" | "declined"; at: Date }[];
};

const readAsked = async (
  db: Db,
  cipher: FieldCipher,
  where: { codeHash: Buffer } | { personId: string },
): Promise<readonly (AskedView & { reportId: string })[]> => {
  let query = db
    .selectFrom("claim_reports as report")
    .leftJoin("claims as claim", "claim.id", "report.claim_id")
    .selectAll("report")
    .select("claim.decline_reason")
    .orderBy("report.created_at", "desc")
    .limit(50);
  query =
    "codeHash" in where
      ? query.where("report.code_hash", "=", where.codeHash)
      : query.where("report.person_id", "=", where.personId);
  const reports = await query.execute();
  if (reports.length === 0) return [];
  const notices = await db
    .selectFrom("verdict_notices")
    .select(["report_id", "kind", "created_at"])
    .where(
      "report_id",
      "in",
      reports.map((report) => report.id),
    )
    .orderBy("created_at", "desc")
    .execute();
  const photos = await db
    .selectFrom("claim_photos")
    .select(["id", "report_id"])
    .where(
      "report_id",
      "in",
      reports.map((report) => report.id),
    )
    .orderBy("created_at")
    .execute();
  const offered = [...new Set(reports.flatMap((report) => report.offered))];
  const cards =
    offered.length === 0
      ? []
      : (await listVerdicts(db, { claimIds: offered }, { page: 1, size: offered.length })).rows;
  return reports.map((report) => ({
    reportId: report.id,
    status: report.status,
    text: report.text_sealed === null ? "" : cipher.decrypt(report.text_sealed),
    photoIds: photos.filter((photo) => photo.report_id === report.id).map((photo) => photo.id),
    claimId: report.claim_id,
    matchedBy: report.matched_by,
    candidates: report.offered.flatMap((id) => cards.find((card) => card.claimId === id) ?? []),
    createdAt: report.created_at,
    dueAt: report.due_at,
    hasPhone: report.phone_sealed !== null,
    unitId: report.unit_id,
    declineReason: report.decline_reason ?? undefined,
    notices: notices
      .filter((notice) => notice.report_id === report.id)
      .map((notice) => ({ kind: notice.kind, at: notice.created_at })),
  }));
};

/** @throws AppError `rumours.report_not_found` */
export const getAsked = async (db: Db, cipher: FieldCipher, number: string): Promise<AskedView> => {
  const parsed = parseReceiptNumber(number);
  const [found] =
    parsed === undefined ? [] : await readAsked(db, cipher, { codeHash: hashReceipt(cipher, parsed) });
  if (found === undefined) throw new AppError<RumoursError>("rumours.report_not_found", { status: 404 });
  return found;
};

/** What a signed-in person asked, newest first. */
export const listOwnAsked = async (
  db: Db,
  cipher: FieldCipher,
  personId: string,
): Promise<readonly (AskedView & { reportId: string })[]> => readAsked(db, cipher, { personId });

/** Grades that verdicts can have today. */
export const listRatings = async (db: Db | Trx): Promise<readonly RatingView[]> =>
  (
    await db
      .selectFrom("verdict_ratings")
      .selectAll()
      .where("retired_at", "is", null)
      .orderBy("sort_no")
      .orderBy("code")
      .execute()
  ).map((row) => ({ code: row.code, name: row.name, about: row.about, value: row.review_value }));

/** Published verdicts as a feed carries them, newest first. */
export const listNewestVerdicts = async (db: Db, size: number): Promise<readonly VerdictCard[]> =>
  (await listVerdicts(db, {}, { page: 1, size })).rows;

/** The month of a moment, in the district. */
export const monthOf = (at: Date): string => toDistrictDate(at).slice(0, 7);
