import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import sharp from "sharp";
import { type PersonActor, type Role, systemActor } from "#kernel/actor.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { listWaiting } from "#kernel/waiting.ts";
import { sendMessages } from "#modules/identity/index.ts";
import { appointExpert, eraseOwnAccount, registerExpert } from "#modules/people/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { buildArea, buildCookie, buildPerson, callApi } from "#test/support/readable.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { assignQuestion, closeWithoutExpert, draftAnswer, returnAnswer, sendAnswer } from "./answering.ts";
import { askQuestion } from "./asking.ts";
import { clearOldQuestions, questionsDataSource } from "./keeping.ts";
import { getQuestion } from "./queries.ts";
import { parseReceiptCode, showReceiptCode } from "./receipt-code.ts";

const answer = "先翻开叶子背面数一数活虫，多了再请农技站看是哪一种。";
const system = systemActor("test");

type Desk = { field: "agriculture"; expertId: string; unitId: string } & Record<
  "editor" | "expert" | "second",
  PersonActor
>;

/** An editor, an expert of a field and a second editor, all at one street of the district. */
const buildDesk = async (server: TestServer): Promise<Desk> => {
  const { context } = server;
  const { street } = await buildArea(server, "editor");
  const person = async (role: Role): Promise<PersonActor> => {
    const { id } = await buildPerson(context, { roles: [{ role, unitId: street.id }] });
    return {
      kind: "person",
      personId: id,
      sessionId: randomUUID(),
      grants: [{ role, unitId: street.id, unitPath: street.path }],
      secondFactor: true,
    };
  };
  const expert = await person("expert");
  const expertId = await inTransaction(context.db, async (trx) => {
    const id = await registerExpert(trx, context, system, {
      personId: expert.personId,
      unitId: street.id,
      publicTitle: "演示农技站农艺师",
    });
    await appointExpert(trx, context, system, {
      expertId: id,
      field: "agriculture",
      canSign: "no",
      startsOn: "2026-01-01",
      endsOn: "2027-12-31",
      document: "演示聘书",
    });
    return id;
  });
  return {
    field: "agriculture",
    expertId,
    unitId: street.id,
    editor: await person("editor"),
    expert,
    second: await person("editor"),
  };
};

const within = <T>({ context }: TestServer, work: (trx: Trx) => Promise<T>): Promise<T> =>
  inTransaction(context.db, work);
const ask = (
  server: TestServer,
  text = "白菜叶子上有洞怎么办",
  actor: Parameters<typeof askQuestion>[2] = system,
) => within(server, (trx) => askQuestion(trx, server.context, actor, { text }));
const toDrafted = async (server: TestServer, desk: Desk): Promise<string> => {
  const { id } = await ask(server);
  await within(server, (trx) => assignQuestion(trx, server.context, desk.editor, { id, ...desk }));
  await within(server, (trx) => draftAnswer(trx, server.context, desk.expert, { id, answer }));
  return id;
};
const code = (expected: string) => (error: unknown) =>
  error instanceof Error && "code" in error && error.code === expected;

const getKey = (html: string): string => /name="_key" value="([^"]+)"/u.exec(html)?.[1] ?? "";
const sendForm = (
  server: TestServer,
  fields: Record<string, string>,
  options: { cookie?: string; photo?: { name: string; type: string; bytes: Buffer } } = {},
) => {
  const boundary = "kepu-question";
  const parts: Buffer[] = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  if (options.photo !== undefined)
    parts.push(
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="photo"; filename="${options.photo.name}"\r\ncontent-type: ${options.photo.type}\r\n\r\n`,
      ),
      options.photo.bytes,
      Buffer.from("\r\n"),
    );
  return server.app.inject({
    method: "POST",
    url: "/ask",
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "sec-fetch-site": "same-origin",
      ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
    },
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  });
};
const newKey = async (server: TestServer): Promise<string> =>
  getKey((await server.app.inject({ method: "GET", url: "/ask" })).body);

databaseSuite("questions to an expert", (database) => {
  test("without an account: a question with a photograph gets a code and a promised time; the photograph is drawn anew, the code is kept as a digest", async () => {
    await using server = await startTestServer(database());
    await buildArea(server, "editor");
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#3a6122" } })
      .withExif({ IFD0: { Copyright: "演示摄影" }, IFD3: { GPSLatitude: "28/1 13/1 0/1" } })
      .jpeg()
      .toBuffer();
    const sent = await sendForm(
      server,
      {
        _key: await newKey(server),
        text: "白菜叶子上有很多小洞，是什么虫？",
        audience: "farmer",
        way: "code",
      },
      { photo: { name: "张三家的菜地.jpg", type: "image/jpeg", bytes: photo } },
    );
    assert.equal(sent.statusCode, 303, sent.body);
    const received = await server.app.inject({ method: "GET", url: String(sent.headers.location) });
    const shown = /受理编号 ([0-9A-Z-]{14})/u.exec(received.body)?.[1] ?? "";
    const receipt = parseReceiptCode(shown.toLowerCase()) ?? "";
    assert.equal(showReceiptCode(receipt), shown);
    assert.match(received.body, /11月25日（周三）/u, "asked on Monday, 23 November");
    const looked = await server.app.inject({ method: "GET", url: `/ask/lookup?code=${shown}` });
    assert.match(looked.body, /收到了，正在找合适的专家/u);
    const row = await server.context.db
      .selectFrom("questions")
      .selectAll()
      .orderBy("asked_at", "desc")
      .executeTakeFirstOrThrow();
    assert.equal(JSON.stringify(row).includes(receipt), false, "the code itself is nowhere");
    assert.equal(row.phone_sealed, null);
    const file = await server.context.db
      .selectFrom("stored_files")
      .select(["original_name"])
      .where("id", "=", row.photo_file_id ?? "")
      .executeTakeFirstOrThrow();
    assert.equal(file.original_name, "question-photo");
    const kept = await server.context.files.get(row.photo_file_id ?? "");
    assert.equal((await sharp(kept).metadata()).exif, undefined, "no place, no camera");
    const unknown = await server.app.inject({ method: "GET", url: "/ask/lookup?code=ABCD-EFGH-JKMN" });
    assert.equal(unknown.statusCode, 404);
    assert.match(unknown.body, /没有找到这个受理编号/u);
  });

  test("what is wrong is said at its field and nothing typed is lost: short text, number without consent, a picture bomb, an SVG", async () => {
    await using server = await startTestServer(database());
    await buildArea(server, "editor");
    const text = "稻田里看到一种蜘蛛，要不要除掉？";
    const bomb = await sharp({
      create: { width: 12_000, height: 9_000, channels: 3, background: "#ffffff" },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    const cases: readonly {
      fields: Record<string, string>;
      photo?: { name: string; type: string; bytes: Buffer };
      says: RegExp;
      keeps: string;
    }[] = [
      { fields: { text: "？？" }, says: /至少 4 个字/u, keeps: "？？" },
      { fields: { text, way: "phone" }, says: /手机号不对[\s\S]*留手机号要先勾选同意/u, keeps: text },
      {
        fields: { text, way: "phone", phone: "19900001111" },
        says: /留手机号要先勾选同意/u,
        keeps: "19900001111",
      },
      {
        fields: { text },
        photo: { name: "a.png", type: "image/png", bytes: bomb },
        says: /像素太多/u,
        keeps: text,
      },
      {
        fields: { text },
        photo: {
          name: "a.png",
          type: "image/png",
          bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        },
        says: /不能上传 SVG/u,
        keeps: text,
      },
    ];
    for (const { fields, photo, says, keeps } of cases) {
      const answered = await sendForm(
        server,
        { _key: await newKey(server), ...fields },
        photo === undefined ? {} : { photo },
      );
      assert.equal(answered.statusCode, 422, String(says));
      assert.match(answered.body, says);
      assert.ok(answered.body.includes(keeps), `${keeps} is still there`);
      assert.match(answered.body, /您填过的内容都还在/u);
    }
  });

  test("one writes, another checks: the writer cannot send it, the database neither; the asker reads it only then", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(server);
    const asker = await buildPerson(context);
    const askerActor: PersonActor = {
      kind: "person",
      personId: asker.id,
      sessionId: randomUUID(),
      grants: [],
      secondFactor: false,
    };
    const { id } = await ask(server, "白菜叶子上有很多小洞", askerActor);
    await within(server, (trx) => assignQuestion(trx, context, desk.editor, { id, ...desk }));
    await assert.rejects(
      within(server, (trx) =>
        draftAnswer(
          trx,
          context,
          { ...desk.second, grants: [{ ...desk.second.grants[0]!, role: "expert" }] }, // buildDesk gives one
          { id, answer },
        ),
      ),
      code("questions.not_yours"),
    );
    await within(server, (trx) => draftAnswer(trx, context, desk.expert, { id, answer }));
    const own = async (): Promise<string> =>
      (
        await server.app.inject({
          method: "GET",
          url: "/my/questions",
          headers: { cookie: await buildCookie(context, asker.id) },
        })
      ).body;
    assert.equal((await own()).includes(answer), false, "a draft is no answer yet");
    await assert.rejects(
      within(server, (trx) => sendAnswer(trx, context, desk.expert, { id })),
      code("questions.same_person"),
    );
    await assert.rejects(
      context.db
        .updateTable("questions")
        .set({
          status: "answered",
          checked_by_person_id: desk.expert.personId,
          ended_at: server.clock.now(),
        })
        .where("id", "=", id)
        .execute(),
      (error: unknown) =>
        error instanceof Error && "constraint" in error && error.constraint === "questions_two_persons_check",
    );
    await within(server, (trx) =>
      returnAnswer(trx, context, desk.second, { id, reason: "没有说多少只算多" }),
    );
    await within(server, (trx) =>
      draftAnswer(trx, context, desk.expert, { id, answer: `${answer}每株三只以上算多。` }),
    );
    await within(server, (trx) => sendAnswer(trx, context, desk.second, { id }));
    assert.match(await own(), /每株三只以上算多/u);
    assert.match(await own(), /演示农技站农艺师（农业）答复/u);
    const facts = await context.db
      .selectFrom("facts")
      .select(["kind", "unit_id"])
      .where("source_id", "=", id)
      .orderBy("kind")
      .execute();
    assert.deepEqual(
      facts.map((fact) => fact.kind),
      ["questions.answered", "questions.asked"],
    );
    assert.equal(facts[0]?.unit_id, desk.unitId);
  });

  test("of two who check at once one wins; a sent answer cannot be taken back", async () => {
    await using server = await startTestServer(database());
    const desk = await buildDesk(server);
    const id = await toDrafted(server, desk);
    const outcomes = await Promise.allSettled([
      within(server, (trx) => sendAnswer(trx, server.context, desk.second, { id })),
      within(server, (trx) => sendAnswer(trx, server.context, desk.editor, { id })),
      within(server, (trx) =>
        returnAnswer(trx, server.context, desk.second, { id, reason: "还要再补充一句" }),
      ),
    ]);
    assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1);
    const view = await getQuestion(server.context.db, server.context, id);
    assert.ok(view.status === "answered" || view.status === "assigned");
    const facts = await server.context.db
      .selectFrom("facts")
      .select("id")
      .where("source_id", "=", id)
      .where("kind", "=", "questions.answered")
      .execute();
    assert.equal(facts.length, view.status === "answered" ? 1 : 0);
  });

  test("nobody to answer is said with the reason; an expert out of the field or out of term is refused", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(server);
    const { id, code: receipt } = await ask(server, "请帮我算一下今年的运势");
    for (const [field, now] of [
      ["astronomy", "2026-11-23T01:00:00Z"],
      ["agriculture", "2028-01-01T01:00:00Z"],
    ] as const) {
      server.clock.set(now);
      await assert.rejects(
        within(server, (trx) =>
          assignQuestion(trx, context, desk.editor, { id, field, expertId: desk.expertId }),
        ),
        code("questions.expert_field"),
      );
    }
    server.clock.set("2026-11-23T01:00:00Z");
    await assert.rejects(
      within(server, (trx) => closeWithoutExpert(trx, context, desk.editor, { id, reason: "无" })),
      code("questions.reason_needed"),
    );
    await within(server, (trx) =>
      closeWithoutExpert(trx, context, desk.editor, { id, reason: "算命没有科学依据，我们答不了。" }),
    );
    const looked = await server.app.inject({ method: "GET", url: `/ask/lookup?code=${receipt}` });
    assert.match(looked.body, /没有能答这个问题的专家/u);
    assert.match(looked.body, /算命没有科学依据/u);
  });

  test("a helper asks for an elder: both names stand in it, the elder reads it, and the helper is the elder's in the audit", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    await buildArea(server, "helper");
    const elder = await buildPerson(context, { fullName: "演示老人" });
    const helper = await buildPerson(context, { fullName: "演示帮办员" });
    const { id } = await ask(server, "降压药忘了吃一顿怎么办", {
      kind: "person",
      personId: helper.id,
      sessionId: randomUUID(),
      grants: [],
      secondFactor: true,
      onBehalfOf: { personId: elder.id, proxyActId: randomUUID() },
    });
    const view = await getQuestion(context.db, context, id);
    assert.deepEqual([view.askerName, view.helperName], ["演***", "演****"]);
    const page = await server.app.inject({
      method: "GET",
      url: "/my/questions",
      headers: { cookie: await buildCookie(context, elder.id) },
    });
    assert.match(page.body, /降压药忘了吃一顿怎么办/u);
    const audit = await context.db
      .selectFrom("audit_entries")
      .select(["actor_person_id", "on_behalf_of_person_id"])
      .where("record_id", "=", id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(audit, { actor_person_id: helper.id, on_behalf_of_person_id: elder.id });
  });

  test("a number is told of the answer by text message without the answer, each look at it is on record, and it goes after thirty days", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(server);
    const { id } = await within(server, (trx) =>
      askQuestion(trx, context, systemActor("visitor"), {
        text: "白菜叶子上有洞怎么办",
        contact: { way: "phone", phone: "１９９ 0000 2222", consent: "yes" },
      }),
    );
    await within(server, (trx) => assignQuestion(trx, context, desk.editor, { id, ...desk }));
    await within(server, (trx) => draftAnswer(trx, context, desk.expert, { id, answer }));
    await within(server, (trx) => sendAnswer(trx, context, desk.second, { id }));
    await server.jobs.deliver();
    await sendMessages(context);
    const outbox = await context.db.selectFrom("development_messages").selectAll().execute();
    const texts = outbox.map((row) => context.cipher.decrypt(row.sealed));
    const mine = texts.filter((text) => text.includes("19900002222"));
    assert.equal(mine.length, 1);
    assert.match(mine[0] ?? "", /有回音了/u);
    assert.equal((mine[0] ?? "").includes("叶子"), false);
    const cookie = await buildCookie(context, desk.editor.personId);
    const shown = await callApi(server, cookie, "POST", `/api/questions/${id}/contact`, {});
    assert.equal(shown.json().phone, "19900002222");
    const looks = await context.db
      .selectFrom("audit_entries")
      .select("outcome")
      .where("record_id", "=", id)
      .where("action", "=", "questions.contact")
      .execute();
    assert.deepEqual(looks, [{ outcome: "read" }]);
    server.clock.advanceMs(29 * 86_400_000);
    await clearOldQuestions(context);
    assert.equal((await getQuestion(context.db, context, id)).contact, "phone");
    server.clock.advanceMs(2 * 86_400_000);
    await clearOldQuestions(context);
    assert.equal((await getQuestion(context.db, context, id)).contact, "code");
    server.clock.advanceMs(730 * 86_400_000);
    await clearOldQuestions(context);
    assert.match((await getQuestion(context.db, context, id)).askedText, /已过保存期/u);
  });

  test("erasing the account takes words, photograph and name; an export holds the answer but no unchecked draft", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(server);
    const person = await buildPerson(context);
    const cookie = await buildCookie(context, person.id);
    const photo = await sharp({ create: { width: 20, height: 20, channels: 3, background: "#000" } })
      .png()
      .toBuffer();
    const page = await server.app.inject({ method: "GET", url: "/ask", headers: { cookie } });
    const sent = await sendForm(
      server,
      { _key: getKey(page.body), text: "我家阳台上的这种虫要紧吗" },
      { cookie, photo: { name: "a.png", type: "image/png", bytes: photo } },
    );
    assert.equal(sent.statusCode, 303, sent.body);
    const row = await context.db
      .selectFrom("questions")
      .select(["id", "photo_file_id"])
      .where("asker_person_id", "=", person.id)
      .executeTakeFirstOrThrow();
    const { id } = row;
    await within(server, (trx) => assignQuestion(trx, context, desk.editor, { id, ...desk }));
    await within(server, (trx) => draftAnswer(trx, context, desk.expert, { id, answer }));
    const exportOf = async () =>
      JSON.stringify(await questionsDataSource.exportOf(context.db, context, person.id));
    assert.equal((await exportOf()).includes(answer), false);
    await within(server, (trx) => sendAnswer(trx, context, desk.second, { id }));
    assert.ok((await exportOf()).includes(answer));
    await within(server, (trx) =>
      eraseOwnAccount(
        trx,
        { ...context, personalData: context.personalData },
        { kind: "person", personId: person.id, sessionId: randomUUID(), grants: [], secondFactor: false },
        { confirm: "注销" },
      ),
    );
    const view = await getQuestion(context.db, context, id);
    assert.equal(view.askedText, "（已按本人要求删除）");
    assert.equal(view.askerName, null);
    assert.equal(view.hasPhoto, false);
    await clearOldQuestions(context);
    await assert.rejects(context.files.get(row.photo_file_id ?? ""), "the bytes are gone");
  });

  test("what waits stands on the first page with the time that was promised; past it the list says so", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(server);
    const { id, dueAt } = await ask(server);
    await within(server, (trx) => assignQuestion(trx, context, desk.editor, { id, ...desk }));
    const waiting = await listWaiting(context, desk.expert);
    const mine = waiting.find((item) => item.kind === "questions.assigned");
    assert.deepEqual([mine?.count, mine?.dueAt?.getTime()], [1, dueAt.getTime()]);
    const cookie = await buildCookie(context, desk.editor.personId);
    const overdue = async () =>
      (await callApi(server, cookie, "GET", "/api/questions?overdue=yes")).json().rows as {
        id: string;
        overdue: boolean;
      }[]; // the contract test checks the shape
    assert.deepEqual(await overdue(), []);
    server.clock.set(new Date(dueAt.getTime() + 60_000));
    const fresh = await buildCookie(context, desk.editor.personId);
    const rows = (await callApi(server, fresh, "GET", "/api/questions?overdue=yes")).json().rows;
    assert.deepEqual(
      rows.map((row: { id: string; overdue: boolean }) => [row.id, row.overdue]),
      [[id, true]],
    );
  });

  test("twenty questions an hour from one place, the next is asked to wait", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-24T05:00:00Z" });
    await buildArea(server, "editor");
    const statuses: number[] = [];
    for (let count = 0; count < 21; count += 1)
      statuses.push(
        (await sendForm(server, { _key: randomUUID(), text: `第 ${count} 个问题，天为什么是蓝的？` }))
          .statusCode,
      );
    assert.deepEqual(statuses, [...Array.from({ length: 20 }, () => 303), 429]);
  });
});
