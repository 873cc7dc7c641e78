import { createSearchIndex, searchWithMeaning, TextError } from "@kepu/text";
import { type Command, showProgress } from "../command.ts";
import { embeddingOptions, embeddingUsage, readMeaning } from "../embedding-option.ts";
import { readJsonLines, writeAnswer } from "../files.ts";
import { readWhole } from "../option-values.ts";

/** What a query may be refused for without the run being wrong: then it finds nothing. */
const unanswerable = new Set(["text.query_empty", "text.query_only_negation", "text.query_too_long"]);

export const searchRun: Command = {
  name: "search run",
  usage: `kepu-lab search run --docs d.jsonl --queries q.jsonl --out r.tsv [--top 100] [--seed 1] ${embeddingUsage}`,
  required: ["docs", "queries", "out"],
  optional: ["top", "seed", ...embeddingOptions],
  run: async (values, io) => {
    const path = (name: string): string => values.get(name) ?? "";
    const top = readWhole(values, { name: "top", usual: 100, least: 1, most: 1_000 });
    const documents = await readJsonLines(path("docs"));
    const queries = await readJsonLines(path("queries"));
    const index = createSearchIndex({ fields: { title: { weight: 2 }, text: {} } });
    const indexing = showProgress(io, "建索引");
    const begun = io.now();
    for (const [at, document] of documents.entries()) {
      index.add({
        id: document.id,
        fields: { title: document.text("title") ?? "", text: document.need("text") },
      });
      indexing(at + 1, documents.length);
    }
    const meaning = await readMeaning(
      values,
      documents.map((document) => ({
        id: document.id,
        text: `${document.text("title") ?? ""}\n${document.need("text")}`,
      })),
    );
    const indexed = io.now();
    const searching = showProgress(io, "检索");
    const times: number[] = [];
    let refused = 0;
    let byWordsAlone = 0;
    const find = async (text: string) => {
      if (meaning === undefined) return index.search(text, { top }).hits;
      const found = await searchWithMeaning(index, text, { top, meaning });
      if (!found.meaning.used) byWordsAlone += 1;
      return found.hits;
    };
    let out = "query\trank\tid\tscore\n";
    for (const [at, query] of queries.entries()) {
      const start = io.now();
      try {
        for (const [place, hit] of (await find(query.need("text"))).entries())
          out += `${query.id}\t${place + 1}\t${hit.id}\t${hit.score.toFixed(6)}\n`;
      } catch (error) {
        if (!(error instanceof TextError) || !unanswerable.has(error.code)) throw error;
        refused += 1;
      }
      times.push(io.now() - start);
      searching(at + 1, queries.length);
    }
    await writeAnswer(path("out"), out, [path("docs"), path("queries")]);
    times.sort((a, b) => a - b);
    const p95 = times[Math.min(times.length - 1, Math.floor(times.length * 0.95))] ?? 0;
    io.stderr(
      `文档 ${documents.length}，建索引 ${((indexed - begun) / 1000).toFixed(2)} 秒；查询 ${queries.length}（无法检索 ${refused}），p95 ${p95.toFixed(2)} 毫秒${byWordsAlone === 0 ? "" : `；向量服务没有答复、只按文字的 ${byWordsAlone}`}\n`,
    );
  },
};
