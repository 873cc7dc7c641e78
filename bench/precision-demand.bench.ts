import { simHash, hammingDistance } from "../packages/text/src/index.ts";
import { clusterMessages, evaluateClusters, toAssignments } from "../packages/demand/src/index.ts";
import { buildMessages, type LabelledMessage } from "../packages/demand/src/testing/residents-messages.ts";
import type { BenchRow } from "./row.ts";

type Clusters = ReadonlyMap<string, string>;

/** Naive baseline: joins the first message within a Hamming distance of the SimHash. */
const bySimHash = (messages: readonly LabelledMessage[], most: number): Clusters => {
  const heads: { readonly id: string; readonly hash: ReturnType<typeof simHash> }[] = [];
  const found = new Map<string, string>();
  for (const { id, text } of messages) {
    const hash = simHash(text);
    const near = heads.find((head) => hammingDistance(head.hash, hash) <= most);
    if (near === undefined) heads.push({ id, hash });
    found.set(id, near?.id ?? id);
  }
  return found;
};

const score = (messages: readonly LabelledMessage[], clusters: Clusters) =>
  evaluateClusters(clusters, new Map(messages.map(({ id, issue }) => [id, issue])));

/** Quality on issues no parameter was chosen on, beside SimHash and the street alone, and the time of 10,000 messages. */
export const rows = async (): Promise<BenchRow[]> => {
  const messages = buildMessages("bench", { issues: "even" });
  const ours = score(messages, toAssignments(clusterMessages(messages)));
  const simHashed = score(messages, bySimHash(messages, 12));
  const streets = score(messages, new Map(messages.map(({ id, place }) => [id, place ?? ""])));
  const many = buildMessages("bench-many", { count: 10_000 });
  const begun = performance.now();
  clusterMessages(many);
  const seconds = (performance.now() - begun) / 1000;
  const note = "2,000 messages by template, 21 issues and noise, seeded";
  return [
    {
      name: "demand: B-cubed F1 of labelled messages",
      value: ours.labelled.f1,
      unit: "F1",
      target: "≥ 0.87",
      ok: ours.labelled.f1 >= 0.87,
      note,
    },
    { name: "demand: the same with noise as topics of one", value: ours.everything.f1, unit: "F1", note },
    {
      name: "demand: largest 20 issues among the 30 largest clusters",
      value: ours.largestFound,
      unit: "issues",
      target: "≥ 18",
      ok: ours.largestFound >= 18,
      note,
    },
    {
      name: "demand: baseline SimHash, labelled",
      value: simHashed.labelled.f1,
      unit: "F1",
      note: "Hamming distance ≤ 12",
    },
    { name: "demand: baseline street alone, labelled", value: streets.labelled.f1, unit: "F1" },
    {
      name: "demand: cluster 10,000 messages",
      value: seconds,
      unit: "s",
      target: "≤ 10 s",
      ok: seconds <= 10,
    },
    {
      name: "demand: memory after 10,000 messages",
      value: process.memoryUsage().rss / 1_048_576,
      unit: "MB resident",
    },
  ];
};
