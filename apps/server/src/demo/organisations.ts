import { systemActor } from "#kernel/actor.ts";
import { createTestClock, type TestClock } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import {
  addAreaSetMember,
  addRegionCode,
  assignStationArea,
  createAreaSet,
  createUnit,
  endAreaSetMember,
  findRootUnit,
  importCodeTable,
  type NewUnit,
  type UnitReference,
} from "#modules/organisations/index.ts";
import { seedApplications } from "./applications.ts";
import {
  communityNames,
  companies,
  departments,
  districtName,
  hospitals,
  parks,
  schoolKinds,
  societies,
  streets,
  towns,
  venues,
  villageNames,
} from "./district-names.ts";
import { createRandom, type Random } from "./random.ts";

export type SeededPlace = UnitReference & {
  kind: "street" | "town";
  station: UnitReference;
  communities: readonly (UnitReference & { station: UnitReference })[];
};
export type SeededDistrict = {
  root: UnitReference;
  center: UnitReference;
  departments: readonly UnitReference[];
  parks: readonly UnitReference[];
  /** 22 streets, then 10 towns. */
  places: readonly SeededPlace[];
};

type Seeder = {
  act: ActContext;
  random: Random;
  clock: TestClock;
  regionCodes: { code: string; name: string; parentCode?: string }[];
};

const actor = systemActor("demo");
const firstDay = "2026-01-04";
/** Twelve digits of the shape of GB/T 2260 and below; no province begins with 99, so nobody takes them for real. */
const districtCode = "990101000000";
const toCode = (place: number, community = 0): string =>
  `990101${String(place + 1).padStart(3, "0")}${String(community).padStart(3, "0")}`;
/** Area code 0000 is nobody's. */
const toPhone = (random: Random): string => `0000-880${random.between(10_000, 99_999)}`;

const add = (trx: Trx, seeder: Seeder, unit: NewUnit): Promise<UnitReference> =>
  createUnit(trx, seeder.act, actor, {
    validFrom: firstDay,
    ...unit,
    description: `（演示）${unit.description ?? ""}`,
  });

const seedTop = async (trx: Trx, seeder: Seeder) => {
  const root = await add(trx, seeder, {
    kind: "committee",
    name: `${districtName}科学素质工作委员会`,
    description: "统筹全区科普工作。",
    phone: toPhone(seeder.random),
    address: "演示大道 1 号",
  });
  const seededDepartments = [];
  for (const name of departments)
    seededDepartments.push(
      await add(trx, seeder, {
        kind: "department",
        name: `${districtName}${name}`,
        parentId: root.id,
        phone: toPhone(seeder.random),
        address: "演示大道 1 号",
      }),
    );
  const seededParks = [];
  for (const park of parks)
    seededParks.push(
      await add(trx, seeder, {
        kind: "park",
        name: park.name,
        parentId: root.id,
        description: park.text,
        phone: toPhone(seeder.random),
      }),
    );
  const center = await add(trx, seeder, {
    kind: "station",
    name: `${districtName}新时代文明实践中心`,
    parentId: root.id,
    stationLevel: "center",
    phone: toPhone(seeder.random),
    address: "演示大道 8 号",
    openingHours: "每天 9:00–17:30",
  });
  await assignStationArea(trx, seeder.act, actor, {
    stationId: center.id,
    unitId: root.id,
    validFrom: firstDay,
  });
  seeder.regionCodes.push({ code: districtCode, name: `${districtName}（演示）` });
  return { root, center, departments: seededDepartments, parks: seededParks };
};

const seedPlace = async (
  trx: Trx,
  seeder: Seeder,
  place: { root: UnitReference; center: UnitReference; name: string; index: number; kind: "street" | "town" },
): Promise<SeededPlace> => {
  const { root, center, name, index, kind } = place;
  const { random } = seeder;
  const fullName = kind === "street" ? `${name}街道` : `${name}镇`;
  const regionCode = toCode(index);
  seeder.regionCodes.push({ code: regionCode, name: `${fullName}（演示）`, parentCode: districtCode });
  const unit = await add(trx, seeder, {
    kind,
    name: fullName,
    parentId: root.id,
    regionCode,
    phone: toPhone(random),
    address: `${name}路 ${random.between(1, 199)} 号`,
  });
  await addRegionCode(trx, seeder.act, actor, { unitId: root.id, regionCode, validFrom: firstDay });
  const station = await add(trx, seeder, {
    kind: "station",
    name: `${fullName}新时代文明实践所`,
    parentId: unit.id,
    stationLevel: "sub",
    stationOf: center.id,
    phone: toPhone(random),
    address: `${name}路 ${random.between(1, 199)} 号`,
    openingHours: "周一至周六 9:00–17:00",
  });
  await assignStationArea(trx, seeder.act, actor, {
    stationId: station.id,
    unitId: unit.id,
    validFrom: firstDay,
  });
  const below = [];
  const names = random
    .shuffle(kind === "street" ? communityNames : villageNames)
    .slice(0, kind === "street" ? 5 : 6);
  for (const [order, short] of names.entries()) {
    const communityName = kind === "street" ? `${short}社区` : `${short}村`;
    const code = toCode(index, order + 1);
    seeder.regionCodes.push({ code, name: `${communityName}（演示）`, parentCode: regionCode });
    const community = await add(trx, seeder, {
      kind: kind === "street" ? "community" : "village",
      name: communityName,
      parentId: unit.id,
      regionCode: code,
      phone: toPhone(random),
      address: `${communityName} ${random.between(1, 60)} 号`,
    });
    const communityStation = await add(trx, seeder, {
      kind: "station",
      name: `${communityName}${random.pick(["新时代文明实践站", "科普e站", "党群服务中心科普站"])}`,
      parentId: community.id,
      stationLevel: "station",
      stationOf: station.id,
      phone: toPhone(random),
      address: `${communityName}服务中心一楼`,
      openingHours: random.pick(["周一至周五 9:00–17:00", "周一至周日 9:00–20:00", "周二至周六 8:30–17:30"]),
    });
    await assignStationArea(trx, seeder.act, actor, {
      stationId: communityStation.id,
      unitId: community.id,
      validFrom: firstDay,
    });
    below.push({ ...community, station: communityStation });
  }
  await add(trx, seeder, {
    kind: "school",
    name: `${name}${random.pick(schoolKinds)}`,
    parentId: unit.id,
    phone: toPhone(random),
    address: `${name}路 ${random.between(200, 299)} 号`,
  });
  return { ...unit, kind, station, communities: below };
};

const seedBodies = async (
  trx: Trx,
  seeder: Seeder,
  district: Pick<SeededDistrict, "root" | "parks" | "places">,
): Promise<void> => {
  const { random } = seeder;
  const parentOf = (place: number): string => district.places[place]?.id ?? district.root.id;
  for (const venue of venues)
    await add(trx, seeder, {
      kind: "venue",
      name: venue.name,
      parentId: parentOf(venue.place),
      openingHours: venue.hours,
      description: venue.text,
      phone: toPhone(random),
      address: `科普路 ${random.between(1, 99)} 号`,
    });
  for (const hospital of hospitals)
    await add(trx, seeder, {
      kind: "hospital",
      name: hospital.name,
      parentId: parentOf(hospital.place),
      phone: toPhone(random),
      address: `安康路 ${random.between(1, 99)} 号`,
      openingHours: "门诊每天 8:00–17:30",
    });
  for (const company of companies)
    await add(trx, seeder, {
      kind: "company",
      name: company.name,
      parentId: district.parks[company.park]?.id ?? district.root.id,
      phone: toPhone(random),
    });
  for (const name of societies)
    await add(trx, seeder, { kind: "society", name, parentId: district.root.id, phone: toPhone(random) });
};

/** 直管区 and 托管区; one town changes over on 1 July, so that a figure by set depends on the day. */
const seedAreaSets = async (trx: Trx, seeder: Seeder, places: readonly SeededPlace[]): Promise<void> => {
  const direct = await createAreaSet(trx, seeder.act, actor, {
    name: "直管区",
    description: "（演示）由新区直接管理的街道和镇。",
    validFrom: firstDay,
  });
  const entrusted = await createAreaSet(trx, seeder.act, actor, {
    name: "托管区",
    description: "（演示）由新区受托管理的街道和镇。",
    validFrom: firstDay,
  });
  for (const [index, place] of places.entries()) {
    const isDirect = index < 14 || (index >= 22 && index < 26);
    const member = await addAreaSetMember(trx, seeder.act, actor, {
      areaSetId: isDirect ? direct.id : entrusted.id,
      unitId: place.id,
      validFrom: firstDay,
    });
    if (index !== 26) continue;
    await endAreaSetMember(trx, seeder.act, actor, { memberId: member.id, validTo: "2026-07-01" });
    await addAreaSetMember(trx, seeder.act, actor, {
      areaSetId: direct.id,
      unitId: place.id,
      validFrom: "2026-07-01",
    });
  }
};

/**
 * Makes the organisations of the demonstration district 演示新区 through the real commands: tree, stations, area sets,
 * region codes, and registered organisations in every state. Does nothing where a tree exists already.
 * @param parts.seed the same seed gives the same names and places
 * @returns the units, for the people of the demonstration; undefined where nothing was made
 */
export const seedOrganisations = async (parts: {
  db: Db;
  cipher: FieldCipher;
  seed?: number;
}): Promise<SeededDistrict | undefined> => {
  const { db, cipher, seed = 2026 } = parts;
  if ((await findRootUnit(db)) !== undefined) return undefined;
  const clock = createTestClock(`${firstDay}T01:00:00Z`);
  const seeder: Seeder = {
    act: { clock, cipher, requestId: "demo" },
    random: createRandom(seed),
    clock,
    regionCodes: [],
  };
  const top = await inTransaction(db, (trx) => seedTop(trx, seeder));
  const places: SeededPlace[] = [];
  for (const [index, name] of [...streets, ...towns].entries()) {
    clock.advanceMs(60_000);
    // A transaction a street: the site already answers while the district is being made.
    places.push(
      await inTransaction(db, (trx) =>
        seedPlace(trx, seeder, {
          root: top.root,
          center: top.center,
          name,
          index,
          kind: index < streets.length ? "street" : "town",
        }),
      ),
    );
  }
  const district: SeededDistrict = { ...top, places };
  await inTransaction(db, async (trx) => {
    await seedBodies(trx, seeder, district);
    await seedAreaSets(trx, seeder, places);
    await importCodeTable(trx, seeder.act, actor, {
      scheme: "demo-regions",
      version: "2026",
      name: "演示新区区划代码（演示，不是国标代码）",
      source: "演示",
      validFrom: firstDay,
      rows: seeder.regionCodes,
    });
  });
  await seedApplications(db, { act: seeder.act, clock, random: seeder.random, district });
  return district;
};
