import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createFieldCipher } from "#kernel/encryption.ts";
import {
  findStationFor,
  listAreaSets,
  listCodeSchemes,
  listOrganisations,
  listPlaces,
  listPublicOrganisations,
  listTakeOverStations,
  listUnits,
  organisationStates,
} from "#modules/organisations/index.ts";
import { programSuite } from "#test/support/database.ts";
import { type SeededDistrict, seedOrganisations } from "./organisations.ts";
import { createRandom } from "./random.ts";

const cipher = createFieldCipher(new Map([[1, Buffer.alloc(32, 2)]]), Buffer.alloc(32, 3));
const today = "2026-11-23";

programSuite("demonstration district", (database) => {
  let district: SeededDistrict;

  before(async () => {
    const made = await seedOrganisations({ db: database().db, cipher });
    assert.ok(made);
    district = made;
  });

  test("has the tree of a district: 14 departments, 3 parks, 32 streets and towns, 150 communities and villages or more", async () => {
    const count = async (kinds: Parameters<typeof listUnits>[1]["kinds"]) =>
      (
        await listUnits(database().db, kinds === undefined ? {} : { kinds }, {
          page: 1,
          size: 1,
          scope: "everywhere",
          today,
        })
      ).total;
    assert.equal(await count(["department"]), 14);
    assert.equal(await count(["park"]), 3);
    assert.equal(await count(["street", "town"]), 32);
    assert.ok((await count(["community", "village"])) >= 150);
  });

  test("says of every unit that it is a demonstration, and carries no region code of a real province", async () => {
    const rows = await database()
      .db.selectFrom("org_units")
      .select(["description", "region_code", "name"])
      .execute();
    assert.deepEqual(
      rows.filter((row) => !row.description.includes("（演示）")).map((row) => row.name),
      [],
    );
    assert.deepEqual(
      rows.filter((row) => row.region_code !== null && !row.region_code.startsWith("99")),
      [],
    );
  });

  test("has organisations in every state, of all six kinds", async () => {
    const { rows } = await listOrganisations(database().db, {}, { page: 1, size: 50, scope: "everywhere" });
    assert.deepEqual(new Set(rows.map((row) => row.status)), new Set(organisationStates.states));
    assert.equal(new Set(rows.map((row) => row.kind)).size, 6);
    const open = await listPublicOrganisations(database().db, { nonProfit: "yes" }, { page: 1, size: 50 });
    assert.ok(open.total >= 5);
  });

  test("every community is served by its own station, with its street's and the district's to take over", async () => {
    const { db } = database();
    const community = district.places[3]?.communities[2];
    assert.ok(community);
    const station = await findStationFor(db, community.id, today);
    assert.equal(station?.id, community.station.id);
    assert.deepEqual(
      (await listTakeOverStations(db, community.station.id, today)).map((one) => one.level),
      ["sub", "center"],
    );
  });

  test("its area sets hold all streets and towns on every day, also across the change of 1 July", async () => {
    const { db } = database();
    for (const day of ["2026-06-30", "2026-07-01", today]) {
      const sets = await listAreaSets(db, day);
      assert.equal(
        sets.reduce((sum, set) => sum + set.memberCount, 0),
        32,
        day,
      );
    }
    const direct = async (day: string) =>
      (await listAreaSets(db, day)).find((set) => set.name === "直管区")?.memberCount;
    assert.equal((await direct("2026-07-01")) ?? 0, ((await direct("2026-06-30")) ?? 0) + 1);
  });

  test("a suspended organisation's unit is not in the directory of places", async () => {
    const { db } = database();
    assert.equal((await listPlaces(db, { q: "星渚观鸟会" }, { page: 1, size: 5, today })).total, 0);
    assert.equal((await listPlaces(db, { q: "月塘护理学会" }, { page: 1, size: 5, today })).total, 1);
  });

  test("its region codes are a code table of their own, marked as no national standard", async () => {
    const scheme = (await listCodeSchemes(database().db)).find((one) => one.scheme === "demo-regions");
    assert.match(scheme?.name ?? "", /演示/);
    assert.ok((scheme?.rowCount ?? 0) > 180);
  });

  test("a second run makes nothing", async () => {
    assert.equal(await seedOrganisations({ db: database().db, cipher }), undefined);
  });
});

test("the same seed gives the same numbers, another seed others", () => {
  const numbers = (seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: 20 }, () => random.between(1, 1_000));
  };
  assert.deepEqual(numbers(1), numbers(1));
  assert.notDeepEqual(numbers(1), numbers(2));
});
