/** What the scan does with one UTF-16 unit. */
export const tableAction = {
  /** one unit in, one unit out, whatever stands beside it (unless it is `extend`) */
  plain: 0,
  blank: 1,
  /** invisible: joins what stands on both sides */
  drop: 2,
  /** combining mark: belongs to the character before */
  extend: 3,
  /** needs its whole cluster */
  cluster: 4,
} as const;

/** For each UTF-16 unit its action and, where that is `plain`, what it becomes without and with lower-casing. */
export type NormalisationTables = {
  readonly actions: Uint8Array;
  readonly composed: Uint16Array;
  readonly lowered: Uint16Array;
};

const mark = /[\p{M}\uff9e\uff9f]/u;
const invisible =
  /\u034f|[\u00ad\u061c\u180e\u200b-\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/u;
const blankLike = /[\p{Z}\p{Cc}\p{Co}\p{Cn}\ufffd]/u;
const needsCluster = /[\p{Extended_Pictographic}\p{Cs}\u200d\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;

const actionOf = (character: string): number => {
  if (/[0-9#*]/u.test(character)) return tableAction.plain;
  if (invisible.test(character)) return tableAction.drop;
  if (mark.test(character)) return tableAction.extend;
  if (needsCluster.test(character)) return tableAction.cluster;
  if (blankLike.test(character)) return tableAction.blank;
  const composed = character.normalize("NFKC");
  const lowered = composed.toLowerCase();
  return composed.length === 1 && lowered.length === 1 && !blankLike.test(composed)
    ? tableAction.plain
    : tableAction.cluster;
};

let tables: NormalisationTables | undefined;

/** Made at the first use (some 30 ms), because most programs that load the package normalise nothing. */
export const normalisationTables = (): NormalisationTables => {
  if (tables !== undefined) return tables;
  const actions = new Uint8Array(0x10000);
  const composed = new Uint16Array(0x10000);
  const lowered = new Uint16Array(0x10000);
  for (let code = 0; code < 0x10000; code += 1) {
    const character = String.fromCharCode(code);
    actions[code] = actionOf(character);
    const one = character.normalize("NFKC");
    composed[code] = one.charCodeAt(0);
    lowered[code] = one.toLowerCase().charCodeAt(0);
  }
  tables = { actions, composed, lowered };
  return tables;
};

// variation selectors are marks already; the tags spell the flags of regions
const following = /[\p{M}\uff9e\uff9f\u1160-\u11ff\p{Emoji_Modifier}]|[\u{e0020}-\u{e007f}]/u;
const maxClusterUnits = 64;

/**
 * Where the character at `start` ends together with its marks, joiners and modifiers; at most 64 units, so that a run of
 * marks cannot make one endless character.
 *
 * @example clusterEnd("e\u0301a", 0); // => 2
 */
export const clusterEnd = (text: string, start: number): number => {
  if (start >= text.length) return text.length;
  const widthAt = (position: number): number => ((text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1);
  const first = text.codePointAt(start) ?? 0;
  let end = start + widthAt(start);
  const isFlag = (codePoint: number): boolean => codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff;
  if (isFlag(first) && isFlag(text.codePointAt(end) ?? 0)) end += 2;
  while (end < text.length && end - start < maxClusterUnits) {
    const codePoint = text.codePointAt(end) ?? 0;
    if (codePoint === 0x200d && end + 1 < text.length) end += 1 + widthAt(end + 1);
    else if (codePoint >= 0x300 && following.test(String.fromCodePoint(codePoint))) end += widthAt(end);
    else break;
  }
  return end;
};
