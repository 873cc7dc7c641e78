import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type NoteVerifier, parseVerifier } from "@kepu/transparency-log";
import { ledgerKeyFile, loadLedgerKeys } from "#kernel/ledger-keys.ts";
import {
  type CertificateFile,
  CertificateProblem,
  checkFile,
  findNote,
  openClaim,
} from "#modules/certificates/index.ts";
import { type Command, type Io, wrongUse } from "#server/command-line.ts";

export const usage = `certificate verify <文件|文字>   离线核对志愿服务证明：不用数据库，不联网
  文件可以是证明的 PDF、离线核对文件（.json）或存了扫码文字的文本；也可以直接给扫出的文字
  --key <公钥文本>    事先保存的账本公钥（公开账本页上的一行文字），可以给多把；不给时用本机的密钥
能核对：是不是用这把密钥签发的、写的人和时长有没有被改过。核对不了：后来有没有撤销或更正，请上网查`;

const sentences: Readonly<Record<CertificateProblem["kind"], string>> = {
  not_a_certificate: "里面没有服务证明的签名文字。请给证明的 PDF、离线核对文件或扫出的全部文字。",
  unknown_key: "签名的密钥不在您给的公钥里。请用 --key 给出签发单位公布的账本公钥。",
  wrong_signature: "签名不对：内容被改过，这份证明不能相信。",
  other_content: "文件里的明细和签过名的校验码不符：明细被改过。",
  not_in_ledger: "账本里的登记对不上：存证路径或检查点不对。",
};

const readKeys = (given: readonly string[], io: Io): readonly NoteVerifier[] => {
  if (given.length > 0) return given.map((text) => parseVerifier(text.trim()));
  // A key is only read here, never made; nothing else of the installation is opened.
  const dataFolder = resolve(io.env["KEPU_DATA"] ?? "data");
  if (!existsSync(ledgerKeyFile(dataFolder))) return [];
  const { signer, earlier } = loadLedgerKeys(dataFolder, "ledger");
  return [signer.verifier, ...earlier.map((key) => parseVerifier(key.verifier))];
};

const asFile = (text: string): CertificateFile | undefined => {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && "note" in read && "content" in read
      ? (read as CertificateFile) // checkFile compares every part with what was signed
      : undefined;
  } catch {
    return undefined;
  }
};

const check = (given: string, keys: readonly NoteVerifier[]) => {
  const file = asFile(given);
  if (file !== undefined) return { ...checkFile(file, keys), whole: true };
  const note = findNote(given);
  if (note === undefined) throw new CertificateProblem("not_a_certificate");
  return { claim: openClaim(note, keys), inLedger: false, whole: false };
};

export const run: Command["run"] = async (argv, io) => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { key: { type: "string", multiple: true } },
    allowPositionals: true,
  });
  const [given] = positionals;
  if (given === undefined) {
    io.stderr(`✗ 请给出要核对的文件或文字。\n\n${usage}\n`);
    return wrongUse;
  }
  const keys = readKeys(values.key ?? [], io);
  if (keys.length === 0) {
    io.stderr("✗ 没有公钥。请用 --key 给出签发单位公布的账本公钥。\n");
    return wrongUse;
  }
  // Latin-1 keeps every byte of a PDF; the note in it is ASCII.
  const text = existsSync(given) ? readFileSync(given, given.endsWith(".pdf") ? "latin1" : "utf8") : given;
  try {
    const { claim, inLedger, whole } = check(text, keys);
    io.stdout(
      [
        `✓ 签名正确：${claim.unit} 于 ${claim.issuedOn} 出具，编号 ${claim.no}`,
        `  姓名 ${claim.name}，${claim.from} 至 ${claim.to}`,
        `  现场签到 ${claim.creditedMinutes} 分钟；补录 ${claim.addedMinutes} 分钟（不相加）`,
        `  内容校验码 ${claim.hash}`,
        whole ? "✓ 明细与校验码一致" : "  明细：请用离线核对文件（.json）核对",
        inLedger ? "✓ 存证账本里有这一条，检查点签名正确" : `  账本登记 ${claim.entry}`,
        "  有没有撤销或更正，请上网查。",
        "",
      ].join("\n"),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof CertificateProblem)) throw error;
    io.stderr(`✗ ${sentences[error.kind]}\n`);
    return 1;
  }
};
