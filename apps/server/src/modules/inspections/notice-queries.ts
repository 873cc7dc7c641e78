import { sql } from "kysely";
import type { Role } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { getMaskedNames, listHoldersAt } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { InspectionsError } from "./errors.ts";
import type { Listed, Page } from "./queries.ts";

export type NoticeView = {
  id: string;
  no: number;
  unitId: string;
  unitName: string;
  unitPath: string;
  title: string;
  body: string;
  receiveBy: string | null;
  issuedAt: Date;
  sentCount: number;
  receivedCount: number;
};

const selectNotices = (db: Db | Trx) =>
  db
    .selectFrom("unit_notices as notice")
    .innerJoin("org_units as unit", "unit.id", "notice.unit_id")
    .select([
      "notice.id",
      "notice.notice_no as no",
      "notice.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "notice.title",
      "notice.body",
      "notice.receive_by as receiveBy",
      "notice.issued_at as issuedAt",
      sql<number>`(select count(*) from notice_receipts receipt where receipt.notice_id = notice.id)`.as(
        "sentCount",
      ),
      sql<number>`(select count(received_at) from notice_receipts receipt where receipt.notice_id = notice.id)`.as(
        "receivedCount",
      ),
    ]);

/** @throws AppError `inspections.notice_not_found` (404) */
export const getNotice = async (db: Db | Trx, id: string): Promise<NoticeView> => {
  const row = await selectNotices(db).where("notice.id", "=", id).executeTakeFirst();
  if (row === undefined)
    throw new AppError<InspectionsError>("inspections.notice_not_found", { status: 404 });
  return row;
};

/** Notices that units of an area sent, the latest first. */
export const listNotices = async (
  db: Db | Trx,
  filter: { scope: Scope },
  page: Page,
): Promise<Listed<NoticeView>> => {
  const narrowed = selectNotices(db).where(withinScope("unit.path", filter.scope));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("notice.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("notice.issued_at", "desc")
    .orderBy("notice.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

/** The units of a notice in the order of the tree; who has not received it, and who has and when. */
export const listReceipts = async (
  db: Db | Trx,
  noticeId: string,
): Promise<readonly { unitId: string; unitName: string; receivedAt: Date | null }[]> =>
  db
    .selectFrom("notice_receipts as receipt")
    .innerJoin("org_units as unit", "unit.id", "receipt.unit_id")
    .select(["receipt.unit_id as unitId", "unit.name as unitName", "receipt.received_at as receivedAt"])
    .where("receipt.notice_id", "=", noticeId)
    .orderBy("unit.path")
    .execute();

export type OwnNotice = {
  noticeId: string;
  no: number;
  title: string;
  body: string;
  issuerName: string;
  receiveBy: string | null;
  issuedAt: Date;
  unitId: string;
  unitName: string;
  receivedAt: Date | null;
};

/** Notices to units of an area, those not yet received first. */
export const listOwnNotices = async (
  db: Db | Trx,
  filter: { scope: Scope },
  page: Page,
): Promise<Listed<OwnNotice>> => {
  const narrowed = db
    .selectFrom("notice_receipts as receipt")
    .innerJoin("unit_notices as notice", "notice.id", "receipt.notice_id")
    .innerJoin("org_units as unit", "unit.id", "receipt.unit_id")
    .innerJoin("org_units as issuer", "issuer.id", "notice.unit_id")
    .select([
      "receipt.notice_id as noticeId",
      "notice.notice_no as no",
      "notice.title",
      "notice.body",
      "issuer.name as issuerName",
      "notice.receive_by as receiveBy",
      "notice.issued_at as issuedAt",
      "receipt.unit_id as unitId",
      "unit.name as unitName",
      "receipt.received_at as receivedAt",
    ])
    .where(withinScope("unit.path", filter.scope));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("receipt.notice_id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy(sql`receipt.received_at is not null`)
    .orderBy("notice.issued_at", "desc")
    .orderBy("unit.path")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

const liaisonRoles: readonly Role[] = ["street_liaison", "department_liaison"];

/** Who to speak to at each department, street and town (O-06): names masked, in the order of the tree, nobody ranked. */
export const listLiaisons = async (
  db: Db | Trx,
  context: Pick<ActContext, "clock" | "cipher">,
): Promise<readonly { unitId: string; unitName: string; names: readonly string[] }[]> => {
  const units = await db
    .selectFrom("org_units")
    .select(["id", "name"])
    .where("kind", "in", ["department", "street", "town", "park"])
    .where("valid_to", "is", null)
    .orderBy("path")
    .execute();
  const held: { unitId: string; personId: string }[] = [];
  for (const unit of units)
    for (const role of liaisonRoles)
      for (const personId of await listHoldersAt(db, context, { role, unitId: unit.id }))
        held.push({ unitId: unit.id, personId });
  const names = await getMaskedNames(
    db,
    context.cipher,
    held.map((one) => one.personId),
  );
  return units.map((unit) => ({
    unitId: unit.id,
    unitName: unit.name,
    names: held.filter((one) => one.unitId === unit.id).map((one) => names.get(one.personId) ?? ""),
  }));
};
