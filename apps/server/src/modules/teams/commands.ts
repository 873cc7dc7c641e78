import { sql } from "kysely";
import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { findStationFor } from "#modules/organisations/index.ts";
import type { TeamsError } from "./errors.ts";
import { type TeamEvent, teamStates } from "./state.ts";
import type { Effort, Half, Skill, TeamKind } from "./vocabulary.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "teams.verified": { teamId: string };
  }
}

export type TeamTime = { weekday: number; half: Half };
export type TeamInput = {
  kind: TeamKind;
  name: string;
  about: string;
  /** The unit where the team is at home: its station verifies it. */
  homeUnitId: string;
  /** Where it goes: these units and below. */
  areaUnitIds: readonly string[];
  skills: readonly Skill[];
  times: readonly TeamTime[];
  capacity: number;
  effort: Effort;
  insuranceUntil?: string | undefined;
};

const checkInput = (input: Omit<TeamInput, "kind" | "homeUnitId">): void => {
  const refuse = (field: string, code: TeamsError): never => {
    throw new AppError<TeamsError>(code, { fields: { [field]: code } });
  };
  const length = input.name.trim().length;
  if (length < 2 || length > 40) refuse("name", "teams.name_short");
  if (input.areaUnitIds.length === 0) refuse("area", "teams.area");
  if (input.skills.length === 0) refuse("skills", "teams.skills");
  if (input.times.length === 0) refuse("times", "teams.times");
};

/** Rows that describe the team: replaced as a whole, so that what is not ticked any more is gone. */
const writeParts = async (
  trx: Trx,
  teamId: string,
  input: Pick<TeamInput, "areaUnitIds" | "skills" | "times">,
): Promise<void> => {
  await trx.deleteFrom("team_areas").where("team_id", "=", teamId).execute();
  await trx.deleteFrom("team_skills").where("team_id", "=", teamId).execute();
  await trx.deleteFrom("team_times").where("team_id", "=", teamId).execute();
  await trx
    .insertInto("team_areas")
    .values([...new Set(input.areaUnitIds)].map((unitId) => ({ team_id: teamId, unit_id: unitId })))
    .execute();
  await trx
    .insertInto("team_skills")
    .values([...new Set(input.skills)].map((skill) => ({ team_id: teamId, skill })))
    .execute();
  await trx
    .insertInto("team_times")
    .values(input.times.map((time) => ({ team_id: teamId, ...time })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

const writeTeam = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (isUniqueViolation(error, "volunteer_teams_name_key"))
      throw new AppError<TeamsError>("teams.name_taken", {
        status: 409,
        fields: { name: "teams.name_taken" },
        cause: error,
      });
    throw error;
  }
};

/** A team's matters are its people's own: a helper's session does not carry them. */
export const requireOneself = (actor: PersonActor): void => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<TeamsError>("teams.not_while_helping", { status: 403 });
};

/**
 * Registers a team (B-10); whoever registers it leads it and is its first member. The station that serves its home is
 * to verify it.
 * @throws AppError `teams.name_short` | `teams.area` | `teams.skills` | `teams.times` | `teams.name_taken`
 */
export const registerTeam = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: TeamInput,
): Promise<string> => {
  requireOneself(actor);
  checkInput(input);
  const now = context.clock.now();
  const id = createId(context.clock);
  const station = await findStationFor(trx, input.homeUnitId, toDistrictDate(now));
  const unitId = station?.id ?? input.homeUnitId;
  await writeTeam(() =>
    trx
      .insertInto("volunteer_teams")
      .values({
        id,
        unit_id: unitId,
        kind: input.kind,
        name: input.name.trim(),
        about: input.about.trim(),
        leader_person_id: actor.personId,
        capacity: input.capacity,
        effort: input.effort,
        insurance_until: input.insuranceUntil ?? null,
        status: "registered",
        status_changed_at: now,
        decided_by_person_id: null,
        decision_reason: null,
        created_at: now,
      })
      .execute(),
  );
  await writeParts(trx, id, input);
  const memberId = createId(context.clock);
  await trx
    .insertInto("team_members")
    .values({ id: memberId, team_id: id, person_id: actor.personId, joined_at: now, left_at: null })
    .execute();
  for (const record of [
    { table: "volunteer_teams", id },
    { table: "team_members", id: memberId },
  ])
    await recordAudit(trx, context, {
      actor,
      action: "teams.register",
      unitId,
      record,
      requestId: context.requestId,
    });
  return id;
};

/** The team, locked, if the actor leads it. @throws AppError `teams.not_found` (404) | `teams.not_leader` (403) */
/** The team, if the person leads it himself; its row is taken. @throws AppError `teams.not_found` | `teams.not_leader` */
export const requireLeader = async (trx: Trx, actor: PersonActor, teamId: string) => {
  requireOneself(actor);
  const team = await trx
    .selectFrom("volunteer_teams")
    .select(["id", "unit_id", "leader_person_id", "status"])
    .where("id", "=", teamId)
    .forUpdate()
    .executeTakeFirst();
  if (team === undefined) throw new AppError<TeamsError>("teams.not_found", { status: 404 });
  if (team.leader_person_id !== actor.personId)
    throw new AppError<TeamsError>("teams.not_leader", { status: 403 });
  return team;
};

/** The leader changes what the team can do, where and when; kind and home stay, they were verified. */
export const editTeam = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { teamId: string } & Omit<TeamInput, "kind" | "homeUnitId">,
): Promise<void> => {
  const team = await requireLeader(trx, actor, input.teamId);
  checkInput(input);
  await writeTeam(() =>
    trx
      .updateTable("volunteer_teams")
      .set({
        name: input.name.trim(),
        about: input.about.trim(),
        capacity: input.capacity,
        effort: input.effort,
        insurance_until: input.insuranceUntil ?? null,
      })
      .where("id", "=", team.id)
      .execute(),
  );
  await writeParts(trx, team.id, input);
  await recordAudit(trx, context, {
    actor,
    action: "teams.edit",
    unitId: team.unit_id,
    record: { table: "volunteer_teams", id: team.id },
    requestId: context.requestId,
  });
};

const move = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: TeamEvent; set?: Record<string, unknown> },
) =>
  applyTransition(trx as never, {
    machine: teamStates,
    table: "volunteer_teams",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }); // the function is generic over all modules' tables

export type TeamDecision = "verify" | "refuse" | "suspend" | "reinstate";

/**
 * The station's word on a team. Verified teams are a fact; from then on orders are offered to them.
 * @throws AppError `teams.own_team` | `teams.reason_needed` | `state.conflict`
 */
export const decideTeam = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { teamId: string; decision: TeamDecision; reason?: string | undefined },
): Promise<void> => {
  const reason = requireText<TeamsError>("teams.reason_needed", input.reason, {
    least: input.decision === "refuse" || input.decision === "suspend" ? 5 : 0,
  });
  const team = await trx
    .selectFrom("volunteer_teams")
    .select(["id", "unit_id", "leader_person_id"])
    .where("id", "=", input.teamId)
    .forUpdate()
    .executeTakeFirst();
  if (team === undefined) throw new AppError<TeamsError>("teams.not_found", { status: 404 });
  const personId = actor.kind === "person" ? actor.personId : null;
  if (personId === team.leader_person_id) throw new AppError<TeamsError>("teams.own_team", { status: 403 });
  await move(trx, context, {
    id: team.id,
    event: input.decision,
    set: { decided_by_person_id: personId, decision_reason: reason === "" ? null : reason },
  });
  if (input.decision === "verify") {
    await recordFacts(trx, context.clock, [
      {
        kind: "teams.verified",
        occurredOn: toDistrictDate(context.clock.now()),
        unitId: team.unit_id,
        quantity: 1,
        measure: "支",
        source: { table: "volunteer_teams", id: team.id },
      },
    ]);
    await emitEvent(trx, context.clock, "teams.verified", { teamId: team.id });
  }
  await recordAudit(trx, context, {
    actor,
    action: "teams.decide",
    unitId: team.unit_id,
    record: { table: "volunteer_teams", id: team.id },
    reason: reason === "" ? undefined : reason,
    requestId: context.requestId,
  });
};

/** After a refusal the leader sends the mended registration again. */
export const resubmitTeam = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  teamId: string,
): Promise<void> => {
  const team = await requireLeader(trx, actor, teamId);
  await move(trx, context, { id: team.id, event: "resubmit" });
  await recordAudit(trx, context, {
    actor,
    action: "teams.register",
    unitId: team.unit_id,
    record: { table: "volunteer_teams", id: team.id },
    requestId: context.requestId,
  });
};

/** The leader ends the team; its people and their hours stay. */
export const disbandTeam = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  teamId: string,
): Promise<void> => {
  const team = await requireLeader(trx, actor, teamId);
  await move(trx, context, { id: team.id, event: "disband" });
  await reverseFactsOf(trx, context.clock, { table: "volunteer_teams", id: team.id });
  await trx
    .updateTable("team_members")
    .set({ left_at: sql<Date>`greatest(joined_at, ${context.clock.now()})` })
    .where("team_id", "=", team.id)
    .where("left_at", "is", null)
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "teams.edit",
    unitId: team.unit_id,
    record: { table: "volunteer_teams", id: team.id },
    reason: "解散",
    requestId: context.requestId,
  });
};

/**
 * Adds somebody who has signed in here before: members are real people (B-11 实名).
 * @throws AppError `teams.member_already`
 */
export const addMember = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { teamId: string; personId: string },
): Promise<string> => {
  const team = await requireLeader(trx, actor, input.teamId);
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("team_members")
      .values({
        id,
        team_id: team.id,
        person_id: input.personId,
        joined_at: context.clock.now(),
        left_at: null,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "team_members_once"))
      throw new AppError<TeamsError>("teams.member_already", {
        status: 409,
        fields: { phone: "teams.member_already" },
        cause: error,
      });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "teams.member",
    unitId: team.unit_id,
    record: { table: "team_members", id },
    requestId: context.requestId,
  });
  return id;
};

/**
 * A member leaves by himself or is taken out by the leader; his hours stay his.
 * @throws AppError `teams.member_not_found` | `teams.leader_stays` | `teams.not_leader`
 */
export const endMembership = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { teamId: string; personId: string },
): Promise<void> => {
  requireOneself(actor);
  const team = await trx
    .selectFrom("volunteer_teams")
    .select(["id", "unit_id", "leader_person_id"])
    .where("id", "=", input.teamId)
    .executeTakeFirst();
  if (team === undefined) throw new AppError<TeamsError>("teams.not_found", { status: 404 });
  if (input.personId === team.leader_person_id)
    throw new AppError<TeamsError>("teams.leader_stays", { status: 409 });
  if (input.personId !== actor.personId && team.leader_person_id !== actor.personId)
    throw new AppError<TeamsError>("teams.not_leader", { status: 403 });
  const ended = await trx
    .updateTable("team_members")
    .set({ left_at: context.clock.now() })
    .where("team_id", "=", team.id)
    .where("person_id", "=", input.personId)
    .where("left_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (ended === undefined) throw new AppError<TeamsError>("teams.member_not_found", { status: 404 });
  await recordAudit(trx, context, {
    actor,
    action: "teams.member",
    unitId: team.unit_id,
    record: { table: "team_members", id: ended.id },
    requestId: context.requestId,
  });
};
