import { statfs } from "node:fs/promises";
import { sql } from "kysely";
import type { Context } from "#kernel/context.ts";
import { findInstallationFact } from "#kernel/installation.ts";
import { countStuckMessages } from "#modules/identity/index.ts";
import { dateTimeText } from "#ui/date-text.ts";
import type { HealthCheck } from "./contract.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A message that was given up stays in sight so long. */
const stuckDays = 7;
const gibibyte = 1024 ** 3;

const check = (
  name: string,
  title: string,
  found: { good: boolean; value: string; advice?: string },
): HealthCheck => ({
  name,
  title,
  state: found.good ? "good" : "attention",
  value: found.value,
  advice: found.good ? null : (found.advice ?? null),
});

const ageText = (ms: number): string =>
  ms < minuteMs
    ? "不到 1 分钟"
    : ms < hourMs
      ? `${Math.round(ms / minuteMs)} 分钟`
      : ms < 48 * hourMs
        ? `${Math.round(ms / hourMs)} 小时`
        : `${Math.round(ms / (24 * hourMs))} 天`;

const checkDatabase = async ({ db }: Context): Promise<readonly HealthCheck[]> => {
  const found = await sql<{
    version: string;
    bytes: number;
    used: number;
    allowed: number;
    migrations: number;
    last_migration: string | null;
  }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
      (select count(*) from pg_stat_activity where backend_type = 'client backend') as used, current_setting('max_connections')::int as allowed,
      (select count(*) from schema_migrations) as migrations, (select max(name) from schema_migrations) as last_migration`.execute(
    db,
  );
  const row = found.rows[0];
  if (row === undefined) return [];
  return [
    check("database", "数据库", {
      good: true,
      value: `PostgreSQL ${row.version}，${(row.bytes / gibibyte).toFixed(2)} GB，结构版本 ${row.last_migration ?? "无"}（共 ${row.migrations} 步）`,
    }),
    check("connections", "数据库连接", {
      good: row.used < row.allowed * 0.8,
      value: `${row.used} / ${row.allowed}`,
      advice: "连接快用完了。请减少应用节点的连接数，或在前面加 PgBouncer。",
    }),
  ];
};

const checkDisk = async ({ config }: Context): Promise<HealthCheck> => {
  const found = await statfs(config.dataFolder);
  const freeBytes = found.bavail * found.bsize;
  const share = found.bavail / found.blocks;
  return check("disk", "数据文件夹所在磁盘", {
    good: freeBytes > gibibyte && share > 0.05,
    value: `剩余 ${(freeBytes / gibibyte).toFixed(1)} GB（${Math.round(share * 100)}%）`,
    advice: "磁盘快满了。请清理或扩容；满了以后只能查看，不能登记。",
  });
};

const checkQueues = async ({ db, clock, jobs }: Context): Promise<readonly HealthCheck[]> => {
  const waiting = await sql<{ oldest: Date | null; count: number }>`
    select min(created_at) as oldest, count(*) as count from outbox_events where delivered_at is null and attempts < 5`.execute(
    db,
  );
  const row = waiting.rows[0];
  const ageMs =
    row?.oldest === null || row?.oldest === undefined ? 0 : clock.now().getTime() - row.oldest.getTime();
  const stuck = await countStuckMessages(db, new Date(clock.now().getTime() - stuckDays * 24 * hourMs));
  const failures = await jobs.failures();
  return [
    check("outbox", "等待送出的事件", {
      good: ageMs < 5 * minuteMs,
      value: (row?.count ?? 0) === 0 ? "没有" : `${row?.count ?? 0} 件，最久等了${ageText(ageMs)}`,
      advice: "事件送不出去。请看任务页的失败原因。",
    }),
    check("stuck_messages", "放弃发送的短信", {
      good: stuck === 0,
      value: stuck === 0 ? "没有" : `近 ${stuckDays} 天 ${stuck} 条`,
      advice: "有人没有收到通知。请检查短信网关和微信服务号的设置与余额，原因在日志里；要紧的请打电话告知。",
    }),
    check("failed_jobs", "失败后搁置的任务", {
      good: failures.length === 0,
      value: failures.length === 0 ? "没有" : `${failures.length} 件`,
      advice: "请到任务页查看原因，处理后点“重试”。",
    }),
  ];
};

const checkLedger = async ({ db, clock }: Context): Promise<readonly HealthCheck[]> => {
  const found = await sql<{ oldest_uncovered: Date | null; uncovered: number; last: Date | null }>`
    with covered as (select coalesce(max(tree_size), 0) as size, max(created_at) as last from ledger_checkpoints),
    open as (
      select e.created_at from ledger_leaves l join ledger_entries e on e.id = l.entry_id, covered c where l.leaf_index >= c.size
      union all
      select e.created_at from ledger_pending p join ledger_entries e on e.id = p.entry_id)
    select (select last from covered) as last, min(created_at) as oldest_uncovered, count(*) as uncovered from open`.execute(
    db,
  );
  const row = found.rows[0];
  const ageMs =
    row?.oldest_uncovered === null || row?.oldest_uncovered === undefined
      ? 0
      : clock.now().getTime() - row.oldest_uncovered.getTime();
  const note = await db
    .selectFrom("periodic_runs")
    .select("last_error")
    .where("name", "=", "trust.checkpoint")
    .executeTakeFirst();
  const error = note?.last_error ?? null;
  return [
    check("checkpoint", "账本检查点", {
      good: error === null && ageMs < 3 * minuteMs,
      value:
        row?.last === null || row?.last === undefined
          ? "还没有检查点"
          : `最近 ${dateTimeText(row.last, clock.now())}，其后 ${row.uncovered} 条还没有检查点覆盖`,
      advice:
        error === null
          ? "检查点超过 3 分钟没有更新。请看任务页和日志。"
          : `检查点签不下去（${error}）。请运行 kepu ledger verify 查明。`,
    }),
  ];
};

const checkBackup = async ({ db, clock }: Context): Promise<HealthCheck> => {
  const backup = await findInstallationFact(db, "last_backup");
  const ageMs =
    backup === undefined ? Number.POSITIVE_INFINITY : clock.now().getTime() - new Date(backup.at).getTime();
  return check("backup", "备份", {
    good: ageMs < 26 * hourMs,
    value:
      backup === undefined
        ? "还没有备份过"
        : `最近 ${dateTimeText(new Date(backup.at), clock.now())}，${ageText(ageMs)}前`,
    advice: "请运行 kepu backup，并设成每天自动执行。",
  });
};

const checkVersions = async ({ db }: Context): Promise<HealthCheck> => {
  const versions = (await findInstallationFact(db, "versions")) ?? [];
  return check("versions", "程序版本", {
    good: true,
    value: `湘江科普 ${versions.at(-1)?.version ?? "开发版"}，Node.js ${process.versions.node}`,
  });
};

/** What whoever keeps the system running must know; each line says what to do when it is not well. */
export const readSystemHealth = async (context: Context): Promise<readonly HealthCheck[]> => [
  ...(await checkDatabase(context)),
  await checkDisk(context),
  ...(await checkQueues(context)),
  ...(await checkLedger(context)),
  await checkBackup(context),
  await checkVersions(context),
];
