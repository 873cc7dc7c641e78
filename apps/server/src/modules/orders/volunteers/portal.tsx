import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import {
  type Effort,
  effortCodes,
  type Demand,
  demandCodes,
  findHealthLimits,
  findLimits,
  listOwnHours,
  listTeamsOf,
  setHealthLimits,
  setLimits,
} from "#modules/teams/index.ts";
import { closed, emptyBody, id, idParams, oneOf } from "../contract.ts";
import type { OrdersError } from "../errors.ts";
import { ordersPaths } from "../paths.ts";
import { listOwnVisits, listWorkOf } from "../queries.ts";
import { closeFeed, findFeedToken, openFeed, readFeed } from "./feed.ts";
import { acceptSwap, endSwap, listOpenSwaps, listSwapPartners, offerSwap } from "./swaps.ts";
import { SwapPage, VolunteeringPage } from "./views.tsx";

const own = { action: "orders.own" } as const;
const crumbs = [{ label: "我的", href: "/me" }];
const swapBody = Type.Object({ toPersonId: Type.Unsafe<string>({ ...id, title: "请谁去" }) }, closed);
const limitsBody = Type.Object(
  {
    effort: oneOf<Effort>(effortCodes, "做哪些活"),
    week: oneOf(["any", "1", "2", "3", "5"] as const, "一周最多去几次"),
  },
  closed,
);

const demand = oneOf<Demand>(demandCodes, "身体限度");
const healthBody = Type.Object(
  {
    cannot: Type.Optional(Type.Union([demand, Type.Array(demand, { maxItems: 6 })], { title: "身体限度" })),
    agrees: Type.Optional(oneOf(["yes"] as const, "我同意")),
  },
  closed,
);

/** A volunteer's own phone page: what waits for an answer, where to go, in whose place, the calendar, the limits. */
export const registerVolunteerPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, config } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const back = { redirect: ordersPaths.volunteering };

  const page = async (visit: Visit, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    const teams = await listTeamsOf(db, personId);
    const offers = [];
    for (const team of teams.filter((one) => one.leaderPersonId === personId))
      offers.push(...(await listWorkOf(db, team.id)).offers);
    const { creditedMinutes, addedMinutes } = await listOwnHours(db, personId);
    return {
      title: "我的服务安排",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <VolunteeringPage
          offers={offers}
          visits={await listOwnVisits(db, personId)}
          swaps={await listOpenSwaps(db, context, personId)}
          creditedMinutes={creditedMinutes}
          addedMinutes={addedMinutes}
          limits={await findLimits(db, personId)}
          cannot={await findHealthLimits(db, context, personId)}
          feedToken={await findFeedToken(db, context, personId)}
          publicUrl={config.publicUrl}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({ url: ordersPaths.volunteering, access: own, handler: (visit) => page(visit, emptyForm) });

  const swapPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    const mine = (await listOwnVisits(db, personId)).find((one) => one.visitId === visit.params.id);
    if (mine === undefined || mine.status !== "planned")
      throw new AppError<OrdersError>("orders.swap_gone", { status: 404 });
    const members = await listSwapPartners(db, context, { visit: mine, personId });
    return {
      title: "请队友替我去",
      section: "me",
      breadcrumbs: [...crumbs, { label: "我的服务安排", href: ordersPaths.volunteering }],
      main: <SwapPage visit={mine} members={members} form={form} formKey={visit.formKey} now={visit.now} />,
    };
  };
  routes.page({
    url: ordersPaths.swap,
    access: own,
    params: idParams,
    handler: (visit) => swapPage(visit, emptyForm),
  });
  routes.form({
    url: ordersPaths.swap,
    access: own,
    params: idParams,
    body: swapBody,
    handler: async (visit, trx) => {
      const input = { visitId: visit.params.id, toPersonId: visit.body.toPersonId };
      await offerSwap(trx, act(visit), visit.person(), input);
      return back;
    },
    onRefusal: swapPage,
  });
  for (const event of ["accept", "decline", "withdraw"] as const)
    routes.form({
      url: ordersPaths.swapAct.replace(":act", event),
      access: own,
      params: idParams,
      body: emptyBody,
      handler: async (visit, trx) => {
        const swapId = visit.params.id;
        if (event === "accept") await acceptSwap(trx, act(visit), visit.person(), swapId);
        else await endSwap(trx, act(visit), visit.person(), { swapId, event });
        return back;
      },
      onRefusal: page,
    });

  routes.form({
    url: ordersPaths.calendar,
    access: own,
    body: emptyBody,
    handler: async (visit, trx) => {
      await openFeed(trx, act(visit), visit.person());
      return back;
    },
    onRefusal: page,
  });
  routes.form({
    url: ordersPaths.calendarEnd,
    access: own,
    body: emptyBody,
    handler: async (visit, trx) => {
      await closeFeed(trx, act(visit), visit.person());
      return back;
    },
    onRefusal: page,
  });
  routes.form({
    url: ordersPaths.limits,
    access: own,
    body: limitsBody,
    handler: async (visit, trx) => {
      const { effort, week } = visit.body;
      const visitsAWeek = week === "any" ? null : Number(week);
      await setLimits(trx, act(visit), visit.person(), { effort, visitsAWeek });
      return back;
    },
    onRefusal: page,
  });
  routes.form({
    url: ordersPaths.healthLimits,
    access: own,
    body: healthBody,
    handler: async (visit, trx) => {
      const { cannot = [], agrees } = visit.body;
      await setHealthLimits(trx, act(visit), visit.person(), {
        cannot: typeof cannot === "string" ? [cannot] : cannot,
        agrees: agrees === "yes",
      });
      return back;
    },
    onRefusal: page,
  });
  routes.file({
    url: ordersPaths.feed,
    access: { action: "orders.calendar" },
    params: Type.Object({ token: Type.String({ maxLength: 80 }) }),
    handler: async (visit) => ({
      contentType: "text/calendar; charset=utf-8",
      body: await readFeed(db, context, {
        token: visit.params.token.replace(/\.ics$/u, ""),
        publicUrl: config.publicUrl,
      }),
      cacheControl: "private, no-cache",
    }),
  });
};
