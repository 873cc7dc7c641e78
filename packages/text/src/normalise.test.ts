import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decodeUtf8, normalise, originalRange, TextError } from "./index.ts";

const text = (original: string): string => normalise(original).text;

describe("normalise", () => {
  it("folds full width, half width, compatibility forms and case", () => {
    assert.equal(text("Ｈ７Ｎ９　ＣＯＶＩＤ－１９ ①㎏ ｶﾞ ﬁn"), "h7n9 covid-19 1kg ガ fin");
  });

  it("makes traditional characters simplified, by phrase before character", () => {
    assert.equal(text("臺灣的軟體與乾坤，裡面乾淨"), "台湾的软体与乾坤,里面干净");
  });

  it("writes digits one way", () => {
    assert.equal(
      text("二〇二六年花了１，２３４，５６７元，3,14不动，一、二"),
      "2026年花了1234567元,3,14不动,一、二",
    );
    assert.equal(normalise("二〇二六年1,000", { digits: "as-is" }).text, "二〇二六年1,000");
  });

  it("drops what is invisible, and turns controls and lone surrogates to blanks", () => {
    assert.equal(text("科\u200b普\ufeff讲\u00ad座\u0000第\ud800一\r\n场\ufe0f"), "科普讲座 第 一 场");
  });

  it("drops emoji with their modifiers, or keeps them", () => {
    assert.equal(text("好👨‍👩‍👧‍👦👍🏽🇨🇳呀1️⃣"), "好 呀1");
    assert.equal(normalise("好👍🏽呀", { emoji: "keep" }).text, "好👍🏽呀");
    assert.equal(text("😀😀"), "");
  });

  it("keeps of a URL its host, nothing, or all, and does not eat the Chinese text behind it", () => {
    const original = "看https://www.kepu.gov.cn/a/b?c=1转发";
    assert.equal(text(original), "看 www.kepu.gov.cn 转发");
    assert.equal(normalise(original, { urls: "remove" }).text, "看 转发");
    assert.equal(normalise(original, { urls: "keep" }).text, "看https://www.kepu.gov.cn/a/b?c=1转发");
  });

  it("refuses a text above the bound, with both numbers", () => {
    assert.throws(
      () => normalise("科普科普", { maxLength: 3 }),
      (error) => error instanceof TextError && error.code === "text.too_long" && error.values["length"] === 4,
    );
  });

  it("gives offsets that rise and end with the original, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (original) => {
        const { text, offsets } = normalise(original);
        assert.equal(offsets.length, text.length + 1);
        assert.equal(offsets[text.length], original.length);
        for (let place = 1; place < offsets.length; place += 1)
          assert.ok((offsets[place - 1] ?? 0) <= (offsets[place] ?? 0));
      }),
    );
  });

  it("changes nothing when done twice", () => {
    const pieces = fc.constantFrom(
      "科學",
      "１,０",
      "00",
      "ﬁ",
      "e\u0301",
      "😀",
      " ",
      "http://a.cn/b",
      "二〇",
      "年",
      "ｶﾞ",
      "乾",
      "İ",
      "ẞ",
      "，",
      "000",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const once = normalise(parts.join(""), { urls: "remove" }).text;
        assert.equal(normalise(once, { urls: "remove" }).text, once);
      }),
    );
  });

  it("takes a megabyte of marks, of commas or of URL openings in linear time", () => {
    for (const piece of ["a\u0301\u0301", "1,000", "http://", "😀\u200d", "ﷺ", "〇", "年二"]) {
      const long = piece.repeat(Math.floor(300_000 / piece.length));
      assert.ok(normalise(long).offsets.length > 0);
    }
  });
});

describe("originalRange", () => {
  it("names whole characters of the original", () => {
    const original = "讲👍🏽 ｶﾞ e\u0301 二〇二六年";
    const normal = normalise(original);
    const cut = (part: string): string => {
      const start = normal.text.indexOf(part);
      const range = originalRange(original, normal, { start, end: start + part.length });
      return original.slice(range.start, range.end);
    };
    assert.equal(cut("ガ"), "ｶﾞ");
    assert.equal(cut("é"), "e\u0301");
    assert.equal(cut("2026年"), "二〇二六年");
    assert.equal(cut("讲"), "讲");
    const flag = normalise("🇨🇳好", { emoji: "keep" });
    assert.deepEqual(originalRange("🇨🇳好", flag, { start: 0, end: 4 }), { start: 0, end: 4 });
    assert.deepEqual(originalRange("🇨🇳好", flag, { start: 0, end: 1 }), { start: 0, end: 4 });
  });

  it("never cuts a surrogate pair, for any text and range", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), fc.nat(), fc.nat(), (original, a, b) => {
        const normal = normalise(original, { emoji: "keep" });
        const [start = 0, end = 0] = [a % (normal.text.length + 1), b % (normal.text.length + 1)].sort(
          (x, y) => x - y,
        );
        const range = originalRange(original, normal, { start, end });
        assert.equal(original.slice(range.start, range.end).isWellFormed(), true);
        assert.equal(original.slice(0, range.start).isWellFormed(), true);
      }),
    );
  });
});

describe("decodeUtf8", () => {
  it("names the line of the first broken byte", () => {
    assert.throws(
      () => decodeUtf8(new Uint8Array([0x61, 0x0a, 0xff])),
      (error) =>
        error instanceof TextError && error.code === "text.invalid_utf8" && error.values["line"] === 2,
    );
    assert.equal(decodeUtf8(new TextEncoder().encode("科普")), "科普");
  });
});
