import assert from "node:assert/strict";
import { test } from "node:test";
import { createMeaningIndex, TextError } from "@kepu/text";
import { ClaimError, createClaimMatcher, matchWithMeaning } from "./index.ts";

const claims = [
  { id: "a", text: "住在5G基站旁边辐射会致癌" },
  { id: "b", text: "喝隔夜茶会中毒" },
  { id: "c", text: "打疫苗会得自闭症" },
];
const matcher = createClaimMatcher(claims);
const vectorOf = (text: string): number[] => (/基站|铁塔/u.test(text) ? [1, 0] : [0, 1]);
const meaning = await createMeaningIndex({ embed: (texts) => Promise.resolve(texts.map(vectorOf)) }, claims);

test("a rewording without a common word is suggested by meaning, and never answered by it", async () => {
  const message = "楼顶那铁塔害人得瘤";
  assert.equal(matcher.match(message).band, "new");
  const found = await matchWithMeaning(matcher, message, { meaning });
  assert.deepEqual([found.matches[0]?.id, found.band, found.meaning], ["a", "suggest", { used: true }]);
});

test("what the words are sure of stays, also where the endpoint is away", async () => {
  const away = {
    size: 3,
    nearest: () => Promise.reject(new TextError("text.embedding_unavailable", { reason: "503" })),
  };
  for (const texts of [meaning, away]) {
    const found = await matchWithMeaning(matcher, claims[0]?.text ?? "", { meaning: texts });
    assert.deepEqual([found.matches[0]?.id, found.band], ["a", "same"]);
    assert.equal(found.meaning.used, texts === meaning);
  }
  const broken = { size: 3, nearest: () => Promise.reject(new TypeError("a defect")) };
  await assert.rejects(matchWithMeaning(matcher, "铁塔", { meaning: broken }), TypeError);
});

test("bad input is refused by code", async () => {
  const isRefused = (code: string) => (error: unknown) => error instanceof ClaimError && error.code === code;
  await assert.rejects(matchWithMeaning(matcher, "😀", { meaning }), isRefused("claims.message_empty"));
  for (const options of [{ suggestAt: 2 }, { suggestAt: Number.NaN }, { limit: 0 }])
    await assert.rejects(
      matchWithMeaning(matcher, "铁塔", { meaning, ...options }),
      isRefused("claims.number_out_of_range"),
    );
});
