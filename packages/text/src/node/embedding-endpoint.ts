import type { Embedder } from "../embeddings.ts";
import { requireNumber, TextError } from "../errors.ts";

/** Where vectors are asked for. */
export type EndpointOptions = {
  /** The address up to `/embeddings`: `http://127.0.0.1:8080/v1`. */
  readonly url: string;
  readonly model: string;
  /** Sent as a bearer token where it is given. */
  readonly apiKey?: string;
  /** An answer that takes longer is none, 10 … 600,000; 3,000 if left out. */
  readonly timeoutMs?: number;
};

const longestAnswer = 64 * 1024 * 1024;

const isRow = (value: unknown): value is { index: number; embedding: number[] } =>
  typeof value === "object" &&
  value !== null &&
  "index" in value &&
  Number.isInteger(value.index) &&
  "embedding" in value &&
  Array.isArray(value.embedding) &&
  value.embedding.every((one) => typeof one === "number" && Number.isFinite(one));

/** The vectors in the order of the texts. @throws TextError `text.embedding_invalid` */
const readVectors = (body: string, count: number): number[][] => {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch (cause) {
    throw new TextError("text.embedding_invalid", { found: 0 }, { cause });
  }
  const rows: unknown = typeof answer === "object" && answer !== null && "data" in answer ? answer.data : [];
  const vectors: number[][] = [];
  for (const row of Array.isArray(rows) ? rows : [])
    if (isRow(row) && row.index >= 0 && row.index < count) vectors[row.index] = row.embedding;
  const found = vectors.filter((vector) => vector.length > 0).length;
  if (found !== count) throw new TextError("text.embedding_invalid", { found });
  return vectors;
};

/**
 * An embedder that asks an OpenAI-compatible endpoint (`POST {url}/embeddings` with `model` and `input`). Nothing is asked
 * until `embed` is called, nothing is retried, and nothing but the texts is sent.
 *
 * @throws TextError `text.option_out_of_range`
 * @example createEndpointEmbedder({ url: "http://127.0.0.1:9/v1", model: "m" }).embed([]); // resolves to []
 */
export const createEndpointEmbedder = ({ url, model, apiKey, timeoutMs }: EndpointOptions): Embedder => {
  const limit = requireNumber("timeoutMs", timeoutMs ?? 3_000, { least: 10, most: 600_000, integer: true });
  const address = `${url.replace(/\/+$/u, "")}/embeddings`;
  const ask = async (input: readonly string[]): Promise<string> => {
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ model, input, encoding_format: "float" }),
        redirect: "error",
        signal: AbortSignal.timeout(limit),
      });
      if (!response.ok)
        throw new TextError("text.embedding_unavailable", { reason: String(response.status) });
      let body = "";
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        body += decoder.decode(chunk, { stream: true });
        if (body.length > longestAnswer) throw new TextError("text.embedding_invalid", { found: 0 });
      }
      return body;
    } catch (cause) {
      if (cause instanceof TextError) throw cause;
      const isLate = cause instanceof DOMException && cause.name === "TimeoutError";
      const reason = isLate ? `${limit} ms` : "连接失败";
      throw new TextError("text.embedding_unavailable", { reason }, { cause });
    }
  };
  return { embed: async (texts) => (texts.length === 0 ? [] : readVectors(await ask(texts), texts.length)) };
};
