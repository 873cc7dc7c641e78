import {
  type Claim,
  ClaimError,
  createClaimMatcher,
  isComparable,
  matchWithMeaning,
} from "@kepu/claim-matching";
import { type Command, showProgress } from "../command.ts";
import { embeddingOptions, embeddingUsage, readMeaning } from "../embedding-option.ts";
import { type JsonRow, readJsonLines, writeAnswer } from "../files.ts";
import { readWhole } from "../option-values.ts";

/** What a message may be refused for without the run being wrong: then no claim fits it. */
const unanswerable = new Set(["claims.message_empty", "claims.message_too_long"]);

const toClaim = (row: JsonRow): Claim => {
  const title = row.text("title");
  const correction = row.text("correction");
  const wordings = row.texts("wordings").filter(isComparable);
  return {
    id: row.id,
    text: row.need("text"),
    wordings,
    ...(correction === undefined ? {} : { correction }),
    ...(title !== undefined && isComparable(title) ? { title } : {}),
  };
};

export const claimsRun: Command = {
  name: "claims run",
  usage: `kepu-lab claims run --claims c.jsonl --queries q.jsonl --out r.tsv [--top 5] [--seed 1] ${embeddingUsage}`,
  required: ["claims", "queries", "out"],
  optional: ["top", "seed", ...embeddingOptions],
  run: async (values, io) => {
    const path = (name: string): string => values.get(name) ?? "";
    const top = readWhole(values, { name: "top", usual: 5, least: 1, most: 50 });
    const rows = await readJsonLines(path("claims"));
    const queries = await readJsonLines(path("queries"));
    const begun = io.now();
    const claims = rows.map(toClaim);
    const usable = claims.filter(({ text }) => isComparable(text));
    const matcher = createClaimMatcher(usable);
    const meaning = await readMeaning(values, usable);
    const prepared = io.now();
    const matching = showProgress(io, "比对");
    const times: number[] = [];
    const bands = { same: 0, suggest: 0, new: 0 };
    let refused = 0;
    let byWordsAlone = 0;
    const find = async (text: string) => {
      if (meaning === undefined) return matcher.match(text, top);
      const found = await matchWithMeaning(matcher, text, { limit: top, meaning });
      if (!found.meaning.used) byWordsAlone += 1;
      return found;
    };
    let out = "query\trank\tid\tscore\tband\n";
    for (const [at, query] of queries.entries()) {
      const start = io.now();
      try {
        const { band, matches } = await find(query.need("text"));
        bands[band] += 1;
        for (const [place, match] of matches.entries())
          out += `${query.id}\t${place + 1}\t${match.id}\t${match.score.toFixed(6)}\t${match.band}\n`;
      } catch (error) {
        if (!(error instanceof ClaimError) || !unanswerable.has(error.code)) throw error;
        refused += 1;
      }
      times.push(io.now() - start);
      matching(at + 1, queries.length);
    }
    await writeAnswer(path("out"), out, [path("claims"), path("queries")]);
    times.sort((a, b) => a - b);
    const p99 = times[Math.min(times.length - 1, Math.floor(times.length * 0.99))] ?? 0;
    io.stderr(
      `说法 ${rows.length}（没有文字的 ${rows.length - usable.length}），准备 ${((prepared - begun) / 1000).toFixed(2)} 秒；` +
        `消息 ${queries.length}（无法比对 ${refused}）：相同 ${bands.same}，待人看 ${bands.suggest}，新 ${bands.new}；p99 ${p99.toFixed(2)} 毫秒${byWordsAlone === 0 ? "" : `；向量服务没有答复、只按文字的 ${byWordsAlone}`}\n`,
    );
  },
};
