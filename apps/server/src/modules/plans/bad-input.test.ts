import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { listSentences } from "@kepu/plan-parser";
import { inTransaction } from "#kernel/db.ts";
import { databaseSuite } from "#test/support/database.ts";
import { personActor, startWorld } from "#test/support/whole-system.ts";
import { buildPlan } from "./builders.ts";
import { getDocument, importDocument, readPlan } from "./documents.ts";
import { listClauses } from "./links.ts";

const brokenNumbering = `演示区科学素质提升方案（2026—2028年）

为办好演示区的科普，制定本方案。

一、提升行动

（一）青少年科学素质提升行动。让孩子爱提问。

1. 开好科学课。每所学校每学期办科学活动不少于1次。

3. 建好实验角。到2027年底，建成实验角20个以上。

3. 请科学家进校园。每年不少于2次。

三、保障

（二）落实经费。各街道要安排科普经费。

本方案自2026年1月1日起施行，有效期3年。
`;

/** A picture of a few bytes that says it is 60,000 by 60,000. */
const bomb = (): Buffer => {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = (c & 1) === 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    let crc = 0xffffffff;
    for (const byte of body) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(60_000, 0);
  head.writeUInt32BE(60_000, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc(1_000_000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

const multipart = (fields: Readonly<Record<string, string>>, file: { name: string; bytes: Buffer }) => ({
  headers: { "content-type": "multipart/form-data; boundary=bad" },
  payload: Buffer.concat([
    Buffer.from(
      Object.entries(fields)
        .map(([name, value]) => `--bad\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
        .join(""),
    ),
    Buffer.from(
      `--bad\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: image/png\r\n\r\n`,
    ),
    file.bytes,
    Buffer.from("\r\n--bad--\r\n"),
  ]),
});

databaseSuite("what comes in broken", (database) => {
  test("broken numbering, an upload bomb, a plan without owners, two periods at once: each a sentence, nothing lost", async () => {
    await using world = await startWorld(database());
    const { db } = world.system.context;
    const { context } = world.system;
    const { root } = world.places;
    const actor = personActor(
      world.personId,
      [{ role: "supervisor", unitId: root.id, unitPath: root.path }],
      "with",
    );
    const say = async (answer: { statusCode: number; body: string }, words: RegExp): Promise<void> => {
      assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${answer.statusCode} ${answer.body}`);
      assert.match(answer.body, words);
    };

    // A plan whose numbers jump and repeat is read, and says where; every sentence has its place all the same.
    const read = await readPlan({ name: "乱号.txt", bytes: Buffer.from(brokenNumbering) });
    const documentId = await inTransaction(db, (trx) =>
      importDocument(trx, context, actor, { unitId: root.id, level: "district", read }),
    );
    const { diagnostics } = await getDocument(db, documentId);
    assert.ok(diagnostics.length >= 3, JSON.stringify(diagnostics));
    for (const one of diagnostics) assert.match(one.sentence, /\p{Script=Han}/u);
    const clauses = await listClauses(db, documentId);
    assert.deepEqual(
      clauses.flatMap((clause) => clause.sentences.map((sentence) => sentence.text)).toSorted(),
      listSentences(read.plan)
        .map((sentence) => sentence.text)
        .toSorted(),
    );
    assert.equal(new Set(clauses.map((clause) => clause.nodeId)).size, clauses.length);

    // It does not begin to count before somebody leads each task.
    const force = (id: string) =>
      world.ask(actor, { method: "POST", url: `/api/plan-documents/${id}/bring-into-force` });
    const chosen = clauses.filter((clause) => clause.kind === "numbered").map((clause) => clause.id);
    const made = await world.ask(actor, {
      method: "POST",
      url: `/api/plan-documents/${documentId}/suggested-tasks`,
      payload: { clauseIds: chosen },
    });
    assert.equal(made.statusCode, 200, made.body);
    await say(await force(documentId), /牵头/u);

    // Two plans of one unit do not count at once.
    const running = await buildPlan(db, context, { unitId: root.id });
    const next = await buildPlan(db, context, { unitId: root.id, standing: "draft" });
    await say(await force(next.documentId), /施行/u);
    assert.equal((await getDocument(db, running.documentId)).status, "in_force");

    // A small file that would unfold to gigabytes, and one that is not what it says: refused, and nothing of it is kept.
    const kept = async (): Promise<number> =>
      (await db.selectFrom("stored_files").select("id").where("purpose", "=", "plans.evidence").execute())
        .length;
    const evidence = (file: { name: string; bytes: Buffer }) =>
      world.ask(actor, {
        method: "POST",
        url: "/api/evidence",
        ...multipart({ unitId: root.id, kind: "photo", title: "演示照片", happenedOn: "2026-05-01" }, file),
      });
    await say(await evidence({ name: "大图.png", bytes: bomb() }), /像素太多/u);
    await say(
      await evidence({ name: "表.pdf", bytes: Buffer.from("PK\u0003\u0004不是 PDF") }),
      /不能上传这种文件/u,
    );
    await say(await evidence({ name: "空.png", bytes: Buffer.alloc(0) }), /空的/u);
    assert.equal(await kept(), 0);
    assert.equal((await db.selectFrom("evidence_items").select("id").execute()).length, 0);
  });
});
