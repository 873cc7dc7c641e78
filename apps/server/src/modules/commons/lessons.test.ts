import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildPublished } from "#test/support/studio.ts";
import type { ContentBody } from "#modules/contents/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { buildDesk, type Desk } from "./builders.ts";
import {
  classKey,
  getLesson,
  listLessonUses,
  readLessonCopy,
  reportLessonUse,
  saveLessonCopy,
} from "./lessons.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const lesson = (change: Partial<NonNullable<ContentBody["lesson"]>> = {}): Partial<ContentBody> => ({
  kind: "lesson",
  title: "测试课：公平的试验",
  lesson: {
    grades: "五年级",
    minutes: 40,
    aim: "一次只改一样",
    gradeNumbers: [5],
    subject: "科学",
    standards: [{ text: "探究实践：测试条目", edition: "测试课标 2022 年版", page: "8" }],
    ...change,
  },
});

const report = (
  { context }: TestServer,
  teacher: Desk["author"],
  input: { contentId: string; className?: string; usedOn?: string },
) =>
  inTransaction(context.db, (trx) =>
    reportLessonUse(trx, context, teacher, {
      className: "五（2）班",
      usedOn: "2026-11-20",
      pupilCount: 42,
      ...input,
    }),
  );
const countFacts = async ({ context }: TestServer, desk: Desk): Promise<number> => {
  const { count } = await context.db
    .selectFrom("facts")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("kind", "=", "commons.lesson_used")
    .where("unit_id", "=", desk.unit.id)
    .executeTakeFirstOrThrow();
  return count;
};

test("one class typed in two ways is one class", () => {
  assert.equal(classKey("五（2）班"), classKey(" 五(２) 班 "));
  assert.notEqual(classKey("五（2）班"), classKey("五（3）班"));
});

databaseSuite("课程包", (database) => {
  test("grade 5 and a topic find the lesson, grade 4 does not; the standard's words find it and stand on the page", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const made = await buildPublished(context, desk, lesson());
    const has = async (query: string): Promise<boolean> =>
      (await server.app.inject({ url: `/lessons?${query}` })).body.includes(
        `href="/articles/${made.contentNo}"`,
      );
    assert.equal(await has("grade=5&topic=food-safety"), true);
    assert.equal(await has("grade=4"), false);
    assert.equal(await has("grade=15"), true, "a grade that does not exist is no filter");
    assert.equal(await has(`subject=${encodeURIComponent("科学")}`), true);
    assert.equal(await has(`subject=${encodeURIComponent("历史")}`), false);
    assert.equal(await has(`standard=${encodeURIComponent("探究实践")}`), true);
    assert.equal(await has(`standard=${encodeURIComponent("没有的词")}`), false);
    const page = await server.app.inject({ url: `/articles/${made.contentNo}` });
    assert.match(page.body, /测试课标 2022 年版，第 8 页/u);
  });

  test("a use is counted once for a teacher, class and day, however often and from wherever it is sent", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const teacher = await desk.person("teacher");
    const { contentId } = await buildPublished(context, desk, lesson());
    const names = ["五（2）班", "五(2)班", " 五（２）班", "五（2） 班"];
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        report(server, teacher, { contentId, className: names[index % names.length] ?? "" }),
      ),
    );
    assert.equal(outcomes.filter((outcome) => outcome === "counted").length, 1);
    assert.equal(await countFacts(server, desk), 1);
    await report(server, teacher, { contentId, usedOn: "2026-11-21" });
    await report(server, teacher, { contentId, className: "五（3）班" });
    assert.equal(await countFacts(server, desk), 3);
    const listed = await listLessonUses(context.db, { scope: [desk.unit.path], page: 1, size: 10 });
    assert.deepEqual([listed.total, listed.pupils], [3, 126]);
  });

  test("control: without the constraint the same use sent twice at once is counted twice", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const teacher = await desk.person("teacher");
    const { contentId } = await buildPublished(context, desk, lesson());
    await sql`alter table lesson_uses drop constraint lesson_uses_once`.execute(context.db);
    let waiting = 0;
    let release: () => void = () => undefined;
    const bothLooked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const unguarded = () =>
      inTransaction(context.db, async (trx) => {
        const known = await trx
          .selectFrom("lesson_uses")
          .select("id")
          .where("teacher_person_id", "=", teacher.personId)
          .where("content_id", "=", contentId)
          .executeTakeFirst();
        waiting += 1;
        if (waiting === 2) release();
        await bothLooked;
        if (known !== undefined) return "known";
        await sql`insert into lesson_uses (id, unit_id, content_id, teacher_person_id, class_name, class_key, used_on, pupil_count, created_at)
          values (gen_random_uuid(), ${desk.unit.id}, ${contentId}, ${teacher.personId}, '五（2）班', '五(2)班', '2026-11-20', 42, now())`.execute(
          trx,
        );
        return "counted";
      });
    assert.deepEqual(await Promise.all([unguarded(), unguarded()]), ["counted", "counted"]);
    await sql`delete from lesson_uses where content_id = ${contentId}`.execute(context.db);
    await sql`alter table lesson_uses add constraint lesson_uses_once unique (teacher_person_id, content_id, class_key, used_on)`.execute(
      context.db,
    );
  });

  test("a day to come, one long past, and what is no lesson are refused; the adapted copy is the teacher's alone", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const teacher = await desk.person("teacher");
    const { contentId } = await buildPublished(context, desk, lesson());
    await assert.rejects(
      report(server, teacher, { contentId, usedOn: "2026-11-24" }),
      refused("commons.use_date"),
    );
    await assert.rejects(
      report(server, teacher, { contentId, usedOn: "2026-08-01" }),
      refused("commons.use_date"),
    );
    const article = await buildPublished(context, desk);
    await assert.rejects(
      report(server, teacher, { contentId: article.contentId }),
      refused("commons.lesson_not_found"),
    );
    await inTransaction(context.db, (trx) =>
      saveLessonCopy(trx, context, teacher, {
        contentId,
        title: "我班的公平试验",
        words: "第一步：剪纸陀螺。",
      }),
    );
    const original = await getLesson(context.db, context.clock.now(), contentId);
    assert.equal((await readLessonCopy(context.db, teacher, original)).title, "我班的公平试验");
    const colleague = await readLessonCopy(context.db, await desk.person("teacher"), original);
    assert.equal(colleague.title, original.title);
    assert.equal(colleague.savedAt, undefined);
  });
});
