import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildCookie, buildPerson } from "./builders.ts";
import { queueMessage, sendMessages } from "./message-outbox.ts";
import { useMessageSender } from "./message-sender.ts";
import { identityPaths } from "./paths.ts";
import { createWechatSender } from "./wechat-sender.ts";

type Sent = { touser: string; client_msg_id: string; template_id: string; url: string; data: unknown };

/** WeChat's interface on this machine: tokens that end, followers that left, the key held for ten minutes. */
const openWechat = async () => {
  const state = {
    token: 1,
    refuse: 0,
    hang: false,
    asked: [] as { path: string; body: unknown }[],
    sent: [] as Sent[],
  };
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString("utf8")));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://wechat");
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      state.asked.push({ path: url.pathname, body });
      const answer = (value: unknown): void =>
        void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
      if (url.pathname === "/cgi-bin/stable_token") {
        const {
          appid,
          secret,
          force_refresh: force,
        } = body as { appid: string; secret: string; force_refresh: boolean };
        if (appid !== "wx-demo" || secret !== "s3cret")
          return answer({ errcode: 40125, errmsg: "invalid appsecret" });
        if (force) state.token += 1;
        return answer({ access_token: `token-${state.token}`, expires_in: 7200 });
      }
      if (url.pathname === "/sns/oauth2/access_token") {
        const code = url.searchParams.get("code");
        return answer(
          code === "good"
            ? { access_token: "web", openid: "openid-1" }
            : { errcode: 40029, errmsg: "invalid code" },
        );
      }
      if (url.searchParams.get("access_token") !== `token-${state.token}`)
        return answer({
          errcode: 40001,
          errmsg: "invalid credential, access_token is invalid or not latest",
        });
      if (state.refuse !== 0) return answer({ errcode: state.refuse, errmsg: "refused" });
      const message = body as Sent; // what the adapter sends
      const isKnown = state.sent.some(
        (one) => one.touser === message.touser && one.client_msg_id === message.client_msg_id,
      );
      if (!isKnown) state.sent.push(message);
      if (!state.hang) answer({ errcode: 0, errmsg: "ok", msgid: 1 });
      else request.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // listens, so it has one
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
};

const settings = (url: string) => ({
  url,
  appId: "wx-demo",
  secret: "s3cret",
  template: { id: "tpl-1", wordField: "thing1", timeField: "time2" },
});
const message = {
  key: "orders.notice:1",
  openid: "openid-1",
  text: "【湘江科普】您点的“教我用手机挂号”明天上午九点有人上门，请在家等候",
  at: new Date("2026-12-01T01:00:00Z"),
  url: "http://localhost:3000/me",
};

test("a template message reaches WeChat as it documents it, and the token is asked for once", async () => {
  await using wechat = await openWechat();
  const sender = createWechatSender(settings(wechat.url), createTestClock("2026-11-30T01:00:00Z"));
  assert.equal((await sender.send(message)).state, "sent");
  assert.equal((await sender.send({ ...message, key: "orders.notice:2" })).state, "sent");
  assert.deepEqual(
    wechat.state.asked.map(({ path }) => path),
    ["/cgi-bin/stable_token", "/cgi-bin/message/template/send", "/cgi-bin/message/template/send"],
  );
  assert.deepEqual(wechat.state.sent[0], {
    touser: "openid-1",
    template_id: "tpl-1",
    url: "http://localhost:3000/me",
    client_msg_id: "orders.notice:1",
    data: {
      thing1: { value: "您点的“教我用手机挂号”明天上午九点有…" },
      time2: { value: "2026年12月01日 09:00" },
    },
  });
});

test("a token is renewed before it ends, and once where it is refused; a second refusal is no loop", async () => {
  await using wechat = await openWechat();
  const clock = createTestClock("2026-11-30T01:00:00Z");
  const sender = createWechatSender(settings(wechat.url), clock);
  const tokens = () => wechat.state.asked.filter(({ path }) => path === "/cgi-bin/stable_token").length;
  await sender.send(message);
  clock.advanceMs(6_800_000);
  await sender.send({ ...message, key: "k2" });
  assert.equal(tokens(), 1, "kept while it holds");
  clock.advanceMs(200_000);
  await sender.send({ ...message, key: "k3" });
  assert.equal(tokens(), 2, "renewed five minutes before its end");
  wechat.state.token += 1;
  assert.equal((await sender.send({ ...message, key: "k4" })).state, "sent");
  assert.equal(tokens(), 3, "refused with 40001: a new one");
  wechat.state.refuse = 42001;
  const before = wechat.state.asked.length;
  assert.equal((await sender.send({ ...message, key: "k5" })).state, "off");
  assert.equal(wechat.state.asked.length - before, 3, "send, token, send");
});

test("each refusal says what to do: another channel, a person, or the same again", async () => {
  await using wechat = await openWechat();
  const sender = createWechatSender(settings(wechat.url), createTestClock("2026-11-30T01:00:00Z"));
  for (const [code, state] of [
    [43004, "unreachable"],
    [43101, "unreachable"],
    [40003, "unreachable"],
    [40037, "off"],
    [45009, "off"],
    [99999, "off"],
    [-1, "again"],
    [45011, "again"],
  ] as const) {
    wechat.state.refuse = code;
    assert.equal((await sender.send(message)).state, state, String(code));
  }
  assert.equal(
    (
      await createWechatSender(
        { ...settings(wechat.url), secret: "wrong" },
        createTestClock("2026-11-30T01:00:00Z"),
      ).send(message)
    ).state,
    "off",
  );
  assert.equal(
    (
      await createWechatSender(settings("http://127.0.0.1:9"), createTestClock("2026-11-30T01:00:00Z")).send(
        message,
      )
    ).state,
    "again",
  );
});

databaseSuite("WeChat reminders", (database) => {
  test("an owner binds his account; reminders go there once, by SMS where WeChat cannot, and by SMS after he took it off", async () => {
    await using wechat = await openWechat();
    await using server = await startTestServer(database(), {
      env: {
        KEPU_WECHAT_APP_ID: "wx-demo",
        KEPU_WECHAT_SECRET: "s3cret",
        KEPU_WECHAT_TEMPLATE: "tpl-1:thing1:time2",
        KEPU_WECHAT_URL: wechat.url,
      },
    });
    const { context } = server;
    const texts: string[] = [];
    useMessageSender(context, { name: "test", send: async ({ key }) => void texts.push(key) });
    const { id: personId } = await buildPerson(context, { fullName: "演示居民", phone: "19900000001" });
    const { id: other } = await buildPerson(context, { fullName: "演示另一位", phone: "19900000002" });
    const cookie = await buildCookie(context, personId);
    const get = (url: string, who = cookie) => server.app.inject({ url, headers: { cookie: who } });
    const post = async (url: string, page: { body: string }, body: Record<string, string>) => {
      const key = /name="_key" value="([^"]+)"/u.exec(page.body)?.[1] ?? "";
      return server.app.inject({
        method: "POST",
        url,
        headers: {
          cookie,
          "sec-fetch-site": "same-origin",
          "content-type": "application/x-www-form-urlencoded",
        },
        payload: new URLSearchParams({ ...body, _key: key }).toString(),
      });
    };
    const page = await get(identityPaths.wechat);
    const address =
      /href="(https:\/\/open\.weixin[^"]+)"/u.exec(page.body)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const state = new URL(address).searchParams.get("state") ?? "";
    const back = (code: string) =>
      `${identityPaths.wechatBack}?code=${code}&state=${encodeURIComponent(state)}`;
    assert.equal(
      (await get(back("good"), await buildCookie(context, other))).statusCode,
      409,
      "the way back is one's own",
    );
    const confirm = await get(back("good"));
    assert.equal(confirm.statusCode, 200);
    assert.equal(
      await context.db
        .selectFrom("wechat_bindings")
        .selectAll()
        .execute()
        .then((rows) => rows.length),
      0,
      "reading writes nothing",
    );
    assert.match((await post(identityPaths.wechatBind, confirm, { code: "used", state })).body, /已失效/u);
    assert.equal(
      (await post(identityPaths.wechatBind, await get(back("good")), { code: "good", state })).statusCode,
      303,
    );
    assert.match((await get(identityPaths.wechat)).body, /已绑定/u);
    const remind = async (key: string) => {
      await inTransaction(context.db, (trx) =>
        queueMessage(trx, context, { key, phone: "19900000001", text: "【演示】明天有服务", personId }),
      );
      return sendMessages(context);
    };
    assert.equal(await remind("test.wechat:1"), 1);
    assert.deepEqual([wechat.state.sent.length, texts.length], [1, 0]);
    wechat.state.refuse = 43004;
    assert.equal(await remind("test.wechat:2"), 1);
    assert.deepEqual([wechat.state.sent.length, texts], [1, ["test.wechat:2"]]);
    wechat.state.refuse = 0;
    // The answer is lost on its way: nobody knows, so neither another channel nor a second message.
    wechat.state.hang = true;
    assert.equal(await remind("test.wechat:3"), 0);
    assert.deepEqual([wechat.state.sent.length, texts.length], [2, 1]);
    wechat.state.hang = false;
    server.clock.advanceMs(61_000);
    assert.equal(await sendMessages(context), 1);
    assert.deepEqual([wechat.state.sent.length, texts.length], [2, 1], "the same key, once");
    await post(identityPaths.wechatUnbind, await get(identityPaths.wechat), {});
    assert.equal(await remind("test.wechat:4"), 1);
    assert.equal(texts.at(-1), "test.wechat:4");
  });

  test("without a service account there is no such page, and nothing leaves for WeChat", async () => {
    await using server = await startTestServer(database());
    const cookie = await buildCookie(
      server.context,
      (await buildPerson(server.context, { phone: "19900000003" })).id,
    );
    for (const url of [identityPaths.wechat, identityPaths.wechatBack])
      assert.equal((await server.app.inject({ url, headers: { cookie } })).statusCode, 404);
    assert.doesNotMatch(
      (await server.app.inject({ url: identityPaths.security, headers: { cookie } })).body,
      /微信/u,
    );
  });
});
