import encodeQr from "qr";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { LedgerKeys } from "#kernel/ledger-keys.ts";
import { renderSheet, type SheetWords } from "#kernel/sheet-pdf.ts";
import { minutesText } from "#modules/teams/index.ts";
import { proveEntry } from "#modules/trust/index.ts";
import type { CertificateContent, CertifiedService } from "./content.ts";
import type { CertificatesError } from "./errors.ts";
import { type CertificateFile, signClaim, toFragment } from "./note.ts";
import { toVerifyPath } from "./paths.ts";
import type { OpenedCertificate } from "./queries.ts";
import { kindNames } from "./state.ts";

type ProofView = Awaited<ReturnType<typeof proveEntry>>;

/** The way from the entry to a signed tree; undefined while no checkpoint covers it (up to a minute). */
const findProof = async (
  db: Context["db"],
  entryId: string,
  keys: LedgerKeys,
): Promise<ProofView | undefined> => {
  try {
    return await proveEntry(db, entryId, keys);
  } catch (error) {
    if (error instanceof AppError && error.code === "trust.entry_without_checkpoint") return undefined;
    throw error;
  }
};

const toNote = (opened: OpenedCertificate, keys: LedgerKeys, proof: ProofView | undefined): string => {
  const { content } = opened;
  return signClaim(
    {
      no: content.no,
      kind: content.kind,
      name: content.name,
      unit: content.unit,
      from: content.from,
      to: content.to,
      creditedMinutes: content.creditedMinutes,
      addedMinutes: content.addedMinutes,
      issuedOn: content.issuedOn,
      hash: opened.hash,
      entry: opened.ledgerEntry,
      leaf: proof === undefined ? undefined : { index: proof.leafIndex, treeSize: proof.treeSize },
    },
    keys.signer,
  );
};

/** The file beside the paper, with which every line of the certificate can be checked offline. */
export const toCertificateFile = async (
  { db }: Pick<Context, "db">,
  opened: OpenedCertificate,
  keys: LedgerKeys,
): Promise<CertificateFile> => {
  const proof = await findProof(db, opened.ledgerEntry, keys);
  return {
    note: toNote(opened, keys, proof),
    content: opened.contentText,
    ...(proof === undefined
      ? {}
      : {
          proof: {
            leaf: proof.leaf,
            leafIndex: proof.leafIndex,
            treeSize: proof.treeSize,
            suite: proof.suite,
            proof: proof.proof,
            checkpoint: proof.checkpoint,
          },
        }),
  };
};

/** What the code on the paper holds: the address to look at, and behind `#` the signed note. */
export const toCodeText = async (
  { db, config }: Pick<Context, "db" | "config">,
  opened: OpenedCertificate,
  keys: LedgerKeys,
): Promise<string> => {
  const note = toNote(opened, keys, await findProof(db, opened.ledgerEntry, keys));
  const path = toVerifyPath(opened.content.no, opened.view.checkCode ?? "");
  return new URL(path, config.publicUrl).href + toFragment(note);
};

const serviceRows = (services: readonly CertifiedService[]) =>
  services.map((row) => [row.day, row.title, row.team, minutesText(row.minutes), row.reason ?? ""]);

const tablesOf = (content: CertificateContent): SheetWords["tables"] => {
  const signed = content.services.filter((row) => row.kind === "credited");
  const added = content.services.filter((row) => row.kind === "added");
  return [
    ...(signed.length === 0
      ? []
      : [
          {
            caption: `现场签到签退的服务：${signed.length} 次，合计 ${minutesText(content.creditedMinutes)}`,
            widths: [16, 34, 34, 16],
            header: ["日期", "服务内容", "服务队", "时长"],
            rows: serviceRows(signed).map((row) => row.slice(0, 4)),
          },
        ]),
    ...(added.length === 0
      ? []
      : [
          {
            caption: `事后补录的服务（另一个人同意）：${added.length} 次，合计 ${minutesText(content.addedMinutes)}`,
            widths: [14, 18, 26, 14, 28],
            header: ["日期", "服务内容", "服务队", "时长", "补录原因"],
            rows: serviceRows(added),
          },
        ]),
  ];
};

export const toSheetWords = (opened: OpenedCertificate, code: string): SheetWords => {
  const { content, view } = opened;
  const isThanks = content.kind === "thanks";
  const facts: (readonly [string, string])[] = [
    ["编号", content.no],
    ["核对码", view.checkCode ?? ""],
    ["姓名", content.name],
    ["起止日期", `${content.from} 至 ${content.to}`],
    ["现场签到的时长", minutesText(content.creditedMinutes)],
    ["补录的时长", `${minutesText(content.addedMinutes)}（与签到的分开，不相加）`],
    ["星级", content.stars],
    ...(content.trainings.length === 0 ? [] : [["持有的培训证", content.trainings.join("、")] as const]),
    ...(content.purpose === null ? [] : [["用途", content.purpose] as const]),
    ["出具单位", content.unit],
    ["出具日期", content.issuedOn],
    ["存证编号", opened.ledgerEntry],
    ["内容校验码", opened.hash],
  ];
  return {
    title: `${kindNames[content.kind]} ${content.no}`,
    heading: kindNames[content.kind],
    line: isThanks
      ? (content.words ?? "")
      : "依据《志愿服务记录与证明出具办法（试行）》（民政部令第67号）出具，不收费。",
    facts,
    tables: tablesOf(content),
    code: {
      rows: encodeQr(code, "raw", { ecc: "low", border: 2 }),
      size: 150,
      words: `联网：扫码打开核对页，或在网站“核对服务证明”输入编号和核对码。\n不联网：把扫出的文字交给 kepu certificate verify，用事先保存的账本公钥核对签名。撤销和更正要联网才查得到。\n${code.split("#")[0] ?? ""}`,
    },
    notes: [
      "谁记录，谁证明。时长由服务队现场签到签退记下；补录的时长有原因，并由另一个人同意，两种永远分开。",
      "时长有更正时，这份证明在核对页显示“已过时”，请重新申请。出具单位可在此处盖章。",
    ],
    footer: `湘江科普 ${content.no}`,
    keywords: code,
    at: `${content.issuedOn}T00:00:00.000Z`,
  };
};

/** @throws AppError `certificates.pdf_failed` */
export const renderCertificate = async (
  context: Pick<Context, "db" | "config">,
  opened: OpenedCertificate,
  keys: LedgerKeys,
): Promise<Buffer> => {
  const pdf = await renderSheet(toSheetWords(opened, await toCodeText(context, opened, keys)));
  if (pdf === undefined) throw new AppError<CertificatesError>("certificates.pdf_failed", { status: 503 });
  return pdf;
};
