import { createHash } from "node:crypto";
import type { Clock } from "#kernel/clock.ts";
import { createWechatApi, type WechatAccount, type WechatAnswer } from "#kernel/wechat-api.ts";
import {
  type KeepMarks,
  type OutsideItem,
  type OutsideOutcome,
  type OutsidePlatform,
  type OutsideProof,
  type PostMarks,
  quotaMinutes,
} from "./platform.ts";

/** WeChat's limits of a draft (新增草稿): characters of title, digest, author and content. */
const limits = { title: 64, author: 16, digest: 120, content: 20_000 } as const;

/** What the states of a publication task mean (freepublish/get, publish_status). */
const failedTasks: Readonly<Record<number, string>> = {
  2: "原创声明没有通过",
  3: "发布失败",
  4: "微信平台审核不通过",
  6: "发布后被微信封禁",
};
const publishedTask = 0;
const runningTask = 1;
const deletedTask = 5;
/** `articleId` that WeChat does not know, or no longer. */
const unknownArticle = 53600;

const proofOf = (answer: WechatAnswer, more: Partial<OutsideProof> = {}): OutsideProof => ({
  httpStatus: 200,
  answerHash: createHash("sha256").update(JSON.stringify(answer.body)).digest("hex"),
  ...more,
});

/** What an error code asks of us: come again (when), or a person. */
const refusal = (answer: WechatAnswer, step: string): OutsideOutcome => {
  const problem = `微信（${step}）答复 ${answer.code} ${answer.message}`.slice(0, 200);
  switch (answer.code) {
    case -1:
    case 45011:
      return { state: "again", problem };
    case 45009:
      return { state: "again", problem, waitMinutes: quotaMinutes };
    default:
      // No JSON object: nobody knows. Everything else was answered, and says what a person has to mend.
      return Number.isNaN(answer.code) ? { state: "again", problem } : { state: "stop", problem };
  }
};

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** The first article of a list as WeChat writes it. */
const firstUrl = (body: WechatAnswer["body"]): string | undefined => {
  const detail = body["article_detail"] as { item?: { article_url?: unknown }[] } | undefined; // looked at before use
  return textOf(detail?.item?.[0]?.article_url);
};

/**
 * A WeChat official account (公众号): cover → draft → publication task → status; recall by `freepublish/delete`, proved by
 * `freepublish/getarticle`.
 */
export const createOfficialAccount = (account: WechatAccount, clock: Clock): OutsidePlatform => {
  const api = createWechatApi(account, clock);

  const uploadCover = async (item: OutsideItem): Promise<WechatAnswer> => {
    const form = new FormData();
    form.append("media", new Blob([new Uint8Array(await item.cover())], { type: "image/png" }), "cover.png");
    return api.call("/cgi-bin/material/add_material?type=image", form);
  };

  const addDraft = (item: OutsideItem, coverId: string): Promise<WechatAnswer> =>
    api.call("/cgi-bin/draft/add", {
      articles: [
        {
          title: item.title,
          author: item.author.slice(0, limits.author),
          digest: item.summary.slice(0, limits.digest),
          content: item.html,
          content_source_url: item.versionAddress,
          thumb_media_id: coverId,
          // No stranger's text stands under our items there either.
          need_open_comment: 0,
        },
      ],
    });

  /** A submission whose answer was lost: what is out with our address is it. */
  const findSubmitted = async (address: string): Promise<string | undefined | WechatAnswer> => {
    const answer = await api.call("/cgi-bin/freepublish/batchget", { offset: 0, count: 20, no_content: 1 });
    if (answer.code !== 0) return answer;
    const items = (answer.body["item"] ?? []) as {
      article_id?: string;
      content?: { news_item?: { content_source_url?: string }[] };
    }[]; // each part is looked at before use
    return items.find((one) => one.content?.news_item?.some(({ content_source_url: url }) => url === address))
      ?.article_id;
  };

  const lookAtTask = async (marks: PostMarks, keep: KeepMarks): Promise<OutsideOutcome> => {
    const answer = await api.call("/cgi-bin/freepublish/get", { publish_id: marks.taskId });
    if (answer.code !== 0) return refusal(answer, "查询发布状态");
    const status = answer.body["publish_status"];
    if (status === runningTask) return { state: "wait", note: "微信正在发布、审核" };
    const articleId = textOf(answer.body["article_id"]);
    if (status === publishedTask && articleId !== undefined) {
      const url = firstUrl(answer.body);
      await keep({ ...marks, articleId, ...(url === undefined ? {} : { url }) });
      return { state: "done", proof: proofOf(answer, url === undefined ? {} : { url }) };
    }
    const reason =
      typeof status === "number" ? (failedTasks[status] ?? `发布状态 ${status}`) : "发布状态没有给出";
    return { state: "stop", problem: `微信：${reason}。请到公众平台查看原因，改稿后发新的一版。` };
  };

  const submit = async (
    item: Pick<OutsideItem, "versionAddress">,
    marks: PostMarks,
    keep: KeepMarks,
  ): Promise<OutsideOutcome> => {
    if (marks.begun === "submit") {
      const found = await findSubmitted(item.versionAddress);
      if (typeof found === "object") return refusal(found, "查找已发布");
      if (found !== undefined) {
        await keep({ ...marks, articleId: found });
        return lookAtArticle({ ...marks, articleId: found });
      }
    }
    await keep({ ...marks, begun: "submit" });
    const answer = await api.call("/cgi-bin/freepublish/submit", { media_id: marks.draftId });
    if (answer.code !== 0) return refusal(answer, "提交发布");
    // WeChat has written the number as text and as a number.
    const given = answer.body["publish_id"];
    const taskId = typeof given === "number" ? String(given) : textOf(given);
    if (taskId === undefined) return { state: "again", problem: "微信没有给出发布任务编号" };
    await keep({ ...marks, begun: "submit", taskId });
    return lookAtTask({ ...marks, begun: "submit", taskId }, keep);
  };

  const isThere = (answer: WechatAnswer): boolean => {
    const items = (answer.body["news_item"] ?? []) as { is_deleted?: boolean }[]; // looked at before use
    return answer.code === 0 && items.some(({ is_deleted: deleted }) => deleted !== true);
  };

  const lookAtArticle = async (marks: PostMarks): Promise<OutsideOutcome> => {
    const answer = await api.call("/cgi-bin/freepublish/getarticle", { article_id: marks.articleId });
    if (answer.code !== 0) return refusal(answer, "查看文章");
    return isThere(answer)
      ? { state: "done", proof: proofOf(answer, marks.url === undefined ? {} : { url: marks.url }) }
      : { state: "stop", problem: "微信：文章已经不在了" };
  };

  /** What is out goes, and WeChat is asked whether it is gone. */
  const removeArticle = async (articleId: string): Promise<OutsideOutcome> => {
    const gone = await api.call("/cgi-bin/freepublish/delete", { article_id: articleId });
    if (gone.code !== 0 && gone.code !== unknownArticle) return refusal(gone, "删除文章");
    const answer = await api.call("/cgi-bin/freepublish/getarticle", { article_id: articleId });
    if (answer.code !== 0 && answer.code !== unknownArticle) return refusal(answer, "查看文章");
    return isThere(answer)
      ? { state: "again", problem: "微信说已删除，文章还在" }
      : { state: "done", proof: proofOf(answer, { note: "微信已删除" }) };
  };

  const guarded = async (step: () => Promise<OutsideOutcome>): Promise<OutsideOutcome> => {
    try {
      return await step();
    } catch (error) {
      return { state: "again", problem: `微信没有答复：${String(error)}`.slice(0, 200) };
    }
  };

  return {
    publish: (item, marks, keep) =>
      guarded(async () => {
        if (item.title.length > limits.title)
          return { state: "stop", problem: `标题 ${item.title.length} 字，微信限 ${limits.title} 字。` };
        if (item.html.length > limits.content)
          return { state: "stop", problem: `正文太长，微信限 ${limits.content} 个字符。` };
        let now = marks;
        if (now.articleId !== undefined) return lookAtArticle(now);
        if (now.taskId !== undefined) return lookAtTask(now, keep);
        if (now.coverId === undefined) {
          const answer = await uploadCover(item);
          const coverId = textOf(answer.body["media_id"]);
          if (answer.code !== 0 || coverId === undefined) return refusal(answer, "上传封面");
          now = { ...now, coverId };
          await keep(now);
        }
        if (now.draftId === undefined) {
          const answer = await addDraft(item, now.coverId ?? "");
          const draftId = textOf(answer.body["media_id"]);
          if (answer.code !== 0 || draftId === undefined) return refusal(answer, "新建草稿");
          // A draft twice is seen by nobody: no mark is needed before it.
          now = { ...now, draftId, sentHash: createHash("sha256").update(item.html).digest("hex") };
          await keep(now);
        }
        return submit(item, now, keep);
      }),
    recall: (item, marks, keep) =>
      guarded(async () => {
        if (marks.articleId !== undefined) return removeArticle(marks.articleId);
        if (marks.taskId !== undefined) {
          const answer = await api.call("/cgi-bin/freepublish/get", { publish_id: marks.taskId });
          if (answer.code !== 0) return refusal(answer, "查询发布状态");
          const articleId = textOf(answer.body["article_id"]);
          const status = answer.body["publish_status"];
          if (status === runningTask) return { state: "wait", note: "微信还在发布，发布完马上删除" };
          if (status === publishedTask && articleId !== undefined) {
            await keep({ ...marks, articleId });
            return removeArticle(articleId);
          }
          const note = status === deletedTask ? "微信里已经删除" : "微信没有让它发布";
          return { state: "done", proof: proofOf(answer, { note }) };
        }
        if (marks.begun === "submit") {
          const found = await findSubmitted(item.versionAddress);
          if (typeof found === "object") return refusal(found, "查找已发布");
          if (found !== undefined) {
            await keep({ ...marks, articleId: found });
            return removeArticle(found);
          }
        }
        // A draft was never out; it goes, so that nobody publishes it by hand.
        if (marks.draftId === undefined)
          return { state: "done", proof: { httpStatus: 0, answerHash: "", note: "没有发到微信" } };
        const answer = await api.call("/cgi-bin/draft/delete", { media_id: marks.draftId });
        // 40007: WeChat does not know this draft, or no longer.
        if (answer.code !== 0 && answer.code !== 40007) return refusal(answer, "删除草稿");
        return { state: "done", proof: proofOf(answer, { note: "没有发布，草稿已删除" }) };
      }),
  };
};
