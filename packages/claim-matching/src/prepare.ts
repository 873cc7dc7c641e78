import { normalise, scanUnits } from "@kepu/text";
import { ClaimError } from "./errors.ts";

/** A text as it is compared: Han characters and words of letters in order, and what is read out of them. */
export type PreparedText = {
  readonly units: readonly string[];
  /** Distinct single units and pairs of neighbours. */
  readonly grams: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  /** Words of denial (不、没、无、非、未、别). */
  readonly denials: number;
};

const mostUnits = 5_000;
const longest = 1_500_000;

/** Lines that a chat window or a screenshot adds: a name with a time, the status bar, the row of buttons. */
const frame =
  /^[^\n，。？！、；]{0,24}\d{1,2}[:：]\d{2}(?::\d{2})?\s*$|^\d{1,2}:\d{2}\s+[45]G[^\n]{0,16}$|^转发\s*评论[^\n]*$/gmu;
const denial = new Set(["不", "没", "无", "非", "未", "别"]);

/**
 * Normalises a message or claim (width, traditional characters, case, digits, emoji, URLs to their host), takes off the
 * frame of a chat window and lists its grams. Only the first 5,000 units are compared, so that time is bounded.
 *
 * @throws ClaimError `claims.message_too_long`
 */
export const prepareText = (text: string): PreparedText => {
  if (text.length > longest) throw new ClaimError("claims.message_too_long", String(text.length));
  // four original units a compared one is ample for blanks, emoji and frames
  const cut = text.slice(0, mostUnits * 4).replace(frame, "\n");
  const plain = normalise(cut, { urls: "host", emoji: "remove" }).text;
  const units: string[] = [];
  const grams = new Set<string>();
  const numbers = new Set<string>();
  let denials = 0;
  scanUnits(plain, (start, end) => {
    if (units.length >= mostUnits) return;
    const unit = plain.slice(start, end);
    const before = units.at(-1);
    units.push(unit);
    grams.add(unit);
    if (before !== undefined) grams.add(before + unit);
    if (/^\d/u.test(unit)) numbers.add(/^\d+(?:\.\d+)?/u.exec(unit)?.[0] ?? unit);
    if (denial.has(unit)) denials += 1;
  });
  return { units, grams, numbers, denials };
};
