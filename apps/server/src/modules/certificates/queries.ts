import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { findLedgerEntryOf } from "#kernel/ledger.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { listCorrectedHours } from "#modules/teams/index.ts";
import { type CertificateContent, parseContent, toCheckCode } from "./content.ts";
import type { CertificatesError } from "./errors.ts";
import type { CertificateKind, CertificateStanding, CertificateStatus } from "./state.ts";

export type CertificateView = {
  id: string;
  kind: CertificateKind;
  personId: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  from: string;
  to: string;
  purpose: string | null;
  no: string | null;
  creditedMinutes: number | null;
  addedMinutes: number | null;
  status: CertificateStatus;
  standing: CertificateStanding;
  checkCode: string | null;
  dueAt: Date | null;
  issuedAt: Date | null;
  decisionReason: string | null;
  createdAt: Date;
};

const selectCertificates = (db: Db | Trx) =>
  db
    .selectFrom("service_certificates as certificate")
    .innerJoin("org_units as unit", "unit.id", "certificate.unit_id")
    .select([
      "certificate.id",
      "certificate.kind",
      "certificate.person_id as personId",
      "certificate.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "certificate.period_from as from",
      "certificate.period_to as to",
      "certificate.purpose",
      "certificate.certificate_no as no",
      "certificate.credited_minutes as creditedMinutes",
      "certificate.added_minutes as addedMinutes",
      "certificate.content_hash as hash",
      "certificate.status",
      "certificate.due_at as dueAt",
      "certificate.issued_at as issuedAt",
      "certificate.decision_reason as decisionReason",
      "certificate.created_at as createdAt",
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof selectCertificates>["executeTakeFirstOrThrow"]>>;

/** A certificate is out of date as soon as one of the records it lists was corrected: nobody has to say so. */
const toViews = async (db: Db | Trx, rows: readonly Row[]): Promise<readonly CertificateView[]> => {
  if (rows.length === 0) return [];
  const listed = await db
    .selectFrom("certificate_hours")
    .select(["certificate_id", "hours_id"])
    .where(
      "certificate_id",
      "in",
      rows.map((row) => row.id),
    )
    .execute();
  const corrected = new Set(
    await listCorrectedHours(
      db,
      listed.map((row) => row.hours_id),
    ),
  );
  const outdated = new Set(
    listed.filter((row) => corrected.has(row.hours_id)).map((row) => row.certificate_id),
  );
  return rows.map(({ hash, ...row }) => ({
    ...row,
    standing: row.status === "issued" && outdated.has(row.id) ? "superseded" : row.status,
    checkCode: hash === null ? null : toCheckCode(hash),
  }));
};

/** @throws AppError `certificates.not_found` (404) */
export const getCertificate = async (db: Db | Trx, id: string): Promise<CertificateView> => {
  const row = await selectCertificates(db).where("certificate.id", "=", id).executeTakeFirst();
  const [view] = row === undefined ? [] : await toViews(db, [row]);
  if (view === undefined) throw new AppError<CertificatesError>("certificates.not_found", { status: 404 });
  return view;
};

/** By number and check code, as they stand on the paper; undefined where the two do not belong together. */
export const findCertificate = async (
  db: Db | Trx,
  paper: { no: string; code: string },
): Promise<CertificateView | undefined> => {
  const row = await selectCertificates(db)
    .where("certificate.certificate_no", "=", paper.no.trim().toUpperCase())
    .executeTakeFirst();
  const [view] = row === undefined ? [] : await toViews(db, [row]);
  return view?.checkCode === paper.code.trim().toUpperCase() ? view : undefined;
};

export const listOwnCertificates = async (
  db: Db | Trx,
  personId: string,
): Promise<readonly CertificateView[]> =>
  toViews(
    db,
    await selectCertificates(db)
      .where("certificate.person_id", "=", personId)
      .orderBy("certificate.created_at", "desc")
      .orderBy("certificate.id")
      .execute(),
  );

export const listCertificates = async (
  db: Db | Trx,
  filter: { scope: Scope; status?: CertificateStatus | undefined; kind?: CertificateKind | undefined },
  page: { page: number; size: number },
): Promise<{ rows: readonly CertificateView[]; total: number }> => {
  const { status, kind } = filter;
  const narrowed = selectCertificates(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("certificate.status", "=", status ?? "requested"))
    .$if(kind !== undefined, (query) => query.where("certificate.kind", "=", kind ?? "hours"));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("certificate.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("certificate.created_at", "desc")
    .orderBy("certificate.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows: await toViews(db, rows), total };
};

export type OpenedCertificate = {
  view: CertificateView;
  content: CertificateContent;
  contentText: string;
  hash: string;
  ledgerEntry: string;
};

/**
 * A certificate with its words, for its holder and for printing.
 * @throws AppError `certificates.not_found` | `certificates.not_issued` | `certificates.erased`
 */
export const openCertificate = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  id: string,
): Promise<OpenedCertificate> => {
  const view = await getCertificate(db, id);
  const row = await db
    .selectFrom("service_certificates")
    .select(["content_sealed", "content_hash"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  if (row.content_hash === null)
    throw new AppError<CertificatesError>("certificates.not_issued", { status: 409 });
  if (row.content_sealed === null)
    throw new AppError<CertificatesError>("certificates.erased", { status: 410 });
  const contentText = context.cipher.decrypt(row.content_sealed);
  return {
    view,
    contentText,
    content: parseContent(contentText),
    hash: row.content_hash.toString("hex"),
    ledgerEntry: (await findLedgerEntryOf(db, { table: "service_certificates", id })) ?? "",
  };
};
