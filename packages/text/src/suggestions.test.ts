import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSearchIndex, createSuggester, foldPinyin, pinyin, pinyinDistance } from "./index.ts";

const suggester = createSuggester([
  { text: "流感疫苗", weight: 5 },
  { text: "流星雨", weight: 3 },
  { text: "科普讲座", weight: 2 },
  { text: "科普", weight: 9 },
  { text: "长沙科技馆" },
  { text: "mRNA" },
]);

describe("suggestions", () => {
  it("complete by characters, pinyin, first letters and with an error", () => {
    const texts = (typed: string): string[] => suggester.suggest(typed).map(({ text }) => text);
    assert.deepEqual(texts("流"), ["流感疫苗", "流星雨"]);
    assert.deepEqual(texts("kepu"), ["科普", "科普讲座"]);
    assert.deepEqual(texts("lgym"), ["流感疫苗"]);
    assert.deepEqual(texts("cskj"), ["长沙科技馆"]);
    assert.deepEqual(suggester.suggest("chnagsha"), [{ text: "长沙科技馆", by: "typo" }]);
    assert.deepEqual(texts("科學"), []);
    assert.deepEqual(texts("😀"), []);
  });

  it("correct pinyin, homophones and one wrong character, and leave alone what is known", () => {
    assert.equal(suggester.correct("kepu")?.to, "科普");
    assert.equal(suggester.correct("cangsakejiguan")?.to, "长沙科技馆");
    assert.equal(suggester.correct("附近的科谱活动")?.to, "附近的科普活动");
    assert.equal(suggester.correct("流敢疫苗")?.to, "流感疫苗");
    assert.equal(suggester.correct("长沙科教馆")?.to, "长沙科技馆");
    assert.equal(suggester.correct("mrma")?.to, "mRNA");
    assert.equal(suggester.correct("科普"), undefined);
    assert.equal(suggester.correct("天气预报"), undefined);
  });

  it("are tried by the index before it gives a part only, with the reason", () => {
    const index = createSearchIndex({ fields: { body: {} }, suggester });
    index.add({ id: "a", fields: { body: "社区科普讲座报名" } });
    for (const query of ["科谱", "kepu", "kpeu"]) {
      const { hits, relaxations } = index.search(query);
      assert.equal(hits[0]?.id, "a", query);
      assert.equal(relaxations[0]?.kind, "spelling");
      assert.match(relaxations[0]?.reason ?? "", /科普/u);
    }
    assert.deepEqual(index.search("kepu -讲座").hits, []);
  });
});

describe("pinyin", () => {
  it("reads characters as the words around suggest", () => {
    assert.equal(pinyin("重庆的重要会议").full, "chongqingdezhongyaohuiyi");
    assert.equal(pinyin("5G技术").initials, "5gjs");
    assert.equal(pinyin("绿色").full, "lvse");
  });

  it("takes what southern ears confuse for half an error", () => {
    assert.equal(foldPinyin("zhangsheng"), foldPinyin("zansen"));
    assert.equal(pinyinDistance("liunan", "niunang", 2), 0.5);
    assert.equal(pinyinDistance("kepu", "tianqi", 2), 3);
  });
});
