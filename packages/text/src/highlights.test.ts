import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { findHighlights, highlight } from "./index.ts";

const shown = (original: string, query: string, maxLength?: number): string =>
  highlight(original, query, maxLength === undefined ? {} : { maxLength })
    .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join("");

describe("highlights", () => {
  it("stand on the original, whatever its width, script, accents and emoji", () => {
    assert.equal(
      shown("👍🏽ＣＯＶＩＤ－１９疫苗，臺灣的科學！", "covid 台湾 科学"),
      "👍🏽[ＣＯＶＩＤ]－１９疫苗，[臺灣]的[科學]！",
    );
    assert.equal(shown("二〇二六年的讲座", "2026年"), "[二〇二六年]的讲座");
    assert.equal(shown("cafe\u0301 好", "café"), "[cafe\u0301] 好");
  });

  it("mark a single character only when it was asked for alone", () => {
    assert.equal(shown("苗族的疫苗", "疫苗"), "苗族的[疫苗]");
    assert.equal(shown("苗族的疫苗", "苗"), "[苗]族的疫[苗]");
  });

  it("do not mark what is excluded", () => {
    assert.equal(shown("流感疫苗", "疫苗 -流感"), "流感[疫苗]");
  });

  it("choose the part of a long text that has the words", () => {
    const excerpt = shown(
      `${"天气很好。".repeat(200)}流感疫苗安全。${"散步很好。".repeat(200)}`,
      "疫苗安全",
      40,
    );
    assert.match(excerpt, /流感\[疫苗安全\]/u);
    assert.ok(excerpt.length <= 44);
  });

  it("are pieces of the text in order, each well-formed, for any text and query", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 120 });
    fc.assert(
      fc.property(
        text,
        fc.string({ unit: "grapheme", maxLength: 4 }),
        fc.integer({ min: 20, max: 60 }),
        (original, end, maxLength) => {
          const query = `科${end.replace(/^-/u, "")}`;
          const whole = highlight(`${original}科${original}`, query);
          assert.equal(whole.map((part) => part.text).join(""), `${original}科${original}`);
          const excerpt = highlight(`${original}科${original}`, query, { maxLength });
          assert.ok(`${original}科${original}`.includes(excerpt.map((part) => part.text).join("")));
          for (const part of excerpt) assert.equal(part.text.isWellFormed(), true);
          for (const { start, end: stop } of findHighlights(original, query)) assert.ok(start < stop);
        },
      ),
    );
  });
});
