import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { AppError } from "./errors.ts";

export type ConfigError =
  | "config.unknown"
  | "config.bad_value"
  | "config.missing_secret"
  | "config.demo_in_production"
  | "config.keys_unreadable";

export type Config = {
  host: string;
  port: number;
  /** Port of /metrics on 127.0.0.1; 0 switches it off. */
  metricsPort: number;
  /** Where people reach the portal, without a slash at its end. */
  publicUrl: string;
  dataFolder: string;
  /** A PostgreSQL ≥ 15; undefined means the embedded server. */
  databaseUrl: string | undefined;
  demo: boolean;
  environment: "development" | "production" | "test";
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  /** Secret of sessions and signatures, 32 bytes. */
  secret: Buffer;
  dataKeys: ReadonlyMap<number, Buffer>;
  indexKey: Buffer;
  cryptoSuite: "intl" | "gm";
  checkpointFolder: string;
  /** Back up before migrations run on a database that holds data. */
  upgradeBackup: boolean;
  trustProxy: boolean;
  siteName: string;
  /** Hosts (with port where it is not the usual one) whose feeds may be subscribed to. */
  upstreamHosts: readonly string[];
  files:
    | { kind: "local"; folder: string }
    | { kind: "s3"; endpoint: string; bucket: string; accessKey: string; secretKey: string; region: string };
  /** A provider of text messages; undefined means that none are sent outside. */
  sms: { url: string; key: string } | undefined;
  /** A WeChat service account whose template messages reach those who bound it; undefined means none. */
  wechat:
    | {
        url: string;
        appId: string;
        secret: string;
        template: { id: string; wordField: string; timeField: string };
      }
    | undefined;
  /** A WeChat official account (公众号) that items are published to; undefined means none. */
  officialAccount: { url: string; appId: string; secret: string } | undefined;
  /** An account of 百家号 that items are published to; undefined means none. */
  baijiahao: { url: string; appId: string; token: string } | undefined;
  oidc: { issuer: string; clientId: string; clientSecret: string; label: string } | undefined;
};

export type Env = Readonly<Record<string, string | undefined>>;

const known = new Set([
  "KEPU_HOST",
  "KEPU_PORT",
  "KEPU_METRICS_PORT",
  "KEPU_PUBLIC_URL",
  "KEPU_DATA",
  "KEPU_DEMO",
  "KEPU_ENV",
  "KEPU_LOG_LEVEL",
  "KEPU_SECRET",
  "KEPU_DATA_KEYS",
  "KEPU_INDEX_KEY",
  "KEPU_CRYPTO_SUITE",
  "KEPU_CHECKPOINTS",
  "KEPU_TRUST_PROXY",
  "KEPU_SITE_NAME",
  "KEPU_UPSTREAM_HOSTS",
  "KEPU_FILES",
  "KEPU_S3_ENDPOINT",
  "KEPU_S3_BUCKET",
  "KEPU_S3_ACCESS_KEY",
  "KEPU_S3_SECRET_KEY",
  "KEPU_S3_REGION",
  "KEPU_SMS_URL",
  "KEPU_SMS_KEY",
  "KEPU_WECHAT_APP_ID",
  "KEPU_WECHAT_SECRET",
  "KEPU_WECHAT_TEMPLATE",
  "KEPU_WECHAT_URL",
  "KEPU_OFFICIAL_ACCOUNT_APP_ID",
  "KEPU_OFFICIAL_ACCOUNT_SECRET",
  "KEPU_OFFICIAL_ACCOUNT_URL",
  "KEPU_BAIJIAHAO_APP_ID",
  "KEPU_BAIJIAHAO_APP_TOKEN",
  "KEPU_BAIJIAHAO_URL",
  "KEPU_OIDC_ISSUER",
  "KEPU_OIDC_CLIENT_ID",
  "KEPU_OIDC_CLIENT_SECRET",
  "KEPU_OIDC_LABEL",
  "KEPU_START_TOKEN",
  "KEPU_BACKUP_KEY",
  "KEPU_UPGRADE_BACKUP",
]);

/** Takes what concerns us from the environment; an unknown KEPU_ name is a misspelling and stops the start. */
export const readEnv = (env: Env): Env => {
  for (const name of Object.keys(env)) {
    if (name.startsWith("KEPU_") && !known.has(name))
      throw new AppError<ConfigError>("config.unknown", { values: { name } });
  }
  const names = [...known, "DATABASE_URL", "PORT", "HOST"];
  return Object.fromEntries(
    names.filter((name) => env[name] !== undefined && env[name] !== "").map((name) => [name, env[name]]),
  );
};

const bad = (name: string, hint: string): never => {
  throw new AppError<ConfigError>("config.bad_value", { values: { name, hint } });
};

const readPort = (name: string, text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback;
  const port = Number(text);
  return /^\d+$/.test(text) && port <= 65_535 ? port : bad(name, "0–65535 之间的整数");
};

const readFlag = (name: string, text: string | undefined): boolean => {
  if (text === undefined || text === "0") return false;
  return text === "1" ? true : bad(name, "0 或 1");
};

const readChoice = <T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly [T, ...T[]],
): T => {
  if (text === undefined) return choices[0];
  return choices.find((choice) => choice === text) ?? bad(name, choices.join(" / "));
};

const readKey = (name: string, text: string): Buffer => {
  const key = Buffer.from(text, "base64");
  return key.length === 32 && key.toString("base64").replace(/=+$/, "") === text.replace(/=+$/, "")
    ? key
    : bad(name, "32 字节密钥的 base64（openssl rand -base64 32）");
};

/** Secrets of an installation that sets none: made once, kept in data/keys.json (mode 0600), never in the database. */
const localSecrets = (dataFolder: string): { secret: string; dataKey: string; indexKey: string } => {
  const file = join(dataFolder, "keys.json");
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    const made = {
      secret: randomBytes(32).toString("base64"),
      dataKey: randomBytes(32).toString("base64"),
      indexKey: randomBytes(32).toString("base64"),
    };
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    return made;
  }
  try {
    const read = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    const { secret, dataKey, indexKey } = read;
    if (typeof secret === "string" && typeof dataKey === "string" && typeof indexKey === "string")
      return { secret, dataKey, indexKey };
  } catch (cause) {
    throw new AppError<ConfigError>("config.keys_unreadable", { values: { file }, cause });
  }
  throw new AppError<ConfigError>("config.keys_unreadable", { values: { file } });
};

const readDataKeys = (text: string): ReadonlyMap<number, Buffer> => {
  const keys = text.split(",").map((part): [number, Buffer] => {
    const [id, key] = part.split(":", 2);
    if (id === undefined || key === undefined || !/^\d{1,3}$/.test(id) || Number(id) > 255)
      return bad("KEPU_DATA_KEYS", "编号:密钥，多个用逗号隔开，当前在用的放最前");
    return [Number(id), readKey("KEPU_DATA_KEYS", key)];
  });
  return new Map(keys);
};

const readFiles = (env: Env, dataFolder: string): Config["files"] => {
  if (readChoice("KEPU_FILES", env["KEPU_FILES"], ["local", "s3"]) === "local")
    return { kind: "local", folder: join(dataFolder, "files") };
  const need = (name: string): string => env[name] ?? bad(name, "使用 S3 存储时必填");
  return {
    kind: "s3",
    endpoint: need("KEPU_S3_ENDPOINT"),
    bucket: need("KEPU_S3_BUCKET"),
    accessKey: need("KEPU_S3_ACCESS_KEY"),
    secretKey: need("KEPU_S3_SECRET_KEY"),
    region: env["KEPU_S3_REGION"] ?? "us-east-1",
  };
};

const readUrl = (name: string, text: string, protocols: readonly string[]): string => {
  try {
    const url = new URL(text);
    if (protocols.includes(url.protocol)) return text.replace(/\/+$/, "");
  } catch {
    return bad(name, `以 ${protocols.map((protocol) => `${protocol}//`).join(" 或 ")} 开头的完整地址`);
  }
  return bad(name, `以 ${protocols.map((protocol) => `${protocol}//`).join(" 或 ")} 开头的完整地址`);
};

const readHosts = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== "")
    .map((host) =>
      /^[a-z0-9.-]+(:\d{1,5})?$/.test(host)
        ? host
        : bad("KEPU_UPSTREAM_HOSTS", "网站域名，多个用逗号隔开，例如 www.example.cn"),
    );

const readSms = (env: Env): Config["sms"] => {
  const url = env["KEPU_SMS_URL"];
  const key = env["KEPU_SMS_KEY"];
  if (url === undefined && key === undefined) return undefined;
  if (url === undefined) return bad("KEPU_SMS_URL", "短信服务商的发送地址");
  if (key === undefined) return bad("KEPU_SMS_KEY", "短信服务商发给本系统的密钥");
  // No slash is taken off its end: the address is the provider's.
  return URL.canParse(url) && /^https?:/.test(url) ? { url, key } : bad("KEPU_SMS_URL", "http(s) 网址");
};

const readWechat = (env: Env): Config["wechat"] => {
  const appId = env["KEPU_WECHAT_APP_ID"];
  const secret = env["KEPU_WECHAT_SECRET"];
  const template = env["KEPU_WECHAT_TEMPLATE"];
  if (appId === undefined && secret === undefined && template === undefined) return undefined;
  if (appId === undefined) return bad("KEPU_WECHAT_APP_ID", "服务号的 AppID");
  if (secret === undefined) return bad("KEPU_WECHAT_SECRET", "服务号的 AppSecret");
  const parts = /^([\w-]+):([a-z_]+\d+):([a-z_]+\d+)$/u.exec(template ?? "");
  const [, id, wordField, timeField] = parts ?? [];
  if (id === undefined || wordField === undefined || timeField === undefined)
    return bad("KEPU_WECHAT_TEMPLATE", "模板编号:内容字段:时间字段，例如 AbC-1:thing1:time2");
  const url = readUrl("KEPU_WECHAT_URL", env["KEPU_WECHAT_URL"] ?? "https://api.weixin.qq.com", [
    "https:",
    "http:",
  ]);
  return { url, appId, secret, template: { id, wordField, timeField } };
};

/** An account of a platform outside: both its number and its secret, or neither. */
const readAccount = (
  env: Env,
  names: { id: string; idHint: string; secret: string; secretHint: string; url: string; usualUrl: string },
): { url: string; appId: string; secret: string } | undefined => {
  const appId = env[names.id];
  const secret = env[names.secret];
  if (appId === undefined && secret === undefined) return undefined;
  return {
    appId: appId ?? bad(names.id, names.idHint),
    secret: secret ?? bad(names.secret, names.secretHint),
    url: readUrl(names.url, env[names.url] ?? names.usualUrl, ["https:", "http:"]),
  };
};

const readOfficialAccount = (env: Env): Config["officialAccount"] =>
  readAccount(env, {
    id: "KEPU_OFFICIAL_ACCOUNT_APP_ID",
    idHint: "公众号的 AppID",
    secret: "KEPU_OFFICIAL_ACCOUNT_SECRET",
    secretHint: "公众号的 AppSecret",
    url: "KEPU_OFFICIAL_ACCOUNT_URL",
    usualUrl: "https://api.weixin.qq.com",
  });

const readBaijiahao = (env: Env): Config["baijiahao"] => {
  const account = readAccount(env, {
    id: "KEPU_BAIJIAHAO_APP_ID",
    idHint: "百家号开发者的 app_id",
    secret: "KEPU_BAIJIAHAO_APP_TOKEN",
    secretHint: "百家号开发者的 app_token",
    url: "KEPU_BAIJIAHAO_URL",
    usualUrl: "https://baijiahao.baidu.com",
  });
  return account && { url: account.url, appId: account.appId, token: account.secret };
};

/** @throws AppError ConfigError with the name of the setting and what to set. */
export const toConfig = (env: Env): Config => {
  const environment = readChoice("KEPU_ENV", env["KEPU_ENV"], ["production", "development", "test"]);
  const dataFolder = resolve(env["KEPU_DATA"] ?? "data");
  const demo = readFlag("KEPU_DEMO", env["KEPU_DEMO"]);
  const port = readPort("PORT", env["KEPU_PORT"] ?? env["PORT"], 3000);
  const databaseUrl =
    env["DATABASE_URL"] === undefined
      ? undefined
      : readUrl("DATABASE_URL", env["DATABASE_URL"], ["postgres:", "postgresql:"]);
  const local =
    env["KEPU_SECRET"] !== undefined &&
    env["KEPU_DATA_KEYS"] !== undefined &&
    env["KEPU_INDEX_KEY"] !== undefined
      ? undefined
      : localSecrets(dataFolder);
  const oidcIssuer = env["KEPU_OIDC_ISSUER"];
  return {
    host: env["KEPU_HOST"] ?? env["HOST"] ?? "127.0.0.1",
    port,
    metricsPort: readPort("KEPU_METRICS_PORT", env["KEPU_METRICS_PORT"], 0),
    publicUrl: readUrl("KEPU_PUBLIC_URL", env["KEPU_PUBLIC_URL"] ?? `http://localhost:${port}`, [
      "http:",
      "https:",
    ]),
    dataFolder,
    databaseUrl,
    demo,
    environment,
    logLevel: readChoice("KEPU_LOG_LEVEL", env["KEPU_LOG_LEVEL"], [
      "info",
      "debug",
      "warn",
      "error",
      "silent",
    ]),
    secret: readKey("KEPU_SECRET", env["KEPU_SECRET"] ?? local?.secret ?? ""),
    dataKeys: readDataKeys(env["KEPU_DATA_KEYS"] ?? `1:${local?.dataKey ?? ""}`),
    indexKey: readKey("KEPU_INDEX_KEY", env["KEPU_INDEX_KEY"] ?? local?.indexKey ?? ""),
    cryptoSuite: readChoice("KEPU_CRYPTO_SUITE", env["KEPU_CRYPTO_SUITE"], ["intl", "gm"]),
    checkpointFolder: resolve(env["KEPU_CHECKPOINTS"] ?? join(dataFolder, "checkpoints")),
    upgradeBackup: readFlag("KEPU_UPGRADE_BACKUP", env["KEPU_UPGRADE_BACKUP"] ?? "1"),
    trustProxy: readFlag("KEPU_TRUST_PROXY", env["KEPU_TRUST_PROXY"]),
    siteName: env["KEPU_SITE_NAME"] ?? "湘江科普",
    upstreamHosts: readHosts(env["KEPU_UPSTREAM_HOSTS"]),
    files: readFiles(env, dataFolder),
    sms: readSms(env),
    wechat: readWechat(env),
    officialAccount: readOfficialAccount(env),
    baijiahao: readBaijiahao(env),
    oidc:
      oidcIssuer === undefined
        ? undefined
        : {
            issuer: readUrl("KEPU_OIDC_ISSUER", oidcIssuer, ["https:", "http:"]),
            clientId:
              env["KEPU_OIDC_CLIENT_ID"] ?? bad("KEPU_OIDC_CLIENT_ID", "统一身份认证平台发给本系统的编号"),
            clientSecret:
              env["KEPU_OIDC_CLIENT_SECRET"] ??
              bad("KEPU_OIDC_CLIENT_SECRET", "统一身份认证平台发给本系统的密钥"),
            label: env["KEPU_OIDC_LABEL"] ?? "统一身份认证",
          },
  };
};
