/** A new idempotency key. `crypto.randomUUID` exists only on https pages; an intranet may serve plain http. */
export const createKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
