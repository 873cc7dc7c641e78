import assert from "node:assert/strict";
import { before, test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { registerGuardedTables } from "#kernel/audit.ts";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { createFieldCipher } from "#kernel/encryption.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { addAreaSetMember, assignStationArea, createAreaSet, endAreaSetMember } from "./area-commands.ts";
import { listAreaSetsOf } from "./area-queries.ts";
import { buildAnswers, buildOrganisation } from "./builders.ts";
import { listSuccessorCodes, importCodeTable } from "./code-tables.ts";
import { organisationsModule } from "./index.ts";
import { purgeOldRecords } from "./jobs.ts";
import { submitOrganisation } from "./organisation-commands.ts";
import {
  findByReceipt,
  findPublicOrganisation,
  getOrganisation,
  getOrganisationContact,
  listOrganisations,
} from "./organisation-queries.ts";
import {
  rejectOrganisation,
  reinstateOrganisation,
  resubmitOrganisation,
  suspendOrganisation,
  verifyOrganisation,
  withdrawOrganisation,
} from "./review-commands.ts";
import { type OrganisationEvent, organisationStates } from "./state.ts";
import { findStationFor, findTakeOverStation } from "./station-queries.ts";
import { closeUnit, createUnit, type UnitReference } from "./unit-commands.ts";
import { getUnit } from "./unit-queries.ts";

const clock = createTestClock("2026-11-23T01:00:00Z");
const context = {
  clock,
  cipher: createFieldCipher(new Map([[1, Buffer.alloc(32, 2)]]), Buffer.alloc(32, 3)),
};
const actor = systemActor("test");
const reason = "测试用的原因";

const refusedWith =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof AppError && error.code === code;

databaseSuite("registered organisations", (database) => {
  let root: UnitReference;
  let street: UnitReference;
  let other: UnitReference;
  const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(database().db, work);

  before(async () => {
    registerGuardedTables(organisationsModule.guardedTables ?? []);
    root = await act((trx) =>
      createUnit(trx, context, actor, {
        kind: "committee",
        name: "测试区科普委员会",
        validFrom: "2026-01-01",
      }),
    );
    street = await act((trx) =>
      createUnit(trx, context, actor, {
        kind: "street",
        name: "枫溪街道",
        parentId: root.id,
        validFrom: "2026-01-01",
      }),
    );
    other = await act((trx) =>
      createUnit(trx, context, actor, {
        kind: "street",
        name: "别处街道",
        parentId: root.id,
        validFrom: "2026-01-01",
      }),
    );
  });

  const build = (status: Parameters<typeof buildOrganisation>[2]["status"]) =>
    buildOrganisation(database().db, context, {
      homeUnitId: street.id,
      ...(status === undefined ? {} : { status }),
    });

  test("every command is allowed in the states of the table and refused in all others", async () => {
    const commands: Record<
      Exclude<OrganisationEvent, "begin_review" | "return">,
      (trx: Trx, id: string) => Promise<unknown>
    > = {
      verify: (trx, organisationId) => verifyOrganisation(trx, context, actor, { organisationId }),
      reject: (trx, organisationId) => rejectOrganisation(trx, context, actor, { organisationId, reason }),
      suspend: (trx, organisationId) => suspendOrganisation(trx, context, actor, { organisationId, reason }),
      reinstate: (trx, organisationId) => reinstateOrganisation(trx, context, actor, { organisationId }),
      resubmit: (trx, organisationId) =>
        resubmitOrganisation(trx, context, actor, { organisationId, answers: buildAnswers(street.id) }),
      withdraw: (trx, organisationId) => withdrawOrganisation(trx, context, actor, { organisationId }),
    };
    for (const state of organisationStates.states) {
      for (const event of ["verify", "reject", "suspend", "reinstate", "resubmit", "withdraw"] as const) {
        const { id } = await build(state);
        const expected = organisationStates.next(state, event);
        if (expected === undefined)
          await assert.rejects(
            act((trx) => commands[event](trx, id)),
            refusedWith("state.conflict"),
            `${state} + ${event}`,
          );
        else await act((trx) => commands[event](trx, id));
        assert.equal(
          (await getOrganisation(database().db, id)).status,
          expected ?? state,
          `${state} + ${event}`,
        );
      }
    }
  });

  test("verification gives a unit under the street, the facts, and tells later modules", async () => {
    const { db } = database();
    const { id } = await build("submitted");
    const { unitId } = await act((trx) => verifyOrganisation(trx, context, actor, { organisationId: id }));
    const unit = await getUnit(db, unitId ?? "", "2026-11-23");
    assert.equal(unit.parentId, street.id);
    const facts = await db
      .selectFrom("facts")
      .select(["kind", "unit_id", "plan_tags"])
      .where("source_id", "=", id)
      .orderBy("kind")
      .execute();
    assert.deepEqual(
      facts.map((fact) => [fact.kind, fact.unit_id]),
      [
        ["organisations.non_profit_verified", unitId],
        ["organisations.verified", unitId],
      ],
    );
    const event = await db
      .selectFrom("outbox_events")
      .select("payload")
      .where("name", "=", "organisations.verified")
      .orderBy("event_no", "desc")
      .executeTakeFirstOrThrow();
    assert.deepEqual(event.payload, { organisationId: id, unitId });
  });

  test("of two reviewers at once exactly one wins, and one unit is made", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await build("submitted");
      const results = await Promise.allSettled([
        act((trx) => verifyOrganisation(trx, context, actor, { organisationId: id })),
        act((trx) => rejectOrganisation(trx, context, actor, { organisationId: id, reason })),
        act((trx) => verifyOrganisation(trx, context, actor, { organisationId: id })),
      ]);
      assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
      for (const result of results)
        if (result.status === "rejected") assert.ok(refusedWith("state.conflict")(result.reason));
      const events = await database()
        .db.selectFrom("organisation_events")
        .select("event")
        .where("organisation_id", "=", id)
        .execute();
      assert.equal(events.length, 2);
    }
  });

  test("control: reading the status and then writing it lets both reviewers win", async () => {
    const { id } = await build("submitted");
    const meeting = { arrived: 0 };
    const careless = (status: "verified" | "rejected") =>
      act(async (trx) => {
        const row = await trx
          .selectFrom("organisations")
          .select("status")
          .where("id", "=", id)
          .executeTakeFirstOrThrow();
        if (organisationStates.eventsFrom(row.status).length === 0 || row.status !== "submitted")
          throw new Error("too late");
        meeting.arrived += 1;
        for (let wait = 0; wait < 100 && meeting.arrived < 2; wait += 1)
          await new Promise((resolve) => setTimeout(resolve, 5));
        await trx.updateTable("organisations").set({ status }).where("id", "=", id).execute();
      });
    const results = await Promise.allSettled([careless("verified"), careless("rejected")]);
    assert.equal(results.filter((result) => result.status === "fulfilled").length, 2);
  });

  test("a standing credit code is taken once, also by two at once; a rejected one is free again", async () => {
    const answers = buildAnswers(street.id);
    const submit = () =>
      act((trx) =>
        submitOrganisation(trx, context, actor, {
          answers: { ...answers, creditCode: answers.creditCode.toLowerCase() },
        }),
      );
    const results = await Promise.allSettled([submit(), submit(), submit()]);
    const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    assert.equal(won.length, 1);
    await assert.rejects(submit(), refusedWith("organisations.credit_code_taken"));
    await act((trx) => rejectOrganisation(trx, context, actor, { organisationId: won[0]?.id ?? "", reason }));
    await submit();
  });

  test("wrong codes, phones and homes are refused at their fields", async () => {
    const submit = (change: Parameters<typeof buildAnswers>[1]) =>
      act((trx) => submitOrganisation(trx, context, actor, { answers: buildAnswers(street.id, change) }));
    const fieldOf = (field: string) => (error: unknown) => error instanceof AppError && field in error.fields;
    await assert.rejects(submit({ creditCode: "92990101MA00000010" }), fieldOf("creditNo"));
    await assert.rejects(submit({ contactPhone: "12345" }), fieldOf("contactPhone"));
    await assert.rejects(submit({ homeUnitId: root.id }), fieldOf("homeUnitId"));
  });

  test("contacts lie encrypted, are found by receipt and phone together, and are forgotten 180 days after the end", async () => {
    const { db } = database();
    const { id, receiptNo } = await build("rejected");
    const row = await db
      .selectFrom("organisations")
      .select(["contact_name", "contact_phone"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    assert.equal(row.contact_phone.includes("19900000001"), false);
    assert.deepEqual(await getOrganisationContact(db, context.cipher, id), {
      name: "测试联系人",
      phone: "19900000001",
    });
    assert.equal(
      (await findByReceipt(db, context, { receiptNo: receiptNo.toLowerCase(), phone: "199 0000 0001" }))?.id,
      id,
    );
    assert.equal(await findByReceipt(db, context, { receiptNo, phone: "19900000002" }), undefined);
    clock.advanceMs(181 * 86_400_000);
    assert.ok((await purgeOldRecords({ db, ...context })).contacts >= 1);
    assert.deepEqual(await getOrganisationContact(db, context.cipher, id), { name: "", phone: "" });
    assert.equal((await purgeOldRecords({ db, ...context })).contacts, 0);
    clock.set("2026-11-23T01:00:00Z");
  });

  test("only verified organisations are public, and a queue shows only its own area", async () => {
    const { db } = database();
    for (const status of organisationStates.states) {
      const { id } = await build(status);
      assert.equal((await findPublicOrganisation(db, id)) !== undefined, status === "verified", status);
    }
    const far = await buildOrganisation(db, context, { homeUnitId: other.id });
    const ids = async (scope: string[]) =>
      (await listOrganisations(db, {}, { scope, page: 1, size: 200 })).rows.map((row) => row.id);
    assert.equal((await ids([street.path])).includes(far.id), false);
    assert.deepEqual(await ids([other.path]), [far.id]);
    assert.ok((await ids([root.path])).includes(far.id));
    assert.deepEqual(await ids([]), []);
  });

  test("an existing unit is linked only inside the home and only once", async () => {
    const [inside, outside] = await act(async (trx) => [
      await createUnit(trx, context, actor, { kind: "society", name: "已有社团", parentId: street.id }),
      await createUnit(trx, context, actor, { kind: "society", name: "别处社团", parentId: other.id }),
    ]);
    const verify = async (unitId: string) => {
      const { id } = await build("submitted");
      return act((trx) => verifyOrganisation(trx, context, actor, { organisationId: id, unitId }));
    };
    await assert.rejects(verify(outside?.id ?? ""), refusedWith("organisations.link_unit"));
    assert.equal((await verify(inside?.id ?? "")).unitId, inside?.id);
    await assert.rejects(verify(inside?.id ?? ""), refusedWith("organisations.link_unit"));
    await assert.rejects(
      act((trx) => closeUnit(trx, context, actor, { unitId: inside?.id ?? "", validTo: "2026-12-31" })),
      refusedWith("organisations.in_use"),
    );
  });

  test("a unit is in one set of a scheme a day, in another set from the day after, and inherits its parent's", async () => {
    const { db } = database();
    const set = (name: string, scheme?: string) =>
      act((trx) =>
        createAreaSet(trx, context, actor, {
          name,
          validFrom: "2026-01-01",
          ...(scheme === undefined ? {} : { scheme }),
        }),
      );
    const [direct, entrusted, second] = [
      await set("直管区"),
      await set("托管区"),
      await set("北片", "farming"),
    ];
    const add = (areaSetId: string, validFrom: string, validTo?: string) =>
      act((trx) =>
        addAreaSetMember(trx, context, actor, {
          areaSetId,
          unitId: street.id,
          validFrom,
          ...(validTo === undefined ? {} : { validTo }),
        }),
      );
    const member = await add(entrusted.id, "2026-01-01");
    await assert.rejects(add(direct.id, "2026-07-01"), refusedWith("organisations.area_overlap"));
    await add(second.id, "2026-01-01");
    await act((trx) => endAreaSetMember(trx, context, actor, { memberId: member.id, validTo: "2026-07-01" }));
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => add(direct.id, "2026-07-01")));
    assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
    const community = await act((trx) =>
      createUnit(trx, context, actor, { kind: "community", name: "片区社区", parentId: street.id }),
    );
    const names = async (day: string) =>
      (await listAreaSetsOf(db, community.path, day)).map((one) => one.name);
    assert.deepEqual(await names("2026-06-30"), ["托管区", "北片"]);
    assert.deepEqual(await names("2026-07-01"), ["直管区", "北片"]);
    await assert.rejects(add(direct.id, "2026-07-01", "2026-07-01"), refusedWith("organisations.area_dates"));
  });

  test("an order falls to the nearest station of its address, and the station above may take over", async () => {
    const { db } = database();
    const [center, sub, station, community, bare] = await act(async (trx) => {
      const add = (unit: Parameters<typeof createUnit>[3]) =>
        createUnit(trx, context, actor, { validFrom: "2026-01-01", ...unit });
      const top = await add({ kind: "station", name: "测试中心", parentId: root.id, stationLevel: "center" });
      const middle = await add({
        kind: "station",
        name: "测试所",
        parentId: street.id,
        stationLevel: "sub",
        stationOf: top.id,
      });
      const near = await add({ kind: "community", name: "有站社区", parentId: street.id });
      const low = await add({
        kind: "station",
        name: "测试站",
        parentId: near.id,
        stationLevel: "station",
        stationOf: middle.id,
      });
      const without = await add({ kind: "community", name: "无站社区", parentId: street.id });
      await assignStationArea(trx, context, actor, {
        stationId: middle.id,
        unitId: street.id,
        validFrom: "2026-01-01",
      });
      await assignStationArea(trx, context, actor, {
        stationId: low.id,
        unitId: near.id,
        validFrom: "2026-03-01",
      });
      return [top, middle, low, near, without] as const;
    });
    assert.equal((await findStationFor(db, community.id, "2026-11-23"))?.id, station.id);
    assert.equal((await findStationFor(db, community.id, "2026-02-28"))?.id, sub.id);
    assert.equal((await findStationFor(db, bare.id, "2026-11-23"))?.id, sub.id);
    assert.equal(await findStationFor(db, other.id, "2026-11-23"), undefined);
    assert.equal((await findTakeOverStation(db, station.id, "2026-11-23"))?.id, sub.id);
    assert.equal((await findTakeOverStation(db, sub.id, "2026-11-23"))?.id, center.id);
    assert.equal(await findTakeOverStation(db, center.id, "2026-11-23"), undefined);
    await assert.rejects(
      act((trx) =>
        assignStationArea(trx, context, actor, {
          stationId: sub.id,
          unitId: community.id,
          validFrom: "2026-05-01",
        }),
      ),
      refusedWith("organisations.station_area_overlap"),
    );
    // A closed sub-station serves nobody any more, and the chain passes over it.
    await act((trx) => closeUnit(trx, context, actor, { unitId: sub.id, validTo: "2026-11-23" }));
    assert.equal((await findTakeOverStation(db, station.id, "2026-11-23"))?.id, center.id);
    assert.equal(await findStationFor(db, bare.id, "2026-11-23"), undefined);
  });

  test("a code table is imported once a version, with its mapping to the version before", async () => {
    const table = {
      scheme: "test-codes",
      version: "1",
      name: "测试代码",
      source: "测试",
      rows: [
        { code: "01", name: "一" },
        { code: "0101", name: "一一", parentCode: "01" },
      ],
    };
    const load = (change: Partial<Parameters<typeof importCodeTable>[3]> = {}) =>
      act((trx) => importCodeTable(trx, context, actor, { ...table, ...change }));
    assert.deepEqual(await load(), { rows: 2 });
    assert.deepEqual(await load(), { rows: 2 });
    await assert.rejects(
      load({ rows: [{ code: "01", name: "别的" }] }),
      refusedWith("organisations.code_table_exists"),
    );
    await assert.rejects(
      load({ version: "2", rows: [{ code: "01", name: "一", parentCode: "99" }] }),
      refusedWith("organisations.code_table_rows"),
    );
    await assert.rejects(load({ version: "2", rows: [] }), refusedWith("organisations.code_table_empty"));
    await load({
      version: "2",
      previousVersion: "1",
      rows: [{ code: "A1", name: "一（新）", previousCodes: ["01"] }],
    });
    assert.equal(
      (await listSuccessorCodes(database().db, { scheme: "test-codes", version: "1", code: "01" }))[0]?.code,
      "A1",
    );
  });
});
