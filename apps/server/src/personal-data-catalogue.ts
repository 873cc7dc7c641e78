import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One personal field as its comment in a `tables.ts` declares it. */
export type PersonalField = { table: string; column: string; what: string; purpose: string; period: string };

type Column = { table: string; column: string; type: string; comment: string };

const sourceFolder = import.meta.dirname;

/** `tables.ts` of the kernel and of every module. */
const listTableFiles = (): readonly string[] => [
  join(sourceFolder, "kernel/tables.ts"),
  ...readdirSync(join(sourceFolder, "modules"))
    .sort()
    .map((module) => join(sourceFolder, "modules", module, "tables.ts"))
    .filter(existsSync),
];

const toTableName = (interfaceName: string): string =>
  interfaceName
    .replace(/Table$/, "")
    .replaceAll(/(?<!^)([A-Z])/g, "_$1")
    .toLowerCase();

/** The columns of one `tables.ts` with the doc comment above each; a table is called as `Tables` calls it. */
export const readColumns = (text: string): readonly Column[] => {
  const tableOf = new Map(
    [...text.matchAll(/^\s+(\w+): (\w+Table);/gm)].map(([, table = "", name = ""]) => [name, table]),
  );
  return [...text.matchAll(/^export interface (\w+Table) \{\n([\s\S]*?)^\}/gm)].flatMap(
    ([, name = "", body = ""]) =>
      [...body.matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ {2}(\w+): ([^;]+);/gm)].map(
        ([, comment = "", column = "", type = ""]) => ({
          table: tableOf.get(name) ?? toTableName(name),
          column,
          type,
          comment: comment.replaceAll(/\s*\n\s*\*?\s*/g, " ").trim(),
        }),
      ),
  );
};

export const readAllColumns = (): readonly Column[] =>
  listTableFiles().flatMap((file) => readColumns(readFileSync(file, "utf8")));

/**
 * Personal fields in the order of the tables. A comment reads `personal: what; purpose; period`; "as above" repeats the
 * field before it.
 */
export const toPersonalFields = (columns: readonly Column[]): readonly PersonalField[] => {
  const fields: PersonalField[] = [];
  for (const { table, column, comment } of columns) {
    const declared = /^personal: (.*?)\.?$/.exec(comment)?.[1];
    if (declared === undefined) continue;
    const [what = "", purpose = "", period = ""] = declared.split("; ");
    const before = fields.findLast((field) => field.table === table);
    const repeated = [purpose, period].includes("as above") ? before : undefined;
    fields.push({
      table,
      column,
      what,
      purpose: purpose === "as above" ? (repeated?.purpose ?? "") : purpose,
      period: repeated?.period ?? period,
    });
  }
  return fields;
};

/** docs/personal-data.md: what is kept about people, why, and for how long (PIPL 17, 19). */
export const renderPersonalData = (
  fields: readonly PersonalField[] = toPersonalFields(readAllColumns()),
): string =>
  [
    "# Personal data (个人信息目录)",
    "",
    "Generated from the `personal:` comments in the modules' `tables.ts`; do not edit. A test compares the two.",
    "Facts, audit and ledger hold no personal data, only pseudonymous ids.",
    "",
    "| table | column | what | purpose | kept |",
    "|---|---|---|---|---|",
    ...fields.map(
      ({ table, column, what, purpose, period }) =>
        `| ${table} | ${column} | ${what} | ${purpose} | ${period} |`,
    ),
    "",
  ].join("\n");
