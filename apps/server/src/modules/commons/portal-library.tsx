import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { evaluate, getIndicator } from "#kernel/indicators.ts";
import {
  listLiveLessons,
  listLivePublicService,
  listTopics,
  topicAndBelow,
} from "#modules/contents/index.ts";
import { deskUnit } from "./acts.ts";
import { listLiveCollections } from "./collections.ts";
import { copyBody, idParams, lessonsQuery, noParams, useBody } from "./contract.ts";
import { getLesson, listOwnLessonUses, readLessonCopy, reportLessonUse, saveLessonCopy } from "./lessons.ts";
import type { CommonsError } from "./messages.ts";
import { commonsPaths, toLessonPath } from "./paths.ts";
import { listPublishedBriefs } from "./result-queries.ts";
import {
  CollectionPage,
  CollectionsPage,
  type LeadFigures,
  PublicServicePage,
  ResultsPage,
} from "./views-library.tsx";
import { LessonCopyPage, LessonsPage, LessonUsePage, LessonUsesPage } from "./views-lessons.tsx";

const readPublic = { action: "commons.read_public" } as const;
const home = [{ label: "首页", href: "/" }];

const toNo = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/u.test(text))
    throw new AppError<CommonsError>("commons.collection_not_found", { status: 404 });
  return Number(text);
};

const collectionPages = (routes: Routes, { db, config }: Context): void => {
  routes.page({
    url: commonsPaths.collections,
    access: readPublic,
    cache: "anonymous",
    handler: async ({ now }) => ({
      title: "故事合集",
      section: "find",
      description: "按顺序看的科学故事。",
      breadcrumbs: home,
      head: (
        <link rel="alternate" type="application/atom+xml" title="故事合集" href="/feeds/collections.atom" />
      ),
      main: <CollectionsPage collections={await listLiveCollections(db, now)} now={now} />,
    }),
  });
  routes.page({
    url: commonsPaths.collection,
    access: readPublic,
    cache: "anonymous",
    params: noParams,
    handler: async ({ now, params }) => {
      const no = toNo(params.no);
      const [collection] = await listLiveCollections(db, now, { no });
      if (collection === undefined)
        throw new AppError<CommonsError>("commons.collection_not_found", { status: 404 });
      const address = `${config.publicUrl}${commonsPaths.collections}/${no}`;
      return {
        title: collection.title,
        section: "find",
        description: collection.introduction,
        breadcrumbs: [...home, { label: "故事合集", href: commonsPaths.collections }],
        head: <link rel="canonical" href={address} />,
        main: <CollectionPage collection={collection} now={now} />,
      };
    },
  });
};

/** Both figures from their facts, over all time: the page divides them before the reader's eyes. */
const readLeadFigures = async ({ db }: Context, now: Date): Promise<LeadFigures> => {
  const { path: rootPath } = await deskUnit(db);
  const period = { from: "2020-01-01", to: toDistrictDate(now) };
  const value = async (code: string): Promise<number> =>
    evaluate(db, await getIndicator(db, code, 1), { rootPath, period });
  return { results: await value("commons.result_published"), days: await value("commons.result_lead") };
};

const resultPages = (routes: Routes, context: Context): void => {
  const { db } = context;
  routes.page({
    url: commonsPaths.results,
    access: readPublic,
    handler: async ({ now }) => ({
      title: "成果转科普",
      section: "find",
      description: "新的研究说了什么，从送来到讲给您听用了几天。",
      breadcrumbs: home,
      main: (
        <ResultsPage
          briefs={await listPublishedBriefs(db, now, 50)}
          figures={await readLeadFigures(context, now)}
          now={now}
        />
      ),
    }),
  });
  routes.page({
    url: commonsPaths.publicService,
    access: readPublic,
    cache: "anonymous",
    handler: async ({ now }) => ({
      title: "公益广告库",
      section: "find",
      description: "媒体可以直接取用的公益科普内容。",
      breadcrumbs: home,
      main: <PublicServicePage items={await listLivePublicService(db, now)} now={now} />,
    }),
  });
};

const lessonPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const teach = { action: "commons.use_lesson" } as const;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const crumbs = [...home, { label: "课程", href: commonsPaths.lessons }];
  const find = (visit: Visit<{ id: string }>) => getLesson(db, visit.now, visit.params.id);

  routes.page({
    url: commonsPaths.lessons,
    access: readPublic,
    query: lessonsQuery,
    handler: async (visit) => {
      const topics = await listTopics(db);
      const { grade: asked = "", subject = "", topic = "", standard = "" } = visit.query;
      const grade = /^(?:[1-9]|1[0-2])$/u.test(asked) ? Number(asked) : undefined;
      const known = topics.find((one) => one.code === topic);
      const all = await listLiveLessons(db, visit.now, {});
      const lessons = await listLiveLessons(db, visit.now, {
        grade,
        subject: subject === "" ? undefined : subject,
        topics: known === undefined ? undefined : topicAndBelow(topics, known.code),
        standard,
      });
      return {
        title: "课程",
        section: "find",
        description: "按年级、学科、主题和课标找一节课。",
        breadcrumbs: home,
        main: (
          <LessonsPage
            lessons={lessons}
            subjects={[...new Set(all.flatMap((one) => one.lesson.subject ?? []))].sort()}
            topics={topics}
            filter={{ grade, subject, topic: known?.code, standard }}
            isTeacher={context.policy.decide(visit.actor, "commons.use_lesson").ok}
            now={visit.now}
          />
        ),
      };
    },
  });

  const usePage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => ({
    title: "登记用过这节课",
    section: "find",
    breadcrumbs: crumbs,
    main: (
      <LessonUsePage
        lesson={await find(visit)}
        form={form}
        formKey={visit.formKey}
        today={toDistrictDate(visit.now)}
      />
    ),
  });
  routes.page({
    url: commonsPaths.lessonUse,
    access: teach,
    params: idParams,
    handler: (visit) => usePage(visit, emptyForm),
  });
  routes.form({
    url: commonsPaths.lessonUse,
    access: teach,
    params: idParams,
    body: useBody,
    handler: async (visit, trx) => {
      await reportLessonUse(trx, act(visit), visit.person(), { contentId: visit.params.id, ...visit.body });
      return { redirect: commonsPaths.lessonUses };
    },
    onRefusal: usePage,
  });
  routes.page({
    url: commonsPaths.lessonUses,
    access: teach,
    handler: async (visit) => ({
      title: "我登记过的课",
      section: "me",
      breadcrumbs: crumbs,
      main: <LessonUsesPage uses={await listOwnLessonUses(db, visit.person().personId)} />,
    }),
  });

  const copyPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const lesson = await find(visit);
    return {
      title: "改成我的课",
      section: "find",
      breadcrumbs: crumbs,
      main: (
        <LessonCopyPage
          lesson={lesson}
          copy={await readLessonCopy(db, visit.person(), lesson)}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({
    url: commonsPaths.lessonCopy,
    access: teach,
    params: idParams,
    handler: (visit) => copyPage(visit, emptyForm),
  });
  routes.form({
    url: commonsPaths.lessonCopy,
    access: teach,
    params: idParams,
    body: copyBody,
    handler: async (visit, trx) => {
      const contentId = visit.params.id;
      await saveLessonCopy(trx, act(visit), visit.person(), { contentId, ...visit.body });
      return { redirect: `${toLessonPath(contentId, "copy")}#printed` };
    },
    onRefusal: copyPage,
  });
};

/** Collections, results, public-service items and lessons. */
export const registerLibraryPages = (routes: Routes, context: Context): void => {
  collectionPages(routes, context);
  resultPages(routes, context);
  lessonPages(routes, context);
};
