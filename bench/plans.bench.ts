// How a whole plan stands over 1,000,000 facts, and what the leader's page costs beside node:http sending the same bytes.
import { Agent } from "node:http";
import { demoPlanText } from "../apps/server/src/demo/plans/plan-text.ts";
import { type PersonActor, systemActor } from "../apps/server/src/kernel/actor.ts";
import { audiences } from "../apps/server/src/kernel/audiences.ts";
import { createTestClock } from "../apps/server/src/kernel/clock.ts";
import { inTransaction } from "../apps/server/src/kernel/db.ts";
import { buildPlan } from "../apps/server/src/modules/plans/builders.ts";
import {
  listTasks,
  readProgress,
  readStanding,
  setTarget,
  tieIndicator,
} from "../apps/server/src/modules/plans/index.ts";
import { createPerson } from "../apps/server/src/modules/identity/index.ts";
import { createTestDatabase, type TestDatabase } from "../apps/server/test/support/database.ts";
import { testCipher } from "../apps/server/test/support/keys.ts";
import { ask, fetchOnce, measure, startServer } from "./http-load.ts";
import { medianMs } from "./median.ts";
import type { BenchRow } from "./row.ts";
import { buildFacts, buildTree, factCount } from "./seed-facts.ts";

const system = systemActor("bench");
const asOf = "2026-11-30";
const subjects = ["area", "each_place", "area"] as const;
const frequencies = [undefined, "quarter", "year"] as const;

/** The demonstration's plan in force at the root, every task tied to an indicator and a target of its own. */
const seedPlan = async ({ db, pool }: TestDatabase): Promise<string> => {
  const context = { clock: createTestClock(`${asOf}T02:00:00Z`), cipher: testCipher };
  await pool.query(`insert into indicators (code, version, name, definition, fact_kinds, filter, aggregate, measure, valid_from, created_at)
    select code, 1, '演示', '演示', array[code], '{}', 'sum', '人次', '2026-01-01', now() from unnest(array['bench.visited', 'bench.heard']) code`);
  const root = await db
    .selectFrom("org_units")
    .select("id")
    .where("parent_id", "is", null)
    .executeTakeFirstOrThrow();
  const { documentId, taskIds } = await buildPlan(db, context, { unitId: root.id, text: demoPlanText });
  for (const [index, taskId] of taskIds.entries())
    await inTransaction(db, async (trx) => {
      const taskIndicatorId = await tieIndicator(trx, context, system, {
        taskId,
        indicatorCode: index % 2 === 0 ? "bench.visited" : "bench.heard",
        filter: index % 3 === 0 ? {} : { audience: audiences[index % audiences.length] ?? "elder" },
      });
      await setTarget(trx, context, system, {
        taskId,
        taskIndicatorId,
        title: "演示目标",
        comparison: "atLeast",
        value: 1_000 + index,
        measure: "人次",
        subject: subjects[index % subjects.length] ?? "area",
        frequency: frequencies[index % frequencies.length],
      });
    });
  return documentId;
};

const measureTree = async (database: TestDatabase, documentId: string): Promise<BenchRow[]> => {
  const { db, pool } = database;
  const tasks = await listTasks(db, { documentId });
  const progress = await readProgress(db, { tasks, asOf });
  const whole = [...progress.values()]
    .flatMap(({ targets }) => targets)
    .find(
      ({ target }) =>
        target.subject === "area" &&
        target.frequency === null &&
        target.indicator?.filter.audience === undefined,
    );
  const recount = await pool.query<{ sum: number }>(
    "select sum(quantity) as sum from facts where kind = $1 and occurred_on between $2 and $3",
    [whole?.target.indicator?.code, whole?.days.from, asOf],
  );
  if (whole === undefined || whole.value !== recount.rows[0]?.sum)
    throw new Error("the progress is not the sum of the facts; its time means nothing");
  const note = `${tasks.length} tasks, ${factCount.toLocaleString("en")} facts, 301 units`;
  const tree = await medianMs(() => readProgress(db, { tasks, asOf }));
  return [
    {
      name: "plan: progress of the whole tree",
      value: tree,
      unit: "ms",
      target: "≤ 200 ms",
      ok: tree <= 200,
      note,
    },
    {
      name: "plan: the same with trends and milestones while nothing was recorded",
      value: await medianMs(() => readStanding(db, { documentId, asOf })),
      unit: "ms",
      note,
    },
    {
      name: "plan: comparator, one such figure summed from the facts themselves",
      value: await medianMs(() =>
        pool.query(
          "select u.path, sum(f.quantity) from facts f join org_units u on u.id = f.unit_id where f.kind = 'bench.visited' and f.occurred_on between '2026-01-01' and $1 group by u.path",
          [asOf],
        ),
      ),
      unit: "ms",
      note: "one task of the tree, without cells",
    },
  ];
};

const measureLeader = async (database: TestDatabase): Promise<BenchRow[]> => {
  const { db } = database;
  const root = await db
    .selectFrom("org_units")
    .select(["id", "path"])
    .where("parent_id", "is", null)
    .executeTakeFirstOrThrow();
  const context = { clock: createTestClock(`${asOf}T02:00:00Z`), cipher: testCipher };
  const personId = await inTransaction(db, (trx) =>
    createPerson(trx, context, system, { fullName: "演示领导" }),
  );
  const actor: PersonActor = {
    kind: "person",
    personId,
    sessionId: personId,
    secondFactor: true,
    grants: [{ role: "supervisor", unitId: root.id, unitPath: root.path }],
  };
  const ours = startServer("kepu.ts");
  const raw = startServer("raw.ts");
  try {
    const { port } = await ask<{ port: number }>(ours, { pool: database.poolOptions, actor });
    const address = `/api/overview?unit=${root.id}`;
    const agent = new Agent();
    const page = await fetchOnce(agent, port, address);
    if (page.status !== 200) throw new Error(page.body.toString());
    const { port: rawPort } = await ask<{ port: number }>(raw, { body: page.body.toString("base64") });
    const bytes = page.body.length;
    const rawUs = await measure(raw, rawPort, () => "/", bytes);
    const ourUs = await measure(ours, port, () => address, bytes);
    return [
      {
        name: "the leader's page (the answer that it is drawn from)",
        value: ourUs / rawUs,
        unit: "× raw",
        target: "≤ 20",
        ok: ourUs <= 20 * rawUs,
        note: `${ourUs.toFixed(0)} µs beside ${rawUs.toFixed(0)} µs, ${Math.round(bytes / 1024)} KB`,
      },
    ];
  } finally {
    ours.disconnect();
    raw.disconnect();
  }
};

/** Measures a plan's progress over 1,000,000 facts and the leader's page. */
export const rows = async (): Promise<BenchRow[]> => {
  const database = await createTestDatabase();
  try {
    await buildTree(database);
    await buildFacts(database);
    const documentId = await seedPlan(database);
    return [...(await measureTree(database, documentId)), ...(await measureLeader(database))];
  } finally {
    await database.drop();
  }
};
