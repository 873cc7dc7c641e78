import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { runLab } from "../run-lab.ts";

type Answer = { readonly code: number; readonly out: string; readonly err: string };

/** Test support: command lines in a folder of their own, with a clock that stands still; the folder goes after the tests. */
export const createLab = ({ isTerminal = false }: { readonly isTerminal?: boolean } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-lab-"));
  after(() => rmSync(folder, { recursive: true }));
  const put = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const lab = async (...argv: string[]): Promise<Answer> => {
    let out = "";
    let err = "";
    const code = await runLab(argv, {
      stdout: (text) => (out += text),
      stderr: (text) => (err += text),
      now: () => 0,
      memoryBytes: () => 1_048_576,
      isTerminal,
    });
    return { code, out, err };
  };
  return { folder, put, lab };
};

/** Rows as a file of JSON lines. */
export const jsonLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");
