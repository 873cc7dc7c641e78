import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { sql } from "kysely";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import {
  buildDesk,
  buildPublishedVerdict,
  buildSigning,
  buildTakenUp,
  buildVerdictBody,
  type Desk,
} from "./builders.ts";
import { addClaimNote, declineClaim } from "./claims.ts";
import { findVerdict, getAsked } from "./public-queries.ts";
import { publishVerdict, signVerdict } from "./signing.ts";
import { verdictStates } from "./state.ts";
import { getVerdict } from "./verdict-rows.ts";
import { dropVerdict, saveVerdict, startVerdict, submitVerdict, takeBackVerdict } from "./verdicts.ts";

const refusedWith =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof AppError && error.code === code;
/** The name of the rule in the database that refused. */
const refusedBy =
  (constraint: string) =>
  (error: unknown): boolean =>
    error instanceof Error && "constraint" in error && error.constraint === constraint;

type Signing = { server: TestServer; desk: Desk; claimId: string; verdictId: string; contentHash: string };

const openSigning = async (server: TestServer): Promise<Signing> => {
  const desk = await buildDesk(server.context);
  const { claimId } = await buildTakenUp(server.context, desk);
  return { server, desk, claimId, ...(await buildSigning(server.context, desk, { claimId })) };
};

const sign = async (
  { server, desk, verdictId, contentHash }: Signing,
  expert: number,
  decision: "agree" | "dissent" = "agree",
): Promise<void> => {
  server.clock.advanceMs(1_000);
  await inTransaction(server.context.db, (trx) =>
    signVerdict(trx, server.context, desk.experts[expert] ?? desk.editor, {
      verdictId,
      decision,
      contentHash,
      ...(decision === "dissent" ? { reason: "测试：来源二的条件没有写进去" } : {}),
    }),
  );
};

const publish = async ({ server, desk, verdictId }: Signing) =>
  inTransaction(server.context.db, (trx) =>
    publishVerdict(trx, server.context, desk.publisher, { verdictId }),
  );

/** What somebody with the database's password writes, past all commands. */
const insertSignature = async (
  { server, verdictId }: Signing,
  row: { personId: string; hash?: Buffer; termId?: string; signedAt?: Date },
): Promise<void> => {
  const { db, clock } = server.context;
  const verdict = await getVerdict(db, verdictId);
  const term = await db
    .selectFrom("expert_terms as term")
    .innerJoin("experts as expert", "expert.id", "term.expert_id")
    .select("term.id")
    .where("expert.person_id", "=", row.personId)
    .executeTakeFirst();
  await db
    .insertInto("verdict_signatures")
    .values({
      id: randomUUID(),
      verdict_id: verdictId,
      round_no: verdict.round_no,
      person_id: row.personId,
      expert_term_id:
        row.termId ??
        term?.id ??
        (await db.selectFrom("expert_terms").select("id").limit(1).executeTakeFirstOrThrow()).id,
      decision: "agree",
      reason: null,
      content_hash: row.hash ?? verdict.content_hash ?? Buffer.alloc(32),
      signed_at: row.signedAt ?? clock.now(),
    })
    .execute();
};

test("every state of a verdict leads where the table says and nowhere else", () => {
  assert.deepEqual(verdictStates.eventsFrom("published"), ["supersede"]);
  assert.ok(verdictStates.isTerminal("superseded"));
  assert.ok(verdictStates.isTerminal("dropped"));
  assert.equal(verdictStates.next("draft", "publish"), undefined);
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
  "a verdict does not come out with fewer than two signatures, neither by command nor by SQL",
  async (server) => {
    const signing = await openSigning(server);
    await assert.rejects(publish(signing), refusedWith("rumours.signatures_missing"));
    await sign(signing, 0);
    await assert.rejects(publish(signing), refusedWith("rumours.signatures_missing"));
    const bySql = () =>
      sql`update verdicts set status = 'published', published_at = now() where id = ${signing.verdictId}`.execute(
        server.context.db,
      );
    await assert.rejects(bySql(), refusedBy("verdicts_signed"));
    await sign(signing, 1);
    const { told } = await publish(signing);
    assert.equal(told, 1);
    assert.equal((await getVerdict(server.context.db, signing.verdictId)).status, "published");
  },
);

alone("a verdict cannot be put into the table as if it were out", async (server) => {
  const signing = await openSigning(server);
  await assert.rejects(
    sql`insert into verdicts (id, claim_id, version_no, status, status_changed_at, field, rating, title, answer, explanation,
            conditions, advice, valid_on, sources, content_hash, published_at, created_at, updated_at)
          select gen_random_uuid(), claim_id, 7, 'published', now(), field, rating, title, answer, explanation, conditions, advice,
            valid_on, sources, content_hash, now(), now(), now() from verdicts where id = ${signing.verdictId}`.execute(
      server.context.db,
    ),
    refusedBy("verdicts_begin"),
  );
});

alone(
  "a signer out of term, of another field, or who wrote the words is refused, also by the database",
  async (server) => {
    const signing = await openSigning(server);
    const { desk } = signing;
    const past = await desk.person("expert");
    await desk.appoint(past, { field: "nutrition", startsOn: "2024-01-01", endsOn: "2025-12-31" });
    const other = await desk.person("expert");
    await desk.appoint(other, { field: "physics" });
    for (const person of [past, other]) {
      await assert.rejects(
        inTransaction(server.context.db, (trx) =>
          signVerdict(trx, server.context, person, {
            verdictId: signing.verdictId,
            decision: "agree",
            contentHash: signing.contentHash,
          }),
        ),
        refusedWith("rumours.not_expert"),
      );
      await assert.rejects(
        insertSignature(signing, { personId: person.personId }),
        refusedBy("verdict_signatures_in_term"),
      );
    }
    // A term that is somebody else's does not help, and a date put back into the term neither.
    await assert.rejects(
      insertSignature(signing, { personId: past.personId, signedAt: new Date("2025-06-01T00:00:00Z") }),
      refusedBy("verdict_signatures_words"),
    );
    await desk.appoint(desk.editor, { field: "nutrition" });
    await assert.rejects(
      inTransaction(server.context.db, (trx) =>
        signVerdict(trx, server.context, desk.editor, {
          verdictId: signing.verdictId,
          decision: "agree",
          contentHash: signing.contentHash,
        }),
      ),
      refusedWith("rumours.author_signs"),
    );
    await assert.rejects(
      insertSignature(signing, { personId: desk.editor.personId }),
      refusedBy("verdict_signatures_author"),
    );
  },
);

alone(
  "one person signs once: the second time is refused, and of two at once one row stays",
  async (server) => {
    const signing = await openSigning(server);
    const both = await Promise.allSettled([sign(signing, 0), sign(signing, 0), sign(signing, 0)]);
    assert.equal(both.filter((one) => one.status === "fulfilled").length, 1);
    await assert.rejects(sign(signing, 0), refusedWith("rumours.signed_already"));
    await assert.rejects(
      insertSignature(signing, { personId: signing.desk.experts[0].personId }),
      refusedBy("verdict_signatures_once"),
    );
    await assert.rejects(publish(signing), refusedWith("rumours.signatures_missing"));
  },
);

alone(
  "a dissent is recorded and calls a third expert; it stands on the page with its reason",
  async (server) => {
    const signing = await openSigning(server);
    await sign(signing, 0);
    await sign(signing, 1, "dissent");
    await assert.rejects(publish(signing), refusedWith("rumours.signatures_missing"));
    await sign(signing, 2);
    await publish(signing);
    const verdict = await findVerdict(server.context.db, signing.claimId, server.clock.now());
    assert.deepEqual(
      verdict?.signers.map((signer) => [signer.decision, signer.reason]),
      [
        ["agree", undefined],
        ["dissent", "测试：来源二的条件没有写进去"],
        ["agree", undefined],
      ],
    );
    const { body } = await server.app.inject({ url: `/rumours/${verdict?.claimNo ?? 0}` });
    assert.match(body, /不同意见：测试：来源二的条件没有写进去/u);
  },
);

alone(
  "what was signed is what comes out: words changed under the signers are refused by code and by the database",
  async (server) => {
    const signing = await openSigning(server);
    const { db } = server.context;
    await sign(signing, 0);
    await assert.rejects(
      sql`update verdicts set answer = '被人改过的一句话' where id = ${signing.verdictId}`.execute(db),
      refusedBy("verdicts_frozen"),
    );
    await assert.rejects(
      inTransaction(db, (trx) =>
        signVerdict(trx, server.context, signing.desk.experts[1], {
          verdictId: signing.verdictId,
          decision: "agree",
          contentHash: "0".repeat(64),
        }),
      ),
      refusedWith("rumours.text_changed"),
    );
    await inTransaction(db, (trx) =>
      takeBackVerdict(trx, server.context, signing.desk.editor, {
        verdictId: signing.verdictId,
        reason: "测试：补一条来源",
      }),
    );
    await inTransaction(db, (trx) =>
      submitVerdict(trx, server.context, signing.desk.editor, { verdictId: signing.verdictId }),
    );
    // The signature belonged to the round before.
    await sign(signing, 1);
    await assert.rejects(publish(signing), refusedWith("rumours.signatures_missing"));
  },
);

alone(
  "a verdict never changes without notice and history: version 2 names the change, tells everybody, keeps version 1",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const { claimId, report } = await buildTakenUp(context, desk);
    const first = await buildPublishedVerdict(context, desk, { claimId });
    assert.equal(first.told, 1);
    const later = await desk.report("听说隔夜菜放冰箱也会中毒，千万别吃！！");
    assert.equal(later.status, "answered");
    const draft = await inTransaction(context.db, (trx) =>
      startVerdict(trx, context, desk.editor, { claimId }),
    );
    const save = async (changeNotice: string, baseRevision: number) =>
      inTransaction(context.db, (trx) =>
        saveVerdict(trx, context, desk.editor, {
          verdictId: draft,
          baseRevision,
          body: buildVerdictBody({ rating: "misleading", changeNotice }),
        }),
      );
    server.clock.advanceMs(60_000);
    await save("", 1);
    await assert.rejects(
      inTransaction(context.db, (trx) => submitVerdict(trx, context, desk.editor, { verdictId: draft })),
      refusedWith("rumours.notice_needed"),
    );
    await assert.rejects(
      sql`update verdicts set status = 'signing', round_no = 1, content_hash = sha256('x') where id = ${draft}`.execute(
        context.db,
      ),
      refusedBy("verdicts_change_check"),
    );
    await save("新证据：放久了的另说，由“假的”改为“误导”。", 2);
    await inTransaction(context.db, (trx) => submitVerdict(trx, context, desk.editor, { verdictId: draft }));
    const contentHash = (await getVerdict(context.db, draft)).content_hash?.toString("hex") ?? "";
    for (const expert of desk.experts.slice(1))
      await inTransaction(context.db, (trx) =>
        signVerdict(trx, context, expert, { verdictId: draft, decision: "agree", contentHash }),
      );
    const second = await inTransaction(context.db, (trx) =>
      publishVerdict(trx, context, desk.publisher, { verdictId: draft }),
    );
    assert.equal(second.told, 2);
    for (const { number } of [report, later]) {
      const asked = await getAsked(context.db, context.cipher, number);
      assert.deepEqual(
        asked.notices.map((notice) => notice.kind),
        ["change", "answer"],
      );
      const page = await server.app.inject({ url: `/rumours/asked/${number}` });
      assert.match(page.body, /您问过以后，结论改了/u);
    }
    const verdict = await findVerdict(context.db, claimId, context.clock.now());
    assert.deepEqual([verdict?.versionNo, verdict?.rating.code], [2, "misleading"]);
    assert.deepEqual(
      verdict?.earlier.map((version) => [version.versionNo, version.rating.code]),
      [[1, "false"]],
    );
    // History is for ever.
    for (const attempt of [
      sql`delete from verdicts where id = ${first.verdictId}`,
      sql`update verdicts set status = 'published' where id = ${first.verdictId}`,
      sql`update verdicts set answer = '没说过这句话' where id = ${first.verdictId}`,
      sql`update verdicts set status = 'dropped', published_at = null where id = ${draft}`,
      sql`delete from verdict_signatures`,
      sql`delete from claim_acts`,
      sql`truncate verdicts cascade`,
    ])
      await assert.rejects(attempt.execute(context.db));
  },
);

alone(
  "an asker is never left untold: a publication without his notice does not commit, nor a report that joins without one",
  async (server) => {
    const signing = await openSigning(server);
    const { db } = server.context;
    await sign(signing, 0);
    await sign(signing, 1);
    await assert.rejects(
      sql`update verdicts set status = 'published', published_at = now() where id = ${signing.verdictId}`.execute(
        db,
      ),
      refusedBy("verdicts_told"),
    );
    await publish(signing);
    const report = await signing.desk.report("一句和这件事没有关系的话，说的是月亮上的兔子");
    await assert.rejects(
      sql`update claim_reports set claim_id = ${signing.claimId} where id = ${report.reportId}`.execute(db),
      refusedBy("claim_reports_told"),
    );
    await assert.rejects(sql`delete from verdict_notices`.execute(db));
  },
);

alone("reports that come while the verdict comes out are all told, whichever is first", async (server) => {
  const signing = await openSigning(server);
  const { db } = server.context;
  await sign(signing, 0);
  await sign(signing, 1);
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 12 }, () => signing.desk.report("听说隔夜菜放冰箱也会中毒，千万别吃")),
    publish(signing),
    ...Array.from({ length: 12 }, () => signing.desk.report("听说隔夜菜放冰箱也会中毒，千万别吃")),
  ]);
  assert.deepEqual(
    outcomes.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : [])),
    [],
  );
  const untold = await sql<{ count: number }>`
      select count(*)::int as count from claim_reports r where r.claim_id = ${signing.claimId}
        and (r.status <> 'answered' or not exists (select 1 from verdict_notices n where n.report_id = r.id))`.execute(
    db,
  );
  assert.equal(untold.rows[0]?.count, 0);
});

alone(
  "facts of a verdict and of each asker told are recorded once, with the unit where it was asked",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const { claimId } = await buildTakenUp(context, desk);
    await desk.report("听说隔夜菜放冰箱也会中毒，千万别吃", {
      audience: "elder",
      unitId: desk.root.id,
      source: "station",
    });
    await buildPublishedVerdict(context, desk, { claimId });
    const facts = await context.db
      .selectFrom("facts")
      .select((eb) => ["kind", "audience", eb.fn.countAll<number>().as("count")])
      .where("kind", "like", "rumours.%")
      .groupBy(["kind", "audience"])
      .orderBy("kind")
      .orderBy("audience")
      .execute();
    assert.deepEqual(
      facts.map((fact) => [fact.kind, fact.audience, fact.count]),
      [
        ["rumours.asker_told", "elder", 1],
        ["rumours.asker_told", null, 1],
        ["rumours.report_received", "elder", 1],
        ["rumours.report_received", null, 1],
        ["rumours.verdict_published", null, 1],
      ],
    );
  },
);

alone(
  "what the desk will not look at is told with the reason; a draft is dropped and its number used again",
  async (server) => {
    const { context } = server;
    const desk = await buildDesk(context);
    const { claimId, report } = await buildTakenUp(context, desk);
    const dropped = await inTransaction(context.db, (trx) =>
      startVerdict(trx, context, desk.editor, { claimId }),
    );
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        declineClaim(trx, context, desk.editor, { claimId, reason: "测试：不是科学问题" }),
      ),
      refusedWith("rumours.working_verdict"),
    );
    await inTransaction(context.db, async (trx) => {
      await addClaimNote(trx, context, desk.editor, { claimId, note: "测试笔记：查过两家" });
      await dropVerdict(trx, context, desk.editor, { verdictId: dropped, reason: "测试：重写" });
      await declineClaim(trx, context, desk.editor, { claimId, reason: "测试：不是科学问题" });
    });
    const page = await server.app.inject({ url: `/rumours/asked/${report.number}` });
    assert.match(page.body, /这一条没有核查/u);
    assert.match(page.body, /测试：不是科学问题/u);
    const again = await desk.report("听说隔夜菜放冰箱也会中毒，千万别吃");
    assert.equal(again.status, "declined");
  },
);
