import type { Actor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { factKinds } from "#kernel/facts.ts";
import { readSheetFile } from "#kernel/sheet-reader.ts";
import { toXlsx } from "#kernel/xlsx-export.ts";
import type { AssessmentsError } from "./errors.ts";
import { listItems } from "./queries.ts";
import { draftScheme, type NewItem } from "./schemes.ts";

const headers = {
  title: "项目",
  kind: "怎么算",
  points: "分值",
  factKind: "事实种类",
  target: "满分要多少",
  criterion: "评分标准",
} as const;
const itemKinds = { facts: "由记录算", inspected: "现场评" } as const;

/** The items of a scheme in the form in which they are read again (Q-14: import = export). */
export const exportScheme = async (db: Db, schemeId: string): Promise<Buffer> => {
  const names = new Map(factKinds().map(({ kind, name }) => [kind, name]));
  return toXlsx(await listItems(db, schemeId), {
    sheet: "评分办法",
    columns: [
      { header: headers.title, value: (item) => item.title, width: 40 },
      { header: headers.kind, value: (item) => itemKinds[item.kind], width: 12 },
      { header: headers.points, value: (item) => item.fullPoints / 100, width: 8 },
      {
        header: headers.factKind,
        value: (item) => (item.factKind === null ? null : (names.get(item.factKind) ?? item.factKind)),
        width: 24,
      },
      {
        header: headers.target,
        value: (item) => (item.target === null ? null : Number(item.target)),
        width: 12,
      },
      { header: headers.criterion, value: (item) => item.criterion, width: 60 },
    ],
  });
};

const refuse = (line: number, what: string): never => {
  throw new AppError<AssessmentsError>("assessments.scheme_rows", {
    fields: { file: "assessments.scheme_rows" },
    values: { line, what },
  });
};

/** A kind of facts by its code or by the name that the export wrote. */
const kindOf = (cell: string, line: number): string => {
  const found = factKinds().find(({ kind, name }) => kind === cell || name === cell);
  return found === undefined ? refuse(line, `系统里没有“${cell}”这种事实`) : found.kind;
};

const readItems = async (bytes: Buffer): Promise<readonly NewItem[]> => {
  const [head, ...rows] = await readSheetFile(bytes);
  const at = (header: string): number => head?.cells.findIndex((cell) => cell.trim() === header) ?? -1;
  for (const header of [headers.title, headers.kind, headers.points])
    if (at(header) === -1) refuse(1, `没有“${header}”这一列`);
  return rows.map(({ line, cells }) => {
    const textOf = (header: string): string => (at(header) === -1 ? "" : (cells[at(header)]?.trim() ?? ""));
    const title = textOf(headers.title);
    const points = Number(textOf(headers.points));
    if (!Number.isFinite(points)) refuse(line, "“分值”要是数字");
    if (textOf(headers.kind) === itemKinds.inspected)
      return { title, kind: "inspected", points, criterion: textOf(headers.criterion) };
    if (textOf(headers.kind) !== itemKinds.facts)
      refuse(line, `“怎么算”只能写“${itemKinds.facts}”或“${itemKinds.inspected}”`);
    const target = Number(textOf(headers.target));
    if (!(target > 0)) refuse(line, "“满分要多少”要是大于 0 的数");
    return { title, kind: "facts", points, factKind: kindOf(textOf(headers.factKind), line), target };
  });
};

/**
 * Drafts a scheme from a table (.xlsx or .csv) with the columns of the export, through the same command as the editor: what
 * may not be assessed is refused here as there.
 * @throws AppError `assessments.scheme_rows` with the row, and as draftScheme
 */
export const importScheme = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; code: string; title: string; bytes: Buffer },
): Promise<string> => {
  const { bytes, ...scheme } = input;
  return draftScheme(trx, context, actor, { ...scheme, items: await readItems(bytes) });
};
