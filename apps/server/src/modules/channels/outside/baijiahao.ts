import { createHash } from "node:crypto";
import {
  type KeepMarks,
  type OutsideItem,
  type OutsideOutcome,
  type OutsidePlatform,
  type OutsideProof,
  type PostMarks,
  quotaMinutes,
} from "./platform.ts";

export type BaijiahaoAccount = { url: string; appId: string; token: string };

/** Baidu's limits of an article: characters of the title and of the text. */
const limits = { titleFrom: 5, titleTo: 40, content: 20_000 } as const;
const timeoutMs = 10_000;
const folder = "/builderinner/open/resource";

type Answer = { code: number; message: string; data: unknown; httpStatus: number; hash: string };

/** Error numbers of its documentation that ask for patience; 60001008 and 60001009 are the day's quota. */
const busy = new Set([60000006, 60000020]);
const quota = new Set([60001008, 60001009]);
/** 撤回或修改时文章状态错误: it is still with the reviewers, or already gone. */
const wrongState = 60001003;
const unknownArticle = 80000107;

const refusal = (answer: Answer, step: string): OutsideOutcome => {
  const problem = `百家号（${step}）答复 ${answer.code} ${answer.message}`.slice(0, 200);
  if (Number.isNaN(answer.code) || busy.has(answer.code) || answer.httpStatus === 429)
    return { state: "again", problem };
  if (quota.has(answer.code)) return { state: "again", problem, waitMinutes: quotaMinutes };
  return { state: "stop", problem };
};

const proofOf = (answer: Answer, more: Partial<OutsideProof> = {}): OutsideProof => ({
  httpStatus: answer.httpStatus,
  answerHash: answer.hash,
  ...more,
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

/**
 * 百家号 (Baidu's news platform): `article/publish` → `query/status`; recall by `article/withdraw`, proved by `query/status`.
 * The owner's token stands for years and is sent in the body of each call: it is never logged.
 */
export const createBaijiahao = (account: BaijiahaoAccount): OutsidePlatform => {
  const call = async (path: string, body: object): Promise<Answer> => {
    const response = await fetch(`${account.url}${folder}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ app_id: account.appId, app_token: account.token, ...body }),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const hash = createHash("sha256").update(text).digest("hex");
    const read: unknown = text.startsWith("{") ? JSON.parse(text) : undefined;
    const value = isRecord(read) ? read : {};
    return {
      code: typeof value["errno"] === "number" ? value["errno"] : Number.NaN,
      message: textOf(value["errmsg"]) ?? `HTTP ${response.status}`,
      data: value["data"],
      httpStatus: response.status,
      hash,
    };
  };

  const guarded = async (step: () => Promise<OutsideOutcome>): Promise<OutsideOutcome> => {
    try {
      return await step();
    } catch (error) {
      return { state: "again", problem: `百家号没有答复：${String(error)}`.slice(0, 200) };
    }
  };

  const readStatus = async (articleId: string) => {
    const answer = await call("/query/status", { article_id: articleId });
    const entry = isRecord(answer.data) ? answer.data[articleId] : undefined;
    return {
      answer,
      status: isRecord(entry) ? textOf(entry["status"]) : undefined,
      url: isRecord(entry) ? textOf(entry["url"]) : undefined,
      reason: isRecord(entry) ? textOf(entry["msg"]) : undefined,
    };
  };

  const lookAt = async (marks: PostMarks, keep: KeepMarks): Promise<OutsideOutcome> => {
    const { answer, status, url, reason } = await readStatus(marks.articleId ?? "");
    if (answer.code !== 0) return refusal(answer, "查询状态");
    switch (status) {
      case "publish":
        await keep({ ...marks, ...(url === undefined ? {} : { url }) });
        return { state: "done", proof: proofOf(answer, url === undefined ? {} : { url }) };
      case "rejected":
      case "forbidden":
        return {
          state: "stop",
          problem: `百家号审核没有通过${reason === undefined ? "" : `：${reason}`}。改稿后发新的一版。`.slice(
            0,
            200,
          ),
        };
      case "withdraw":
      case "deleted":
        return { state: "stop", problem: "百家号里已被撤回或删除" };
      default:
        return { state: "wait", note: "百家号正在审核" };
    }
  };

  /** An answer was lost: what bears our title and was not withdrawn is it (an earlier version is withdrawn before). */
  const findSubmitted = async (title: string): Promise<string | undefined | Answer> => {
    const answer = await call("/query/articleListall", { page_no: 1, page_size: 20 });
    if (answer.code !== 0) return answer;
    const items = isRecord(answer.data) && Array.isArray(answer.data["items"]) ? answer.data["items"] : [];
    for (const item of items)
      if (isRecord(item) && item["title"] === title && item["status"] !== "withdraw")
        return textOf(item["article_id"]);
    return undefined;
  };

  const submit = async (item: OutsideItem, marks: PostMarks, keep: KeepMarks): Promise<OutsideOutcome> => {
    if (marks.begun === "submit") {
      const found = await findSubmitted(item.title);
      if (typeof found === "object") return refusal(found, "查找已提交");
      if (found !== undefined) {
        await keep({ ...marks, articleId: found });
        return lookAt({ ...marks, articleId: found }, keep);
      }
    }
    const begun: PostMarks = {
      ...marks,
      begun: "submit",
      sentHash: createHash("sha256").update(item.html).digest("hex"),
    };
    await keep(begun);
    const answer = await call("/article/publish", {
      title: item.title,
      content: item.html,
      // Baidu takes an address once: a second submission of the same words is refused there.
      origin_url: item.versionAddress,
      cover_images: JSON.stringify([{ src: `${item.address}/card.png` }]),
      is_original: 0,
    });
    const articleId = isRecord(answer.data) ? textOf(answer.data["article_id"]) : undefined;
    if (answer.code !== 0 || articleId === undefined) return refusal(answer, "发布");
    await keep({ ...begun, articleId });
    return { state: "wait", note: "已交百家号审核" };
  };

  return {
    publish: (item, marks, keep) =>
      guarded(async () => {
        if (item.title.length < limits.titleFrom || item.title.length > limits.titleTo)
          return {
            state: "stop",
            problem: `标题 ${item.title.length} 字，百家号要 ${limits.titleFrom} 到 ${limits.titleTo} 字。`,
          };
        if (item.html.length > limits.content)
          return { state: "stop", problem: `正文太长，百家号限 ${limits.content} 个字符。` };
        return marks.articleId === undefined ? submit(item, marks, keep) : lookAt(marks, keep);
      }),
    recall: (item, marks, keep) =>
      guarded(async () => {
        let articleId = marks.articleId;
        if (articleId === undefined && marks.begun === "submit") {
          const found = await findSubmitted(item.title);
          if (typeof found === "object") return refusal(found, "查找已提交");
          articleId = found;
          if (articleId !== undefined) await keep({ ...marks, articleId });
        }
        if (articleId === undefined)
          return { state: "done", proof: { httpStatus: 0, answerHash: "", note: "没有发到百家号" } };
        const answer = await call("/article/withdraw", { article_id: articleId });
        if (answer.code !== 0 && answer.code !== wrongState && answer.code !== unknownArticle)
          return refusal(answer, "撤回");
        const seen = await readStatus(articleId);
        if (seen.answer.code === unknownArticle)
          return { state: "done", proof: proofOf(seen.answer, { note: "百家号里没有这篇" }) };
        if (seen.answer.code !== 0) return refusal(seen.answer, "查询状态");
        switch (seen.status) {
          case "withdraw":
          case "deleted":
          case "rejected":
          case "forbidden":
            return { state: "done", proof: proofOf(seen.answer, { note: `百家号状态：${seen.status}` }) };
          case "publish":
            return { state: "again", problem: "百家号说已撤回，文章还在" };
          default:
            return { state: "wait", note: "百家号还在审核，审完马上撤回" };
        }
      }),
  };
};
