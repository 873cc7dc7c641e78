import { createServer } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Gauge as PromGauge } from "prom-client";
import type { Context } from "./context.ts";

export type Metrics = { port: number; stop: () => Promise<void> };

type Gauges = {
  events_waiting: number;
  queue_seconds: number;
  ledger_entries: number;
  ledger_leaves: number;
};

/** Estimated row counts: an exact count of a large ledger at every scrape would cost more than it tells. */
const gaugesQuery = `
  select
    (select count(*)::int from outbox_events where delivered_at is null) as events_waiting,
    coalesce((select extract(epoch from now() - min(created_at))::float8 from outbox_events where delivered_at is null), 0)
      as queue_seconds,
    coalesce((select greatest(reltuples, 0)::float8 from pg_class where oid = 'ledger_entries'::regclass), 0)
      as ledger_entries,
    coalesce((select max(leaf_index) + 1 from ledger_leaves), 0)::float8 as ledger_leaves`;

/**
 * Prometheus metrics on a port of their own, on this machine alone: request durations by the route's pattern (never
 * its address), queue age, ledger size, database connections, event loop and memory.
 */
export const startMetrics = async (app: FastifyInstance, context: Context): Promise<Metrics> => {
  const { Registry, Histogram, Gauge, collectDefaultMetrics } = await import("prom-client");
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "kepu_request_seconds",
    help: "Time from the request's first line to the end of its answer",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    durations.observe(
      { method: request.method, route, status: `${Math.floor(reply.statusCode / 100)}xx` },
      (performance.now() - request.startedAtMs) / 1_000,
    );
  });
  const { pool } = context;
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: PromGauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: () => {
        made.set(read());
      },
    });
  };
  gauge("kepu_db_connections", "Open database connections", () => pool.totalCount);
  gauge("kepu_db_connections_idle", "Idle database connections", () => pool.idleCount);
  gauge("kepu_db_waiting", "Requests waiting for a connection", () => pool.waitingCount);
  let latest: Gauges | undefined;
  gauge("kepu_database_up", "1 when the database answered this scrape", () => (latest === undefined ? 0 : 1));
  gauge("kepu_events_waiting", "Events not yet delivered", () => latest?.events_waiting ?? Number.NaN);
  gauge(
    "kepu_queue_age_seconds",
    "Age of the oldest undelivered event",
    () => latest?.queue_seconds ?? Number.NaN,
  );
  gauge("kepu_ledger_entries", "Ledger entries (estimate)", () => latest?.ledger_entries ?? Number.NaN);
  gauge(
    "kepu_ledger_leaves",
    "Ledger entries that have their place in the tree",
    () => latest?.ledger_leaves ?? Number.NaN,
  );

  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    const collect = async (): Promise<string> => {
      latest = await pool.query<Gauges>(gaugesQuery).then(
        (result) => result.rows[0],
        () => undefined,
      );
      return registry.metrics();
    };
    collect().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: context.config.metricsPort, host: "127.0.0.1" }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : context.config.metricsPort,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
