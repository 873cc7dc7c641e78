import { sql } from "kysely";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import { AppError } from "#kernel/errors.ts";
import { normalisePhone } from "./organisation-commands.ts";
import type { OrganisationsError } from "./errors.ts";
import { containing, type Page, type Scope, withinScope } from "./listing.ts";
import { type OrganisationKind, organisationKinds } from "./organisation-kinds.ts";
import { eventNames, type OrganisationStatus, statusNames } from "./state.ts";

export type OrganisationView = {
  id: string;
  receiptNo: string;
  kind: OrganisationKind;
  kindName: string;
  name: string;
  creditCode: string;
  nonProfit: boolean;
  purpose: string;
  homeUnitId: string;
  homeUnitName: string;
  homeUnitPath: string;
  address: string;
  status: OrganisationStatus;
  statusName: string;
  statusChangedAt: string;
  unitId: string | null;
  hasProof: boolean;
  createdAt: string;
};

const baseQuery = (db: Db | Trx) =>
  db
    .selectFrom("organisations as o")
    .innerJoin("org_units as h", "h.id", "o.home_unit_id")
    .selectAll("o")
    .select(["h.name as home_name", "h.path as home_path"]);
type Row = Awaited<ReturnType<ReturnType<typeof baseQuery>["executeTakeFirstOrThrow"]>>;

const toOrganisationView = (row: Row): OrganisationView => ({
  id: row.id,
  receiptNo: row.receipt_no,
  kind: row.kind,
  kindName: organisationKinds[row.kind].name,
  name: row.name,
  creditCode: row.credit_code,
  nonProfit: row.non_profit,
  purpose: row.purpose,
  homeUnitId: row.home_unit_id,
  homeUnitName: row.home_name,
  homeUnitPath: row.home_path,
  address: row.address,
  status: row.status,
  statusName: statusNames[row.status],
  statusChangedAt: row.status_changed_at.toISOString(),
  unitId: row.unit_id,
  hasProof: row.proof_file_id !== null,
  createdAt: row.created_at.toISOString(),
});

export type OrganisationFilter = {
  q?: string;
  status?: readonly OrganisationStatus[];
  kind?: OrganisationKind;
  nonProfit?: "yes";
  homeUnitId?: string;
};
const sortColumns = {
  name: "o.name_sort",
  createdAt: "o.created_at",
  statusChangedAt: "o.status_changed_at",
  status: "o.status",
} as const;
export type OrganisationSort = { by: keyof typeof sortColumns; direction: "asc" | "desc" };

/** Registered organisations whose home lies in the scope, a page at a time; the oldest waiting first unless sorted otherwise. */
export const listOrganisations = async (
  db: Db | Trx,
  filter: OrganisationFilter,
  options: Page & { scope: Scope; sort?: OrganisationSort },
): Promise<{ rows: OrganisationView[]; total: number }> => {
  let query = baseQuery(db).where(withinScope("h.path", options.scope));
  if (filter.status !== undefined && filter.status.length > 0)
    query = query.where("o.status", "in", [...filter.status]);
  if (filter.kind !== undefined) query = query.where("o.kind", "=", filter.kind);
  if (filter.nonProfit === "yes") query = query.where("o.non_profit", "=", true);
  if (filter.homeUnitId !== undefined)
    query = query.where(sql<boolean>`h.path <@ (select path from org_units where id = ${filter.homeUnitId})`);
  const text = filter.q?.trim() ?? "";
  if (text !== "")
    query = query.where((eb) =>
      eb.or([
        eb("o.name_search", "like", containing(text)),
        eb("o.receipt_no", "=", text.toUpperCase()),
        eb("o.credit_code", "=", text.toUpperCase()),
      ]),
    );
  const total = await db
    .selectFrom(query.as("one"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  const sort = options.sort ?? { by: "createdAt", direction: "asc" };
  const rows = await query
    .orderBy(sortColumns[sort.by], sort.direction)
    .orderBy("o.id")
    .limit(options.size)
    .offset((options.page - 1) * options.size)
    .execute();
  return { rows: rows.map(toOrganisationView), total: total.count };
};

/** One organisation in any state; undefined where there is none. */
export const findOrganisation = async (
  db: Db | Trx,
  organisationId: string,
): Promise<OrganisationView | undefined> => {
  const row = await baseQuery(db).where("o.id", "=", organisationId).executeTakeFirst();
  return row === undefined ? undefined : toOrganisationView(row);
};

/** One organisation in any state. @throws AppError `organisations.not_found` (404) */
export const getOrganisation = async (db: Db | Trx, organisationId: string): Promise<OrganisationView> => {
  const found = await findOrganisation(db, organisationId);
  if (found === undefined) throw new AppError<OrganisationsError>("organisations.not_found", { status: 404 });
  return found;
};

/** What happened to an application, oldest first. Who did it is a person's id for staff; pages for the public leave it out. */
export const listOrganisationEvents = async (db: Db | Trx, organisationId: string) => {
  const rows = await db
    .selectFrom("organisation_events")
    .selectAll()
    .where("organisation_id", "=", organisationId)
    .orderBy("at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    at: row.at.toISOString(),
    event: row.event,
    // Events are written by this module only, with names of its own table.
    eventName: eventNames[row.event as keyof typeof eventNames],
    toStatus: row.to_status,
    reason: row.reason,
    personId: row.actor_person_id,
  }));
};

/**
 * Name and phone of the person to talk to; for the module that opens the first account. The caller audits the reading.
 * @throws AppError `organisations.not_found` (404)
 */
export const getOrganisationContact = async (
  trx: Db | Trx,
  cipher: FieldCipher,
  organisationId: string,
): Promise<{ name: string; phone: string }> => {
  const row = await trx
    .selectFrom("organisations")
    .select(["contact_name", "contact_phone"])
    .where("id", "=", organisationId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<OrganisationsError>("organisations.not_found", { status: 404 });
  return { name: cipher.decrypt(row.contact_name), phone: cipher.decrypt(row.contact_phone) };
};

/** `张*`, `138****0001`: enough to recognise one's own. */
export const maskContact = ({
  name,
  phone,
}: {
  name: string;
  phone: string;
}): { name: string; phone: string } => ({
  name: `${Array.from(name)[0] ?? ""}*`,
  phone: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
});

/** As it was given out, however it was typed. */
export const normaliseReceiptNo = (text: string): string =>
  text.normalize("NFKC").replaceAll(/[\s-]/g, "").toUpperCase();

/** The application of a receipt number, if the phone is the one it was sent with; the answer is the same whichever is wrong. */
export const findByReceipt = async (
  db: Db | Trx,
  context: ActContext,
  input: { receiptNo: string; phone: string },
): Promise<{ id: string } | undefined> =>
  db
    .selectFrom("organisations")
    .select("id")
    .where("receipt_no", "=", normaliseReceiptNo(input.receiptNo))
    .where(
      "contact_phone_index",
      "=",
      context.cipher.blindIndex("organisations.phone", normalisePhone(input.phone)),
    )
    .executeTakeFirst();

export type PublicOrganisation = {
  id: string;
  name: string;
  kindName: string;
  kind: OrganisationKind;
  areaName: string;
  address: string;
  purpose: string;
  nonProfit: boolean;
  verifiedOn: string;
};

const toPublic = (view: OrganisationView): PublicOrganisation => ({
  id: view.id,
  name: view.name,
  kind: view.kind,
  kindName: view.kindName,
  areaName: view.homeUnitName,
  address: view.address,
  purpose: view.purpose,
  nonProfit: view.nonProfit,
  verifiedOn: toDistrictDate(new Date(view.statusChangedAt)),
});

/** The public register: verified organisations only (K-03 with `nonProfit: "yes"`), in pinyin order. */
export const listPublicOrganisations = async (
  db: Db | Trx,
  filter: Omit<OrganisationFilter, "status">,
  options: Page,
): Promise<{ rows: PublicOrganisation[]; total: number }> => {
  const { rows, total } = await listOrganisations(
    db,
    { ...filter, status: ["verified"] },
    { ...options, scope: "everywhere", sort: { by: "name", direction: "asc" } },
  );
  return { rows: rows.map(toPublic), total };
};

/** One verified organisation for everybody; undefined where it is not in the register. */
export const findPublicOrganisation = async (
  db: Db | Trx,
  organisationId: string,
): Promise<PublicOrganisation | undefined> => {
  const found = await findOrganisation(db, organisationId);
  return found?.status === "verified" ? toPublic(found) : undefined;
};
