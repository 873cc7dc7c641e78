import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildCookie } from "#modules/identity/builders.ts";
import { endExpertTerm, findSigningTerm, listExpertActs } from "#modules/people/index.ts";
import { buildStudio, buildDraft, passStages } from "#modules/contents/builders.ts";
import { race, wins } from "#modules/orders/builders.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import { startTestServer } from "#test/support/server.ts";
import {
  buildAnswer,
  buildColleague,
  buildExpert,
  buildHonorarium,
  buildReview,
  buildScheme,
} from "./builders.ts";
import {
  approveHonoraria,
  drawHonoraria,
  payHonoraria,
  refuseHonorarium,
  reopenHonorarium,
  unpayHonorarium,
} from "./honoraria.ts";
import { honorariaPaths } from "./paths.ts";
import { listHonoraria, listReviews } from "./queries.ts";
import { confirmReview, returnReview, writeReview } from "./reviews.ts";
import { decideScheme, proposeScheme } from "./schemes.ts";

const rounds = 30;
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const open = async (database: TestDatabase) => {
  const server = await startTestServer(database);
  const { context } = server;
  const { db } = context;
  const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(db, work);
  const unit = await buildUnit(db, { kind: "department" });
  const draw = (actor: PersonActor, month = "2026-11") =>
    act((trx) => drawHonoraria(trx, context, actor, { unitId: unit.id, unitPath: unit.path, month }));
  const list = async () =>
    (await listHonoraria(db, context, { scope: [unit.path], page: 1, size: 100 })).rows;
  const factsOf = async (id: string): Promise<number> => {
    const { rows } = await sql<{ sum: number }>`
      select coalesce(sum(quantity), 0)::float8 as sum from facts where source_id = ${id}`.execute(db);
    return rows[0]?.sum ?? 0;
  };
  return { server, context, db, act, unit, draw, list, factsOf };
};

databaseSuite("honoraria of experts", (database) => {
  test("a month's register is made of recorded acts alone, each once, by the rates of its day", async () => {
    const { server, context, db, act, unit, draw, list } = await open(database());
    await using _server = server;
    const colleague = await buildColleague(db, context);
    await assert.rejects(draw(colleague), refused("honoraria.no_scheme"));
    await buildScheme(db, context, unit);
    const expert = await buildExpert(db, context, unit);
    await buildAnswer(db, context, expert);
    await buildAnswer(db, context, expert);
    const studio = await buildStudio(context, unit);
    await passStages(context, studio, await buildDraft(context, studio));
    assert.deepEqual(await draw(colleague), { drawn: 3, known: 0, unpaid: 0 });
    assert.deepEqual(await draw(colleague), { drawn: 0, known: 3, unpaid: 0 }, "an act is entered once");
    assert.deepEqual(
      (await list())
        .map((row) => [row.kind, row.amountFen, row.happenedOn, row.status] as const)
        .toSorted(([one], [other]) => one.localeCompare(other)),
      [
        ["answer", 5000, "2026-11-23", "drawn"],
        ["answer", 5000, "2026-11-23", "drawn"],
        ["science_check", 20_000, "2026-11-23", "drawn"],
      ],
    );
    assert.ok(
      (await list()).every((row) => row.record.href !== undefined),
      "each opens its record",
    );
    await assert.rejects(draw(colleague, "2026-12"), refused("honoraria.month"));

    // A new version counts from its first day; what was drawn keeps its price.
    const next = await act((trx) =>
      proposeScheme(trx, context, colleague, {
        unitId: unit.id,
        startsOn: "2026-11-24",
        document: "演示科协〔2026〕9 号",
        yuan: { answer: 80 },
      }),
    );
    await assert.rejects(
      act((trx) => decideScheme(trx, context, colleague, { id: next, decision: "approve" })),
      refused("honoraria.second_person"),
    );
    const second = await buildColleague(db, context);
    await act((trx) => decideScheme(trx, context, second, { id: next, decision: "approve" }));
    server.clock.advanceMs(86_400_000);
    await buildAnswer(db, context, expert);
    assert.deepEqual(await draw(colleague), { drawn: 1, known: 3, unpaid: 0 });
    const newest = (await list())[0];
    assert.deepEqual([newest?.amountFen, newest?.schemeVersion], [8000, 2]);
    await assert.rejects(
      sql`update honorarium_schemes set rates = '{"answer": 1}' where id = ${next}`.execute(db),
      /stands as it was proposed/u,
    );
  });

  test("rates are whole yuan from a day that comes after the version before, and one version waits at a time", async () => {
    const { server, context, db, act, unit } = await open(database());
    await using _server = server;
    const colleague = await buildColleague(db, context);
    const propose = (change: Partial<Parameters<typeof proposeScheme>[3]>) =>
      act((trx) =>
        proposeScheme(trx, context, colleague, {
          unitId: unit.id,
          startsOn: "2026-06-01",
          document: "演示文件",
          yuan: { answer: 50 },
          ...change,
        }),
      );
    await assert.rejects(propose({ yuan: {} }), refused("honoraria.scheme_rates"));
    await assert.rejects(propose({ yuan: { answer: 5001 } }), refused("honoraria.scheme_rates"));
    await assert.rejects(propose({ startsOn: "2025-12-31" }), refused("honoraria.scheme_day"));
    await assert.rejects(propose({ startsOn: "2026-02-30" }), refused("honoraria.scheme_day"));
    await assert.rejects(propose({ document: " " }), refused("honoraria.document"));
    const id = await propose({});
    await assert.rejects(propose({}), refused("honoraria.scheme_waiting"));
    const second = await buildColleague(db, context);
    await act((trx) => decideScheme(trx, context, second, { id, decision: "approve" }));
    await assert.rejects(propose({}), refused("honoraria.scheme_day"));
  });

  test("a second person approves, never the expert himself; a payment is a fact until it is taken back", async () => {
    const { server, context, db, act, unit, factsOf } = await open(database());
    await using _server = server;
    const { id, expert, drawer } = await buildHonorarium(db, context, unit);
    const second = await buildColleague(db, context);
    const approve = (actor: PersonActor) => act((trx) => approveHonoraria(trx, context, actor, [id]));
    const pay = (change: Partial<{ paidOn: string; voucher: string }> = {}) =>
      act((trx) =>
        payHonoraria(trx, context, second, { ids: [id], paidOn: "2026-11-23", voucher: "付字 1", ...change }),
      );
    await assert.rejects(approve(drawer), refused("honoraria.second_person"));
    await assert.rejects(approve(expert.actor), refused("honoraria.own"));
    await assert.rejects(pay(), refused("state.conflict"), "not before it is approved");
    await approve(second);
    await assert.rejects(pay({ voucher: " " }), refused("honoraria.voucher"));
    await assert.rejects(pay({ paidOn: "2026-11-22" }), refused("honoraria.paid_day"));
    await assert.rejects(pay({ paidOn: "2026-11-24" }), refused("honoraria.paid_day"));
    await pay();
    assert.equal(await factsOf(id), 50);
    await assert.rejects(
      act((trx) => refuseHonorarium(trx, context, second, { id, reason: "演示：本人不领" })),
      refused("state.conflict"),
    );
    await act((trx) => unpayHonorarium(trx, context, second, { id, reason: "演示：登记错了" }));
    assert.equal(await factsOf(id), 0);
    await act((trx) => refuseHonorarium(trx, context, second, { id, reason: "演示：本人不领" }));
    await act((trx) => reopenHonorarium(trx, context, second, { id, reason: "演示：又说要领" }));
    await assert.rejects(approve(second), refused("honoraria.second_person"), "who took it up again");
    await approve(drawer);
  });

  test("an entry whose act is gone, or was outside the appointment, is not approved", async () => {
    const { server, context, db, act, unit } = await open(database());
    await using _server = server;
    const { id, expert } = await buildHonorarium(db, context, unit);
    const second = await buildColleague(db, context);
    await sql`update expert_terms set starts_on = '2026-11-24' where expert_id = ${expert.id}`.execute(db);
    assert.deepEqual(
      await listExpertActs(db, { scope: [unit.path], from: "2026-11-01", until: "2026-11-30" }),
      [],
    );
    await assert.rejects(
      act((trx) => approveHonoraria(trx, context, second, [id])),
      refused("honoraria.act_gone"),
    );
  });

  test("an expert reads his own entries and reviews, and nobody else's", async () => {
    const { server, context, db, unit } = await open(database());
    await using _server = server;
    const { expert } = await buildHonorarium(db, context, unit);
    const page = async (personId: string): Promise<string> =>
      (
        await server.app.inject({
          url: honorariaPaths.own,
          headers: { cookie: await buildCookie(context, personId) },
        })
      ).body;
    assert.match(await page(expert.actor.personId), /答复提问（已核对）.*50 元（等核准/su);
    const other = await buildExpert(db, context, unit);
    assert.match(await page(other.actor.personId), /还没有。单位每月汇总一次/u);
    assert.match(await page((await buildColleague(db, context)).personId), /您还没有登记为专家/u);
  });

  test(`${rounds} times approved and refused at once: one of the two happens; drawn twice at once: entered once`, async () => {
    const { server, context, db, act, unit, draw, list } = await open(database());
    await using _server = server;
    const [one, two] = [await buildColleague(db, context), await buildColleague(db, context)];
    await buildScheme(db, context, unit);
    for (let round = 0; round < rounds; round += 1) {
      const expert = await buildExpert(db, context, unit);
      await buildAnswer(db, context, expert);
      const drawer = await buildColleague(db, context);
      await race(
        () => draw(drawer),
        () => draw(drawer),
      );
      const own = (await list()).filter((row) => row.expertId === expert.id);
      assert.equal(own.length, 1);
      const id = own[0]?.id ?? "";
      const outcomes = await race(
        () => act((trx) => approveHonoraria(trx, context, one, [id])),
        () => act((trx) => refuseHonorarium(trx, context, two, { id, reason: "演示：本人不领" })),
      );
      // Approved and then refused is a right order too: what must not be is a refusal that an approval overwrites.
      const [row] = (await list()).filter((entry) => entry.id === id);
      assert.ok(wins(outcomes) >= 1);
      assert.equal(row?.status, outcomes[1] === "done" ? "refused" : "approved");
    }
  });

  test("control: an approval that looks first and writes then overwrites a refusal", async () => {
    const { server, context, db, act, unit } = await open(database());
    await using _server = server;
    const { id } = await buildHonorarium(db, context, unit);
    const [one, two] = [await buildColleague(db, context), await buildColleague(db, context)];
    const bothHaveLooked = createRendezvous(2);
    const { promise: refusalIsIn, resolve: refusalIn } = Promise.withResolvers<void>();
    let done = 0;
    const unguarded = (status: "approved" | "refused", person: PersonActor) =>
      act(async (trx) => {
        const row = await trx
          .selectFrom("honoraria")
          .select("status")
          .where("id", "=", id)
          .executeTakeFirstOrThrow();
        if (row.status !== "drawn") return;
        await bothHaveLooked();
        if (status === "approved") await refusalIsIn;
        done += 1;
        await sql`update honoraria set status = ${status}, decided_by_person_id = ${person.personId}, decision_reason = '演示' where id = ${id}`.execute(
          trx,
        );
      });
    await Promise.all([unguarded("approved", one), unguarded("refused", two).then(refusalIn)]);
    const { status } = await db
      .selectFrom("honoraria")
      .select("status")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    assert.deepEqual([done, status], [2, "approved"]);
  });
});

databaseSuite("yearly reviews of experts", (database) => {
  test("a review counts the year from records, and a second person's yes renews the appointment", async () => {
    const { server, context, db, act, unit } = await open(database());
    await using _server = server;
    const { id, expert, writer } = await buildReview(db, context, unit);
    const second = await buildColleague(db, context);
    await assert.rejects(
      act((trx) => confirmReview(trx, context, writer, id)),
      refused("honoraria.second_person"),
    );
    await assert.rejects(
      act((trx) => confirmReview(trx, context, expert.actor, id)),
      refused("honoraria.own"),
    );
    const rewrite = () =>
      act((trx) =>
        writeReview(trx, context, writer, {
          expertId: expert.id,
          year: 2026,
          opinion: "答疑及时，全年没有迟到（演示）",
          outcome: "renew",
          renewUntil: "2029-12-31",
          document: "演示续聘书",
        }),
      );
    await assert.rejects(rewrite(), refused("honoraria.review_twice"));
    await act((trx) => returnReview(trx, context, second, { id, reason: "演示：请写具体" }));
    await buildAnswer(db, context, expert);
    assert.equal(await rewrite(), id);
    const signs = (day: string) =>
      findSigningTerm(db, { personId: expert.actor.personId, field: "astronomy", day });
    assert.equal(await signs("2027-06-01"), undefined);
    await act((trx) => confirmReview(trx, context, second, id));
    assert.ok((await signs("2026-12-31")) !== undefined);
    assert.ok((await signs("2029-12-31")) !== undefined, "the right to sign goes on with the term");
    assert.equal(await signs("2030-01-01"), undefined);
    const { rows } = await listReviews(db, context, { scope: [unit.path], page: 1, size: 10 });
    assert.deepEqual(
      rows.map((row) => [row.status, row.counts, row.countedUntil]),
      [["confirmed", { answer: 1 }, "2026-11-23"]],
    );
    await assert.rejects(
      act((trx) => confirmReview(trx, context, second, id)),
      refused("state.conflict"),
    );
  });

  test("a review that ends an appointment ends it the same day; nobody signs after that", async () => {
    const { server, context, db, act, unit } = await open(database());
    await using _server = server;
    const expert = await buildExpert(db, context, unit);
    const [one, two] = [await buildColleague(db, context), await buildColleague(db, context)];
    const write = (change: Partial<Parameters<typeof writeReview>[3]>) =>
      act((trx) =>
        writeReview(trx, context, one, {
          expertId: expert.id,
          year: 2026,
          opinion: "全年没有参加（演示）",
          outcome: "end",
          ...change,
        }),
      );
    await assert.rejects(write({ year: 2024 }), refused("honoraria.review_year"));
    await assert.rejects(write({ opinion: "好" }), refused("honoraria.review_opinion"));
    await assert.rejects(write({ outcome: "renew" }), refused("honoraria.review_until"));
    await assert.rejects(
      write({ outcome: "renew", renewUntil: "2027-12-31" }),
      refused("honoraria.document"),
    );
    await assert.rejects(
      act((trx) =>
        writeReview(trx, context, expert.actor, {
          expertId: expert.id,
          year: 2026,
          opinion: "本人很好（演示）",
          outcome: "end",
        }),
      ),
      refused("honoraria.own"),
    );
    const id = await write({});
    await act((trx) => confirmReview(trx, context, two, id));
    assert.equal(
      await findSigningTerm(db, {
        personId: expert.actor.personId,
        field: "astronomy",
        day: "2026-11-23",
      }),
      undefined,
    );
  });

  test("a review that would change nothing is refused and stays as it was", async () => {
    const { server, context, db, act, unit } = await open(database());
    await using _server = server;
    const { id, expert } = await buildReview(db, context, unit);
    const second = await buildColleague(db, context);
    const { id: termId } = await db
      .selectFrom("expert_terms")
      .select("id")
      .where("expert_id", "=", expert.id)
      .executeTakeFirstOrThrow();
    await act((trx) =>
      endExpertTerm(trx, context, systemActor("test"), { expertId: expert.id, termId, reason: "演示" }),
    );
    await assert.rejects(
      act((trx) => confirmReview(trx, context, second, id)),
      refused("honoraria.review_nothing"),
    );
    const { rows } = await listReviews(db, context, { scope: [unit.path], page: 1, size: 10 });
    assert.equal(rows[0]?.status, "written");
  });
});
