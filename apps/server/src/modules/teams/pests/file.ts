import { AppError } from "#kernel/errors.ts";
import { plainHeader } from "#kernel/sheet-cells.ts";
import { readSheetFile } from "#kernel/sheet-reader.ts";
import type { TeamsError } from "../errors.ts";
import { skillCodes, skills } from "../vocabulary.ts";
import type { PestInput } from "./pests.ts";
import { toNameKey } from "./recognise.ts";
import { cropCodes, crops, pestKindCodes, pestKinds } from "./vocabulary.ts";

type FileRow = { line: number; ok: boolean; sentence: string };
type PestFile = { pests: readonly PestInput[]; rows: readonly FileRow[] };

const headings = ["名称", "病虫草", "作物", "别名", "要会什么", "出处", "在哪里查得到"] as const;

const listOf = (cell: string): string[] =>
  cell
    .split(/[、,，;；]/u)
    .map((one) => one.trim())
    .filter((one) => one !== "");

const find = <T extends string>(
  codes: readonly T[],
  names: Readonly<Record<T, string>>,
  said: string,
): T | undefined => codes.find((code) => names[code] === said);

/**
 * The vocabulary as a sheet, one row a pest, every wrong row named; `taken` are the names that are there already.
 * @throws AppError `teams.pests_file` | SheetError
 */
export const readPestsFile = async (bytes: Buffer, taken: readonly string[]): Promise<PestFile> => {
  const [head, ...lines] = await readSheetFile(bytes);
  const at = headings.map((name) => head?.cells.findIndex((cell) => plainHeader(cell) === name) ?? -1);
  if (at.includes(-1) || lines.length === 0)
    throw new AppError<TeamsError>("teams.pests_file", { fields: { file: "teams.pests_file" } });
  const known = new Set(taken.map(toNameKey));
  const pests: PestInput[] = [];
  const rows = lines.map(({ line, cells }): FileRow => {
    const wrong = (sentence: string): FileRow => ({ line, ok: false, sentence });
    const [name = "", kindSaid = "", cropsSaid = "", others = "", skillSaid = "", title = "", place = ""] =
      at.map((column) => (cells[column] ?? "").trim());
    const key = toNameKey(name);
    if (key.length < 2 || name.length > 20) return wrong("名称要有 2 到 20 个字，例如“稻瘟病”。");
    if (known.has(key)) return wrong(`“${name}”已经有了，要改请在列表里改。`);
    const kind = find(pestKindCodes, pestKinds, kindSaid);
    if (kind === undefined) return wrong(`“${kindSaid}”读不懂，请写病、虫或草。`);
    const cropList = listOf(cropsSaid).map((said) => ({ said, code: find(cropCodes, crops, said) }));
    const strange = cropList.find((one) => one.code === undefined);
    if (strange !== undefined || cropList.length === 0)
      return wrong(`作物“${strange?.said ?? ""}”不认得，请写：${Object.values(crops).join("、")}。`);
    const otherNames = listOf(others);
    if (otherNames.length > 12 || otherNames.some((one) => toNameKey(one).length < 2 || one.length > 20))
      return wrong("别名最多 12 个，每个 2 到 20 个字，用顿号分开。");
    const skill = find(skillCodes, skills, skillSaid === "" ? skills.farming : skillSaid);
    if (skill === undefined)
      return wrong(`“${skillSaid}”不认得，请写：${Object.values(skills).join("、")}。`);
    if (title.length < 4 || title.length > 120)
      return wrong("出处要写文件、标准或名录的全名，4 到 120 个字。");
    if (place.length < 2 || place.length > 200) return wrong("请写在哪里查得到：文号、标准号或网址。");
    known.add(key);
    pests.push({
      name,
      kind,
      crops: cropList.flatMap((one) => (one.code === undefined ? [] : [one.code])),
      otherNames,
      skill,
      sourceTitle: title,
      sourcePlace: place,
    });
    return { line, ok: true, sentence: `${name}（${cropsSaid}）` };
  });
  return { pests, rows };
};
