import assert from "node:assert/strict";
import { test } from "node:test";
import { coefficients } from "./coefficients.ts";
import { featureNames } from "./comparison.ts";
import { ClaimError } from "./errors.ts";
import { type Claim, createClaimMatcher } from "./match.ts";
import { evaluate, type Quality } from "./testing/evaluate.ts";
import { readClaims, readEnglish, readRewordings, readSources, readUnanswerable } from "./testing/fixture.ts";

const claims = readClaims().map(({ id, claim }) => ({ id, text: claim }));
const matcher = createClaimMatcher(claims);
const refused = (code: string) => (error: unknown) => error instanceof ClaimError && error.code === code;

test("the fixture has 300 claims with five rewordings each, and every source it names was seen", () => {
  assert.equal(claims.length, 300);
  assert.equal(readRewordings().length, 1_500);
  assert.equal(new Set(readUnanswerable().map(({ text }) => text)).size, 300);
  const sources = new Set(readSources().map(({ id }) => id));
  const named = readClaims().flatMap(({ source }) => source ?? []);
  assert.deepEqual(new Set(named), sources);
  for (const { id, seen } of readSources()) assert.match(seen, /^\d{4}-\d{2}-\d{2}$/u, id);
  for (const { id, source, checked } of readClaims())
    assert.ok(checked === undefined || source !== undefined, id);
});

test("each claim in its own words is the same claim, also in traditional characters and full width", () => {
  for (const { id, text } of claims) {
    const result = matcher.match(text);
    assert.equal(result.matches[0]?.id, id, text);
  }
  assert.equal(matcher.match("隔夜菜亞硝酸鹽超標，吃一口等於吃毒藥").band, "same");
  assert.equal(matcher.match("住在５Ｇ基站辐射会致癌，小区附近的人得病多").matches[0]?.id, "c234");
});

test("a message about nothing that was checked is not answered automatically", () => {
  for (const text of [
    "明天下午三点社区活动室教剪纸，带好剪刀",
    "请问图书馆周末几点开门",
    "今天孩子的数学作业是第几页",
    "小区门口的路灯坏了三天了没人修",
    "https://example.org/a/b?c=1",
  ])
    assert.notEqual(matcher.match(text).band, "same", text);
});

const qualityOf = (list: readonly Claim[]): Quality => {
  const whole = createClaimMatcher(list);
  const parts = [0, 1, 2, 3, 4].map((part) =>
    createClaimMatcher(list.filter(({ id }) => Number(id.slice(1)) % 5 !== part)),
  );
  return evaluate("test", { whole, without: (id) => parts[Number(id.slice(1)) % 5] ?? whole });
};

test("held-out rewordings stay above the floors", () => {
  const quality = qualityOf(claims);
  assert.ok(quality.successAt1 >= 0.86, `Success@1 ${quality.successAt1}`);
  assert.ok(quality.meanAveragePrecisionAt5 >= 0.89, `MAP@5 ${quality.meanAveragePrecisionAt5}`);
  assert.ok(quality.recallAt95 >= 0.47, `recall, claim taken out ${quality.recallAt95}`);
  assert.ok(quality.recallAt95Unanswerable >= 0.72, `recall, unanswerable ${quality.recallAt95Unanswerable}`);
  assert.ok(quality.samePrecision >= 0.96, `precision of the band same ${quality.samePrecision}`);
  assert.ok(quality.sameRecall >= 0.43, `recall of the band same ${quality.sameRecall}`);
  assert.ok(quality.falseSame <= 0.015, `answered without the claim ${quality.falseSame}`);
  assert.equal(quality.falseSameUnanswerable, 0);
});

test("claims that bring their corrections are found more surely", () => {
  const quality = qualityOf(
    readClaims().map(({ id, claim, correction }) => ({ id, text: claim, correction })),
  );
  assert.ok(quality.successAt1 >= 0.855, `Success@1 ${quality.successAt1}`);
  assert.ok(quality.meanAveragePrecisionAt5 >= 0.895, `MAP@5 ${quality.meanAveragePrecisionAt5}`);
  assert.ok(quality.recallAt95 >= 0.51, `recall, claim taken out ${quality.recallAt95}`);
  assert.ok(quality.recallAt95Unanswerable >= 0.74, `recall, unanswerable ${quality.recallAt95Unanswerable}`);
  assert.ok(quality.samePrecision >= 0.96, `precision of the band same ${quality.samePrecision}`);
  assert.ok(quality.falseSameUnanswerable <= 1 / 90, `answered ${quality.falseSameUnanswerable}`);
});

test("a correction finds a claim that shares no word with the message, but is no wording of it", () => {
  const list = [
    { id: "a", text: "四季豆没炒熟会中毒", correction: "含有皂素，烧到变色再吃" },
    { id: "b", text: "洗完头吹风伤头皮" },
  ];
  const [best] = createClaimMatcher(list).match("皂素要烧到变色才没有").matches;
  assert.equal(best?.id, "a");
  assert.ok((best?.parts.correctionEvidence ?? 0) > 0);
  const copy = createClaimMatcher(list).match("含有皂素，烧到变色再吃");
  assert.notEqual(copy.band, "same");
  assert.equal(
    createClaimMatcher([{ ...list[0], correction: "😀" } as Claim]).match("四季豆").matches[0]?.id,
    "a",
  );
});

test("a page that one claim links to decides; a page that many link to says nothing", () => {
  const texts = claims.slice(0, 60);
  const own = createClaimMatcher(
    texts.map(({ id, text }, place) => ({
      id,
      text: `${text} https://news.example/${place % 3 === 0 ? "about" : `a/${id}`}`,
    })),
  );
  const pageOf = (text: string): number | undefined => own.match(text).matches[0]?.parts.pageShared;
  const linked = texts[1]?.id ?? "";
  assert.equal(own.match(`快看这个 https://news.example/a/${linked}?from=app`).matches[0]?.id, linked);
  assert.equal(pageOf(`快看这个 https://news.example/a/${linked}`), 1);
  assert.ok((pageOf("快看这个 https://news.example/about") ?? 1) <= 0.05);
});

test("English messages find their claims, and none is answered without one", () => {
  const rows = readEnglish();
  const english = createClaimMatcher(
    rows.flatMap(({ id, title = "", claim }) => (claim === undefined ? [] : [{ id, title, text: claim }])),
  );
  let first = 0;
  let precision = 0;
  for (const { id, claim, messages } of rows)
    for (const message of messages) {
      const { band, matches } = english.match(message);
      if (claim === undefined) {
        assert.notEqual(band, "same", message);
        continue;
      }
      const rank = matches.findIndex((one) => one.id === id);
      if (rank === 0) first += 1;
      if (rank >= 0) precision += 1 / (rank + 1);
    }
  assert.ok(first / 80 >= 0.95, `Success@1 ${first / 80}`);
  assert.ok(precision / 80 >= 0.96, `MAP@5 ${precision / 80}`);
});

test("more in common never lowers the score: the weights keep their signs", () => {
  const lowering = new Set([
    "oneRunOnly",
    "onePieceOnly",
    "measuresClash",
    "placesClash",
    "placesMissing",
    "denialsDiffer",
  ]);
  const free = new Set(["verdict", "messageLength", "claimLength"]);
  featureNames.forEach((name, at) => {
    const weight = coefficients.weights[at] ?? Number.NaN;
    if (!free.has(name)) assert.ok(lowering.has(name) ? weight <= 0 : weight >= 0, `${name} ${weight}`);
  });
  assert.ok(coefficients.suggest < coefficients.same && coefficients.same < 1);
});

test("a title, a confirmed wording and a page linked to lead to the claim", () => {
  const own = createClaimMatcher([
    { id: "a", title: "碱性水防癌", text: "喝弱碱性的水能中和酸性体质" },
    { id: "b", text: "隔夜菜会致癌", wordings: ["昨天的剩菜吃不得，都是亚硝酸盐"] },
    { id: "c", text: "震惊！全家人都要看 https://example.org/post/271169?from=app" },
  ]);
  const first = (text: string): string | undefined => own.match(text).matches[0]?.id;
  assert.equal(first("碱性水真的防癌吗"), "a");
  assert.equal(first("昨天的剩菜吃不得"), "b");
  assert.equal(first("http://www.example.org/post/271169/#top"), "c");
  assert.notEqual(own.match("https://example.org/post/271169").band, "same");
});

test("claims that stand twice in the list are no rivals of themselves", () => {
  const copies = claims.map(({ id, text }) => ({ id: `copy of ${id}`, text: `${text}！` }));
  const twice = createClaimMatcher([...claims, ...copies]);
  const sure = readRewordings()
    .filter(({ text }) => matcher.match(text, 1).band === "same")
    .slice(0, 200);
  const kept = sure.filter(({ text }) => twice.match(text, 1).band === "same").length;
  assert.ok(kept / sure.length >= 0.9, `${kept} of ${sure.length}`);
});

test("what was matched before changes nothing, and no more claims are compared than retrieved", () => {
  const fresh = createClaimMatcher(claims);
  for (const { text } of readRewordings().slice(0, 40)) {
    assert.deepEqual(matcher.match(text, 1_000), fresh.match(text, 1_000));
    matcher.match(`${text}${text}`);
    assert.ok(matcher.match(text, 1_000).matches.length <= 50);
  }
});

test("a latent space of equal claims has no directions of rounding noise", () => {
  const equal = createClaimMatcher(
    Array.from({ length: 60 }, (_, at) => ({ id: `c${at}`, text: "味精致癌" })),
  );
  const [best] = equal.match("味精真的致癌吗").matches;
  const { latentEvidence = 0, evidence = 0 } = best?.parts ?? {};
  assert.ok(Math.abs(latentEvidence - evidence) < 1e-6, `${latentEvidence} of ${evidence}`);
});

test("a rare word alone in other talk is not the claim; two that a claim is about go to a person at most", () => {
  const two = "昨天在岳阳开会，会后参观了变电站，伙食不错，有菠菜和豆腐，大家都很高兴，下个月再来";
  assert.notEqual(matcher.match(two).band, "same");
  for (const text of [
    "昨天在岳阳开会，会后参观了变电站，伙食不错，大家都很高兴，下个月再来",
    "孩子的作文写的是高铁，写得很好，老师当堂念了，还说要推荐到校刊上去",
  ])
    assert.equal(matcher.match(text).band, "new", text);
});

test("an empty list, or one of a single claim, answers", () => {
  assert.deepEqual(createClaimMatcher([]).match("隔夜菜致癌"), { band: "new", matches: [] });
  assert.equal(
    createClaimMatcher([{ id: "a", text: "隔夜菜会致癌" }]).match("隔夜菜会致癌").matches[0]?.id,
    "a",
  );
});

test("a sentence that ends with a time is text, not the frame of a chat window", () => {
  assert.equal(matcher.match("今晚有七级地震，是内部消息，三点 3:00").matches[0]?.id, "c131");
});

test("very short messages are never answered automatically", () => {
  assert.notEqual(createClaimMatcher([{ id: "a", text: "味精致癌" }]).match("味精致癌").band, "same");
});

test("messages and claims without text are refused by code", () => {
  for (const text of ["", "  \n", "😀😀", "。。。"])
    assert.throws(() => matcher.match(text), refused("claims.message_empty"), JSON.stringify(text));
  assert.throws(() => matcher.match("长".repeat(1_500_001)), refused("claims.message_too_long"));
  assert.throws(() => createClaimMatcher([{ id: "a", text: "😀" }]), refused("claims.claim_empty"));
  const one = { id: "a", text: "谣言" };
  assert.throws(() => createClaimMatcher([one, one]), refused("claims.id_repeated"));
  assert.throws(() => matcher.match("味精致癌", 0), refused("claims.number_out_of_range"));
  const short = { ...coefficients, weights: coefficients.weights.slice(1) };
  assert.throws(() => createClaimMatcher([one], { model: short }), refused("claims.number_out_of_range"));
});

test("hostile messages give finite scores and the same answer twice", () => {
  const hostile = [
    "好".repeat(1_000_000),
    "隔夜菜".repeat(300_000),
    "\ud800隔夜菜\udc00",
    "a1".repeat(1000),
    "12:30\n".repeat(4_000) + "菜",
    "😀隔夜菜👨‍👩‍👧‍👦致癌🇨🇳",
    "隔夜菜 leftovers остатки بقايا 残り物 남은 음식 致癌",
    `菜${"@".repeat(6_000)}${"[".repeat(6_000)}${"(".repeat(50_000)}菜`,
    `菜 ${"https://a.b/".repeat(20_000)}菜`,
    "一".repeat(200_000),
    "致癌中毒".repeat(1_200) + "隔夜菜",
    "\u0000\u202e隔夜菜\ufeff",
  ];
  for (const text of hostile) {
    const result = matcher.match(text);
    for (const match of result.matches) {
      assert.ok(Number.isFinite(match.score) && match.score >= 0 && match.score <= 1);
      for (const part of Object.values(match.parts)) assert.ok(Number.isFinite(part));
    }
    assert.deepEqual(matcher.match(text), result);
  }
});
