import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildCookie, buildPerson, callApi } from "#modules/identity/builders.ts";
import { appointExpert, registerExpert } from "#modules/people/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { assignQuestion, draftAnswer, sendAnswer } from "./answering.ts";
import { askQuestion } from "./asking.ts";
import { getCard, listPublicCards } from "./card-queries.ts";
import { publishCard, stopCard, writeCard } from "./cards.ts";
import { toCardPath } from "./paths.ts";

const buildActor = async (context: Context, fullName: string): Promise<PersonActor> => ({
  kind: "person",
  personId: (await buildPerson(context, { fullName })).id,
  sessionId: randomUUID(),
  grants: [],
  secondFactor: false,
});
const refusedWith = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;
const answer = "先别急着打药。早上翻开叶子背面数一数，找不到活虫就不用打。";

databaseSuite("question cards", (database) => {
  test("a question with its reviewed answer becomes a card that everybody finds, written by one and published by another", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const within = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(context.db, work);
    const unit = await buildUnit(context.db);
    const [editor, second, person] = [
      await buildActor(context, "演示编辑"),
      await buildActor(context, "演示第二人"),
      await buildActor(context, "演示专家"),
    ];
    const expertId = await within((trx) =>
      registerExpert(trx, context, systemActor("test"), {
        personId: person.personId,
        unitId: unit.id,
        publicTitle: "演示农技站农艺师",
      }),
    );
    await within((trx) =>
      appointExpert(trx, context, systemActor("test"), {
        expertId,
        field: "agriculture",
        canSign: "no",
        startsOn: "2026-01-01",
        endsOn: "2027-12-31",
        document: "演示聘书",
      }),
    );
    const { id: questionId } = await within((trx) =>
      askQuestion(trx, context, systemActor("visitor"), {
        text: "我家菜地在演示村口，白菜叶子上有洞怎么办",
        audience: "farmer",
      }),
    );
    const card = {
      questionId,
      title: "白菜叶子上有洞，要打药吗",
      question: "菜地里的白菜叶子上有很多小洞，要不要马上打药？",
      answer,
      audience: "farmer" as const,
    };
    await assert.rejects(
      within((trx) => writeCard(trx, context, editor, card)),
      refusedWith("questions.card_unanswered"),
    );
    await within((trx) =>
      assignQuestion(trx, context, editor, { id: questionId, field: "agriculture", expertId }),
    );
    await within((trx) => draftAnswer(trx, context, person, { id: questionId, answer }));
    await within((trx) => sendAnswer(trx, context, second, { id: questionId }));
    for (const [wrong, code] of [
      [{ title: "洞" }, "questions.card_title"],
      [{ question: "有事打 199 0000 0001 找我" }, "questions.card_number"],
      [{ answer: "短" }, "questions.answer_short"],
    ] as const)
      await assert.rejects(
        within((trx) => writeCard(trx, context, editor, { ...card, ...wrong })),
        refusedWith(code),
      );
    const reader = await buildPerson(context, { roles: [{ role: "editor", unitId: unit.id }] });
    const cookie = await buildCookie(context, reader.id);
    const cardStatus = async () =>
      (await callApi(server, cookie, "GET", `/api/questions/${questionId}`)).json().cardStatus;
    assert.equal(await cardStatus(), null, "nobody has written one");
    const id = await within((trx) => writeCard(trx, context, editor, card));
    assert.equal(await cardStatus(), "waiting");
    const { no } = await getCard(context.db, id);
    const open = async (url: string) => server.app.inject({ url });
    assert.equal((await open(toCardPath(no))).statusCode, 404, "nobody reads what nobody checked");
    await assert.rejects(
      within((trx) => publishCard(trx, context, editor, id)),
      refusedWith("questions.same_person"),
    );
    // Control: the database refuses it too, where the command would not.
    await assert.rejects(
      context.db
        .updateTable("question_cards")
        .set({
          status: "published",
          published_at: context.clock.now(),
          decided_by_person_id: editor.personId,
        })
        .where("id", "=", id)
        .execute(),
      /question_cards_two_persons_check/u,
    );
    await within((trx) =>
      stopCard(trx, context, second, { cardId: id, event: "return", reason: "答复请写得再短一点" }),
    );
    await within((trx) => writeCard(trx, context, editor, card));
    await within((trx) => publishCard(trx, context, second, id));
    assert.equal(await cardStatus(), "published");
    const page = await open(toCardPath(no));
    assert.equal(page.statusCode, 200);
    assert.match(page.body, /演示农技站农艺师/u);
    assert.equal(page.body.includes("演示村口"), false, "the asker's own words stay with him");
    for (const q of ["白菜 洞", "打药", "baicai"])
      assert.deepEqual(
        (await listPublicCards(context.db, { q, page: 1, size: 10 })).rows.map((row) => row.id),
        [id],
        q,
      );
    assert.match(
      (await open(`/ask/answers?q=${encodeURIComponent("白菜")}`)).body,
      /白菜叶子上有洞，要打药吗/u,
    );
    assert.match(
      (await open(`/search?q=${encodeURIComponent("白菜叶子")}`)).body,
      /白菜叶子上有洞，要打药吗/u,
    );
    assert.match((await open(`/ask/answers?q=${encodeURIComponent("黑洞照片")}`)).body, /没有找到/u);
    const quantity = async () =>
      (
        await context.db
          .selectFrom("facts")
          .select("quantity")
          .where("kind", "=", "questions.card_published")
          .execute()
      ).reduce((sum, fact) => sum + fact.quantity, 0);
    assert.equal(await quantity(), 1);
    await within((trx) =>
      stopCard(trx, context, second, { cardId: id, event: "withdraw", reason: "说法有更新，重写" }),
    );
    assert.equal((await open(toCardPath(no))).statusCode, 404);
    assert.equal((await listPublicCards(context.db, { q: "白菜", page: 1, size: 10 })).total, 0);
    assert.equal(await quantity(), 0);
  });
});
