// The whole system on a database that is handed over, listening on loopback; says its processor time when asked.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../apps/server/src/kernel/clock.ts";
import { readEnv, toConfig } from "../../apps/server/src/kernel/config.ts";
import { createPool } from "../../apps/server/src/kernel/db.ts";
import { createLog } from "../../apps/server/src/kernel/log.ts";
import { compose } from "../../apps/server/src/compose.ts";

type Start = { pool: Parameters<typeof createPool>[0] };

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
  });
  await system.app.listen({ host: "127.0.0.1", port: 0 });
  const address = system.app.server.address();
  process.send?.({ port: typeof address === "object" && address !== null ? address.port : 0 });
};

process.on("message", (message: Partial<Start> & { ask?: "cpu" }) => {
  void answer(message);
});
process.on("disconnect", () => process.exit(0));
