import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { tokenPairs } from "./token-pairs.ts";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8").replaceAll(
  /\/\*[\s\S]*?\*\//g,
  "",
);

/** Custom properties declared by the blocks whose selector is exactly one of `selectors`, later ones winning. */
function declared(selectors: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const selector of selectors) {
    for (const block of css.matchAll(/(^|\n)(:root[^{\n]*) \{([^}]*)\}/g)) {
      if (block[2] !== selector) continue;
      for (const line of (block[3] ?? "").matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g))
        found.set(line[1] ?? "", line[2] ?? "");
    }
  }
  return found;
}

/** WCAG 2.2 relative luminance of #rrggbb. */
function luminance(hex: string): number {
  assert.match(hex, /^#[0-9a-f]{6}$/, `${hex} is not #rrggbb`);
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number]; // three offsets in, three channels out
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]; // two in, two out
  return (light + 0.05) / (dark + 0.05);
}

const modes = [
  { name: "normal", selectors: [":root"], text: 4.5, mark: 3 },
  { name: "high contrast", selectors: [":root", ':root[data-contrast="high"]'], text: 7, mark: 3 },
  { name: "dark", selectors: [":root", ':root[data-theme="dark"]'], text: 4.5, mark: 3 },
];

for (const mode of modes) {
  test(`every text and ground of the ${mode.name} mode reaches its contrast`, () => {
    const tokens = declared(mode.selectors);
    const weak = tokenPairs
      .map((pair) => {
        const text = tokens.get(pair.text);
        const ground = tokens.get(pair.ground);
        assert.ok(text, `${pair.text} is not declared`);
        assert.ok(ground, `${pair.ground} is not declared`);
        return { ...pair, ratio: contrast(text, ground), needed: mode[pair.use] };
      })
      .filter((pair) => pair.ratio < pair.needed)
      .map((pair) => `${pair.text} on ${pair.ground}: ${pair.ratio.toFixed(2)} < ${pair.needed}`);
    assert.deepEqual(weak, []);
  });
}

test("black on white is 21 to 1, so the measure itself is right", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#777777", "#ffffff").toFixed(2), "4.48");
});

test("the high contrast and dark modes redefine every colour of the normal mode", () => {
  const colours = [...declared([":root"])].filter(([, value]) => value.startsWith("#")).map(([name]) => name);
  assert.ok(colours.length > 30);
  for (const selector of [':root[data-contrast="high"]', ':root[data-theme="dark"]']) {
    const own = declared([selector]);
    assert.deepEqual(
      colours.filter((name) => !own.has(name)),
      [],
      `${selector} leaves colours of the normal mode in place`,
    );
  }
});

test("text of the 长辈版 is never under 18 px and reaches 30 px", () => {
  const steps = ["", '[data-font-step="1"]', '[data-font-step="2"]', '[data-font-step="3"]'].map((step) => {
    const tokens = declared([":root", ":root[data-elder]", `:root[data-elder]${step}`]);
    const base = (Number.parseFloat(tokens.get("--text-size") ?? "0") / 100) * 16;
    const sizes = [...tokens].filter(([name, value]) => name.startsWith("--text-") && value.endsWith("rem"));
    for (const [name, value] of sizes)
      assert.ok(Number.parseFloat(value) * base >= 18, `${name} is under 18 px`);
    return base;
  });
  assert.deepEqual(steps, [20, 23, 26, 30]);
});

test("paragraphs of the 长辈版 stand 1.3 lines apart and lines are at least 1.5 high", () => {
  const tokens = declared([":root", ":root[data-elder]"]);
  const leading = Number.parseFloat(tokens.get("--leading-read") ?? "0");
  assert.ok(Number.parseFloat(tokens.get("--paragraph-gap") ?? "0") >= 1.3 * leading - 1e-9);
  for (const name of ["--leading-read", "--leading-tight", "--leading-table"]) {
    assert.ok(Number.parseFloat(tokens.get(name) ?? "0") >= 1.5, name);
  }
});

test("only tokens.css names a colour, and every token used is declared", () => {
  const known = new Set([...css.matchAll(/(--[a-z0-9-]+):/g)].map((match) => match[1]));
  for (const root of [new URL("./", import.meta.url), new URL("../site/", import.meta.url)]) {
    for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".css") || file === "tokens.css") continue;
      const text = readFileSync(new URL(file, root), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
      assert.doesNotMatch(text, /#[0-9a-f]{3,8}\b(?![^;{]*\{)|rgba?\(|hsla?\(/i, `${file} names a colour`);
      for (const use of text.matchAll(/var\((--[a-z0-9-]+)/g)) {
        assert.ok(
          known.has(use[1]) || text.includes(`${use[1]}:`),
          `${file} uses ${use[1]}, which is not declared`,
        );
      }
    }
  }
});
