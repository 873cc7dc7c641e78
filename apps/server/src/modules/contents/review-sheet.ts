import encodeQr from "qr";
import { audienceNames } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { findLedgerEntryOf } from "#kernel/ledger.ts";
import { renderSheet, type SheetWords } from "#kernel/sheet-pdf.ts";
import type { ContentsError } from "./errors.ts";
import type { StepView, VersionDetail } from "./studio-queries.ts";
import { aiShares, contentKinds, renditionForms, stageCodes, stages } from "./vocabulary.ts";

const toMoment = (at: Date | null): string =>
  at === null
    ? ""
    : new Intl.DateTimeFormat("sv-SE", {
        timeZone: "Asia/Shanghai",
        dateStyle: "short",
        timeStyle: "short",
      }).format(at);

const decisions = { wrote: "撰写", passed: "通过", returned: "退回" } as const;

const stepRow = (step: StepView): readonly string[] => [
  step.stage === "author" ? "" : String(step.roundNo),
  step.stageName,
  step.expertTitle === undefined ? step.personName : `${step.personName}（${step.expertTitle}）`,
  decisions[step.decision],
  toMoment(step.decidedAt),
  [step.renditions.map((form) => renditionForms[form]).join("、"), step.reason ?? ""]
    .filter((part) => part !== "")
    .join("；"),
  step.contentHash?.slice(0, 12) ?? "",
];

/** The words of the review sheet (审校单) of one version: what, whose, which hash, who signed which stage and when. */
export const toSheetWords = (
  version: VersionDetail,
  about: { publicUrl: string; ledgerEntry: string | undefined; now: Date },
): SheetWords => {
  const { content } = version;
  const { publicUrl, ledgerEntry, now } = about;
  const signed = new Set(
    version.steps
      .filter((step) => step.roundNo === version.roundNo && step.decision === "passed")
      .map((step) => step.stage),
  );
  const open = stageCodes.filter((stage) => !signed.has(stage));
  // The public page of the entry is trust's, which comes after this module.
  const address = new URL(
    ledgerEntry === undefined ? `/articles/${version.no}` : `/ledger/entries/${ledgerEntry}`,
    publicUrl,
  ).href;
  const facts: (readonly [string, string])[] = [
    ["标题", content.title],
    ["编号和版本", `第 ${version.no} 号，第 ${version.versionNo} 版，第 ${version.roundNo} 轮审校`],
    ["状态", version.statusName],
    [
      "形式和人群",
      `${contentKinds[content.kind]}；${content.audiences.map((one) => audienceNames[one]).join("、")}`,
    ],
    ["单位", version.unitName],
    ["人工智能", aiShares[content.ai]],
    ["禁发到", toMoment(version.embargoUntil) || "没有"],
    ["发布时间", toMoment(version.publishedAt) || "还没有发布"],
    ["文字校验码", version.contentHash ?? "送审时生成"],
    ["存证编号", ledgerEntry ?? "发布时记入存证账本"],
    ...(version.correctionNotice === null ? [] : [["更正说明", version.correctionNotice] as const]),
    ...(content.resourceCode === undefined ? [] : [["资源标识符", content.resourceCode] as const]),
    ...(version.recall === undefined
      ? []
      : [["撤稿", `${toMoment(version.recall.recalledAt)}：${version.recall.reason}`] as const]),
  ];
  return {
    title: `审校单：${content.title}`,
    heading: "三审三校审校单",
    line:
      open.length === 0
        ? "三审、科学性审核、三校都已签字。"
        : `还差：${open.map((stage) => stages[stage]).join("、")}`,
    facts,
    tables: [
      {
        caption: "签字",
        widths: [6, 13, 22, 8, 17, 22, 14],
        header: ["轮次", "环节", "姓名", "结论", "时间", "看过的样式、意见", "签的文字"],
        rows: version.steps.map(stepRow),
      },
      {
        caption: "来源",
        widths: [6, 24, 46, 24],
        header: ["序号", "发布单位", "标题", "日期、网址"],
        rows: content.sources.map((source, index) => [
          String(index + 1),
          source.publisher,
          source.title,
          [source.date, source.url].filter((part) => part !== undefined).join("\n"),
        ]),
      },
    ],
    notes: [
      "发布的文字与审校签过的文字是同一个校验码（SHA-256，包括图片和各种样式）；“签的文字”是校验码的前 12 位。",
      "同一版的任何两个环节不由一个人做，写过文字的人也不审校它；这由数据库约束保证。",
    ],
    code: {
      rows: encodeQr(address, "raw", { ecc: "medium", border: 2 }),
      words: `${ledgerEntry === undefined ? "扫码打开发布后的页面" : "扫码核对存证账本里的这一条"}：\n${address}`,
    },
    footer: `湘江科普 第 ${version.no} 号第 ${version.versionNo} 版，${toDistrictDate(now)} 打印`,
    at: now.toISOString(),
  };
};

/**
 * The review sheet as a PDF of A4 pages, made in a worker thread: reading a Chinese font takes about a second.
 * @throws AppError `contents.sheet_failed`
 */
export const renderReviewSheet = async (
  db: Db | Trx,
  version: VersionDetail,
  about: { publicUrl: string; now: Date },
): Promise<Buffer> => {
  // The entry a version got when it came out; none before.
  const ledgerEntry = await findLedgerEntryOf(db, { table: "content_versions", id: version.id });
  const words = toSheetWords(version, { ...about, ledgerEntry });
  const pdf = await renderSheet(words);
  if (pdf === undefined) throw new AppError<ContentsError>("contents.sheet_failed", { status: 503 });
  return pdf;
};
