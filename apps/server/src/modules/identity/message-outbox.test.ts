import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, testEnv } from "#test/support/server.ts";
import { clearOldMessages, queueMessage, sendMessages } from "./message-outbox.ts";
import { useMessageSender } from "./message-sender.ts";

const worker = join(import.meta.dirname, "../../../test/support/message-worker.ts");

/** A provider like 云片: it sends what it is given, the same `uid` twice too, and lists what it sent. */
const openProvider = async (delayMs: number) => {
  const sent: { uid: string; mobile: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString("utf8")));
    request.on("end", () => {
      const form = new URLSearchParams(body);
      const answer = (value: unknown): void =>
        void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
      const mobile = form.get("mobile") ?? "";
      if (request.url?.endsWith("get_record.json") === true) {
        answer(sent.filter((row) => row.mobile === mobile));
        return;
      }
      // On its way to the receiver from here on, whoever still listens for the answer.
      sent.push({ uid: form.get("uid") ?? "", mobile });
      setTimeout(() => answer({ code: 0, msg: "发送成功" }), delayMs);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    sent,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/sms/single_send.json`, // listens, so it has one
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
};

const queue = async (context: Context, count: number): Promise<readonly string[]> => {
  const keys = Array.from({ length: count }, () => `test.reminder:${randomUUID()}`);
  for (const [index, key] of keys.entries())
    await inTransaction(context.db, (trx) =>
      queueMessage(trx, context, {
        key,
        phone: `199${String(index).padStart(8, "0")}`,
        text: "【演示】明天上午有服务",
      }),
    );
  return keys;
};

databaseSuite("message outbox", (database) => {
  /** Kills a worker in the middle of its work until nothing waits; how often each message reached its receiver. */
  const killAndCount = async (way: "guarded" | "no-key" | "marks-first", count: number) => {
    await using server = await startTestServer(database(), {
      env: { KEPU_PUBLIC_URL: "http://localhost:3000" },
    });
    const { context } = server;
    await context.db.deleteFrom("text_messages").execute();
    server.clock.set(new Date().toISOString());
    const keys = await queue(context, count);
    await using provider = await openProvider(60);
    const start = () =>
      spawn(
        process.execPath,
        [
          worker,
          JSON.stringify({
            poolOptions: database().poolOptions,
            url: provider.url,
            env: testEnv(server.folder),
            way,
          }),
        ],
        { stdio: ["pipe", "ignore", "inherit"] },
      );
    const waits = async (): Promise<boolean> =>
      (await context.db
        .selectFrom("text_messages")
        .select("id")
        .where("status", "=", "waiting")
        .executeTakeFirst()) !== undefined;
    let kills = 0;
    const until = Date.now() + 100_000;
    let next = start();
    while (await waits()) {
      const child = next;
      next = start();
      child.stdin.write("work\n");
      const before = provider.sent.length;
      // Killed after a handful of messages, most often between what the provider took and what the worker wrote down.
      while (provider.sent.length < before + 4 && (await waits())) {
        assert.ok(Date.now() < until, "the reminders never left");
        await wait(3);
      }
      child.kill("SIGKILL");
      await once(child, "exit");
      kills += 1;
    }
    next.kill("SIGKILL");
    await once(next, "exit");
    const times = keys.map((key) => provider.sent.filter((row) => row.uid === key).length);
    return { kills, lost: times.filter((n) => n === 0).length, doubled: times.filter((n) => n > 1).length };
  };

  test(
    "a worker that is killed again and again sends every reminder exactly once",
    { timeout: 120_000 },
    async () => {
      const { kills, lost, doubled } = await killAndCount("guarded", 24);
      assert.ok(kills >= 4, `${kills} kills`);
      assert.deepEqual({ lost, doubled }, { lost: 0, doubled: 0 });
    },
  );

  test(
    "control: without the word that it may have left, reminders arrive twice; marked before they leave, they are lost",
    { timeout: 240_000 },
    async () => {
      const repeated = await killAndCount("no-key", 12);
      assert.ok(repeated.doubled > 0, `${repeated.kills} kills doubled nothing`);
      // Killed while the provider has not answered yet, a message marked first has left; one killed before that is lost.
      await using server = await startTestServer(database());
      const { context } = server;
      const [key = ""] = await queue(context, 1);
      await context.db
        .updateTable("text_messages")
        .set({ status: "sent", content_sealed: null, channel: "sms" })
        .where("message_key", "=", key)
        .execute();
      assert.equal(await sendMessages(context), 0, "what was marked is never looked at again");
    },
  );

  test("eight workers at once send two hundred messages once each", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    await context.db.deleteFrom("text_messages").execute();
    const keys = await queue(context, 200);
    const heard: string[] = [];
    const sender = {
      name: "test",
      send: async ({ key }: { key: string }) => {
        await wait(1);
        heard.push(key);
      },
    };
    const counts = await Promise.all(
      Array.from({ length: 8 }, () => sendMessages(context, { limit: 200, sender })),
    );
    assert.equal(
      counts.reduce((sum, one) => sum + one, 0),
      200,
    );
    assert.deepEqual(heard.toSorted(), keys.toSorted());
    // Control: a lease that is over when it begins gives the same message to several.
    await context.db.deleteFrom("text_messages").execute();
    await queue(context, 30);
    heard.length = 0;
    await Promise.all(
      Array.from({ length: 8 }, () => sendMessages(context, { limit: 30, sender, leaseMs: 0 })),
    );
    assert.ok(heard.length > 30, "without the lease nothing was doubled");
  });

  test("nobody takes a message while a slow provider is still being asked", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    await context.db.deleteFrom("text_messages").execute();
    await queue(context, 1);
    let others = -1;
    const sender = {
      name: "test",
      send: async () => {
        // Six calls that all end at their last moment.
        server.clock.advanceMs(30_000);
        others = await sendMessages(context, { sender: { name: "other", send: async () => {} } });
      },
    };
    assert.equal(await sendMessages(context, { sender }), 1);
    assert.equal(others, 0);
  });

  test("the same key is one message; a message exists exactly if the act does; words go when it left", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    await context.db.deleteFrom("text_messages").execute();
    const message = { key: "test.once:1", phone: "19900000001", text: "【演示】一条" };
    assert.equal(await inTransaction(context.db, (trx) => queueMessage(trx, context, message)), true);
    assert.equal(await inTransaction(context.db, (trx) => queueMessage(trx, context, message)), false);
    await assert.rejects(
      inTransaction(context.db, async (trx) => {
        await queueMessage(trx, context, { ...message, key: "test.once:2" });
        throw new Error("the act failed");
      }),
      /the act failed/u,
    );
    assert.equal(await sendMessages(context), 1);
    assert.equal(await sendMessages(context), 0);
    assert.equal(
      await inTransaction(context.db, (trx) => queueMessage(trx, context, message)),
      false,
      "the log remembers",
    );
    const rows = await context.db.selectFrom("text_messages").selectAll().execute();
    assert.deepEqual(
      rows.map((row) => [row.message_key, row.status, row.channel, row.content_sealed, row.attempts]),
      [["test.once:1", "sent", "sms", null, 1]],
    );
  });

  test("a failing provider is asked again after a pause, given up after six times, and its words go after three days", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    await context.db.deleteFrom("text_messages").execute();
    await queue(context, 1);
    const tries: (Date | undefined)[] = [];
    useMessageSender(context, {
      name: "test",
      send: async ({ triedSince }) => {
        tries.push(triedSince);
        throw new Error("gateway down");
      },
    });
    for (let count = 0; count < 8; count += 1) {
      assert.equal(await sendMessages(context), 0);
      assert.equal(await sendMessages(context), 0, "not before its time");
      server.clock.advanceMs(30 * 60_000);
    }
    assert.equal(tries.length, 6);
    assert.deepEqual(
      tries.map((at) => at !== undefined),
      [false, true, true, true, true, true],
    );
    const read = () =>
      context.db
        .selectFrom("text_messages")
        .select(["status", "content_sealed", "last_problem"])
        .executeTakeFirstOrThrow();
    assert.equal((await read()).status, "stuck");
    assert.match((await read()).last_problem ?? "", /gateway down/u);
    server.clock.advanceMs(4 * 86_400_000);
    await clearOldMessages(context);
    assert.equal((await read()).content_sealed, null);
  });
});
