import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { PersonActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { buildArea, buildCookie, buildPerson, callApi } from "#test/support/readable.ts";
import { mp4 } from "#test/support/recordings.ts";
import { startTestServer, type TestServer, writeHeaders } from "#test/support/server.ts";
import { assignQuestion } from "./answering.ts";
import { unheardWords } from "./asking.ts";
import { hearQuestion } from "./hearing.ts";
import { clearOldQuestions, questionsDataSource } from "./keeping.ts";

/** The form of /ask as a browser sends it, with a recording. */
const post = async (
  server: TestServer,
  fields: Readonly<Record<string, string>>,
  sent: { voice?: Buffer; cookie?: string } = {},
) => {
  const page = await server.app.inject({
    url: "/ask",
    headers: sent.cookie === undefined ? {} : { cookie: sent.cookie },
  });
  const key = /name="_key" value="([^"]+)"/u.exec(page.body)?.[1] ?? "";
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, _key: key })) form.append(name, value);
  if (sent.voice !== undefined) form.append("voice", new Blob([new Uint8Array(sent.voice)]), "王奶奶.m4a");
  const request = new Request("http://local/ask", { method: "POST", body: form });
  const kept = page.cookies.map(({ name, value }) => `${name}=${value}`);
  return server.app.inject({
    method: "POST",
    url: "/ask",
    headers: {
      ...writeHeaders(),
      "content-type": request.headers.get("content-type") ?? "",
      cookie: [...(sent.cookie === undefined ? [] : [sent.cookie]), ...kept].join("; "),
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
};

const codeOf = (location: unknown): string =>
  new URL(String(location), "http://local").searchParams.get("code") ?? "";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const buildEditor = async (server: TestServer): Promise<PersonActor> => {
  const { street } = await buildArea(server, "editor");
  const { id } = await buildPerson(server.context, { roles: [{ role: "editor", unitId: street.id }] });
  return {
    kind: "person",
    personId: id,
    sessionId: randomUUID(),
    grants: [{ role: "editor", unitId: street.id, unitPath: street.path }],
    secondFactor: true,
  };
};

databaseSuite("questions by voice", (database) => {
  test("who cannot type asks by voice, hears it back by the code, and reads what the desk wrote down (E-00)", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const editor = await buildEditor(server);
    const answer = await post(server, { way: "code", text: "" }, { voice: mp4(12) });
    assert.equal(answer.statusCode, 303, answer.body);
    const code = codeOf(answer.headers.location);
    const received = await server.app.inject({ url: `/ask/received?code=${code}` });
    assert.match(received.body, /听一遍，录上了没有/u);
    assert.match(received.body, /正在听您的录音/u);
    const heard = await server.app.inject({ url: `/ask/voice?code=${code}` });
    assert.deepEqual([heard.statusCode, heard.headers["cache-control"]], [200, "no-store"]);
    assert.equal((await server.app.inject({ url: "/ask/voice?code=ABCD-EFGH-JKMN" })).statusCode, 404);
    const row = await context.db
      .selectFrom("questions")
      .select(["id", "asked_text", "voice_seconds", "is_heard"])
      .where("voice_file_id", "is not", null)
      .executeTakeFirstOrThrow();
    assert.deepEqual(
      { ...row, id: "" },
      { id: "", asked_text: unheardWords, voice_seconds: 12, is_heard: false },
    );
    const { original_name: name } = await context.db
      .selectFrom("stored_files")
      .select("original_name")
      .where("purpose", "=", "questions.voice")
      .executeTakeFirstOrThrow();
    assert.doesNotMatch(name, /王奶奶/u);
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        assignQuestion(trx, context, editor, { id: row.id, field: "nutrition", expertId: randomUUID() }),
      ),
      refused("questions.voice_unheard"),
    );
    const hear = (text: string) =>
      inTransaction(context.db, (trx) => hearQuestion(trx, context, editor, { id: row.id, text }));
    await assert.rejects(hear(" 啊 "), refused("questions.text_short"));
    await hear("白菜叶子上有洞，要不要打药？");
    const lookup = await server.app.inject({ url: `/ask/lookup?code=${code}` });
    assert.match(lookup.body, /白菜叶子上有洞，要不要打药/u);
    assert.match(lookup.body, /工作人员听录音写的/u);
    assert.match(lookup.body, /\/ask\/voice\?code=/u);
  });

  test("neither words nor voice, a recording too long, and what is no recording are refused at the field, and what was typed stays", async () => {
    await using server = await startTestServer(database());
    const before = await server.context.db
      .selectFrom("questions")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    const nothing = await post(server, { way: "code", text: "" });
    assert.match(nothing.body, /不方便打字，就在下面录一段话/u);
    const long = await post(server, { way: "code", text: "白菜叶子上有洞怎么办" }, { voice: mp4(90) });
    assert.equal(long.statusCode, 422);
    assert.match(long.body, /录音要在 60 秒以内/u);
    assert.match(long.body, /白菜叶子上有洞怎么办/u);
    const script = await post(server, { way: "code" }, { voice: Buffer.from("<svg onload=alert(1)>") });
    assert.equal(script.statusCode, 422);
    const after = await server.context.db
      .selectFrom("questions")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    assert.deepEqual(after, before);
  });

  test("the asker plays his own and nobody else's; the desk's listening is on record; the voice goes with the words", async () => {
    await using server = await startTestServer(database());
    const { context, clock } = server;
    const area = await buildArea(server, "editor");
    const asker = await buildPerson(context, {});
    const other = await buildPerson(context, {});
    const cookie = await buildCookie(context, asker.id);
    const answer = await post(server, { text: "" }, { voice: mp4(8), cookie });
    assert.equal(answer.statusCode, 303, answer.body);
    const { id, voice_file_id: fileId } = await context.db
      .selectFrom("questions")
      .select(["id", "voice_file_id"])
      .where("asker_person_id", "=", asker.id)
      .executeTakeFirstOrThrow();
    const play = async (by: string) =>
      (await server.app.inject({ url: `/my/questions/${id}/voice`, headers: { cookie: by } })).statusCode;
    assert.deepEqual([await play(cookie), await play(await buildCookie(context, other.id))], [200, 404]);
    await context.db.updateTable("questions").set({ unit_id: area.street.id }).where("id", "=", id).execute();
    const desk = await callApi(server, area.cookie, "GET", `/api/questions/${id}/voice`);
    assert.equal(desk.statusCode, 200);
    const { count } = await context.db
      .selectFrom("audit_entries")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("action", "=", "questions.hear")
      .where("record_id", "=", id)
      .executeTakeFirstOrThrow();
    assert.equal(count, 1);
    const [exported] = await inTransaction(context.db, async (trx) => {
      const rows = await questionsDataSource.exportOf(trx, context, asker.id);
      assert.ok(Array.isArray(rows));
      return rows as { recordingSeconds: number }[]; // the source's own rows
    });
    assert.equal(exported?.recordingSeconds, 8);
    await context.db
      .updateTable("questions")
      .set({ status: "withdrawn", ended_at: clock.now() })
      .where("id", "=", id)
      .execute();
    clock.advanceMs(731 * 86_400_000);
    await clearOldQuestions(context);
    const file = await context.db
      .selectFrom("stored_files")
      .select("deleted_at")
      .where("id", "=", fileId ?? "")
      .executeTakeFirstOrThrow();
    assert.notEqual(file.deleted_at, null);
    const row = await context.db
      .selectFrom("questions")
      .select(["voice_file_id", "voice_seconds"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(row, { voice_file_id: null, voice_seconds: null });
  });
});
