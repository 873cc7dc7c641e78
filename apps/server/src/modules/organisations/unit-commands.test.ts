import assert from "node:assert/strict";
import { before, test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { registerGuardedTables } from "#kernel/audit.ts";
import { createTestClock } from "#kernel/clock.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { createFieldCipher } from "#kernel/encryption.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { organisationsModule } from "./index.ts";
import { changeUnit, closeUnit, createUnit, moveUnit, type NewUnit, renameUnit } from "./unit-commands.ts";
import { getTree, getUnit, listAncestors, listDescendants, listUnits } from "./unit-queries.ts";
import { lockTree, moveSubtree } from "./unit-tree.ts";
import { declareUnitUse } from "./unit-uses.ts";

const clock = createTestClock("2026-11-23T01:00:00Z");
const today = "2026-11-23";
const context = {
  clock,
  cipher: createFieldCipher(new Map([[1, Buffer.alloc(32, 2)]]), Buffer.alloc(32, 3)),
};
const actor = systemActor("test");

const refusedWith =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof AppError && error.code === code;

const add = (db: Db, input: NewUnit) =>
  inTransaction(db, (trx) => createUnit(trx, context, actor, { validFrom: "2026-01-01", ...input }));

databaseSuite("organisation tree", (database) => {
  let root: { id: string; path: string };
  let counter = 0;
  const street = (name = `测试街道${(counter += 1)}`) =>
    add(database().db, { kind: "street", name, parentId: root.id });
  const community = (parentId: string, name = `测试社区${(counter += 1)}`) =>
    add(database().db, { kind: "community", name, parentId });

  before(async () => {
    registerGuardedTables(organisationsModule.guardedTables ?? []);
    root = await add(database().db, { kind: "committee", name: "测试区科普委员会" });
  });

  test("there is one root, and every other unit stands under a parent of a fitting kind", async () => {
    const { db } = database();
    await assert.rejects(
      add(db, { kind: "committee", name: "第二个委员会" }),
      /org_units_one_root|23505|duplicate/,
    );
    await assert.rejects(
      add(db, { kind: "street", name: "无上级街道" }),
      refusedWith("organisations.kind_not_creatable"),
    );
    const place = await street();
    await assert.rejects(
      add(db, { kind: "department", name: "街道下的部门", parentId: place.id }),
      refusedWith("organisations.parent_kind"),
    );
    await assert.rejects(
      add(db, { kind: "village", name: "区下的村", parentId: root.id }),
      refusedWith("organisations.parent_kind"),
    );
  });

  test("a unit's path is its parent's with its own number, and is audited with its hash", async () => {
    const { db } = database();
    const place = await street();
    const child = await community(place.id);
    assert.match(child.path, new RegExp(`^${place.path}\\.\\d+$`));
    const entry = await db
      .selectFrom("audit_entries")
      .selectAll()
      .where("record_id", "=", child.id)
      .executeTakeFirstOrThrow();
    assert.equal(entry.action, "organisations.create_unit");
    assert.equal(entry.after_hash?.length, 32);
  });

  test("siblings of one kind cannot share a name, nor units of one kind a region code", async () => {
    const { db } = database();
    const place = await street("重名街道");
    await assert.rejects(street("重名街道"), refusedWith("organisations.sibling_name"));
    await add(db, { kind: "community", name: "甲社区", parentId: place.id, regionCode: "990000000001" });
    await assert.rejects(
      add(db, { kind: "community", name: "乙社区", parentId: place.id, regionCode: "990000000001" }),
      refusedWith("organisations.region_code_taken"),
    );
  });

  test("a rename changes name, sort key and search text", async () => {
    const { db } = database();
    const place = await street("旧名街道");
    await inTransaction(db, (trx) => renameUnit(trx, context, actor, { unitId: place.id, name: "枫溪街道" }));
    const found = await listUnits(db, { q: "fengxi" }, { page: 1, size: 10, scope: "everywhere", today });
    assert.deepEqual(
      found.rows.map((row) => row.name),
      ["枫溪街道"],
    );
    const byInitials = await listUnits(db, { q: "fxjd" }, { page: 1, size: 10, scope: "everywhere", today });
    assert.equal(byInitials.total, 1);
    await assert.rejects(
      inTransaction(db, (trx) => changeUnit(trx, context, actor, { unitId: place.id, change: {} })),
      refusedWith("organisations.nothing_to_change"),
    );
  });

  test("wildcards in a search are taken literally", async () => {
    const found = await listUnits(
      database().db,
      { q: "%" },
      { page: 1, size: 10, scope: "everywhere", today },
    );
    assert.equal(found.total, 0);
  });

  test("a moved unit takes everything below it along", async () => {
    const { db } = database();
    const [from, to] = [await street(), await street()];
    const child = await community(from.id);
    const grandchild = await add(db, { kind: "school", name: "演示小学", parentId: child.id });
    await inTransaction(db, (trx) => moveUnit(trx, context, actor, { unitId: child.id, parentId: to.id }));
    const moved = await getUnit(db, grandchild.id, today);
    assert.deepEqual(
      (await listAncestors(db, moved.path)).map((unit) => unit.id),
      [root.id, to.id, child.id, grandchild.id],
    );
    assert.deepEqual(
      new Set((await listDescendants(db, to.path, today)).map((unit) => unit.id)),
      new Set([to.id, child.id, grandchild.id]),
    );
    assert.equal((await listDescendants(db, from.path, today)).length, 1);
  });

  test("a unit cannot move into itself or below itself, and the root stays", async () => {
    const { db } = database();
    const place = await street();
    const venue = await add(db, { kind: "venue", name: "演示馆", parentId: place.id });
    await assert.rejects(
      inTransaction(db, (trx) => moveUnit(trx, context, actor, { unitId: root.id, parentId: place.id })),
      refusedWith("organisations.root_stays"),
    );
    const row = await getUnit(db, place.id, today);
    const below = await getUnit(db, venue.id, today);
    await assert.rejects(
      inTransaction(db, (trx) => moveSubtree(trx, row, below, clock.now())),
      refusedWith("organisations.move_into_itself"),
    );
    await assert.rejects(
      inTransaction(db, (trx) => moveSubtree(trx, row, row, clock.now())),
      refusedWith("organisations.move_into_itself"),
    );
  });

  /**
   * Two moves that are each right alone and make a ring together. The kinds of the tree hardly allow such a pair, so the
   * rows are moved by the inner function; `guard` says whether the tree is locked first, as moveUnit does.
   */
  const crossingMoves = async (guard: (trx: never) => Promise<void>): Promise<number> => {
    const { db } = database();
    const [left, right] = [await street(), await street()];
    const move = async (unitId: string, parentId: string, meet: () => Promise<void>) =>
      inTransaction(db, async (trx) => {
        await guard(trx as never); // a transaction of the same tables
        const unit = await getUnit(trx, unitId, today);
        const parent = await getUnit(trx, parentId, today);
        await meet();
        await moveSubtree(trx, unit, parent, clock.now());
      });
    const meeting = { arrived: 0 };
    // Both have read before either writes; a guarded second one never arrives, so waiting has an end.
    const meet = async (): Promise<void> => {
      meeting.arrived += 1;
      for (let wait = 0; wait < 40 && meeting.arrived < 2; wait += 1)
        await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await Promise.allSettled([move(left.id, right.id, meet), move(right.id, left.id, meet)]);
    const rows = await db
      .selectFrom("org_units")
      .select(["id", "parent_id"])
      .where("id", "in", [left.id, right.id])
      .execute();
    return rows.filter((row) => row.parent_id === left.id || row.parent_id === right.id).length;
  };

  test("two moves at once never make a ring", async () => {
    for (let round = 0; round < 5; round += 1) assert.equal(await crossingMoves(lockTree), 1);
  });

  test("control: without the tree's lock the same two moves do make a ring", async () => {
    assert.equal(await crossingMoves(async () => undefined), 2);
  });

  test("moveUnit waits for another change of the tree", async () => {
    const { db } = database();
    const [from, to] = [await street(), await street()];
    const child = await community(from.id);
    let moved = false;
    let moving: Promise<unknown> = Promise.resolve();
    await inTransaction(db, async (trx) => {
      await lockTree(trx);
      moving = inTransaction(db, (inner) =>
        moveUnit(inner, context, actor, { unitId: child.id, parentId: to.id }),
      ).then(() => (moved = true));
      await new Promise((resolve) => setTimeout(resolve, 60));
      assert.equal(moved, false);
    });
    await moving;
    assert.equal(moved, true);
  });

  test("a fact at the root does not hold up a change of the tree", async () => {
    const { db } = database();
    const place = await street();
    await inTransaction(db, async (trx) => {
      // What an insert with a foreign key to the root takes.
      await trx.selectFrom("org_units").select("id").where("id", "=", root.id).forKeyShare().execute();
      await inTransaction(db, (inner) =>
        renameUnit(inner, context, actor, { unitId: place.id, name: `改名街道${(counter += 1)}` }),
      );
      await community(place.id);
    });
  });

  test("a unit is closed only when nothing hangs on it, and then leaves the open tree", async () => {
    const { db } = database();
    const place = await street();
    const child = await community(place.id);
    const close = (unitId: string, validTo?: string) =>
      inTransaction(db, (trx) =>
        closeUnit(trx, context, actor, { unitId, ...(validTo === undefined ? {} : { validTo }) }),
      );
    await assert.rejects(close(place.id), refusedWith("organisations.has_children"));
    await assert.rejects(close(child.id, "2025-12-31"), refusedWith("organisations.closed_too_early"));
    await assert.rejects(close(root.id), refusedWith("organisations.root_stays"));
    let people = 2;
    declareUnitUse({
      name: "test people",
      label: "个在任岗位",
      count: async (_db, unitId) => (unitId === child.id ? people : 0),
    });
    await assert.rejects(close(child.id), refusedWith("organisations.in_use"));
    people = 0;
    await close(child.id);
    assert.equal((await getTree(db, { scope: "everywhere", today, rootPath: place.path })).length, 1);
    assert.equal((await getUnit(db, child.id, today)).validTo, today);
    await assert.rejects(close(child.id), refusedWith("organisations.unit_closed"));
    await close(place.id);
    await assert.rejects(community(place.id), refusedWith("organisations.parent_closed"));
  });

  test("a list shows own and lower units and neither siblings nor parents", async () => {
    const { db } = database();
    const [own, sibling] = [await street(), await street()];
    const [child, cousin] = [await community(own.id), await community(sibling.id)];
    const listed = await listUnits(db, {}, { page: 1, size: 200, scope: [own.path], today });
    assert.deepEqual(new Set(listed.rows.map((row) => row.id)), new Set([own.id, child.id]));
    assert.equal(listed.total, 2);
    assert.equal(
      listed.rows.some((row) => row.id === cousin.id || row.id === root.id),
      false,
    );
    assert.equal((await listUnits(db, {}, { page: 1, size: 200, scope: [], today })).total, 0);
    const tree = await getTree(db, { scope: [own.path], today });
    assert.deepEqual(
      tree.map((node) => node.id),
      [own.id, child.id],
    );
  });

  test("a list is paged and sorted by pinyin", async () => {
    const { db } = database();
    const place = await street();
    for (const name of ["张家社区", "安澜社区", "李湾社区"]) await community(place.id, name);
    const sort = { by: "name", direction: "asc" } as const;
    const page = (number: number) =>
      listUnits(db, { parentId: place.id }, { page: number, size: 2, scope: "everywhere", today, sort });
    assert.deepEqual(
      (await page(1)).rows.map((row) => row.name),
      ["安澜社区", "李湾社区"],
    );
    assert.deepEqual(
      (await page(2)).rows.map((row) => row.name),
      ["张家社区"],
    );
    assert.equal((await page(2)).total, 3);
  });

  test("a station needs its level, and its superior is of a higher level", async () => {
    const { db } = database();
    const place = await street();
    await assert.rejects(
      add(db, { kind: "station", name: "无级别站", parentId: place.id }),
      refusedWith("organisations.station_level_needed"),
    );
    await assert.rejects(
      add(db, { kind: "venue", name: "有级别的馆", parentId: place.id, stationLevel: "sub" }),
      refusedWith("organisations.station_level_unwanted"),
    );
    const sub = await add(db, { kind: "station", name: "演示所", parentId: place.id, stationLevel: "sub" });
    await assert.rejects(
      add(db, {
        kind: "station",
        name: "演示所二",
        parentId: place.id,
        stationLevel: "sub",
        stationOf: sub.id,
      }),
      refusedWith("organisations.station_superior"),
    );
    await add(db, {
      kind: "station",
      name: "演示站",
      parentId: place.id,
      stationLevel: "station",
      stationOf: sub.id,
    });
  });
});
