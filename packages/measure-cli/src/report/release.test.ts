import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { runMeasure } from "../run-measure.ts";

const folder = mkdtempSync(join(tmpdir(), "kepu-release-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("a report keeps back a small group, the group that would give it away, and their difference", async () => {
  // 120 respondents: 4 officials, 16 elders, 100 citizens; 60 women and 60 men.
  const persons = Array.from({ length: 120 }, (_, k) => ({
    community: `c${k % 12}`,
    weight: 10,
    audience: k < 4 ? "干部" : k < 20 ? "老人" : "市民",
    sex: k % 2 === 0 ? "女" : "男",
    literate: k % 5 === 0 ? 1 : 0,
  }));
  writeFileSync(join(folder, "persons.json"), JSON.stringify(persons));
  writeFileSync(
    join(folder, "design.json"),
    JSON.stringify({
      survey: { weights: "weight", stages: [{ clusters: "community" }] },
      estimates: [
        {
          name: "literate",
          statistic: "share",
          column: "literate",
          equals: "1",
          differences: [
            { by: "audience", of: "干部", from: "市民" },
            { by: "sex", of: "女", from: "男" },
          ],
        },
      ],
      report: { place: "演示区", year: "2026", audience: "audience", groups: ["sex"], minimumCell: 10 },
    }),
  );
  const run = (out: string): Promise<number> =>
    runMeasure(
      [
        "report",
        "--design",
        join(folder, "design.json"),
        "--data",
        join(folder, "persons.json"),
        "--out",
        out,
      ],
      { stdout: () => undefined, stderr: () => undefined, now: () => 0, isTerminal: false },
    );
  assert.equal(await run(join(folder, "report.json")), 0);
  const { figures } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as {
    figures: { id: string }[];
  }; // of the command
  const ids = figures.map(({ id }) => id).filter((id) => id.startsWith("literate"));
  assert.deepEqual(ids.toSorted(), [
    "literate",
    "literate/audience/市民",
    "literate/difference/sex/女-男",
    "literate/sex/女",
    "literate/sex/男",
  ]);
  assert.equal(await run(join(folder, "report.html")), 0);
  const page = readFileSync(join(folder, "report.html"), "utf8");
  assert.match(page, /1 个组答卷者少于 10 人，不发布；另有 1 个组也不发布/u);
  assert.doesNotMatch(page, /干部|老人/u);
});
