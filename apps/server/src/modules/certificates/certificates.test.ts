import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { createSigner, formatVerifier } from "@kepu/transparency-log";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { makeCheckpoint } from "#kernel/ledger-checkpoint.ts";
import { ledgerOrigin, loadLedgerKeys } from "#kernel/ledger-keys.ts";
import { sequenceLedger } from "#kernel/ledger-sequencer.ts";
import { buildOrder, buildOrderWorld, walkOrder } from "#modules/orders/builders.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { decideCorrection, requestCorrection } from "#modules/teams/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { buildCertificate } from "./builders.ts";
import {
  endCertificate,
  issueCertificate,
  requestCertificate,
  takeNumber,
  thankVolunteer,
} from "./commands.ts";
import { checkFile, findNote, openClaim, CertificateProblem } from "./note.ts";
import { findCertificate, getCertificate, openCertificate } from "./queries.ts";
import { renderCertificate, toCertificateFile, toCodeText } from "./sheet.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const problem = (kind: string) => (error: unknown) =>
  error instanceof CertificateProblem && error.kind === kind;

const keysOf = ({ config }: TestServer) => loadLedgerKeys(config.dataFolder, ledgerOrigin(config.publicUrl));

const signTree = async (server: TestServer): Promise<void> => {
  const { db, clock, config } = server.context;
  const { signer, earlier } = keysOf(server);
  await sequenceLedger(db, {
    origin: signer.name,
    suite: "sha256",
    verifier: formatVerifier(signer.verifier),
  });
  await makeCheckpoint(db, {
    clock,
    signer,
    earlier,
    suite: "sha256",
    checkpointFolder: config.checkpointFolder,
  });
};

const rounds = 200;

databaseSuite("certificates of service records", (database) => {
  test("what was signed on site and what was added by hand stand apart, the paper lists every service, and its code is checked without the database", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const world = await buildOrderWorld(context.db, { ...context, clock: server.clock });
    const orderId = await buildOrder(world);
    await walkOrder(world, orderId, "confirmed");
    const volunteer = world.team.leader;
    const today = world.clock.now().toISOString().slice(0, 10);
    const certificateId = await world.act((trx) =>
      requestCertificate(trx, context, volunteer, {
        unitId: world.station.id,
        from: "2026-01-01",
        to: today,
        purpose: "演示：第二课堂",
      }),
    );
    await assert.rejects(
      world.act((trx) => issueCertificate(trx, context, volunteer, certificateId)),
      refused("certificates.own"),
    );
    await world.act((trx) => issueCertificate(trx, context, world.dispatcher, certificateId));
    await signTree(server);
    const opened = await openCertificate(context.db, context, certificateId);
    assert.deepEqual(
      [opened.content.creditedMinutes, opened.content.addedMinutes, opened.content.services.length],
      [40, 0, 1],
    );
    assert.equal(opened.content.services[0]?.title, "教我用手机挂号");

    const keys = keysOf(server);
    const text = await toCodeText(context, opened, keys);
    assert.ok(text.length < 1_400, `${text.length} characters fit a code`);
    const claim = openClaim(findNote(text) ?? "", [keys.signer.verifier]);
    assert.deepEqual([claim.creditedMinutes, claim.addedMinutes, claim.name], [40, 0, "演示队长"]);
    assert.ok(claim.leaf !== undefined);

    const file = await toCertificateFile(context, opened, keys);
    assert.equal(checkFile(file, [keys.signer.verifier]).inLedger, true);
    const forged = { ...file, content: file.content.replace('"minutes":40', '"minutes":400') };
    assert.notEqual(forged.content, file.content);
    assert.throws(() => checkFile(forged, [keys.signer.verifier]), problem("other_content"));
    const renamed = { ...file, note: file.note.replace("演示队长", "演示别人") };
    assert.throws(() => checkFile(renamed, [keys.signer.verifier]), problem("wrong_signature"));
    const stranger = createSigner(keys.signer.name, Buffer.alloc(32, 9));
    assert.throws(() => checkFile(file, [stranger.verifier]), problem("unknown_key"));

    const pdf = await renderCertificate(context, opened, keys);
    const printed = openClaim(findNote(pdf.toString("latin1")) ?? "", [keys.signer.verifier]);
    assert.deepEqual(printed, claim, "the file carries the code's text for programs");

    const page = await server.app.inject({
      url: `/certificates/verify?no=${opened.content.no}&code=${opened.view.checkCode}`,
    });
    assert.match(page.body, /志愿服务记录证明：有效/);
    assert.ok(!page.body.includes("演示队长"), "the public page masks the name");
    const guess = await server.app.inject({
      url: `/certificates/verify?no=${opened.content.no}&code=0000000000`,
    });
    assert.match(guess.body, /没有这份证明/);
  });

  test("an hour that is corrected makes the certificate out of date, a revoked one says why, and neither fact stays", async () => {
    const { db } = database();
    const context = { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher };
    const street = await buildUnit(db, { kind: "street" });
    const made = await buildCertificate(db, context, {
      homeUnitId: street.id,
      areaUnitId: street.id,
      day: "2026-11-20",
      status: "issued",
    });
    const standing = async () => (await getCertificate(db, made.id)).standing;
    assert.equal(await standing(), "issued");
    const second = await buildActor(db, context, "演示核对人");
    await inTransaction(db, async (trx) => {
      const correctionId = await requestCorrection(trx, context, made.volunteer, {
        hoursId: made.hoursId,
        wantedMinutes: 60,
        reason: "那天只做了一个小时",
      });
      await decideCorrection(trx, context, second, { correctionId, decision: "accept" });
    });
    assert.equal(await standing(), "superseded");
    await assert.rejects(
      inTransaction(db, (trx) =>
        endCertificate(trx, context, second, { certificateId: made.id, event: "revoke", reason: "" }),
      ),
      refused("certificates.reason_needed"),
    );
    await inTransaction(db, (trx) =>
      endCertificate(trx, context, second, {
        certificateId: made.id,
        event: "revoke",
        reason: "时长有更正，另行出具",
      }),
    );
    assert.equal(await standing(), "revoked");
    const facts = await db.selectFrom("facts").select("quantity").where("source_id", "=", made.id).execute();
    assert.equal(
      facts.reduce((sum, fact) => sum + fact.quantity, 0),
      0,
    );
    const view = await getCertificate(db, made.id);
    assert.ok(view.no !== null && view.checkCode !== null);
    assert.equal((await findCertificate(db, { no: view.no, code: view.checkCode }))?.standing, "revoked");
  });

  test("one request waits at a time; a letter of thanks goes to a member of a team of the unit", async () => {
    const { db } = database();
    const context = { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher };
    const street = await buildUnit(db, { kind: "street" });
    const made = await buildCertificate(db, context, {
      homeUnitId: street.id,
      areaUnitId: street.id,
      day: "2026-11-20",
    });
    const again = { unitId: made.unitId, from: "2026-11-01", to: "2026-11-20" };
    await assert.rejects(
      inTransaction(db, (trx) => requestCertificate(trx, context, made.volunteer, again)),
      refused("certificates.waiting"),
    );
    await assert.rejects(
      inTransaction(db, (trx) =>
        requestCertificate(trx, context, made.volunteer, { ...again, from: "2025-01-01", to: "2025-02-01" }),
      ),
      refused("certificates.no_hours"),
    );
    const staff = await buildActor(db, context, "演示站长");
    const words = "感谢您一年里二十次上门教老人用手机。";
    const input = { ...again, personId: made.volunteer.personId, words };
    const id = await inTransaction(db, (trx) => thankVolunteer(trx, context, staff, input));
    const opened = await openCertificate(db, context, id);
    assert.deepEqual([opened.content.kind, opened.content.words], ["thanks", words]);
    const stranger = await buildActor(db, context);
    await assert.rejects(
      inTransaction(db, (trx) =>
        thankVolunteer(trx, context, staff, { ...input, personId: stranger.personId }),
      ),
      refused("certificates.not_a_member"),
    );
  });

  test(`numbers taken at once, some given back, ${rounds} rounds: no gap and no double`, async () => {
    const { db } = database();
    const take = (year: number) => async (fails: boolean) => {
      try {
        return await inTransaction(db, async (trx) => {
          const no = await takeNumber(trx, year);
          if (randomInt(2) === 1) await setTimeout(randomInt(2));
          if (fails) throw new Error("given back");
          return no;
        });
      } catch (error) {
        if (error instanceof Error && error.message === "given back") return undefined;
        throw error;
      }
    };
    const taken: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const act = take(2090);
      const found = await Promise.all([act(false), act(round % 3 === 0), act(false)]);
      taken.push(...found.filter((no) => no !== undefined));
    }
    const numbers = taken.map((no) => Number(no.slice(-6))).sort((left, right) => left - right);
    assert.deepEqual(
      numbers,
      numbers.map((_no, index) => index + 1),
    );
  });

  test("control: numbers read and then written without a lock are taken twice", async () => {
    const { db } = database();
    await sql`insert into certificate_counters (year, last_no) values (2091, 1)`.execute(db);
    const takeUnguarded = () =>
      inTransaction(db, async (trx) => {
        const { rows } = await sql<{
          last_no: number;
        }>`select last_no from certificate_counters where year = 2091`.execute(trx);
        const next = (rows[0]?.last_no ?? 0) + 1;
        await setTimeout(1);
        await sql`update certificate_counters set last_no = ${next} where year = 2091`.execute(trx);
        return next;
      });
    let doubles = 0;
    for (let round = 0; round < 20; round += 1) {
      const [first, second] = await Promise.all([takeUnguarded(), takeUnguarded()]);
      if (first === second) doubles += 1;
    }
    assert.ok(doubles > 0);
  });
});
