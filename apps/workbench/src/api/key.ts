/** A new idempotency key. `crypto.randomUUID` exists only on https pages; an intranet may serve plain http. */
export const createKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** A new id of a record that is made here and sent later: a UUID (RFC 9562, version 4), also on plain http. */
export const createRecordId = (): string => {
  const digits = createKey();
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 3) | 8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join("-");
};
