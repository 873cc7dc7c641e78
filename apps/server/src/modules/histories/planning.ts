import { type Audience, audienceNames, audiences } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { parseSheetDay } from "#kernel/sheet-cells.ts";
import { findPersonByPhone, getPersonName, parsePhone } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { findRosterTeams, isMember, listAddedOn, type RosterTeam } from "#modules/teams/index.ts";
import type { HistoryRow, SheetKind } from "./sheets.ts";

/** What a row would write; `skip` is there already. */
export type Planned =
  | { act: "member"; team: RosterTeam; phone: string; name: string; personId: string | undefined }
  | { act: "hours"; team: RosterTeam; personId: string; day: string; minutes: number; reason: string }
  | {
      act: "activity";
      unitId: string;
      title: string;
      day: string;
      audience: Audience | undefined;
      people: number;
      counted: string;
    }
  | { act: "skip" };

export type PlannedRow = { line: number; errors: readonly string[]; planned: Planned | undefined };

const yearsBack = 3;
const mostMinutes = 720;

type Reader = {
  db: Db | Trx;
  context: ActContext;
  scope: Scope;
  today: string;
  earliest: string;
  /** Who uploads and who confirms: neither brings in hours of his own. */
  actors: readonly string[];
  /** What this sheet has asked the database already: its rows name the same few teams and units over and over. */
  asked: Map<string, Promise<unknown>>;
};

/** An answer of the database, asked once for a sheet. */
const once = <Answer>(reader: Reader, key: string, ask: () => Promise<Answer>): Promise<Answer> => {
  const known = reader.asked.get(key);
  // A key begins with the name of its question, and each question has one kind of answer.
  if (known !== undefined) return known as Promise<Answer>;
  const answer = ask();
  reader.asked.set(key, answer);
  return answer;
};

const isMemberOnce = (reader: Reader, input: { teamId: string; personId: string }): Promise<boolean> =>
  once(reader, `member|${input.teamId}|${input.personId}`, async () => isMember(reader.db, input));

const toDay = (text: string, reader: Reader): string | string[] => {
  const iso = parseSheetDay(text);
  if (iso === undefined) return ["日期请写成 2025-10-18 这样。"];
  if (iso > reader.today) return ["日期还没有到。"];
  return iso < reader.earliest ? [`只能补录 ${reader.earliest} 以后的。`] : iso;
};

const toPhone = (text: string): string | string[] => {
  try {
    return parsePhone(text);
  } catch {
    return ["手机号要 11 位数字。"];
  }
};

const readTeam = async (name: string, reader: Reader): Promise<RosterTeam | string[]> => {
  if (name === "") return ["没有写服务队。"];
  const [team] = await once(reader, `team|${name}`, async () =>
    findRosterTeams(reader.db, { name, scope: reader.scope }),
  );
  return team ?? [`您负责的范围里没有已核验的“${name}”。请核对队名，或先让队伍登记、核验。`];
};

/** The account behind a number, if there is one, and whether its name is the sheet's. */
const readPerson = async (
  row: { phone: string; name: string },
  reader: Reader,
): Promise<{ personId: string | undefined } | string[]> => {
  const person = await once(reader, `person|${row.phone}`, async () => {
    const found = await findPersonByPhone(reader.db, reader.context.cipher, row.phone);
    return found === undefined
      ? undefined
      : { ...found, name: await getPersonName(reader.db, reader.context.cipher, found.id) };
  });
  if (person === undefined) return { personId: undefined };
  if (person.status !== "active") return ["这个手机号的账号已停用。"];
  return person.name === row.name ? { personId: person.id } : ["这个手机号登记的是另一个名字，请核对。"];
};

const isWrong = (value: unknown): value is string[] => Array.isArray(value);
const wrongOf = (...values: readonly unknown[]): string[] => values.filter(isWrong).flat();

const readVolunteer = async (values: HistoryRow["values"], reader: Reader) => {
  const name = values["name"] ?? "";
  const team = await readTeam(values["team"] ?? "", reader);
  const phone = toPhone(values["phone"] ?? "");
  const named = name.length >= 2 && name.length <= 40 ? name : ["姓名要 2 到 40 个字。"];
  const person =
    isWrong(phone) || isWrong(named) ? { personId: undefined } : await readPerson({ phone, name }, reader);
  return { team, phone, named, person };
};

const planMember = async ({ values }: HistoryRow, reader: Reader): Promise<Planned | string[]> => {
  const { team, phone, named, person } = await readVolunteer(values, reader);
  if (isWrong(team) || isWrong(phone) || isWrong(named) || isWrong(person))
    return wrongOf(team, named, phone, person);
  const { personId } = person;
  if (personId !== undefined && (await isMemberOnce(reader, { teamId: team.id, personId })))
    return { act: "skip" };
  return { act: "member", team, phone, name: named, personId };
};

const toMinutes = (text: string): number | string[] => {
  const hours = /^\d{1,2}(\.\d{1,2})?$/u.test(text) ? Number(text) : Number.NaN;
  const minutes = Math.round(hours * 60);
  return minutes >= 1 && minutes <= mostMinutes ? minutes : ["小时数要大于 0、不超过 12，例如 3.5。"];
};

const planHours = async ({ values }: HistoryRow, reader: Reader): Promise<Planned | string[]> => {
  const { team, phone, named, person } = await readVolunteer(values, reader);
  const day = toDay(values["day"] ?? "", reader);
  const minutes = toMinutes(values["hours"] ?? "");
  const text = values["reason"] ?? "";
  const reason = text.length >= 5 ? text : ["请写明做了什么、凭什么认定（至少 5 个字）。"];
  const known =
    !isWrong(person) && person.personId === undefined && !isWrong(phone) && !isWrong(named)
      ? ["没有这位志愿者的账号。请先导入服务队名单。"]
      : person;
  if (
    isWrong(team) ||
    isWrong(phone) ||
    isWrong(named) ||
    isWrong(known) ||
    isWrong(day) ||
    isWrong(minutes) ||
    isWrong(reason)
  )
    return wrongOf(team, named, phone, known, day, minutes, reason);
  const { personId } = known;
  if (personId === undefined || !(await isMemberOnce(reader, { teamId: team.id, personId })))
    return ["这位志愿者不在这支队里。请先导入服务队名单。"];
  if (reader.actors.includes(personId)) return ["不能补录上传人或确认人自己的时长。"];
  const same = await once(reader, `added|${personId}|${team.id}|${day}`, async () =>
    listAddedOn(reader.db, { personId, teamId: team.id, day }),
  );
  if (same.some((one) => one.minutes === minutes && one.reason === reason)) return { act: "skip" };
  if (same.reduce((sum, one) => sum + one.minutes, minutes) > mostMinutes)
    return ["加上已有的补录，这一天超过 12 小时。"];
  return { act: "hours", team, personId, day, minutes, reason };
};

const toAudience = (text: string): { audience: Audience | undefined } | string[] => {
  if (text === "" || text === "公众" || text === "全体公众") return { audience: undefined };
  const found = audiences.find((one) => audienceNames[one] === text || audienceNames[one].startsWith(text));
  return found === undefined
    ? [`重点人群请写：${Object.values(audienceNames).join("、")}，或公众。`]
    : { audience: found };
};

const readUnit = async (name: string, reader: Reader): Promise<string | string[]> => {
  if (name === "") return ["没有写主办单位。"];
  const units = await once(reader, `unit|${name}`, async () =>
    reader.db
      .selectFrom("org_units as unit")
      .select("unit.id")
      .where("unit.name", "=", name)
      .where(withinScope("unit.path", reader.scope))
      .limit(2)
      .execute(),
  );
  if (units.length > 1) return [`有不止一个单位叫“${name}”，请写全名。`];
  return units[0]?.id ?? [`您负责的范围里没有“${name}”。`];
};

const planActivity = async ({ values }: HistoryRow, reader: Reader): Promise<Planned | string[]> => {
  const unitId = await readUnit(values["unit"] ?? "", reader);
  const named = values["title"] ?? "";
  const title = named.length >= 2 && named.length <= 80 ? named : ["活动名称要 2 到 80 个字。"];
  const day = toDay(values["day"] ?? "", reader);
  const audience = toAudience(values["audience"] ?? "");
  const count = values["people"] ?? "";
  const people = /^\d{1,6}$/u.test(count) ? Number(count) : ["参加人次要写整数，例如 320。"];
  const how = values["counted"] ?? "";
  const counted = how.length >= 2 && how.length <= 120 ? how : ["请写明人次怎么来的，例如签到表。"];
  if (
    isWrong(unitId) ||
    isWrong(title) ||
    isWrong(day) ||
    isWrong(audience) ||
    isWrong(people) ||
    isWrong(counted)
  )
    return wrongOf(unitId, title, day, audience, people, counted);
  const there = await reader.db
    .selectFrom("past_activities")
    .select("id")
    .where("unit_id", "=", unitId)
    .where("held_on", "=", day)
    .where("title", "=", title)
    .executeTakeFirst();
  if (there !== undefined) return { act: "skip" };
  return { act: "activity", unitId, title, day, audience: audience.audience, people, counted };
};

const planners = { members: planMember, hours: planHours, activities: planActivity } as const;

/** What is twice in one file: the same person in the same team, the same hours, the same activity. */
const keyOf = (planned: Planned): string | undefined => {
  switch (planned.act) {
    case "member":
      return `${planned.team.id}|${planned.phone}`;
    case "hours":
      return [planned.team.id, planned.personId, planned.day, planned.minutes, planned.reason].join("|");
    case "activity":
      return [planned.unitId, planned.day, planned.title].join("|");
    case "skip":
      return undefined;
    default:
      return planned satisfies never;
  }
};

/** Checks every row against what is there now; nothing is written. */
export const planHistory = async (
  db: Db | Trx,
  context: ActContext,
  input: { kind: SheetKind; rows: readonly HistoryRow[]; scope: Scope; actors: readonly string[] },
): Promise<readonly PlannedRow[]> => {
  const now = context.clock.now();
  const today = toDistrictDate(now);
  const reader: Reader = {
    db,
    context,
    scope: input.scope,
    today,
    earliest: `${Number(today.slice(0, 4)) - yearsBack}-01-01`,
    actors: input.actors,
    asked: new Map(),
  };
  const seen = new Map<string, number>();
  const minutesOf = new Map<string, number>();
  const planned: PlannedRow[] = [];
  for (const row of input.rows) {
    const result = await planners[input.kind](row, reader);
    if (isWrong(result)) {
      planned.push({ line: row.line, errors: result, planned: undefined });
      continue;
    }
    const errors: string[] = [];
    const key = keyOf(result);
    const earlier = key === undefined ? undefined : seen.get(key);
    if (earlier !== undefined) errors.push(`和第 ${earlier} 行重复。`);
    else if (key !== undefined) seen.set(key, row.line);
    if (result.act === "hours") {
      const day = `${result.personId}|${result.day}`;
      const sum = (minutesOf.get(day) ?? 0) + result.minutes;
      minutesOf.set(day, sum);
      if (errors.length === 0 && sum > mostMinutes) errors.push("表里这位志愿者这一天合计超过 12 小时。");
    }
    planned.push({ line: row.line, errors, planned: errors.length === 0 ? result : undefined });
  }
  return planned;
};
