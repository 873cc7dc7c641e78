import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  createSearchIndex,
  restoreSearchIndex,
  type SearchIndex,
  type SearchOptions,
  TextError,
  usualWeights,
} from "./index.ts";

const texts: Readonly<Record<string, string>> = {
  install: "这款软件安装简单，使用方便。",
  simple: "简单易学的科学小实验",
  vaccine: "流感疫苗每年都要接种，老年人和儿童优先。接种后可能出现轻微发热。",
  measles: "麻疹疫苗接种后多久产生抗体？",
  traditional: "臺灣的圖書館裡面有很多科學展覽。",
  star: "夜空中的北斗七星怎样辨认方向",
  english: "COVID-19 的 mRNA 疫苗与 5G 技术无关",
  parted: "过程简单，安装费时。",
};

const build = (documents: Readonly<Record<string, string>> = texts): SearchIndex => {
  const index = createSearchIndex({
    fields: { body: {} },
    synonyms: [
      ["流感", "流行性感冒"],
      ["番茄", "西红柿"],
    ],
  });
  for (const [id, body] of Object.entries(documents)) index.add({ id, fields: { body } });
  return index;
};

const idsOf = (index: SearchIndex, query: string, options?: SearchOptions): string[] =>
  index.search(query, options).hits.map(({ id }) => id);

const refuses = (code: string) => (error: unknown) => error instanceof TextError && error.code === code;

describe("what users of other engines complain of", () => {
  it("finds 安装简单 by 简单, though a dictionary holds it for one word", () => {
    assert.deepEqual(new Set(idsOf(build(), "简单")), new Set(["install", "simple", "parted"]));
  });

  it("finds by one character", () => {
    assert.deepEqual(idsOf(build(), "斗"), ["star"]);
  });

  it("finds every substring of Han characters of every document, strictly", () => {
    const index = build();
    for (const [id, body] of Object.entries(texts))
      for (const run of body.match(/\p{Script=Han}+/gu) ?? [])
        for (let start = 0; start < run.length; start += 1)
          for (let end = start + 1; end <= run.length; end += 1) {
            const result = index.search(run.slice(start, end));
            assert.deepEqual(result.relaxations, [], run.slice(start, end));
            assert.ok(
              result.hits.some((hit) => hit.id === id),
              `${run.slice(start, end)} → ${id}`,
            );
          }
  });

  it("finds traditional text by simplified words and the other way round", () => {
    assert.deepEqual(idsOf(build(), "图书馆里面"), ["traditional"]);
    assert.equal(idsOf(build(), "簡單易學")[0], "simple");
  });

  it("finds a character by its variants", () => {
    const result = build({ a: "孩子看著電視", b: "别的" }).search('"看着电视"');
    assert.equal(result.hits[0]?.id, "a");
    assert.deepEqual(result.relaxations, []);
  });

  it("finds by a phrase only what has it letter for letter", () => {
    assert.deepEqual(idsOf(build(), '"安装简单"'), ["install"]);
    assert.deepEqual(idsOf(build(), "「简单，安装」"), ["parted"]);
    assert.deepEqual(
      build()
        .search("“简单安装”")
        .relaxations.map(({ kind }) => kind),
      ["phrase"],
    );
  });

  it("leaves out what is excluded, as a word and as a phrase, also when it relaxes", () => {
    assert.deepEqual(idsOf(build(), "疫苗 -流感 -麻疹"), ["english"]);
    assert.deepEqual(idsOf(build(), '疫苗 -"接种后多久"').toSorted(), ["english", "vaccine"]);
    assert.equal(idsOf(build(), '"疫苗疫苗疫苗" -流感').includes("vaccine"), false);
  });

  it("does not take a hyphen inside a word for an exclusion", () => {
    assert.equal(idsOf(build(), "covid-19")[0], "english");
  });

  it("takes NOT in capitals for an exclusion, and not for a word", () => {
    assert.deepEqual(idsOf(build(), "疫苗 NOT 流感 NOT 麻疹"), ["english"]);
    const english = build({ a: "Vaccines do not cause autism", b: "Autism in adults" });
    assert.equal(idsOf(english, "is it not true that vaccines cause autism")[0], "a");
  });

  it("finds a number however it is written, and every character of a numeral as it stands", () => {
    const index = build({
      chinese: "三十岁以上的人每年体检一次",
      digits: "12个月大的孩子",
      other: "体检前一天",
    });
    assert.deepEqual(idsOf(index, "30岁"), ["chinese"]);
    assert.deepEqual(idsOf(index, "十二个月"), ["digits"]);
    assert.deepEqual(idsOf(index, "十岁"), ["chinese"]);
    assert.deepEqual(
      index.search('"30岁"').relaxations.map(({ kind }) => kind),
      ["partial"],
      "a phrase is letter for letter",
    );
    assert.deepEqual(
      index.search("30岁").relaxations.map(({ kind, to }) => [kind, to]),
      [["synonym", "三十"]],
    );
  });

  it("finds by a long natural question", () => {
    const result = build().search("请问一下老年人今年是不是应该去打流感疫苗，打完了之后会不会发热啊？");
    assert.equal(result.hits[0]?.id, "vaccine");
    assert.deepEqual(result.relaxations, []);
  });

  it("finds Latin words whatever their width and case", () => {
    assert.equal(idsOf(build(), "ＭＲＮＡ")[0], "english");
    assert.equal(idsOf(build(), "5g")[0], "english");
  });

  it("relaxes when nothing fits, and says why", () => {
    const [first] = build().search("七方").relaxations;
    assert.equal(first?.kind, "partial");
    assert.match(first?.reason ?? "", /没有完全符合“七方”/u);
    const synonym = build({ a: "西红柿怎么种", b: "别的" }).search("番茄");
    assert.deepEqual(
      synonym.hits.map(({ id }) => id),
      ["a"],
    );
    assert.deepEqual(
      synonym.relaxations.map(({ kind }) => kind),
      ["synonym"],
    );
    assert.deepEqual(build().search("龘").hits, []);
  });

  it("finds synonyms beside what was typed, which stands first", () => {
    const index = build({ other: "西紅柿的營養", same: "番茄的营养" });
    const result = index.search("番茄");
    assert.deepEqual(
      result.hits.map(({ id }) => id),
      ["same", "other"],
    );
    assert.deepEqual(result.relaxations, []);
  });
});

describe("asking with a whole text", () => {
  it("finds what shares most with it, however long it is, and knows no query language", () => {
    const index = build();
    const filler = Array.from({ length: 1500 }, (_, place) => String.fromCharCode(0x6000 + place)).join("");
    const [first] = index.similar(`${filler}“流感疫苗”每年都要接种 -儿童 NOT 老年人优先`);
    assert.equal(first?.id, "vaccine");
    assert.ok((first?.score ?? 0) > 0);
    assert.deepEqual(index.similar("😀"), []);
    assert.equal(index.similar("疫苗", { top: 1 }).length, 1);
    index.remove("vaccine");
    assert.ok(index.similar("流感疫苗").every(({ id }) => id !== "vaccine"));
    assert.throws(() => index.similar("疫苗", { postings: 0 }), refuses("text.option_out_of_range"));
  });
});

describe("ranking", () => {
  it("tells short sentences apart by the words they have in common", () => {
    const index = build({
      shell: "买手机壳",
      phone: "壳牌机油好，买手油也好",
      long: `${"手机壳".repeat(20)}买`,
    });
    const found = index.search("买手机壳").hits;
    assert.equal(found[0]?.id, "shell");
    assert.equal(found[0]?.parts.words, 1);
    assert.equal(found.find(({ id }) => id === "long")?.parts.words, 0);
    const without = index.search("买手机壳", { weights: { ...usualWeights, words: 0 } }).hits;
    assert.equal(without[0]?.parts.words, 0);
  });

  it("sets a document that has the words together before one that has them apart", () => {
    const filler = "今天天气很好我们一起去公园散步看花晒太阳聊天吃饭回家休息".repeat(3);
    const index = build({
      apart: `疫苗很多${filler}安全第一${filler}`,
      near: `${filler}疫苗安全${filler}`,
      other: filler,
    });
    assert.deepEqual(idsOf(index, "疫苗 安全"), ["near", "apart"]);
  });

  it("weighs fields", () => {
    const index = createSearchIndex({ fields: { title: { weight: 4 }, body: {} } });
    index.add({ id: "body", fields: { title: "通知公告", body: "疫苗接种" } });
    index.add({ id: "title", fields: { title: "疫苗接种", body: "通知公告" } });
    assert.deepEqual(idsOf(index, "疫苗"), ["title", "body"]);
  });

  it("prefers the new and the reader's audience, when asked to", () => {
    const index = createSearchIndex({ fields: { body: {} }, audiences: ["老年人", "青少年"] });
    const day = 86_400_000;
    index.add({ id: "old", fields: { body: "防溺水知识" }, timeMs: day, audiences: ["老年人"] });
    index.add({ id: "new", fields: { body: "防溺水知识" }, timeMs: 900 * day, audiences: ["青少年"] });
    assert.deepEqual(idsOf(index, "防溺水"), ["old", "new"]);
    const freshness = { nowMs: 901 * day, halfLifeDays: 90, weight: 0.5 };
    assert.deepEqual(idsOf(index, "防溺水", { freshness }), ["new", "old"]);
    assert.deepEqual(idsOf(index, "防溺水", { audiences: ["青少年"] }), ["new", "old"]);
    assert.deepEqual(idsOf(index, "防溺水", { accept: (id) => id !== "old" }), ["new"]);
  });
});

describe("changing an index", () => {
  it("gives after any adding and removing what a fresh index gives", () => {
    const vocabulary = ["流感", "疫苗", "科普", "讲座", "5g", "安全", "简单"];
    const document = fc.tuple(
      fc.nat(7),
      fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), document), { maxLength: 25 }), (steps) => {
        const changed = createSearchIndex({ fields: { body: {} } });
        const held = new Map<string, string>();
        for (const [isRemoved, [number, parts]] of steps) {
          const id = `d${number}`;
          if (isRemoved) {
            assert.equal(changed.remove(id), held.delete(id));
          } else {
            held.delete(id);
            held.set(id, parts.join("，"));
            changed.replace({ id, fields: { body: parts.join("，") } });
          }
        }
        const fresh = build(Object.fromEntries(held));
        const restored = restoreSearchIndex(changed.snapshot());
        for (const word of [...vocabulary, "疫苗安全", '"科普"', "讲座 -疫苗"]) {
          const expected = fresh.search(word).hits;
          assert.deepEqual(changed.search(word).hits, expected);
          assert.deepEqual(restored.search(word).hits, expected);
        }
        changed.compact();
        assert.deepEqual(changed.search("疫苗").hits, fresh.search("疫苗").hits);
        assert.equal(changed.size(), held.size);
      }),
      { numRuns: 60 },
    );
  });

  it("goes on growing after it was restored", () => {
    const index = restoreSearchIndex(build().snapshot());
    index.add({ id: "more", fields: { body: "北斗卫星导航 GPS" } });
    assert.equal(index.search("北斗").hits.length, 2);
    assert.deepEqual(idsOf(index, "gps"), ["more"]);
    assert.equal(index.has("more"), true);
  });

  it("refuses a changed, cut or foreign snapshot", () => {
    const bytes = build().snapshot();
    for (const place of [0, 20, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed.readUInt8(place) + 1) & 0xff, place);
      assert.throws(() => restoreSearchIndex(changed), refuses("text.snapshot_broken"));
    }
    assert.throws(
      () => restoreSearchIndex(bytes.subarray(0, bytes.length - 9)),
      refuses("text.snapshot_broken"),
    );
    assert.throws(() => restoreSearchIndex(new Uint8Array(3)), refuses("text.snapshot_broken"));
  });

  it("keeps the old document when the new one is refused", () => {
    const index = build();
    assert.throws(() => index.replace({ id: "star", fields: { title: "x" } }), refuses("text.field_unknown"));
    assert.deepEqual(idsOf(index, "北斗"), ["star"]);
    assert.throws(() => index.add({ id: "star", fields: {} }), refuses("text.document_exists"));
    assert.throws(() => index.add({ id: "", fields: {} }), refuses("text.document_id_invalid"));
  });
});

describe("bad input", () => {
  it("is refused with a closed code", () => {
    const index = build();
    for (const query of ["", "   ", "😀😀", "。，！", "\ud800"])
      assert.throws(() => index.search(query), refuses("text.query_empty"));
    assert.throws(() => index.search("-疫苗"), refuses("text.query_only_negation"));
    assert.throws(() => index.search("疫".repeat(2001)), refuses("text.query_too_long"));
    assert.throws(() => index.search("疫", { top: Number.NaN }), refuses("text.option_out_of_range"));
    assert.throws(() => createSearchIndex({ fields: {} }), refuses("text.fields_missing"));
    assert.throws(
      () => createSearchIndex({ fields: { a: {} }, synonyms: [["一"]] }),
      refuses("text.synonyms_invalid"),
    );
  });

  it("does no harm as a document or as a query", () => {
    const index = build();
    const odd = [
      "",
      "😀",
      "a".repeat(1_000_000),
      "疫".repeat(1_000_000),
      "疫苗".repeat(500_000),
      "\ud800\udc00 𠀀",
      "科abc😀普123",
    ];
    odd.forEach((body, place) => index.add({ id: `odd${place}`, fields: { body } }));
    assert.equal(index.search("𠀀").hits[0]?.id, "odd5");
    for (const query of [
      "疫".repeat(2000),
      '"'.repeat(1999) + "疫",
      "- ".repeat(900) + "疫",
      "疫苗".repeat(1000),
      "\ud800疫",
    ])
      assert.ok(index.search(query).hits.every(({ score }) => Number.isFinite(score)));
  });
});
