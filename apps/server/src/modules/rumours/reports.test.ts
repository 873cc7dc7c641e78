import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { createClaimMatcher } from "@kepu/claim-matching";
import { sql } from "kysely";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createPerson, useMessageSender } from "#modules/identity/index.ts";
import { eraseOwnAccount } from "#modules/people/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { structuredDataOf, structuredDataProblems } from "#test/support/schema-org.ts";
import { startTestServer, type TestServer, writeHeaders } from "#test/support/server.ts";
import { buildDesk, buildPublishedVerdict, buildTakenUp, buildVerdictBody } from "./builders.ts";
import { mergeClaims, splitClaim } from "./claims.ts";
import { getDeskDetail, listDesk } from "./desk-queries.ts";
import { matchingOf, toFingerprint } from "./matching.ts";
import { sendNotices } from "./notices.ts";
import { rumoursDataSource } from "./personal-data.ts";
import { getAsked, listMonthly } from "./public-queries.ts";
import { createReceiptNumber, parseReceiptNumber, receiptText } from "./receipt-numbers.ts";
import { chooseClaim, leaveContact, sendLapsedToDesk, submitReport } from "./reports.ts";

const refusedWith =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof AppError && error.code === code;

const form = (fields: Record<string, string>) => ({
  headers: { ...writeHeaders(), "content-type": "application/x-www-form-urlencoded" },
  payload: new URLSearchParams({ _key: randomUUID(), ...fields }).toString(),
});

test("a receipt number is twelve digits and is read as people type it", () => {
  for (let count = 0; count < 50; count += 1) assert.match(createReceiptNumber(), /^\d{12}$/u);
  assert.equal(receiptText("482109375562"), "4821 0937 5562");
  for (const typed of ["4821 0937 5562", "4821-0937-5562", "４８２１０９３７５５６２", " 482109375562 "])
    assert.equal(parseReceiptNumber(typed), "482109375562");
  for (const typed of ["", "48210937556", "4821093755620", "abcdefghijkl", "<script>"])
    assert.equal(parseReceiptNumber(typed), undefined);
});

/** Each in a database of its own: claims of one test would answer the questions of the next. */
const alone = (name: string, run: (server: TestServer) => Promise<void>): void =>
  databaseSuite(name, (database) => {
    test(name, async () => {
      await using server = await startTestServer(database());
      await run(server);
    });
  });

alone(
  "the three bands: a new message goes to the desk, the same is answered at once, a near one is asked back",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const { claimId, report } = await buildTakenUp(context, desk);
    assert.equal(report.status, "waiting");
    await buildPublishedVerdict(context, desk, { claimId });
    const same = await desk.report("【转发】听说隔夜菜放冰箱也会中毒，千万别吃！！😱");
    assert.deepEqual([same.status, same.claimId], ["answered", claimId]);
    const words = "隔夜的菜放冰箱里吃了会中毒吗";
    const { band } = await matchingOf(context.db).match(context.db, context.cipher, words);
    assert.equal(band, "suggest", "the sentence of this test must lie in the middle band");
    const near = await desk.report(words);
    assert.deepEqual([near.status, near.claimId], ["choosing", null]);
    const page = await server.app.inject({ url: `/rumours/asked/${near.number}` });
    assert.match(page.body, /是不是在问这个？/u);
    assert.match(page.body, /都不是，请人来查/u);
    const other = await desk.report("月亮上住着一只会捣药的兔子");
    assert.equal(other.status, "waiting");
    assert.notEqual(other.claimId, claimId);
  },
);

alone(
  "a message in the words of the verdict's answer is asked back, where the claim alone would not be found",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const text = "每天一杯醋，血管就软了";
    const title = "喝醋能软化血管";
    const answer = "喝下去的醋被消化，到不了血管。";
    const other = await buildTakenUp(context, desk, { text, title });
    await buildPublishedVerdict(context, desk, {
      claimId: other.claimId,
      body: buildVerdictBody({ title, answer }),
    });
    const { claimId } = await buildTakenUp(context, desk);
    const body = buildVerdictBody({ answer: "冷藏压得住细菌繁殖，亚硝酸盐几乎不增加。" });
    await buildPublishedVerdict(context, desk, { claimId, body });
    const words = "冰箱冷藏压不压得住细菌繁殖，亚硝酸盐会不会增加";
    const uncorrected = createClaimMatcher([
      { id: other.claimId, text: title },
      { id: claimId, text: body.title },
    ]);
    assert.equal(uncorrected.match(words).band, "new", "the titles alone must not lead there");
    const { status, number } = await desk.report(words);
    assert.equal(status, "choosing");
    const { body: page } = await server.app.inject({ url: `/rumours/asked/${number}` });
    assert.match(page, /是不是在问这个？/u);
    assert.ok(page.includes(body.title));
  },
);

alone(
  "the asker chooses a candidate and reads the verdict, or refuses all and goes to the desk; who goes away is not forgotten",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const { claimId } = await buildTakenUp(context, desk);
    await buildPublishedVerdict(context, desk, { claimId });
    const ask = async () => desk.report("隔夜的菜放冰箱里吃了会中毒吗");
    const { claim_no: no } = await context.db
      .selectFrom("claims")
      .select("claim_no")
      .where("id", "=", claimId)
      .executeTakeFirstOrThrow();
    const first = await ask();
    const choose = await server.app.inject({
      method: "POST",
      url: `/rumours/asked/${first.number}/choose`,
      ...form({ choice: String(no) }),
    });
    assert.equal(choose.statusCode, 303);
    assert.match((await server.app.inject({ url: `/rumours/asked/${first.number}` })).body, /假的/u);
    const empty = await server.app.inject({
      method: "POST",
      url: `/rumours/asked/${(await ask()).number}/choose`,
      ...form({}),
    });
    assert.equal(empty.statusCode, 422);
    assert.match(empty.body, /请从列出的说法里选一个/u);
    const second = await ask();
    await inTransaction(context.db, (trx) =>
      chooseClaim(trx, context, { kind: "anonymous" }, { number: second.number, claimNo: "none" }),
    );
    assert.equal((await getAsked(context.db, context.cipher, second.number)).status, "waiting");
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        chooseClaim(trx, context, { kind: "anonymous" }, { number: second.number, claimNo: 999_999 }),
      ),
      refusedWith("rumours.choice"),
    );
    const third = await desk.report("隔夜菜致癌，放冰箱也没用");
    server.clock.advanceMs(31 * 60_000);
    await sendLapsedToDesk(context);
    if (third.status === "choosing")
      assert.equal((await getAsked(context.db, context.cipher, third.number)).status, "waiting");
  },
);

alone(
  "a flood of one message sent at once is one claim; without the unique digest it would be many",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const flood = async (text: string) =>
      Promise.all(Array.from({ length: 20 }, async () => desk.report(text)));
    const asked = await flood("紧急通知：今晚自来水停水三天，赶快接水");
    assert.equal(new Set(asked.map((one) => one.claimId)).size, 1);
    assert.equal(new Set(asked.map((one) => one.number)).size, 20);
    const claims = await context.db.selectFrom("claims").select("id").execute();
    assert.equal(claims.length, 1);
    // Control: the guard off (a digest that differs for each), the same flood makes more than one claim.
    await sql`alter table claim_wordings drop constraint claim_wordings_pkey`.execute(context.db);
    await sql`create function scatter_wording() returns trigger language plpgsql as $$
      begin new.fingerprint := sha256(uuid_send(gen_random_uuid())); return new; end $$`.execute(context.db);
    await sql`create trigger scatter before insert on claim_wordings for each row execute function scatter_wording()`.execute(
      context.db,
    );
    await sql`alter table claim_wordings add constraint claim_wordings_pkey primary key (fingerprint)`.execute(
      context.db,
    );
    const scattered = await flood("某地发现外星人基地，已经封锁消息");
    assert.ok(new Set(scattered.map((one) => one.claimId)).size > 1, "the control must fail");
  },
);

alone("width, script, marks, links and emoji make no other wording; other words do", async (server) => {
  const { cipher } = server.context;
  const print = (text: string) => toFingerprint(cipher, text).toString("hex");
  const base = print("隔夜菜会中毒，ABC123");
  for (const same of [
    "隔夜菜會中毒 ａｂｃ１２３！",
    "隔夜菜\n会中毒😱，abc123 https://x.example/1",
    "【隔夜菜】会中毒…ABC123",
  ])
    assert.equal(print(same), base, same);
  assert.notEqual(print("隔夜菜不会中毒，ABC123"), base);
});

alone(
  "twenty wordings of one rumour fall into few claims, and the desk's merge makes them one",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const starts = ["听说", "刚看到群里说", "家里老人转来：", "紧急！", "请问"];
    const middles = [
      "吃了菠菜和豆腐会得肾结石",
      "菠菜和豆腐一起吃会得肾结石",
      "豆腐和菠菜同吃得肾结石",
      "菠菜豆腐一块吃要得肾结石",
    ];
    const asked = [];
    for (const start of starts)
      for (const middle of middles) asked.push(await desk.report(`${start}${middle}，是真的吗`));
    const claims = [...new Set(asked.map((one) => one.claimId ?? ""))];
    assert.ok(claims.length <= 3, `${claims.length} claims`);
    const [into = "", ...rest] = claims;
    for (const claimId of rest)
      await inTransaction(context.db, (trx) =>
        mergeClaims(trx, context, desk.editor, { claimId, intoId: into, reason: "测试：同一个说法" }),
      );
    const detail = await getDeskDetail(context.db, { cipher: context.cipher, now: server.clock.now() }, into);
    assert.equal(detail.reports, 20);
    assert.equal(detail.waiting, 20);
  },
);

alone(
  "a merge into an answered claim tells all its askers in one step; a split takes wordings and askers out again",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const { claimId } = await buildTakenUp(context, desk);
    await buildPublishedVerdict(context, desk, { claimId });
    const stray = await desk.report("冰柜里搁了一宿的饭有毒");
    const strayClaim = stray.claimId ?? "";
    if (stray.status !== "waiting")
      assert.fail(`the sentence of this test must be new, it is ${stray.status}`);
    const { told } = await inTransaction(context.db, (trx) =>
      mergeClaims(trx, context, desk.editor, {
        claimId: strayClaim,
        intoId: claimId,
        reason: "测试：用已有结论",
      }),
    );
    assert.equal(told, 1);
    assert.equal((await getAsked(context.db, context.cipher, stray.number)).status, "answered");
    // Confirmed by the desk: the same words are answered at once now.
    assert.equal((await desk.report("冰柜里搁了一宿的饭有毒")).status, "answered");
    const print = toFingerprint(context.cipher, "冰柜里搁了一宿的饭有毒").toString("hex");
    const made = await inTransaction(context.db, (trx) =>
      splitClaim(trx, context, desk.editor, { claimId, wordings: [print], reason: "测试：其实是另一回事" }),
    );
    const asked = await getAsked(context.db, context.cipher, stray.number);
    assert.deepEqual([asked.status, asked.claimId], ["waiting", made]);
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        splitClaim(trx, context, desk.editor, { claimId: made, wordings: [print], reason: "测试" }),
      ),
      refusedWith("rumours.split_some"),
    );
  },
);

alone("merges at once end in one place and lose no report", async (server) => {
  const { context } = server;
  const desk = await buildDesk(context);
  const a = (await desk.report("月亮上住着一只会捣药的兔子")).claimId ?? "";
  const b = (await desk.report("喝开水可以治好近视眼")).claimId ?? "";
  const merge = (claimId: string, intoId: string) =>
    inTransaction(context.db, (trx) =>
      mergeClaims(trx, context, desk.editor, { claimId, intoId, reason: "测试：并到一起" }),
    );
  const outcomes = await Promise.allSettled([
    merge(a, b),
    merge(b, a),
    desk.report("月亮上住着一只会捣药的兔子"),
  ]);
  assert.equal(outcomes.slice(0, 2).filter((one) => one.status === "fulfilled").length, 1);
  const claims = await context.db.selectFrom("claims").select(["id", "status"]).execute();
  const open = claims.filter((claim) => claim.status === "open");
  assert.equal(open.length, 1);
  const lost = await context.db
    .selectFrom("claim_reports")
    .select("id")
    .where("claim_id", "<>", open[0]?.id ?? "")
    .execute();
  assert.deepEqual(lost, []);
});

alone("the queue ranks by spread, harm and locality and shows each part", async (server) => {
  const { context } = server;
  const desk = await buildDesk(context);
  await desk.report("月亮上住着一只会捣药的兔子");
  for (let count = 0; count < 6; count += 1)
    await desk.report("喝开水可以治好近视眼", { unitId: desk.root.id, source: "station" });
  const { rows } = await listDesk(
    context.db,
    { cipher: context.cipher, now: server.clock.now() },
    { scope: "everywhere", status: ["open"], page: 1, size: 10 },
  );
  assert.deepEqual(
    rows.map((row) => row.reports),
    [6, 1],
  );
  const [first] = rows;
  assert.ok(first !== undefined && first.triage.spread > (rows[1]?.triage.spread ?? 1));
  assert.equal(first.triage.locality, 1);
  assert.ok(
    Math.abs(first.triage.score - first.triage.spread * first.triage.harm * first.triage.locality) < 1e-12,
  );
});

alone("bad input is answered with a sentence and nothing is stored", async (server) => {
  await buildDesk(server.context);
  const post = async (message: string) =>
    server.app.inject({ method: "POST", url: "/rumours/ask", ...form({ message }) });
  const cases: readonly (readonly [string, number, RegExp])[] = [
    ["", 422, /里面没有文字/u],
    ["😀😀👍", 422, /里面没有文字，查不了/u],
    ["。。。！！", 422, /里面没有文字，查不了/u],
    ["谣".repeat(5_001), 422, /最多 5000 个字/u],
    ["a".repeat(1_048_576), 422, /最多 5000 个字/u],
  ];
  for (const [message, status, sentence] of cases) {
    const answer = await post(message);
    assert.equal(answer.statusCode, status, message.slice(0, 10));
    assert.match(answer.body, sentence);
  }
  assert.equal((await server.context.db.selectFrom("claim_reports").select("id").execute()).length, 0);
  const script = await post("<script>alert(1)</script>吃盐能防辐射");
  assert.equal(script.statusCode, 303);
  const page = await server.app.inject({ url: String(script.headers.location) });
  assert.ok(!page.body.includes("<script>alert(1)"));
  assert.match(page.body, /&lt;script>alert/u);
  // What was typed is still there.
  assert.match((await post("😀😀👍")).body, /<textarea[^>]*>😀😀👍/u);
});

alone(
  "without a number nobody sees an answer: wrong ones get a sentence, and the number itself is not stored",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const { number } = await desk.report("月亮上住着一只会捣药的兔子");
    const look = async (receipt: string) =>
      server.app.inject({ url: `/rumours/answer?receipt=${encodeURIComponent(receipt)}` });
    assert.equal((await look(receiptText(number))).headers.location, `/rumours/asked/${number}`);
    assert.match((await look("000000000000")).body, /没有这个查询号/u);
    assert.match((await look("12")).body, /12 位数字/u);
    assert.equal((await server.app.inject({ url: "/rumours/asked/000000000000" })).statusCode, 404);
    const stored = await sql<{ text: string }>`select claim_reports::text as text from claim_reports`.execute(
      context.db,
    );
    assert.ok(stored.rows.every((row) => !row.text.includes(number)));
  },
);

alone(
  "a phone needs consent; the answer goes to it by message, a failing gateway is tried again, then a person looks",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const { claimId, report } = await buildTakenUp(context, desk);
    const leave = (input: { phone?: string; contactAgreed?: "yes" }) =>
      inTransaction(context.db, (trx) =>
        leaveContact(trx, context, { kind: "anonymous" }, { number: report.number, ...input }),
      );
    await assert.rejects(leave({ phone: "13800000000" }), refusedWith("rumours.contact_agreed"));
    await assert.rejects(leave({ phone: "138", contactAgreed: "yes" }), refusedWith("identity.phone_format"));
    await assert.rejects(leave({}), refusedWith("rumours.contact_phone"));
    await leave({ phone: "138 0000 0000", contactAgreed: "yes" });
    let broken = true;
    const sent: string[] = [];
    useMessageSender(context, {
      name: "test",
      send: async ({ phone, text }) => {
        if (broken) throw new Error("gateway down");
        sent.push(`${phone} ${text}`);
      },
    });
    await buildPublishedVerdict(context, desk, { claimId });
    assert.equal(await sendNotices(context), 0);
    const read = async () =>
      context.db.selectFrom("verdict_notices").select(["status", "attempts"]).executeTakeFirstOrThrow();
    assert.deepEqual(await read(), { status: "failing", attempts: 1 });
    broken = false;
    assert.equal(await sendNotices(context), 0, "not before its time");
    server.clock.advanceMs(61_000);
    assert.equal(await sendNotices(context), 1);
    assert.equal((await read()).status, "sent");
    const removed = await server.app.inject({
      method: "POST",
      url: `/rumours/asked/${report.number}/contact/remove`,
      ...form({}),
    });
    assert.equal(removed.statusCode, 303);
    assert.equal((await getAsked(context.db, context.cipher, report.number)).hasPhone, false);
    assert.match(sent[0] ?? "", /^13800000000 您问的“隔夜菜放冰箱也会中毒”查清了：假的。/u);
    assert.equal(await sendNotices(context), 0);
  },
);

alone("a person sees his own questions, takes them along and can have them forgotten", async (server) => {
  const { context } = server;
  await buildDesk(context);
  const resident: PersonActor = {
    kind: "person",
    personId: await inTransaction(context.db, (trx) =>
      createPerson(trx, context, systemActor("test"), { fullName: "演示李四", phone: "19912345678" }),
    ),
    sessionId: randomUUID(),
    grants: [],
    secondFactor: false,
  };
  const { number } = await inTransaction(context.db, (trx) =>
    submitReport(trx, context, resident, { text: "月亮上住着一只会捣药的兔子", source: "web" }),
  );
  await inTransaction(context.db, (trx) =>
    leaveContact(trx, context, resident, { number, phone: "13800000000", contactAgreed: "yes" }),
  );
  const own = await rumoursDataSource.exportOf(context.db, context, resident.personId);
  assert.match(JSON.stringify(own), /捣药的兔子.*13800000000/u);
  await inTransaction(context.db, (trx) => eraseOwnAccount(trx, context, resident, { confirm: "注销" }));
  const row = await context.db.selectFrom("claim_reports").selectAll().executeTakeFirstOrThrow();
  assert.deepEqual([row.person_id, row.text_sealed, row.phone_sealed], [null, null, null]);
  const wording = await context.db
    .selectFrom("claim_wordings")
    .select("text_sealed")
    .executeTakeFirstOrThrow();
  assert.equal(wording.text_sealed, null);
});

alone(
  "the verdict is found by the site's search and feeds, says ClaimReview in schema.org's words, and leads the month's list",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const { claimId } = await buildTakenUp(context, desk);
    await buildPublishedVerdict(context, desk, {
      claimId,
      body: buildVerdictBody({ answer: `冷藏热透就不会中毒 <b>&"'。` }),
    });
    const no = (
      await context.db
        .selectFrom("claims")
        .select("claim_no")
        .where("id", "=", claimId)
        .executeTakeFirstOrThrow()
    ).claim_no;
    const page = await server.app.inject({ url: `/rumours/${no}` });
    assert.equal(page.statusCode, 200);
    assert.ok(!page.body.includes("<script src"), "a reading page ships no script");
    const parts = structuredDataOf(page.body);
    assert.deepEqual(
      parts.map((part) => part["@type"]),
      ["ClaimReview", "BreadcrumbList"],
    );
    assert.deepEqual(await structuredDataProblems(parts), []);
    assert.match(JSON.stringify(parts[0]), /"alternateName":"假的"/u);
    for (const url of [
      "/search?q=隔夜菜",
      "/search?q=geyecai",
      "/feeds/rumours.atom",
      "/feeds/rumours.rss",
      "/feeds/rumours.json",
      "/sitemap.xml",
      "/rumours?q=冰箱",
      "/rumours/months/2026-11",
      `/rumours/${no}/print`,
    ]) {
      const answer = await server.app.inject({ url: encodeURI(url) });
      assert.equal(answer.statusCode, 200, url);
      assert.ok(answer.body.includes(`/rumours/${no}`), url);
    }
    assert.equal(
      (await server.app.inject({ url: "/rumours?rating=true" })).body.includes(`/rumours/${no}"`),
      false,
    );
    assert.equal((await server.app.inject({ url: "/rumours/99999" })).statusCode, 404);
    assert.deepEqual(
      (await listMonthly(context.db, "2026-11")).map((row) => [row.claimNo, row.askedInMonth]),
      [[no, 1]],
    );
  },
);

alone("two readers of the kept home page send two forms with two keys", async (server) => {
  await buildDesk(server.context);
  const keyOf = async (): Promise<string> => {
    const { body } = await server.app.inject({ url: "/" });
    return /action="\/rumours\/ask"[\s\S]*?name="_key" value="([^"]+)"/u.exec(body)?.[1] ?? "";
  };
  const keys = [await keyOf(), await keyOf(), await keyOf()];
  assert.equal(new Set(keys).size, 3);
  for (const [index, key] of keys.entries()) {
    const answer = await server.app.inject({
      method: "POST",
      url: "/rumours/ask",
      ...form({ _key: key, message: `月亮上住着第${index}只会捣药的兔子` }),
    });
    assert.equal(answer.statusCode, 303);
  }
});
