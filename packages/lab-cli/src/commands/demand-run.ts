import { clusterMessages, type Message } from "@kepu/demand";
import { type Command, showProgress } from "../command.ts";
import { type JsonRow, readJsonLines, writeAnswer } from "../files.ts";

const optionalFields = ["title", "place", "audience", "date", "person"] as const;

const toMessage = (row: JsonRow): Message => {
  const given = optionalFields.flatMap((field): [string, string][] => {
    const value = row.text(field);
    return value === undefined ? [] : [[field, value]];
  });
  return { id: row.id, text: row.need("text"), ...Object.fromEntries(given) };
};

export const demandRun: Command = {
  name: "demand run",
  usage: "kepu-lab demand run --messages m.jsonl --out clusters.tsv [--seed 1]",
  required: ["messages", "out"],
  optional: ["seed"],
  run: async (values, io) => {
    const input = values.get("messages") ?? "";
    const messages = (await readJsonLines(input)).map(toMessage);
    const topics = clusterMessages(messages, { onProgress: showProgress(io, "读留言") });
    const out = topics.flatMap((topic) =>
      topic.messages.map(
        (id) => `${id}\t${topic.id}\t${topic.terms.slice(0, 5).join(" ").replace(/\s/gu, " ")}\n`,
      ),
    );
    await writeAnswer(values.get("out") ?? "", `id\tcluster\tterms\n${out.join("")}`, [input]);
    const large = topics.filter((topic) => topic.messages.length > 1).length;
    io.stderr(`留言 ${messages.length}，议题 ${topics.length}（两条以上的 ${large}）\n`);
  },
};
