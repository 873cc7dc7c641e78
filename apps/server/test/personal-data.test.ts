import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  readAllColumns,
  readColumns,
  renderPersonalData,
  toPersonalFields,
} from "#server/personal-data-catalogue.ts";
import { databaseSuite } from "./support/database.ts";

const catalogueFile = join(import.meta.dirname, "../../../docs/personal-data.md");

/** Bytes that name nobody, with the reason. */
const impersonalBytes: Readonly<Record<string, string>> = {
  "audit_entries.before_hash": "keyed hash of a row",
  "audit_entries.after_hash": "keyed hash of a row",
  "ledger_entries.content_hash": "hash of content without personal data",
  "ledger_leaves.leaf_hash": "hash",
  "ledger_nodes.hash": "hash",
  "idempotency_keys.request_hash": "hash of a request, deleted after a day",
  "idempotency_keys.response": "sealed answer to a repeated request, deleted after a day",
  "stored_files.content_hash": "hash of a file",
  "attempt_counts.subject": "keyed digest of an address or account, deleted with its window",
  "registration_drafts.token_index": "keyed digest of a random token",
  "persons.salt": "random",
  "auth_two_factors.secret_sealed": "secret of a device, random",
  "auth_recovery_codes.code_sealed": "random code, sealed so that its owner can be shown it once more",
  "auth_recovery_codes.code_hash": "keyed digest of a random code",
  "phone_codes.browser_hash": "keyed digest of a random cookie",
  "phone_codes.code_hash": "keyed digest of a random code",
  "proxy_codes.code_hash": "keyed digest of a random code",
  "content_versions.content_hash": "hash of published words and files",
  "content_rounds.content_hash": "hash of the words that went into a round of review",
  "screens.token_hash": "digest of a random token of a screen",
  "review_steps.content_hash": "hash of the words that were signed",
  "search_misses.words_index": "keyed digest of words that nobody's person is stored with",
  "search_miss_words.words_index": "keyed digest of words that ten readers or more had",
  "questions.receipt_index": "keyed digest of a random code",
  "registrations.code_index": "keyed digest of a random code",
  "verdicts.content_hash": "hash of the words of a verdict",
  "verdict_signatures.content_hash": "hash of the words that were signed",
  "service_certificates.content_hash": "hash of a certificate with a random salt",
  "calendar_feeds.token_index": "keyed digest of a random token",
  "commissioner_logs.farmer_index": "keyed digest of a phone number or a name in a town",
  "science_staff.name_index": "keyed digest of a name, deleted with it",
  "data_requests.content_hash": "hash that proves what was handed out",
};

const catalogued = new Set(
  toPersonalFields(readAllColumns()).map(({ table, column }) => `${table}.${column}`),
);

test("docs/personal-data.md says what the comments in the tables say", () => {
  assert.equal(readFileSync(catalogueFile, "utf8"), renderPersonalData());
});

test("every personal field has a purpose and a period", () => {
  const fields = toPersonalFields(readAllColumns());
  assert.ok(fields.length >= 15, `${fields.length} fields were found`);
  assert.deepEqual(
    fields.filter(({ what, purpose, period }) => what === "" || purpose === "" || period === ""),
    [],
    "write /** personal: what; purpose; kept for … */",
  );
});

test("every sealed column is a personal field or says why it names nobody", () => {
  const sealed = readAllColumns().filter(({ column }) => /(^|_)sealed$/.test(column));
  assert.ok(sealed.length > 0);
  assert.deepEqual(
    sealed
      .map(({ table, column }) => `${table}.${column}`)
      .filter((name) => !catalogued.has(name) && impersonalBytes[name] === undefined),
    [],
  );
});

test("control: a sealed column without a comment is read as a column without one", () => {
  const columns = readColumns(
    "export interface ProbesTable {\n  id: string;\n  /** personal: name; to greet; kept a day */\n  name_sealed: Buffer;\n  phone_sealed: Buffer;\n}\n",
  );
  assert.deepEqual(
    toPersonalFields(columns).map(({ table, column }) => `${table}.${column}`),
    ["probes.name_sealed"],
  );
  assert.equal(columns.length, 3);
});

databaseSuite("columns of the database", (database) => {
  test("all bytes are catalogued as personal or listed as impersonal, and every catalogued field exists", async () => {
    const { rows } = await database().pool.query<{ name: string; type: string }>(`
      select table_name || '.' || column_name as name, data_type as type
      from information_schema.columns where table_schema = 'public'`);
    const bytes = rows.filter((row) => row.type === "bytea").map((row) => row.name);
    assert.deepEqual(
      bytes.filter((name) => !catalogued.has(name) && impersonalBytes[name] === undefined).sort(),
      [],
      "declare it in tables.ts, or list it here with the reason",
    );
    const all = new Set(rows.map((row) => row.name));
    assert.deepEqual(
      [...catalogued].filter((name) => !all.has(name)),
      [],
      "a comment on a column that is gone",
    );
    assert.deepEqual(
      Object.keys(impersonalBytes).filter((name) => !bytes.includes(name)),
      [],
      "a reason for a column that is gone",
    );
  });
});
