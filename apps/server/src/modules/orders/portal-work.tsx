import Type from "typebox";
import { countAttempt } from "#kernel/attempts.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { badgeKinds, listMembers, listTeamsOf } from "#modules/teams/index.ts";
import * as contract from "./contract.ts";
import { acceptOffer, declineOffer, giveBackOrder } from "./dispatching.ts";
import type { OrdersError } from "./errors.ts";
import { findItem } from "./menu.ts";
import { ordersPaths, toWorkOrderPath } from "./paths.ts";
import {
  getOrder,
  listOwnVisits,
  listVisits,
  listWorkOf,
  openSealed,
  type OrderRow,
  type WorkRow,
} from "./queries.ts";
import { rankFor, rankOrder } from "./ranking.ts";
import { readConsent } from "./schools/consents.ts";
import { listNotAsked } from "./volunteers/able.ts";
import { listRatings } from "./ratings.ts";
import { finishVisit } from "./finishing.ts";
import { hasRoll } from "./rolls/queries.ts";
import { assignMember, releaseMember, scheduleVisit, signIn, signOut } from "./visits.ts";
import { WorkOrderPage, WorkPage } from "./views-work.tsx";

const own = { action: "orders.own" } as const;
const crumbs = [{ label: "我的", href: "/me" }];
const workCrumbs = [...crumbs, { label: "接单", href: ordersPaths.work }];
const hourMs = 3_600_000;
/** Open offers looked through for one page. */
const openLooked = 30;

/** Phone pages of a team (接单): offers, time, who goes, signing in and out. What a team has not taken shows nobody's name. */
export const registerWorkPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });

  /** Of the open offers those that the team could take, the most urgent first. */
  const takeable = async (
    teamId: string,
    open: readonly WorkRow[],
    now: Date,
  ): Promise<readonly WorkRow[]> => {
    const found: WorkRow[] = [];
    for (const row of open.slice(0, openLooked)) {
      const { candidates } = await rankOrder(db, context, { orderId: row.id, now, teamId });
      if (candidates.length > 0) found.push(row);
    }
    return found;
  };

  routes.page({
    url: ordersPaths.work,
    access: own,
    handler: async (visit): Promise<PageView> => {
      const { personId } = visit.person();
      const led = (await listTeamsOf(db, personId)).filter((team) => team.leaderPersonId === personId);
      const work = [];
      for (const team of led) {
        const listed = await listWorkOf(db, team.id);
        work.push({ team, ...listed, open: await takeable(team.id, listed.open, visit.now) });
      }
      return {
        title: "接单",
        section: "me",
        breadcrumbs: crumbs,
        main: <WorkPage work={work} visits={await listOwnVisits(db, personId)} now={visit.now} />,
      };
    },
  });

  type WorkVisit = Visit<{ id: string }>;

  /** The visitor's team for this order: the one that has it, one that is asked, or one that may take an open offer. */
  const teamFor = async (visit: WorkVisit, order: OrderRow) => {
    const { personId } = visit.person();
    const teams = await listTeamsOf(db, personId);
    const offer = await db
      .selectFrom("order_dispatches")
      .select(["mode", "team_id"])
      .where("order_id", "=", order.id)
      .where("status", "=", "offered")
      .executeTakeFirst();
    const having = teams.find((team) => team.id === order.team_id);
    if (having !== undefined) return { team: having, offer: "none" as const };
    const led = teams.filter((team) => team.leaderPersonId === personId);
    if (offer?.mode === "open") {
      const { query } = visit.request;
      const asked = typeof query === "object" && query !== null && "team" in query ? query.team : undefined;
      const team = led.find((one) => one.id === asked) ?? led[0];
      if (team !== undefined) return { team, offer: "open" as const };
    }
    const addressed = led.find((team) => team.id === offer?.team_id);
    if (addressed !== undefined) return { team: addressed, offer: "mine" as const };
    throw new AppError<OrdersError>("orders.offer_gone", { status: 404 });
  };

  const orderPage = async (visit: WorkVisit, form: FormState): Promise<PageView> => {
    const order = await getOrder(db, visit.params.id);
    const { personId } = visit.person();
    const { team, offer } = await teamFor(visit, order);
    const role = team.leaderPersonId === personId ? ("leader" as const) : ("member" as const);
    const visits = await listVisits(db, order.id);
    const current = visits.find((one) => one.status === "planned" || one.status === "under_way");
    const goes = current?.members.some((member) => member.personId === personId) ?? false;
    const sealed = openSealed(context, order);
    const maySee = offer === "none" && (role === "leader" || goes);
    if (maySee)
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "orders.contact",
        outcome: "read",
        unitId: order.owner_unit_id,
        record: { table: "orders", id: order.id },
        requestId: visit.requestId,
      });
    const consent = await readConsent(db, order);
    const item = order.item_code === null ? undefined : await findItem(db, order.item_code);
    const ranking =
      offer === "none" ? undefined : await rankFor(db, context, { order, now: visit.now, teamId: team.id });
    const members = await listMembers(db, context, {
      teamId: team.id,
      day: toDistrictDate(current?.startsAt ?? visit.now),
      names: "full",
    });
    const unfit = await listNotAsked(db, context, {
      personIds: members
        .map((member) => member.personId)
        .filter((one) => current?.members.every((going) => going.personId !== one) ?? true),
      effort: item?.effort,
      demands: item?.demands ?? [],
      startsAt: current?.startsAt ?? visit.now,
    });
    return {
      title: form === emptyForm ? order.title : `出错：${order.title}`,
      section: "me",
      breadcrumbs: workCrumbs,
      main: (
        <WorkOrderPage
          order={order}
          team={team}
          role={role}
          offer={offer}
          refusal={
            ranking === undefined || ranking.candidates.length > 0
              ? undefined
              : (ranking.refused[0]?.reasons.join("，") ?? "这支队还没有核验或已暂停")
          }
          contact={
            maySee
              ? { name: sealed.contactName, phone: sealed.contactPhone, address: sealed.address }
              : undefined
          }
          details={maySee ? sealed.details : undefined}
          needs={item?.badges ?? []}
          minutes={item?.minutes ?? 60}
          hasRoll={await hasRoll(db, order.item_code)}
          waitsForSchool={consent.asked !== "none" && consent.given === undefined}
          visit={current}
          people={members.map((member) => ({
            personId: member.personId,
            name: member.name,
            badges: member.badges.map((badge) => badgeKinds[badge]),
            isUnfit: unfit.has(member.personId),
          }))}
          me={personId}
          ratings={await listRatings(db, context, order.id)}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({
    url: ordersPaths.workOrder,
    access: own,
    params: contract.idParams,
    query: Type.Object({ team: Type.Optional(contract.id) }),
    handler: (visit) => orderPage(visit, emptyForm),
  });

  const path = (verb: string): string => ordersPaths.workAct.replace(":act", verb);
  const back = (visit: WorkVisit) => ({ redirect: toWorkOrderPath(visit.params.id) });

  const shared = { access: own, params: contract.idParams, onRefusal: orderPage } as const;

  routes.form({
    ...shared,
    url: path("accept"),
    body: contract.acceptBody,
    handler: async (visit, trx) => {
      await acceptOffer(trx, act(visit), visit.person(), {
        orderId: visit.params.id,
        teamId: visit.body.teamId,
      });
      return back(visit);
    },
    onRefusal: async (visit, form, error) => {
      // Somebody was faster: the order shows nothing more to this team.
      if (error.code !== "orders.already_taken" && error.code !== "orders.offer_gone")
        return orderPage(visit, form);
      return {
        title: "没有接到",
        section: "me",
        breadcrumbs: workCrumbs,
        main: <TakenPage sentence={form.summary ?? ""} />,
      };
    },
  });
  routes.form({
    ...shared,
    url: path("decline"),
    body: contract.declineBody,
    handler: async (visit, trx) => {
      await declineOffer(trx, act(visit), visit.person(), { orderId: visit.params.id, ...visit.body });
      return { redirect: ordersPaths.work };
    },
  });
  routes.form({
    ...shared,
    url: path("give-back"),
    body: contract.reasonBody,
    handler: async (visit, trx) => {
      await giveBackOrder(trx, act(visit), visit.person(), {
        orderId: visit.params.id,
        reason: visit.body.reason,
      });
      return { redirect: ordersPaths.work };
    },
  });
  routes.form({
    ...shared,
    url: path("schedule"),
    body: contract.scheduleBody,
    handler: async (visit, trx) => {
      const { day, time, minutes } = visit.body;
      const startsAt = new Date(`${day}T${time}:00+08:00`);
      if (Number.isNaN(startsAt.getTime()))
        throw new AppError<OrdersError>("orders.time", { fields: { day: "orders.time" } });
      await scheduleVisit(trx, act(visit), visit.person(), {
        orderId: visit.params.id,
        startsAt,
        endsAt: new Date(startsAt.getTime() + minutes * 60_000),
      });
      return back(visit);
    },
  });
  routes.form({
    ...shared,
    url: path("assign"),
    body: contract.memberBody,
    handler: async (visit, trx) => {
      await assignMember(trx, act(visit), visit.person(), { orderId: visit.params.id, ...visit.body });
      return back(visit);
    },
  });
  routes.form({
    ...shared,
    url: path("release"),
    body: contract.memberBody,
    handler: async (visit, trx) => {
      await releaseMember(trx, act(visit), visit.person(), { orderId: visit.params.id, ...visit.body });
      return back(visit);
    },
  });
  routes.form({
    ...shared,
    url: path("sign-in"),
    body: contract.codeBody,
    // A code has a million values: guesses of one volunteer at one order are counted.
    beforeTransaction: async (visit) =>
      countAttempt(db, context, `${visit.person().personId} ${visit.params.id}`, {
        purpose: "orders.sign_in",
        windowMs: hourMs,
        limit: 20,
      }),
    handler: async (visit, trx) => {
      await signIn(trx, act(visit), visit.person(), { orderId: visit.params.id, code: visit.body.code });
      return back(visit);
    },
  });
  routes.form({
    ...shared,
    url: path("sign-out"),
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await signOut(trx, act(visit), visit.person(), visit.params.id);
      return back(visit);
    },
  });
  routes.form({
    ...shared,
    url: path("finish"),
    body: contract.finishBody,
    handler: async (visit, trx) => {
      await finishVisit(trx, act(visit), visit.person(), {
        orderId: visit.params.id,
        peopleServed: visit.body.peopleServed,
      });
      return { redirect: ordersPaths.work };
    },
  });
};

function TakenPage({ sentence }: { sentence: string }) {
  return (
    <div class="stack">
      <h1>没有接到</h1>
      <p class="lead">{sentence}</p>
      <p>
        <a href={ordersPaths.work}>回到接单</a>
      </p>
    </div>
  );
}
