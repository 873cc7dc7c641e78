import type { FastifyInstance } from "fastify";
import type { Context } from "./context.ts";

export type ReadyCheck = { name: "database" | "migrations" | "jobs" | "accepting"; ok: boolean };

/** Events may wait this long before the site counts as not working properly. */
const oldestEventSeconds = 300;

const within = async <T>(work: Promise<T>, limitMs: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  try {
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
    });
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
};

/** What /healthz/ready and `kepu doctor` ask: can this node answer from the database, at the right version, and do jobs move? */
export const checkReady = async (
  context: Pick<Context, "pool" | "log">,
  state: { migrationNames: readonly string[]; isAccepting: () => boolean },
): Promise<readonly ReadyCheck[]> => {
  const accepting: ReadyCheck = { name: "accepting", ok: state.isAccepting() };
  try {
    const query = context.pool.query<{ names: string[]; waiting: number | null }>(`
      select array(select name from schema_migrations order by name) as names,
        (select extract(epoch from now() - min(created_at))::float8 from outbox_events
          where delivered_at is null and attempts < 5) as waiting`);
    const { rows } = await within(query, 2_000);
    const [row] = rows;
    const names = row?.names ?? [];
    return [
      accepting,
      { name: "database", ok: true },
      { name: "migrations", ok: names.join() === state.migrationNames.join() },
      { name: "jobs", ok: (row?.waiting ?? 0) < oldestEventSeconds },
    ];
  } catch (error) {
    context.log.warn({ err: error }, "not ready");
    return [
      accepting,
      { name: "database", ok: false },
      { name: "migrations", ok: false },
      { name: "jobs", ok: false },
    ];
  }
};

/** /healthz/live: the process answers. /healthz/ready: it may get requests (503 otherwise, also while it stops). */
export const addHealthRoutes = (app: FastifyInstance, check: () => Promise<readonly ReadyCheck[]>): void => {
  app.get("/healthz/live", { schema: { hide: true } }, async (_request, reply) =>
    reply.header("cache-control", "no-store").send({ status: "ok" }),
  );
  app.get("/healthz/ready", { schema: { hide: true } }, async (_request, reply) => {
    const checks = await check();
    const isReady = checks.every((one) => one.ok);
    return reply
      .header("cache-control", "no-store")
      .code(isReady ? 200 : 503)
      .send({
        status: isReady ? "ok" : "unavailable",
        checks: Object.fromEntries(checks.map((one) => [one.name, one.ok])),
      });
  });
};
