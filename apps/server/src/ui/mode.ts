// How a reader sees every page: 长辈版, 高对比, the size of type and 易读版, carried in one cookie and shown by the same page.
// The cookie (read and written by kernel/mode.ts) never identifies anyone and holds nothing but these four choices.
import type { Mode } from "#kernel/http-types.ts";

export type { Mode };
export type FontStep = Mode["fontStep"];
export type ModeChange = {
  elder?: boolean;
  contrast?: Mode["contrast"];
  fontStep?: FontStep;
  easy?: boolean;
};

export const standardMode: Mode = { elder: false, contrast: "normal", fontStep: 0, easy: false };

const fontSteps: readonly FontStep[] = [0, 1, 2, 3];

/** The wish in the query of `/mode`; a part that is missing or nonsense changes nothing. */
export function parseModeChange(query: Readonly<Record<string, unknown>>): ModeChange {
  const change: ModeChange = {};
  if (query.elder === "1" || query.elder === "0") change.elder = query.elder === "1";
  if (query.contrast === "high" || query.contrast === "normal") change.contrast = query.contrast;
  if (query.easy === "1" || query.easy === "0") change.easy = query.easy === "1";
  const step = fontSteps.find((known) => String(known) === query.font);
  if (step !== undefined) change.fontStep = step;
  return change;
}

export function applyModeChange(mode: Mode, change: ModeChange): Mode {
  return { ...mode, ...change };
}

/** Whether the change would leave everything as it is. */
export function isNoChange(mode: Mode, change: ModeChange): boolean {
  return (
    (change.elder ?? mode.elder) === mode.elder &&
    (change.contrast ?? mode.contrast) === mode.contrast &&
    (change.fontStep ?? mode.fontStep) === mode.fontStep &&
    (change.easy ?? mode.easy) === mode.easy
  );
}

/** Address that makes the change and comes back. */
export function modeHref(change: ModeChange, back: string): string {
  const query = new URLSearchParams();
  if (change.elder !== undefined) query.set("elder", change.elder ? "1" : "0");
  if (change.contrast !== undefined) query.set("contrast", change.contrast);
  if (change.fontStep !== undefined) query.set("font", String(change.fontStep));
  if (change.easy !== undefined) query.set("easy", change.easy ? "1" : "0");
  query.set("back", toLocalPath(back));
  return `/mode?${query.toString()}`;
}

/** Words between single slashes: nothing in it that a browser could read as another site or another path. */
const plainPath = /^\/(?:[\w-]+(?:\/[\w-]+)*)?$/u;

/**
 * A path on this site, or "/". Browsers read `//host`, `/\host` and `/<tab>/host` as another site, and a control
 * character could split a header, so each of these is refused (OWASP: unvalidated redirects).
 */
export function toLocalPath(value: unknown): string {
  if (typeof value !== "string" || value.length > 2000 || value === "/mode") return "/";
  // Nearly every page: taking an address apart costs as much as drawing a paragraph.
  if (plainPath.test(value)) return value;
  if (!value.startsWith("/") || value.startsWith("//")) return "/";
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what must not pass
  if (/[\u0000-\u001f\u007f\\]/.test(value)) return "/";
  const parsed = URL.canParse(value, "http://local.invalid")
    ? new URL(value, "http://local.invalid")
    : undefined;
  if (parsed?.origin !== "http://local.invalid") return "/";
  // "/./" and "/../" collapse, and what is left may begin with "//" again.
  if (parsed.pathname.startsWith("//") || parsed.pathname === "/mode") return "/";
  return parsed.pathname + parsed.search + parsed.hash;
}
