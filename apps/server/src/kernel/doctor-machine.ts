import { constants, existsSync, readdirSync, statSync } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { type Finding, finding, type MachinePatient } from "./doctor.ts";
import { findLockHolder } from "./run-lock.ts";

type Check = (patient: MachinePatient) => Promise<readonly Finding[]>;

const gibibyte = 1024 ** 3;

const dataFolder: Check = async ({ config }) => {
  try {
    await access(config.dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const found = `数据文件夹 ${config.dataFolder} 不存在或不能写入`;
    return [
      finding("data_folder", "error", {
        found,
        mend: "请用 chown 把它交给运行本系统的用户，或用 KEPU_DATA 换一个文件夹。",
      }),
    ];
  }
  const mode = statSync(config.dataFolder).mode & 0o777;
  if ((mode & 0o002) === 0) return [];
  const found = `数据文件夹 ${config.dataFolder} 任何人都可以写入（权限 ${mode.toString(8)}）`;
  return [finding("data_folder_mode", "error", { found, mend: `请执行：chmod o-w ${config.dataFolder}` })];
};

/** keys.json, ledger-key.json and demo.json hold secrets: for their owner alone. */
const secretFiles: Check = async ({ config }) =>
  ["keys.json", "ledger-key.json", "demo.json"].flatMap((name) => {
    const file = join(config.dataFolder, name);
    if (!existsSync(file)) return [];
    const mode = statSync(file).mode & 0o777;
    if ((mode & 0o077) === 0) return [];
    const found = `密钥文件 ${file} 其他用户也能读取（权限 ${mode.toString(8)}）`;
    return [
      finding("secret_file_mode", "error", {
        found,
        mend: `请执行：chmod 600 ${file}；如果这台机器有别的用户，还应更换密钥。`,
      }),
    ];
  });

/** 32 random bytes have fewer than 20 different values about once in 10⁹; typed or sample keys have far fewer. */
const isWeak = (key: Buffer): boolean => new Set(key).size < 20;

const secrets: Check = async ({ config }) => {
  const named: [string, Buffer][] = [
    ["KEPU_SECRET", config.secret],
    ["KEPU_INDEX_KEY", config.indexKey],
    ...[...config.dataKeys].map(([id, key]): [string, Buffer] => [`KEPU_DATA_KEYS（${id} 号）`, key]),
  ];
  const weak = named
    .filter(([, key]) => isWeak(key))
    .map(([name]) =>
      finding("weak_secret", "error", {
        found: `密钥 ${name} 不是随机生成的`,
        mend: "请用 openssl rand -base64 32 重新生成。数据密钥要保留旧编号、把新密钥放在最前。",
      }),
    );
  const isShared = new Set(named.map(([, key]) => key.toString("hex"))).size < named.length;
  if (!isShared) return weak;
  return [
    ...weak,
    finding("shared_secret", "error", {
      found: "几个密钥用了同一个值",
      mend: "每个密钥都要单独用 openssl rand -base64 32 生成。",
    }),
  ];
};

const disk: Check = async ({ config, freeBytes }) => {
  const free = await freeBytes(config.dataFolder);
  if (free >= 2 * gibibyte) return [];
  const found = `数据所在磁盘只剩 ${(free / gibibyte).toFixed(1)} GB`;
  return [
    finding("disk_low", free < gibibyte / 2 ? "error" : "warning", {
      found,
      mend: "请清理磁盘或扩容；写满后网站只能浏览。",
    }),
  ];
};

const isLocal = (host: string): boolean => ["localhost", "127.0.0.1", "[::1]", "::1"].includes(host);

const address: Check = async ({ config }) => {
  const url = new URL(config.publicUrl);
  const findings: Finding[] = [];
  if (config.environment === "production" && url.protocol === "http:" && !isLocal(url.hostname))
    findings.push(
      finding("public_http", "error", {
        found: `对外网址 ${config.publicUrl} 没有加密`,
        mend: "请在前面配置 HTTPS 代理，并把 KEPU_PUBLIC_URL 改为 https:// 开头的网址。",
      }),
    );
  if (url.protocol === "https:" && !config.trustProxy)
    findings.push(
      finding("proxy_not_trusted", "warning", {
        found: "网站在 HTTPS 代理后面，但没有设置 KEPU_TRUST_PROXY",
        mend: "请设置 KEPU_TRUST_PROXY=1，否则限流会把所有人当成同一个来源。",
      }),
    );
  if (config.environment === "development" && !isLocal(url.hostname))
    findings.push(
      finding("development_public", "error", {
        found: `开发模式用在了对外网址 ${config.publicUrl}`,
        mend: "请去掉 KEPU_ENV=development：开发模式会显示收到的验证码。",
      }),
    );
  if (url.hostname === "localhost" && !isLocal(config.host))
    findings.push(
      finding("public_url_missing", "warning", {
        found: "网站对外开放，但没有设置对外网址",
        mend: "请设置 KEPU_PUBLIC_URL，否则通知和二维码里的链接打不开。",
      }),
    );
  return findings;
};

const metrics: Check = async ({ config }) => {
  if (config.metricsPort === 0)
    return [
      finding("metrics_off", "warning", {
        found: "没有开放监控指标",
        mend: "请设置 KEPU_METRICS_PORT（例如 9464），供本机的 Prometheus 读取；它只监听 127.0.0.1。",
      }),
    ];
  if (config.metricsPort !== config.port) return [];
  return [
    finding("metrics_public", "error", {
      found: `监控端口与网站端口都是 ${config.port}`,
      mend: "请给 KEPU_METRICS_PORT 另选一个端口，不要经代理对外开放。",
    }),
  ];
};

/** Who can change the database must not be able to change its witness too: another volume, better another machine. */
const checkpointFolder: Check = async ({ config, clusterFolder }) => {
  const folder = config.checkpointFolder;
  if (!existsSync(folder))
    return [
      finding("checkpoints_missing", "warning", {
        found: `库外存证文件夹 ${folder} 还不存在`,
        mend: "网站运行一分钟后会自动创建；如果一直没有，请检查任务是否在运行。",
      }),
    ];
  const beside = clusterFolder ?? config.dataFolder;
  if (!existsSync(beside) || statSync(folder).dev !== statSync(beside).dev) return [];
  return [
    finding("checkpoints_beside_database", "warning", {
      found: "库外存证和数据库在同一块磁盘上",
      mend: "请用 KEPU_CHECKPOINTS 指向另一块磁盘或另一台机器的共享文件夹。",
    }),
  ];
};

const locks: Check = async ({ config }) => {
  const lockFile = join(config.dataFolder, "run.lock");
  const findings: Finding[] = [];
  if (existsSync(lockFile) && findLockHolder(config.dataFolder) === undefined)
    findings.push(
      finding("lock_left_over", "warning", {
        found: "上一次运行没有正常结束，留下了锁文件",
        mend: "无需处理：下次启动会自动接管。如果经常出现，请检查内存是否不足（dmesg | grep -i oom）。",
      }),
    );
  if (!existsSync(config.dataFolder)) return findings;
  const asides = readdirSync(config.dataFolder).filter((name) => name.includes(".lock.stale-"));
  if (asides.length > 0)
    findings.push(
      finding("lock_pieces", "warning", {
        found: `数据文件夹里有 ${asides.length} 个旧的锁文件`,
        mend: `可以删除：rm ${join(config.dataFolder, "run.lock.stale-*")}`,
      }),
    );
  return findings;
};

const node: Check = async ({ nodeVersion }) => {
  const major = Number(nodeVersion.replace(/^v/, "").split(".", 1)[0]);
  if (major >= 24) return [];
  return [
    finding("node_version", "error", {
      found: `正在用 Node ${nodeVersion}`,
      mend: "请通过 npm start 或 npx kepu 运行（会使用固定的 Node 24），或升级系统的 Node。",
    }),
  ];
};

/** What can be looked at without the database. */
export const machineChecks: Readonly<Record<string, Check>> = {
  dataFolder,
  secretFiles,
  secrets,
  disk,
  address,
  metrics,
  checkpointFolder,
  locks,
  node,
};
