import { randomBytes, randomUUID } from "node:crypto";
import type { PersonActor, Role } from "#kernel/actor.ts";
import { systemActor } from "#kernel/actor.ts";
import { createTestClock, type TestClock } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  createAccountWithPassword,
  createPasswordHasher,
  createPerson,
  findPersonByPhone,
  grantRole,
  type PasswordHasher,
} from "#modules/identity/index.ts";
import { addChild, endProxy, giveConsent, setChildLimit, startProxy } from "#modules/people/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { createRandom } from "./random.ts";
import type { SignIn } from "./sign-in.ts";

const actor = systemActor("demo");
const reason = "演示账户";

/** One account for each role, so that every page can be seen as those who use it. */
const staff: readonly {
  username: string;
  name: string;
  role: Role;
  at: (district: SeededDistrict) => string;
  title: string;
}[] = [
  {
    username: "demo.supervisor",
    name: "演示督导员",
    role: "supervisor",
    at: (d) => d.root.id,
    title: "督导员（全区）",
  },
  {
    username: "demo.orgadmin",
    name: "演示单位管理员",
    role: "org_admin",
    at: (d) => d.root.id,
    title: "单位管理员（全区）",
  },
  {
    username: "demo.system",
    name: "演示系统管理员",
    role: "system_admin",
    at: (d) => d.root.id,
    title: "系统管理员",
  },
  {
    username: "demo.security",
    name: "演示安全管理员",
    role: "security_admin",
    at: (d) => d.root.id,
    title: "安全管理员",
  },
  {
    username: "demo.audit",
    name: "演示审计管理员",
    role: "audit_admin",
    at: (d) => d.root.id,
    title: "审计管理员",
  },
  { username: "demo.editor", name: "演示编辑", role: "editor", at: (d) => d.root.id, title: "编辑（撰稿）" },
  ...["甲", "乙", "丙", "丁", "戊"].map((label, index) => ({
    username: `demo.editor${index + 2}`,
    name: `演示编辑${label}`,
    role: "editor" as const,
    at: (d: SeededDistrict) => d.root.id,
    title: `编辑${label}（审校一个环节）`,
  })),
  { username: "demo.expert", name: "演示专家", role: "expert", at: (d) => d.root.id, title: "专家" },
  ...["乙", "丙"].map((label, index) => ({
    username: `demo.expert${index + 2}`,
    name: `演示专家${label}`,
    role: "expert" as const,
    at: (d: SeededDistrict) => d.root.id,
    title: `专家${label}（给结论签字、指导投稿）`,
  })),
  {
    username: "demo.statistician",
    name: "演示统计员",
    role: "statistician",
    at: (d) => d.root.id,
    title: "统计员",
  },
  {
    username: "demo.department",
    name: "演示部门联络员",
    role: "department_liaison",
    at: (d) => d.departments[1]?.id ?? d.root.id,
    title: "部门联络员",
  },
  {
    username: "demo.street",
    name: "演示街道联络员",
    role: "street_liaison",
    at: (d) => d.places[0]?.id ?? d.root.id,
    title: "街道联络员",
  },
  {
    username: "demo.streetadmin",
    name: "演示街道管理员",
    role: "org_admin",
    at: (d) => d.places[0]?.id ?? d.root.id,
    title: "街道的单位管理员",
  },
  {
    username: "demo.dispatcher",
    name: "演示派单员",
    role: "dispatcher",
    at: (d) => d.places[0]?.station.id ?? d.root.id,
    title: "站点派单员",
  },
  {
    username: "demo.center",
    name: "演示中心派单员",
    role: "dispatcher",
    at: (d) => d.center.id,
    title: "中心派单员（上级站点）",
  },
  {
    username: "demo.helper",
    name: "演示帮办员",
    role: "helper",
    at: (d) => d.places[0]?.station.id ?? d.root.id,
    title: "站点帮办员",
  },
  {
    username: "demo.teacher",
    name: "演示科技教师",
    role: "teacher",
    at: (d) => d.places[0]?.id ?? d.root.id,
    title: "科技教师",
  },
  {
    username: "demo.base",
    name: "演示基地管理员",
    role: "base_manager",
    at: (d) => d.parks[0]?.id ?? d.root.id,
    title: "基地管理员",
  },
  {
    username: "demo.volunteer",
    name: "演示志愿者",
    role: "volunteer",
    at: (d) => d.places[0]?.communities[0]?.id ?? d.root.id,
    title: "科技志愿者",
  },
];

/** Residents who appear in other parts of the demonstration, by the index of their number. */
export const demoResidents = { parent: 1, resident: 2 } as const;

/** Numbers of a prefix that no operator has; they sign in with a code from the development outbox. */
export const demoPhone = (index: number): string => `1600000${String(index).padStart(4, "0")}`;

/** A password that can be read out and typed: four groups of four, random for each installation. */
const createPassword = (): string => {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const text = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join("");
  return text.replace(/(.{4})(?=.)/g, "$1-");
};

type Seeder = { context: Context; district: SeededDistrict; hasher: PasswordHasher };

/** Staff of the demonstration by account name. */
export type DemoStaff = ReadonlyMap<string, PersonActor>;

export const requireStaff = (staff: DemoStaff, username: string): PersonActor => {
  const found = staff.get(username);
  if (found === undefined) throw new Error(`the demonstration has no ${username}`);
  return found;
};

const seedStaff = async ({
  context,
  district,
  hasher,
}: Seeder): Promise<{ signIns: SignIn[]; staff: DemoStaff }> => {
  const signIns: SignIn[] = [];
  const actors = new Map<string, PersonActor>();
  for (const one of staff) {
    const password = createPassword();
    const unitId = one.at(district);
    await inTransaction(context.db, async (trx) => {
      const personId = await createPerson(trx, context, actor, { fullName: one.name, unitId });
      await grantRole(trx, context, actor, { personId, role: one.role, unitId, reason });
      await createAccountWithPassword(trx, { ...context, hasher }, actor, {
        personId,
        username: one.username,
        password,
      });
      actors.set(one.username, residentActor(personId));
    });
    signIns.push({ role: one.title, account: one.username, password });
  }
  return { signIns, staff: actors };
};

export const residentActor = (personId: string): PersonActor => ({
  kind: "person",
  personId,
  sessionId: randomUUID(),
  grants: [],
  secondFactor: false,
});

const seedResident = async (context: Context, input: { index: number; name: string }): Promise<string> =>
  inTransaction(context.db, async (trx) => {
    const personId = await createPerson(trx, context, actor, {
      fullName: input.name,
      phone: demoPhone(input.index),
    });
    await giveConsent(trx, context, residentActor(personId), {
      personId,
      purpose: "account",
      givenByPersonId: personId,
      method: "web",
    });
    return personId;
  });

/** Acts of helping over the last six weeks at the first stations: what the facts explorer shows on the first day. */
const seedHelping = async (context: Context, district: SeededDistrict, clock: TestClock): Promise<void> => {
  const random = createRandom(77);
  const matters = [
    "教我用手机挂号",
    "报名周三的手机课",
    "看看这条消息是不是真的",
    "找一节防诈骗课",
    "把字调大一点",
    "查附近的科普站几点开门",
  ];
  const elders: string[] = [];
  for (let index = 0; index < 12; index += 1)
    elders.push(await seedResident(context, { index: 100 + index, name: `演示老人${index + 1}` }));
  const past = { ...context, clock };
  const endOfPast = context.clock.now().getTime() - 3_600_000;
  for (const [number, place] of district.places.slice(0, 8).entries()) {
    const team: PersonActor[] = [];
    for (const [position, label] of ["甲", "乙"].entries()) {
      const personId = await inTransaction(context.db, async (trx) => {
        const id = await createPerson(trx, context, actor, {
          fullName: `演示帮办员${number + 1}${label}`,
          phone: demoPhone(200 + number * 2 + position),
          unitId: place.station.id,
        });
        await grantRole(trx, context, actor, {
          personId: id,
          role: "helper",
          unitId: place.station.id,
          reason,
        });
        return id;
      });
      team.push(residentActor(personId));
    }
    const [helper, witness] = team;
    if (helper === undefined || witness === undefined) continue;
    for (let count = 0; count < 12; count += 1) {
      clock.set(new Date(endOfPast - random.between(0, 42) * 86_400_000 - random.between(0, 6) * 3_600_000));
      await inTransaction(context.db, async (trx) => {
        const id = await startProxy(trx, past, helper, {
          elderPersonId: random.pick(elders),
          unitId: place.station.id,
          matter: random.pick(matters),
          method: "spoken",
          witnessPersonId: witness.personId,
          readBack: true,
        });
        clock.advanceMs(random.between(6, 40) * 60_000);
        await endProxy(trx, past, helper, id);
      });
    }
  }
};

/**
 * People of the demonstration: an account for each role, residents who sign in by phone, a family, and six weeks of
 * helping at eight stations. Through the real commands; nothing is written by hand.
 */
export const seedPeople = async (
  context: Context,
  district: SeededDistrict,
): Promise<{ signIns: readonly SignIn[]; staff: DemoStaff }> => {
  if ((await findPersonByPhone(context.db, context.cipher, demoPhone(1))) !== undefined)
    return { signIns: [], staff: new Map() };
  const hasher = createPasswordHasher(context.config.environment);
  const { signIns, staff: seeded } = await seedStaff({ context, district, hasher });
  await seedHelping(context, district, createTestClock(context.clock.now()));
  const parent = await seedResident(context, { index: demoResidents.parent, name: "演示家长" });
  await inTransaction(context.db, async (trx) => {
    const guardian = residentActor(parent);
    const childPersonId = await addChild(trx, context, guardian, {
      fullName: "小禾",
      birthDate: "2018-09-01",
      relation: "mother",
      consent: true,
    });
    await setChildLimit(trx, context, guardian, {
      childPersonId,
      minutesPerDay: 40,
      opensHour: 8,
      closesHour: 20,
    });
  });
  await seedResident(context, { index: demoResidents.resident, name: "演示居民" });
  return {
    staff: seeded,
    signIns: [
      ...signIns,
      {
        role: "居民（家长）",
        account: demoPhone(1),
        password: "用手机验证码，打开 /development/outbox 查看",
      },
      { role: "居民", account: demoPhone(2), password: "用手机验证码，打开 /development/outbox 查看" },
    ],
  };
};
