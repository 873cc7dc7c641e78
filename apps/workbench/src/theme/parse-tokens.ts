/** Custom properties of one rule, without the dashes: `river` → `#0b5a64`. */
export type Tokens = Readonly<Record<string, string>>;

/**
 * Reads the custom properties of the first rule with exactly this selector.
 * @throws Error when the stylesheet has no such rule
 */
export const parseTokens = (css: string, selector: string): Tokens => {
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, "");
  for (const [, name, body] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (name?.trim() !== selector) continue;
    const pairs = [...(body ?? "").matchAll(/--([\w-]+)\s*:\s*([^;]+);/g)];
    return Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key, value.trim()]));
  }
  throw new Error(`the stylesheet has no rule ${selector}`);
};
