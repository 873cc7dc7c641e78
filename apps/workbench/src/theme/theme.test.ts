import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseTokens } from "./parse-tokens.ts";
import { textPairs, toTheme } from "./theme.ts";

const css = readFileSync(new URL("../../../server/src/ui/tokens.css", import.meta.url), "utf8");
const tokens = parseTokens(css, ":root");

/** WCAG 2.2 relative luminance of #rrggbb. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (text: string, ground: string): number => {
  const [high = 0, low = 0] = [luminance(text), luminance(ground)].sort((left, right) => right - left);
  return (high + 0.05) / (low + 0.05);
};

test("every pair of text and ground of the workbench reaches 4.5 : 1", () => {
  for (const [text, ground] of textPairs) {
    const ratio = contrast(tokens[text] ?? "", tokens[ground] ?? "");
    assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
  }
});

test("the theme finds all its colours in the portal's tokens", () => {
  const { token } = toTheme(tokens);
  assert.equal(token?.colorPrimary, tokens["river"]);
  assert.equal(token?.colorError, tokens["maple"]);
  assert.throws(() => toTheme({ ...tokens, river: undefined } as never), /tokens\.css has no --river/);
});

test("a stylesheet without the rule is refused, and comments are not read", () => {
  assert.throws(() => parseTokens("a { --x: 1; }", ":root"), /no rule :root/);
  assert.deepEqual(parseTokens("/* :root { --a: 1; } */ :root { --a: 2; --b: c d; }", ":root"), {
    a: "2",
    b: "c d",
  });
});
