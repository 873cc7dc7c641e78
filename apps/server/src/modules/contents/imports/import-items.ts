import { basename, extname, posix } from "node:path";
import type { Actor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import type { ContentBody } from "../body.ts";
import { mediaLimits } from "../contract.ts";
import { blockText } from "../document.ts";
import { createDraft } from "../drafts.ts";
import { listTopics } from "../topics.ts";
import { mediaPurpose } from "../vocabulary.ts";
import { readDocx } from "./docx.ts";
import { readFrontMatter, splitFrontMatter } from "./front-matter.ts";
import { recordingSeconds } from "./recording.ts";
import { type ImportedBlock, placeImages, readMarkdown } from "./markdown.ts";

/** A file with a name relative to the folder that is imported. */
export type ImportFile = { name: string; bytes: Buffer };
export type ImportOutcome =
  | {
      file: string;
      ok: true;
      contentId: string;
      contentNo: number;
      versionId: string;
      title: string;
      lost: readonly string[];
    }
  | { file: string; ok: false; sentence: string };

type ReadItem = {
  body: ContentBody;
  blocks: readonly ImportedBlock[];
  panels: readonly { image: string; alt: string; caption: string }[];
  audio: string | undefined;
  /** Pictures that the file itself carries (.docx), by their path in it. */
  inner: ReadonlyMap<string, Buffer>;
  lost: readonly string[];
};

const maxTextBytes = 2 * 1024 * 1024;

const readMarkdownItem = (file: ImportFile): ReadItem | { unreadable: string } => {
  if (file.bytes.length > maxTextBytes) return { unreadable: "文件超过 2 MB" };
  const text = new TextDecoder("utf-8", { fatal: false }).decode(file.bytes);
  if (text.includes("\uFFFD")) return { unreadable: "不是 UTF-8 编码，请用编辑器另存为 UTF-8" };
  const { yaml, text: markdown } = splitFrontMatter(text);
  const front = readFrontMatter(yaml);
  if ("unreadable" in front) return front;
  const read = readMarkdown(markdown);
  return {
    body: { ...front.body, title: front.body.title || read.title || basename(file.name, extname(file.name)) },
    blocks: read.blocks,
    panels: front.panels,
    audio: front.audio,
    inner: new Map(),
    lost: [...front.lost, ...read.lost],
  };
};

const readDocxItem = async (file: ImportFile): Promise<ReadItem | { unreadable: string }> => {
  const read = await readDocx(file.bytes);
  if ("unreadable" in read) return read;
  const front = readFrontMatter("");
  if ("unreadable" in front) return front;
  return {
    body: { ...front.body, title: (read.title ?? basename(file.name, extname(file.name))).slice(0, 60) },
    blocks: read.blocks,
    panels: [],
    audio: undefined,
    inner: read.images,
    lost: read.lost,
  };
};

/** Reads one file by its ending. Never throws for what the file says. */
export const readItem = async (file: ImportFile): Promise<ReadItem | { unreadable: string }> => {
  if (file.bytes.length === 0) return { unreadable: "文件是空的" };
  const ending = extname(file.name).toLowerCase();
  if (ending === ".md" || ending === ".markdown") return readMarkdownItem(file);
  return readDocxItem(file);
};

export const isImportable = (name: string): boolean =>
  [".md", ".markdown", ".docx"].includes(extname(name).toLowerCase());

/** Where a path in a file leads, seen from the folder that is imported; undefined where it leads out of it. */
const resolveBeside = (fileName: string, path: string): string | undefined => {
  if (/^[a-z]+:|^\/|\\/iu.test(path)) return undefined;
  const resolved = posix.normalize(
    posix.join(posix.dirname(fileName.replaceAll("\\", "/")), decodeURI(path)),
  );
  return resolved.startsWith("..") ? undefined : resolved;
};

type Importing = {
  context: Context;
  actor: Actor;
  unitId: string;
  /** A file beside the text, by its path in the folder. */
  findBeside: (path: string) => Promise<Buffer | undefined>;
  /** Where a transaction is open already: the request's. Else each piece has one of its own. */
  trx?: Trx;
};

const within = async <T>({ context, trx }: Importing, work: (trx: Trx) => Promise<T>): Promise<T> =>
  trx === undefined ? inTransaction(context.db, work) : work(trx);

type StoredMedia = {
  fileIds: ReadonlyMap<string, string>;
  audioSeconds: number | undefined;
  lost: readonly string[];
};

/** Stores the pictures and the recording that an item names; what cannot be stored is told, never fatal. */
const storeMedia = async (importing: Importing, file: ImportFile, item: ReadItem): Promise<StoredMedia> => {
  const paths = new Set([
    ...item.blocks.flatMap((block) => (block.type === "wanted_image" ? [block.image.path] : [])),
    ...item.panels.map((panel) => panel.image),
    ...(item.audio === undefined ? [] : [item.audio]),
  ]);
  const fileIds = new Map<string, string>();
  const lost: string[] = [];
  let audioSeconds: number | undefined;
  for (const path of paths) {
    const place = resolveBeside(file.name, path);
    const bytes =
      item.inner.get(path) ?? (place === undefined ? undefined : await importing.findBeside(place));
    if (bytes === undefined) {
      lost.push(
        /^https?:/iu.test(path)
          ? `网上的图片“${path.slice(0, 60)}”没有下载，请存到文件夹里再导入。`
          : `没有找到文件“${path.slice(0, 60)}”。`,
      );
      continue;
    }
    try {
      const clean = await cleanFile(bytes, mediaLimits);
      const id = await within(importing, (trx) =>
        storeFile(trx, importing.context, {
          clean,
          name: basename(path),
          purpose: mediaPurpose,
          actor: importing.actor,
          unitId: importing.unitId,
        }),
      );
      fileIds.set(path, id);
      if (path === item.audio) audioSeconds = recordingSeconds(clean.bytes);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      lost.push(
        `文件“${path.slice(0, 60)}”不能用（${error.code === "files.svg" ? "不收 SVG，请转成 PNG" : "类型不对、太大或已损坏"}），没有保留。`,
      );
    }
  }
  return { fileIds, audioSeconds, lost };
};

/** A poster for a person to mend, where the file brings none: the title and the first headings. */
const draftPoster = (body: ContentBody): ContentBody["renditions"]["poster"] => ({
  headline: body.title.slice(0, 30),
  points: body.document
    .flatMap((block) => (block.type === "heading" ? [blockText(block).trim().slice(0, 60)] : []))
    .filter((point) => point !== "")
    .slice(0, 3),
  advice: "",
});

const assembleBody = (item: ReadItem, media: StoredMedia): { body: ContentBody; lost: readonly string[] } => {
  const { fileIds, audioSeconds } = media;
  const panels = item.panels.flatMap((panel) => {
    const fileId = fileIds.get(panel.image);
    return fileId === undefined ? [] : [{ fileId, alt: panel.alt, caption: panel.caption }];
  });
  const audioFileId = item.audio === undefined ? undefined : fileIds.get(item.audio);
  const body: ContentBody = {
    ...item.body,
    document: placeImages(item.blocks, fileIds),
    ...(panels.length === 0 ? {} : { panels }),
    ...(audioFileId === undefined
      ? {}
      : {
          media: {
            audioFileId,
            // Nobody says that a person spoke it: the cautious mark is the machine's.
            audioVoice: "synthetic" as const,
            ...(audioSeconds === undefined ? {} : { audioSeconds }),
          },
        }),
  };
  if (body.renditions.poster.headline !== "") return { body, lost: [] };
  return {
    body: { ...body, renditions: { ...body.renditions, poster: draftPoster(body) } },
    lost: ["海报没有写，先用标题和小标题代替，请改好再送审。"],
  };
};

const keepKnownTopics = async (
  db: Db | Trx,
  body: ContentBody,
): Promise<{ body: ContentBody; lost: readonly string[] }> => {
  const known = new Set((await listTopics(db)).map((topic) => topic.code));
  const unknown = body.topics.filter((topic) => !known.has(topic));
  return {
    body: { ...body, topics: body.topics.filter((topic) => known.has(topic)) },
    lost: unknown.map((topic) => `主题“${topic}”不在主题表里，没有保留。`),
  };
};

/**
 * Brings files in as drafts, each in its own transaction: one that cannot be read holds up no other. Says of each file
 * what it could not keep.
 */
export const importItems = async (
  importing: Importing,
  files: readonly ImportFile[],
): Promise<readonly ImportOutcome[]> => {
  const outcomes: ImportOutcome[] = [];
  for (const file of files) outcomes.push(await importItem(importing, file));
  return outcomes;
};

/** One file; a refusal is a sentence, and nothing of it was written. */
export const importItem = async (importing: Importing, file: ImportFile): Promise<ImportOutcome> => {
  if (!isImportable(file.name))
    return {
      file: file.name,
      ok: false,
      sentence: `“${file.name}”不是能导入的文件。只能导入 .md 和 .docx。`,
    };
  const item = await readItem(file);
  if ("unreadable" in item)
    return { file: file.name, ok: false, sentence: `“${file.name}”读不出来：${item.unreadable}。` };
  const media = await storeMedia(importing, file, item);
  const assembled = assembleBody(item, media);
  const { body, lost } = await keepKnownTopics(importing.trx ?? importing.context.db, assembled.body);
  try {
    const draft = await within(importing, (trx) =>
      createDraft(trx, importing.context, importing.actor, {
        unitId: importing.unitId,
        body,
        origin: "import",
      }),
    );
    return {
      file: file.name,
      ok: true,
      contentId: draft.contentId,
      contentNo: draft.contentNo,
      versionId: draft.versionId,
      title: body.title,
      lost: [...item.lost, ...media.lost, ...assembled.lost, ...lost],
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { file: file.name, ok: false, sentence: `“${file.name}”不能存成草稿（${error.code}）。` };
  }
};
