import { sql } from "kysely";
import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { requireLeader } from "../commands.ts";
import type { TeamsError } from "../errors.ts";
import type { Skill } from "../vocabulary.ts";
import { type FoundPest, type PestWords, recognisePests, toNameKey } from "./recognise.ts";
import type { Crop, PestKind } from "./vocabulary.ts";

/** A row of the district's vocabulary of crop diseases and pests. */
export type PestInput = {
  name: string;
  kind: PestKind;
  crops: readonly Crop[];
  otherNames: readonly string[];
  /** What a team must be able to do to be sent for it. */
  skill: Skill;
  sourceTitle: string;
  sourcePlace: string;
};
export type PestView = PestInput & {
  id: string;
  isOpen: boolean;
  version: number;
  /** Verified teams that declared it, or one of its crops. */
  teams: number;
};

const refuse = (field: string, code: TeamsError, status = 422): AppError<TeamsError> =>
  new AppError<TeamsError>(code, { status, fields: { [field]: code } });

const toColumns = (input: PestInput) => {
  const name = requireText<TeamsError>("teams.pest_name", input.name, { least: 2, field: "name" });
  if (toNameKey(name).length < 2 || name.length > 20) throw refuse("name", "teams.pest_name");
  if (input.crops.length === 0) throw refuse("crops", "teams.pest_crops");
  const others = [...new Set(input.otherNames.map((one) => one.trim()).filter((one) => one !== ""))];
  if (others.length > 12 || others.some((one) => toNameKey(one).length < 2 || one.length > 20))
    throw refuse("otherNames", "teams.pest_other_names");
  return {
    name,
    name_key: toNameKey(name),
    kind: input.kind,
    crops: [...new Set(input.crops)],
    other_names: others,
    skill: input.skill,
    source_title: requireText<TeamsError>("teams.pest_source", input.sourceTitle, {
      least: 4,
      field: "sourceTitle",
    }),
    source_place: requireText<TeamsError>("teams.pest_source", input.sourcePlace, {
      least: 2,
      field: "sourcePlace",
    }),
  };
};

const nameTaken = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error, "crop_pests_name_key")) throw refuse("name", "teams.pest_name_taken", 409);
    throw error;
  }
};

const note = async (trx: Trx, context: ActContext, actor: Actor, id: string): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: "teams.write_pests",
    record: { table: "crop_pests", id },
    requestId: context.requestId,
  });
};

/**
 * Adds a disease, pest or weed to the vocabulary, with the public source it was taken from.
 * @throws AppError `teams.pest_name` | `teams.pest_name_taken` | `teams.pest_crops` | `teams.pest_other_names` | `teams.pest_source`
 */
export const addPest = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: PestInput,
): Promise<string> => {
  const id = createId(context.clock);
  const columns = toColumns(input);
  await nameTaken(() =>
    trx
      .insertInto("crop_pests")
      .values({
        id,
        ...columns,
        is_open: true,
        version: 1,
        written_by_person_id: actor.kind === "person" ? actor.personId : null,
        changed_at: context.clock.now(),
      })
      .execute(),
  );
  await note(trx, context, actor, id);
  return id;
};

/**
 * Changes a row, or takes it out of use; what teams declared and orders named stays. Who writes over another's change is refused.
 * @throws AppError `teams.pest_not_found` (404) | `teams.pest_changed` (409) and those of `addPest`
 */
export const editPest = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: PestInput & { id: string; version: number; open: "yes" | "no" },
): Promise<void> => {
  const columns = toColumns(input);
  const changed = await nameTaken(() =>
    trx
      .updateTable("crop_pests")
      .set({
        ...columns,
        is_open: input.open === "yes",
        version: input.version + 1,
        written_by_person_id: actor.kind === "person" ? actor.personId : null,
        changed_at: context.clock.now(),
      })
      .where("id", "=", input.id)
      .where("version", "=", input.version)
      .executeTakeFirst(),
  );
  if (changed.numUpdatedRows === 0n) {
    const found = await trx
      .selectFrom("crop_pests")
      .select("id")
      .where("id", "=", input.id)
      .executeTakeFirst();
    throw found === undefined
      ? new AppError<TeamsError>("teams.pest_not_found", { status: 404 })
      : new AppError<TeamsError>("teams.pest_changed", { status: 409 });
  }
  await note(trx, context, actor, input.id);
};

/** The whole vocabulary, what is in use first, by crop and name. */
export const listPests = async (db: Db | Trx): Promise<readonly PestView[]> => {
  const rows = await db
    .selectFrom("crop_pests as pest")
    .selectAll()
    .select(
      sql<number>`(select count(*)::int from volunteer_teams t where t.status = 'verified' and (
        exists (select 1 from team_pests p where p.team_id = t.id and p.pest_id = pest.id)
        or exists (select 1 from team_crops c where c.team_id = t.id and c.crop = any(pest.crops))))`.as(
        "teams",
      ),
    )
    .orderBy("is_open", "desc")
    .orderBy("crops")
    .orderBy("kind")
    .orderBy("name_key")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    crops: row.crops,
    otherNames: row.other_names,
    skill: row.skill,
    sourceTitle: row.source_title,
    sourcePlace: row.source_place,
    isOpen: row.is_open,
    version: row.version,
    teams: row.teams,
  }));
};

/** The pests with these ids, in the order of their names; of those that are not in the vocabulary nothing. */
export const listPestsById = async (
  db: Db | Trx,
  ids: readonly string[],
): Promise<readonly { id: string; name: string; crops: readonly Crop[]; skill: Skill }[]> =>
  ids.length === 0
    ? []
    : db
        .selectFrom("crop_pests")
        .select(["id", "name", "crops", "skill"])
        .where("id", "in", [...new Set(ids)])
        .orderBy("name_key")
        .execute();

/** Which pests of the vocabulary in use a free text names. */
export const findPestsIn = async (db: Db | Trx, text: string): Promise<readonly FoundPest[]> => {
  if (text.trim() === "") return [];
  const rows = await db
    .selectFrom("crop_pests")
    .select(["id", "name", "crops", "other_names"])
    .where("is_open", "=", true)
    .orderBy("name_key")
    .execute();
  return recognisePests(
    text,
    rows.map((row): PestWords => ({ id: row.id, name: row.name, crops: row.crops, names: row.other_names })),
  );
};

/** What a team says it treats: single pests, and crops with all that befalls them. */
export type Treats = { pestIds: readonly string[]; crops: readonly Crop[] };

/** The same for several teams; a team that said nothing is not in the answer. */
export const listTreats = async (
  db: Db | Trx,
  teamIds: readonly string[],
): Promise<ReadonlyMap<string, Treats>> => {
  if (teamIds.length === 0) return new Map();
  const { rows } = await sql<{ team_id: string; pests: string[]; crops: Crop[] }>`
    select t.id as team_id, array(select p.pest_id from team_pests p where p.team_id = t.id order by 1) as pests,
      array(select c.crop from team_crops c where c.team_id = t.id order by 1) as crops
    from volunteer_teams t where t.id = any(${[...teamIds]})`.execute(db);
  return new Map(
    rows
      .filter((row) => row.pests.length + row.crops.length > 0)
      .map((row) => [row.team_id, { pestIds: row.pests, crops: row.crops }]),
  );
};

/**
 * The leader says which pests and crops the team treats (F-17); what is not ticked any more is gone.
 * @throws AppError `teams.pest_choice` | `teams.not_leader` | `teams.not_found`
 */
export const declareTreats = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { teamId: string } & Treats,
): Promise<void> => {
  const team = await requireLeader(trx, actor, input.teamId);
  const pestIds = [...new Set(input.pestIds)];
  const known =
    pestIds.length === 0
      ? []
      : await trx
          .selectFrom("crop_pests")
          .select("id")
          .where("id", "in", pestIds)
          .where("is_open", "=", true)
          .execute();
  if (known.length !== pestIds.length) throw refuse("pests", "teams.pest_choice");
  await trx.deleteFrom("team_pests").where("team_id", "=", team.id).execute();
  await trx.deleteFrom("team_crops").where("team_id", "=", team.id).execute();
  if (pestIds.length > 0)
    await trx
      .insertInto("team_pests")
      .values(pestIds.map((pestId) => ({ team_id: team.id, pest_id: pestId })))
      .execute();
  const crops = [...new Set(input.crops)];
  if (crops.length > 0)
    await trx
      .insertInto("team_crops")
      .values(crops.map((crop) => ({ team_id: team.id, crop })))
      .execute();
  await recordAudit(trx, context, {
    actor,
    action: "teams.declare_treats",
    unitId: team.unit_id,
    record: { table: "volunteer_teams", id: team.id },
    requestId: context.requestId,
  });
};
