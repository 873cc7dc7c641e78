import { sql } from "kysely";
import type { PersonActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { meetsPillar, type Pillar, type PillarFilter } from "#kernel/pillars.ts";
import type { Policy } from "#kernel/policy.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { expertFields, findSigningTerm, isExpertField, listTermTitles } from "#modules/people/index.ts";
import type { ContentBody } from "./body.ts";
import type { ContentsError } from "./errors.ts";
import { type Finding, precheckVersion } from "./precheck.ts";
import { stageAction, stageRoleName } from "./policy.ts";
import {
  type VersionEvent,
  versionEventNames,
  versionStates,
  type VersionStatus,
  versionStatusNames,
} from "./state.ts";
import { type ContentKind, isStage, type RenditionForm, type Stage, stages } from "./vocabulary.ts";

export type StudioRow = {
  contentId: string;
  no: number;
  versionId: string;
  versionNo: number;
  kind: ContentKind;
  title: string;
  audiences: readonly Audience[];
  topics: readonly string[];
  status: VersionStatus;
  statusName: string;
  statusChangedAt: Date;
  publishAt: Date | null;
  embargoUntil: Date | null;
  expiresAt: Date | null;
  publishedAt: Date | null;
  unitId: string;
  unitName: string;
  isCorrection: boolean;
  aiShare: ContentBody["ai"];
  pillars: readonly Pillar[];
};
export type StudioFilter = {
  scope: Scope;
  status?: readonly VersionStatus[] | undefined;
  kind?: ContentKind | undefined;
  audience?: Audience | undefined;
  topic?: string | undefined;
  pillar?: PillarFilter | undefined;
  q?: string | undefined;
  /** Only what this person can do something with: wrote it, or may sign its stage. */
  authorId?: string | undefined;
};
export type StudioSort = { by: "title" | "statusChangedAt" | "publishAt"; direction: "asc" | "desc" };

const sortColumns = {
  title: "version.title",
  statusChangedAt: "version.status_changed_at",
  publishAt: "version.publish_at",
} as const;

/** The latest version of each item in scope, and the one that is out where it is another. */
const studioRows = (db: Db | Trx, filter: StudioFilter) => {
  let query = db
    .selectFrom("content_versions as version")
    .innerJoin("contents as content", "content.id", "version.content_id")
    .innerJoin("org_units as unit", "unit.id", "content.unit_id")
    .where(withinScope("unit.path", filter.scope))
    .where((eb) =>
      eb.or([
        eb("version.status", "=", "published"),
        eb(
          "version.version_no",
          "=",
          eb
            .selectFrom("content_versions as other")
            .select((inner) => inner.fn.max("other.version_no").as("last"))
            .whereRef("other.content_id", "=", "version.content_id"),
        ),
      ]),
    );
  if (filter.status !== undefined && filter.status.length > 0)
    query = query.where("version.status", "in", [...filter.status]);
  if (filter.kind !== undefined) query = query.where("content.kind", "=", filter.kind);
  if (filter.audience !== undefined)
    query = query.where(sql<boolean>`version.audiences @> array[${filter.audience}]`);
  if (filter.topic !== undefined) query = query.where(sql<boolean>`version.topics @> array[${filter.topic}]`);
  if (filter.pillar !== undefined) query = query.where(meetsPillar("content.pillars", filter.pillar));
  if (filter.q !== undefined && filter.q.trim() !== "")
    query = query.where("version.title", "ilike", `%${filter.q.trim().replaceAll(/[\\%_]/g, "\\$&")}%`);
  if (filter.authorId !== undefined) {
    const authorId = filter.authorId;
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom("review_steps as step")
          .select("step.id")
          .whereRef("step.version_id", "=", "version.id")
          .where("step.stage", "=", "author")
          .where("step.person_id", "=", authorId),
      ),
    );
  }
  return query;
};

/** Items of the studio, what changed last first. */
export const listStudio = async (
  db: Db | Trx,
  filter: StudioFilter,
  options: { page: number; size: number; sort?: StudioSort },
): Promise<{ rows: readonly StudioRow[]; total: number }> => {
  const base = studioRows(db, filter);
  const { total } = await base.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  const sort = options.sort ?? { by: "statusChangedAt", direction: "desc" };
  const rows = await base
    .select([
      "content.id as content_id",
      "content.content_no",
      "content.kind",
      "content.pillars",
      "version.id as version_id",
      "version.version_no",
      "version.title",
      "version.audiences",
      "version.topics",
      "version.status",
      "version.status_changed_at",
      "version.publish_at",
      "version.embargo_until",
      "version.expires_at",
      "version.published_at",
      "version.correction_notice",
      "unit.id as unit_id",
      "unit.name as unit_name",
    ])
    .select(sql<ContentBody["ai"]>`version.content ->> 'ai'`.as("ai"))
    .orderBy(sortColumns[sort.by], sort.direction)
    .orderBy("version.id", "desc")
    .limit(options.size)
    .offset((options.page - 1) * options.size)
    .execute();
  return {
    total,
    rows: rows.map((row) => ({
      contentId: row.content_id,
      no: row.content_no,
      versionId: row.version_id,
      versionNo: row.version_no,
      kind: row.kind,
      title: row.title,
      audiences: row.audiences,
      topics: row.topics,
      status: row.status,
      statusName: versionStatusNames[row.status],
      statusChangedAt: row.status_changed_at,
      publishAt: row.publish_at,
      embargoUntil: row.embargo_until,
      expiresAt: row.expires_at,
      publishedAt: row.published_at,
      unitId: row.unit_id,
      unitName: row.unit_name,
      isCorrection: row.correction_notice !== null,
      aiShare: row.ai,
      pillars: row.pillars,
    })),
  };
};

export type StepView = {
  id: string;
  roundNo: number;
  stage: "author" | Stage;
  stageName: string;
  decision: "wrote" | "passed" | "returned";
  personName: string;
  personId: string;
  expertTitle: string | undefined;
  reason: string | null;
  contentHash: string | undefined;
  renditions: readonly RenditionForm[];
  decidedAt: Date;
};
export type NextAction = {
  action: VersionEvent | "edit" | "correct";
  label: string;
  allowed: boolean;
  reason?: string;
};

export type VersionDetail = {
  id: string;
  contentId: string;
  no: number;
  versionNo: number;
  status: VersionStatus;
  statusName: string;
  statusChangedAt: Date;
  roundNo: number;
  revision: number;
  content: ContentBody;
  pillars: readonly Pillar[];
  pillarsSetByPerson: boolean;
  contentHash: string | undefined;
  correctionNotice: string | null;
  embargoUntil: Date | null;
  publishAt: Date | null;
  expiresAt: Date | null;
  publishedAt: Date | null;
  unitId: string;
  unitName: string;
  unitPath: string;
  steps: readonly StepView[];
  versions: readonly {
    id: string;
    versionNo: number;
    status: VersionStatus;
    statusName: string;
    createdAt: Date;
  }[];
  findings: readonly Finding[];
  lock: { personId: string; personName: string; takenAt: Date } | undefined;
  sideCopies: readonly {
    id: string;
    personName: string;
    createdAt: Date;
    baseRevision: number;
    content: ContentBody;
  }[];
  recall: { reason: string; recalledAt: Date } | undefined;
};

type Reading = { cipher: FieldCipher; now: Date };

const listSteps = async (db: Db | Trx, reading: Reading, versionId: string): Promise<readonly StepView[]> => {
  const steps = await db
    .selectFrom("review_steps")
    .selectAll()
    .where("version_id", "=", versionId)
    .orderBy("decided_at")
    .orderBy("id")
    .execute();
  const names = await getPersonNames(
    db,
    reading.cipher,
    steps.map((step) => step.person_id),
  );
  const titles = await listTermTitles(
    db,
    steps.flatMap((step) => step.expert_term_id ?? []),
  );
  return steps.map((step) => ({
    id: step.id,
    roundNo: step.round_no,
    stage: step.stage,
    stageName: step.stage === "author" ? "撰稿" : stages[step.stage],
    decision: step.decision,
    personId: step.person_id,
    personName: names.get(step.person_id) ?? "已注销的用户",
    expertTitle: titles.get(step.expert_term_id ?? "")?.publicTitle,
    reason: step.reason,
    contentHash: step.content_hash?.toString("hex"),
    renditions: step.renditions,
    decidedAt: step.decided_at,
  }));
};

/** One version with all that the studio shows of it. @throws AppError `contents.version_not_found` */
export const getVersionDetail = async (
  db: Db | Trx,
  reading: Reading,
  versionId: string,
): Promise<VersionDetail> => {
  const row = await db
    .selectFrom("content_versions as version")
    .innerJoin("contents as content", "content.id", "version.content_id")
    .innerJoin("org_units as unit", "unit.id", "content.unit_id")
    .selectAll("version")
    .select(["content.content_no", "content.unit_id", "content.pillars", "content.pillars_set_by_person"])
    .select(["unit.name as unit_name", "unit.path as unit_path"])
    .where("version.id", "=", versionId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ContentsError>("contents.version_not_found", { status: 404 });
  const versions = await db
    .selectFrom("content_versions")
    .select(["id", "version_no", "status", "created_at"])
    .where("content_id", "=", row.content_id)
    .orderBy("version_no", "desc")
    .execute();
  const lock = await db
    .selectFrom("content_locks")
    .selectAll()
    .where("content_id", "=", row.content_id)
    .where("expires_at", ">", reading.now)
    .executeTakeFirst();
  const copies = await db
    .selectFrom("content_side_copies")
    .selectAll()
    .where("version_id", "=", row.id)
    .where("settled_at", "is", null)
    .orderBy("created_at", "desc")
    .execute();
  const recall = await db
    .selectFrom("content_recalls")
    .select(["reason", "recalled_at"])
    .where("version_id", "=", row.id)
    .executeTakeFirst();
  const names = await getPersonNames(db, reading.cipher, [
    ...(lock === undefined ? [] : [lock.person_id]),
    ...copies.map((copy) => copy.person_id),
  ]);
  const nameOf = (id: string): string => names.get(id) ?? "已注销的用户";
  return {
    id: row.id,
    contentId: row.content_id,
    no: row.content_no,
    versionNo: row.version_no,
    status: row.status,
    statusName: versionStatusNames[row.status],
    statusChangedAt: row.status_changed_at,
    roundNo: row.round_no,
    revision: row.revision,
    content: row.content,
    pillars: row.pillars,
    pillarsSetByPerson: row.pillars_set_by_person,
    contentHash: row.content_hash?.toString("hex"),
    correctionNotice: row.correction_notice,
    embargoUntil: row.embargo_until,
    publishAt: row.publish_at,
    expiresAt: row.expires_at,
    publishedAt: row.published_at,
    unitId: row.unit_id,
    unitName: row.unit_name,
    unitPath: row.unit_path,
    steps: await listSteps(db, reading, row.id),
    versions: versions.map((version) => ({
      id: version.id,
      versionNo: version.version_no,
      status: version.status,
      statusName: versionStatusNames[version.status],
      createdAt: version.created_at,
    })),
    findings: row.status === "draft" ? await precheckVersion(db, row) : [],
    lock:
      lock === undefined
        ? undefined
        : { personId: lock.person_id, personName: nameOf(lock.person_id), takenAt: lock.taken_at },
    sideCopies: copies.map((copy) => ({
      id: copy.id,
      personName: nameOf(copy.person_id),
      createdAt: copy.created_at,
      baseRevision: copy.base_revision,
      content: copy.content,
    })),
    recall: recall === undefined ? undefined : { reason: recall.reason, recalledAt: recall.recalled_at },
  };
};

/** The version of an item that somebody works on, else the newest. @throws AppError `contents.not_found` */
export const findLatestVersionId = async (db: Db | Trx, contentId: string): Promise<string> => {
  const row = await db
    .selectFrom("content_versions")
    .select("id")
    .where("content_id", "=", contentId)
    .orderBy("version_no", "desc")
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ContentsError>("contents.not_found", { status: 404 });
  return row.id;
};

const shown: readonly VersionEvent[] = [
  "submit",
  "pass",
  "return",
  "take_back",
  "schedule",
  "unschedule",
  "publish",
  "recall",
  "drop",
];

const actionOf = (event: VersionEvent, stage: Stage | undefined): string => {
  if (event === "pass" || event === "return")
    return stage === undefined ? "contents.review" : stageAction(stage);
  if (event === "recall") return "contents.recall";
  if (event === "publish" || event === "schedule" || event === "unschedule") return "contents.publish";
  return "contents.write";
};

/** What may be done next with a version, and for what may not the reason, so that no button is dead without a word. */
export const listNextActions = async (
  db: Db | Trx,
  version: VersionDetail,
  context: { actor: PersonActor; policy: Policy; now: Date },
): Promise<readonly NextAction[]> => {
  const { actor, policy, now } = context;
  const stage = isStage(version.status) ? version.status : undefined;
  const mine = version.steps.find((step) => step.personId === actor.personId && step.stage !== stage);
  const reasonAgainst = async (event: VersionEvent): Promise<string | undefined> => {
    if (!policy.decide(actor, actionOf(event, stage), { unitPath: version.unitPath }).ok)
      return stage !== undefined && (event === "pass" || event === "return")
        ? `“${stages[stage]}”由${stageRoleName(stage)}来做`
        : "您的岗位不能做这一步";
    if (event === "submit") {
      const count = version.findings.filter(({ weight }) => weight === "must").length;
      return count === 0 ? undefined : `机器检查有 ${count} 处必须先改`;
    }
    if (event === "publish" && version.embargoUntil !== null && now < version.embargoUntil)
      return "在禁发时间之前，不能发布";
    if (event !== "pass" && event !== "return") return undefined;
    if (mine !== undefined)
      return mine.stage === "author"
        ? "您写过这一版，不能审校它"
        : `您已经做过“${mine.stageName}”，一人只能做一个环节`;
    if (stage !== "science") return undefined;
    const { expertField } = version.content;
    const term = await findSigningTerm(db, {
      personId: actor.personId,
      field: expertField,
      day: toDistrictDate(now),
    });
    return term === undefined
      ? `要由“${isExpertField(expertField) ? expertFields[expertField] : expertField}”领域在聘期内的专家来签`
      : undefined;
  };
  const actions: NextAction[] = [];
  for (const event of shown) {
    if (versionStates.next(version.status, event) === undefined) continue;
    const reason = await reasonAgainst(event);
    const label = stage !== undefined && event === "pass" ? `${stages[stage]}通过` : versionEventNames[event];
    actions.push({
      action: event,
      label,
      allowed: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
    });
  }
  const mayWrite = policy.decide(actor, "contents.write", { unitPath: version.unitPath }).ok;
  if (version.status === "draft")
    actions.unshift({
      action: "edit",
      label: "编辑",
      allowed: mayWrite,
      ...(mayWrite ? {} : { reason: "您的岗位不能编辑" }),
    });
  if (["published", "recalled", "expired"].includes(version.status))
    actions.push({
      action: "correct",
      label: "新建更正版",
      allowed: mayWrite,
      ...(mayWrite ? {} : { reason: "您的岗位不能更正" }),
    });
  return actions;
};
