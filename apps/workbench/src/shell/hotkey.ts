export type Hotkey = "search" | "next-row" | "previous-row" | "help";

export type Pressed = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  /** Element that has the focus: name and whether it takes text. */
  target: { tagName: string; type?: string | undefined; editable: boolean };
  dialogOpen: boolean;
};

const keys: Readonly<Record<string, Hotkey>> = {
  "/": "search",
  j: "next-row",
  k: "previous-row",
  "?": "help",
};
const takesNoText = new Set(["checkbox", "radio", "button", "submit", "reset", "file"]);

const isTyping = ({ tagName, type, editable }: Pressed["target"]): boolean =>
  editable ||
  tagName === "TEXTAREA" ||
  tagName === "SELECT" ||
  (tagName === "INPUT" && !takesNoText.has(type ?? "text"));

/**
 * The shortcut that a key press means; undefined while somebody types, composes Chinese (the input method sends letters
 * too), holds a modifier or has a dialog open. Readers can switch single-key shortcuts off (WCAG 2.1.4).
 */
export const hotkeyOf = (pressed: Pressed): Hotkey | undefined => {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing || pressed.dialogOpen)
    return undefined;
  if (isTyping(pressed.target)) return undefined;
  return keys[pressed.key];
};

/** The row to go to: stays at the ends; from nowhere, down means the first and up the last. */
export const nextRowIndex = (count: number, current: number, step: 1 | -1): number => {
  if (count === 0) return -1;
  if (current < 0) return step === 1 ? 0 : count - 1;
  return Math.min(Math.max(current + step, 0), count - 1);
};
