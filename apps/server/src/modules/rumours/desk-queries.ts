import { triage, type Triage } from "@kepu/claim-matching";
import { sql } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { Db } from "#kernel/db.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { expertFields, isExpertField, listTermTitles } from "#modules/people/index.ts";
import { getClaim } from "./claim-rows.ts";
import { matchingOf } from "./matching.ts";
import { listClaimPhotos } from "./photos.ts";
import { type VerdictCard, listVerdicts } from "./public-queries.ts";
import { listReturned, type ReturnView } from "./returns.ts";
import { type ClaimStatus, claimStatusNames, type VerdictStatus, verdictStatusNames } from "./state.ts";
import type { VerdictSource } from "./tables.ts";
import { actNames, harmUnjudged, limits } from "./vocabulary.ts";
import { toBody } from "./verdict-rows.ts";

const weekMs = 7 * 86_400_000;

export type DeskRow = {
  id: string;
  no: number;
  /** As the desk said it, else the latest message, cut short. */
  title: string;
  described: boolean;
  status: ClaimStatus;
  statusName: string;
  fieldName: string | null;
  harm: number | null;
  reports: number;
  waiting: number;
  wordings: number;
  firstAt: Date;
  dueAt: Date | null;
  triage: Triage;
  returned: ReturnView | null;
  assignedTo: string | null;
  unitId: string;
  unitName: string;
  /** The verdict being written or signed, if there is one. */
  working: VerdictStatus | null;
};

export const fieldNameOf = (field: string | null): string | null =>
  field === null ? null : isExpertField(field) ? expertFields[field] : field;

const photoOnly = "（一张图片，还没有人写出里面的字）";
const erased = "（原话已删除）";
const shorten = (text: string, most = 60): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

const countColumns = (now: Date) => ({
  reports: sql<number>`count(report.id)::int`,
  waiting: sql<number>`count(report.id) filter (where report.status = 'waiting')::int`,
  recent: sql<number>`count(report.id) filter (where report.created_at > ${new Date(now.getTime() - weekMs)})::int`,
  before: sql<number>`count(report.id) filter (where report.created_at <= ${new Date(now.getTime() - weekMs)}
    and report.created_at > ${new Date(now.getTime() - 2 * weekMs)})::int`,
  local: sql<number>`count(report.id) filter (where report.unit_id is not null)::int`,
  due: sql<Date | null>`min(report.due_at) filter (where report.status = 'waiting')`,
});

/** The queue: claims of the units in scope, ranked by spread × harm × locality, the parts beside. */
export const listDesk = async (
  db: Db,
  context: { cipher: FieldCipher; now: Date },
  filter: {
    scope: Scope;
    status?: readonly ClaimStatus[] | undefined;
    field?: string | undefined;
    returned?: "yes" | undefined;
    q?: string | undefined;
    sort?: string | undefined;
    page: number;
    size: number;
  },
): Promise<{ rows: readonly DeskRow[]; total: number }> => {
  const counts = countColumns(context.now);
  let query = db
    .selectFrom("claims as claim")
    .innerJoin("org_units as unit", "unit.id", "claim.unit_id")
    .leftJoin("claim_reports as report", "report.claim_id", "claim.id")
    .where(withinScope("unit.path", filter.scope));
  if (filter.status !== undefined) query = query.where("claim.status", "in", [...filter.status]);
  if (filter.field !== undefined) query = query.where("claim.field", "=", filter.field);
  const returned = await listReturned(db, context.now);
  if (filter.returned !== undefined)
    query = query.where("claim.id", "=", sql<string>`any(${[...returned.keys()]}::uuid[])`);
  if (filter.q !== undefined && filter.q.trim() !== "")
    query = query.where("claim.title", "ilike", `%${filter.q.trim().replaceAll(/[\\%_]/gu, "\\$&")}%`);
  const rows = await query
    .select([
      "claim.id",
      "claim.claim_no",
      "claim.title",
      "claim.status",
      "claim.field",
      "claim.harm",
      "claim.created_at",
      "claim.assigned_person_id",
      "claim.unit_id",
      "unit.name as unit_name",
      counts.reports.as("reports"),
      counts.waiting.as("waiting"),
      counts.recent.as("recent"),
      counts.before.as("before"),
      counts.local.as("local"),
      counts.due.as("due_at"),
    ])
    .groupBy(["claim.id", "unit.name"])
    .execute();
  const ranked = rows
    .map((row) => ({
      row,
      triage: triage({
        reports: row.recent,
        reportsBefore: row.before,
        harm: row.harm ?? harmUnjudged,
        localShare: row.reports === 0 ? 0 : row.local / row.reports,
      }),
    }))
    .sort((left, right) => {
      const [up, down] = filter.sort?.startsWith("-") === false ? [left, right] : [right, left];
      const key = filter.sort?.replace("-", "");
      if (key === "firstAt") return up.row.created_at.getTime() - down.row.created_at.getTime();
      if (key === "reports") return up.row.reports - down.row.reports;
      return up.triage.score - down.triage.score || left.row.claim_no - right.row.claim_no;
    });
  const shown = ranked.slice((filter.page - 1) * filter.size, filter.page * filter.size);
  if (shown.length === 0) return { rows: [], total: ranked.length };
  const ids = shown.map(({ row }) => row.id);
  const wordings = await db
    .selectFrom("claim_wordings")
    .select(["claim_id", "text_sealed"])
    .where("claim_id", "in", ids)
    .orderBy("created_at", "desc")
    .execute();
  const photos = await listClaimPhotos(db, ids);
  const verdicts = await db
    .selectFrom("verdicts")
    .select(["claim_id", "status"])
    .where("claim_id", "in", ids)
    .where("status", "in", ["draft", "signing"])
    .execute();
  const names = await getPersonNames(
    db,
    context.cipher,
    shown.flatMap(({ row }) => row.assigned_person_id ?? []),
  );
  return {
    total: ranked.length,
    rows: shown.map(({ row, triage: score }) => {
      const own = wordings.filter((wording) => wording.claim_id === row.id);
      const latest = own.find((wording) => wording.text_sealed !== null)?.text_sealed;
      return {
        id: row.id,
        no: row.claim_no,
        title:
          row.title ??
          (latest === null || latest === undefined
            ? photos.some((photo) => photo.claimId === row.id)
              ? photoOnly
              : erased
            : shorten(context.cipher.decrypt(latest))),
        described: row.title !== null,
        status: row.status,
        statusName: claimStatusNames[row.status],
        fieldName: fieldNameOf(row.field),
        harm: row.harm,
        reports: row.reports,
        waiting: row.waiting,
        wordings: own.length,
        firstAt: row.created_at,
        dueAt: row.due_at,
        triage: score,
        returned: returned.get(row.id) ?? null,
        assignedTo: row.assigned_person_id === null ? null : (names.get(row.assigned_person_id) ?? null),
        unitId: row.unit_id,
        unitName: row.unit_name,
        working: verdicts.find((verdict) => verdict.claim_id === row.id)?.status ?? null,
      };
    }),
  };
};

export type DeskSignature = {
  personName: string;
  publicTitle: string;
  decision: "agree" | "dissent";
  reason: string | null;
  signedAt: Date;
  /** Whether it belongs to the round that is running or came out. */
  counts: boolean;
};
export type DeskVerdict = {
  id: string;
  versionNo: number;
  status: VerdictStatus;
  statusName: string;
  revision: number;
  roundNo: number;
  field: string;
  fieldName: string;
  rating: string;
  title: string;
  answer: string;
  explanation: string;
  conditions: string;
  advice: string;
  validOn: string;
  sources: readonly VerdictSource[];
  changeNotice: string;
  contentHash: string | null;
  publishedAt: Date | null;
  authors: readonly string[];
  signatures: readonly DeskSignature[];
  told: number;
};
export type DeskWording = { id: string; text: string; confirmed: boolean; reports: number; createdAt: Date };
export type DeskDetail = {
  id: string;
  no: number;
  title: string | null;
  status: ClaimStatus;
  statusName: string;
  field: string | null;
  fieldName: string | null;
  harm: number | null;
  unitId: string;
  unitName: string;
  unitPath: string;
  mergedIntoId: string | null;
  declineReason: string | null;
  assignedTo: string | null;
  createdAt: Date;
  triage: Triage;
  reports: number;
  waiting: number;
  sources: readonly { source: string; count: number }[];
  places: readonly { unitName: string; count: number }[];
  audiences: readonly { audience: Audience; count: number }[];
  dueAt: Date | null;
  wordings: readonly DeskWording[];
  photos: readonly { id: string; createdAt: Date; hasWords: boolean }[];
  returned: ReturnView | null;
  near: readonly VerdictCard[];
  notes: readonly { id: string; personName: string; note: string; createdAt: Date }[];
  verdicts: readonly DeskVerdict[];
  acts: readonly { at: Date; title: string; personName: string | null; reason: string | null }[];
};

const wordingsShown = 40;

/** One claim with all that the desk knows of it. @throws AppError `rumours.not_found` */
export const getDeskDetail = async (
  db: Db,
  context: { cipher: FieldCipher; now: Date },
  claimId: string,
): Promise<DeskDetail> => {
  const claim = await getClaim(db, claimId);
  const unit = await db
    .selectFrom("org_units")
    .select("name")
    .where("id", "=", claim.unit_id)
    .executeTakeFirst();
  const counts = countColumns(context.now);
  const totals = await db
    .selectFrom("claim_reports as report")
    .select([
      counts.reports.as("reports"),
      counts.waiting.as("waiting"),
      counts.recent.as("recent"),
      counts.before.as("before"),
      counts.local.as("local"),
      counts.due.as("due_at"),
    ])
    .where("report.claim_id", "=", claim.id)
    .executeTakeFirstOrThrow();
  const groups = await db
    .selectFrom("claim_reports as report")
    .leftJoin("org_units as unit", "unit.id", "report.unit_id")
    .select((eb) => ["report.source", "unit.name", "report.audience", eb.fn.countAll<number>().as("count")])
    .where("report.claim_id", "=", claim.id)
    .groupBy(["report.source", "unit.name", "report.audience"])
    .execute();
  const sum = <T>(valueOf: (row: (typeof groups)[number]) => T | null): Map<T, number> => {
    const found = new Map<T, number>();
    for (const row of groups) {
      const value = valueOf(row);
      if (value !== null) found.set(value, (found.get(value) ?? 0) + row.count);
    }
    return found;
  };
  const wordings = await sql<{
    fingerprint: Buffer;
    text_sealed: Buffer | null;
    confirmed: boolean;
    created_at: Date;
    reports: number;
  }>`
    select w.fingerprint, w.text_sealed, w.confirmed, w.created_at,
      (select count(*)::int from claim_reports r where r.fingerprint = w.fingerprint and r.claim_id = w.claim_id) as reports
    from claim_wordings w where w.claim_id = ${claim.id}
    order by reports desc, w.created_at limit ${wordingsShown}`.execute(db);
  const photos = await listClaimPhotos(db, [claim.id]);
  const texts = wordings.rows.map((row) => ({
    id: row.fingerprint.toString("hex"),
    text:
      row.text_sealed === null
        ? photos.some((photo) => photo.fingerprint.equals(row.fingerprint))
          ? photoOnly
          : erased
        : context.cipher.decrypt(row.text_sealed),
    confirmed: row.confirmed,
    reports: row.reports,
    createdAt: row.created_at,
  }));
  const notes = await db
    .selectFrom("claim_notes")
    .selectAll()
    .where("claim_id", "=", claim.id)
    .orderBy("created_at", "desc")
    .execute();
  const acts = await db
    .selectFrom("claim_acts")
    .selectAll()
    .where("claim_id", "=", claim.id)
    .orderBy("acted_at", "desc")
    .orderBy("id", "desc")
    .execute();
  const verdicts = await readVerdicts(db, claim.id);
  const names = await getPersonNames(db, context.cipher, [
    ...new Set([
      ...notes.map((note) => note.person_id),
      ...acts.flatMap((act) => act.person_id ?? []),
      ...verdicts.flatMap((verdict) => [
        ...verdict.authors,
        ...verdict.signatures.map((one) => one.personId),
      ]),
      ...(claim.assigned_person_id === null ? [] : [claim.assigned_person_id]),
    ]),
  ]);
  const nameOf = (personId: string): string => names.get(personId) ?? "已注销的用户";
  const firstWords = claim.title ?? texts.find(({ text }) => text !== photoOnly && text !== erased)?.text;
  const near =
    firstWords === undefined || claim.status === "answered" || claim.status === "merged"
      ? []
      : await listNear(db, context.cipher, firstWords);
  return {
    id: claim.id,
    no: claim.claim_no,
    title: claim.title,
    status: claim.status,
    statusName: claimStatusNames[claim.status],
    field: claim.field,
    fieldName: fieldNameOf(claim.field),
    harm: claim.harm,
    unitId: claim.unit_id,
    unitName: unit?.name ?? "",
    unitPath: claim.unit_path,
    mergedIntoId: claim.merged_into_id,
    declineReason: claim.decline_reason,
    assignedTo: claim.assigned_person_id === null ? null : nameOf(claim.assigned_person_id),
    createdAt: claim.created_at,
    triage: triage({
      reports: totals.recent,
      reportsBefore: totals.before,
      harm: claim.harm ?? harmUnjudged,
      localShare: totals.reports === 0 ? 0 : totals.local / totals.reports,
    }),
    reports: totals.reports,
    waiting: totals.waiting,
    sources: [...sum((row) => row.source)].map(([source, count]) => ({ source, count })),
    places: [...sum((row) => row.name)].map(([unitName, count]) => ({ unitName, count })),
    audiences: [...sum((row) => row.audience)].map(([audience, count]) => ({ audience, count })),
    dueAt: totals.due_at,
    wordings: texts,
    photos: photos.map(({ id, createdAt, hasWords }) => ({ id, createdAt, hasWords })),
    returned: (await listReturned(db, context.now, [claim.id])).get(claim.id) ?? null,
    near,
    notes: notes.map((note) => ({
      id: note.id,
      personName: nameOf(note.person_id),
      note: note.note,
      createdAt: note.created_at,
    })),
    verdicts: verdicts.map((verdict) => ({
      ...verdict,
      authors: verdict.authors.map(nameOf),
      signatures: verdict.signatures.map(({ personId, ...signature }) => ({
        ...signature,
        personName: nameOf(personId),
      })),
    })),
    acts: acts.map((act) => ({
      at: act.acted_at,
      title: actNames[act.act],
      personName: act.person_id === null ? null : nameOf(act.person_id),
      reason: act.reason,
    })),
  };
};

/** Published claims near the words, for the reuse of a verdict in one click. */
const listNear = async (db: Db, cipher: FieldCipher, words: string): Promise<readonly VerdictCard[]> => {
  const { claimIds } = await matchingOf(db).match(db, cipher, words.slice(0, limits.message));
  if (claimIds.length === 0) return [];
  const { rows } = await listVerdicts(db, { claimIds }, { page: 1, size: claimIds.length });
  return claimIds.flatMap((id) => rows.find((row) => row.claimId === id) ?? []);
};

const readVerdicts = async (db: Db, claimId: string) => {
  const rows = await db
    .selectFrom("verdicts")
    .selectAll()
    .where("claim_id", "=", claimId)
    .orderBy("version_no", "desc")
    .orderBy("created_at", "desc")
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const authors = await db
    .selectFrom("verdict_authors")
    .select(["verdict_id", "person_id"])
    .where("verdict_id", "in", ids)
    .orderBy("wrote_at")
    .execute();
  const signatures = await db
    .selectFrom("verdict_signatures")
    .selectAll()
    .where("verdict_id", "in", ids)
    .orderBy("signed_at")
    .execute();
  const told = await db
    .selectFrom("verdict_notices")
    .select((eb) => ["verdict_id", eb.fn.countAll<number>().as("count")])
    .where("verdict_id", "in", ids)
    .groupBy("verdict_id")
    .execute();
  const titles = await listTermTitles(
    db,
    signatures.map((signature) => signature.expert_term_id),
  );
  return rows.map((row) => {
    const body = toBody(row);
    return {
      id: row.id,
      versionNo: row.version_no,
      status: row.status,
      statusName: verdictStatusNames[row.status],
      revision: row.revision,
      roundNo: row.round_no,
      field: row.field,
      fieldName: fieldNameOf(row.field) ?? row.field,
      ...body,
      contentHash: row.content_hash?.toString("hex") ?? null,
      publishedAt: row.published_at,
      authors: authors.filter((author) => author.verdict_id === row.id).map((author) => author.person_id),
      signatures: signatures
        .filter((signature) => signature.verdict_id === row.id)
        .map((signature) => ({
          personId: signature.person_id,
          publicTitle: titles.get(signature.expert_term_id)?.publicTitle ?? "",
          decision: signature.decision,
          reason: signature.reason,
          signedAt: signature.signed_at,
          counts: signature.round_no === row.round_no && row.status !== "draft",
        })),
      told: told.find((count) => count.verdict_id === row.id)?.count ?? 0,
    };
  });
};
