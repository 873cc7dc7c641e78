import type { Command } from "#server/command-line.ts";

export const usage = `start                    启动网站（前台运行，Ctrl-C 停止）
  设置都从环境变量读取：PORT、HOST、DATABASE_URL、KEPU_…，见 docs/operations.zh-CN.md`;

export const run: Command["run"] = async () => {
  const { runProcess } = await import("#server/run-process.ts");
  await runProcess("site");
  // Ends by a signal, with its own exit code.
  return new Promise(() => undefined);
};
