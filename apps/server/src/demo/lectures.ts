import { toDistrictDate } from "#kernel/clock.ts";
import { systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { admitTalk, giveOwnConsent, offerTalk, submitOrder } from "#modules/orders/index.ts";
import { createUnit } from "#modules/organisations/index.ts";
import { listExperts } from "#modules/people/index.ts";
import { addMember, listTeams } from "#modules/teams/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { type DemoStaff, requireStaff, residentActor } from "./people.ts";

const talks = [
  {
    title: "星星离我们有多远（演示）",
    about: "从月亮讲到银河，用生活里的远近打比方，听完会认北斗星。",
    topic: "space",
    audiences: ["elder", "worker"],
    minutes: 60,
  },
  {
    title: "家里的电为什么会跳闸（演示）",
    about: "用几样家里的电器讲清楚电流和保险，顺带说用电安全。",
    topic: "safety",
    audiences: ["elder", "farmer"],
    minutes: 45,
  },
  {
    title: "给孩子讲月亮的脸（演示）",
    about: "一只球、一盏灯，和孩子一起看明白月亮为什么有圆有缺。",
    topic: "space",
    audiences: ["youth"],
    minutes: 45,
  },
] as const;

/** The retired teacher joins the senior team and offers three talks; two can be ordered, the one for children waits. */
export const seedLectures = async (context: Context, staff: DemoStaff): Promise<void> => {
  const { db } = context;
  const experts = await listExperts(db, context, { scope: "everywhere", page: 1, size: 200 });
  const lecturer = experts.rows.find((expert) => expert.publicTitle.startsWith("退休物理教师"));
  const { rows: teams } = await listTeams(db, { scope: "everywhere", kind: "senior" }, { page: 1, size: 10 });
  const team = teams.find((one) => one.status === "verified");
  if (lecturer === undefined || team === undefined)
    throw new Error("the demonstration has a senior expert and a senior team");
  const speaker = residentActor(lecturer.personId);
  await inTransaction(db, async (trx) => {
    await addMember(trx, context, residentActor(team.leaderPersonId), {
      teamId: team.id,
      personId: speaker.personId,
    });
    for (const talk of talks) {
      const id = await offerTalk(trx, context, speaker, talk);
      if (!talk.audiences.some((one) => one === "youth"))
        await admitTalk(trx, context, requireStaff(staff, "demo.supervisor"), { id, badges: [] });
    }
  });
};

const dayMs = 86_400_000;

/** A teacher orders for the school of his street, and the school agrees in writing (Y-30). */
export const seedSchoolOrder = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  const teacher = requireStaff(staff, "demo.teacher");
  const unitId = district.places[0]?.id ?? district.root.id;
  const school = await context.db
    .selectFrom("org_units as place")
    .innerJoin("org_units as school", "school.parent_id", "place.id")
    .select(["school.id", "place.path as unitPath"])
    .where("place.id", "=", unitId)
    .where("school.kind", "=", "school")
    .executeTakeFirstOrThrow();
  const now = context.clock.now();
  const person = {
    ...teacher,
    grants: [{ role: "teacher" as const, unitId, unitPath: school.unitPath }],
  };
  await inTransaction(context.db, async (trx) => {
    const { id } = await submitOrder(trx, context, person, {
      itemCode: "stars-talk",
      details: "五年级两个班一起听，学校有报告厅。（演示）",
      audience: "youth",
      placeUnitId: school.id,
      address: "报告厅（演示）",
      peopleCount: 80,
      wantedOn: toDistrictDate(new Date(now.getTime() + 10 * dayMs)),
      wantedHalf: "afternoon",
      contactName: "演示科技教师",
      contactPhone: undefined,
      requesterPersonId: person.personId,
      channel: "portal",
    });
    await giveOwnConsent(trx, context, person, {
      orderId: id,
      signerName: "演示副校长",
      signerPosition: "分管副校长",
      agreedOn: toDistrictDate(now),
      classes: "五年级 1 班、2 班",
      guardiansToldOn: undefined,
      confirmed: "yes",
      letterFileId: undefined,
    });
  });
};

/** An order of a kindergarten for things to do, with everything that it takes: the first street has one. */
export const seedKindergartenOrder = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  const street = district.places[0];
  if (street === undefined) return;
  const teacher = requireStaff(staff, "demo.teacher");
  const now = context.clock.now();
  await inTransaction(context.db, async (trx) => {
    const kindergarten = await createUnit(trx, context, systemActor("demo"), {
      kind: "kindergarten",
      name: `${street.name}第一幼儿园（演示）`,
      parentId: street.id,
      validFrom: toDistrictDate(now),
    });
    const person = {
      ...teacher,
      grants: [{ role: "teacher" as const, unitId: street.id, unitPath: kindergarten.path }],
    };
    const { id } = await submitOrder(trx, context, person, {
      itemCode: "kindergarten-shadows",
      details: "大班两个班，一个班一个班来。（演示）",
      audience: "youth",
      placeUnitId: kindergarten.id,
      address: "大班教室（演示）",
      peopleCount: 24,
      wantedOn: toDistrictDate(new Date(now.getTime() + 12 * dayMs)),
      wantedHalf: "morning",
      contactName: "演示科技教师",
      contactPhone: undefined,
      requesterPersonId: person.personId,
      channel: "portal",
    });
    await giveOwnConsent(trx, context, person, {
      orderId: id,
      signerName: "演示园长",
      signerPosition: "园长",
      agreedOn: toDistrictDate(now),
      classes: "大一班、大二班",
      guardiansToldOn: toDistrictDate(now),
      adultsCount: 4,
      confirmed: "yes",
      letterFileId: undefined,
    });
  });
};
