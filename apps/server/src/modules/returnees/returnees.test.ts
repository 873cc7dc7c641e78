import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#kernel/errors.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import { startWorld, type World } from "#test/support/whole-system.ts";
import { buildRequest, buildReturnee } from "./builders.ts";
import { answerMatch, cancelMatch, closeRequest, confirmHelp, proposeMatch, tendMatches } from "./matches.ts";
import { noteIncentive, registerReturnee } from "./offers.ts";
import { returneesDataSource } from "./personal-data.ts";
import { findOwnOffer, getRequestView, listFitting } from "./queries.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const open = (world: World) => {
  const { context } = world.system;
  const { db } = context;
  const { street, community } = world.places;
  const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(db, work);
  const offer = () => buildReturnee(db, context, { homeUnitId: community.id });
  const request = (to?: "open" | "proposed" | "done") =>
    buildRequest(db, context, {
      unitId: community.id,
      homeUnitId: community.id,
      ...(to === undefined ? {} : { to }),
    });
  return { context, db, street, community, act, offer, request };
};
const within = async (database: TestDatabase, work: (set: ReturnType<typeof open>) => Promise<void>) => {
  await using world = await startWorld(database);
  await work(open(world));
};

databaseSuite("returnees: one help from offer to fact", (database) => {
  test("F-12: an offer is matched to a village's request with reasons, both agree, it counts when the village confirms", async () => {
    await within(database(), async ({ context, db, act, offer, request }) => {
      const { id: returneeId, person } = await offer();
      const { id: requestId, clerk } = await request();
      const [first] = await listFitting(db, { requestId });
      assert.equal(first?.id, returneeId);
      assert.deepEqual(first?.reasons, ["登记会种植", "就是本村、本街道（镇）的人", "每月能帮 10 小时"]);
      const matchId = await act((trx) => proposeMatch(trx, context, clerk, { requestId, returneeId }));
      const answer = (event: "agree" | "decline" | "finish", actor = person) =>
        act((trx) => answerMatch(trx, context, actor, { matchId, event }));
      await assert.rejects(answer("agree", clerk), refused("returnees.match_not_found"));
      await assert.rejects(answer("finish"), refused("state.conflict"));
      await answer("agree");
      await assert.rejects(
        act((trx) => confirmHelp(trx, context, clerk, requestId)),
        refused("returnees.match_not_found"),
      );
      await answer("finish");
      await assert.rejects(
        act((trx) => confirmHelp(trx, context, person, requestId)),
        refused("returnees.own_offer"),
      );
      await act((trx) => confirmHelp(trx, context, clerk, requestId));
      const facts = await db
        .selectFrom("facts")
        .select(["kind", "quantity"])
        .where("source_id", "=", matchId)
        .execute();
      assert.deepEqual(facts, [{ kind: "returnees.helped", quantity: 1 }]);
      assert.equal((await getRequestView(db, requestId)).status, "helped");
      await act((trx) =>
        noteIncentive(trx, context, clerk, {
          returneeId,
          kind: "honour",
          title: "演示：年度新乡贤",
          document: "演示文件 第 1 号",
          givenOn: "2026-01-01",
        }),
      );
      assert.equal(
        (await findOwnOffer(db, context, person.personId))?.incentives[0]?.title,
        "演示：年度新乡贤",
      );
    });
  });
});

databaseSuite("returnees: what is refused, let go and erased", (database) => {
  test("without consent, with money, twice: not registered; a decline and a deadline let the village look on; taking back deletes the words", async () => {
    await within(database(), async ({ context, db, community, act, request }) => {
      const someone = await buildActor(db, context, "演示乡贤");
      const register = (change: Partial<Parameters<typeof registerReturnee>[3]>) =>
        act((trx) =>
          registerReturnee(trx, context, someone, {
            unitId: community.id,
            kind: "worthy",
            skills: ["law"],
            hoursAMonth: 4,
            about: "演示：帮乡亲看合同、调解纠纷。",
            agrees: true,
            ...change,
          }),
        );
      await assert.rejects(register({ agrees: false }), refused("returnees.consent"));
      await assert.rejects(register({ skills: [] }), refused("returnees.skills"));
      await assert.rejects(register({ about: "演示：愿意给村里捐五万元修路" }), refused("returnees.money"));
      await register({});
      await assert.rejects(register({}), refused("returnees.registered"));

      const asked = await request("proposed");
      assert.ok(asked.person !== undefined && asked.matchId !== undefined);
      const { person, matchId } = asked;
      await act((trx) => answerMatch(trx, context, person, { matchId, event: "decline" }));
      assert.equal((await getRequestView(db, asked.id)).status, "open");
      assert.equal((await listFitting(db, { requestId: asked.id }))[0]?.hindrance, "这条需求他没有答应");

      const late = await request("proposed");
      await db
        .updateTable("returnee_matches")
        .set({ answer_by: new Date(context.clock.now().getTime() - 1_000) })
        .where("id", "=", late.matchId ?? "")
        .execute();
      await tendMatches(context);
      assert.equal((await getRequestView(db, late.id)).status, "open");
      await assert.rejects(
        act((trx) => closeRequest(trx, context, late.clerk, { requestId: late.id, reason: "" })),
        refused("returnees.reason_needed"),
      );
      await act((trx) =>
        closeRequest(trx, context, late.clerk, { requestId: late.id, reason: "今年不种葡萄了" }),
      );

      const idle = await request("done");
      await act((trx) =>
        cancelMatch(trx, context, idle.clerk, { requestId: idle.id, reason: "约好了没有来" }),
      );
      assert.equal((await getRequestView(db, idle.id)).status, "open");
      await assert.rejects(
        act((trx) => cancelMatch(trx, context, idle.clerk, { requestId: idle.id, reason: "约好了没有来" })),
        refused("returnees.match_not_found"),
      );

      const leaving = await request("proposed");
      assert.ok(leaving.person !== undefined);
      const { personId } = leaving.person;
      await act((trx) => returneesDataSource.erase(trx, context, personId));
      assert.equal(await findOwnOffer(db, context, personId), undefined);
      assert.equal((await getRequestView(db, leaving.id)).status, "open");
      const sealed = await db
        .selectFrom("returnees")
        .select("about_sealed")
        .where("person_id", "=", personId)
        .execute();
      assert.deepEqual(sealed, [{ about_sealed: null }]);
    });
  });
});

databaseSuite("returnees: two villages ask one", (database) => {
  test("at once, 30 rounds: one has him, the other is told so", async () => {
    await within(database(), async ({ context, act, offer, request }) => {
      for (let round = 0; round < 30; round += 1) {
        const { id: returneeId } = await offer();
        const villages = [await request(), await request()];
        const outcomes = await Promise.allSettled(
          villages.map(({ id: requestId, clerk }) =>
            act((trx) => proposeMatch(trx, context, clerk, { requestId, returneeId })),
          ),
        );
        const lost = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
        assert.equal(lost.length, 1);
        assert.ok(refused("returnees.busy")(lost[0]));
      }
    });
  });
});

databaseSuite("returnees: control of the race", (database) => {
  test("control: without the index both have him", async () => {
    await within(database(), async ({ db, act, offer, request, context }) => {
      await db.schema.dropIndex("returnee_matches_one_offer").execute();
      const { id: returneeId } = await offer();
      const bothHaveLooked = createRendezvous(2);
      const ask = async ({ id: requestId, clerk }: Awaited<ReturnType<typeof request>>) =>
        act(async (trx) => {
          await bothHaveLooked();
          await proposeMatch(trx, context, clerk, { requestId, returneeId });
        });
      const villages = [await request(), await request()] as const;
      await Promise.all(villages.map(ask));
      const { count } = await db
        .selectFrom("returnee_matches")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("returnee_id", "=", returneeId)
        .executeTakeFirstOrThrow();
      assert.equal(count, 2);
    });
  });
});
