import { audienceNames } from "#kernel/audiences.ts";
import { expertFields, isExpertField } from "#modules/people/index.ts";
import type { ContentBody } from "../body.ts";
import { ageLabels, aiShares, contentKinds, seasons } from "../vocabulary.ts";

/** A part of an item beside its text, its sources and its panels: named, readable, and taken over as one. */
export type FieldName = Exclude<keyof ContentBody, "document" | "sources" | "panels">;

const yesNo = (value: boolean | undefined): string => (value === true ? "是" : "否");

const mediaText = (media: NonNullable<ContentBody["media"]>): string =>
  [
    media.audioFileId !== undefined &&
      `音频 ${media.audioFileId.slice(-6)}，${media.audioSeconds ?? "没写"} 秒，${media.audioVoice === "synthetic" ? "合成" : "真人"}`,
    media.videoFileId !== undefined &&
      `视频 ${media.videoFileId.slice(-6)}，${media.videoSeconds ?? "没写"} 秒，${media.captionsFileId === undefined ? "没有字幕" : `字幕 ${media.captionsFileId.slice(-6)}`}`,
    media.signLanguage === true && "有手语",
    media.rights !== undefined && `版权：${media.rights}`,
    media.offline !== undefined && (media.offline ? "可以离线播放" : "不能离线播放"),
  ]
    .filter((part) => part !== false)
    .join("\n");

type Field = { label: string; textOf: (body: ContentBody, names: FieldNames) => string };
export type FieldNames = { topics: ReadonlyMap<string, string> };

/** In the order of the editor. Every part of the body has its line: the type makes a new one a compile error here. */
export const comparedFields: Readonly<Record<FieldName, Field>> = {
  title: { label: "标题", textOf: ({ title }) => title },
  answer: { label: "一句话回答", textOf: ({ answer }) => answer },
  summary: { label: "摘要", textOf: ({ summary }) => summary },
  kind: { label: "形式", textOf: ({ kind }) => contentKinds[kind] },
  audiences: {
    label: "人群",
    textOf: ({ audiences }) => audiences.map((one) => audienceNames[one]).join("、"),
  },
  ageBands: { label: "年龄段", textOf: ({ ageBands }) => ageBands.map((band) => `${band} 岁`).join("、") },
  topics: {
    label: "主题",
    textOf: ({ topics }, names) => topics.map((code) => names.topics.get(code) ?? code).join("、"),
  },
  expertField: {
    label: "审签专家的领域",
    textOf: ({ expertField }) => (isExpertField(expertField) ? expertFields[expertField] : expertField),
  },
  season: { label: "季节", textOf: ({ season }) => (season === undefined ? "" : seasons[season]) },
  byline: { label: "署名", textOf: ({ byline }) => byline },
  coverAlt: { label: "封面说明", textOf: ({ coverAlt }) => coverAlt },
  ai: { label: "人工智能", textOf: ({ ai }) => aiShares[ai] },
  rights: { label: "版权说明", textOf: ({ rights }) => rights },
  renditions: {
    label: "其他样式",
    textOf: ({ renditions: { radio, poster, elder, easy } }) =>
      [
        `广播稿：${radio}`,
        `海报标题：${poster.headline}`,
        ...poster.points.map((point) => `海报要点：${point}`),
        `海报提醒：${poster.advice}`,
        `长辈版：${elder}`,
        ...(easy === undefined
          ? []
          : [`易读版：${easy.text}`, ...easy.words.map(({ word, meaning }) => `难词：${word}，${meaning}`)]),
      ].join("\n"),
  },
  chart: {
    label: "图表",
    textOf: ({ chart }) =>
      chart === undefined
        ? ""
        : [
            `${chart.type === "bar" ? "柱形图" : "折线图"}，单位：${chart.unit}，来源：第 ${chart.source} 条`,
            ...chart.rows.map(([label, value]) => `${label}：${value}`),
            chart.textEquivalent,
          ].join("\n"),
  },
  lesson: {
    label: "课程",
    textOf: ({ lesson }) =>
      lesson === undefined ? "" : `${lesson.grades}，${lesson.minutes} 分钟\n${lesson.aim}`,
  },
  media: { label: "音频和视频", textOf: ({ media }) => (media === undefined ? "" : mediaText(media)) },
  ageLabel: {
    label: "适龄提示",
    textOf: ({ ageLabel }) => (ageLabel === undefined ? "" : ageLabels[ageLabel]),
  },
  safety: {
    label: "安全标签",
    textOf: ({ safety }) =>
      safety === undefined
        ? ""
        : `${safety.adult ? "大人陪着做" : "可以自己做"}\n用到：${safety.materials}\n当心：${safety.hazards}`,
  },
  specialEducation: { label: "适合特殊教育", textOf: ({ specialEducation }) => yesNo(specialEducation) },
  publicService: { label: "公益广告", textOf: ({ publicService }) => yesNo(publicService) },
  resourceCode: { label: "资源标识符", textOf: ({ resourceCode }) => resourceCode ?? "" },
  classification: {
    label: "分类代码",
    textOf: ({ classification }) =>
      classification.map(({ scheme, version, code }) => `${scheme} ${version}：${code}`).join("\n"),
  },
};

// The keys of the record above are the names by its type.
export const fieldNames = Object.keys(comparedFields) as FieldName[];

/** `target` with one part as `from` has it; a part that `from` lacks goes. */
export const takeField = (target: ContentBody, from: ContentBody, name: FieldName): ContentBody => {
  const { [name]: _before, ...rest } = target;
  const value = from[name];
  // What is put back, or left out because it is optional, keeps the body's shape.
  return (value === undefined ? rest : { ...rest, [name]: value }) as ContentBody;
};
