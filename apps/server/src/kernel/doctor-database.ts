import { type Finding, finding, type Patient } from "./doctor.ts";
import { dumpSchema } from "./schema-dump.ts";

type Check = (patient: Patient) => Promise<readonly Finding[]>;

const hourMs = 3_600_000;

const server: Check = async ({ pool, config, clock }) => {
  const { rows } = await pool.query<{
    version: number;
    now: Date;
    fsync: string;
    checksums: string;
    superuser: boolean;
    ssl: boolean | null;
    remote: boolean;
  }>(`select current_setting('server_version_num')::int as version, clock_timestamp() as now, current_setting('fsync') as fsync,
      current_setting('data_checksums') as checksums,
      (select rolsuper from pg_roles where rolname = current_user) as superuser,
      (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as ssl,
      coalesce(not (inet_client_addr() <<= '127.0.0.0/8' or inet_client_addr() = '::1'), false) as remote`);
  const [row] = rows;
  if (row === undefined) return [];
  const findings: Finding[] = [];
  const isEmbedded = config.databaseUrl === undefined;
  const skewMs = Math.abs(row.now.getTime() - clock.now().getTime());
  if (row.version < 150_000)
    findings.push(
      finding("postgres_version", "error", {
        found: `PostgreSQL 版本太旧（${row.version}）`,
        mend: "请升级到 15 或更新。",
      }),
    );
  if (skewMs > 5_000)
    findings.push(
      finding("clock_skew", "error", {
        found: `本机与数据库的时钟相差 ${Math.round(skewMs / 1000)} 秒`,
        mend: "请在两台机器上启用 NTP 对时（timedatectl set-ntp true）。",
      }),
    );
  if (row.fsync !== "on")
    findings.push(
      finding("fsync_off", "error", {
        found: "数据库关闭了 fsync，断电会丢数据",
        mend: "请在 postgresql.conf 中设 fsync = on 并重启数据库。",
      }),
    );
  if (row.checksums !== "on")
    findings.push(
      finding("checksums_off", "warning", {
        found: "数据库没有启用数据校验和，磁盘坏块不会被发现",
        mend: "请停库后执行 pg_checksums --enable。",
      }),
    );
  if (row.superuser && !isEmbedded)
    findings.push(
      finding("superuser", "warning", {
        found: "程序以数据库超级用户连接",
        mend: "请建一个普通用户作为库的所有者，改用它连接：超级用户可以绕过只增不改的保护。",
      }),
    );
  if (row.remote && row.ssl !== true)
    findings.push(
      finding("database_plaintext", "warning", {
        found: "到数据库的网络连接没有加密",
        mend: "请在 DATABASE_URL 末尾加 ?sslmode=verify-full，并在数据库启用 TLS。",
      }),
    );
  return findings;
};

const locale: Check = async ({ pool }) => {
  const { rows } = await pool.query<{ found: number }>(
    "select coalesce(cardinality(show_trgm('科学')), 0) as found",
  );
  if ((rows[0]?.found ?? 0) > 0) return [];
  return [
    finding("locale", "error", {
      found: "数据库的区域设置不能检索中文",
      mend: "请备份后用 createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 重新建库，再恢复。",
    }),
  ];
};

const migrations: Check = async ({ pool, migrations: known }) => {
  const { rows } = await pool.query<{ name: string; hash: string }>(
    "select name, hash from schema_migrations order by name",
  );
  const applied = new Map(rows.map((row) => [row.name, row.hash]));
  const names = new Set(known.map((migration) => migration.name));
  const pending = known
    .filter((migration) => !applied.has(migration.name))
    .map((migration) => migration.name);
  const unknown = [...applied.keys()].filter((name) => !names.has(name));
  const changed = known
    .filter((migration) => applied.has(migration.name) && applied.get(migration.name) !== migration.hash)
    .map((migration) => migration.name);
  const findings: Finding[] = [];
  if (pending.length > 0)
    findings.push(
      finding("migrations_pending", "error", {
        found: `数据库还没有升级：${pending.join("、")}`,
        mend: "请先备份，再运行 npx kepu migrate 或重新启动。",
      }),
    );
  if (unknown.length > 0)
    findings.push(
      finding("migrations_unknown", "error", {
        found: `数据库比程序新：${unknown.join("、")}`,
        mend: "请改用新版本程序，或从升级前的备份恢复。",
      }),
    );
  if (changed.length > 0)
    findings.push(
      finding("migrations_changed", "error", {
        found: `已执行的升级文件被改动过：${changed.join("、")}`,
        mend: "请恢复原来的文件，不要修改已执行的升级。",
      }),
    );
  return findings;
};

/** What is missing of the golden schema, or was added by hand. Only told where the migrations are the program's own. */
const shape: Check = async ({ pool, schema, migrations: known }) => {
  const client = await pool.connect();
  try {
    const applied = await client.query<{ count: number }>("select count(*) as count from schema_migrations");
    if (applied.rows[0]?.count !== known.length) return [];
    const wanted = new Set(schema.trim().split("\n"));
    const actual = new Set((await dumpSchema(client)).trim().split("\n"));
    const missing = [...wanted].filter((line) => !actual.has(line));
    const added = [...actual].filter((line) => !wanted.has(line));
    const list = (lines: readonly string[]): string =>
      `${lines.slice(0, 5).join("；")}${lines.length > 5 ? ` 等 ${lines.length} 处` : ""}`;
    const invalid = await client.query<{ name: string }>(
      "select indexrelid::regclass::text as name from pg_index where not indisvalid",
    );
    return [
      ...(missing.length === 0
        ? []
        : [
            finding("schema_missing", "error", {
              found: `数据库缺少：${list(missing)}`,
              mend: "有人手工删改过结构。请按 apps/server/schema.sql 补上，或从备份恢复。",
            }),
          ]),
      ...(added.length === 0
        ? []
        : [
            finding("schema_added", "warning", {
              found: `数据库多出：${list(added)}`,
              mend: "如果不是有意添加的，请删除；它可能妨碍以后的升级。",
            }),
          ]),
      ...(invalid.rows.length === 0
        ? []
        : [
            finding("index_invalid", "error", {
              found: `索引失效：${invalid.rows.map((row) => row.name).join("、")}`,
              mend: "请执行 reindex index concurrently <索引名>。",
            }),
          ]),
    ];
  } finally {
    client.release();
  }
};

const triggers: Check = async ({ pool }) => {
  const { rows } = await pool.query<{ name: string }>(`
    select format('%s（%s）', g.tgname, c.relname) as name from pg_trigger g join pg_class c on c.oid = g.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and not g.tgisinternal and g.tgenabled not in ('O', 'A') order by 1`);
  if (rows.length === 0) return [];
  const found = `这些保护被停用：${rows.map((row) => row.name).join("、")}`;
  return [
    finding("triggers_disabled", "error", {
      found,
      mend: "请执行 alter table <表> enable trigger <名称>，再运行 npx kepu ledger verify 查看期间有无改动。",
    }),
  ];
};

const constraints: Check = async ({ pool }) => {
  const { rows } = await pool.query<{ name: string }>(`
    select format('%s（%s）', k.conname, c.relname) as name from pg_constraint k join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and not k.convalidated order by 1`);
  if (rows.length === 0) return [];
  const found = `这些约束没有校验过已有数据：${rows.map((row) => row.name).join("、")}`;
  return [
    finding("constraints_not_valid", "warning", {
      found,
      mend: "请执行 alter table <表> validate constraint <名称>。",
    }),
  ];
};

type InstallationRow = { key: string; value: { at?: string; since?: string } };

const installation: Check = async ({ pool, config, clock }) => {
  const { rows } = await pool.query<InstallationRow>("select key, value from installation");
  const facts = new Map(rows.map((row) => [row.key, row.value]));
  const findings: Finding[] = [];
  if (facts.has("demo") && !config.demo)
    findings.push(
      finding("demo_accounts", "error", {
        found: "数据库里有演示账号",
        mend: "正式使用请换一个空数据库；演示请设置 KEPU_DEMO=1。",
      }),
    );
  if (config.demo) return findings;
  const backedUp = facts.get("last_backup")?.at;
  const mend =
    "请每天运行 npx kepu backup（见 docs/operations.zh-CN.md 的定时任务），并把文件存到另一台机器。";
  if (backedUp === undefined)
    findings.push(finding("backup_missing", "error", { found: "从来没有备份过", mend }));
  else if (clock.now().getTime() - new Date(backedUp).getTime() > 26 * hourMs)
    findings.push(finding("backup_old", "error", { found: `最近一次备份是 ${backedUp}`, mend }));
  return findings;
};

const ledger: Check = async ({ pool }) => {
  const { rows } = await pool.query<{ waiting_minutes: number | null }>(`
    select extract(epoch from clock_timestamp() - min(e.created_at))::float8 / 60 as waiting_minutes
    from ledger_entries e
    where e.created_at > coalesce((select max(created_at) from ledger_checkpoints), '-infinity')`);
  const minutes = rows[0]?.waiting_minutes ?? 0;
  if (minutes <= 10) return [];
  const found = `已有 ${Math.round(minutes)} 分钟没有签发库外存证`;
  return [
    finding("checkpoint_old", "error", {
      found,
      mend: "请确认网站正在运行、存证文件夹可以写入，并查看“任务”页里 ledger.checkpoint 的错误。",
    }),
  ];
};

const queues: Check = async ({ pool }) => {
  const events = await pool.query<{ stuck: number; late: number }>(`
    select count(*) filter (where attempts >= 5) as stuck,
      count(*) filter (where attempts < 5 and created_at < now() - interval '10 minutes') as late
    from outbox_events where delivered_at is null`);
  const findings: Finding[] = [];
  const { stuck = 0, late = 0 } = events.rows[0] ?? {};
  if (stuck > 0)
    findings.push(
      finding("events_failed", "error", {
        found: `${stuck} 个事件五次都没有送达`,
        mend: "请在工作台“任务”页查看原因，处理后点“重试”。",
      }),
    );
  if (late > 0)
    findings.push(
      finding("events_late", "warning", {
        found: `${late} 个事件等待超过 10 分钟`,
        mend: "请确认网站或任务进程正在运行。",
      }),
    );
  const there = await pool.query<{ there: boolean }>("select to_regclass('pgboss.job') is not null as there");
  if (there.rows[0]?.there !== true) return findings;
  const jobs = await pool.query<{ failed: number }>(
    "select count(*) as failed from pgboss.job where state = 'failed'",
  );
  const { failed = 0 } = jobs.rows[0] ?? {};
  if (failed > 0)
    findings.push(
      finding("jobs_failed", "error", {
        found: `${failed} 个任务多次失败`,
        mend: "请在工作台“任务”页查看原因，处理后点“重试”。",
      }),
    );
  return findings;
};

const connections: Check = async ({ pool }) => {
  const { rows } = await pool.query<{ used: number; allowed: number }>(
    "select (select count(*) from pg_stat_activity where backend_type = 'client backend') as used, current_setting('max_connections')::int as allowed",
  );
  const { used = 0, allowed = 1 } = rows[0] ?? {};
  if (used < allowed * 0.8) return [];
  return [
    finding("connections_high", "warning", {
      found: `数据库连接用了 ${used} / ${allowed}`,
      mend: "请减少同时运行的节点，或在前面加 PgBouncer。",
    }),
  ];
};

/** What the database itself tells. */
export const databaseChecks: Readonly<Record<string, Check>> = {
  server,
  locale,
  migrations,
  shape,
  triggers,
  constraints,
  installation,
  ledger,
  queues,
  connections,
};
