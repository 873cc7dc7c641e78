import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrder, buildOrderWorld, requesterOf, walkOrder } from "../builders.ts";
import { listBoard } from "../board.ts";
import { listCoverageCells, listStreetFigures, listTrend, readFirstResponse } from "../coverage/figures.ts";
import { giveUpOrder, reopenOwnOrder, screenOrder } from "../desk.ts";
import { mapLimits, readStreetMap } from "./geojson.ts";
import { importStreetMap, listShapes } from "./street-shapes.ts";

const square = (x: number, y: number) => [
  [x, y],
  [x + 1, y],
  [x + 1, y + 1],
  [x, y + 1],
  [x, y],
];
const feature = (properties: object, coordinates: unknown, type = "Polygon") => ({
  type: "Feature",
  properties,
  geometry: { type, coordinates },
});
const file = (...features: readonly unknown[]): Buffer =>
  Buffer.from(JSON.stringify({ type: "FeatureCollection", features }));
const streets = [
  { id: "a", name: "青枫街道", codes: ["990101001000"] },
  { id: "b", name: "云汀街道", codes: [] },
];
const sentences = (bytes: Buffer): readonly string[] => {
  const read = readStreetMap(bytes, streets);
  assert.ok(!("problem" in read));
  return read.rows.map((row) => `${row.line} ${row.ok ? "对" : "错"} ${row.sentence}`);
};

test("a map names every wrong shape in a sentence: unknown, open, too short, no area, no coordinates, twice, not an area", () => {
  const open = square(0, 0).slice(0, 4);
  assert.deepEqual(
    sentences(
      file(
        feature({ name: "青枫街道" }, [square(0, 0)]),
        feature({ name: "没有街道" }, [square(1, 0)]),
        feature({}, [square(1, 0)]),
        feature({ code: 990101001000 }, [square(1, 0)]),
        feature({ name: "云汀街道" }, [open]),
        feature({ name: "云汀街道" }, [[...open.slice(0, 2), [0, 0]]]),
        feature({ name: "云汀街道" }, [
          [
            [0, 0],
            [1, 1],
            [2, 2],
            [0, 0],
          ],
        ]),
        feature({ name: "云汀街道" }, [
          [
            [0, 0],
            [1, 0],
            [1, 100],
            [0, 0],
          ],
        ]),
        feature({ name: "云汀街道" }, [
          [
            ["1", 0],
            [1, 0],
            [1, 1],
            ["1", 0],
          ],
        ]),
        feature({ name: "云汀街道" }, [0, 0], "Point"),
        feature({ name: "云汀街道" }, [[square(2, 0)], [square(4, 0), square(4.2, 0.2)]], "MultiPolygon"),
      ),
    ),
    [
      "1 对 “青枫街道”1 块，5 个点。",
      "2 错 组织架构里没有“没有街道”。请核对名称，或先在组织架构里加上这个街道、镇或园区。",
      "3 错 没有写是哪个街道，请在 properties 里加 name 或 code。",
      "4 错 “青枫街道”画了两次，请合成一个 MultiPolygon。",
      "5 错 “云汀街道”边界没有闭合，最后一个点要和第一个点相同。",
      "6 错 “云汀街道”边界少于 4 个点，围不成一个面。",
      "7 错 “云汀街道”边界没有围出面积。",
      "8 错 “云汀街道”坐标 1, 100 不是经纬度（经度 −180 到 180，纬度 −90 到 90）。",
      "9 错 “云汀街道”坐标不是数字。",
      "10 错 “云汀街道”图形是 Point，请用 Polygon 或 MultiPolygon。",
      "11 对 “云汀街道”2 块，15 个点。",
    ],
  );
});

test("what is no map, and what is too large, is refused whole", () => {
  for (const bytes of [Buffer.from("<svg/>"), Buffer.from("[]"), file()])
    assert.deepEqual(readStreetMap(bytes, streets), { problem: "file" });
  const many = Array.from({ length: mapLimits.maxFeatures + 1 }, () => feature({}, [square(0, 0)]));
  assert.deepEqual(readStreetMap(file(...many), streets), { problem: "limits" });
  assert.deepEqual(readStreetMap(Buffer.alloc(mapLimits.maxBytes + 1), streets), { problem: "limits" });
  const ring = Array.from({ length: mapLimits.maxPoints }, (_, index) => [index / 1e4, (index / 1e4) ** 2]);
  assert.match(
    sentences(file(feature({ name: "青枫街道" }, [[...ring, ring[0]]]))).join(),
    /有 5001 个点，最多 5000 个，请先简化/u,
  );
});

databaseSuite("the map and its figures", (database) => {
  const openWorld = async () =>
    buildOrderWorld(database().db, { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher });

  test("a preview writes nothing, a wrong shape keeps the map before, a right file takes its place", async () => {
    const world = await openWorld();
    const other = await buildUnit(world.db, { parent: world.root, kind: "street" });
    const everyUnit = [world.street.id, other.id];
    const load = (bytes: Buffer, mode: "preview" | "apply") =>
      world.act((trx) =>
        importStreetMap(trx, world.context, systemActor("test"), {
          bytes,
          source: "演示示意图",
          today: "2026-11-23",
          mode,
        }),
      );
    const both = file(
      feature({ name: world.street.name }, [square(0, 0)]),
      feature({ name: other.name }, [square(1, 0)]),
    );
    await world.db.deleteFrom("street_shapes").execute();
    assert.equal((await load(both, "preview")).applied, false);
    assert.equal((await listShapes(world.db, everyUnit)).shapes.length, 0);
    assert.equal((await load(both, "apply")).applied, true);
    assert.equal((await listShapes(world.db, everyUnit)).shapes.length, 2);
    const wrong = await load(file(feature({ name: "没有街道" }, [square(0, 0)])), "apply");
    assert.equal(wrong.applied, false);
    assert.equal((await listShapes(world.db, everyUnit)).shapes.length, 2);
    const one = await load(file(feature({ name: other.name }, [square(3, 0)])), "apply");
    assert.ok(one.applied && one.missing.includes(world.street.name));
    const { shapes, source } = await listShapes(world.db, everyUnit);
    assert.deepEqual(shapes, [{ unitId: other.id, polygons: [[square(3, 0)]] }]);
    assert.equal(source, "演示示意图");
    await assert.rejects(
      load(Buffer.from("{"), "apply"),
      (error) => error instanceof AppError && error.code === "orders.map_file",
    );
  });

  test("figures by street, cells of audience × entry × theme and weeks count what their lists hold; a reopened order is taken back", async () => {
    const world = await openWorld();
    const served = await buildOrder(world, { audience: "elder" });
    await walkOrder(world, served, "confirmed");
    const open = await buildOrder(world, { audience: "elder" });
    const now = world.clock.now();
    const span = { from: "2026-11-01", to: "2026-12-31" };
    const figures = async () =>
      (
        await listStreetFigures(world.db, { unitPath: world.root.path, ...span, now, today: "2026-11-26" })
      ).find((row) => row.unitId === world.street.id);
    const row = await figures();
    assert.deepEqual([row?.open, row?.waiting, row?.served, row?.people], [2, 1, 1, 7]);
    assert.ok(row?.lastOn?.startsWith("2026-11-"));
    const board = async (filter: object) =>
      (
        await listBoard(
          world.db,
          { scope: [world.root.path], statuses: [], unitPath: world.street.path, sort: "dueAt", ...filter },
          { page: 1, size: 50, now },
        )
      ).rows.map((one) => one.id);
    const cell = async () =>
      (await listCoverageCells(world.db, { unitPath: world.street.path, ...span })).map((one) => [
        one.audience,
        one.entry,
        one.served,
        one.people,
      ]);
    assert.deepEqual(await cell(), [["elder", "community", 1, 7]]);
    const list = { did: { what: "served", ...span }, audience: "elder", entry: "community" };
    assert.deepEqual(await board(list), [served]);
    const week = async () =>
      (await listTrend(world.db, { unitPath: world.street.path, weeks: 2, today: "2026-11-26" })).at(-1);
    assert.deepEqual(await week(), { from: "2026-11-23", to: "2026-11-29", ordered: 2, served: 1, rated: 0 });
    assert.equal((await board({ did: { what: "created", from: "2026-11-23", to: "2026-11-29" } })).length, 2);
    const requester = await requesterOf(world, served);
    await world.act((trx) =>
      reopenOwnOrder(trx, world.context, requester, { orderId: served, reason: "演示：还没有学会" }),
    );
    assert.deepEqual(await cell(), []);
    assert.deepEqual(await board(list), []);
    assert.equal((await figures())?.served, 0);
    assert.equal((await week())?.served, 0);
    assert.ok((await board({ did: { what: "on", ...span } })).includes(open));
  });

  test("the first response is the middle one of all waits, of the area and days asked for; who still waits is counted beside it", async () => {
    const world = await openWorld();
    const read = (unitPath: string, from = "2026-11-01") =>
      readFirstResponse(world.db, { unitPath, from, to: "2026-12-31" });
    assert.deepEqual(await read(world.street.path), { medianMinutes: null, answered: 0, waiting: 0 });
    const ids = [];
    for (let count = 0; count < 4; count += 1) ids.push(await buildOrder(world));
    const began = world.clock.now().getTime();
    for (const [index, minutes] of [10, 30, 240].entries()) {
      world.clock.set(new Date(began + minutes * 60_000).toISOString());
      const orderId = ids[index] ?? "";
      await world.act((trx) => screenOrder(trx, world.context, world.dispatcher, { orderId }));
    }
    assert.deepEqual(await read(world.street.path), { medianMinutes: 30, answered: 3, waiting: 1 });
    const last = ids[3] ?? "";
    await world.act((trx) =>
      giveUpOrder(trx, world.context, world.dispatcher, { orderId: last, reason: "演示：没有这样的队" }),
    );
    // 10, 30, 240, 240: between the two in the middle.
    assert.deepEqual(await read(world.street.path), { medianMinutes: 135, answered: 4, waiting: 0 });
    assert.deepEqual(await read(world.street.path, "2026-12-01"), {
      medianMinutes: null,
      answered: 0,
      waiting: 0,
    });
  });
});
