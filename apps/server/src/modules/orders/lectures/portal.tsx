import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { listTopics } from "#modules/contents/index.ts";
import { findExpertOf, listStandings, peoplePaths } from "#modules/people/index.ts";
import { idParams } from "../contract.ts";
import { ordersPaths } from "../paths.ts";
import * as contract from "./contract.ts";
import { listOpenTalks, listTalks, offerTalk, withdrawTalk } from "./talks.ts";
import { LecturesPage, OwnTalksPage } from "./views.tsx";

const own = { action: "orders.own" } as const;

/** The lecture group's menu for everybody, and the page on which a senior expert offers his talks. */
export const registerLecturePages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });

  routes.page({
    url: ordersPaths.lectures,
    access: { allow: "public" },
    cache: "anonymous",
    handler: async (): Promise<PageView> => ({
      title: "老专家科普报告团",
      section: "order",
      breadcrumbs: [
        { label: "首页", href: "/" },
        { label: "点单", href: ordersPaths.menu },
      ],
      description: "离退休的老专家到社区、村里和学校来讲，讲题可以点。",
      main: <LecturesPage talks={await listOpenTalks(db)} />,
    }),
  });

  const maySpeak = async (person: PersonActor, now: Date): Promise<boolean> => {
    const expertId = await findExpertOf(db, person.personId);
    if (expertId === undefined || person.onBehalfOf !== undefined) return false;
    const standing = (await listStandings(db, { expertIds: [expertId], day: toDistrictDate(now) })).get(
      expertId,
    );
    return standing !== undefined && standing.isSenior && standing.isAppointed;
  };
  const ownPage = async (visit: Visit, form: FormState): Promise<PageView> => {
    const person = visit.person();
    const { rows } = await listTalks(db, {
      scope: "everywhere",
      personId: person.personId,
      page: 1,
      size: 100,
    });
    return {
      title: form === emptyForm ? "我的讲题" : "出错：我的讲题",
      section: "me",
      breadcrumbs: [
        { label: "我的", href: "/me" },
        { label: "我做专家", href: peoplePaths.expertOwn },
      ],
      main: (
        <OwnTalksPage
          form={form}
          formKey={visit.formKey}
          maySpeak={await maySpeak(person, visit.now)}
          talks={rows}
          topics={await listTopics(db)}
        />
      ),
    };
  };
  routes.page({ url: ordersPaths.talks, access: own, handler: (visit) => ownPage(visit, emptyForm) });
  routes.form({
    url: ordersPaths.talks,
    access: own,
    body: contract.talkBody,
    handler: async (visit, trx) => {
      const { title = "", about = "", topic = "", audiences = [], minutes = "" } = visit.body;
      await offerTalk(trx, act(visit), visit.person(), {
        title,
        about,
        topic,
        audiences: typeof audiences === "string" ? [audiences] : audiences,
        minutes: Number(minutes),
      });
      return { redirect: ordersPaths.talks };
    },
    onRefusal: ownPage,
  });
  routes.form({
    url: ordersPaths.talkWithdraw,
    access: own,
    params: idParams,
    body: contract.noBody,
    handler: async (visit, trx) => {
      await withdrawTalk(trx, act(visit), visit.person(), visit.params.id);
      return { redirect: ordersPaths.talks };
    },
    onRefusal: ownPage,
  });
};
