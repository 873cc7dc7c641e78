import { randomUUID } from "node:crypto";
import sharp from "sharp";
import type { PersonActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { createTestClock, type TestClock, toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import {
  type ActivityInput,
  addEvidencePhoto,
  addHeadCount,
  addSession,
  cancelRegistration,
  cleanEvidence,
  createActivity,
  decideHeadCount,
  findSessionPool,
  holdSession,
  publishActivity,
  register,
  reportSession,
  signInAtDesk,
  turnRegistration,
} from "#modules/activities/index.ts";
import { setPeriod, toEditionKey } from "#modules/occasions/index.ts";
import { listTeams } from "#modules/teams/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { type DemoStaff, demoPhone } from "./people.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Plan = Omit<ActivityInput, "expertId" | "phone" | "teamId" | "occasion" | "pillars"> & {
  /** Code of the theme day that it hangs under. */
  under?: string;
  /** Days from now, and the hour in Asia/Shanghai. */
  day: number;
  hour: number;
  place: number;
  address: string;
  seats: { capacity: number; groupLimit: number } | undefined;
  /** Sizes of the groups that register, in their order. */
  groups: readonly number[];
  /** How far it goes today. */
  stand: "draft" | "published" | "open";
  /** Heads counted at a stand. */
  heads?: number;
};

const plan = (
  words: Pick<Plan, "title" | "about" | "kind" | "entry" | "topic">,
  when: Pick<Plan, "day" | "hour" | "place" | "address">,
  rest: Partial<Plan> & { audiences: readonly Audience[] },
): Plan => ({
  minors: false,
  seats: { capacity: 30, groupLimit: 5 },
  groups: [],
  stand: "open",
  ...words,
  ...when,
  ...rest,
});

/** Past ones are reported; of those to come one is full with a list that waits. */
const plans: readonly Plan[] = [
  plan(
    {
      title: "血压计怎么量才准（演示）",
      about: "带上自己的血压计，护士教量三遍、怎么记。老花镜也请带着。",
      kind: "lesson",
      entry: "community",
      topic: "health",
    },
    { day: -28, hour: 9, place: 0, address: "社区活动室一楼" },
    { audiences: ["elder"], groups: [2, 1, 1, 2, 1, 1, 2] },
  ),
  plan(
    {
      title: "稻田里的病虫害怎么认（演示）",
      about: "农技员下田，一边走一边认病叶和虫卵，讲什么时候打药、打多少。穿雨靴。",
      kind: "consult",
      entry: "countryside",
      topic: "farming",
    },
    { day: -21, hour: 15, place: 23, address: "村部门口集合" },
    { audiences: ["farmer"], groups: [1, 2, 1, 3] },
  ),
  plan(
    {
      title: "养老院里的防诈骗小剧（演示）",
      about: "三个短剧，演最近的骗法，演完一起说破绽。坐轮椅的也方便。",
      kind: "talk",
      entry: "institution",
      topic: "digital-life",
    },
    { day: -14, hour: 10, place: 1, address: "颐养院三楼大厅" },
    { audiences: ["elder"], groups: [6, 5, 4], seats: { capacity: 40, groupLimit: 10 } },
  ),
  plan(
    {
      title: "街头看懂食品标签（演示）",
      about: "拿一袋家里的零食来，现场看配料表、保质期和营养成分表，路过就能听。",
      kind: "stand",
      entry: "community",
      topic: "food-safety",
    },
    { day: -7, hour: 9, place: 2, address: "步行街东口" },
    { audiences: ["youth", "elder"], seats: undefined, heads: 260, under: "food-safety-week" },
  ),
  plan(
    {
      title: "周末实验课：会变色的紫甘蓝（演示）",
      about: "用紫甘蓝汁试醋、小苏打和肥皂水，自己配一条彩虹。每家一套材料，围裙我们备。",
      kind: "experiment",
      entry: "venue",
      topic: "nature",
    },
    { day: 3, hour: 14, place: 0, address: "科普馆实验教室" },
    {
      audiences: ["youth"],
      minors: true,
      seats: { capacity: 8, groupLimit: 4 },
      groups: [2, 3, 3, 2, 2, 4],
      under: "public-science-day",
    },
  ),
  plan(
    {
      title: "新材料实验室开放日（演示）",
      about: "看一块电池怎么从粉末做成，穿防护服进一次实验间。十四岁以上可以进。",
      kind: "open_day",
      entry: "venue",
      topic: "new-materials",
    },
    { day: 6, hour: 9, place: 3, address: "园区 2 号楼大厅" },
    {
      audiences: ["youth", "worker"],
      groups: [2, 1],
      seats: { capacity: 24, groupLimit: 4 },
      under: "public-science-day",
    },
  ),
  plan(
    {
      title: "下班后学触电急救（演示）",
      about: "电工师傅教断电、心肺复苏和自动除颤器怎么用，人人上手练一次。",
      kind: "lesson",
      entry: "enterprise",
      topic: "work-safety",
    },
    { day: 9, hour: 19, place: 4, address: "园区职工之家" },
    { audiences: ["worker"], groups: [3] },
  ),
  plan(
    {
      title: "冬至看猎户座（演示）",
      about: "天文爱好者带望远镜来，看猎户座大星云和木星的四颗卫星。阴天改期。",
      kind: "talk",
      entry: "school",
      topic: "space",
    },
    { day: 21, hour: 18, place: 5, address: "学校操场" },
    { audiences: ["youth"], minors: true, stand: "published" },
  ),
];

/** Days announced for this year, from now on: one theme day is over, one comes. */
const announced = [
  { code: "food-safety-week", from: -10, to: -4 },
  { code: "public-science-day", from: 3, to: 6 },
] as const;

type Desk = {
  past: Context & { clock: TestClock };
  district: SeededDistrict;
  organiser: PersonActor;
  second: PersonActor;
  teamId: string | undefined;
  now: Date;
};

/** Midnight of today in Asia/Shanghai. */
const midnight = (now: Date): number => Math.floor((now.getTime() + 8 * hourMs) / dayMs) * dayMs - 8 * hourMs;

let phones = 300;
/** The key of the edition under which an activity hangs: that of the days announced. */
const toEdition = (now: Date, code: string | undefined): string | undefined => {
  const days = announced.find((one) => one.code === code);
  return days === undefined
    ? undefined
    : toEditionKey(days.code, Number(dayFromNow(now, days.from).slice(0, 4)));
};

const dayFromNow = (now: Date, days: number): string =>
  toDistrictDate(new Date(midnight(now) + days * dayMs + hourMs));

const registerGroups = async (
  trx: Trx,
  desk: Desk,
  input: { poolId: string; groups: readonly number[]; audience: Audience | undefined; minors: boolean },
): Promise<readonly { id: string; status: string; people: number }[]> => {
  const made = [];
  for (const people of input.groups) {
    phones += 1;
    const { id, status } = await register(
      trx,
      desk.past,
      { kind: "anonymous" },
      {
        poolId: input.poolId,
        peopleCount: people,
        minorsCount: input.minors && people > 1 ? people - 1 : 0,
        guardianConsent: input.minors,
        audience: input.audience,
        contactName: "演示居民",
        contactPhone: demoPhone(phones),
      },
    );
    made.push({ id, status, people });
  }
  return made;
};

/** A square of river colours: a photograph of the demonstration shows nobody. */
const picture = async (): Promise<Buffer> =>
  sharp({ create: { width: 480, height: 320, channels: 3, background: "#7fa6b5" } })
    .jpeg()
    .toBuffer();

/** A stand: heads are counted by one and agreed by another. */
const countHeads = async (
  desk: Desk,
  input: { sessionId: string; startsAt: Date; people: number },
): Promise<void> => {
  const { past, organiser, second, district } = desk;
  const faces = "none";
  const photo = await cleanEvidence(await picture(), { faces, boxes: "", parts: [] });
  await inTransaction(past.db, async (trx) => {
    const photoId = await addEvidencePhoto(trx, past, organiser, {
      target: { kind: "session", id: input.sessionId, unitId: district.root.id },
      photo,
      faces,
    });
    const countId = await addHeadCount(trx, past, organiser, {
      sessionId: input.sessionId,
      method: "clicker",
      peopleCount: input.people,
      from: input.startsAt,
      to: new Date(input.startsAt.getTime() + 2 * hourMs),
      photoId,
    });
    await decideHeadCount(trx, past, second, { countId, decision: "confirm", reason: undefined });
  });
};

const seedOne = async (desk: Desk, wanted: Plan, index: number): Promise<void> => {
  const { past, organiser, district, now } = desk;
  const place = district.places[wanted.place];
  const community = place?.communities[0];
  if (place === undefined || community === undefined) return;
  const startsAt = new Date(midnight(now) + wanted.day * dayMs + wanted.hour * hourMs);
  const endsAt = new Date(startsAt.getTime() + 2 * hourMs);
  const over = wanted.day < 0;
  past.clock.set(new Date(Math.min(now.getTime(), startsAt.getTime() - 10 * dayMs) + index * 1_000));
  const { title, about, kind, entry, topic, audiences, minors, seats, stand } = wanted;
  const { sessionId, groups } = await inTransaction(past.db, async (trx) => {
    const activityId = await createActivity(trx, past, organiser, {
      title,
      about,
      kind,
      entry,
      topic,
      audiences,
      minors,
      teamId: desk.teamId,
      expertId: undefined,
      phone: undefined,
      pillars: undefined,
      occasion: toEdition(now, wanted.under),
      unitId: wanted.place === 3 ? place.id : district.root.id,
    });
    const session = await addSession(trx, past, organiser, {
      activityId,
      placeUnitId: community.id,
      address: wanted.address,
      startsAt,
      endsAt,
      seats: seats === undefined ? undefined : { ...seats, closesAt: startsAt },
    });
    if (stand === "draft") return { sessionId: session, groups: [] };
    await publishActivity(trx, past, organiser, { activityId });
    if (stand === "published") return { sessionId: session, groups: [] };
    await turnRegistration(trx, past, organiser, { activityId, event: "open" });
    const poolId = await findSessionPool(trx, session);
    const audience = audiences[0];
    return {
      sessionId: session,
      groups:
        poolId === undefined
          ? []
          : await registerGroups(trx, desk, { poolId, groups: wanted.groups, audience, minors }),
    };
  });
  if (!over) {
    // One who had a place cannot come: the list moves on, and somebody is asked.
    const [first] = groups;
    past.clock.set(now);
    if (groups.some((group) => group.status === "waiting") && first !== undefined)
      await inTransaction(past.db, (trx) => cancelRegistration(trx, past, { kind: "anonymous" }, first.id));
    return;
  }
  past.clock.set(endsAt);
  await inTransaction(past.db, async (trx) => {
    // Not everybody comes.
    for (const group of groups.slice(0, Math.max(1, groups.length - 1)))
      await signInAtDesk(trx, past, organiser, {
        id: randomUUID(),
        kind: "in",
        sessionId,
        registrationId: group.id,
        peopleCount: group.people,
        audience: audiences[0],
        method: "desk",
        deviceAt: startsAt,
      });
  });
  if (wanted.heads !== undefined) await countHeads(desk, { sessionId, startsAt, people: wanted.heads });
  await inTransaction(past.db, async (trx) => {
    await holdSession(trx, past, organiser, sessionId);
    await reportSession(trx, past, organiser, { sessionId, flagsSeen: true });
  });
};

/** Activities past and to come, through the real commands: some reported, one full with a list that waits, one stand with counted heads. */
export const seedActivities = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  const [organiser, second] = [staff.get("demo.dispatcher"), staff.get("demo.orgadmin")];
  if (organiser === undefined || second === undefined) return;
  const now = context.clock.now();
  const { rows } = await listTeams(
    context.db,
    { scope: "everywhere", status: "verified" },
    { page: 1, size: 1 },
  );
  const desk: Desk = {
    past: { ...context, clock: createTestClock(now) },
    district,
    organiser,
    second,
    teamId: rows[0]?.id,
    now,
  };
  desk.past.clock.set(new Date(now.getTime() - 40 * dayMs));
  await inTransaction(context.db, async (trx) => {
    for (const { code, from, to } of announced)
      await setPeriod(trx, desk.past, organiser, {
        code,
        startsOn: dayFromNow(now, from),
        endsOn: dayFromNow(now, to),
        act: "on",
        reason: "演示：当年通知定的日期",
      });
  });
  for (const [index, wanted] of plans.entries()) await seedOne(desk, wanted, index);
};
