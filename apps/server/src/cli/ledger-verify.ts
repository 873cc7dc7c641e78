import { parseArgs } from "node:util";
import { verifyInstallation } from "#kernel/ledger-installation.ts";
import { type Command, withSystem } from "#server/command-line.ts";

export const usage = `ledger verify            校验存证：逐行指出被改动的记录
  --key <公钥文本>    用事先保存的公钥（公示页上的一行文字）校验；不给时用本机的密钥`;

export const run: Command["run"] = async (argv, io) => {
  const { values } = parseArgs({ args: [...argv], options: { key: { type: "string" } } });
  return withSystem(io, async ({ context }) => verifyInstallation(context, io, values.key));
};
