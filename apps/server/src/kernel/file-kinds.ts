export type FileKind =
  | "jpeg"
  | "png"
  | "webp"
  | "gif"
  | "pdf"
  | "zip"
  | "svg"
  | "mp3"
  | "mp4"
  | "vtt"
  | "unknown";

const startsWith = (bytes: Buffer, signature: string, at = 0): boolean =>
  bytes.subarray(at, at + signature.length).toString("latin1") === signature;

/** What a file is by its bytes, whatever its name and the sender say. */
export const detectFileKind = (bytes: Buffer): FileKind => {
  if (startsWith(bytes, "\xff\xd8\xff")) return "jpeg";
  if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return "png";
  if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) return "webp";
  if (startsWith(bytes, "GIF87a") || startsWith(bytes, "GIF89a")) return "gif";
  if (startsWith(bytes, "%PDF-")) return "pdf";
  if (startsWith(bytes, "PK\x03\x04")) return "zip";
  if (startsWith(bytes, "ID3") || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)) return "mp3";
  if (startsWith(bytes, "ftyp", 4)) return "mp4";
  if (/^(\xef\xbb\xbf)?WEBVTT[\s]/.test(bytes.subarray(0, 12).toString("latin1"))) return "vtt";
  const head = bytes.subarray(0, 4_096).toString("utf8").toLowerCase();
  return head.includes("<svg") ? "svg" : "unknown";
};
