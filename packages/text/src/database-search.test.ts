import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  candidateSql,
  collectionSql,
  type CollectionFacts,
  countTokensSql,
  readFacts,
  createSearchIndex,
  createReranker,
  rerank,
  searchTokens,
  TextError,
  tokenIndexSql,
} from "./index.ts";

const where = { table: "contents", id: "id", tokens: "search_tokens", statistics: "search_token_counts" };
const texts = [
  "流感疫苗每年接种",
  "麻疹疫苗",
  "看著名的畫家",
  "安装简单，使用方便",
  "接种点在社区医院，疫苗免费",
  "別的內容",
];

/** What the statistics table holds of these documents. */
const factsOf = (documents: readonly (readonly string[])[]): CollectionFacts => {
  const counts = new Map<string, number>();
  for (const tokens of documents)
    for (const token of ["", ...tokens]) counts.set(token, (counts.get(token) ?? 0) + 1);
  return readFacts(Array.from(counts, ([token, count]) => ({ token, documents: count })));
};

/** What PostgreSQL does with the candidates' statement, on arrays: ids with their weight, heaviest first. */
const candidates = (
  documents: readonly (readonly string[])[],
  query: string,
): { place: number; weight: number }[] => {
  const statement = candidateSql(where, query, { facts: factsOf(documents) });
  if (statement === undefined) return [];
  const [needed, , ...rest] = statement.values as unknown as [string[], number, ...(string[] | number)[]]; // the order of the parameters
  return documents
    .flatMap((tokens, place) => {
      if (!needed.every((token) => tokens.includes(token))) return [];
      let weight = 0;
      for (let index = 0; index < rest.length; index += 2) {
        const [token] = rest[index] as string[]; // tokens and weights take turns
        if (tokens.includes(token ?? "")) weight += rest[index + 1] as number;
      }
      return weight > 0 ? [{ place, weight }] : [];
    })
    .sort((a, b) => b.weight - a.weight || a.place - b.place);
};

describe("the same ranking over a database", () => {
  it("scores candidates as the index in memory does, given the facts of the collection", () => {
    const index = createSearchIndex({ fields: { body: { b: 0 } } });
    texts.forEach((body, place) => index.add({ id: String(place), fields: { body } }));
    const documents = texts.map((body) => searchTokens([body]));
    for (const query of ["疫苗", "疫苗接种", '"接种点"', "疫苗 -流感", "看着名", "简单安装怎么样"]) {
      const found = candidates(documents, query).map(({ place }) => ({
        id: String(place),
        fields: { body: texts[place] ?? "" },
      }));
      const ranked = rerank(query, found, { fields: { body: { b: 0 } }, facts: factsOf(documents) });
      const expected = index.search(query).hits;
      assert.ok(expected.length > 0, query);
      assert.deepEqual(
        ranked.map(({ id, score }) => [id, score.toFixed(9)]),
        expected.map(({ id, score }) => [id, score.toFixed(9)]),
        query,
      );
    }
  });

  it("finds numbers written either way, as the index in memory does", () => {
    const bodies = ["三十岁以上体检", "30岁以上体检", "三岁小孩", "体检中心", "两个孩子的妈妈", "第2个方法"];
    const index = createSearchIndex({ fields: { body: { b: 0 } } });
    bodies.forEach((body, place) => index.add({ id: String(place), fields: { body } }));
    const documents = bodies.map((body) => searchTokens([body]));
    const facts = factsOf(documents);
    for (const query of ["30岁体检", "三十岁体检", "2个孩子", "30岁 -以上"]) {
      const ids = candidates(documents, query).map(({ place }) => place);
      const all = ids.map((place) => ({ id: String(place), fields: { body: bodies[place] ?? "" } }));
      const scored = (hits: readonly { id: string; score: number }[]) =>
        new Map(hits.map(({ id, score }) => [id, score.toFixed(9)]));
      const expected = scored(index.search(query).hits);
      assert.deepEqual(scored(rerank(query, all, { fields: { body: { b: 0 } }, facts })), expected, query);
      const kept = createReranker({ fields: { body: { b: 0 } } })
        .begin(all.map(({ id }) => ({ id, version: "1" })))
        .rank(query, new Map(all.map(({ id, fields }) => [id, fields])), { facts });
      assert.deepEqual(scored(kept), expected, query);
    }
    const onlyOther = candidates([searchTokens(["三十岁"]), searchTokens(["别的"])], "30");
    assert.deepEqual(
      onlyOther.map(({ place }) => place),
      [0],
    );
  });

  it("a reranker that keeps what it saw scores as one that does not, asks for texts once, and never ranks an older state", () => {
    const fields = { body: { b: 0 } };
    const documents = texts.map((body) => searchTokens([body]));
    const facts = factsOf(documents);
    const reranker = createReranker({ fields });
    const all = texts.map((body, place) => ({ id: String(place), version: "1", fields: { body } }));
    const bodies = new Map(all.map((one) => [one.id, one.fields]));
    for (const query of ["疫苗", '"接种点"', "疫苗 -流感", "iphone 疫苗", "简单安装怎么样"]) {
      const expected = rerank(query, all, { fields, facts });
      assert.deepEqual(reranker.begin(all).rank(query, bodies, { facts }), expected, query);
      const again = reranker.begin(all);
      assert.deepEqual(again.missing, []);
      assert.deepEqual(again.rank(query, new Map(), { facts }), expected, query);
    }
    const changed = reranker.begin([{ id: "0", version: "2" }]);
    assert.equal(changed.missing.length, 1);
    assert.equal(changed.rank("石墨", new Map([["0", { body: "石墨" }]]), { facts })[0]?.id, "0");
  });

  it("a reranker forgets what was asked for longest ago, but not what somebody holds", () => {
    const facts = factsOf([searchTokens(["疫苗"])]);
    const reranker = createReranker({ fields: { body: {} }, capacity: 2 });
    const rank = (id: string) =>
      reranker.begin([{ id, version: "1" }]).rank("疫苗", new Map([[id, { body: "疫苗" }]]), { facts });
    rank("a");
    const held = reranker.begin([{ id: "a", version: "1" }]);
    for (const id of ["b", "c", "d"]) rank(id);
    assert.equal(reranker.begin([{ id: "b", version: "1" }]).missing.length, 1);
    assert.equal(reranker.begin([{ id: "d", version: "1" }]).missing.length, 0);
    assert.equal(held.rank("疫苗", new Map(), { facts })[0]?.id, "a");
    // Removed between the candidates and their texts.
    assert.deepEqual(reranker.begin([{ id: "x", version: "1" }]).rank("疫苗", new Map(), { facts }), []);
  });

  it("takes documents with the word in their title first", () => {
    const documents = [
      searchTokens(["血压", "血压计"]),
      searchTokens(["血压"], ["别的"]),
      searchTokens([], ["血压"]),
    ];
    assert.deepEqual(
      candidates(documents, "血压").map(({ place }) => place),
      [2, 0, 1],
    );
  });

  it("leaves common tokens out where rare ones find enough, and asks for nothing where no document has a token", () => {
    const common = Array.from({ length: 5_000 }, () => ["药"]);
    const facts = factsOf([...common, ["药", "盐", "盐 药"]]);
    const statement = candidateSql(where, "盐药", { facts });
    assert.deepEqual(
      statement?.values.filter((value) => Array.isArray(value)),
      [[], ["盐"], ["盐 药"], ["药"]],
    );
    const many = factsOf([...Array.from({ length: 5_000 }, () => ["药", "水", "火", "电"]), ["盐"]]);
    assert.equal(candidateSql(where, "药水火电", { facts: many })?.sql.match(/union all/gu)?.length, 2);
    assert.equal(candidateSql(where, "石墨", { facts: many }), undefined);
  });

  it("counts a document in and out again, behind one lock", () => {
    const [lock, tokens] = countTokensSql(where, ["疫"], "out");
    assert.deepEqual([lock?.values, tokens?.values], [[[""]], [["疫"]]]);
    assert.match(tokens?.sql ?? "", /documents = documents - 1/u);
    assert.match(countTokensSql(where, ["疫"], "in")[1]?.sql ?? "", /documents = known.documents \+ 1/u);
  });

  it("stores variants of a character as one token", () => {
    assert.deepEqual(searchTokens(["看著電視"]), searchTokens(["看着电视"]));
  });

  it("passes words as parameters and refuses names that are no identifiers", () => {
    const facts = factsOf([["疫"]]);
    assert.doesNotMatch(candidateSql(where, "疫'; drop table x", { facts })?.sql ?? "drop", /drop/u);
    assert.doesNotMatch(collectionSql(where, "疫'").sql, /疫/u);
    for (const name of ["a b", "a;", 'a"', "", "1a", "a..b"])
      assert.throws(
        () => tokenIndexSql({ ...where, table: name }),
        (error) => error instanceof TextError && error.code === "text.identifier_invalid",
      );
  });
});
