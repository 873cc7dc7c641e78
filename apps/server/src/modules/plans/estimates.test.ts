import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#kernel/errors.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { createRandom } from "#server/demo/random.ts";
import { databaseSuite } from "#test/support/database.ts";
import { personActor, startWorld } from "#test/support/whole-system.ts";
import { buildPlan } from "./builders.ts";
import { estimateShare, importEstimate, withdrawEstimate } from "./estimates.ts";
import { readTaskProgress } from "./progress.ts";
import { dropTarget, setTarget } from "./targets.ts";

/** Ten strata with shares of their own, drawn unequally: the plain share of the sample is far from that of the district. */
const strata = Array.from({ length: 10 }, (_, index) => ({
  name: `第${index + 1}层`,
  people: 4_000 + 3_000 * index,
  share: 0.05 + 0.03 * index,
  drawn: index < 5 ? 220 : 80,
}));
const people = strata.reduce((sum, one) => sum + one.people, 0);
const truth = strata.reduce((sum, one) => sum + one.people * one.share, 0) / people;

const drawSample = (seed: number, shift = 0): string => {
  const random = createRandom(seed);
  const rows = strata.flatMap(({ name, people: size, share, drawn }) =>
    Array.from(
      { length: drawn },
      () => `${size / drawn},${random.next() < share + shift ? 1 : 0},${name},不读的一列`,
    ),
  );
  return ["权重,达到,层,备注", ...rows].join("\n");
};

const refused =
  (code: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, code);
    return true;
  };

databaseSuite("a share that only a survey can tell", (database) => {
  test("a sample of known truth gives an interval that holds it, the rule says what can be said, and the stored rows give the same again", async () => {
    await using world = await startWorld(database());
    const { context } = world.system;
    const { db } = context;
    const { root } = world.places;
    const actor = personActor(
      world.personId,
      [{ role: "supervisor", unitId: root.id, unitPath: root.path }],
      "with",
    );
    const plan = await buildPlan(db, context, { unitId: root.id });
    const taskId = plan.taskIds[0] ?? "";
    const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(db, work);
    const share = (value: number) =>
      act((trx) =>
        setTarget(trx, context, actor, {
          taskId,
          title: `具备科学素质的比例超过 ${value}%`,
          comparison: "moreThan",
          value,
          measure: "%",
          subject: "area",
          baseline: { value: 12, on: "2026-01-01" },
        }),
      );
    const [low, near, high] = [await share(14), await share(Math.round(truth * 100)), await share(30)];
    const today = context.clock.now().toISOString().slice(0, 10);
    const read = (targetId: string, text: string, rest: Partial<{ rule: string; on: string }> = {}) =>
      act((trx) =>
        importEstimate(trx, context, actor, {
          targetId,
          title: "演示素质调查",
          surveyedOn: rest.on ?? today,
          scoringRule: rest.rule ?? "演示量表第 1 版",
          bytes: Buffer.from(text),
        }),
      );
    const sample = drawSample(7);
    for (const targetId of [low, near, high]) await read(targetId, sample);
    const now = context.clock.now();
    const { targets } = await readTaskProgress(db, { taskId, now });
    const of = (id: string) => {
      const found = targets.find((target) => target.target.id === id);
      assert.ok(found?.estimate !== null && found !== undefined);
      return { ...found, estimate: found.estimate };
    };
    const { estimate } = of(near);
    assert.ok(estimate.lower < truth * 100 && truth * 100 < estimate.upper, JSON.stringify(estimate));
    const plain = sample.split("\n").filter((row) => row.split(",")[1] === "1").length / 1_500;
    assert.ok(
      plain * 100 < estimate.lower,
      "the weights matter: the plain share lies outside of the interval",
    );
    assert.deepEqual(
      [low, near, high].map((id) => of(id).estimate.outcome),
      ["reached", "cannot-tell", "not-reached"],
    );
    assert.deepEqual([of(low).status, of(low).source], ["done", "survey"]);
    assert.notEqual(of(near).status, "done");
    assert.ok(of(low).estimate.probability > 95 && of(high).estimate.probability < 5);
    assert.ok((of(near).estimate.respondentsToDecide ?? Infinity) > 1_500);

    // Fifty more samples of the same truth: about 95 of 100 intervals hold it (47.5; fewer than 42 is one in a hundred).
    const held = Array.from({ length: 50 }, (_, index) => {
      const rows = drawSample(1_000 + index)
        .split("\n")
        .slice(1)
        .map((row) => row.split(","));
      const { share: p, standardError } = estimateShare({
        weights: rows.map(([weight]) => Number(weight)),
        reached: rows.map(([, one]) => Number(one)),
        strata: rows.map(([, , name]) => name ?? ""),
        clusters: [],
      });
      return Math.abs(p - truth) < 1.96 * standardError ? 1 : 0;
    }).reduce<number>((sum, one) => sum + one, 0);
    assert.ok(held >= 42, `${held} of 50`);

    // What was stored gives the same again, to the last bit; and the database lets nobody change it.
    const stored = await db
      .selectFrom("target_estimates")
      .selectAll()
      .where("target_id", "=", near)
      .executeTakeFirstOrThrow();
    assert.deepEqual(estimateShare(stored), {
      share: stored.share,
      standardError: stored.standard_error,
      degreesOfFreedom: stored.degrees_of_freedom,
    });
    await assert.rejects(
      db.updateTable("target_estimates").set({ share: 0.5 }).where("id", "=", stored.id).execute(),
      /stays as it was computed/u,
    );

    // Pages say what the rule says, never a bare number.
    const page = await world.ask(actor, { method: "GET", url: `/api/plan-tasks/${taskId}` });
    assert.match(page.body, /未能判断/u);
    const overview = await world.ask(actor, { method: "GET", url: `/api/overview?unit=${root.id}` });
    assert.match(overview.body, /%—[\d.]+%，未能判断/u);
    const open = await world.ask(actor, { method: "GET", url: "/plan" });
    assert.match(open.body, /95% 区间/u);

    // Another rule is another series; a day is read once; a target that was measured stays.
    await assert.rejects(
      read(near, sample, { rule: "演示量表第 2 版", on: "2026-01-15" }),
      refused("plans.estimate_series"),
    );
    await assert.rejects(read(near, sample), refused("plans.estimate_taken"));
    const tomorrow = new Date(context.clock.now().getTime() + 36 * 3_600_000).toISOString().slice(0, 10);
    await assert.rejects(read(near, sample, { on: tomorrow }), refused("plans.estimate_day"));
    await assert.rejects(
      act((trx) => dropTarget(trx, context, actor, { targetId: near, reason: "不再需要这个目标" })),
      refused("plans.target_measured"),
    );
    // Withdrawn, the figure is gone and the survey can be read again.
    await act((trx) => withdrawEstimate(trx, context, actor, { id: stored.id, reason: "样本表发错了一份" }));
    const withdrawn = await db
      .selectFrom("target_estimates")
      .select(["withdrawn_reason", "share"])
      .where("id", "=", stored.id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(withdrawn, { withdrawn_reason: "样本表发错了一份", share: stored.share });
    const after = await readTaskProgress(db, { taskId, now });
    assert.equal(after.targets.find(({ target }) => target.id === near)?.value, null);
    await read(near, drawSample(8));

    // What is broken is told with its row, and nothing of it is kept.
    const broken: readonly (readonly [string, string])[] = [
      [sample.replace("权重", "重量"), "plans.estimate_rows"],
      [sample.replace(/\n[^\n]+$/u, "\n0,1,第1层,"), "plans.estimate_rows"],
      [sample.replace(/\n[^\n]+$/u, "\n1,是,第1层,"), "plans.estimate_rows"],
      [sample.split("\n").slice(0, 20).join("\n"), "plans.estimate_rows"],
      [sample.replaceAll(/^([\d.]+),1,/gmu, "$1,0,"), "plans.estimate_none"],
    ];
    for (const [text, code] of broken)
      await assert.rejects(read(near, text, { on: "2026-01-16" }), refused(code));
    const answer = await world.ask(actor, {
      method: "POST",
      url: `/api/plan-targets/${near}/estimates`,
      headers: { "content-type": "multipart/form-data; boundary=one" },
      payload: [
        ...["title=演示素质调查", "surveyedOn=2026-01-17", "scoringRule=演示量表第 1 版"].map((pair) => {
          const [name, value] = pair.split("=");
          return `--one\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
        }),
        `--one\r\ncontent-disposition: form-data; name="file"; filename="样本.csv"\r\ncontent-type: text/csv\r\n\r\n${sample.replace(/\n[^\n]+$/u, "\n1,9,第1层,")}\r\n--one--\r\n`,
      ].join(""),
    });
    assert.equal(answer.statusCode, 422, answer.body);
    assert.match(answer.body, /第 1501 行：“达到”只能是 1 或 0/u);
    assert.equal(
      (await db.selectFrom("target_estimates").select("id").where("surveyed_on", "<", today).execute())
        .length,
      0,
    );
  });
});
