// The two platforms' interfaces on this machine, as their documentation describes them; for tests alone.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Reply = (value: unknown, status?: number) => void;
type Asked = { path: string; query: URLSearchParams; body: Record<string, unknown> };

const listen = async (handle: (asked: Asked, reply: Reply, request: IncomingMessage) => void) => {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://platform");
      const text = Buffer.concat(parts).toString("utf8");
      const body = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {}; // JSON of the adapter
      const reply: Reply = (value, status = 200) =>
        void response
          .writeHead(status, { "content-type": "application/json" })
          .end(typeof value === "string" ? value : JSON.stringify(value));
      handle({ path: url.pathname, query: url.searchParams, body }, reply, request);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // listens, so it has one
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
};

type Draft = { title: string; content: string; content_source_url: string };
type Task = { draft: Draft; articleId: string };

/** WeChat: tokens that go stale, drafts, publication tasks that take their time, articles that stay known when deleted. */
export const openFakeWechat = async () => {
  const state = {
    token: 1,
    /** `errcode` of every call but the token's; 0 lets it through. */
    refuse: 0,
    down: false,
    /** The next submission is done and its answer is lost. */
    loseAnswer: false,
    /** Where a test holds a worker in the middle of its words. */
    beforeCover: async (): Promise<void> => undefined,
    taskStatus: 0,
    drafts: new Map<string, Draft>(),
    tasks: new Map<string, Task>(),
    articles: new Map<string, { draft: Draft; deleted: boolean }>(),
    submissions: 0,
    tokens: 0,
    covers: 0,
  };
  const publish = (task: Task): void => {
    if (!state.articles.has(task.articleId))
      state.articles.set(task.articleId, { draft: task.draft, deleted: false });
  };
  const answer = ({ path, body }: Asked, reply: Reply, request: IncomingMessage): void => {
    const mediaId = String(body["media_id"]);
    const article = state.articles.get(String(body["article_id"]));
    switch (path) {
      case "/cgi-bin/material/add_material":
        state.covers += 1;
        return void state
          .beforeCover()
          .then(() => reply({ media_id: `cover-${state.covers}`, url: "http://mmbiz/1" }));
      case "/cgi-bin/draft/add": {
        const id = `draft-${state.drafts.size + 1}`;
        state.drafts.set(id, (body["articles"] as Draft[])[0] as Draft); // what the adapter sends
        return reply({ media_id: id });
      }
      case "/cgi-bin/draft/delete":
        return reply(
          state.drafts.delete(mediaId) ? { errcode: 0 } : { errcode: 40007, errmsg: "invalid media_id" },
        );
      case "/cgi-bin/freepublish/submit": {
        const draft = state.drafts.get(mediaId);
        if (draft === undefined) return reply({ errcode: 40007, errmsg: "invalid media_id" });
        state.submissions += 1;
        const task = { draft, articleId: `article-${state.submissions}` };
        state.tasks.set(String(state.submissions), task);
        if (state.taskStatus === 0) publish(task);
        if (state.loseAnswer) {
          state.loseAnswer = false;
          return void request.socket.destroy();
        }
        return reply({ errcode: 0, publish_id: state.submissions });
      }
      case "/cgi-bin/freepublish/get": {
        const task = state.tasks.get(String(body["publish_id"]));
        if (task === undefined) return reply({ errcode: 53600, errmsg: "unknown" });
        if (state.taskStatus === 0) publish(task);
        return reply({
          publish_id: body["publish_id"],
          publish_status: state.taskStatus,
          ...(state.taskStatus === 0
            ? {
                article_id: task.articleId,
                article_detail: {
                  count: 1,
                  item: [{ idx: 1, article_url: `https://mp.example/${task.articleId}` }],
                },
              }
            : {}),
          fail_idx: [],
        });
      }
      case "/cgi-bin/freepublish/batchget":
        return reply({
          item: [...state.articles].map(([id, { draft }]) => ({
            article_id: id,
            content: { news_item: [{ content_source_url: draft.content_source_url }] },
          })),
        });
      case "/cgi-bin/freepublish/getarticle":
        return article === undefined
          ? reply({ errcode: 53600, errmsg: "article not found" })
          : reply({ news_item: [{ title: article.draft.title, is_deleted: article.deleted }] });
      case "/cgi-bin/freepublish/delete":
        if (article === undefined) return reply({ errcode: 53600, errmsg: "article not found" });
        article.deleted = true;
        return reply({ errcode: 0, errmsg: "ok" });
      default:
        return reply({ errcode: 404, errmsg: path });
    }
  };
  const server = await listen((asked, reply, request) => {
    if (state.down) return void request.socket.destroy();
    if (asked.path === "/cgi-bin/stable_token") {
      state.tokens += 1;
      if (asked.body["secret"] !== "s3cret") return reply({ errcode: 40125, errmsg: "invalid appsecret" });
      return reply({ access_token: `token-${state.token}`, expires_in: 7200 });
    }
    if (asked.query.get("access_token") !== `token-${state.token}`)
      return reply({ errcode: 40001, errmsg: "access_token is invalid or not latest" });
    if (state.refuse !== 0) return reply({ errcode: state.refuse, errmsg: "refused" });
    answer(asked, reply, request);
  });
  return { state, url: server.url, [Symbol.asyncDispose]: server.close };
};

/** 百家号: an owner's token in each body, a review before anything is out, an address that it takes once. */
export const openFakeBaijiahao = async () => {
  const state = {
    refuse: 0,
    httpStatus: 200,
    loseAnswer: false,
    /** What its reviewers do with what is handed in. */
    verdict: "draft" as "draft" | "publish" | "rejected",
    articles: new Map<string, { title: string; content: string; origin: string; status: string }>(),
    submissions: 0,
  };
  const server = await listen(({ path, body }, reply, request) => {
    if (state.httpStatus !== 200) return reply("<html>busy</html>", state.httpStatus);
    if (body["app_token"] !== "t0ken") return reply({ errno: 60001001, errmsg: "授权校验失败" });
    if (state.refuse !== 0) return reply({ errno: state.refuse, errmsg: "refused" });
    const id = String(body["article_id"]);
    const article = state.articles.get(id);
    switch (path) {
      case "/builderinner/open/resource/article/publish": {
        const origin = String(body["origin_url"]);
        if ([...state.articles.values()].some((one) => one.origin === origin))
          return reply({ errno: 300001, errmsg: "重复的文章" });
        state.submissions += 1;
        const given = `174${state.submissions}`;
        state.articles.set(given, {
          title: String(body["title"]),
          content: String(body["content"]),
          origin,
          status: "draft",
        });
        if (state.loseAnswer) {
          state.loseAnswer = false;
          return void request.socket.destroy();
        }
        return reply({ errno: 0, errmsg: "success", data: { article_id: given } });
      }
      case "/builderinner/open/resource/query/status":
        if (article === undefined) return reply({ errno: 80000107, errmsg: "文章不存在" });
        if (article.status === "draft") article.status = state.verdict;
        return reply({
          errno: 0,
          data: {
            [id]: { status: article.status, url: `https://baijiahao.example/s?id=${id}`, msg: "内容低质" },
          },
        });
      case "/builderinner/open/resource/query/articleListall":
        return reply({
          errno: 0,
          data: {
            items: [...state.articles].map(([key, one]) => ({
              article_id: key,
              title: one.title,
              status: one.status,
            })),
          },
        });
      case "/builderinner/open/resource/article/withdraw":
        if (article === undefined) return reply({ errno: 80000107, errmsg: "文章不存在" });
        if (article.status !== "publish")
          return reply({ errno: 60001003, errmsg: "撤回或修改时文章状态错误" });
        article.status = "withdraw";
        return reply({ errno: 0, errmsg: "success" });
      default:
        return reply({ errno: 404, errmsg: path });
    }
  });
  return { state, url: server.url, [Symbol.asyncDispose]: server.close };
};
