import type { PersonActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { createTestClock, type TestClock, toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { findPersonByPhone } from "#modules/identity/index.ts";
import {
  acceptOffer,
  assignMember,
  confirmOwnOrder,
  declineOffer,
  dispatchOrder,
  finishVisit,
  generateOrders,
  listTeamRatings,
  replyToRating,
  type ItemView,
  listItems,
  previewSeries,
  rankOrder,
  rateOrder,
  readOrderCode,
  scheduleVisit,
  screenOrder,
  sendElsewhere,
  signIn,
  startSeries,
  submitOrder,
} from "#modules/orders/index.ts";
import { endProxy, startProxy } from "#modules/people/index.ts";
import { seedCertificates } from "./certificates.ts";
import { seedClaims } from "./claims.ts";
import { seedComplaints } from "./complaints.ts";
import { seedCommissionerSelection } from "./commissioner-selection.ts";
import { seedCommissioners } from "./commissioners.ts";
import type { SeededDistrict, SeededPlace } from "./organisations.ts";
import { type DemoStaff, demoPhone, residentActor, requireStaff } from "./people.ts";
import { createRandom, type Random } from "./random.ts";
import { seedHistories } from "./histories.ts";
import { seedTechniques } from "./techniques.ts";
import { seedPests } from "./pests.ts";
import { seedPersonnel } from "./personnel.ts";
import { seedReturnees } from "./returnees.ts";
import { seedRecruitments } from "./recruitments.ts";
import { seedRoll } from "./rolls.ts";
import { type DemoTeam, seedTeams } from "./teams.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const minuteMs = 60_000;

const wishes: Readonly<Record<Audience, string>> = {
  elder: "我们眼睛不太好，请讲慢一点，带大字的材料。",
  youth: "教室有投影，孩子们想自己动手。",
  farmer: "村部有音响，中午前讲完最好。",
  worker: "工地午休一个小时，请讲短一点。",
  official: "会议室有投影，请留十分钟提问。",
};
const praise = ["讲得清楚，听得懂", "有耐心，下次还想请", "东西带得齐", "孩子们很喜欢"] as const;

/** How far an order of the past went, with its share. */
type Fate = "rated" | "confirmed" | "low" | "elsewhere";

/** What the demonstration of orders works with: a clock of its own, people, teams, services. */
export type Desk = {
  past: Context & { clock: TestClock };
  now: Date;
  district: SeededDistrict;
  dispatcher: PersonActor;
  helper: PersonActor;
  teams: readonly DemoTeam[];
  items: readonly ItemView[];
  residents: readonly PersonActor[];
  random: Random;
};

const listResidents = async (context: Context): Promise<readonly PersonActor[]> => {
  const found: PersonActor[] = [];
  for (const index of [1, 2, ...Array.from({ length: 12 }, (_, at) => 100 + at)]) {
    const person = await findPersonByPhone(context.db, context.cipher, demoPhone(index));
    if (person !== undefined) found.push(residentActor(person.id));
  }
  return found;
};

/** A day within the limits of an order, some days after it was made. */
const dayAfter = (made: Date, days: number): string =>
  toDistrictDate(new Date(made.getTime() + days * dayMs));

export const order = async (
  trx: Trx,
  desk: Desk,
  input: {
    resident: PersonActor;
    item: ItemView;
    place: SeededPlace;
    days: number;
    index: number;
    details?: string | undefined;
  },
): Promise<string> => {
  const { past, random } = desk;
  const { resident, item, place, days, index } = input;
  const audience = item.audiences[index % item.audiences.length];
  const { id } = await submitOrder(trx, past, resident, {
    itemCode: item.code,
    details: input.details ?? (index % 3 === 0 && audience !== undefined ? wishes[audience] : undefined),
    audience,
    placeUnitId: random.pick(place.communities).id,
    address: `演示路 ${random.between(1, 99)} 号`,
    peopleCount: item.kind === "help" ? 1 : random.between(8, 60),
    wantedOn: dayAfter(past.clock.now(), days),
    wantedHalf: random.pick(["morning", "afternoon"]),
    contactName: "演示居民",
    contactPhone: demoPhone(2),
    requesterPersonId: resident.onBehalfOf?.personId ?? resident.personId,
    channel: "portal",
  });
  return id;
};

/** The best team that can take it; undefined where there is none. */
const bestTeam = async (trx: Trx, desk: Desk, orderId: string): Promise<DemoTeam | undefined> => {
  const { candidates } = await rankOrder(trx, desk.past, { orderId, now: desk.past.clock.now() });
  return desk.teams.find((team) => team.id === candidates[0]?.team.id);
};

/** The next full hour of a day part, so many days on. */
const visitTime = (now: Date, days: number, hour: number): Date =>
  new Date(
    `${toDistrictDate(new Date(now.getTime() + days * dayMs))}T${String(hour).padStart(2, "0")}:00:00+08:00`,
  );

export const tick = (desk: Desk, minutes: number): void => desk.past.clock.advanceMs(minutes * minuteMs);

/** Screened, dispatched to the best team and taken by it; the team, or undefined where none could. */
export const toAccepted = async (trx: Trx, desk: Desk, orderId: string): Promise<DemoTeam | undefined> => {
  const { past, dispatcher, random } = desk;
  await screenOrder(trx, past, dispatcher, { orderId });
  const team = await bestTeam(trx, desk, orderId);
  if (team === undefined) return undefined;
  tick(desk, random.between(5, 60));
  await dispatchOrder(trx, past, dispatcher, { orderId, mode: "direct", teamId: team.id });
  tick(desk, random.between(10, 300));
  await acceptOffer(trx, past, team.leader, { orderId, teamId: team.id });
  return team;
};

const toScheduled = async (
  trx: Trx,
  desk: Desk,
  input: { orderId: string; team: DemoTeam; days: number; volunteers: number },
): Promise<Date> => {
  const { past, random } = desk;
  const { orderId, team, days, volunteers } = input;
  const startsAt = visitTime(past.clock.now(), days, random.pick([9, 10, 14, 15, 16]));
  await scheduleVisit(trx, past, team.leader, {
    orderId,
    startsAt,
    endsAt: new Date(startsAt.getTime() + hourMs),
  });
  for (const member of team.members.slice(0, Math.min(volunteers, 3)))
    await assignMember(trx, past, team.leader, { orderId, personId: member.personId });
  return startsAt;
};

/** One order of the past, from the wish to its end, in one transaction: nobody meets it half way. */
const seedPastOrder = async (
  desk: Desk,
  input: {
    made: Date;
    item: ItemView;
    fate: Fate;
    index: number;
    resident: PersonActor;
    details?: string;
  },
): Promise<void> => {
  const { past, random, district } = desk;
  const { made, item, fate, index, resident } = input;
  past.clock.set(made);
  const place =
    item.audiences[0] === "farmer"
      ? random.pick(district.places.slice(22))
      : random.pick(district.places.slice(0, 8));
  await inTransaction(past.db, async (trx) => {
    const { details } = input;
    const orderId = await order(trx, desk, { resident, item, place, days: 3, index, details });
    tick(desk, random.between(20, 400));
    if (fate === "elsewhere") {
      await sendElsewhere(trx, past, desk.dispatcher, {
        orderId,
        door: "government",
        reason: "水管漏水要找物业和 12345（演示）",
      });
      return;
    }
    const team = await toAccepted(trx, desk, orderId);
    if (team === undefined) return;
    const startsAt = await toScheduled(trx, desk, { orderId, team, days: 2, volunteers: item.volunteers });
    past.clock.set(new Date(startsAt.getTime() - 5 * minuteMs));
    const code = await readOrderCode(trx, past, orderId);
    for (const member of team.members.slice(0, Math.min(item.volunteers, 3)))
      await signIn(trx, past, member, { orderId, code });
    past.clock.set(new Date(startsAt.getTime() + random.between(40, 60) * minuteMs));
    if (item.kind === "training") await seedRoll(trx, desk, { orderId, leader: team.leader, item });
    await finishVisit(trx, past, team.leader, {
      orderId,
      peopleServed: item.kind === "help" ? 1 : random.between(8, 60),
    });
    tick(desk, random.between(30, 900));
    if (fate === "confirmed") {
      await confirmOwnOrder(trx, past, resident, orderId);
      return;
    }
    await rateOrder(trx, past, resident, {
      orderId,
      stars: fate === "low" ? 2 : random.pick([4, 5, 5]),
      comment: fate === "low" ? "讲得太快，没听懂（演示）" : random.pick(praise),
      code: undefined,
    });
    // The leader answers what was said of the visit; every other low rating still waits for his word.
    if (fate !== "low" || index % 2 === 1) return;
    tick(desk, 5);
    const rating = (await listTeamRatings(trx, past, team.leader.personId)).find(
      (one) => one.orderId === orderId,
    );
    if (rating !== undefined)
      await replyToRating(trx, past, team.leader, {
        ratingId: rating.id,
        words: "对不起，下次慢慢讲，讲到您会为止（演示）。",
      });
  });
};

/** A refusal here is a matter of chance (a team that is full, a volunteer who is busy): that order is left out. */
export const trying = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
};

const seedPast = async (desk: Desk, count: number, now: Date): Promise<void> => {
  const { random, items, residents } = desk;
  for (let index = 0; index < count; index += 1) {
    // Old enough that nothing of it is due any more, but for the last rating days.
    const made = new Date(now.getTime() - random.between(14, 60) * dayMs - random.between(0, 9) * hourMs);
    const fate: Fate = index % 29 === 7 ? "elsewhere" : "rated";
    await trying(() =>
      seedPastOrder(desk, {
        made,
        item: random.pick(items),
        fate,
        index,
        resident: random.pick(residents),
      }),
    );
  }
  // Lately: confirmed and waiting for a rating, and one that a low rating opened again.
  for (let index = 0; index < 4; index += 1)
    await trying(() =>
      seedPastOrder(desk, {
        made: new Date(now.getTime() - 4 * dayMs - index * hourMs),
        item: random.pick(items),
        fate: index === 0 ? "low" : "confirmed",
        index,
        resident: residents[index] ?? random.pick(residents),
      }),
    );
};

/** A farmer writes what is on his rice: one order that the society's team did and was rated for, one that waits at the first station. */
const seedPestOrders = async (desk: Desk, now: Date): Promise<void> => {
  const item = desk.items.find((one) => one.code === "field-visit");
  const [resident, other] = desk.residents;
  const place = desk.district.places[0];
  if (item === undefined || resident === undefined || other === undefined || place === undefined) return;
  await trying(() =>
    seedPastOrder(desk, {
      made: new Date(now.getTime() - 9 * dayMs),
      item,
      fate: "rated",
      index: 1,
      resident,
      details: "晚稻叶子上有梭形的斑，怕是稻瘟病，请来看看（演示）",
    }),
  );
  desk.past.clock.set(new Date(now.getTime() - 2 * hourMs));
  await trying(() =>
    inTransaction(desk.past.db, async (trx) => {
      const details = "稻子里有钻心虫，怎么办（演示）";
      await order(trx, desk, { resident: other, item, place, days: 4, index: 1, details });
    }),
  );
};

type Stage = "submitted" | "screened" | "direct" | "open" | "declined" | "accepted" | "scheduled" | "silent";
const stages: readonly Stage[] = [
  "submitted",
  "submitted",
  "submitted",
  "submitted",
  "screened",
  "screened",
  "direct",
  "direct",
  "open",
  "open",
  "open",
  "declined",
  "silent",
  "accepted",
  "scheduled",
  "scheduled",
  "scheduled",
];

/** One order that is under way at the first station, as its dispatcher finds it in the morning. */
const seedOpenOrder = async (desk: Desk, stage: Stage, index: number, now: Date): Promise<void> => {
  const { past, random, residents, items, district, dispatcher, teams } = desk;
  const [first] = teams;
  const place = district.places[0];
  if (place === undefined || first === undefined) return;
  // A silent offer is older than a day: the deadline job finds it and lets it time out.
  past.clock.set(new Date(now.getTime() - (stage === "silent" ? 26 : random.between(1, 18)) * hourMs));
  const wanted =
    stage === "direct" || stage === "declined" || stage === "accepted"
      ? items.find((item) => item.code === "phone-registration")
      : items[index % items.length];
  if (wanted === undefined) return;
  await inTransaction(past.db, async (trx) => {
    const resident = residents[index % residents.length] ?? random.pick(residents);
    const orderId = await order(trx, desk, {
      resident,
      item: wanted,
      place,
      days: random.between(2, 9),
      index,
    });
    if (stage === "submitted") return;
    tick(desk, 15);
    if (stage === "scheduled") {
      const team = await toAccepted(trx, desk, orderId);
      past.clock.set(new Date(Math.min(past.clock.now().getTime(), now.getTime())));
      if (team !== undefined)
        await toScheduled(trx, desk, {
          orderId,
          team,
          days: random.between(2, 6),
          volunteers: wanted.volunteers,
        });
      return;
    }
    await screenOrder(trx, past, dispatcher, { orderId });
    if (stage === "screened") return;
    tick(desk, 10);
    if (stage === "open") {
      await dispatchOrder(trx, past, dispatcher, { orderId, mode: "open" });
      return;
    }
    const team = stage === "silent" ? await bestTeam(trx, desk, orderId) : first;
    if (team === undefined) return;
    await dispatchOrder(trx, past, dispatcher, { orderId, mode: "direct", teamId: team.id });
    tick(desk, 20);
    if (stage === "declined")
      await declineOffer(trx, past, team.leader, {
        orderId,
        teamId: team.id,
        reason: "那天队员都要上班，来不了（演示）",
      });
    if (stage === "accepted") await acceptOffer(trx, past, team.leader, { orderId, teamId: team.id });
  });
};

/** An elder at the counter of the first station: her helper orders for her, with both names in the record. */
const seedHelperOrder = async (desk: Desk, now: Date): Promise<void> => {
  const { past, helper, dispatcher, district, items } = desk;
  const place = district.places[0];
  const item = items.find((one) => one.code === "phone-registration");
  const elder = desk.residents.at(-1);
  if (place === undefined || item === undefined || elder === undefined) return;
  past.clock.set(new Date(now.getTime() - 3 * hourMs));
  await inTransaction(past.db, async (trx) => {
    const proxyActId = await startProxy(trx, past, helper, {
      elderPersonId: elder.personId,
      unitId: place.station.id,
      matter: "点单：教我用手机挂号",
      method: "spoken",
      witnessPersonId: dispatcher.personId,
      readBack: true,
    });
    tick(desk, 6);
    const resident = { ...helper, onBehalfOf: { personId: elder.personId, proxyActId } };
    await order(trx, desk, { resident, item, place, days: 3, index: 1 });
    tick(desk, 4);
    await endProxy(trx, past, helper, proxyActId);
  });
};

/** A desk at the first community every week for two months: its orders of the coming weeks are made, the rest is planned. */
const seedSeries = async (desk: Desk, now: Date): Promise<void> => {
  const { past, dispatcher, district } = desk;
  const community = district.places[0]?.communities[0];
  if (community === undefined) return;
  past.clock.set(now);
  const series = {
    placeUnitId: community.id,
    room: "一楼活动室",
    half: "afternoon" as const,
    startsOn: dayAfter(now, 8),
    itemCodes: Array.from({ length: 8 }, () => "phone-registration"),
    teamId: undefined,
  };
  await inTransaction(past.db, async (trx) => {
    const weeks = await previewSeries(trx, past, { ...series, now });
    const id = await startSeries(trx, past, dispatcher, {
      ...series,
      kind: "weekly",
      title: "每周手机课堂（演示）",
      audience: "elder",
      peopleCount: 15,
      contactName: "演示值班",
      contactPhone: undefined,
      keep: weeks
        .filter((week) => !week.barred && week.clashes.every((clash) => clash.kind !== "holiday"))
        .map((week) => week.no),
    });
    await generateOrders(trx, past, dispatcher, id);
  });
};

/**
 * Two months of the service loop through the real commands with a clock of its own: what is over, what waits for the
 * station, what teams are asked, what is agreed for the coming days.
 */
export const seedOrders = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<Desk> => {
  const now = context.clock.now();
  const dispatcher = requireStaff(staff, "demo.dispatcher");
  const teams = await seedTeams(context, district, {
    volunteer: requireStaff(staff, "demo.volunteer"),
    verifier: dispatcher,
    second: requireStaff(staff, "demo.streetadmin"),
  });
  await seedPests(context, staff, teams);
  await seedRecruitments(context, teams);
  const desk: Desk = {
    past: { ...context, clock: createTestClock(now) },
    now,
    district,
    dispatcher,
    helper: requireStaff(staff, "demo.helper"),
    teams,
    // What is for kindergartens has an order of its own there.
    items: (await listItems(context.db)).filter((item) => item.little === undefined),
    residents: await listResidents(context),
    random: createRandom(606),
  };
  await seedPast(desk, 40, now);
  for (const [index, stage] of stages.entries()) await trying(() => seedOpenOrder(desk, stage, index, now));
  await seedHelperOrder(desk, now);
  await trying(() => seedSeries(desk, now));
  // Draws of its own: what comes after meets the same chances as without it.
  await seedPestOrders({ ...desk, random: createRandom(717) }, now);
  await seedCertificates(context, teams, staff);
  await seedCommissioners(context, district, { teams, staff });
  await seedCommissionerSelection(context, district, { teams, staff });
  await seedReturnees(context, district, { teams, staff });
  await seedTechniques(context, district, staff);
  await seedHistories(context, district, {
    teams,
    uploader: dispatcher,
    second: requireStaff(staff, "demo.streetadmin"),
  });
  await seedPersonnel(context, district, requireStaff(staff, "demo.orgadmin"));
  await seedComplaints(context, desk);
  await seedClaims(context, teams, { dispatcher, second: requireStaff(staff, "demo.streetadmin") });
  return desk;
};
