import { existsSync } from "node:fs";
import { formatVerifier } from "@kepu/transparency-log";
import type { Context } from "./context.ts";
import { describeProblem } from "./ledger-problems.ts";
import { ledgerKeyFile, ledgerOrigin, loadLedgerKeys } from "./ledger-keys.ts";
import { verifyLedger } from "./ledger-verify.ts";

type Out = { stdout: (text: string) => void; stderr: (text: string) => void };

/** Verifies this installation's ledger and says what was found; the exit code is 0 only where nothing is wrong. */
export const verifyInstallation = async (context: Context, out: Out, publicKey?: string): Promise<number> => {
  const { config, db, cipher } = context;
  // A verifier with the public key alone needs no key file, and makes none.
  const keys =
    publicKey === undefined || existsSync(ledgerKeyFile(config.dataFolder))
      ? loadLedgerKeys(config.dataFolder, ledgerOrigin(config.publicUrl))
      : undefined;
  const history =
    keys === undefined ? undefined : { current: formatVerifier(keys.signer.verifier), earlier: keys.earlier };
  const found = await verifyLedger(db, {
    checkpointFolder: config.checkpointFolder,
    publicKey: publicKey ?? history?.current ?? "",
    ...(history === undefined ? {} : { keys: history }),
    cipher,
  });
  const anchored =
    found.anchoredAt === undefined
      ? "还没有库外存证"
      : `${found.anchoredAt} 的库外存证覆盖 ${found.anchoredSize} 条`;
  if (found.ok) {
    out.stdout(`✓ 存证校验通过：${found.treeSize} 条，${found.pending} 条等待入树；${anchored}\n`);
    return 0;
  }
  out.stderr(`✗ 存证校验发现 ${found.problemCount} 处问题（共 ${found.treeSize} 条；${anchored}）：\n`);
  for (const problem of found.problems) out.stderr(`  ${describeProblem(problem)}\n`);
  return 1;
};
