import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { unzipSync } from "fflate";
import mammoth from "mammoth";
import { type PersonActor, type Role, systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { addFormBurden } from "#kernel/form-burden.ts";
import { ledgerOrigin, loadLedgerKeys } from "#kernel/ledger-keys.ts";
import { buildPlan, type BuiltPlan } from "#modules/plans/builders.ts";
import { addMilestone, draftWorkPlan, linkEvidence, setTarget, tieIndicator } from "#modules/plans/index.ts";
import { erasePerson, grantRole, sendMessages } from "#modules/identity/index.ts";
import { formatVerifier } from "@kepu/transparency-log";
import type { BuiltUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { buildEvidenceAt } from "#test/support/probes/plans.ts";
import { buildFact } from "#test/support/probes/trust.ts";
import { buildPerson, personActor, startWorld, type World } from "#test/support/whole-system.ts";
import { askPack } from "./commands.ts";
import { digestText, writeDigests } from "./digest.ts";
import { buildPack, sealPacks } from "./jobs.ts";
import { verifyPack } from "./verify-archive.ts";

const builder = systemActor("builder");

databaseSuite("packs", (database) => {
  let world: World;
  let plan: BuiltPlan;
  const factIds: string[] = [];

  const at = (unit: BuiltUnit, role: Role, personId = world.personId): PersonActor => {
    const actor = personActor(personId, [{ role, unitId: unit.id, unitPath: unit.path }], "with");
    assert.ok(actor.kind === "person");
    return actor;
  };
  const runJob = async (name: string): Promise<void> => {
    const job = world.system.jobs.definitions().find((one) => one.name === name);
    assert.ok(job !== undefined, name);
    await job.run(null, { id: name, once: async () => true });
  };

  before(async () => {
    world = await startWorld(database(), { now: "2026-11-30T01:00:00Z" });
    const { context } = world.system;
    const { root, street } = world.places;
    plan = await buildPlan(context.db, context, {
      unitId: root.id,
      leadUnitId: street.id,
      from: "2026-01-01",
      to: "2028-12-31",
    });
    const [derived = "", manual = ""] = plan.taskIds;
    for (let count = 0; count < 3; count += 1) factIds.push(await buildFact(world, street));
    await inTransaction(context.db, async (trx) => {
      const taskIndicatorId = await tieIndicator(trx, context, builder, {
        taskId: derived,
        indicatorCode: "organisations.verified",
      });
      await setTarget(trx, context, builder, {
        taskId: derived,
        title: "核验 <b>100</b> 家",
        taskIndicatorId,
        comparison: "atLeast",
        value: 100,
        measure: "家",
        subject: "area",
      });
      await setTarget(trx, context, builder, {
        taskId: manual,
        title: "建成实验角",
        comparison: "atLeast",
        value: 20,
        measure: "个",
        subject: "area",
      });
    });
    const evidenceId = await buildEvidenceAt(world, street);
    await inTransaction(context.db, async (trx) => {
      for (const taskId of [derived, manual])
        await linkEvidence(trx, context, builder, { evidenceId, taskId });
    });
  });
  after(async () => world[Symbol.asyncDispose]());

  test("a pack is asked for, made, sealed by the ledger, downloaded and verified; every figure opens its records", async () => {
    const { context } = world.system;
    const supervisor = at(world.places.root, "supervisor");
    const asked = await world.ask(supervisor, {
      method: "POST",
      url: `/api/plans/${plan.documentId}/evidence-packs`,
      payload: { title: "演示：中期督查材料" },
    });
    assert.equal(asked.statusCode, 200, asked.body);
    const { id } = asked.json<{ id: string }>();
    const again = await world.ask(supervisor, {
      method: "POST",
      url: `/api/plans/${plan.documentId}/evidence-packs`,
      payload: { title: "演示：中期督查材料" },
    });
    assert.equal(again.statusCode, 409);
    assert.match(again.body, /已经有一个材料包正在做/);

    await Promise.all([buildPack(context, id), buildPack(context, id), buildPack(context, id)]);
    const early = await world.ask(supervisor, { method: "GET", url: `/api/evidence-packs/${id}/download` });
    assert.equal(early.statusCode, 409);
    const keys = () => loadLedgerKeys(context.config.dataFolder, ledgerOrigin(context.config.publicUrl));
    assert.equal(await sealPacks(context, keys), 1, "no checkpoint covers it yet");
    await runJob("trust.checkpoint");
    await Promise.all([sealPacks(context, keys), sealPacks(context, keys)]);
    assert.equal(await sealPacks(context, keys), 0);

    const view = await world.ask(supervisor, { method: "GET", url: `/api/evidence-packs/${id}` });
    assert.equal(view.json().statusName, "可以下载");
    const file = await world.ask(supervisor, { method: "GET", url: `/api/evidence-packs/${id}/download` });
    assert.equal(file.statusCode, 200);
    assert.match(String(file.headers["content-disposition"]), /attachment/);
    const report = verifyPack(file.rawPayload, { key: formatVerifier(keys().signer.verifier) });
    assert.deepEqual(report.problems, []);
    assert.ok((report.checkpoint?.size ?? 0) > 0);

    const files = unzipSync(file.rawPayload);
    const text = (path: string) => Buffer.from(files[path] ?? []).toString("utf8");
    const index = text("index.html");
    assert.match(index, /核验 &lt;b>100&lt;\/b> 家/);
    const link = /href="(tasks\/[^"#]+)#(facts-1)">3 家/.exec(index);
    assert.ok(link !== null, "the figure is a link");
    const task = text(link[1] ?? "");
    assert.match(task, new RegExp(`id="${link[2]}"`));
    for (const factId of factIds) assert.ok(task.includes(factId), "each record of the figure is listed");
    const evidence = /href="\.\.\/(evidence\/[^"]+)"/.exec(task)?.[1] ?? "";
    assert.ok(files[evidence] !== undefined, "the evidence is in the archive");
    assert.equal(
      Object.keys(files).filter((path) => path.startsWith("evidence/")).length,
      1,
      "each file once",
    );
    assert.match(index, /要看佐证材料/, "why a figure is missing is said");
    assert.doesNotMatch(index + task, /(?:src|href)="https?:/);
    assert.match(text("verify.html"), /default-src &#39;none&#39;|default-src 'none'/);
  });

  test("evidence whose bytes changed stays out and is named; a manifest that the ledger holds is not changed", async () => {
    const { context } = world.system;
    const { db, clock, cipher, jobs } = context;
    const id = await inTransaction(db, async (trx) =>
      askPack(trx, { clock, cipher, jobs }, at(world.places.root, "supervisor"), {
        document: { id: plan.documentId, unitId: world.places.root.id },
        title: "演示：字节变了",
        asOf: "2026-11-30",
      }),
    );
    const heavy = { ...context, files: { ...context.files, get: async () => Buffer.alloc(1) } };
    // The stored bytes were changed under us: the file stays out, and the page says so.
    await buildPack(heavy, id);
    const pack = await db
      .selectFrom("evidence_packs")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    assert.equal(pack.status, "made");
    const made = unzipSync(await context.files.get(pack.file_id ?? ""));
    assert.ok(!Object.keys(made).some((path) => path.startsWith("evidence/")));
    assert.ok(Object.values(made).some((bytes) => Buffer.from(bytes).toString().includes("没有放进来")));
    await assert.rejects(
      db.updateTable("pack_manifests").set({ file_count: 99 }).where("id", "=", id).execute(),
      /not changed/,
    );
  });

  test("what does not fit into a pack is refused with a sentence, once, and the next one can be asked for", async () => {
    const { context } = world.system;
    const { db, clock, cipher, jobs } = context;
    const roomy = { facts: 100, files: 100, fileBytes: 1_000_000 };
    for (const [limits, words] of [
      [{ ...roomy, facts: 2 }, /超过 2 条/],
      [{ ...roomy, files: 0 }, /超过 0 个文件/],
      [{ ...roomy, fileBytes: 10 }, /超过 0 MB/],
    ] as const) {
      await db.updateTable("evidence_packs").set({ status: "ready" }).where("status", "=", "made").execute();
      const id = await inTransaction(db, async (trx) =>
        askPack(trx, { clock, cipher, jobs }, at(world.places.root, "supervisor"), {
          document: { id: plan.documentId, unitId: world.places.root.id },
          title: "演示：太大的包",
          asOf: "2026-11-30",
        }),
      );
      await buildPack(context, id, limits);
      await buildPack(context, id);
      const pack = await db
        .selectFrom("evidence_packs")
        .select(["status", "failure"])
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      assert.equal(pack.status, "failed");
      assert.match(pack.failure ?? "", words);
    }
  });

  test("the leader's page: states, red tasks, figures, burden; each count has its list", async () => {
    const supervisor = at(world.places.root, "supervisor");
    await inTransaction(world.system.context.db, async (trx) =>
      addFormBurden(trx, {
        unitId: world.places.street.id,
        at: world.system.clock.now(),
        form: "orders.screen",
        fields: 3,
        seconds: 2_000,
      }),
    );
    const answer = await world.ask(supervisor, {
      method: "GET",
      url: `/api/overview?unit=${world.places.root.id}`,
    });
    assert.equal(answer.statusCode, 200, answer.body);
    const overview = answer.json();
    assert.equal(overview.plan.title, "演示街镇科学素质提升方案（2026—2028年）");
    assert.equal(overview.red[0].status, "behind");
    assert.match(overview.red[0].figureText, /3 \/ 100 家/);
    assert.match(overview.figures[0].valueText, /3 家/);
    assert.equal(overview.figures[0].interval, null);
    assert.deepEqual([overview.burden.minutes, overview.burden.over], [34, 1]);
    assert.ok(overview.notAdopted >= 4);
    for (const { status, count } of overview.counts as { status: string; count: number }[]) {
      const list = await world.ask(supervisor, {
        method: "GET",
        url: `/api/overview/tasks?unit=${world.places.root.id}&status=${status}`,
      });
      assert.equal(list.json().rows.length, count, status);
    }
  });

  test("the report says task by task what was reached, first and last, and every number leads to its source", async () => {
    const file = await world.ask(at(world.places.root, "supervisor"), {
      method: "GET",
      url: `/api/plans/${plan.documentId}/report.docx`,
    });
    assert.equal(file.statusCode, 200, file.body.slice(0, 300));
    const { value } = await mammoth.convertToHtml({ buffer: file.rawPayload });
    const { value: text } = await mammoth.extractRawText({ buffer: file.rawPayload });
    assert.match(text, /一、总体进展/);
    assert.match(text, /共 4 项任务：落后 1 项/);
    assert.match(text, /表1 指标首末对照/);
    assert.match(text, /要看佐证材料/);
    const numbers = [...value.matchAll(/<a href="([^"]+)">([^<]*\d[^<]* 家)<\/a>/g)];
    assert.ok(numbers.length >= 2);
    for (const [, href] of numbers)
      assert.match(href ?? "", /^http:\/\/localhost:3000\/workbench\/plan-tasks\//);
  });

  test("a street's work plan is an official document with its months, and the timeline shows what is overdue", async () => {
    const { context } = world.system;
    const { root, street } = world.places;
    const [workPlanId] = await inTransaction(context.db, async (trx) => [
      await draftWorkPlan(trx, context, builder, {
        documentId: plan.documentId,
        unitId: street.id,
        year: 2026,
      }),
      await addMilestone(trx, context, builder, {
        documentId: plan.documentId,
        title: "完成中期自查",
        dueOn: "2026-10-31",
        unitId: street.id,
      }),
    ]);
    const file = await world.ask(at(street, "street_liaison"), {
      method: "GET",
      url: `/api/work-plans/${workPlanId}/plan.docx`,
    });
    assert.equal(file.statusCode, 200, file.body.slice(0, 300));
    const { value } = await mammoth.extractRawText({ buffer: file.rawPayload });
    assert.match(value, /演示甲街道2026年科学素质工作计划/);
    assert.match(value, /（一）[A-Z]+-?\d+/);
    assert.match(value, /完成时间：/);
    const overview = await world.ask(at(root, "supervisor"), {
      method: "GET",
      url: `/api/overview?unit=${root.id}`,
    });
    assert.deepEqual(
      overview.json().milestones.map((one: { title: string; state: string }) => [one.title, one.state]),
      [["完成中期自查", "overdue"]],
    );
  });

  test("a liaison's page shows what is due, what filled itself and what is asked, in plain HTML", async () => {
    const page = await world.ask(at(world.places.street, "street_liaison"), {
      method: "GET",
      url: "/my/duties",
    });
    assert.equal(page.statusCode, 200);
    assert.match(page.body, /要抓紧的任务/);
    assert.match(page.body, /status-tag--wrong/);
    assert.match(page.body, /把“[^”]+”列入本单位文件/);
    assert.match(page.body, /给“[^”]+”附佐证材料/);
    assert.match(page.body, /这一周填表用了 34 分钟/);
  });

  test("each liaison gets the week's digest once, however many nodes write it, and none about nothing", async () => {
    const { context } = world.system;
    const { db, clock, cipher } = context;
    const liaison = await buildPerson(world.system, { name: "演示联络员", phone: "13900000001" });
    await inTransaction(db, async (trx) =>
      grantRole(trx, { clock, cipher }, builder, {
        personId: liaison,
        role: "street_liaison",
        unitId: world.places.street.id,
        startsOn: "2026-01-01",
        reason: "演示：联络员",
      }),
    );
    const written = await Promise.all([writeDigests(context), writeDigests(context), writeDigests(context)]);
    assert.deepEqual(
      written.toSorted((one, other) => one - other),
      [0, 0, 1],
    );
    await world.system.jobs.deliver();
    await world.system.jobs.deliver();
    await sendMessages(context);
    const messages = await db.selectFrom("development_messages").select("sealed").execute();
    const texts = messages
      .map(({ sealed }) => JSON.parse(cipher.decrypt(sealed)) as { text: string }) // written by the development sender
      .filter(({ text }) => text.includes("本周要办"));
    assert.equal(texts.length, 1);
    assert.match(texts[0]?.text ?? "", /项任务要抓紧.*处要补材料.*\/my\/duties/);
    assert.doesNotMatch(texts[0]?.text ?? "", /演示联络员/);
    world.system.clock.set("2026-12-07T01:00:00Z");
    assert.equal(await writeDigests(context), 1, "the next week is another digest");
    await inTransaction(db, async (trx) => erasePerson(trx, { clock, cipher }, builder, liaison));
    await world.system.jobs.deliver();
    await world.system.jobs.deliver();
    assert.deepEqual(
      await db
        .selectFrom("outbox_events")
        .select(["attempts", "last_error"])
        .where("name", "=", "packs.digest")
        .where((eb) => eb.or([eb("delivered_at", "is", null), eb("attempts", ">", 0)]))
        .execute(),
      [],
      "an account that is gone since gets no digest, and that is no failure",
    );
    assert.equal(digestText({ waiting: [], units: [] }, "http://x"), undefined);
    world.system.clock.set("2026-11-30T02:00:00Z");
  });

  test("the leader's page is kept for the minute: minutes of typing show in the next, an act on the plan at once", async () => {
    const supervisor = at(world.places.root, "supervisor");
    const { context } = world.system;
    const look = async () =>
      (
        await world.ask(supervisor, { method: "GET", url: `/api/overview?unit=${world.places.root.id}` })
      ).json();
    const first = await look();
    await inTransaction(context.db, (trx) =>
      addFormBurden(trx, {
        unitId: world.places.street.id,
        at: world.system.clock.now(),
        form: "orders.screen",
        fields: 3,
        seconds: 600,
      }),
    );
    assert.equal((await look()).burden.minutes, first.burden.minutes);
    world.system.clock.set(new Date(world.system.clock.now().getTime() + 60_000));
    assert.equal((await look()).burden.minutes, first.burden.minutes + 10);
    await inTransaction(context.db, (trx) =>
      addMilestone(trx, context, builder, {
        documentId: plan.documentId,
        title: "演示节点：当场看到",
        unitId: world.places.root.id,
        dueOn: "2026-06-30",
      }),
    );
    assert.ok(
      (await look()).milestones.some(({ title }: { title: string }) => title === "演示节点：当场看到"),
    );
  });
});
