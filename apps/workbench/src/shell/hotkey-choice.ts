import { readLocal, writeLocal } from "../local-store.ts";

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";

/** Single-key shortcuts can be switched off: speech input sends letters too (WCAG 2.1.4). */
export const hotkeysAreOn = (): boolean => readLocal("hotkeys", isBoolean) ?? true;
export const setHotkeys = (on: boolean): void => writeLocal("hotkeys", on);
