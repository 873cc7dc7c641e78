/**
 * Decodes standard base64 (RFC 4648 §4) and nothing but: Node's decoder skips what it does not know, so that many texts
 * would stand for one signature. Undefined unless encoding again gives the same text.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}
