import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { sql } from "kysely";
import { inTransaction } from "#kernel/db.ts";
import { type Pillar, pillarFilterCodes } from "#kernel/pillars.ts";
import { buildActivity, buildActivityWorld } from "#modules/activities/builders.ts";
import { holdSession, reportSession, signInAtDesk } from "#modules/activities/index.ts";
import { buildBody, buildDraft, buildPublished, buildStudio } from "#modules/contents/builders.ts";
import { saveDraft, setPillars } from "#modules/contents/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { personActor, startWorld } from "#test/support/whole-system.ts";
import { buildPlan } from "./builders.ts";

type Totals = { tasks: number; activities: number; contents: number };

databaseSuite("the four pillars as a lens (G-02)", (database) => {
  test("every total equals the records that carry the tag, and the list that it opens; a changed tag moves it", async () => {
    await using world = await startWorld(database());
    const { context, clock } = world.system;
    const { db } = context;
    const { root } = world.places;
    const supervisor = personActor(
      world.personId,
      [{ role: "supervisor", unitId: root.id, unitPath: root.path }],
      "with",
    );
    await buildPlan(db, context, { unitId: root.id });
    // The builder leaves the tags of tasks to the test.
    await sql`update plan_tasks set pillars = array['joint', 'standard'] where code like 'Y-%'`.execute(db);

    const studio = await buildStudio(context);
    for (const [title, expected] of [
      ["志愿者怎样讲好一次课", ["joint"]],
      ["跨市合作的数字展览", ["smart", "regional"]],
      ["夏天的剩菜放多久", []],
    ] as const) {
      const { contentId } = await buildPublished(context, studio, { ...buildBody(), title });
      const row = await db
        .selectFrom("contents")
        .select("pillars")
        .where("id", "=", contentId)
        .executeTakeFirstOrThrow();
      assert.deepEqual(row.pillars, [...expected], title);
    }
    await buildDraft(context, studio, { ...buildBody(), title: "志愿服务的草稿不算" });

    const activities = await buildActivityWorld(db, { clock, cipher: context.cipher });
    const report = async (sessionId: string): Promise<void> =>
      activities.act(async (trx) => {
        await signInAtDesk(trx, context, activities.organiser, {
          id: randomUUID(),
          kind: "in",
          sessionId,
          registrationId: undefined,
          peopleCount: 3,
          audience: "elder",
          method: "desk",
          deviceAt: clock.now(),
        });
        await holdSession(trx, context, activities.organiser, sessionId);
        await reportSession(trx, context, activities.organiser, { sessionId, flagsSeen: true });
      });
    const built = [
      await buildActivity(activities, { activity: { title: "志愿服务队进社区" } }),
      await buildActivity(activities, {
        activity: { title: "制度规范讲给你听", pillars: ["standard", "regional"] },
      }),
      await buildActivity(activities, { activity: { title: "演示健康讲座" } }),
    ];
    await buildActivity(activities, { activity: { title: "志愿服务：还没有办" } });
    clock.set(built[0]?.endsAt ?? clock.now());
    for (const { sessionId } of built) await report(sessionId);

    const ask = async (url: string) => world.ask(supervisor, { method: "GET", url });
    const read = async () =>
      (await ask("/api/pillars")).json<{
        rows: (Totals & { pillar: string })[];
        records: Totals;
      }>();
    const rowsOf = async (pillar: string): Promise<Totals | undefined> =>
      (await read()).rows.find((row) => row.pillar === pillar);
    const tagged = async (from: string, pillar: string): Promise<number> => {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.raw(from)}
        where case when ${pillar} = 'none' then cardinality(pillars) = 0 else ${pillar} = any(pillars) end`.execute(
        db,
      );
      return rows[0]?.count ?? 0;
    };
    const compare = async (): Promise<void> => {
      for (const pillar of pillarFilterCodes) {
        const totals = await rowsOf(pillar);
        assert.ok(totals !== undefined);
        const { tasks, activities: held, contents } = totals;
        assert.deepEqual(
          { tasks, activities: held, contents },
          {
            tasks: await tagged("plan_tasks", pillar),
            activities: await tagged("(select * from activities where status = 'reported') a", pillar),
            contents: await tagged(
              "(select * from contents c where exists (select 1 from content_versions v where v.content_id = c.id and v.status = 'published')) c",
              pillar,
            ),
          },
          pillar,
        );
        for (const [key, url] of [
          ["tasks", `/api/plan-tasks?pillar=${pillar}`],
          ["activities", `/api/activities?status=reported&pillar=${pillar}`],
          ["contents", `/api/contents?status=published&pillar=${pillar}`],
        ] as const)
          assert.equal((await ask(url)).json<{ total: number }>().total, totals[key], url);
      }
    };
    await compare();
    const first = await read();
    assert.deepEqual([first.records.activities, first.records.contents], [3, 3]);
    assert.deepEqual([(await rowsOf("joint"))?.activities, (await rowsOf("joint"))?.contents], [1, 1]);
    assert.deepEqual([(await rowsOf("regional"))?.activities, (await rowsOf("none"))?.activities], [1, 1]);

    const { rows } = (await ask("/api/contents?status=published&pillar=none")).json<{
      rows: { contentId: string }[];
    }>();
    await inTransaction(db, (trx) =>
      setPillars(trx, context, studio.author, { contentId: rows[0]?.contentId ?? "", pillars: ["smart"] }),
    );
    await compare();
    assert.equal((await rowsOf("smart"))?.contents, 2);
  });
});

databaseSuite("tags proposed from words (G-02)", (database) => {
  test("words propose the tags of a draft again and again, until a person has said them", async () => {
    await using world = await startWorld(database());
    const { context } = world.system;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio, { ...buildBody(), title: "夏天的剩菜放多久" });
    const pillarsNow = async (): Promise<readonly Pillar[]> =>
      (
        await context.db
          .selectFrom("contents")
          .select("pillars")
          .where("id", "=", draft.contentId)
          .executeTakeFirstOrThrow()
      ).pillars;
    let { revision } = draft;
    const save = async (title: string): Promise<void> => {
      const saved = await inTransaction(context.db, (trx) =>
        saveDraft(trx, context, studio.author, {
          versionId: draft.versionId,
          baseRevision: revision,
          body: { ...buildBody(), title },
        }),
      );
      revision = saved.revision;
    };
    await save("志愿者教你存剩菜");
    assert.deepEqual(await pillarsNow(), ["joint"]);
    await inTransaction(context.db, (trx) =>
      setPillars(trx, context, studio.author, { contentId: draft.contentId, pillars: ["regional"] }),
    );
    await save("规范存放剩菜");
    assert.deepEqual(await pillarsNow(), ["regional"]);
  });
});
