import { randomInt } from "node:crypto";

/** Without 0 O 1 I L: read aloud or from a poster, none is taken for another. */
const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const length = 6;

export const createJoinCode = (): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join("");

/** The code that somebody typed or scanned, however it was typed; undefined where it cannot be one. */
export const parseJoinCode = (text: string): string | undefined => {
  const code = text
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/gu, "");
  return code.length === length ? code : undefined;
};
