import { countAttempt } from "#kernel/attempts.ts";
import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { listTopics } from "#modules/contents/index.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import { listChildren } from "#modules/people/index.ts";
import { ownerOf } from "./acts.ts";
import { emptyBody, idParams, sendBody, startBody, wordsBody } from "./contract.ts";
import { commonsPaths, toSubmissionPath } from "./paths.ts";
import { getOwnSubmission, listOwnSubmissions } from "./submission-queries.ts";
import { saveWords, sendSubmission, startSubmission, withdrawSubmission } from "./submissions.ts";
import { ContributePage, RightsPage, StartPage, SubmissionPage, WordsPage } from "./views-contribute.tsx";

const own = { action: "commons.own" } as const;
const home = [{ label: "首页", href: "/" }];
const crumbs = [...home, { label: "我来投稿", href: commonsPaths.contribute }];

/** Contributions that one person may begin in a day. */
const startLimit = { purpose: "commons.start", windowMs: 86_400_000, limit: 20 };

/** J-08: three steps, a receipt, where it stands, and the way back. */
export const registerContributePages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.page({
    url: commonsPaths.contribute,
    access: { action: "commons.read_public" },
    handler: async (visit): Promise<PageView> => ({
      title: "我来投稿",
      section: "me",
      breadcrumbs: home,
      main: (
        <ContributePage
          own={visit.actor.kind === "person" ? await listOwnSubmissions(db, ownerOf(visit.actor)) : undefined}
          now={visit.now}
        />
      ),
    }),
  });

  const startPage = async (visit: Visit, form: FormState): Promise<PageView> => ({
    title: "您想写什么？",
    section: "me",
    breadcrumbs: crumbs,
    main: <StartPage form={form} formKey={visit.formKey} topics={await listTopics(db)} />,
  });
  routes.page({
    url: commonsPaths.contributeNew,
    access: own,
    handler: (visit) => startPage(visit, emptyForm),
  });
  routes.form({
    url: commonsPaths.contributeNew,
    access: own,
    body: startBody,
    beforeTransaction: (visit) => countAttempt(db, { clock, cipher }, visit.person().personId, startLimit),
    handler: async (visit, trx) => {
      const id = await startSubmission(trx, act(visit), visit.person(), visit.body);
      return { redirect: toSubmissionPath(id, "words") };
    },
    onRefusal: startPage,
  });

  const wordsPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => ({
    title: "写正文",
    section: "me",
    breadcrumbs: crumbs,
    main: (
      <WordsPage
        form={form}
        formKey={visit.formKey}
        submission={await getOwnSubmission(db, ownerOf(visit.person()), visit.params.id)}
      />
    ),
  });
  routes.page({
    url: commonsPaths.submissionWords,
    access: own,
    params: idParams,
    handler: async (visit) => {
      const submission = await getOwnSubmission(db, ownerOf(visit.person()), visit.params.id);
      return submission.status === "writing"
        ? wordsPage(visit, emptyForm)
        : { redirect: toSubmissionPath(submission.id) };
    },
  });
  routes.form({
    url: commonsPaths.submissionWords,
    access: own,
    params: idParams,
    body: wordsBody,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      await saveWords(trx, act(visit), visit.person(), { id, words: visit.body.words });
      return { redirect: toSubmissionPath(id, "rights") };
    },
    onRefusal: wordsPage,
  });

  const rightsPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const person = visit.person();
    const submission = await getOwnSubmission(db, ownerOf(person), visit.params.id);
    const children = person.onBehalfOf === undefined ? await listChildren(db, person.personId) : [];
    const names = await getPersonNames(
      db,
      cipher,
      children.map((child) => child.personId),
    );
    return {
      title: "署名和交稿",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <RightsPage
          form={form}
          formKey={visit.formKey}
          submission={submission}
          childOptions={children.map((child) => ({
            value: child.personId,
            text: `我的孩子 ${names.get(child.personId) ?? ""}`,
          }))}
        />
      ),
    };
  };
  routes.page({
    url: commonsPaths.submissionRights,
    access: own,
    params: idParams,
    handler: async (visit) => {
      const submission = await getOwnSubmission(db, ownerOf(visit.person()), visit.params.id);
      if (submission.status !== "writing") return { redirect: toSubmissionPath(submission.id) };
      if (submission.words === null) return { redirect: toSubmissionPath(submission.id, "words") };
      return rightsPage(visit, emptyForm);
    },
  });
  routes.form({
    url: commonsPaths.submissionRights,
    access: own,
    params: idParams,
    body: sendBody,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      const { writer, credit = "pen_name", penName, agreed } = visit.body;
      await sendSubmission(trx, act(visit), visit.person(), {
        id,
        childPersonId: writer === "self" ? undefined : writer,
        credit,
        penName,
        agreed: agreed ?? "no",
      });
      return { redirect: toSubmissionPath(id) };
    },
    onRefusal: rightsPage,
  });

  const submissionPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const submission = await getOwnSubmission(db, ownerOf(visit.person()), visit.params.id);
    return {
      title: `投稿：${submission.title}`,
      section: "me",
      breadcrumbs: crumbs,
      main: <SubmissionPage submission={submission} form={form} formKey={visit.formKey} now={visit.now} />,
    };
  };
  routes.page({
    url: commonsPaths.submission,
    access: own,
    params: idParams,
    handler: (visit) => submissionPage(visit, emptyForm),
  });
  routes.form({
    url: commonsPaths.submissionWithdraw,
    access: own,
    params: idParams,
    body: emptyBody,
    handler: async (visit, trx) => {
      await withdrawSubmission(trx, act(visit), visit.person(), { id: visit.params.id });
      return { redirect: toSubmissionPath(visit.params.id) };
    },
    onRefusal: submissionPage,
  });
};
