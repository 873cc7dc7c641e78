import { AppError } from "#kernel/errors.ts";
import { rotateLedgerKey } from "#kernel/ledger-rotation.ts";
import { toConfig, readEnv } from "#kernel/config.ts";
import { findLockHolder } from "#kernel/run-lock.ts";
import { type Command, withSystem } from "#server/command-line.ts";

export const usage = `ledger rotate-key        更换账本签名密钥：新旧两把都签交接的检查点，旧检查点照样能核对
先停止网站。多个节点共用数据库时，换好后把 ledger-key.json 复制到每个节点，再启动；新公钥登在公开账本页上。`;

export const run: Command["run"] = async (_argv, io) => {
  const { dataFolder } = toConfig(readEnv({ ...io.env, KEPU_LOG_LEVEL: "warn" }));
  const holder = findLockHolder(dataFolder);
  if (holder !== undefined)
    throw new AppError("run_lock.held", { values: { pid: holder.pid, folder: dataFolder } });
  return withSystem(io, async ({ context }) => {
    const keys = await rotateLedgerKey(context);
    io.stdout(
      `✓ 账本签名密钥已更换\n  旧公钥 ${keys.old}\n  新公钥 ${keys.new}\n  请备份 ledger-key.json；旧的备份只能核对，不能再签\n`,
    );
    return 0;
  });
};
