import { readFile, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { verifyPack } from "#modules/packs/index.ts";
import { type Command, wrongUse } from "#server/command-line.ts";

export const usage = `pack verify <文件>       核对迎检材料包：逐个文件的指纹、清单、账本证明
  <文件>              .zip 材料包
  --key <公钥文本>    用事先保存的公钥（公示页上的一行文字）核对是谁签的；不给时用包里带的公钥`;

const largestBytes = 256 * 1024 * 1024;

export const run: Command["run"] = async (argv, io) => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { key: { type: "string" } },
    allowPositionals: true,
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) {
    io.stderr(`用法：npx kepu ${usage}\n`);
    return wrongUse;
  }
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile() || found.size > largestBytes) {
    io.stderr(`✗ 读不出“${path}”：没有这个文件，或它不是 256 MB 以内的压缩包。请检查路径。\n`);
    return wrongUse;
  }
  const report = verifyPack(await readFile(path), { key: values.key });
  io.stdout(`《${report.title}》，数字截至 ${report.asOf}，${report.files} 个文件\n`);
  for (const { path: inside, sentence } of report.problems) io.stdout(`✗ ${inside}：${sentence}\n`);
  if (report.checkpoint !== undefined) {
    const whose = values.key === undefined ? "包里带的公钥" : "您给的公钥";
    io.stdout(
      `✓ 清单的指纹在账本 ${report.checkpoint.origin} 的检查点里（${report.checkpoint.size} 条），用${whose}核对\n`,
    );
    if (values.key === undefined)
      io.stdout(`  公钥：${report.checkpoint.publicKey}\n  请和公示页上的公钥比一下，一样才说明是它签的。\n`);
  }
  io.stdout(report.problems.length === 0 ? "✓ 全部一致\n" : `✗ 有 ${report.problems.length} 处不一致\n`);
  return report.problems.length === 0 ? 0 : 1;
};
