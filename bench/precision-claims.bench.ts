import { hammingDistance, simHash } from "../packages/text/src/index.ts";
import { createClaimMatcher, createReportClusters } from "../packages/claim-matching/src/index.ts";
import { prepareText } from "../packages/claim-matching/src/prepare.ts";
import { createClaimIndex } from "../packages/claim-matching/src/claim-index.ts";
import { evaluate } from "../packages/claim-matching/src/testing/evaluate.ts";
import { readClaims, readRewordings, splitOf } from "../packages/claim-matching/src/testing/fixture.ts";
import type { BenchRow } from "./row.ts";

const manyClaims = 100_000;
const manyReports = 10_000;

/** Success@1 of a ranking by any score, over the test split. */
const successAt1 = (first: (text: string) => string | undefined): number => {
  const test = readRewordings().filter(({ id }) => splitOf(id) === "test");
  return test.filter(({ id, text }) => first(text) === id).length / test.length;
};

/** Matching and clustering of rumours: quality on the fixture's test split beside naive baselines, then time and memory. */
export const rows = async (): Promise<BenchRow[]> => {
  const fixture = readClaims();
  const rewordings = readRewordings();
  const claims = fixture.map(({ id, claim }) => ({ id, text: claim }));
  const whole = createClaimMatcher(claims);
  const parts = [0, 1, 2, 3, 4].map((part) =>
    createClaimMatcher(claims.filter(({ id }) => Number(id.slice(1)) % 5 !== part)),
  );
  const quality = evaluate("test", { whole, without: (id) => parts[Number(id.slice(1)) % 5] ?? whole });
  const prepared = claims.map(({ text }) => prepareText(text));
  const index = createClaimIndex(prepared);
  const hashes = prepared.map(({ grams }) => simHash(grams));
  const plain = successAt1(
    (text) => claims[index.retrieve(index.read(prepareText(text)), 1)[0]?.place ?? -1]?.id,
  );
  const bySimHash = successAt1((text) => {
    const hash = simHash(prepareText(text).grams);
    let best = 0;
    hashes.forEach((other, place) => {
      // `best` is a place of `hashes`
      if (hammingDistance(hash, other) < hammingDistance(hash, hashes[best] ?? 0n)) best = place;
    });
    return claims[best]?.id;
  });
  const note = "fixture, test split: 450 rewordings written to differ";
  const share = (name: string, value: number): BenchRow => ({
    name: `claims: ${name}`,
    value,
    unit: "",
    note,
  });

  // every part of the fixture's claims with parts of others: many claims with common words
  const halves = claims.map(({ text }) => [text.slice(0, text.length / 2), text.slice(text.length / 2)]);
  const made = Array.from({ length: manyClaims }, (_, place) => ({
    id: `m${place}`,
    text: `${halves[place % 300]?.[0]}${halves[Math.floor(place / 300) % 300]?.[1]}${Math.floor(place / 90_000) > 0 ? place : ""}`,
  }));
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const large = createClaimMatcher(made);
  const built = performance.now() - start;
  const memory = (process.memoryUsage().rss - before) / 2 ** 20;
  const times = rewordings.map(({ text }) => {
    const began = performance.now();
    large.match(text);
    return performance.now() - began;
  });
  times.sort((left, right) => left - right);
  const p99 = times[Math.floor(times.length * 0.99)] ?? 0;

  const clusters = createReportClusters();
  const clusterStart = performance.now();
  for (let turn = 0; turn < manyReports; turn += 1) {
    const own = rewordings[turn % rewordings.length]?.text ?? "";
    const other = rewordings[(turn * 7919) % rewordings.length]?.text ?? "";
    const report = {
      id: `r${turn}`,
      text: turn < rewordings.length ? own : `${own}，${other.slice(0, turn % 40)}`,
    };
    clusters.apply(report, clusters.plan(report));
  }
  const seconds = (performance.now() - clusterStart) / 1000;
  const size = `${manyClaims.toLocaleString("en")} made claims`;
  return [
    share("Success@1", quality.successAt1),
    share("Success@1, comparator: plain BM25", plain),
    share("Success@1, comparator: SimHash", bySimHash),
    share("MAP@5", quality.meanAveragePrecisionAt5),
    share("recall at 95 % precision, half without their claim", quality.recallAt95),
    share("recall at 95 % precision, 90 unanswerable messages", quality.recallAt95Unanswerable),
    share("precision of the band same, half without their claim", quality.samePrecision),
    share("recall of the band same", quality.sameRecall),
    { name: "claims: match p99", value: p99, unit: "ms", target: "≤ 10 ms", ok: p99 <= 10, note: size },
    { name: "claims: prepare the claims", value: built, unit: "ms", note: size },
    { name: "claims: memory of the prepared claims", value: memory, unit: "MB", note: size },
    {
      name: "claims: cluster reports",
      value: seconds,
      unit: "s",
      target: "≤ 10 s",
      ok: seconds <= 10,
      note: `${manyReports.toLocaleString("en")} reports made of rewordings, ${clusters.list().length} clusters`,
    },
  ];
};
