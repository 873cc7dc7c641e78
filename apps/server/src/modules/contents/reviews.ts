import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { expertFields, findSigningTerm, isExpertField } from "#modules/people/index.ts";
import { hashBody } from "./body.ts";
import type { ContentsError } from "./errors.ts";
import { precheckVersion } from "./precheck.ts";
import { requireReason } from "./reasons.ts";
import { type VersionEvent, versionStates, type VersionStatus, versionStatusNames } from "./state.ts";
import {
  bodyColumns,
  getVersion,
  lockContent,
  readFileHashes,
  requireTopics,
  type VersionRow,
} from "./version-rows.ts";
import {
  formsOf,
  isProofStage,
  isStage,
  type RenditionForm,
  renditionForms,
  type Stage,
  stages,
} from "./vocabulary.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "contents.published": { contentId: string; versionId: string };
    "contents.recalled": { contentId: string; versionId: string; reason: string };
    "contents.expired": { contentId: string; versionId: string };
    "contents.superseded": { contentId: string; versionId: string };
  }
}

export type StepResult = { versionId: string; status: VersionStatus };

/** The version with its item locked, so that acts on one item happen one after another. */
export const enterVersion = async (trx: Trx, versionId: string) => {
  const { content_id: contentId } = await getVersion(trx, versionId);
  await lockContent(trx, contentId);
  return getVersion(trx, versionId);
};

export const changeStatus = async (
  trx: Trx,
  context: ActContext,
  change: { versionId: string; event: VersionEvent; set?: Record<string, unknown> },
): Promise<VersionStatus> => {
  const { to } = await applyTransition(trx as never, {
    machine: versionStates,
    table: "content_versions",
    id: change.versionId,
    event: change.event,
    now: context.clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }); // the function is generic over all modules' tables
  return to;
};

/** The hash of a version's words and files as they stand now. @throws AppError `contents.file_unknown` */
export const currentHash = async (trx: Trx, version: Pick<VersionRow, "content">): Promise<Buffer> =>
  hashBody(version.content, await readFileHashes(trx, version.content));

const audit = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  act: { action: string; version: { id: string; unit_id: string }; reason?: string | undefined },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: act.action,
    unitId: act.version.unit_id,
    record: { table: "content_versions", id: act.version.id },
    reason: act.reason,
    requestId: context.requestId,
  });
};

/**
 * Sends a draft into review: the machine pre-check must be clean, the words are frozen and hashed, a new round begins.
 * @throws AppError `contents.precheck` (with the first finding) | `state.conflict` | `contents.topic_unknown`
 */
export const submitVersion = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { versionId: string },
): Promise<StepResult> => {
  const version = await enterVersion(trx, input.versionId);
  const findings = (await precheckVersion(trx, version)).filter(({ weight }) => weight === "must");
  const first = findings[0];
  if (first !== undefined)
    throw new AppError<ContentsError>("contents.precheck", {
      values: { count: findings.length, first: `${first.place}：${first.sentence}` },
    });
  await requireTopics(trx, version.content.topics);
  const round = { round_no: version.round_no + 1, content_hash: await currentHash(trx, version) };
  const status = await changeStatus(trx, context, { versionId: version.id, event: "submit", set: round });
  await trx
    .insertInto("content_rounds")
    .values({
      version_id: version.id,
      ...round,
      content: bodyColumns(version.content).content,
      submitted_at: context.clock.now(),
    })
    .execute();
  await trx.deleteFrom("content_locks").where("content_id", "=", version.content_id).execute();
  await audit(trx, context, actor, { action: "contents.submit", version });
  return { versionId: version.id, status };
};

export type SignInput = {
  versionId: string;
  stage: Stage;
  decision: "pass" | "return";
  reason?: string | undefined;
  /** The hash the signer saw, in hex: nobody signs words that are not these. */
  contentHash: string;
  /** A proof names every rendition that was read. */
  renditions?: readonly RenditionForm[] | undefined;
};

const requireOneStage = async (
  trx: Trx,
  versionId: string,
  personId: string,
  stage: Stage,
): Promise<void> => {
  const earlier = await trx
    .selectFrom("review_steps")
    .select("stage")
    .where("version_id", "=", versionId)
    .where("person_id", "=", personId)
    .where("stage", "<>", stage)
    .orderBy("decided_at")
    .executeTakeFirst();
  if (earlier === undefined) return;
  if (earlier.stage === "author") throw new AppError<ContentsError>("contents.author_stage", { status: 403 });
  throw new AppError<ContentsError>("contents.same_person", {
    status: 403,
    values: { stage: stages[earlier.stage] },
  });
};

const signingTermOf = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  field: string,
): Promise<string> => {
  const term = await findSigningTerm(trx, {
    personId: actor.personId,
    field,
    day: toDistrictDate(context.clock.now()),
  });
  if (term === undefined)
    throw new AppError<ContentsError>("contents.not_expert", {
      status: 403,
      values: { field: isExpertField(field) ? expertFields[field] : field },
    });
  return term.id;
};

const isExclusionViolation = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "23P01";

/**
 * One stage of 三审三校 or the science check: pass it on, or return it to the author. No person does two stages of a
 * version, nor one of words he wrote: asked here for the sentence, kept by an exclusion constraint against two at once.
 * @throws AppError `contents.wrong_stage` | `contents.same_person` | `contents.author_stage` | `contents.not_expert` |
 *   `contents.renditions_unseen` | `contents.reason_needed` | `contents.text_changed`
 */
export const signStage = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: SignInput,
): Promise<StepResult> => {
  const version = await enterVersion(trx, input.versionId);
  const { stage, decision } = input;
  if (version.status !== stage)
    throw new AppError<ContentsError>("contents.wrong_stage", {
      status: 409,
      values: { stage: versionStatusNames[version.status] },
    });
  await requireOneStage(trx, version.id, actor.personId, stage);
  const reason = requireReason(input.reason ?? "", decision === "return" ? 2 : 0);
  const hash = await currentHash(trx, version);
  if (hash.toString("hex") !== input.contentHash || version.content_hash?.equals(hash) !== true)
    throw new AppError<ContentsError>("contents.text_changed", { status: 409 });
  const forms = formsOf(version.content.renditions);
  // What the text does not have cannot have been read.
  const seen = (input.renditions ?? []).filter((form) => forms.includes(form));
  if (decision === "pass" && isProofStage(stage)) {
    const missing = forms.filter((form) => !seen.includes(form));
    if (missing.length > 0)
      throw new AppError<ContentsError>("contents.renditions_unseen", {
        values: { forms: missing.map((form) => renditionForms[form]).join("、") },
      });
  }
  const termId =
    stage === "science" ? await signingTermOf(trx, context, actor, version.content.expertField) : null;
  const stepId = createId(context.clock);
  try {
    await trx
      .insertInto("review_steps")
      .values({
        id: stepId,
        version_id: version.id,
        round_no: version.round_no,
        stage,
        person_id: actor.personId,
        decision: decision === "pass" ? "passed" : "returned",
        reason: reason === "" ? null : reason,
        content_hash: hash,
        renditions: seen,
        expert_term_id: termId,
        decided_at: context.clock.now(),
      })
      .execute();
  } catch (error) {
    if (isExclusionViolation(error))
      throw new AppError<ContentsError>("contents.same_person", {
        status: 403,
        values: { stage: "另一个环节" },
        cause: error,
      });
    throw error;
  }
  const status = await changeStatus(trx, context, { versionId: version.id, event: decision });
  if (stage === "science" && decision === "pass")
    await recordFacts(trx, context.clock, [
      {
        kind: "contents.signed",
        occurredOn: toDistrictDate(context.clock.now()),
        unitId: version.unit_id,
        quantity: 1,
        measure: "次",
        source: { table: "review_steps", id: stepId },
      },
    ]);
  await audit(trx, context, actor, {
    action: "contents.sign",
    version,
    reason: reason === "" ? undefined : reason,
  });
  return { versionId: version.id, status };
};

/** A step that the author's side takes, with its reason. */
const stepBack =
  (event: "take_back" | "drop") =>
  async (
    trx: Trx,
    context: ActContext,
    actor: PersonActor,
    input: { versionId: string; reason: string },
  ): Promise<StepResult> => {
    requireReason(input.reason);
    const version = await enterVersion(trx, input.versionId);
    const status = await changeStatus(trx, context, { versionId: version.id, event });
    await audit(trx, context, actor, { action: "contents.write", version, reason: input.reason });
    return { versionId: version.id, status };
  };

/**
 * The author's side takes a version back to change it; all its signatures then belong to an earlier round.
 * @throws AppError `state.conflict` | `contents.reason_needed`
 */
export const takeBackVersion = stepBack("take_back");

/** A draft or an approved version that will not be used. @throws AppError `state.conflict` | `contents.reason_needed` */
export const dropVersion = stepBack("drop");

/** The stage a version waits for, where it waits for one. */
export const waitingStage = (status: VersionStatus): Stage | undefined =>
  isStage(status) ? status : undefined;
