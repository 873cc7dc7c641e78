import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { planRequirements } from "#server/plan-requirements.ts";

const server = join(import.meta.dirname, "..");
const text = readFileSync(join(server, "../../docs/glossary.md"), "utf8");

type Entry = { term: string; identifier: string; table: string; plan: string; meaning: string };

const readEntries = (markdown: string): readonly Entry[] =>
  markdown.split("\n").flatMap((line) => {
    const cells = line.split("|").map((cell) => cell.trim());
    const [, term = "", identifier = "", table = "", plan = "", meaning = ""] = cells;
    if (cells.length !== 7 || term === "中文" || term.startsWith("---")) return [];
    return [{ term, identifier: identifier.replaceAll("`", ""), table, plan, meaning }];
  });

const entries = readEntries(text);

const tablesOf = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap((file) => {
    const migration = readFileSync(join(folder, file), "utf8");
    return [...migration.matchAll(/create (?:unlogged )?table (?:if not exists )?(\w+)/g)].map(
      (match) => match[1] ?? "",
    );
  });

const sourceText = (folder: string): string =>
  readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sourceText(path);
      return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)
        ? readFileSync(path, "utf8")
        : "";
    })
    .join("\n");

test("every table of the database stands in the glossary, and every table named there exists", () => {
  const tables = tablesOf(join(server, "migrations"));
  assert.ok(tables.length > 40);
  const named = entries.map((entry) => entry.table).filter((table) => table !== "");
  assert.deepEqual(
    tables.filter((table) => !named.includes(table)).sort(),
    [],
    "add the table to docs/glossary.md",
  );
  assert.deepEqual(
    named.filter((table) => !tables.includes(table)),
    [],
    "a table that is gone",
  );
  assert.equal(new Set(named).size, named.length, "one table, one term");
});

test("every identifier of the glossary exists in the code", () => {
  const words = new Set(sourceText(join(server, "src")).match(/\w+/g) ?? []);
  assert.deepEqual(
    entries.map((entry) => entry.identifier).filter((identifier) => !words.has(identifier)),
    [],
  );
});

test("every term has a Chinese word and a meaning, and names plan requirements that exist", () => {
  const known = new Set(planRequirements.map((requirement) => requirement.id));
  assert.ok(entries.length > 50);
  for (const { term, meaning, plan } of entries) {
    assert.match(term, /\p{Script=Han}/u);
    assert.ok(meaning.length > 10, `${term}: say what it is`);
    if (plan !== "") assert.ok(known.has(plan), `${term}: no requirement ${plan}`);
  }
});
