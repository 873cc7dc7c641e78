import { randomUUID } from "node:crypto";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { createPerson } from "#modules/identity/index.ts";
import { decideBadge, submitBadge } from "./badges.ts";
import { addMember, decideTeam, registerTeam, type TeamInput } from "./commands.ts";
import { type BadgeKind, halfCodes, skillCodes } from "./vocabulary.ts";

const tester = systemActor("builder");

export const buildActor = async (
  db: Db,
  context: ActContext,
  fullName = "演示志愿者",
): Promise<PersonActor> => {
  const personId = await inTransaction(db, (trx) => createPerson(trx, context, tester, { fullName }));
  return { kind: "person", personId, sessionId: randomUUID(), grants: [], secondFactor: false };
};

/** A badge in force, verified by somebody else. */
export const buildBadge = async (
  db: Db,
  context: ActContext,
  input: { person: PersonActor; kind: BadgeKind; unitId: string; days?: number },
): Promise<string> => {
  const verifier = await buildActor(db, context, "演示核验员");
  const until = new Date(context.clock.now().getTime() + (input.days ?? 300) * 86_400_000);
  return inTransaction(db, async (trx) => {
    const id = await submitBadge(trx, context, input.person, {
      kind: input.kind,
      unitId: input.unitId,
      proof: "演示培训中心 第 1 号",
      expiresOn: toDistrictDate(until),
    });
    await decideBadge(trx, context, verifier, { badgeId: id, decision: "verify" });
    return id;
  });
};

export type BuiltTeam = { id: string; leader: PersonActor; members: readonly PersonActor[] };

/** A verified team that goes everywhere at any time and can do everything, unless said otherwise; the leader and one member. */
export const buildTeam = async (
  db: Db,
  context: ActContext,
  input: {
    homeUnitId: string;
    areaUnitId: string;
    team?: Partial<TeamInput>;
    badges?: readonly BadgeKind[];
    /** Left for somebody to verify. */
    standing?: "registered";
  },
): Promise<BuiltTeam> => {
  const leader = await buildActor(db, context, "演示队长");
  const member = await buildActor(db, context, "演示队员");
  const verifier = await buildActor(db, context, "演示核验员");
  const id = await inTransaction(db, async (trx) => {
    const teamId = await registerTeam(trx, context, leader, {
      kind: "community",
      name: `演示服务队${randomUUID().slice(0, 8)}`,
      about: "测试用的服务队。",
      homeUnitId: input.homeUnitId,
      areaUnitIds: [input.areaUnitId],
      skills: skillCodes,
      times: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => halfCodes.map((half) => ({ weekday, half }))),
      capacity: 3,
      effort: "normal",
      ...input.team,
    });
    await addMember(trx, context, leader, { teamId, personId: member.personId });
    if (input.standing === undefined)
      await decideTeam(trx, context, verifier, { teamId, decision: "verify" });
    return teamId;
  });
  for (const kind of input.badges ?? [])
    for (const person of [leader, member])
      await buildBadge(db, context, { person, kind, unitId: input.homeUnitId });
  return { id, leader, members: [leader, member] };
};
