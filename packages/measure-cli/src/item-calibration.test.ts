import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { createCommandLine } from "./testing/command-line.ts";

const { write, read, answer, refusal, checkPage } = createCommandLine("kepu-irt-");

// Nine items in three booklets of six; own synthetic answers of two groups.
const random = createRandom("booklets on the command line");
const ids = Array.from({ length: 9 }, (_, k) => `q${k + 1}`);
const rows = Array.from({ length: 900 }, (_, person) => {
  const group = person % 2;
  const theta = random.normal() + 0.5 * group;
  const answers = ids.map((__, k) => {
    const right = random.next() < 1 / (1 + Math.exp(-(0.9 + 0.1 * k) * (theta + 1.2 - 0.3 * k)));
    return k % 3 === person % 3 ? "" : right ? "1" : "0";
  });
  return [`p${person}`, group === 0 ? "乙" : "甲", (1 + random.next()).toFixed(3), ...answers];
});
const table = (change: (cells: string[], row: number) => string[] = (cells) => cells): string =>
  [["id", "group", "w", ...ids], ...rows.map((cells, row) => change([...cells], row))]
    .map((cells) => cells.join(","))
    .join("\n");
write("booklets.csv", table());
const line = (name: string, data = "booklets"): string => `irt --design @${name}.json --data @${data}.csv`;

test("a matrix sample of two groups gets S-X², M₂ with RMSEA and Q₃, each explained with its source", async () => {
  write("groups.json", { test: { items: ["q*"], group: "group" } });
  const { figures, tables, notes } = await answer(line("groups"));
  const value = (id: string): number => figures.find((one) => one.id === id)?.value ?? assert.fail(id);
  assert.ok(value("m2") > 60 && value("m2") < 180, String(value("m2")));
  assert.ok(value("rmsea") < 0.04);
  assert.equal(figures.filter(({ id }) => id.endsWith("/fit")).length, 9);
  // Six blocks of 21 moments, less 18 of the items and two of the second group.
  assert.match(notes.join(""), /M₂ = [\d.]+，自由度 106，p = 0\.\d+/u);
  assert.equal(tables["dependence"]?.length, 20);
  assert.ok(
    tables["dependence"]?.every(({ q3, persons }) => Math.abs(Number(q3)) < 0.4 && Number(persons) >= 300),
  );
  await checkPage(line("groups"));
});

test("where fit is not defined the calibration says why, and gives no number", async () => {
  write("all.json", { test: { items: ["q*"], refused: ["99"] } });
  write("weighted.json", { test: { items: ["q*"], weights: "w" } });
  const refused = table((cells, row) => cells.map((cell, k) => (row === 7 && k === 3 ? "99" : cell)));
  write("refused.csv", refused);
  write(
    "hole.csv",
    table((cells, row) => cells.map((cell, k) => (row === 7 && k === 3 ? "" : cell))),
  );
  for (const [design, data, pattern] of [
    ["all", "refused", /没有计算拟合：S-X² 不能有拒答：第 8 行题“q1”/u],
    ["all", "hole", /没有计算拟合：与第 8 行同一题册.*只有 1 人/u],
    ["weighted", "booklets", /用了权数：S-X² 和 M₂ 不再服从卡方分布/u],
  ] as const) {
    const { figures, notes } = await answer(line(design, data));
    assert.match(notes.join(""), pattern);
    assert.ok(!figures.some(({ id }) => id === "m2" || id.endsWith("/fit")));
  }
  write("zero.json", { test: { items: ["q*"], refused: ["99"], refusals: "zero" } });
  assert.ok((await answer(line("zero", "refused"))).figures.some(({ id }) => id === "m2"));
});

test("priors, populations, quadrature and the source of errors come from the design file", async () => {
  const slope = async (more: object): Promise<{ a: number; error: number | undefined; figures: string }> => {
    write("set.json", { test: { items: ["q*"], ...more } });
    const { figures } = await answer(line("set"));
    const found = figures.find(({ id }) => id === "q1/a") ?? assert.fail("q1/a");
    return { a: found.value, error: found.standardError, figures: JSON.stringify(figures) };
  };
  const plain = await slope({});
  const tight = await slope({ priors: { logSlope: { mean: 0, deviation: 0.01 } } });
  assert.ok(Math.abs(tight.a - 1) < 0.02 && Math.abs(plain.a - 1) > 0.02, `${tight.a} ${plain.a}`);
  const wide = await slope({ latent: [{ mean: 0, variance: 4 }] });
  assert.ok(Math.abs(wide.a - plain.a / 2) < 0.01, "twice the spread is half the slope");
  const adaptive = await slope({ adaptiveNodes: 15 });
  assert.ok(Math.abs(adaptive.a - plain.a) < 0.02 && adaptive.figures !== plain.figures);
  const crossed = await slope({ standardErrors: "cross-product" });
  assert.ok(Math.abs(crossed.a - plain.a) < 1e-3 && crossed.error !== plain.error);
  assert.equal((await slope({ standardErrors: "none" })).error, undefined);
  write("set.json", { test: { items: ["q*"], latent: [{ mean: "free", variance: "free" }] } });
  assert.match(await refusal(line("set")), /量尺没有定位/u);
  write("set.json", {
    test: { items: ["q*"], model: "3pl", priors: { logitGuessing: { mean: -1.5, deviation: 0.2 } } },
  });
  await checkPage(line("set"));
  assert.match(read("page.R"), /norm, -1\.5, 0\.2\)/u);
});

test("score marks answers that do not fit a person, by every method whose equation lz* knows", async () => {
  write("items.json", {
    items: ids.map((id, k) => ({ id, model: "dichotomous", a: 1.5, b: -1.6 + 0.4 * k, c: 0, u: 1 })),
  });
  const sound = ["s", "甲", "1", "1", "1", "1", "1", "1", "0", "0", "0", "0"];
  const turned = ["t", "甲", "1", "0", "0", "0", "0", "1", "1", "1", "1", "1"];
  const perfect = ["u", "甲", "1", ...ids.map(() => "1")];
  write(
    "persons.csv",
    [["id", "group", "w", ...ids], sound, turned, perfect].map((cells) => cells.join(",")).join("\n"),
  );
  for (const method of ["wle", "map", "ml"]) {
    write("score.json", { ability: { method } });
    const { tables } = await answer("score --design @score.json --data @persons.csv --items @items.json");
    const [good, bad, all] = (tables["scores"] ?? []).map((row) => row["lzStar"]);
    assert.ok(Number(good) > 0 && Number(bad) < -3, `${method}: ${good} ${bad}`);
    if (method === "ml") assert.equal(all, null);
  }
  write("score.json", { ability: { method: "eap" } });
  const { tables } = await answer("score --design @score.json --data @persons.csv --items @items.json");
  assert.ok(tables["scores"]?.every((row) => !("lzStar" in row)));
});
