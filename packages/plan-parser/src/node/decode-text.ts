import { PlanError } from "../errors.ts";

const tryDecode = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    // The only thing a fatal decoder throws on bytes is a TypeError for a sequence that is not of the encoding.
    if (error instanceof TypeError) return null;
    throw error;
  }
};

/**
 * Text of a file as Chinese offices write it: by its byte order mark, else UTF-8, else GB18030 (which holds GBK and
 * GB2312).
 *
 * @throws PlanError `plan.file_encoding_unknown`
 * @example decodeText(new Uint8Array([0xd2, 0xbb, 0xa1, 0xa2])); // => "一、"
 */
export const decodeText = (bytes: Uint8Array): string => {
  const encodings =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? ["utf-16le"]
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? ["utf-16be"]
        : ["utf-8", "gb18030"];
  for (const encoding of encodings) {
    const text = tryDecode(bytes, encoding);
    if (text !== null) return text;
  }
  throw new PlanError("plan.file_encoding_unknown");
};
