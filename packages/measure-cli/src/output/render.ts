import type { Cell, Outcome, ResultTable } from "../command.ts";
import { type Formula, formulas } from "../explain/formulas.ts";
import { escapeHtml } from "../html/escape.ts";
import { toPage, toTable } from "../html/page.ts";
import type { InputFile } from "../input/read-table.ts";

export type RunRecord = {
  readonly command: string;
  readonly seed: string;
  readonly inputs: readonly InputFile[];
};

// A cell that begins so is taken for a formula by spreadsheet programs (OWASP "CSV injection").
const formulaStart = /^[ \u3000]*[=+\-@＝＋－＠\t]/u;

const toField = (cell: Cell): string => {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = formulaStart.test(cell) && !Number.isFinite(Number(cell)) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A table as CSV (RFC 4180, UTF-8 with mark so that Excel reads it). */
export const toCsv = ({
  columns,
  rows,
}: Pick<ResultTable, "rows"> & { readonly columns: readonly { readonly name: string }[] }): string =>
  `\uFEFF${[columns.map(({ name }) => name), ...rows].map((row) => row.map(toField).join(",")).join("\r\n")}\r\n`;

/** Everything as JSON: no time and no path, so that the same seed gives the same bytes. */
export const toJson = (outcome: Outcome, { command, seed, inputs }: RunRecord): string => {
  const { title, figures, tables, notes, data } = outcome;
  return `${JSON.stringify(
    {
      program: "kepu-measure",
      version: "0.1.0",
      command,
      seed,
      title,
      inputs,
      notes,
      figures,
      tables: Object.fromEntries(
        tables.map((table) => [
          table.name,
          table.rows.map((row) =>
            Object.fromEntries(table.columns.map(({ name }, k) => [name, row[k] ?? null])),
          ),
        ]),
      ),
      ...data,
    },
    undefined,
    1,
  )}\n`;
};

/** The formulas that the figures of a page rest on. */
export const drawFormulas = (outcome: Pick<Outcome, "figures">): string =>
  [...new Set(outcome.figures.map(({ formula }) => formula))]
    .map((name) => {
      const formula: Formula = formulas[name];
      return `<dt>${escapeHtml(formula.title)}</dt><dd class="formula">${[
        formula.value,
        formula.error === undefined ? undefined : `误差：${formula.error}`,
        formula.interval === undefined ? undefined : `区间：${formula.interval}`,
        `出处：${formula.source}`,
      ]
        .filter((line) => line !== undefined)
        .map(escapeHtml)
        .join("<br>")}</dd>`;
    })
    .join("\n");

/** Which bytes and seed a page comes from. */
export const drawInputs = ({ inputs, seed, command }: RunRecord): string =>
  `<p class="small">命令 kepu-measure ${escapeHtml(command)}，种子 ${escapeHtml(seed)}。同样的文件和种子得到同样的字节。</p><ul class="mono">${inputs
    .map(({ name, sha256 }) => `<li>${escapeHtml(name)} sha256 ${sha256}</li>`)
    .join("")}</ul>`;

/** A self-contained page of any command's outcome. */
export const toHtml = (outcome: Outcome, record: RunRecord): string =>
  outcome.page ??
  toPage(
    outcome.title,
    [
      `<h1>${escapeHtml(outcome.title)}</h1>`,
      ...outcome.notes.map((note) => `<p>${escapeHtml(note)}</p>`),
      ...(outcome.parts ?? []).map(({ title, html }) => `<h2>${escapeHtml(title)}</h2>\n${html}`),
      "<h2>表</h2>",
      ...outcome.tables.map((table) => toTable(table)),
      "<h2>公式与出处</h2>",
      `<dl>${drawFormulas(outcome)}</dl>`,
      "<h2>来源</h2>",
      drawInputs(record),
    ].join("\n"),
  );
