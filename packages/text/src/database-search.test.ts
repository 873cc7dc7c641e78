import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  candidateSql,
  collectionSql,
  createSearchIndex,
  rerank,
  searchTokens,
  TextError,
  tokenIndexSql,
} from "./index.ts";

const where = { table: "contents", id: "id", tokens: "search_tokens" };
const texts = [
  "流感疫苗每年接种",
  "麻疹疫苗",
  "看著名的畫家",
  "安装简单，使用方便",
  "接种点在社区医院，疫苗免费",
  "別的內容",
];

/** What PostgreSQL does with the candidates' statement, on arrays. */
const candidates = (query: string): { id: string; fields: { body: string } }[] => {
  const [wanted, needed] = candidateSql(where, query).values as unknown as [string[], string[]]; // the first two parameters
  return texts.flatMap((body, place) => {
    const tokens = new Set(searchTokens([body]));
    return wanted.some((token) => tokens.has(token)) && needed.every((token) => tokens.has(token))
      ? [{ id: String(place), fields: { body } }]
      : [];
  });
};

describe("the same ranking over a database", () => {
  it("scores candidates as the index in memory does, given the facts of the collection", () => {
    const index = createSearchIndex({ fields: { body: { b: 0 } } });
    texts.forEach((body, place) => index.add({ id: String(place), fields: { body } }));
    for (const query of ["疫苗", "疫苗接种", '"接种点"', "疫苗 -流感", "看着名", "简单安装怎么样"]) {
      const tokens = candidateSql(where, query).values[0] as readonly string[]; // the first parameter
      const frequencies = new Map(
        tokens.map((token) => [token, texts.filter((body) => searchTokens([body]).includes(token)).length]),
      );
      const facts = { documents: texts.length, frequencies };
      const ranked = rerank(query, candidates(query), { fields: { body: { b: 0 } }, facts });
      const expected = index.search(query).hits;
      assert.ok(expected.length > 0, query);
      assert.deepEqual(
        ranked.map(({ id, score }) => [id, score.toFixed(9)]),
        expected.map(({ id, score }) => [id, score.toFixed(9)]),
        query,
      );
    }
  });

  it("stores variants of a character as one token", () => {
    assert.deepEqual(searchTokens(["看著電視"]), searchTokens(["看着电视"]));
  });

  it("passes words as parameters and refuses names that are no identifiers", () => {
    assert.doesNotMatch(candidateSql(where, "疫苗'; drop table x").sql, /drop/u);
    assert.doesNotMatch(collectionSql(where, ["'"]).sql, /''/u);
    for (const name of ["a b", "a;", 'a"', "", "1a", "a..b"])
      assert.throws(
        () => tokenIndexSql({ ...where, table: name }),
        (error) => error instanceof TextError && error.code === "text.identifier_invalid",
      );
  });
});
