import { sql } from "kysely";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { ReturneesError } from "./errors.ts";
import { helpSkills, type HelpSkill, type MatchStatus, type RequestStatus } from "./state.ts";

type Page = { page: number; size: number };

const selectOffers = (db: Db | Trx) =>
  db
    .selectFrom("returnees as offer")
    .innerJoin("org_units as unit", "unit.id", "offer.unit_id")
    .where("offer.status", "=", "offered")
    .select([
      "offer.id",
      "offer.person_id as personId",
      "offer.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "offer.kind",
      "offer.skills",
      "offer.hours_a_month as hoursAMonth",
      "offer.created_at as createdAt",
      sql<number>`(select count(*)::int from returnee_matches m where m.returnee_id = offer.id and m.status = 'confirmed')`.as(
        "helped",
      ),
      sql<boolean>`exists (select 1 from returnee_matches m where m.returnee_id = offer.id and m.status in ('proposed', 'agreed', 'done'))`.as(
        "isBusy",
      ),
      sql<
        { kind: "honour" | "policy"; title: string; document: string; givenOn: string }[]
      >`(select coalesce(json_agg(json_build_object('kind', i.kind, 'title', i.title, 'document', i.document, 'givenOn', i.given_on::text)
        order by i.given_on desc, i.id), '[]') from returnee_incentives i where i.returnee_id = offer.id)`.as(
        "incentives",
      ),
    ]);
export type OfferView = Awaited<ReturnType<ReturnType<typeof selectOffers>["executeTakeFirstOrThrow"]>>;

/** @throws AppError `returnees.not_found` (404), also where it was taken back */
export const getOffer = async (db: Db | Trx, id: string): Promise<OfferView> => {
  const row = await selectOffers(db).where("offer.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<ReturneesError>("returnees.not_found", { status: 404 });
  return row;
};

export const listOffers = async (
  db: Db | Trx,
  filter: { scope: Scope },
  page: Page,
): Promise<{ rows: readonly OfferView[]; total: number }> => {
  const narrowed = selectOffers(db).where(withinScope("unit.path", filter.scope));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("offer.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("offer.created_at", "desc")
    .orderBy("offer.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

/** One's own offer with its words; undefined where there is none. */
export const findOwnOffer = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<(OfferView & { about: string }) | undefined> => {
  const row = await selectOffers(db)
    .select("offer.about_sealed")
    .where("offer.person_id", "=", personId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { about_sealed: sealed, ...view } = row;
  return { ...view, about: sealed === null ? "" : context.cipher.decrypt(sealed) };
};

const selectRequests = (db: Db | Trx) =>
  db
    .selectFrom("village_requests as request")
    .innerJoin("org_units as unit", "unit.id", "request.unit_id")
    .leftJoin("returnee_matches as match", (join) =>
      join
        .onRef("match.request_id", "=", "request.id")
        .on("match.status", "in", ["proposed", "agreed", "done", "confirmed"]),
    )
    .leftJoin("returnees as offer", "offer.id", "match.returnee_id")
    .select([
      "request.id",
      "request.request_no as no",
      "request.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "request.skill",
      "request.wanted",
      "request.until_on as untilOn",
      "request.status",
      "request.end_reason as endReason",
      "match.id as matchId",
      "match.status as matchStatus",
      "match.reasons",
      "match.answer_by as answerBy",
      "offer.person_id as personId",
    ]);
export type RequestView = Awaited<ReturnType<ReturnType<typeof selectRequests>["executeTakeFirstOrThrow"]>>;

/** @throws AppError `returnees.request_not_found` (404) */
export const getRequestView = async (db: Db | Trx, id: string): Promise<RequestView> => {
  const row = await selectRequests(db).where("request.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<ReturneesError>("returnees.request_not_found", { status: 404 });
  return row;
};

export const listRequests = async (
  db: Db | Trx,
  filter: { scope: Scope; status?: RequestStatus | undefined },
  page: Page,
): Promise<{ rows: readonly RequestView[]; total: number }> => {
  const { status } = filter;
  const narrowed = selectRequests(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("request.status", "=", status ?? "open"));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("request.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("request.created_at", "desc")
    .orderBy("request.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

export type Fitting = {
  id: string;
  personId: string;
  unitName: string;
  reasons: readonly string[];
  /** Why he cannot be asked now; undefined where he can. */
  hindrance: string | undefined;
};

const isBelow = (path: string, above: string): boolean => path === above || path.startsWith(`${above}.`);
const parentOf = (path: string): string => path.split(".").slice(0, -1).join(".");

/** Offers that fit a request, the nearest first, with the reasons; who helps elsewhere or declined this one is told apart. */
export const listFitting = async (
  db: Db | Trx,
  input: { requestId: string },
): Promise<readonly Fitting[]> => {
  const request = await getRequestView(db, input.requestId);
  const offers = await selectOffers(db)
    .where(sql<boolean>`${request.skill} = any(offer.skills)`)
    .select(
      sql<boolean>`exists (select 1 from returnee_matches m where m.returnee_id = offer.id and m.request_id = ${request.id} and m.status = 'declined')`.as(
        "declined",
      ),
    )
    .orderBy("offer.created_at")
    .orderBy("offer.id")
    .limit(200)
    .execute();
  const distance = (path: string): number => {
    if (isBelow(path, request.unitPath) || isBelow(request.unitPath, path)) return 0;
    return parentOf(path) === parentOf(request.unitPath) ? 1 : 2;
  };
  const near = ["就是本村、本街道（镇）的人", "邻村、邻街道的人", "区里别处的人"];
  return offers
    .map((offer) => ({ offer, away: distance(offer.unitPath) }))
    .sort((a, b) => Number(a.offer.isBusy) - Number(b.offer.isBusy) || a.away - b.away)
    .map(({ offer, away }) => ({
      id: offer.id,
      personId: offer.personId,
      unitName: offer.unitName,
      reasons: [
        `登记会${helpSkills[request.skill]}`,
        near[away] ?? "",
        `每月能帮 ${offer.hoursAMonth} 小时`,
        ...(offer.helped === 0 ? [] : [`帮村里办成过 ${offer.helped} 件`]),
      ],
      hindrance: offer.isBusy
        ? "正在帮别的村，或者刚被别的村请了"
        : offer.declined
          ? "这条需求他没有答应"
          : undefined,
    }));
};

type OwnMatch = {
  id: string;
  status: MatchStatus;
  reasons: readonly string[];
  answerBy: Date;
  wanted: string;
  skill: HelpSkill;
  unitName: string;
  untilOn: string;
};

/** What villages asked somebody, newest first. */
export const listOwnMatches = async (db: Db | Trx, personId: string): Promise<readonly OwnMatch[]> =>
  db
    .selectFrom("returnee_matches as match")
    .innerJoin("returnees as offer", "offer.id", "match.returnee_id")
    .innerJoin("village_requests as request", "request.id", "match.request_id")
    .innerJoin("org_units as unit", "unit.id", "request.unit_id")
    .select([
      "match.id",
      "match.status",
      "match.reasons",
      "match.answer_by as answerBy",
      "request.wanted",
      "request.skill",
      "unit.name as unitName",
      "request.until_on as untilOn",
    ])
    .where("offer.person_id", "=", personId)
    .orderBy("match.created_at", "desc")
    .orderBy("match.id")
    .limit(50)
    .execute();

/** Help that its giver says is done and that no village has confirmed yet. */
export const countToConfirm = async (db: Db | Trx, scope: Scope): Promise<number> => {
  const row = await db
    .selectFrom("returnee_matches as match")
    .innerJoin("village_requests as request", "request.id", "match.request_id")
    .innerJoin("org_units as unit", "unit.id", "request.unit_id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(withinScope("unit.path", scope))
    .where("match.status", "=", "done")
    .executeTakeFirstOrThrow();
  return row.count;
};
