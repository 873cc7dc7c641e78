import { createHash, createHmac } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { FileStore } from "./files.ts";

export type S3Settings = {
  endpoint: string;
  bucket: string;
  accessKey: string;
  secretKey: string;
  region: string;
};

const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

export const emptyBodyHash = sha256("");

/** RFC 3986: what S3 wants of a path; encodeURIComponent leaves five characters that it wants encoded. */
const encodePath = (path: string): string =>
  path
    .split("/")
    .map((part) =>
      encodeURIComponent(part).replaceAll(
        /[!'()*]/g,
        (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/");

/** `20130524T000000Z` */
const toStamp = (at: Date): string => at.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");

/**
 * The Authorization header of AWS Signature Version 4 (S3, one chunk). All given headers are signed.
 * @param request.path decoded path, with bucket in path style
 * @param request.headers lower-case names; `host`, `x-amz-date` and `x-amz-content-sha256` must be among them
 */
export const signS3Request = (
  request: { method: string; path: string; headers: Readonly<Record<string, string>> },
  keys: { accessKey: string; secretKey: string; region: string },
): string => {
  const names = Object.keys(request.headers).sort();
  const stamp = request.headers["x-amz-date"] ?? "";
  const scope = `${stamp.slice(0, 8)}/${keys.region}/s3/aws4_request`;
  const canonical = [
    request.method,
    encodePath(request.path),
    "",
    ...names.map((name) => `${name}:${(request.headers[name] ?? "").trim()}`),
    "",
    names.join(";"),
    request.headers["x-amz-content-sha256"] ?? "",
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, sha256(canonical)].join("\n");
  const key = [stamp.slice(0, 8), keys.region, "s3", "aws4_request"].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${keys.secretKey}`,
  );
  const signature = hmac(key, toSign).toString("hex");
  return `AWS4-HMAC-SHA256 Credential=${keys.accessKey}/${scope},SignedHeaders=${names.join(";")},Signature=${signature}`;
};

const attempts = 3;
const timeoutMs = 20_000;

/** Files in an S3-compatible store (MinIO, OSS, OBS …), path style. Every request here may be repeated safely. */
export const createS3FileStore = (settings: S3Settings, clock: Clock): FileStore => {
  const base = new URL(settings.endpoint);
  const send = async (method: "PUT" | "GET" | "DELETE", id: string, body?: Buffer): Promise<Response> => {
    const path = `${base.pathname.replace(/\/$/, "")}/${settings.bucket}/${id}`;
    for (let attempt = 1; ; attempt += 1) {
      const headers = {
        host: base.host,
        "x-amz-content-sha256": body === undefined ? emptyBodyHash : sha256(body),
        "x-amz-date": toStamp(clock.now()),
      };
      const { host: _host, ...sent } = {
        ...headers,
        authorization: signS3Request({ method, path, headers }, settings),
      };
      const request = {
        method,
        headers: sent,
        signal: AbortSignal.timeout(timeoutMs),
        redirect: "error" as const,
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
      };
      try {
        const response = await fetch(new URL(encodePath(path), base), request);
        if (response.status < 500 || attempt >= attempts) return response;
        await response.body?.cancel();
      } catch (error) {
        if (attempt >= attempts)
          throw new Error(`file store: ${method} did not get through`, { cause: error });
      }
    }
  };
  const requireDone = async (response: Response, what: string): Promise<void> => {
    if (response.ok) return;
    const text = await response.text();
    // S3 says why in <Code>; the rest can hold the bucket's and the key's names.
    throw new Error(
      `file store: ${what} was answered ${response.status} ${/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? ""}`,
    );
  };
  return {
    put: async (id, bytes) => requireDone(await send("PUT", id, bytes), "a write"),
    get: async (id) => {
      const response = await send("GET", id);
      if (!response.ok) await requireDone(response, "a read");
      return Buffer.from(await response.arrayBuffer());
    },
    remove: async (id) => {
      const response = await send("DELETE", id);
      if (response.status !== 404) await requireDone(response, "a removal");
    },
  };
};
