import { create, insert, search } from "@orama/orama";
import { createTokenizer } from "@orama/tokenizers/mandarin";
import MiniSearch from "minisearch";
import { createClaimIndex } from "../packages/claim-matching/src/claim-index.ts";
import {
  type Claim,
  createClaimMatcher,
  createReportClusters,
} from "../packages/claim-matching/src/index.ts";
import { prepareText } from "../packages/claim-matching/src/prepare.ts";
import { evaluate } from "../packages/claim-matching/src/testing/evaluate.ts";
import {
  readClaims,
  readEnglish,
  readRewordings,
  readUnanswerable,
  splitOf,
} from "../packages/claim-matching/src/testing/fixture.ts";
import { characterGrams, hammingDistance, normalise, simHash } from "../packages/text/src/index.ts";
import type { BenchRow } from "./row.ts";

const manyClaims = 100_000;
const manyReports = 10_000;

type Answer = { readonly id: string; readonly score: number } | undefined;
type Engine = { readonly name: string; readonly first: (text: string) => Answer | Promise<Answer> };
type List = readonly { readonly id: string; readonly text: string }[];

const gramsOf = (text: string): string[] => {
  const normal = normalise(text).text;
  return [...characterGrams(normal, 1), ...characterGrams(normal, 2)].map(({ gram }) => gram);
};

const miniSearch = (claims: List, tokenize?: (text: string) => string[]): Engine["first"] => {
  const index = new MiniSearch({ fields: ["text"], ...(tokenize === undefined ? {} : { tokenize }) });
  index.addAll(claims);
  return (text) => {
    const [best] = index.search(text);
    return best === undefined ? undefined : { id: String(best.id), score: best.score };
  };
};

const orama = async (claims: List): Promise<Engine["first"]> => {
  const index = create({
    schema: { text: "string" } as const,
    components: { tokenizer: createTokenizer() },
  });
  for (const claim of claims) await insert(index, claim);
  return async (text) => {
    const [best] = (await search(index, { term: text, limit: 1 })).hits;
    return best === undefined ? undefined : { id: best.id, score: best.score };
  };
};

const plain = (claims: List): Engine["first"] => {
  const index = createClaimIndex(
    claims.map(({ text }) => ({ text: prepareText(text), correction: undefined })),
  );
  return (text) => {
    const prepared = prepareText(text);
    const [best] = index.retrieve(prepared, index.read(prepared), 50);
    return best === undefined ? undefined : { id: claims[best.place]?.id ?? "", score: best.score };
  };
};

const bySimHash = (claims: List): Engine["first"] => {
  const hashes = claims.map(({ text }) => simHash(prepareText(text).grams));
  return (text) => {
    const hash = simHash(prepareText(text).grams);
    const distances = hashes.map((other) => hammingDistance(hash, other));
    const least = Math.min(...distances);
    return { id: claims[distances.indexOf(least)]?.id ?? "", score: -least };
  };
};

/** Success@1, and recall at 95 % precision among messages that no claim answers, over the test split. */
const measure = async ({ first }: Engine): Promise<{ success: number; recall: number }> => {
  const test = readRewordings().filter(({ id }) => splitOf(id) === "test");
  const decisions: { score: number; right: boolean }[] = [];
  for (const { id, text } of test) {
    const answer = await first(text);
    if (answer !== undefined) decisions.push({ score: answer.score, right: answer.id === id });
  }
  const success = decisions.filter(({ right }) => right).length / test.length;
  for (const { text } of readUnanswerable().filter(({ id }) => splitOf(id) === "test")) {
    const answer = await first(text);
    if (answer !== undefined) decisions.push({ score: answer.score, right: false });
  }
  decisions.sort((left, right) => right.score - left.score);
  let right = 0;
  let recalled = 0;
  decisions.forEach((decision, place) => {
    if (decision.right) right += 1;
    if (right / (place + 1) >= 0.95) recalled = right;
  });
  return { success, recall: recalled / test.length };
};

const measureEnglish = (): number => {
  const rows = readEnglish();
  const matcher = createClaimMatcher(
    rows.flatMap(({ id, title = "", claim }) => (claim === undefined ? [] : [{ id, title, text: claim }])),
  );
  const ranks = rows.flatMap(({ id, claim, messages }) =>
    claim === undefined
      ? []
      : messages.map((text) => matcher.match(text).matches.findIndex((one) => one.id === id)),
  );
  return ranks.reduce((sum, rank) => sum + (rank >= 0 ? 1 / (rank + 1) : 0), 0) / ranks.length;
};

/** Processor time (all threads of the process): other work on the machine does not count. */
const millisecondsSince = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

/** Halves of the fixture's claims put together: many claims with common words. */
const makeClaims = (claims: List): List => {
  const halves = claims.map(({ text }) => [text.slice(0, text.length / 2), text.slice(text.length / 2)]);
  return Array.from({ length: manyClaims }, (_, place) => ({
    id: `m${place}`,
    text: `${halves[place % 300]?.[0]}${halves[Math.floor(place / 300) % 300]?.[1]}${place >= 90_000 ? place : ""}`,
  }));
};

/** Matching and clustering of rumours: quality on the fixture's test split beside its comparators, then time and memory. */
export const rows = async (): Promise<BenchRow[]> => {
  const rewordings = readRewordings();
  const claims = readClaims().map(({ id, claim }) => ({ id, text: claim }));
  const listsOf = (list: readonly Claim[]): Parameters<typeof evaluate>[1] => {
    const whole = createClaimMatcher(list);
    const parts = [0, 1, 2, 3, 4].map((part) =>
      createClaimMatcher(list.filter(({ id }) => Number(id.slice(1)) % 5 !== part)),
    );
    return { whole, without: (id) => parts[Number(id.slice(1)) % 5] ?? whole };
  };
  const lists = listsOf(claims);
  const { whole } = lists;
  const quality = evaluate("test", lists);
  const corrected = evaluate(
    "test",
    listsOf(readClaims().map(({ id, claim, correction }) => ({ id, text: claim, correction }))),
  );
  const note = "fixture, test split: 450 rewordings written to differ";
  const row = (name: string, value: number, rowNote = note): BenchRow => ({
    name: `claims: ${name}`,
    value,
    unit: "",
    note: rowNote,
  });
  const engines: readonly Engine[] = [
    { name: "@kepu/claim-matching", first: (text) => whole.match(text, 1).matches[0] },
    { name: "its BM25F alone", first: plain(claims) },
    { name: "MiniSearch as it comes", first: miniSearch(claims) },
    { name: "MiniSearch over our characters and pairs", first: miniSearch(claims, gramsOf) },
    { name: "Orama with its Mandarin tokenizer", first: await orama(claims) },
    { name: "SimHash", first: bySimHash(claims) },
  ];
  const compared: BenchRow[] = [];
  for (const engine of engines) {
    const { success, recall } = await measure(engine);
    compared.push(row(`Success@1, ${engine.name}`, success));
    compared.push(
      row(`recall at 95 % precision, ${engine.name}`, recall, `${note}, and 90 unanswerable messages`),
    );
  }

  const made = makeClaims(claims);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const start = process.cpuUsage();
  const large = createClaimMatcher(made);
  const built = millisecondsSince(start);
  const memory = (process.memoryUsage().rss - before) / 2 ** 20;
  const timeOf = (text: string): number => {
    const began = process.cpuUsage();
    large.match(text);
    return millisecondsSince(began);
  };
  const times = rewordings.map(({ text }) => timeOf(text)).sort((left, right) => left - right);
  const p99 = times[Math.floor(times.length * 0.99)] ?? 0;
  const megabyte = timeOf(
    rewordings
      .map(({ text }) => text)
      .join("\n")
      .repeat(20)
      .slice(0, 2 ** 20),
  );

  const clusters = createReportClusters();
  const clusterStart = process.cpuUsage();
  for (let turn = 0; turn < manyReports; turn += 1) {
    const own = rewordings[turn % rewordings.length]?.text ?? "";
    const other = rewordings[(turn * 7919) % rewordings.length]?.text ?? "";
    const report = {
      id: `r${turn}`,
      text: turn < rewordings.length ? own : `${own}，${other.slice(0, turn % 40)}`,
    };
    clusters.apply(report, clusters.plan(report));
  }
  const seconds = millisecondsSince(clusterStart) / 1000;
  const size = `${manyClaims.toLocaleString("en")} made claims`;
  const removed = `${note}; beside each the same message with its claim taken out of the list`;
  return [
    ...compared,
    row("Success@1, claims with their corrections", corrected.successAt1),
    row(
      "recall at 95 % precision, claims with their corrections",
      corrected.recallAt95Unanswerable,
      `${note}, and 90 unanswerable messages`,
    ),
    row("MAP@5, claims with their corrections", corrected.meanAveragePrecisionAt5),
    row("recall of the band same, claims with their corrections", corrected.sameRecall),
    row(
      "unanswerable messages answered automatically, claims with their corrections",
      corrected.falseSameUnanswerable,
      "90 messages",
    ),
    row("MAP@5", quality.meanAveragePrecisionAt5),
    row("recall at 95 % precision, half without their claim", quality.recallAt95, removed),
    row("precision of the band same, half without their claim", quality.samePrecision, removed),
    row("recall of the band same", quality.sameRecall),
    row("unanswerable messages answered automatically", quality.falseSameUnanswerable, "90 messages"),
    row("MAP@5 in English", measureEnglish(), "fixture: 40 claims, 80 messages; nothing fitted to them"),
    { name: "claims: match p99", value: p99, unit: "CPU ms", target: "≤ 10 ms", ok: p99 <= 10, note: size },
    { name: "claims: match a message of 1 MB", value: megabyte, unit: "CPU ms", note: size },
    { name: "claims: prepare the claims", value: built, unit: "CPU ms", note: size },
    { name: "claims: memory of the prepared claims", value: memory, unit: "MB", note: size },
    {
      name: "claims: cluster reports",
      value: seconds,
      unit: "CPU s",
      target: "≤ 10 s",
      ok: seconds <= 10,
      note: `${manyReports.toLocaleString("en")} reports made of rewordings, ${clusters.list().length} clusters`,
    },
  ];
};
