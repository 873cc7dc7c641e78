import {
  clusterMessages,
  createVocabularyMapper,
  type Message,
  publishCells,
  toAssignments,
  type Topic,
  type VocabularyTerm,
  watchTopics,
} from "@kepu/demand";
import { type Command, type CommandIo, showProgress } from "../command.ts";
import { type JsonRow, readJsonLines, writeAnswer } from "../files.ts";
import { readWhole, UsageError } from "../option-values.ts";

const optionalFields = ["title", "place", "audience", "date", "person"] as const;
/** Where a message does not say its street or audience. */
const unsaid = "未注明";

const toMessage = (row: JsonRow): Message => {
  const given = optionalFields.flatMap((field): [string, string][] => {
    const value = row.text(field);
    return value === undefined ? [] : [[field, value]];
  });
  return { id: row.id, text: row.need("text"), ...Object.fromEntries(given) };
};

const toTerm = (row: JsonRow): VocabularyTerm => ({
  id: row.id,
  label: row.need("label"),
  synonyms: row.texts("synonyms"),
});

const column = (text: string): string => text.replace(/\s/gu, " ");

type Run = { readonly messages: readonly Message[]; readonly topics: readonly Topic[] };

const toClusters = ({ messages, topics }: Run, vocabulary: readonly VocabularyTerm[]): string => {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const mapper = createVocabularyMapper(vocabulary);
  const rows = topics.flatMap((topic) => {
    const terms = topic.terms.slice(0, 5).map(column).join(" ");
    const own = topic.messages.flatMap((id) => byId.get(id) ?? []);
    const [entry] = vocabulary.length === 0 ? [] : mapper.map(own);
    const last = vocabulary.length === 0 ? "" : `\t${column(entry?.id ?? "")}`;
    return topic.messages.map((id) => `${id}\t${topic.id}\t${terms}${last}\n`);
  });
  return `id\tcluster\tterms${vocabulary.length === 0 ? "" : "\tentry"}\n${rows.join("")}`;
};

const toSignals = ({ messages, topics }: Run) => {
  const topicOf = toAssignments(topics);
  return messages.map(({ id, place = unsaid, audience = unsaid, date, person = id }) => ({
    topic: topicOf.get(id) ?? "",
    place,
    audience,
    person,
    date,
  }));
};

const toRises = (run: Run, day: string): string => {
  const dated = toSignals(run).flatMap(({ date, ...signal }) =>
    date === undefined ? [] : [{ ...signal, date }],
  );
  const { bursts, trends } = watchTopics(dated, { day });
  const rows = [
    ...bursts.map((one) => ({ ...one, kind: "day", recent: one.today, earlier: one.before })),
    ...trends.map((one) => ({ ...one, kind: "weeks" })),
  ];
  const lines = rows.map(({ place, topic, kind, recent, earlier, probability, isRising }) =>
    [column(place), topic, kind, recent, earlier, probability.toExponential(3), isRising ? 1 : 0].join("\t"),
  );
  return `place\ttopic\tkind\trecent\tearlier\tprobability\trising\n${lines.map((line) => `${line}\n`).join("")}`;
};

const toCells = (run: Run, floor: number): string => {
  const nameOf = (key: { readonly kind: string; readonly name?: string }): string =>
    key.kind === "one" ? column(key.name ?? "") : key.kind === "all" ? "*" : "~";
  const lines = publishCells(toSignals(run), { floor }).flatMap(({ topic, cells }) =>
    cells.map(
      ({ place, audience, people }) => `${topic}\t${nameOf(place)}\t${nameOf(audience)}\t${people}\n`,
    ),
  );
  return `topic\tplace\taudience\tpeople\n${lines.join("")}`;
};

const say = (io: CommandIo, { messages, topics }: Run): void => {
  const large = topics.filter((topic) => topic.messages.length > 1).length;
  io.stderr(`留言 ${messages.length}，议题 ${topics.length}（两条以上的 ${large}）\n`);
};

export const demandRun: Command = {
  name: "demand run",
  usage:
    "kepu-lab demand run --messages m.jsonl --out clusters.tsv [--vocabulary v.jsonl] [--day 2026-11-24 --rises rises.tsv] [--cells cells.tsv] [--floor 10] [--seed 1]",
  required: ["messages", "out"],
  optional: ["vocabulary", "day", "rises", "cells", "floor", "seed"],
  run: async (values, io) => {
    const input = values.get("messages") ?? "";
    const vocabularyPath = values.get("vocabulary");
    const [day, risesPath, cellsPath] = [values.get("day"), values.get("rises"), values.get("cells")];
    if ((day === undefined) !== (risesPath === undefined))
      throw new UsageError("--day 与 --rises 要一起给。");
    const floor = readWhole(values, { name: "floor", usual: 10, least: 2, most: 1_000 });
    const messages = (await readJsonLines(input)).map(toMessage);
    const vocabulary = vocabularyPath === undefined ? [] : (await readJsonLines(vocabularyPath)).map(toTerm);
    const topics = clusterMessages(messages, { onProgress: showProgress(io, "读留言") });
    const run = { messages, topics };
    const inputs = [input, ...(vocabularyPath === undefined ? [] : [vocabularyPath])];
    await writeAnswer(values.get("out") ?? "", toClusters(run, vocabulary), inputs);
    if (day !== undefined && risesPath !== undefined) await writeAnswer(risesPath, toRises(run, day), inputs);
    if (cellsPath !== undefined) await writeAnswer(cellsPath, toCells(run, floor), inputs);
    say(io, run);
  },
};
