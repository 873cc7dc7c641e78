import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import {
  type ClustersSnapshot,
  createReportClusters,
  type Report,
  type ReportClusters,
  restoreReportClusters,
} from "./clusters.ts";
import { ClaimError } from "./errors.ts";
import { bCubed } from "./testing/b-cubed.ts";
import { readRewordings, splitOf } from "./testing/fixture.ts";
import { hasReturned, triage } from "./triage.ts";

const refused = (code: string) => (error: unknown) => error instanceof ClaimError && error.code === code;
const add = (clusters: ReportClusters, report: Report): string =>
  clusters.apply(report, clusters.plan(report)).id;

test("twenty forwards of one text, in other scripts and frames, are one cluster", () => {
  const clusters = createReportClusters();
  const forms = [
    "今晚三点有七级地震，快到空地去睡",
    "今晚三點有七級地震，快到空地去睡！！",
    "今晚三点 有七级地震 快到空地去睡",
    "张阿姨 3/4 19:22\n今晚三点有七级地震，快到空地去睡",
    "紧急转发：今晚三点有七级地震，快到空地去睡",
  ];
  const ids = Array.from({ length: 20 }, (_, turn) =>
    add(clusters, { id: `r${turn}`, text: forms[turn % forms.length] ?? "" }),
  );
  assert.equal(new Set(ids).size, 1);
  assert.equal(clusters.list().length, 1);
  assert.notEqual(add(clusters, { id: "other", text: "味精加热以后会变成致癌物" }), ids[0]);
});

test("two identical reports planned at once open one cluster: the later is stale, plans again and joins", () => {
  const clusters = createReportClusters();
  const [first, second] = [
    { id: "a", text: "喝碱性水能防癌" },
    { id: "b", text: "喝鹼性水能防癌。" },
  ];
  const plans = [clusters.plan(first), clusters.plan(second)] as const;
  assert.equal(plans[0].clusterId, plans[1].clusterId);
  assert.equal(plans[1].expectedVersion, 0);
  clusters.apply(first, plans[0]);
  assert.throws(() => clusters.apply(second, plans[1]), refused("claims.version_stale"));
  assert.deepEqual(clusters.apply(second, clusters.plan(second)).reports, ["a", "b"]);
});

test("a plan says why: identical, near-identical, similar or new; a few characters join only the same", () => {
  const clusters = createReportClusters();
  const text = "今晚三点有七级地震，震中就在我们县，领导的家属都已经走了，快到空地上去睡";
  add(clusters, { id: "a", text });
  add(clusters, { id: "b", text: "地震" });
  const reasonOf = (other: string): string => clusters.plan({ id: "c", text: other }).reason;
  assert.equal(reasonOf(`${text}！`), "identical");
  assert.equal(reasonOf(`${text}，是真的`), "near-identical");
  assert.equal(reasonOf("听说我们县今晚三点要发生七级的地震"), "similar");
  assert.equal(reasonOf("味精加热以后会变成致癌物"), "new");
  assert.equal(reasonOf("地震！"), "identical");
  assert.equal(reasonOf("三点地震"), "new");
});

test("the id of an opened cluster depends on the text alone, not on what came before", () => {
  const fresh = createReportClusters();
  const used = createReportClusters();
  add(used, { id: "x", text: "高铁上的辐射会让人流产" });
  const report = { id: "y", text: "被毒蛇咬了要用嘴吸" };
  assert.equal(fresh.plan(report).clusterId, used.plan(report).clusterId);
});

test("a merged cluster's id leads to the other one, and later reports follow", () => {
  const clusters = createReportClusters();
  const from = add(clusters, { id: "a", text: "吃隔夜菜等于服毒" });
  const into = add(clusters, { id: "b", text: "剩饭过了一晚亚硝酸盐超标" });
  assert.notEqual(from, into);
  clusters.merge(from, into);
  assert.equal(clusters.get(from).id, into);
  assert.equal(add(clusters, { id: "c", text: "吃隔夜菜等于服毒！" }), into);
  assert.deepEqual(clusters.get(into).reports, ["b", "a", "c"]);
});

test("a split keeps the old id for the rest, and equal texts follow the new cluster", () => {
  const clusters = createReportClusters();
  const id = add(clusters, { id: "a", text: "明天全城停水三天快囤水" });
  add(clusters, { id: "b", text: "明天全城停水三天，快囤水，已经证实" });
  assert.equal(clusters.list().length, 1);
  const made = clusters.split(id, ["b"]);
  assert.notEqual(made.id, id);
  assert.deepEqual(clusters.get(id).reports, ["a"]);
  assert.equal(add(clusters, { id: "c", text: "明天全城停水三天，快囤水，已经证实！" }), made.id);
  assert.throws(() => clusters.split(id, ["a"]), refused("claims.number_out_of_range"));
  assert.throws(() => clusters.split(id, ["zzz"]), refused("claims.cluster_unknown"));
});

test("random reports, merges and splits never lose or double a report, and versions only rise", () => {
  const texts = readRewordings().slice(0, 60);
  for (const seed of [1, 2, 3]) {
    const random = createRandom(seed);
    const clusters = createReportClusters();
    const versions = new Map<string, number>();
    let count = 0;
    for (let step = 0; step < 150; step += 1) {
      const live = clusters.list().filter((one) => one.mergedInto === undefined);
      const one = live[random.integer(Math.max(1, live.length))];
      const other = live[random.integer(Math.max(1, live.length))];
      const act = random.next();
      if (one === undefined || other === undefined || act < 0.7) {
        add(clusters, { id: `r${count}`, text: texts[random.integer(texts.length)]?.text ?? "" });
        count += 1;
      } else if (act < 0.85) clusters.merge(one.id, other.id);
      else if (one.reports.length > 1) clusters.split(one.id, one.reports.slice(0, 1));
      const reports = clusters.list().flatMap((cluster) => cluster.reports);
      assert.equal(reports.length, count);
      assert.equal(new Set(reports).size, count);
      for (const { id, version } of clusters.list()) {
        assert.ok(version >= (versions.get(id) ?? 0));
        versions.set(id, version);
      }
    }
  }
});

test("clusters restored from a snapshot that went through JSON go on as those that never stopped", () => {
  const texts = readRewordings().slice(0, 200);
  const random = createRandom("snapshot");
  const going = createReportClusters();
  for (const [place, { text }] of texts.slice(0, 120).entries()) add(going, { id: `r${place}`, text });
  const live = (): string[] =>
    going
      .list()
      .filter((one) => one.mergedInto === undefined && one.reports.length > 1)
      .map(({ id }) => id);
  const [first = "", second = "", third = ""] = live();
  going.merge(first, second);
  going.split(third, going.get(third).reports.slice(0, 1));
  const snapshot = going.snapshot();
  const restored = restoreReportClusters(JSON.parse(JSON.stringify(snapshot)) as ClustersSnapshot); // its own JSON
  assert.deepEqual(restored.snapshot(), snapshot);
  assert.equal(restored.get(first).id, second);
  for (let turn = 0; turn < 80; turn += 1) {
    const report = { id: `later ${turn}`, text: texts[random.integer(texts.length)]?.text ?? "" };
    assert.deepEqual(restored.plan(report), going.plan(report));
    assert.equal(add(restored, report), add(going, report));
  }
  assert.deepEqual(restored.snapshot(), going.snapshot());
});

test("a broken snapshot is refused by code", () => {
  const clusters = createReportClusters();
  add(clusters, { id: "a", text: "今晚三点有七级地震" });
  add(clusters, { id: "b", text: "味精加热以后会变成致癌物" });
  const sound = clusters.snapshot();
  const [one, other] = sound.clusters;
  assert.ok(one !== undefined && other !== undefined);
  const broken: readonly ClustersSnapshot[] = [
    { ...sound, format: 2 as 1 }, // what another version might write
    { ...sound, clusters: [one] },
    { ...sound, clusters: [one, one, other] },
    { ...sound, clusters: [{ ...one, version: 0 }, other] },
    { ...sound, clusters: [{ ...one, reports: [] }, other] },
    { ...sound, clusters: [{ ...one, reports: ["b"] }, other] },
    {
      ...sound,
      clusters: [
        { ...one, mergedInto: other.id },
        { ...other, mergedInto: one.id },
      ],
    },
    { ...sound, clusters: [{ ...one, mergedInto: "nowhere" }, other] },
    { ...sound, texts: [] },
    { ...sound, texts: sound.texts.map(({ text }) => ({ text, cluster: "nowhere" })) },
    { ...sound, texts: sound.texts.map(({ cluster }) => ({ text: "😀", cluster })) },
    { ...sound, reports: sound.reports.slice(1) },
  ];
  for (const [place, snapshot] of broken.entries())
    assert.throws(() => restoreReportClusters(snapshot), refused("claims.snapshot_invalid"), `case ${place}`);
});

test("hostile reports are planned in bounded time or refused by code", () => {
  const clusters = createReportClusters();
  const begun = performance.now();
  [
    "好".repeat(1_000_000),
    "隔夜菜致癌".repeat(200_000),
    "a1".repeat(500_000),
    "\ud800隔夜菜\udc00",
    "12:30\n".repeat(4_000) + "菜",
    "菜 " + "https://a.b/c ".repeat(20_000),
    "好".repeat(999_999) + "菜",
  ].forEach((text, place) => {
    const report = { id: `h${place}`, text };
    clusters.apply(report, clusters.plan(report));
  });
  assert.ok(performance.now() - begun < 60_000);
  for (const text of ["", "😀", "长".repeat(1_500_001)])
    assert.throws(
      () => clusters.plan({ id: "x", text }),
      (error) => error instanceof ClaimError && error.code.startsWith("claims.message_"),
    );
});

test("a long chain of merges leads to its end", () => {
  const clusters = createReportClusters();
  const ids = Array.from({ length: 300 }, (_, turn) =>
    add(clusters, {
      id: `r${turn}`,
      text: String.fromCodePoint(...Array.from({ length: 6 }, (_, at) => 0x4e00 + turn * 40 + at)),
    }),
  );
  assert.equal(new Set(ids).size, 300);
  for (let turn = 1; turn < ids.length; turn += 1) clusters.merge(ids[turn - 1] ?? "", ids[turn] ?? "");
  assert.equal(clusters.get(ids[0] ?? "").id, ids.at(-1));
  assert.equal(clusters.get(ids[0] ?? "").reports.length, 300);
});

test("clusters of held-out rewordings stay above the floor", () => {
  const rewordings = readRewordings().filter(({ id }) => splitOf(id) === "test");
  const clusters = createReportClusters();
  const labels = rewordings.map(({ id, kind, text }) => add(clusters, { id: `${id} ${kind}`, text }));
  const { precision, recall } = bCubed(
    labels,
    rewordings.map(({ id }) => id),
  );
  assert.ok(precision >= 0.85, `precision ${precision}`);
  assert.ok(recall >= 0.29, `recall ${recall}`);
});

test("triage rises with reports, growth, harm and nearness, and refuses what is out of range", () => {
  const base = { reports: 5, reportsBefore: 5, harm: 0.5, localShare: 0.5 };
  const { score, spread, harm, locality } = triage(base);
  assert.equal(score, spread * harm * locality);
  for (const change of [{ reports: 6 }, { reportsBefore: 1 }, { harm: 0.6 }, { localShare: 0.6 }])
    assert.ok(triage({ ...base, ...change }).score > score, JSON.stringify(change));
  assert.throws(() => triage({ ...base, harm: Number.NaN }), refused("claims.number_out_of_range"));
  assert.throws(() => triage({ ...base, reports: -1 }), refused("claims.number_out_of_range"));
});

test("a claim is back only after quiet, within the window, with enough reports", () => {
  const options = { now: 100, windowMs: 20, quietMs: 50, least: 2 };
  assert.equal(hasReturned([0, 90, 95], options), true);
  assert.equal(hasReturned([0, 90], options), false);
  assert.equal(hasReturned([60, 90, 95], options), false);
  assert.equal(hasReturned([90, 95], options), false);
  assert.equal(hasReturned([0, 90, 120], options), false);
});
