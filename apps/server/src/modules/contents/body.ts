import Type, { type Static } from "typebox";
import { audiences } from "#kernel/audiences.ts";
import { canonicalJson } from "#kernel/canonical-json.ts";
import { hashContent } from "#kernel/ledger.ts";
import { AppError } from "#kernel/errors.ts";
import type { ContentsError } from "./errors.ts";
import { parseDocument, type TextDocument } from "./document.ts";
import { ageBands, ageLabelCodes, aiShares, contentKindCodes, seasons } from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
const line = (title: string, maxLength: number, minLength = 0) =>
  Type.String({ title, minLength, maxLength });
const oneOf = <T extends string>(values: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...values], title });
const id = Type.String({ pattern: "^[0-9a-f-]{36}$", title: "文件编号" });

/** A source (来源): who published it, when, and what it says of the item's claims. */
export const sourceSchema = Type.Object(
  {
    title: line("来源标题", 200, 1),
    publisher: line("来源单位", 100, 1),
    date: Type.Optional(
      Type.String({ pattern: "^[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?$", title: "来源日期" }),
    ),
    url: Type.Optional(Type.String({ pattern: "^https?://", maxLength: 500, title: "来源网址" })),
    lookedUp: Type.Optional(Type.String({ pattern: "^20[0-9]{2}-[01][0-9]-[0-3][0-9]$", title: "查阅日期" })),
    supports: line("支持哪句话", 400),
  },
  closed,
);
export type Source = Static<typeof sourceSchema>;

export const chartSchema = Type.Object(
  {
    type: oneOf(["bar", "line"] as const, "图形"),
    unit: line("单位", 40, 1),
    rows: Type.Array(Type.Tuple([line("标签", 40, 1), Type.Number({ title: "数值" })]), {
      minItems: 2,
      maxItems: 40,
    }),
    source: Type.Integer({ minimum: 0, maximum: 99, title: "数据来源" }),
    textEquivalent: line("图的文字说明", 600),
  },
  closed,
);

/** What an item says, without when and by whom. Its canonical JSON, with the hashes of its files, is what is signed. */
export const contentBodySchema = Type.Object(
  {
    kind: oneOf(contentKindCodes, "形式"),
    title: line("标题", 60, 1),
    answer: line("一句话回答", 160),
    summary: line("摘要", 300),
    audiences: Type.Array(oneOf(audiences, "人群"), { maxItems: 5, uniqueItems: true, title: "人群" }),
    ageBands: Type.Array(oneOf(ageBands, "年龄段"), { maxItems: 5, uniqueItems: true, title: "年龄段" }),
    topics: Type.Array(Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" }), {
      maxItems: 6,
      uniqueItems: true,
      title: "主题",
    }),
    expertField: line("审签专家的领域", 40),
    season: Type.Optional(oneOf(Object.keys(seasons) as (keyof typeof seasons)[], "季节")), // the keys of a literal
    byline: line("署名", 60),
    coverAlt: line("封面说明", 60),
    document: Type.Unsafe<TextDocument>({ type: "array", maxItems: 2_000, title: "正文" }),
    sources: Type.Array(sourceSchema, { maxItems: 40, title: "来源" }),
    renditions: Type.Object(
      {
        /** Own words for the elder page; empty means the text itself in the elder mode. */
        elder: line("长辈版文字", 4_000),
        poster: Type.Object(
          {
            headline: line("海报标题", 30),
            points: Type.Array(line("海报要点", 60, 1), { maxItems: 4 }),
            advice: line("海报提醒", 60),
          },
          closed,
        ),
        radio: line("广播稿", 1_200),
        /** 易读版 (Y-07): for people who read with difficulty; absent where nobody wrote one. */
        easy: Type.Optional(
          Type.Object(
            {
              text: line("易读版文字", 2_000),
              words: Type.Array(
                Type.Object({ word: line("难词", 20, 1), meaning: line("难词的解释", 80) }, closed),
                { maxItems: 20, title: "难词" },
              ),
            },
            closed,
          ),
        ),
      },
      closed,
    ),
    chart: Type.Optional(chartSchema),
    panels: Type.Optional(
      Type.Array(
        Type.Object({ fileId: id, alt: line("画面说明", 300), caption: line("图下文字", 120) }, closed),
        {
          maxItems: 12,
        },
      ),
    ),
    lesson: Type.Optional(
      Type.Object(
        {
          grades: line("适用年级", 40),
          minutes: Type.Integer({ minimum: 1, maximum: 240, title: "时长（分钟）" }),
          aim: line("目标", 400),
          /** Grades 1 to 12 for the filter; the words above may say more. */
          gradeNumbers: Type.Optional(
            Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), {
              maxItems: 12,
              uniqueItems: true,
              title: "年级（1 到 12）",
            }),
          ),
          subject: Type.Optional(line("学科", 20)),
          /** Places of a curriculum standard, in words: its edition and page say where to look it up (Y-03). */
          standards: Type.Optional(
            Type.Array(
              Type.Object(
                { text: line("课标条目", 200, 1), edition: line("课标版本", 60, 1), page: line("页码", 20) },
                closed,
              ),
              { maxItems: 8, title: "课程标准" },
            ),
          ),
        },
        closed,
      ),
    ),
    /** 公益广告: may be placed in other media as it stands (I-06). */
    publicService: Type.Optional(Type.Boolean()),
    /** Files that are heard or seen: a recording, a film with its captions. */
    media: Type.Optional(
      Type.Object(
        {
          audioFileId: Type.Optional(id),
          audioSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 7_200 })),
          audioVoice: Type.Optional(oneOf(["recorded", "synthetic"] as const, "声音")),
          videoFileId: Type.Optional(id),
          videoSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 7_200, title: "视频时长（秒）" })),
          captionsFileId: Type.Optional(id),
          signLanguage: Type.Optional(Type.Boolean()),
          /** Whose the recording or film is and what it may be used for. */
          rights: Type.Optional(line("音频、视频的版权", 200)),
          /** Whether a station may keep it and play it without a network; unsaid is not yet decided. */
          offline: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
    ageLabel: Type.Optional(oneOf(ageLabelCodes, "适龄提示")),
    /** 安全标签 of an experiment or a thing to do (Y-06): what it takes, what could go wrong, whether an adult stays. */
    safety: Type.Optional(
      Type.Object(
        {
          adult: Type.Boolean({ title: "大人陪着做" }),
          materials: line("用到的东西", 200),
          hazards: line("要当心什么", 200),
        },
        closed,
      ),
    ),
    /** 适合特殊教育: only with captions, picture descriptions and easy words (Y-07). */
    specialEducation: Type.Optional(Type.Boolean()),
    ai: oneOf(Object.keys(aiShares) as (keyof typeof aiShares)[], "人工智能"), // the keys of a literal
    rights: line("版权说明", 200),
    /** GB/T 41132 identifier, where the owner registered one. */
    resourceCode: Type.Optional(line("资源标识符", 120)),
    /** Codes of imported classification tables: scheme, version, code. */
    classification: Type.Array(
      Type.Object(
        { scheme: line("分类表", 60, 1), version: line("版本", 30, 1), code: line("代码", 40, 1) },
        closed,
      ),
      { maxItems: 12 },
    ),
  },
  closed,
);
export type ContentBody = Static<typeof contentBodySchema>;

export const emptyBody = (kind: ContentBody["kind"], title: string): ContentBody => ({
  kind,
  title,
  answer: "",
  summary: "",
  audiences: [],
  ageBands: [],
  topics: [],
  expertField: "",
  byline: "",
  coverAlt: "",
  document: [],
  sources: [],
  renditions: { elder: "", poster: { headline: "", points: [], advice: "" }, radio: "" },
  ai: "none",
  rights: "",
  classification: [],
});

/**
 * GB/T 41132 identifiers come from a registration; its parts are not ours to check, only that nothing else stands here
 * (blanks, Chinese punctuation, a sentence).
 */
export const isResourceCode = (text: string): boolean =>
  /^[0-9A-Za-z][0-9A-Za-z./_:-]{4,118}[0-9A-Za-z]$/u.test(text);

/**
 * The body with its text read as a tree.
 * @throws AppError `contents.document_shape` | `contents.document_too_long` | `contents.resource_code_form`
 */
export const checkBody = (body: ContentBody): ContentBody => {
  const { resourceCode: typed = "", ...rest } = body;
  const resourceCode = typed.trim();
  if (resourceCode !== "" && !isResourceCode(resourceCode))
    throw new AppError<ContentsError>("contents.resource_code_form", {
      fields: { resourceCode: "contents.resource_code_form" },
    });
  return {
    ...rest,
    title: body.title.trim(),
    document: parseDocument(body.document),
    ...(resourceCode === "" ? {} : { resourceCode }),
  };
};

/** What is signed and shown: the canonical body with the hash of each file it names (ARCHITECTURE §6, published hash). */
export const hashBody = (body: ContentBody, fileHashes: ReadonlyMap<string, string>): Buffer =>
  hashContent(canonicalJson({ body, files: Object.fromEntries(fileHashes) }));

/** The files a body names, with what each is for. */
export const filesOf = (body: ContentBody): ReadonlyMap<string, "image" | "audio" | "video" | "captions"> => {
  const files = new Map<string, "image" | "audio" | "video" | "captions">();
  for (const block of body.document) collectImages(block, files);
  for (const panel of body.panels ?? []) files.set(panel.fileId, "image");
  if (body.media?.audioFileId !== undefined) files.set(body.media.audioFileId, "audio");
  if (body.media?.videoFileId !== undefined) files.set(body.media.videoFileId, "video");
  if (body.media?.captionsFileId !== undefined) files.set(body.media.captionsFileId, "captions");
  return files;
};

const collectImages = (
  block: TextDocument[number],
  files: Map<string, "image" | "audio" | "video" | "captions">,
): void => {
  if (block.type === "image") files.set(block.fileId, "image");
  if (block.type === "blockquote") for (const inner of block.content) collectImages(inner, files);
  if (block.type === "bulletList" || block.type === "orderedList")
    for (const item of block.items) for (const inner of item) collectImages(inner, files);
};
