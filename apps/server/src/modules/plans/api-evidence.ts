import type { Static } from "typebox";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, UploadedFile } from "#kernel/http-types.ts";
import { resolveRecords } from "#kernel/records.ts";
import { cleanFile, storeFile, toDownload } from "#kernel/stored-files.ts";
import { getUnit, type Scope } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import type { PlansError } from "./errors.ts";
import {
  type EvidenceUse,
  type EvidenceView,
  getEvidence,
  getLinkedEvidence,
  linkEvidence,
  listEvidence,
  recordEvidence,
  unlinkEvidence,
} from "./evidence.ts";
import { evidenceKinds } from "./vocabulary.ts";

export const evidenceFileBytes = 10 * 1024 * 1024;

export const toEvidenceRows = async (db: Db, rows: readonly EvidenceView[]) => {
  const linkOf = await resolveRecords(
    db,
    rows.flatMap((row) => row.record ?? []),
  );
  return rows.map((row) => {
    const link = row.record === null ? undefined : linkOf(row.record.table, row.record.id);
    return {
      id: row.id,
      unitId: row.unitId,
      unitName: row.unitName,
      kind: row.kind,
      kindName: evidenceKinds[row.kind],
      title: row.title,
      happenedOn: row.happenedOn,
      countText:
        row.count === null
          ? null
          : `${row.count.quantity} ${row.count.measure}（${row.count.signedByPost}签字）`,
      hasFile: row.fileId !== null,
      record: link === undefined ? null : { title: link.title, href: link.href ?? null },
    };
  });
};

type UseInput = {
  taskId?: string | undefined;
  milestoneId?: string | undefined;
  checklistItemId?: string | undefined;
};
/** Exactly one thing that a piece of evidence stands for; undefined where none is named. */
const useOf = (input: UseInput): EvidenceUse | undefined => {
  const uses: EvidenceUse[] = [
    ...(input.taskId === undefined ? [] : [{ taskId: input.taskId }]),
    ...(input.milestoneId === undefined ? [] : [{ milestoneId: input.milestoneId }]),
    ...(input.checklistItemId === undefined ? [] : [{ checklistItemId: input.checklistItemId }]),
  ];
  if (uses.length > 1) throw new AppError<PlansError>("plans.evidence_use");
  return uses[0];
};

/** The evidence that a reader's query asks for, within his area. */
export const readEvidenceList = async (
  { db }: Context,
  visit: { query: Static<typeof contract.evidenceQuery>; now: Date; scope: () => Scope },
  page: { page: number; size: number },
) => {
  const { sort, unit, task, q } = visit.query;
  const unitPath = unit === undefined ? undefined : (await getUnit(db, unit, toDistrictDate(visit.now))).path;
  return listEvidence(db, { scope: visit.scope(), taskId: task, unitPath, q, sort }, page);
};

export const registerEvidenceRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  const keep = async (
    trx: Trx,
    visit: { actor: Parameters<typeof storeFile>[2]["actor"]; requestId: string },
    input: { file: UploadedFile; unitId: string },
  ): Promise<string> =>
    storeFile(trx, context, {
      clean: await cleanFile(input.file.bytes, {
        kinds: ["pdf", "jpeg", "png", "webp"],
        maxBytes: evidenceFileBytes,
      }),
      name: input.file.filename,
      purpose: "plans.evidence",
      actor: visit.actor,
      unitId: input.unitId,
      requestId: visit.requestId,
    });

  routes.read({
    url: "/api/evidence",
    access: { action: "plans.read_evidence" },
    summary: "Evidence of units of my area, newest first",
    query: contract.evidenceQuery,
    response: contract.evidencePage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const found = await readEvidenceList(context, visit, { page, size });
      return { rows: await toEvidenceRows(db, found.rows), total: found.total, page, size };
    },
  });
  routes.file({
    url: "/api/evidence/:id/file",
    access: { action: "plans.read_evidence" },
    params: contract.idParams,
    handler: async (visit) => {
      const evidence = await getEvidence(db, visit.params.id);
      visit.authorise(evidence.unitPath);
      if (evidence.fileId === null)
        throw new AppError<PlansError>("plans.evidence_not_found", { status: 404 });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "plans.read_evidence",
        outcome: "read",
        unitId: evidence.unitId,
        record: { table: "evidence_items", id: evidence.id },
        requestId: visit.requestId,
      });
      return toDownload(context, evidence.fileId);
    },
  });
  routes.write({
    method: "POST",
    url: "/api/evidence",
    access: { action: "plans.add_evidence" },
    summary:
      "Keep a piece of evidence (multipart field `file`: PDF or picture, or a fact), for a task, milestone or item if named",
    files: { fields: ["file"], maxBytes: evidenceFileBytes },
    body: contract.evidenceBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { body } = visit;
      visit.authorise((await getUnit(trx, body.unitId, toDistrictDate(visit.now))).path);
      const use = useOf(body);
      const [file] = visit.files;
      const { quantity, measure, signedByPost } = body;
      const id = await recordEvidence(trx, act(visit), visit.actor, {
        unitId: body.unitId,
        kind: body.kind,
        title: body.title,
        happenedOn: body.happenedOn,
        fileId: file === undefined ? undefined : await keep(trx, visit, { file, unitId: body.unitId }),
        record: body.factId === undefined ? undefined : { table: "facts", id: body.factId },
        count:
          quantity === undefined
            ? undefined
            : { quantity: Number(quantity), measure: measure ?? "", signedByPost: signedByPost ?? "" },
      });
      if (use !== undefined) await linkEvidence(trx, act(visit), visit.actor, { evidenceId: id, ...use });
      return { id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/evidence/:id/links",
    access: { action: "plans.add_evidence" },
    summary: "Use a piece of evidence for one more task, milestone or checklist item, without another upload",
    params: contract.idParams,
    body: contract.useBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getEvidence(trx, visit.params.id)).unitPath);
      const use = useOf(visit.body);
      if (use === undefined) throw new AppError<PlansError>("plans.evidence_use");
      return {
        id: await linkEvidence(trx, act(visit), visit.actor, {
          evidenceId: visit.params.id,
          ...(visit.body.note === undefined ? {} : { note: visit.body.note }),
          ...use,
        }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/evidence-links/:id/remove",
    access: { action: "plans.add_evidence" },
    summary: "End what a piece of evidence stands for, with a reason; the evidence stays",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getLinkedEvidence(trx, visit.params.id)).unitPath);
      await unlinkEvidence(trx, act(visit), visit.actor, {
        linkId: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
};
