import type { Audience } from "#kernel/audiences.ts";
import type { Db, Trx } from "#kernel/db.ts";
import type { ContentBody } from "./body.ts";
import { blockText, documentText, walkDocument } from "./document.ts";
import { checkEasyReading } from "./easy-reading.ts";

/** One finding of the machine pre-check. `must` stops the submission, `look` is for a person to weigh. */
export type Finding = {
  rule: PrecheckRule;
  weight: "must" | "look";
  /** Where: a field's label or 第 n 段. */
  place: string;
  sentence: string;
};
export type PrecheckRule =
  | "missing"
  | "claim_without_source"
  | "source_unused"
  | "source_unknown"
  | "chart_without_source"
  | "no_text_equivalent"
  | "no_alt"
  | "no_caption"
  | "no_captions"
  | "reading_level"
  | "sensitive_word"
  | "mistyped_word"
  | "special_education"
  | "media_duration"
  | "media_rights"
  | "media_offline"
  | "age_label"
  | "safety_label"
  | "template_prompt"
  | "poster_long"
  | "easy_reading"
  | "side_copy";

export type CheckedWord = { list: "sensitive" | "mistyped" | "hard"; word: string; advice: string };

/** Characters a sentence may have on average before a reader of the audience loses the thread; our own setting. */
const sentenceLimits: Readonly<Record<Audience, number>> = {
  youth: 28,
  farmer: 30,
  elder: 28,
  worker: 34,
  official: 48,
};

const must = (rule: PrecheckRule, place: string, sentence: string): Finding => ({
  rule,
  weight: "must",
  place,
  sentence,
});
const look = (rule: PrecheckRule, place: string, sentence: string): Finding => ({
  rule,
  weight: "look",
  place,
  sentence,
});

const hanCount = (text: string): number => text.match(/\p{Script=Han}/gu)?.length ?? 0;

const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/(?<=[。！？!?；;])|\n/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => hanCount(sentence) >= 4);

/** Average and longest sentence in Chinese characters, over sentences of four and more. */
export const readingLevel = (text: string): { average: number; longest: number; sentences: number } => {
  const lengths = sentencesOf(text).map(hanCount);
  if (lengths.length === 0) return { average: 0, longest: 0, sentences: 0 };
  return {
    average: Math.round((lengths.reduce((sum, length) => sum + length, 0) / lengths.length) * 10) / 10,
    longest: Math.max(...lengths),
    sentences: lengths.length,
  };
};

/** A sentence that states a measured figure: it needs a source in its paragraph (数字、百分比、倍数). */
const figurePattern =
  /\d+(?:\.\d+)?\s*(?:%|％|‰|倍|万|亿|毫克|微克|千克|公斤|吨|毫米|厘米|公里|摄氏度|℃|分贝|例|人次|人)|百分之[一二三四五六七八九十百点零]+/u;

const checkFields = (body: ContentBody): Finding[] => {
  const findings: Finding[] = [];
  const need = (empty: boolean, place: string, sentence: string): void => {
    if (empty) findings.push(must("missing", place, sentence));
  };
  need(body.title.trim() === "", "标题", "请填写标题。");
  need(body.answer.trim().length < 10, "一句话回答", "请写一句话回答（至少 10 字），放在文首。");
  need(body.summary.trim().length < 20, "摘要", "请写摘要（至少 20 字），列表里要用。");
  need(body.audiences.length === 0, "人群", "请至少选一个人群。");
  need(body.topics.length === 0, "主题", "请至少选一个主题，第一个是主要主题。");
  need(body.audiences.includes("youth") && body.ageBands.length === 0, "年龄段", "青少年内容要选年龄段。");
  need(body.expertField === "", "审签专家的领域", "请选择由哪个领域的专家审签。");
  need(body.rights.trim() === "", "版权说明", "请写明版权，例如“自有版权，可在本区转载”。");
  need(
    hanCount(documentText(body.document)) < (body.kind === "card" ? 60 : 200),
    "正文",
    "正文太短，读者得不到答案。",
  );
  need(
    body.renditions.poster.headline === "" || body.renditions.poster.points.length === 0,
    "海报",
    "请写海报标题和至少一个要点，科普终端要用。",
  );
  need(
    body.renditions.radio.trim().length < 60,
    "广播稿",
    "请写广播稿（至少 60 字），看不清字的读者靠它听。",
  );
  if (body.kind === "lesson") need(body.lesson === undefined, "课程", "课程要写适用年级、时长和目标。");
  if (body.kind === "comic") need((body.panels ?? []).length < 2, "漫画", "漫画至少要两幅画面。");
  if (body.kind === "chart") need(body.chart === undefined, "图表", "图表要填数据。");
  if (body.kind === "video") need(body.media?.videoFileId === undefined, "视频", "请上传视频文件。");
  if (body.kind === "audio") need(body.media?.audioFileId === undefined, "音频", "请上传音频文件。");
  return findings;
};

const checkSources = (body: ContentBody): Finding[] => {
  const findings: Finding[] = [];
  const used = new Set<number>();
  const withRef = new Set<number>();
  walkDocument(body.document, {
    inline: (node, blockNo) => {
      if (node.type !== "sourceRef") return;
      used.add(node.source);
      withRef.add(blockNo);
      if (node.source > body.sources.length)
        findings.push(
          must("source_unknown", `第 ${blockNo + 1} 段`, `引用了第 ${node.source} 条来源，但来源表里没有。`),
        );
    },
  });
  if (body.sources.length < 1)
    findings.push(must("claim_without_source", "来源", "至少要有一条来源：谁发布、什么时候、说了什么。"));
  for (const [index, source] of body.sources.entries()) {
    const place = `来源 ${index + 1}`;
    if (source.url === undefined && source.date === undefined)
      findings.push(must("claim_without_source", place, "来源要有日期或网址，读者才查得到。"));
    if (!used.has(index + 1) && body.chart?.source !== index + 1)
      findings.push(
        look("source_unused", place, "正文里没有引用这条来源，请标在它支持的那句话后面，或删掉。"),
      );
  }
  for (const [blockNo, block] of body.document.entries()) {
    if (block.type === "heading" || block.type === "image" || withRef.has(blockNo)) continue;
    const figure = figurePattern.exec(blockText(block))?.[0];
    if (figure !== undefined)
      findings.push(
        must("claim_without_source", `第 ${blockNo + 1} 段`, `“${figure}”是具体数字，请在这一段标上来源。`),
      );
  }
  return findings;
};

const checkPictures = (body: ContentBody): Finding[] => {
  const findings: Finding[] = [];
  walkDocument(body.document, {
    block: (block, blockNo) => {
      const place = `第 ${blockNo + 1} 段`;
      if (block.type === "image" && block.decorative !== true) {
        if (block.alt.trim().length < 4)
          findings.push(must("no_alt", place, "图片要写说明（至少 4 字），看不见图的人靠它了解内容。"));
        if (block.caption.trim() === "") findings.push(must("no_caption", place, "图片要写图注和出处。"));
      }
      if (block.type === "table" && block.caption.trim() === "")
        findings.push(must("no_caption", place, "表格要写表题。"));
    },
  });
  for (const [index, panel] of (body.panels ?? []).entries())
    if (panel.alt.trim().length < 4)
      findings.push(must("no_alt", `第 ${index + 1} 幅`, "每幅画面都要写说明。"));
  if (body.chart !== undefined) {
    if (body.chart.source < 1 || body.chart.source > body.sources.length)
      findings.push(must("chart_without_source", "图表", "图表要注明数据来源（来源表里的第几条）。"));
    if (body.chart.textEquivalent.trim().length < 20)
      findings.push(
        must("no_text_equivalent", "图表", "图表要有文字说明（至少 20 字），说出主要数字和结论。"),
      );
  }
  if (body.media?.videoFileId !== undefined && body.media.captionsFileId === undefined)
    findings.push(must("no_captions", "视频", "视频要有字幕文件，听不见的人靠它。"));
  if (
    body.specialEducation === true &&
    findings.some((finding) => ["no_alt", "no_captions", "no_text_equivalent"].includes(finding.rule))
  )
    findings.push(
      must("special_education", "适合特殊教育", "缺字幕、图片说明或文字说明，不能标“适合特殊教育”。"),
    );
  return findings;
};

/** Sound and film (I-02): how long, for whom, whose, and whether a station without a network may play it. */
const checkMedia = (body: ContentBody): Finding[] => {
  const findings: Finding[] = [];
  const { media } = body;
  const isFilm = body.kind === "video";
  const isSound = body.kind === "audio";
  if (media?.videoFileId !== undefined && media.videoSeconds === undefined)
    findings.push(must("media_duration", "视频", "请写视频时长（秒），读者要知道看多久。"));
  if (isSound && media?.audioFileId !== undefined && media.audioSeconds === undefined)
    findings.push(must("media_duration", "音频", "请写音频时长（秒），读者要知道听多久。"));
  if ((isFilm || isSound) && (media?.rights ?? "").trim() === "")
    findings.push(must("media_rights", "音频和视频", "请写音频、视频的版权：谁做的，能在哪里放。"));
  if ((isFilm || isSound) && media?.offline === undefined)
    findings.push(look("media_offline", "音频和视频", "还没有选“能不能离线播放”，科普终端断网时不会放它。"));
  if ((isFilm || isSound || body.kind === "comic") && body.ageLabel === undefined)
    findings.push(must("age_label", "适龄提示", "音频、视频和漫画要选适龄提示，例如“老少皆宜”。"));
  // Y-00: the band lets a child in, the label would keep it out; one of the two is wrong.
  const { ageLabel } = body;
  if (
    ageLabel !== undefined &&
    ageLabel !== "all" &&
    body.ageBands.some((band) => Number(band.split("-")[1]) <= Number(ageLabel))
  )
    findings.push(must("age_label", "适龄提示", "适龄提示比选的年龄段大：请改适龄提示，或去掉小的年龄段。"));
  return findings;
};

/** Y-06: something to do, for children before school, says what it takes and what could go wrong. */
const checkSafety = (body: ContentBody): Finding[] => {
  const { safety } = body;
  const forLittle = body.ageBands.includes("3-6");
  const isExperiment =
    body.kind === "lesson" || safety !== undefined || /实验|动手做|做一做/u.test(body.title);
  if (!forLittle || !isExperiment) return [];
  if (safety === undefined || safety.materials.trim() === "" || safety.hazards.trim() === "")
    return [must("safety_label", "安全标签", "给 3–6 岁孩子动手做的内容，要写用到的东西和要当心什么。")];
  return safety.adult
    ? []
    : [must("safety_label", "安全标签", "3–6 岁孩子动手做，要有大人陪着，请勾上“大人陪着做”。")];
};

/** A prompt that a template left: words for the author, not for readers. */
const promptPattern = /〔待写/u;
const checkPrompts = (body: ContentBody): Finding[] => {
  const left = [
    ...allWords(body),
    { place: "署名", text: body.byline },
    { place: "课程", text: `${body.lesson?.grades ?? ""} ${body.lesson?.aim ?? ""}` },
    { place: "图表", text: `${body.chart?.unit ?? ""} ${body.chart?.textEquivalent ?? ""}` },
    { place: "安全标签", text: `${body.safety?.materials ?? ""} ${body.safety?.hazards ?? ""}` },
  ];
  return left
    .filter(({ text }) => promptPattern.test(text))
    .map(({ place }) => must("template_prompt", place, "还留着模板的提示“〔待写…〕”，请换成自己的话。"));
};

const checkReading = (body: ContentBody): Finding[] => {
  const findings: Finding[] = [];
  const { average, longest } = readingLevel(documentText(body.document));
  for (const audience of body.audiences) {
    const limit = sentenceLimits[audience];
    if (average > limit)
      findings.push(
        look(
          "reading_level",
          "正文",
          `平均每句 ${average} 字，这个人群最好不超过 ${limit} 字（最长一句 ${longest} 字）。请拆短句。`,
        ),
      );
  }
  const posterLength = body.renditions.poster.points.reduce((sum, point) => sum + point.length, 0);
  if (posterLength > 120)
    findings.push(look("poster_long", "海报", "海报要点太长，站着看不完，请精简到 120 字以内。"));
  return findings;
};

const allWords = (body: ContentBody): readonly { place: string; text: string }[] => [
  { place: "标题", text: body.title },
  { place: "一句话回答", text: body.answer },
  { place: "摘要", text: body.summary },
  ...body.document.map((block, index) => ({ place: `第 ${index + 1} 段`, text: blockText(block) })),
  { place: "长辈版", text: body.renditions.elder },
  {
    place: "海报",
    text: [
      body.renditions.poster.headline,
      ...body.renditions.poster.points,
      body.renditions.poster.advice,
    ].join("\n"),
  },
  { place: "广播稿", text: body.renditions.radio },
  {
    place: "易读版",
    text: [
      body.renditions.easy?.text ?? "",
      ...(body.renditions.easy?.words ?? []).flatMap(({ word, meaning }) => [word, meaning]),
    ].join("\n"),
  },
];

/** The easy-to-read rendition has rules of its own, and words that it may use only with an explanation. */
const checkEasy = (body: ContentBody, words: readonly CheckedWord[]): Finding[] =>
  checkEasyReading(
    body.renditions.easy,
    words.filter(({ list }) => list === "hard"),
  ).map((finding) => ({ rule: "easy_reading", ...finding }));

const checkWords = (body: ContentBody, words: readonly CheckedWord[]): Finding[] =>
  allWords(body).flatMap(({ place, text }) =>
    words
      .filter((word) => word.list !== "hard" && text.includes(word.word))
      .map((word) =>
        word.list === "sensitive"
          ? must("sensitive_word", place, `有“${word.word}”：${word.advice}`)
          : look("mistyped_word", place, `“${word.word}”：${word.advice}`),
      ),
  );

/** The machine pre-check: what must be mended before a person reads it, and what a person should look at. Pure. */
export const precheck = (body: ContentBody, words: readonly CheckedWord[]): readonly Finding[] => [
  ...checkFields(body),
  ...checkSources(body),
  ...checkPictures(body),
  ...checkMedia(body),
  ...checkSafety(body),
  ...checkPrompts(body),
  ...checkReading(body),
  ...checkEasy(body, words),
  ...checkWords(body, words),
];

export const listCheckedWords = async (db: Db | Trx): Promise<readonly CheckedWord[]> =>
  db.selectFrom("checked_words").selectAll().orderBy("list").orderBy("word").execute();

/** Words that were kept beside and that nobody has settled: once the text is in review they can no longer be taken over. */
const checkSideCopies = async (db: Db | Trx, versionId: string): Promise<readonly Finding[]> => {
  const { count } = await db
    .selectFrom("content_side_copies")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("version_id", "=", versionId)
    .where("settled_at", "is", null)
    .executeTakeFirstOrThrow();
  if (count === 0) return [];
  return [
    look("side_copy", "另存的文字", `还有 ${count} 份没有处理，送审后就合并不进来了。请先对照，合并或不用。`),
  ];
};

/** The pre-check of a version's words, with what waits beside them. */
export const precheckVersion = async (
  db: Db | Trx,
  version: { id: string; content: ContentBody },
): Promise<readonly Finding[]> => [
  ...precheck(version.content, await listCheckedWords(db)),
  ...(await checkSideCopies(db, version.id)),
];
