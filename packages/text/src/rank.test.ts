import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRanker, type RankTerm, usualWeights } from "./index.ts";

const symbolsOf = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const plain = { k1: 1.2, pair: 1, coverage: 0, passage: 0, run: 0, likeness: 0, words: 0 };

const query = (text: string): { symbols: number[]; terms: RankTerm[] } => {
  const symbols = symbolsOf(text);
  const singles = symbols.map((second) => ({ first: 0, second, idf: 2, factor: 1 }));
  const pairs = symbols
    .slice(1)
    .map((second, place) => ({ first: symbols[place] ?? 0, second, idf: 3, factor: 1 }));
  return { symbols, terms: [...singles, ...pairs] };
};

describe("ranker", () => {
  it("gives BM25F as the formula does", () => {
    const fields = [
      { weight: 3, b: 0.5, meanLength: 2 },
      { weight: 1, b: 0.75, meanLength: 4 },
    ];
    const document = [...symbolsOf("天疫苗"), 1, ...symbolsOf("疫苗很好疫天")];
    // 疫 and 苗 stand once in the first field (3 units), twice and once in the second (6 units), the pair once in each
    const first = 3 / (0.5 + 0.5 * 1.5);
    const second = 1 / (0.25 + 0.75 * 1.5);
    const part = (idf: number, frequency: number): number => (idf * frequency * 2.2) / (1.2 + frequency);
    const expected = part(2, first + 2 * second) + part(2, first + second) + part(3, first + second);
    const { bm25, coverage } = createRanker(query("疫苗"), fields, plain).score(document, document.length);
    assert.ok(Math.abs(bm25 - expected) < 1e-12);
    assert.equal(coverage, 1);
  });

  it("scores a document the same whatever it scored before", () => {
    const ranker = createRanker(query("流感疫苗"), [{ weight: 1, b: 0.75, meanLength: 5 }], {
      ...usualWeights,
      run: 1,
      coverage: 1,
    });
    const texts = ["流感疫苗", "感疫", "流感", "疫苗", "流", "天气很好", "疫苗流感疫苗"].map(symbolsOf);
    const alone = texts.map((text) =>
      createRanker(query("流感疫苗"), [{ weight: 1, b: 0.75, meanLength: 5 }], {
        ...usualWeights,
        run: 1,
        coverage: 1,
      }).score(text, text.length),
    );
    assert.deepEqual(
      texts.map((text) => ranker.score(text, text.length)),
      alone,
    );
    assert.ok((alone[0]?.run ?? 0) > 0);
    assert.equal(alone[3]?.run, 0);
    assert.equal(alone[5]?.score, 0);
  });
});
