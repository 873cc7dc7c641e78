import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { createPerson } from "#modules/identity/index.ts";
import {
  addHours,
  addMember,
  type BadgeKind,
  decideBadge,
  decideHours,
  decideTeam,
  halfCodes,
  registerTeam,
  setHealthLimits,
  type Skill,
  submitBadge,
  type TeamKind,
} from "#modules/teams/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { demoPhone, residentActor } from "./people.ts";

const actor = systemActor("demo");
const dayMs = 86_400_000;

export type DemoTeam = { id: string; name: string; leader: PersonActor; members: readonly PersonActor[] };

type Plan = {
  name: string;
  kind: TeamKind;
  about: string;
  skills: readonly Skill[];
  badges: readonly BadgeKind[];
  /** Where in the list of places it is at home, and whether it goes everywhere. */
  place: number;
  reach: "street" | "district";
  effort?: "light";
  standing?: "registered";
};

/** Invented teams of all sorts; one waits to be verified, one has no badge that its services ask for. */
const plans: readonly Plan[] = [
  {
    name: "望江科技志愿服务队（演示）",
    kind: "community",
    about: "街道里的热心人，会教手机、会讲防骗。",
    skills: ["digital-help", "anti-fraud", "environment"],
    badges: [],
    place: 0,
    reach: "street",
  },
  {
    name: "江岸医院健康讲师队（演示）",
    kind: "hospital",
    about: "医生、药师和护士，只讲知识不看病。",
    skills: ["health-talk", "first-aid"],
    badges: ["health", "safety"],
    place: 0,
    reach: "district",
  },
  {
    name: "麓山大学科学演示队（演示）",
    kind: "campus",
    about: "大学生，自带实验箱。",
    skills: ["science-show", "science-talk", "environment"],
    badges: ["children"],
    place: 1,
    reach: "district",
  },
  {
    name: "天文爱好者协会讲解队（演示）",
    kind: "society",
    about: "带望远镜，讲星星。",
    skills: ["science-talk"],
    badges: ["children"],
    place: 2,
    reach: "district",
  },
  {
    name: "农学会田间服务队（演示）",
    kind: "society",
    about: "农艺师和种田能手，下田就讲。",
    skills: ["farming"],
    badges: [],
    place: 22,
    reach: "district",
  },
  {
    name: "稻香农技志愿队（演示）",
    kind: "research",
    about: "农科所的年轻人。",
    skills: ["farming", "environment"],
    badges: [],
    place: 23,
    reach: "district",
  },
  {
    name: "新材料园安全讲师队（演示）",
    kind: "enterprise",
    about: "企业安全员，讲班前三分钟。",
    skills: ["safety-talk", "first-aid"],
    badges: ["safety"],
    place: 3,
    reach: "district",
  },
  {
    name: "银发讲师团（演示）",
    kind: "senior",
    about: "退休教师和工程师，做轻便的。",
    skills: ["digital-help", "anti-fraud", "science-talk", "health-talk"],
    badges: ["health"],
    place: 1,
    reach: "district",
    effort: "light",
  },
  {
    name: "反诈宣传队（演示）",
    kind: "community",
    about: "讲最近的骗法。",
    skills: ["anti-fraud", "digital-help"],
    badges: [],
    place: 4,
    reach: "district",
  },
  {
    name: "师范学院实验队（演示）",
    kind: "university",
    about: "刚成立，想给小学生做实验。",
    skills: ["science-show"],
    badges: [],
    place: 0,
    reach: "street",
    standing: "registered",
  },
];

/** Volunteer teams with members and badges, verified by the stations; the first is led by the demonstration's volunteer. */
export const seedTeams = async (
  context: Context,
  district: SeededDistrict,
  people: { volunteer: PersonActor; verifier: PersonActor; second: PersonActor },
): Promise<readonly DemoTeam[]> => {
  const made: DemoTeam[] = [];
  const expiresOn = toDistrictDate(new Date(context.clock.now().getTime() + 500 * dayMs));
  for (const [number, plan] of plans.entries()) {
    const place = district.places[plan.place] ?? district.places[0];
    if (place === undefined) throw new Error("the demonstration has no places");
    const team = await inTransaction(context.db, async (trx): Promise<DemoTeam> => {
      const members: PersonActor[] = [];
      for (let index = 0; index < 4; index += 1)
        members.push(
          number === 0 && index === 0
            ? people.volunteer
            : residentActor(
                await createPerson(trx, context, actor, {
                  fullName: `演示志愿者${number + 1}${"甲乙丙丁"[index] ?? ""}`,
                  phone: demoPhone(500 + number * 10 + index),
                }),
              ),
        );
      const [leader] = members;
      if (leader === undefined) throw new Error("a team needs a leader");
      const id = await registerTeam(trx, context, leader, {
        kind: plan.kind,
        name: plan.name,
        about: plan.about,
        homeUnitId: place.id,
        areaUnitIds: [plan.reach === "street" ? place.id : district.root.id],
        skills: plan.skills,
        times: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => halfCodes.map((half) => ({ weekday, half }))),
        capacity: 3,
        effort: plan.effort ?? "normal",
        insuranceUntil: expiresOn,
      });
      for (const member of members.slice(1))
        await addMember(trx, context, leader, { teamId: id, personId: member.personId });
      // The last member of each team has no badge: he cannot be sent where one is asked for.
      for (const member of members.slice(0, 3))
        for (const kind of plan.badges) {
          const badgeId = await submitBadge(trx, context, member, {
            kind,
            unitId: place.station.id,
            proof: `演示培训中心 第 ${number + 1} 期`,
            expiresOn,
          });
          await decideBadge(trx, context, people.verifier, { badgeId, decision: "verify" });
        }
      if (plan.standing === undefined)
        await decideTeam(trx, context, people.verifier, { teamId: id, decision: "verify" });
      else
        await submitBadge(trx, context, leader, {
          kind: "children",
          unitId: place.station.id,
          proof: "演示培训中心 第 11 期，等核验",
          expiresOn,
        });
      // An elder says what he cannot do: sealed, and he is not sent to it.
      const [, elder] = members;
      if (plan.kind === "senior" && elder !== undefined)
        await setHealthLimits(trx, context, elder, { cannot: ["climbing"], agrees: true });
      return { id, name: plan.name, leader, members };
    });
    if (plan.standing === undefined) made.push(team);
  }
  await seedAddedHours(context, made[0], people);
  return made;
};

/** Hours added by hand: one that a second person agreed to, one that waits for him. */
const seedAddedHours = async (
  context: Context,
  team: DemoTeam | undefined,
  people: { verifier: PersonActor; second: PersonActor },
): Promise<void> => {
  const [, member, other] = team?.members ?? [];
  if (team === undefined || member === undefined || other === undefined) return;
  const day = toDistrictDate(new Date(context.clock.now().getTime() - 3 * dayMs));
  await inTransaction(context.db, async (trx) => {
    const input = { teamId: team.id, minutes: 90, day, reason: "手机没电忘了签到，社区可以证明（演示）" };
    const agreed = await addHours(trx, context, people.verifier, { ...input, personId: member.personId });
    await decideHours(trx, context, people.second, { hoursId: agreed, decision: "approve" });
    await addHours(trx, context, people.verifier, { ...input, personId: other.personId });
  });
};
