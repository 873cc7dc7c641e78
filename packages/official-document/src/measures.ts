// All lengths in twips (1/1440 inch). GB/T 9704—2012, 5.1 and 5.2.
const twipsOfMillimetres = (millimetres: number): number => Math.round((millimetres / 25.4) * 1440);

/** Paper, margins and type area: A4, 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm (5.1, 5.2.1). */
export const page = {
  width: 11906,
  height: 16838,
  top: twipsOfMillimetres(37),
  bottom: twipsOfMillimetres(35),
  left: twipsOfMillimetres(28),
  right: twipsOfMillimetres(26),
} as const;

export const textWidth = page.width - page.left - page.right;

/** 22 lines fill the 225 mm of the type area (5.2.3). */
export const linePitch = Math.floor((page.height - page.top - page.bottom) / 22);

/** One of 28 characters of a line (5.2.3). */
export const characterPitch = textWidth / 28;

/** Half-points: 2号 22, 3号 16, 4号 14, 小4号 12. */
export const sizes = { title: 44, text: 32, small: 28, table: 24 } as const;

/** What the grid adds to each character of 3号: 1/4096 point (ISO/IEC 29500-1, 17.6.5). */
export const characterSpace = Math.round((characterPitch / 20 - sizes.text / 2) * 4096);

/** 一字线 of the page number 7 mm below the type area (7.5): half a line of 4号 hangs below it. */
export const footerDistance = page.bottom - twipsOfMillimetres(7) - sizes.small * 5;

/** Whole characters of the grid in twips. */
export const characters = (count: number): number => Math.round(count * characterPitch);
