import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { parseArgs } from "node:util";
import { systemActor } from "#kernel/actor.ts";
import { importItems, type ImportFile, isImportable } from "#modules/contents/index.ts";
import { findRootUnit } from "#modules/organisations/index.ts";
import { type Command, withSystem, wrongUse } from "#server/command-line.ts";

export const usage = `content import <文件夹|文件.md|文件.docx>  把 Markdown 和 Word 文件存成草稿，图片一起存，逐个文件说明哪些没能保留
  --unit <单位编号>        存到这个单位名下（不写则存到最上面的委员会）`;

const maxFiles = 1_000;

const listFiles = async (path: string): Promise<{ folder: string; names: readonly string[] }> => {
  if ((await stat(path)).isFile()) return { folder: dirname(path), names: [basename(path)] };
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && isImportable(entry.name))
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join("/"));
  return { folder: path, names: names.sort().slice(0, maxFiles) };
};

export const run: Command["run"] = async (argv, io) => {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { unit: { type: "string" } },
  });
  const [path] = positionals;
  if (path === undefined) {
    io.stderr(`${usage}\n`);
    return wrongUse;
  }
  let listed: { folder: string; names: readonly string[] };
  try {
    listed = await listFiles(path);
  } catch {
    // Whatever stands in the way (no such file, no right to read), the person has to look at the path.
    io.stderr(`✗ 读不了 ${path}。请检查路径和权限。\n`);
    return wrongUse;
  }
  if (listed.names.length === 0) {
    io.stderr("✗ 没有可以导入的文件。请选择 .md 或 .docx 文件，或放着它们的文件夹。\n");
    return wrongUse;
  }
  return withSystem(io, async ({ context }) => {
    const unitId = values.unit ?? (await findRootUnit(context.db))?.id;
    if (unitId === undefined) {
      io.stderr("✗ 还没有单位。请先用 kepu org import 导入单位表。\n");
      return 1;
    }
    const files: ImportFile[] = [];
    for (const name of listed.names)
      files.push({ name, bytes: await readFile(join(listed.folder, ...name.split("/"))) });
    const outcomes = await importItems(
      {
        context,
        actor: systemActor("kepu content import"),
        unitId,
        findBeside: async (place) =>
          readFile(join(listed.folder, ...place.split("/"))).catch(() => undefined),
      },
      files,
    );
    for (const outcome of outcomes) {
      if (!outcome.ok) {
        io.stdout(`✗ ${outcome.sentence}\n`);
        continue;
      }
      io.stdout(`✓ ${outcome.file} → 草稿 ${outcome.contentNo}《${outcome.title}》\n`);
      for (const sentence of outcome.lost) io.stdout(`    ${sentence}\n`);
    }
    const failed = outcomes.filter((outcome) => !outcome.ok).length;
    io.stdout(`共 ${outcomes.length} 个文件：存成草稿 ${outcomes.length - failed}，读不出 ${failed}\n`);
    return failed === 0 ? 0 : 1;
  });
};
