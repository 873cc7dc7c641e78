// The board of 5,000 open orders: what a dispatcher's pages answer, beside the driver asking the same question of the same database.
import { createTestDatabase, type TestDatabase } from "../apps/server/test/support/database.ts";
import { personActor, startWorld, type World } from "../apps/server/test/support/whole-system.ts";
import type { BenchRow } from "./row.ts";

const openOrders = 5_000;
const endedOrders = 20_000;
const rounds = 60;
/** Dispatchers who ask at the same moment. */
const atOnce = 2;
const limitMs = 200;

/** 32 streets of ten communities with a station each; orders spread over them, ended ones with their facts. Straight by SQL. */
const fill = async ({ pool }: TestDatabase, world: World): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query(
      "set session_replication_role = replica; set statement_timeout = 0; set synchronous_commit = off",
    );
    const root = world.places.root;
    await client.query(
      `create temp table made as select gen_random_uuid() as id, n, case when n <= 32 then 0 else 1 + (n - 33) % 32 end as up,
        case when n <= 32 then 'street' when n <= 352 then 'community' else 'station' end as kind from generate_series(1, 384) n`,
    );
    await client.query(
      `insert into org_units (id, parent_id, path, kind, name, name_sort, valid_from, created_at, updated_at, station_level)
      select m.id, coalesce(p.id, $1), case when p.id is null then $2::text || '.b' || m.n else $2::text || '.b' || p.n || '.b' || m.n end::ltree,
        m.kind, '演示单位' || m.n, m.n::text, '2026-01-01', now(), now(), case when m.kind = 'station' then 'sub' end
      from made m left join made p on p.n = m.up`,
      [root.id, root.path],
    );
    await client.query(
      `insert into orders (id, status, status_changed_at, round, owner_unit_id, due_at, take_overs, title, topic, audience, ordered_by_person_id,
        channel, place_unit_id, people_count, wanted_on, wanted_half, code_sealed, created_at, end_reason)
      select gen_random_uuid(),
        case when g.n > ${openOrders} then (case when g.n % 40 = 0 then 'cannot' else 'rated' end)
          else (array['submitted', 'screened', 'declined', 'dispatched', 'timed_out'])[1 + g.n % 5] end,
        now() - g.n * interval '1 minute', 1, station.id, case when g.n <= ${openOrders} then now() + (g.n % 2000 - 300) * interval '1 minute' end, 0,
        '演示：教我用手机挂号' || g.n % 97, 'topic' || g.n % 20, (array['youth', 'farmer', 'worker', 'elder', 'official'])[1 + g.n % 5], $1, 'portal',
        place.id, 1 + g.n % 60, (now() + (g.n % 14 - 3) * interval '1 day')::date, (array['morning', 'afternoon', 'evening'])[1 + g.n % 3], '\\x00',
        now() - (g.n % 300) * interval '1 day', '演示：没有这样的队'
      from generate_series(1, ${openOrders + endedOrders}) as g(n)
      join made place on place.n = 33 + g.n % 320
      join made station on station.kind = 'station' and station.up = place.up`,
      [world.personId],
    );
    await client.query(`
      insert into facts (id, kind, occurred_on, recorded_at, unit_id, audience, topic, plan_tags, quantity, measure, source_table, source_id)
      select gen_random_uuid(), kind, created_at::date, now(), place_unit_id, audience, topic, '{}', case when kind = 'orders.completed' then 1 else 9 end,
        '件', 'orders', id::text
      from orders cross join (values ('orders.completed'), ('orders.people_served')) k(kind) where status = 'rated'`);
    await client.query("reset session_replication_role; reset statement_timeout");
    await client.query("vacuum analyze orders, facts, org_units");
  } finally {
    client.release();
  }
};

/** The 95th of a hundred, of `rounds` askings by several at once. */
const p95 = async (work: () => Promise<unknown>): Promise<number> => {
  await work();
  const times: number[] = [];
  const asker = async (): Promise<void> => {
    for (let round = 0; round < rounds / atOnce; round += 1) {
      const begun = performance.now();
      await work();
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, asker));
  return times.sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;
};

export const rows = async (): Promise<BenchRow[]> => {
  const database = await createTestDatabase();
  try {
    await using world = await startWorld(database);
    await fill(database, world);
    const { root } = world.places;
    const actor = personActor(
      world.personId,
      [{ role: "dispatcher", unitId: root.id, unitPath: root.path }],
      "with",
    );
    const get = async (url: string): Promise<void> => {
      const response = await world.ask(actor, { method: "GET", url });
      if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode} ${response.body}`);
    };
    const raw = await p95(async () => {
      const list = await database.pool.query(
        `select o.*, owner.name from orders o join org_units owner on owner.id = o.owner_unit_id
        where owner.path <@ $1::ltree and o.due_at is not null order by o.due_at, o.id limit 50`,
        [root.path],
      );
      const total = await database.pool.query(
        `select count(*) from orders o join org_units owner on owner.id = o.owner_unit_id
        where owner.path <@ $1::ltree and o.due_at is not null`,
        [root.path],
      );
      return JSON.stringify([list.rows, total.rows]);
    });
    const note = `${openOrders.toLocaleString("en")} open of ${(openOrders + endedOrders).toLocaleString("en")} orders, ${atOnce} at once`;
    const found: BenchRow[] = [
      { name: "orders: driver alone, first page and its total", value: raw, unit: "ms p95", note },
    ];
    const open = "submitted,screened,declined,dispatched,timed_out";
    const waiting = "submitted,screened,declined,timed_out,no_show,reopened";
    const unit = `unit=${root.id}`;
    for (const [name, url] of [
      ["board, what waits for the station", `/api/orders?status=${waiting}`],
      ["board, page 40 of all open by the day wanted", `/api/orders?page=40&sort=-wantedOn&status=${open}`],
      ["board, what may go wrong", "/api/orders?near=risk"],
      ["board, by words", `/api/orders?q=${encodeURIComponent("挂号9")}`],
      ["week by half days", "/api/order-agenda"],
      ["who is expected today", "/api/order-arrivals"],
      ["map and its table", `/api/street-map?${unit}`],
      ["coverage and weeks", `/api/order-coverage?${unit}`],
      ["needs that nobody met", `/api/order-needs?${unit}`],
    ] as const) {
      const value = await p95(() => get(url));
      found.push({
        name: `orders: ${name}`,
        value,
        unit: "ms p95",
        target: `≤ ${limitMs} ms`,
        ok: value <= limitMs,
        note: `${(value / raw).toFixed(1)} × the driver`,
      });
    }
    return found;
  } finally {
    await database.drop();
  }
};
