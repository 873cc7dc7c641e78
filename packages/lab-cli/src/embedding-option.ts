import { createMeaningIndex, type MeaningIndex } from "@kepu/text";
import { createEndpointEmbedder } from "@kepu/text/node";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { LabError } from "./errors.ts";
import { readWhole, UsageError } from "./option-values.ts";

/** The options of a command that may ask an embedding endpoint; without `--embeddings` nothing is asked. */
export const embeddingOptions = [
  "embeddings",
  "embedding-model",
  "embedding-key-file",
  "embedding-timeout",
] as const;

export const embeddingUsage =
  "[--embeddings http://…/v1 --embedding-model m [--embedding-key-file f] [--embedding-timeout 3000]]";

const readKey = async (path: string): Promise<string> => {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (cause) {
    throw new LabError("lab.file_unreadable", { file: basename(path) }, { cause });
  }
};

/**
 * The meaning of the texts by the endpoint of the options; undefined where none is given.
 *
 * @throws TextError `text.embedding_unavailable`, `text.embedding_invalid`: an endpoint that was asked for must be there
 */
export const readMeaning = async (
  values: ReadonlyMap<string, string>,
  texts: readonly { readonly id: string; readonly text: string }[],
): Promise<MeaningIndex | undefined> => {
  const url = values.get("embeddings");
  if (url === undefined) return undefined;
  const model = values.get("embedding-model");
  if (model === undefined) throw new UsageError("缺少 --embedding-model。");
  const keyFile = values.get("embedding-key-file");
  const bounds = { name: "embedding-timeout", usual: 3_000, least: 10, most: 600_000 };
  const timeoutMs = readWhole(values, bounds);
  const embedder = createEndpointEmbedder({
    url,
    model,
    timeoutMs,
    ...(keyFile === undefined ? {} : { apiKey: await readKey(keyFile) }),
  });
  return createMeaningIndex(embedder, texts);
};
