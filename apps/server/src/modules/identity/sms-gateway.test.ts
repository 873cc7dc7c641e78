import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { test } from "node:test";
import { AppError } from "#kernel/errors.ts";
import { createSmsGateway } from "./sms-gateway.ts";

type Heard = { url: string | undefined; type: string | undefined; form: URLSearchParams };

/** A provider on this machine that notes what it hears. */
const openProvider = async (answer: (response: ServerResponse) => void) => {
  const heard: Heard[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString("utf8")));
    request.on("end", () => {
      heard.push({
        url: request.url,
        type: request.headers["content-type"],
        form: new URLSearchParams(body),
      });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  return {
    heard,
    url: `http://127.0.0.1:${address.port}/v2/sms/single_send.json`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
};

const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

const message = { key: "identity.code:1", phone: "19900000001", text: "【湘江科普】您的验证码是 123456" };
const failed = (error: unknown) => error instanceof AppError && error.code === "identity.sms_failed";

test("a message reaches the provider as it documents it, with key, number and words", async () => {
  await using provider = await openProvider(json({ code: 0, msg: "发送成功", count: 1, sid: 1 }));
  await createSmsGateway({ url: provider.url, key: "demo-key" }).send(message);
  const [heard] = provider.heard;
  assert.equal(heard?.url, "/v2/sms/single_send.json");
  assert.match(heard?.type ?? "", /^application\/x-www-form-urlencoded/);
  assert.deepEqual(Object.fromEntries(heard?.form ?? []), {
    apikey: "demo-key",
    mobile: message.phone,
    text: message.text,
    uid: message.key,
  });
});

test("a message that may have left already is looked up in the provider's records before it is sent again", async () => {
  const records: unknown[] = [{ uid: null }, { uid: "another" }];
  await using provider = await openProvider((response) => {
    const isLookUp = provider.heard.at(-1)?.url?.endsWith("get_record.json") === true;
    json(isLookUp ? records : { code: 0, msg: "发送成功" })(response);
  });
  const gateway = createSmsGateway({ url: provider.url, key: "demo-key" });
  const again = { ...message, triedSince: new Date("2026-11-30T01:00:00Z") };
  await gateway.send(again);
  assert.deepEqual(
    provider.heard.map(({ url }) => url),
    ["/v2/sms/get_record.json", "/v2/sms/single_send.json"],
  );
  assert.equal(provider.heard[0]?.form.get("start_time"), "2026-11-30 08:59:00");
  records.push({ uid: message.key });
  await gateway.send(again);
  assert.equal(provider.heard.length, 3, "in the records: not sent again");
});

test("a refusal, nonsense, a closed line or another address is a refusal of ours, and the key follows no redirect", async () => {
  await using refusing = await openProvider(json({ code: 5, msg: "未找到匹配的模板" }, 400));
  await using babbling = await openProvider((response) => void response.end("<html>"));
  await using moving = await openProvider(
    (response) => void response.writeHead(302, { location: refusing.url }).end(),
  );
  for (const { url } of [refusing, babbling, moving, { url: "http://127.0.0.1:9/" }])
    await assert.rejects(createSmsGateway({ url, key: "demo-key" }).send(message), failed);
  assert.equal(refusing.heard.length, 1);
});

test("a provider that hangs is given up after five seconds", { timeout: 20_000 }, async () => {
  await using hanging = await openProvider(() => undefined);
  await assert.rejects(createSmsGateway({ url: hanging.url, key: "demo-key" }).send(message), failed);
});
