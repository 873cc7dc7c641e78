import assert from "node:assert/strict";
import { test } from "node:test";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildCookie, buildPerson, callApi } from "#modules/identity/builders.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import {
  applyAsExpert,
  decideApplication,
  listOwnApplications,
  withdrawApplication,
} from "./expert-applications.ts";
import { expertsDataSource } from "./expert-data.ts";
import { listDuties, removeDuty, setDuty } from "./expert-duties.ts";
import { declareInterest, listReadyExperts, setOwnProfile } from "./expert-profiles.ts";
import {
  appointExpert,
  endExpertTerm,
  findExpertOf,
  findSigningTerm,
  listExperts,
  registerExpert,
} from "./experts.ts";
import { peoplePaths } from "./paths.ts";

const refusedWith = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;
const asActor = (personId: string): PersonActor => ({
  kind: "person",
  personId,
  sessionId: personId,
  grants: [],
  secondFactor: false,
});
const application = {
  publicTitle: "演示学校退休物理教师",
  fields: ["physics", "astronomy"],
  offers: "答居民提问、进校园讲课",
  proof: "高级教师，证书 演示 001 号",
  senior: "yes",
} as const;

databaseSuite("experts' desk", (database) => {
  test("a person applies with fields and proof, somebody else admits, and the roster takes only who is there", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const within = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(context.db, work);
    await buildUnit(context.db);
    const teacher = asActor((await buildPerson(context, { fullName: "演示教师" })).id);
    const editor = asActor((await buildPerson(context, { fullName: "演示编辑" })).id);
    for (const [wrong, code] of [
      [{ fields: [] }, "people.application_fields"],
      [{ fields: ["palmistry"] }, "people.application_fields"],
      [{ proof: "有" }, "people.application_proof"],
      [{ publicTitle: " " }, "people.expert_title"],
    ] as const)
      await assert.rejects(
        within((trx) => applyAsExpert(trx, context, teacher, { ...application, ...wrong })),
        refusedWith(code),
      );
    const taken = await within((trx) => applyAsExpert(trx, context, teacher, application));
    await assert.rejects(
      within((trx) => applyAsExpert(trx, context, teacher, application)),
      refusedWith("people.application_waiting"),
    );
    await within((trx) => withdrawApplication(trx, context, teacher, taken));
    const id = await within((trx) => applyAsExpert(trx, context, teacher, application));
    const admit = (actor: PersonActor) =>
      within((trx) =>
        decideApplication(trx, context, actor, {
          id,
          decision: "admit",
          endsOn: "2026-12-20",
          document: "演示聘书 第 1 号",
          canSign: "no",
        }),
      );
    await assert.rejects(admit(teacher), refusedWith("people.application_own"));
    // Control: the database refuses it too, where the command would not.
    await assert.rejects(
      context.db
        .updateTable("expert_applications")
        .set({ status: "admitted", decided_by_person_id: teacher.personId })
        .where("id", "=", id)
        .execute(),
      /expert_applications_decision_check/u,
    );
    await admit(editor);
    await assert.rejects(admit(editor), refusedWith("state.conflict"));
    const expertId = (await findExpertOf(context.db, teacher.personId)) ?? "";
    const { rows } = await listExperts(context.db, context, { scope: "everywhere", page: 1, size: 10 });
    assert.deepEqual(
      rows.map((row) => row.terms.map((term) => term.field).toSorted()),
      [["astronomy", "physics"]],
    );
    assert.equal(
      await findSigningTerm(context.db, { personId: teacher.personId, field: "physics", day: "2026-11-23" }),
      undefined,
      "no right to sign was given",
    );
    const ready = (day: string) => listReadyExperts(context.db, { field: "physics", day });
    assert.deepEqual(
      (await ready("2026-11-23")).map((one) => [one.isSenior, one.away, one.onDuty]),
      [[true, false, false]],
    );
    assert.deepEqual(await ready("2026-12-21"), [], "the term is over");
    const duty = (weekStartsOn: string) =>
      within((trx) =>
        setDuty(trx, context, systemActor("test"), { expertId, kind: "questions", weekStartsOn }),
      );
    await assert.rejects(duty("2026-11-24"), refusedWith("people.duty_week"));
    await assert.rejects(duty("2026-12-21"), refusedWith("people.duty_term"));
    const dutyId = await duty("2026-11-23");
    await assert.rejects(duty("2026-11-23"), refusedWith("people.duty_twice"));
    await within((trx) =>
      setOwnProfile(trx, context, teacher, { openLimit: 2, awayFrom: "2026-12-01", awayUntil: "2026-12-02" }),
    );
    await assert.rejects(duty("2026-11-30"), refusedWith("people.duty_away"));
    await duty("2026-12-07");
    assert.equal((await ready("2026-11-25"))[0]?.onDuty, true);
    assert.equal((await ready("2026-12-01"))[0]?.away, true);
    const listed = await listDuties(context.db, context, {
      scope: "everywhere",
      from: "2026-11-25",
      page: 1,
      size: 10,
    });
    assert.deepEqual(
      listed.rows.map((row) => row.weekStartsOn),
      ["2026-11-23", "2026-12-07"],
      "this week stands first",
    );
    await within((trx) => removeDuty(trx, context, systemActor("test"), dutyId));
    await within((trx) =>
      declareInterest(trx, context, teacher, { organisation: "演示公司", relation: "领过课题经费" }),
    );
    assert.deepEqual((await ready("2026-11-23"))[0]?.interests, ["演示公司"]);
    const [term] = rows[0]?.terms ?? [];
    await within((trx) =>
      endExpertTerm(trx, context, systemActor("test"), {
        expertId,
        termId: term?.id ?? "",
        reason: "演示结束",
      }),
    );
    const own = JSON.stringify(await expertsDataSource.exportOf(context.db, context, teacher.personId));
    assert.match(own, /演示 001 号.*领过课题经费.*2026-12-07/su);
    await within((trx) => expertsDataSource.erase(trx, context, teacher.personId));
    const after = JSON.stringify(await expertsDataSource.exportOf(context.db, context, teacher.personId));
    assert.doesNotMatch(after, /001 号|课题经费|2026-12-02/u);
  });

  test("who admits without managing experts gives no right to sign, and is told who does", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    await buildUnit(context.db);
    const root = await context.db
      .selectFrom("org_units")
      .select("id")
      .where("parent_id", "is", null)
      .executeTakeFirstOrThrow();
    const cookieOf = async (role: "editor" | "supervisor"): Promise<string> => {
      const { id } = await buildPerson(context, { roles: [{ role, unitId: root.id }] });
      return buildCookie(context, id);
    };
    const [editor, supervisor] = [await cookieOf("editor"), await cookieOf("supervisor")];
    const apply = async () => {
      const person = asActor((await buildPerson(context)).id);
      const id = await inTransaction(context.db, (trx) => applyAsExpert(trx, context, person, application));
      return { id, personId: person.personId };
    };
    const rightsOf = async (personId: string) => {
      const terms = await context.db
        .selectFrom("expert_terms as term")
        .innerJoin("experts as expert", "expert.id", "term.expert_id")
        .select("term.can_sign")
        .where("expert.person_id", "=", personId)
        .execute();
      return new Set(terms.map((row) => row.can_sign));
    };
    const admit = (cookie: string, id: string, canSign: "yes" | "no") =>
      callApi(server, cookie, "POST", `/api/expert-applications/${id}/admit`, {
        endsOn: "2026-12-20",
        document: "演示聘书 第 3 号",
        canSign,
      });
    const [first, second] = [await apply(), await apply()];
    const refused = await admit(editor, first.id, "yes");
    assert.equal(refused.statusCode, 403);
    assert.match(refused.body, /审签权只能由管理专家的岗位/u);
    assert.equal((await admit(editor, first.id, "no")).statusCode, 200);
    assert.equal((await admit(supervisor, second.id, "yes")).statusCode, 200);
    assert.deepEqual(await rightsOf(first.personId), new Set([false]));
    assert.deepEqual(await rightsOf(second.personId), new Set([true]));
  });

  test("who is registered already and applies for another field keeps his unit and the words under his name", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const within = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(context.db, work);
    const hospital = await buildUnit(context.db, { name: "演示区医院" });
    const doctor = asActor((await buildPerson(context, { fullName: "演示医师" })).id);
    const editor = asActor((await buildPerson(context, { fullName: "演示编辑" })).id);
    const known = { personId: doctor.personId, unitId: hospital.id, publicTitle: "演示区医院主任医师" };
    const expertId = await within((trx) => registerExpert(trx, context, systemActor("test"), known));
    const id = await within((trx) => applyAsExpert(trx, context, doctor, application));
    await within((trx) =>
      decideApplication(trx, context, editor, {
        id,
        decision: "admit",
        endsOn: "2026-12-20",
        document: "演示聘书 第 2 号",
        canSign: "no",
      }),
    );
    const { rows } = await listExperts(context.db, context, { scope: "everywhere", page: 1, size: 10 });
    const [one] = rows.filter((row) => row.id === expertId);
    assert.deepEqual(
      [one?.unitId, one?.publicTitle, one?.terms.map((term) => term.field).toSorted()],
      [hospital.id, known.publicTitle, ["astronomy", "physics"]],
    );
  });

  test("the pages work with forms alone, keep what was typed, and an expert says when he is away", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const person = await buildPerson(context, { fullName: "演示医师" });
    const cookie = await buildCookie(context, person.id);
    const get = (url: string) => server.app.inject({ url, headers: { cookie } });
    const post = async (url: string, from: string, body: Record<string, string>) => {
      const key = /name="_key" value="([^"]+)"/u.exec((await get(from)).body)?.[1] ?? "";
      const boundary = "----demo";
      const parts = Object.entries({ ...body, _key: key }).map(
        ([name, value]) =>
          `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      );
      return server.app.inject({
        method: "POST",
        url,
        headers: {
          cookie,
          "sec-fetch-site": "same-origin",
          "content-type": `multipart/form-data; boundary=${boundary}`,
        },
        payload: `${parts.join("")}--${boundary}--\r\n`,
      });
    };
    assert.match((await get("/me")).body, /href="\/my\/expert"/u, "the page is reached from 我的");
    const refused = await post(peoplePaths.expertApply, peoplePaths.expertApply, {
      publicTitle: "演示医院营养科医师",
      offers: "答疑",
      proof: "",
    });
    assert.match(refused.body, /请选 1 到 5 个领域/u);
    assert.match(refused.body, /演示医院营养科医师/u, "what was typed stays");
    const sent = await post(peoplePaths.expertApply, peoplePaths.expertApply, {
      publicTitle: "演示医院营养科医师",
      fields: "nutrition",
      offers: "答疑",
      proof: "主治医师，演示 002 号",
    });
    assert.equal(sent.statusCode, 303, sent.body.slice(0, 300));
    const [own] = await listOwnApplications(context.db, context, person.id);
    assert.equal(own?.status, "submitted");
    assert.match((await get(peoplePaths.expertApply)).body, /等核对/u);
    assert.match((await get(peoplePaths.expertOwn)).body, /还没有登记为专家/u);
    const root = await context.db
      .selectFrom("org_units")
      .select("id")
      .where("parent_id", "is", null)
      .executeTakeFirstOrThrow();
    await inTransaction(context.db, async (trx) => {
      const actor = systemActor("test");
      const expertId = await registerExpert(trx, context, actor, {
        personId: person.id,
        unitId: root.id,
        publicTitle: "演示医院营养科医师",
      });
      for (const [field, startsOn, endsOn] of [
        ["nutrition", "2026-11-01", "2027-10-31"],
        ["medicine", "2027-01-01", "2027-12-31"],
      ] as const)
        await appointExpert(trx, context, actor, {
          expertId,
          field,
          canSign: "no",
          startsOn,
          endsOn,
          document: "演示聘书 第 4 号",
        });
      await setDuty(trx, context, actor, { expertId, kind: "questions", weekStartsOn: "2026-11-23" });
    });
    // Wednesday of the week on duty; one of the terms begins next year.
    server.clock.set("2026-11-25T01:00:00Z");
    const shown = (await get(peoplePaths.expertOwn)).body;
    assert.match(shown, /2026-11-23 起一周/u, "this week's duty stands until its end");
    assert.match(shown, /到 2027-10-31/u);
    assert.doesNotMatch(shown, /到 2027-12-31/u, "a term that has not begun is not one in force");
    const unreal = await post(peoplePaths.expertTimes, peoplePaths.expertOwn, {
      openLimit: "7",
      awayFrom: "2026-12-30",
      awayUntil: "2027-02-30",
    });
    assert.equal(unreal.statusCode, 422, "no 30 February, and no failure of the system either");
    assert.match(unreal.body, /没有这一天/u);
    assert.match(unreal.body, /value="2026-12-30"/u, "what was typed stays");
    const times = await post(peoplePaths.expertTimes, peoplePaths.expertOwn, {
      openLimit: "7",
      awayFrom: "2026-12-30",
      awayUntil: "2027-02-28",
    });
    assert.equal(times.statusCode, 303, times.body.slice(0, 300));
  });
});
