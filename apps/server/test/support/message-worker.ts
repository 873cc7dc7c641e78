// A worker of the message outbox in a process of its own, for the test that kills it again and again.
// Run: node message-worker.ts '{"poolOptions":{…},"url":"http://…","env":{…},"way":"guarded"|"no-key"|"marks-first"}'
import pino from "pino";
import { systemClock } from "#kernel/clock.ts";
import { readEnv, toConfig } from "#kernel/config.ts";
import type { Context } from "#kernel/context.ts";
import { createDb, createPool } from "#kernel/db.ts";
import { createFieldCipher } from "#kernel/encryption.ts";
// Not by the door, which loads the whole module: this process is started many times.
import { sendMessages } from "#modules/identity/message-outbox.ts";
import type { MessageSender } from "#modules/identity/message-sender.ts";
import { createSmsGateway } from "#modules/identity/sms-gateway.ts";

const input = JSON.parse(process.argv[2] ?? "{}") as {
  poolOptions: Parameters<typeof createPool>[0];
  url: string;
  env: Record<string, string>;
  way: "guarded" | "no-key" | "marks-first";
};
const config = toConfig(readEnv(input.env));
const pool = createPool({ ...input.poolOptions, maxConnections: 2 });
const db = createDb(pool);
const context = {
  config,
  db,
  pool,
  clock: systemClock,
  log: pino({ level: "silent" }),
  cipher: createFieldCipher(config.dataKeys, config.indexKey),
} as Context; // the outbox uses no more of it
const gateway = createSmsGateway({ url: input.url, key: "demo-key" });
const senders: Record<typeof input.way, MessageSender> = {
  guarded: gateway,
  // Control: a second try does not say that it is one.
  "no-key": { name: "control", send: (message) => gateway.send({ ...message, triedSince: undefined }) },
  // Control: marked before it leaves, as it was before there was an outbox.
  "marks-first": {
    name: "control",
    send: async (message) => {
      await pool.query(
        "update text_messages set status = 'sent', content_sealed = null, channel = 'sms' where message_key = $1",
        [message.key],
      );
      await gateway.send(message);
    },
  },
};
// Started early and kept ready: a loaded machine takes long to start a process.
await new Promise((resolve) => process.stdin.once("data", resolve));
for (;;) {
  await sendMessages(context, { limit: 1, leaseMs: 700, sender: senders[input.way] });
  await new Promise((resolve) => setTimeout(resolve, 5));
}
