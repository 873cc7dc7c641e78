import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import {
  assignMember,
  giveUpOrder,
  importStreetMap,
  type ItemView,
  raiseSourcing,
  readOrderCode,
  scheduleVisit,
  screenOrder,
  sendUp,
  signIn,
  takeSourcing,
} from "#modules/orders/index.ts";
import { parks, streets, towns } from "./district-names.ts";
import { type Desk, order, tick, toAccepted, trying } from "./orders.ts";
import type { DemoStaff } from "./people.ts";
import { createRandom } from "./random.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const [columns, rows] = [7, 5];
/** Half a degree of sea where no district lies, so that nobody takes the drawing for real. */
const cell = { origin: [0, 0], width: 0.07, height: 0.06 } as const;

/** An invented drawing: a grid of 35 fields whose corners are moved a little, the streets in the middle, towns and parks around. */
export const drawDistrict = (): string => {
  const random = createRandom(535);
  const corners = Array.from({ length: rows + 1 }, (_, y) =>
    Array.from({ length: columns + 1 }, (_, x) => [
      cell.origin[0] + (x + (random.next() - 0.5) * 0.5) * cell.width,
      cell.origin[1] + (y + (random.next() - 0.5) * 0.5) * cell.height,
    ]),
  );
  const corner = (x: number, y: number): readonly number[] => corners[y]?.[x] ?? [0, 0];
  /** A point between two corners, off the straight line; the same from both sides. */
  const bend = (x1: number, y1: number, x2: number, y2: number): readonly number[] => {
    const [[ax = 0, ay = 0], [bx = 0, by = 0]] = [corner(x1, y1), corner(x2, y2)];
    const shift = (createRandom(x1 * 1_000 + y1 * 100 + x2 * 10 + y2).next() - 0.5) * 0.25;
    return [(ax + bx) / 2 + (by - ay) * shift, (ay + by) / 2 - (bx - ax) * shift];
  };
  const fields = Array.from(
    { length: columns * rows },
    (_, at) => [at % columns, Math.floor(at / columns)] as const,
  );
  const fromMiddle = ([x, y]: readonly [number, number]): number =>
    Math.hypot(x - (columns - 1) / 2, (y - (rows - 1) / 2) * 1.3);
  const inOrder = [...fields].sort((a, b) => fromMiddle(a) - fromMiddle(b));
  const names = [
    ...streets.map((name) => `${name}街道`),
    ...parks.map((park) => park.name),
    ...towns.map((name) => `${name}镇`),
  ];
  const features = names.flatMap((name, index) => {
    const field = inOrder[index];
    if (field === undefined) return [];
    const [x, y] = field;
    const ring = [
      corner(x, y),
      bend(x, y, x + 1, y),
      corner(x + 1, y),
      bend(x + 1, y, x + 1, y + 1),
      corner(x + 1, y + 1),
      bend(x, y + 1, x + 1, y + 1),
      corner(x, y + 1),
      bend(x, y, x, y + 1),
      corner(x, y),
    ];
    return [{ type: "Feature", properties: { name }, geometry: { type: "Polygon", coordinates: [ring] } }];
  });
  return JSON.stringify({ type: "FeatureCollection", features });
};

const seedMap = async (desk: Desk, administrator: PersonActor, now: Date): Promise<void> => {
  const { applied, rows: said } = await inTransaction(desk.past.db, (trx) =>
    importStreetMap(trx, desk.past, administrator, {
      bytes: Buffer.from(drawDistrict()),
      source: "演示示意图（不是真实边界）",
      today: toDistrictDate(now),
      mode: "apply",
    }),
  );
  if (!applied) throw new Error(said.find((row) => !row.ok)?.sentence ?? "the map was not taken");
};

/** From the community's station to that of its street, where the demonstration's dispatcher sits. */
const toStreet = (trx: Trx, desk: Desk, orderId: string): Promise<void> =>
  sendUp(trx, desk.past, desk.dispatcher, { orderId, to: "parent", reason: "请街道的所来办（演示）" });

/** A visit of today at the first station: `minutes` from now to its beginning, with or without somebody there. */
const seedVisitToday = async (
  desk: Desk,
  input: { item: ItemView; minutes: number; signed: "yes" | "no"; index: number; now: Date },
): Promise<void> => {
  const { past, district, residents } = desk;
  const { item, minutes, signed, index, now } = input;
  const place = district.places[0];
  const resident = residents[(index + 5) % residents.length];
  if (place === undefined || resident === undefined) return;
  past.clock.set(new Date(now.getTime() - 3 * dayMs));
  const half = 30 * minuteMs;
  const startsAt = new Date(Math.floor((now.getTime() + minutes * minuteMs) / half) * half);
  await inTransaction(past.db, async (trx) => {
    const orderId = await order(trx, desk, { resident, item, place, days: 3, index });
    tick(desk, 10);
    await toStreet(trx, desk, orderId);
    tick(desk, 20);
    const team = await toAccepted(trx, desk, orderId);
    if (team === undefined) return;
    await scheduleVisit(trx, past, team.leader, {
      orderId,
      startsAt,
      endsAt: new Date(startsAt.getTime() + 60 * minuteMs),
    });
    // The second is at the time of the first: nobody is in two places.
    const from = index === 1 ? 2 : 0;
    const going = team.members.slice(from, from + 2);
    for (const member of going)
      await assignMember(trx, past, team.leader, { orderId, personId: member.personId });
    if (signed === "no") return;
    past.clock.set(new Date(startsAt.getTime() - 5 * minuteMs));
    const [first] = going;
    if (first !== undefined)
      await signIn(trx, past, first, { orderId, code: await readOrderCode(trx, past, orderId) });
  });
};

/** Wishes that nobody could meet: so many of one service in one street. */
const seedUnmet = async (
  desk: Desk,
  input: {
    item: ItemView;
    place: Desk["district"]["places"][number];
    count: number;
    now: Date;
    reason: string;
  },
): Promise<void> => {
  const { past, residents, dispatcher } = desk;
  for (let index = 0; index < input.count; index += 1) {
    const resident = residents[(index + 3) % residents.length];
    if (resident === undefined) return;
    past.clock.set(new Date(input.now.getTime() - (12 + index) * dayMs));
    await inTransaction(past.db, async (trx) => {
      const orderId = await order(trx, desk, {
        resident,
        item: input.item,
        place: input.place,
        days: 5,
        index,
      });
      tick(desk, 40);
      await toStreet(trx, desk, orderId);
      await screenOrder(trx, past, dispatcher, { orderId });
      tick(desk, 600);
      await giveUpOrder(trx, past, dispatcher, { orderId, reason: input.reason });
    });
  }
};

/**
 * What the board's views show: the invented map, today's visits (one there, one late, one to come), and needs that nobody met,
 * one of which is being sourced.
 */
export const seedOrderViews = async (desk: Desk, staff: DemoStaff): Promise<void> => {
  const { past, district, items } = desk;
  const supervisor = staff.get("demo.supervisor");
  const administrator = staff.get("demo.orgadmin");
  const [first, , , fourth] = district.places;
  // Today's visits keep from the team whose leader has a demonstration account: he stays free for who tries the system.
  const [medicine, lesson, talk, other] = [
    "medicine-talk",
    "science-experiment",
    "stars-talk",
    "anti-fraud-talk",
  ].map((code) => items.find((item) => item.code === code));
  if (supervisor === undefined || administrator === undefined || first === undefined || fourth === undefined)
    throw new Error("the demonstration has a supervisor and at least four streets");
  if (medicine === undefined || lesson === undefined || talk === undefined || other === undefined)
    throw new Error("the menu has the services of the demonstration");
  const now = desk.now;
  past.clock.set(now);
  await seedMap(desk, administrator, now);
  await trying(() => seedVisitToday(desk, { item: medicine, minutes: -30, signed: "yes", index: 0, now }));
  await trying(() => seedVisitToday(desk, { item: lesson, minutes: 0, signed: "no", index: 1, now }));
  await trying(() => seedVisitToday(desk, { item: other, minutes: 150, signed: "no", index: 2, now }));
  await seedUnmet(desk, {
    item: talk,
    place: first,
    count: 5,
    now,
    reason: "全区暂时没有会讲观星的队（演示）",
  });
  await seedUnmet(desk, { item: other, place: fourth, count: 2, now, reason: "那个时间没有队能来（演示）" });
  past.clock.set(new Date(now.getTime() - dayMs));
  await inTransaction(past.db, async (trx) => {
    const { id } = await raiseSourcing(trx, past, supervisor, {
      unitId: district.root.id,
      topic: talk.topic,
      streetId: first.id,
      wanted: "会带望远镜讲观星的专家或高校社团，每月一到两场（演示）",
    });
    tick(desk, 120);
    await takeSourcing(trx, past, supervisor, id);
  });
};
