import type { Mode } from "./http-types.ts";

/** `kepu_mode=e1c1f2r1`: elder, high contrast, font step, easy reading; cookies of before 易读版 end without the last. */
const pattern = /(?:^|;\s*)kepu_mode=e([01])c([01])f([0-3])(r1)?(?:;|$)/;

/** Reads the modes from a Cookie header; anything odd is the normal mode. */
export const parseMode = (cookieHeader: string): Mode => {
  const found = pattern.exec(cookieHeader);
  if (found === null) return { elder: false, contrast: "normal", fontStep: 0, easy: false };
  return {
    elder: found[1] === "1",
    contrast: found[2] === "1" ? "high" : "normal",
    fontStep: Number(found[3]) as Mode["fontStep"], // the pattern admits 0–3 only
    easy: found[4] !== undefined,
  };
};

export const formatMode = (mode: Mode): string =>
  `e${mode.elder ? 1 : 0}c${mode.contrast === "high" ? 1 : 0}f${mode.fontStep}${mode.easy ? "r1" : ""}`;
