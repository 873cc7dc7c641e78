// The whole system on a database that is handed over, listening on loopback; says its processor time when asked.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Actor } from "../../apps/server/src/kernel/actor.ts";
import { systemClock } from "../../apps/server/src/kernel/clock.ts";
import { readEnv, toConfig } from "../../apps/server/src/kernel/config.ts";
import { createPool } from "../../apps/server/src/kernel/db.ts";
import { createLog } from "../../apps/server/src/kernel/log.ts";
import type { Module } from "../../apps/server/src/kernel/module.ts";
import { compose } from "../../apps/server/src/compose.ts";
import { modules as allModules } from "../../apps/server/src/modules.ts";

type Start = {
  pool: Parameters<typeof createPool>[0];
  /** Who every request comes from; nobody where it is left out. */
  actor?: Actor;
};

/** The modules as they are, but signed in already: what is measured is the page and not the password. */
const signedIn = (actor: Actor): readonly Module[] =>
  allModules.map(({ actorResolver: _replaced, ...module }, index) =>
    index === 0 ? { ...module, actorResolver: () => async () => actor } : module,
  );

const answer = async (message: Partial<Start> & { ask?: "cpu" }): Promise<void> => {
  if (message.ask === "cpu") {
    process.send?.({ cpu: process.cpuUsage() });
    return;
  }
  const config = toConfig(
    readEnv({
      KEPU_ENV: "test",
      KEPU_LOG_LEVEL: "warn",
      KEPU_DATA: mkdtempSync(join(tmpdir(), "kepu-bench-")),
    }),
  );
  const system = await compose({
    config,
    pool: createPool(message.pool ?? {}),
    clock: systemClock,
    log: createLog(config),
    ...(message.actor === undefined ? {} : { modules: signedIn(message.actor) }),
  });
  await system.app.listen({ host: "127.0.0.1", port: 0 });
  const address = system.app.server.address();
  process.send?.({ port: typeof address === "object" && address !== null ? address.port : 0 });
};

process.on("message", (message: Partial<Start> & { ask?: "cpu" }) => {
  void answer(message);
});
process.on("disconnect", () => process.exit(0));
