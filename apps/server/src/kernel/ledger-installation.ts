import { formatVerifier } from "@kepu/transparency-log";
import type { Context } from "./context.ts";
import { describeProblem } from "./ledger-problems.ts";
import { ledgerOrigin, loadLedgerSigner } from "./ledger-keys.ts";
import { verifyLedger } from "./ledger-verify.ts";

type Out = { stdout: (text: string) => void; stderr: (text: string) => void };

/** Verifies this installation's ledger and says what was found; the exit code is 0 only where nothing is wrong. */
export const verifyInstallation = async (context: Context, out: Out, publicKey?: string): Promise<number> => {
  const { config, db, cipher } = context;
  const own = (): string =>
    formatVerifier(loadLedgerSigner(config.dataFolder, ledgerOrigin(config.publicUrl)).verifier);
  const found = await verifyLedger(db, {
    checkpointFolder: config.checkpointFolder,
    publicKey: publicKey ?? own(),
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
