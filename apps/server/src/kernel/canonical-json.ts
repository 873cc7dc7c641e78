/**
 * Canonical JSON (RFC 8785 for the values we store: no floating-point exotica): keys sorted by UTF-16 code
 * units, no white space, dates as ISO 8601, bytes as hex. The same value always gives the same text, so that
 * it can be hashed.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || value === undefined) return "null";
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Buffer.isBuffer(value)) return JSON.stringify(value.toString("hex"));
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
  }
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value))
    throw new RangeError("canonical JSON has no NaN or infinity");
  return JSON.stringify(value);
};
