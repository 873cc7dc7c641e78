/**
 * Width in characters of the grid: letters, digits and half-width marks take half a place.
 *
 * @example widthInCharacters("2026年5月1日"); // => 6
 */
export const widthInCharacters = (text: string): number => {
  let width = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const half = point < 0x2000 || (point >= 0xff61 && point <= 0xffdc);
    width += half ? 0.5 : 1;
  }
  return width;
};
