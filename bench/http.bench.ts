// Processor time per request, ours beside node:http sending the same bytes, both measured from their own process.
import { Agent } from "node:http";
import { createTestDatabase } from "../apps/server/test/support/database.ts";
import { ask, fetchOnce, measure, startServer } from "./http-load.ts";
import { seedForBench } from "./seed.ts";
import type { BenchRow } from "./row.ts";

export const rows = async (): Promise<BenchRow[]> => {
  const database = await createTestDatabase();
  await seedForBench(database);
  const ours = startServer("kepu.ts");
  const raw = startServer("raw.ts");
  try {
    const { port } = await ask<{ port: number }>(ours, { pool: database.poolOptions });
    const agent = new Agent();
    const page = await fetchOnce(agent, port, "/");
    const { port: rawPort } = await ask<{ port: number }>(raw, { body: page.body.toString("base64") });
    const bytes = page.body.length;
    const rawUs = await measure(raw, rawPort, () => "/", bytes);
    const cachedUs = await measure(ours, port, () => "/", bytes);
    // An address that was never asked for is not in the cache: the page is made from the database.
    const builtUs = await measure(ours, port, (index) => `/?n=${index}`, bytes / 2);
    return [
      { name: `node:http, the same ${Math.round(bytes / 1024)} KB`, value: rawUs, unit: "µs CPU/request" },
      {
        name: "home page from the cache",
        value: cachedUs / rawUs,
        unit: "× raw",
        target: "≤ 4",
        ok: cachedUs <= 4 * rawUs,
        note: `${cachedUs.toFixed(0)} µs`,
      },
      {
        name: "home page from the database",
        value: builtUs / rawUs,
        unit: "× raw",
        target: "≤ 20",
        ok: builtUs <= 20 * rawUs,
        note: `${builtUs.toFixed(0)} µs`,
      },
    ];
  } finally {
    ours.disconnect();
    raw.disconnect();
    await database.drop();
  }
};
