import { countAttempt } from "#kernel/attempts.ts";
import { audiences } from "#kernel/audiences.ts";
import type { Actor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { cleanVoice } from "#kernel/voice-message.ts";
import { listLive, listTopics } from "#modules/contents/index.ts";
import { askQuestion, type AskQuestion, withdrawQuestion } from "./asking.ts";
import { askBody, askQuery, codeQuery, emptyBody, idParams } from "./contract.ts";
import type { QuestionsError } from "./errors.ts";
import { photoPurpose, voicePurpose } from "./keeping.ts";
import { questionsMessages } from "./messages.ts";
import { questionsPaths, toReceivedPath } from "./paths.ts";
import { registerCardPages } from "./portal-cards.tsx";
import { findByReceipt, listOwnQuestions } from "./queries.ts";
import { parseReceiptCode } from "./receipt-code.ts";
import { AskPage, type AskPageProps, LookupPage, OwnQuestionsPage, ReceivedPage } from "./views.tsx";

const crumbs = [{ label: "首页", href: "/" }];
const maxPhotoBytes = 10 * 1024 * 1024;
const hourMs = 3_600_000;
/** Tries count, not only what was taken in: a slip at the number must not lock anybody out. */
const asksPerHour = 20;
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const askerOf = ({ actor }: Visit): AskPageProps["asker"] => {
  if (actor.kind !== "person") return "nobody";
  if (actor.onBehalfOf === undefined) return "account";
  return { helperFor: actor.onBehalfOf.displayName ?? "另一位居民" };
};

/** The photograph drawn anew; what the image door refuses is said at the field. */
const cleanPhoto = async (bytes: Buffer) => {
  try {
    return await cleanFile(bytes, { kinds: ["jpeg", "png", "webp"], maxBytes: maxPhotoBytes });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError(cause.code, { fields: { photo: cause.code }, values: cause.values, cause });
  }
};

/** The recording measured and kept; what is wrong with it is said at the field. */
const keepVoice = async (
  trx: Trx,
  context: Context,
  sent: { actor: Actor; requestId: string; bytes: Buffer },
): Promise<{ fileId: string; seconds: number }> => {
  const { file, seconds } = await cleanVoice(sent.bytes).catch((cause: unknown) => {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError(cause.code, { fields: { voice: cause.code }, values: cause.values, cause });
  });
  if (seconds === undefined)
    throw new AppError<QuestionsError>("questions.voice_length", {
      fields: { voice: "questions.voice_length" },
    });
  const fileId = await storeFile(trx, context, {
    clean: file,
    // The sender's own name of the file can hold a person's name: not kept.
    name: "question-voice",
    purpose: voicePurpose,
    actor: sent.actor,
    requestId: sent.requestId,
  });
  return { fileId, seconds };
};

const askRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const articleOf = async (now: Date, text: string) => {
    if (!/^[1-9]\d{0,8}$/u.test(text)) return undefined;
    const { rows } = await listLive(db, now, { filter: { nos: [Number(text)] }, page: 1, size: 1 });
    return rows[0];
  };
  const askPage = async (
    visit: Visit,
    form: FormState,
    from: { article: string; text: string; audience: string; topic: string },
  ): Promise<PageView> => ({
    title: "问专家",
    breadcrumbs: crumbs,
    main: (
      <AskPage
        form={form}
        formKey={visit.formKey}
        topics={await listTopics(db)}
        article={await articleOf(visit.now, from.article)}
        start={{
          text: from.text,
          audience: audiences.find((audience) => audience === from.audience) ?? "",
          topic: from.topic,
        }}
        asker={askerOf(visit)}
      />
    ),
  });
  routes.page({
    url: questionsPaths.ask,
    access: { action: "questions.ask" },
    query: askQuery,
    handler: (visit) => {
      const { article = "", q = "", audience = "", topic = "" } = visit.query;
      return askPage(visit, emptyForm, { article, text: q.trim(), audience, topic });
    },
  });
  routes.form({
    url: questionsPaths.ask,
    access: { action: "questions.ask" },
    body: askBody,
    files: { fields: ["photo", "voice"], maxBytes: maxPhotoBytes },
    beforeTransaction: async (visit) => {
      const subject = visit.actor.kind === "person" ? visit.actor.personId : visit.request.ip;
      await countAttempt(db, { clock, cipher }, subject, {
        purpose: "questions.ask",
        windowMs: hourMs,
        limit: asksPerHour,
      }).catch((cause: unknown) => {
        throw new AppError<QuestionsError>("questions.too_many", { status: 429, cause });
      });
    },
    handler: async (visit, trx) => {
      const { body, actor, requestId } = visit;
      // A form without a chosen file sends an empty one.
      const sent = (field: string) =>
        visit.files.find((file) => file.field === field && file.bytes.length > 0);
      const photo = sent("photo");
      const recording = sent("voice");
      const article = await articleOf(visit.now, body.article ?? "");
      const contact: AskQuestion["contact"] =
        actor.kind === "person"
          ? undefined
          : body.way === "phone"
            ? { way: "phone", phone: body.phone ?? "", consent: body.consent }
            : { way: "code" };
      const photoFileId =
        photo === undefined
          ? undefined
          : await storeFile(trx, context, {
              clean: await cleanPhoto(photo.bytes),
              // The sender's own name of the file can hold a person's name: not kept.
              name: "question-photo",
              purpose: photoPurpose,
              actor,
              requestId,
            });
      const voice =
        recording && (await keepVoice(trx, context, { actor, requestId, bytes: recording.bytes }));
      const { code } = await askQuestion(trx, { clock, cipher, requestId }, actor, {
        text: body.text ?? "",
        audience: body.audience,
        topic: body.topic,
        contentId: article?.contentId,
        photoFileId,
        voice,
        contact,
      });
      return { redirect: toReceivedPath(code) };
    },
    onRefusal: (visit, form) =>
      askPage(visit, form, {
        article: textOf(form.values["article"]),
        text: "",
        audience: "",
        topic: "",
      }),
  });
};

const lookupRoutes = (routes: Routes, context: Context): void => {
  const { db, cipher } = context;
  const find = async (text: string | undefined) => {
    const code = parseReceiptCode(text ?? "");
    return code === undefined ? undefined : { code, question: await findByReceipt(db, { cipher }, code) };
  };
  routes.page({
    url: questionsPaths.received,
    access: { action: "questions.ask" },
    query: codeQuery,
    handler: async (visit) => {
      visit.reply.header("cache-control", "no-store");
      const found = await find(visit.query.code);
      if (found?.question === undefined)
        throw new AppError<QuestionsError>("questions.code_unknown", { status: 404 });
      return {
        title: "收到了您的问题",
        breadcrumbs: crumbs,
        main: <ReceivedPage code={found.code} question={found.question} now={visit.now} />,
      };
    },
  });
  routes.page({
    url: questionsPaths.lookup,
    access: { action: "questions.ask" },
    query: codeQuery,
    handler: async (visit) => {
      visit.reply.header("cache-control", "no-store");
      const { code = "" } = visit.query;
      const question = (await find(code))?.question;
      const problem =
        code !== "" && question === undefined ? questionsMessages["questions.code_unknown"] : undefined;
      return {
        title: "查答复",
        breadcrumbs: crumbs,
        ...(problem === undefined ? {} : { status: 404 }),
        main: <LookupPage typedCode={code} question={question} problem={problem} now={visit.now} />,
      };
    },
  });
};

const ownRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const own = { action: "questions.own" } as const;
  const ownPage = async (visit: Visit, form: FormState = emptyForm): Promise<PageView> => {
    const person = visit.person();
    return {
      title: "我问过的",
      section: "me",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      main: (
        <OwnQuestionsPage
          questions={await listOwnQuestions(db, { cipher }, person.onBehalfOf?.personId ?? person.personId)}
          now={visit.now}
          formKey={visit.formKey}
          problem={form.summary}
        />
      ),
    };
  };
  routes.page({ url: questionsPaths.own, access: own, handler: (visit) => ownPage(visit) });
  routes.form({
    url: questionsPaths.withdraw,
    access: own,
    params: idParams,
    body: emptyBody,
    handler: async (visit, trx) => {
      await withdrawQuestion(
        trx,
        { clock, cipher, requestId: visit.requestId },
        visit.person(),
        visit.params.id,
      );
      return { redirect: questionsPaths.own };
    },
    onRefusal: ownPage,
  });
};

export const registerQuestionPages = (routes: Routes, context: Context): void => {
  askRoutes(routes, context);
  registerCardPages(routes, context);
  lookupRoutes(routes, context);
  ownRoutes(routes, context);
};
