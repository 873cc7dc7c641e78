import { sql } from "kysely";
import type { Db, Trx } from "./db.ts";
import { prepared } from "./prepared.ts";

export type CachedPage = {
  status: number;
  contentType: string;
  body: Buffer;
  etag: string;
  /** The idempotency key in the forms of the page: every reader gets another in its place, of the same length. */
  formKey?: string | undefined;
};

/**
 * Anonymous pages kept in memory, never served stale on any node: a page is used only while the database's version
 * is the one it was made at. The version is read after the request arrived (requests that wait share one read),
 * so a change or recall that was committed shows in the next response on every node; under load one read serves
 * many requests.
 */
export type PageCache = {
  currentVersion: () => Promise<number>;
  get: (key: string, version: number) => CachedPage | undefined;
  set: (key: string, version: number, page: CachedPage) => void;
};

const maxPages = 2_000;
/** How many addresses are remembered that were asked for once while the cache was full. */
const maxNewcomers = 10_000;

const readVersion = prepared((db) =>
  db.selectFrom("page_versions").select("version").where("scope", "=", sql.lit("portal")),
);

export const createPageCache = (db: Db): PageCache => {
  const pages = new Map<string, CachedPage>();
  const newcomers = new Set<string>();
  let keptVersion = 0;
  let next: Promise<number> | undefined;
  let running: Promise<number> | undefined;
  const read = async (): Promise<number> => {
    const [row] = await readVersion(db, {});
    if (row === undefined) throw new Error("the portal has no page version");
    return row.version;
  };
  const start = (): Promise<number> => {
    const current = read().finally(() => {
      if (running === current) running = undefined;
    });
    running = current;
    return current;
  };
  return {
    currentVersion: () => {
      if (running === undefined) return start();
      // A read under way began before this request: it may miss a change committed since. Wait for the next one.
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined;
          return start();
        });
      return next;
    },
    get: (key, version) => (version === keptVersion ? pages.get(key) : undefined),
    set: (key, version, page) => {
      if (version < keptVersion) return;
      if (version > keptVersion) {
        // Nothing of an older version is ever sent again.
        keptVersion = version;
        pages.clear();
        newcomers.clear();
      }
      // A machine that walks through all pages once does not push out what people read: a full cache takes in what is asked for again.
      if (pages.size >= maxPages && !pages.has(key)) {
        if (!newcomers.delete(key)) {
          if (newcomers.size >= maxNewcomers) newcomers.clear();
          newcomers.add(key);
          return;
        }
        const oldest = pages.keys().next().value;
        if (oldest !== undefined) pages.delete(oldest);
      }
      pages.delete(key);
      pages.set(key, page);
    },
  };
};

/** A kept page for one more reader: with a form key of his own, so that two who share it do not share an act. */
export const withFormKey = (page: CachedPage, key: string): Buffer => {
  if (page.formKey === undefined) return page.body;
  const body = Buffer.from(page.body);
  for (let at = body.indexOf(page.formKey); at !== -1; at = body.indexOf(page.formKey, at + key.length))
    body.write(key, at, "latin1");
  return body;
};

/** Called in the transaction of anything that changes what anonymous people see. */
export const invalidatePages = async (trx: Trx): Promise<void> => {
  await sql`update page_versions set version = version + 1 where scope = 'portal'`.execute(trx);
};
