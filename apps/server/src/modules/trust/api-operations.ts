import { formatVerifier } from "@kepu/transparency-log";
import { toDistrictDate } from "#kernel/clock.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { describeProblem } from "#kernel/ledger-problems.ts";
import type { LedgerKeys } from "#kernel/ledger-keys.ts";
import { type LedgerVerification, verifyLedger } from "#kernel/ledger-verify.ts";
import { listWaiting } from "#kernel/waiting.ts";
import {
  maxExportRows,
  requireExportable,
  toXlsx,
  type XlsxColumn,
  xlsxContentType,
} from "#kernel/xlsx-export.ts";
import { listAudit } from "./audit-queries.ts";
import * as contract from "./contract.ts";
import { getProof, listEntries, readLedger } from "./ledger-queries.ts";
import { getUnitRef } from "./listing.ts";
import { readSystemHealth } from "./system-health.ts";

const toVerificationView = (report: LedgerVerification) => ({
  ok: report.ok,
  problemCount: report.problemCount,
  problems: report.problems.map((problem) => ({
    kind: problem.kind,
    sentence: describeProblem(problem),
    table: problem.table ?? null,
    id: problem.id ?? null,
    leafIndex: problem.leafIndex ?? null,
  })),
  treeSize: report.treeSize,
  coveredSize: report.anchoredSize,
  coveredAt: report.anchoredAt ?? null,
  pending: report.pending,
  rows: { ...report.rows },
});

export const registerLedgerApi = (routes: Routes, context: Context, keys: () => LedgerKeys): void => {
  const { db, config, cipher, clock } = context;
  routes.read({
    url: "/api/ledger",
    access: { action: "trust.read_public_ledger" },
    summary: "The transparency log: name, public key, size, newest checkpoints",
    response: contract.ledgerView,
    handler: async () => readLedger(db, { checkpoints: 50, keys: keys() }),
  });
  routes.read({
    url: "/api/ledger/entries",
    access: { action: "trust.read_ledger_entries" },
    summary: "Ledger entries, newest first",
    query: contract.entryQuery,
    response: contract.entryPage,
    handler: async (visit) => {
      const { page = 1, size = 50, table, record } = visit.query;
      const filter = {
        ...(table === undefined ? {} : { table }),
        ...(record === undefined ? {} : { record }),
      };
      return { ...(await listEntries(db, filter, { page, size })), page, size };
    },
  });
  routes.read({
    url: "/api/ledger/entries/:id/proof",
    access: { action: "trust.read_public_ledger" },
    summary: "Inclusion proof of an entry with the signed checkpoint it leads to",
    params: contract.idParams,
    response: contract.proofView,
    handler: async (visit) => getProof(db, visit.params.id, keys()),
  });
  routes.write({
    method: "POST",
    url: "/api/ledger/verify",
    access: { action: "trust.verify_ledger" },
    summary: "Verifies rows, tree and checkpoints against what is held outside the database",
    response: contract.verificationView,
    handler: async (visit, trx) => {
      const { signer, earlier } = keys();
      const current = formatVerifier(signer.verifier);
      const report = await verifyLedger(db, {
        checkpointFolder: config.checkpointFolder,
        publicKey: current,
        keys: { current, earlier },
        cipher,
      });
      await recordAudit(
        trx,
        { clock, cipher },
        {
          actor: visit.actor,
          action: "trust.verify_ledger",
          reason: report.ok ? "没有发现问题" : `发现 ${report.problemCount} 个问题`,
          requestId: visit.requestId,
        },
      );
      return toVerificationView(report);
    },
  });
};

const auditColumns: readonly XlsxColumn<contract.AuditView>[] = [
  { header: "时间", value: (row) => row.at, width: 24 },
  { header: "动作", value: (row) => row.actionName, width: 20 },
  { header: "动作代号", value: (row) => row.action, width: 28 },
  { header: "结果", value: (row) => row.outcomeName, width: 10 },
  { header: "办理人", value: (row) => row.actorName ?? row.actorKind, width: 16 },
  { header: "办理人编号", value: (row) => row.actorPersonId, width: 38 },
  { header: "代谁办理", value: (row) => row.onBehalfOfName, width: 16 },
  { header: "代谁办理编号", value: (row) => row.onBehalfOfPersonId, width: 38 },
  { header: "单位", value: (row) => row.unitName, width: 28 },
  { header: "记录", value: (row) => row.record?.title ?? null, width: 30 },
  { header: "记录编号", value: (row) => row.recordId, width: 38 },
  { header: "原因", value: (row) => row.reason, width: 40 },
  { header: "请求编号", value: (row) => row.requestId, width: 38 },
];

const registerAuditApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const withPath = async (query: contract.AuditQuery) => ({
    ...query,
    ...(query.unit === undefined ? {} : { underPath: (await getUnitRef(db, query.unit)).path }),
  });
  routes.read({
    url: "/api/audit",
    access: { action: "trust.read_audit" },
    summary: "Audit entries within my area, newest first",
    query: contract.auditQuery,
    response: contract.auditPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      return {
        ...(await listAudit(context, await withPath(visit.query), { page, size, scope: visit.scope() })),
        page,
        size,
      };
    },
  });
  routes.file({
    url: "/api/audit/export.xlsx",
    access: { action: "trust.read_audit" },
    query: contract.auditQuery,
    handler: async (visit) => {
      const found = await listAudit(context, await withPath(visit.query), {
        page: 1,
        size: maxExportRows,
        scope: visit.scope(),
      });
      requireExportable(found.total);
      // Who takes the audit log away is itself noted.
      await recordAudit(
        db,
        { clock, cipher },
        {
          actor: visit.actor,
          action: "trust.read_audit",
          outcome: "read",
          reason: `导出 ${found.total} 条`,
          requestId: visit.requestId,
        },
      );
      return {
        contentType: xlsxContentType,
        body: await toXlsx(found.rows, { sheet: "审计", columns: auditColumns }),
        downloadName: `审计-${toDistrictDate(clock.now())}.xlsx`,
      };
    },
  });
};

export const registerOperationsApi = (routes: Routes, context: Context): void => {
  const { jobs, clock, cipher } = context;
  registerAuditApi(routes, context);
  routes.read({
    url: "/api/jobs",
    access: { action: "trust.read_jobs" },
    summary: "Queues and schedules with their last run, and what was put aside after five failures",
    response: contract.jobsView,
    handler: async () => ({ queues: [...(await jobs.queues())], failures: [...(await jobs.failures())] }),
  });
  routes.write({
    method: "POST",
    url: "/api/jobs/:id/retry",
    access: { action: "trust.retry_job" },
    summary: "Tries a job or event again that was put aside",
    params: contract.idParams,
    response: contract.doneView,
    handler: async (visit, trx) => {
      await jobs.retry(trx, visit.params.id);
      await recordAudit(
        trx,
        { clock, cipher },
        {
          actor: visit.actor,
          action: "trust.retry_job",
          record: { table: "jobs", id: visit.params.id },
          requestId: visit.requestId,
        },
      );
      return { done: true };
    },
  });
  routes.read({
    url: "/api/system-health",
    access: { action: "trust.read_system_health" },
    summary: "Database, disk, queues, ledger, backup, versions",
    response: contract.healthView,
    handler: async () => {
      const checks = await readSystemHealth(context);
      const isGood = checks.every((found) => found.state === "good");
      return { state: isGood ? ("good" as const) : ("attention" as const), checks: [...checks] };
    },
  });
  routes.read({
    url: "/api/waiting",
    access: { action: "trust.read_waiting" },
    summary: "What waits for me",
    response: contract.waitingView,
    handler: async (visit) => {
      const items = await listWaiting(context, visit.person());
      return {
        rows: items.map((item) => ({
          kind: item.kind,
          title: item.title,
          href: item.href,
          count: item.count,
          dueAt: item.dueAt?.toISOString() ?? null,
        })),
      };
    },
  });
};
