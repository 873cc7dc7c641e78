import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { test } from "node:test";
import sharp from "sharp";
import { systemActor } from "./actor.ts";
import { createTestClock } from "./clock.ts";
import { inTransaction } from "./db.ts";
import { detectFileKind } from "./file-kinds.ts";
import { createFileStore } from "./files.ts";
import { emptyBodyHash, signS3Request } from "./files-s3.ts";
import { cleanFile, storeFile, toDownload } from "./stored-files.ts";
import { runInWorker } from "./worker-limits.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";

const awsExample = {
  accessKey: "AKIAIOSFODNN7EXAMPLE",
  secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
};
const rule = { kinds: ["jpeg", "png", "webp", "gif", "pdf"], maxBytes: 4 * 1024 * 1024 } as const;

test("requests are signed as in the two worked examples of the S3 documentation (GET and PUT object)", () => {
  const get = signS3Request(
    {
      method: "GET",
      path: "/test.txt",
      headers: {
        host: "examplebucket.s3.amazonaws.com",
        range: "bytes=0-9",
        "x-amz-content-sha256": emptyBodyHash,
        "x-amz-date": "20130524T000000Z",
      },
    },
    awsExample,
  );
  assert.match(get, /Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41$/);
  const put = signS3Request(
    {
      method: "PUT",
      path: "/test$file.text",
      headers: {
        date: "Fri, 24 May 2013 00:00:00 GMT",
        host: "examplebucket.s3.amazonaws.com",
        "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
        "x-amz-date": "20130524T000000Z",
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
      },
    },
    awsExample,
  );
  assert.match(put, /Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd$/);
});

const readAll = async (request: IncomingMessage): Promise<Buffer> => Buffer.concat(await request.toArray());

test("an S3-compatible store keeps, gives back and removes a file; it refuses another key; one bad moment is got over", async () => {
  const kept = new Map<string, Buffer>();
  let badMoments = 1;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await readAll(request);
      const signed =
        /SignedHeaders=([^,]+),/.exec(request.headers.authorization ?? "")?.[1]?.split(";") ?? [];
      const headers = Object.fromEntries(signed.map((name) => [name, String(request.headers[name])]));
      const expected = signS3Request(
        { method: request.method ?? "", path: request.url ?? "", headers },
        awsExample,
      );
      const isSigned = expected === request.headers.authorization && signed.includes("host");
      if (!isSigned) return response.writeHead(403).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
      if (badMoments > 0) {
        badMoments -= 1;
        return response.writeHead(503).end();
      }
      if (request.method === "PUT") kept.set(request.url ?? "", body);
      if (request.method === "DELETE") kept.delete(request.url ?? "");
      const found = kept.get(request.url ?? "");
      if (request.method === "GET" && found === undefined)
        return response.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
      return response.writeHead(200).end(request.method === "GET" ? found : undefined);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  try {
    const settings = {
      kind: "s3",
      endpoint: `http://127.0.0.1:${port}`,
      bucket: "kepu",
      ...awsExample,
    } as const;
    const clock = createTestClock("2026-11-23T01:02:03Z");
    const store = createFileStore(settings, clock);
    const id = randomUUID();
    await store.put(id, Buffer.from("演示"));
    assert.deepEqual([...kept.keys()], [`/kepu/${id}`]);
    assert.equal((await store.get(id)).toString(), "演示");
    await store.remove(id);
    await assert.rejects(store.get(id), /404 NoSuchKey/);
    await assert.rejects(
      createFileStore({ ...settings, secretKey: "another" }, clock).get(id),
      /403 SignatureDoesNotMatch/,
    );
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test("a local store writes whole files only, and no name leads out of its folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-files-"));
  try {
    const store = createFileStore({ kind: "local", folder });
    const id = randomUUID();
    await Promise.all(Array.from({ length: 10 }, () => store.put(id, Buffer.alloc(100_000, 1))));
    assert.equal((await store.get(id)).length, 100_000);
    assert.deepEqual(readdirSync(join(folder, id.slice(-2))), [id]);
    for (const name of ["../../etc/passwd", "", "a/b", "..", "C:\\x12345678"])
      await assert.rejects(store.get(name), RangeError);
    await store.remove(id);
    await store.remove(id);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: "#246" } })
    .withExif({
      IFD0: { Artist: "secret-artist" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "28/1 12/1 0/1" },
    })
    .jpeg()
    .toBuffer();

test("an image loses its place, camera and whatever hangs behind its end", async () => {
  const original = await photo();
  assert.ok(original.includes("secret-artist"));
  const polyglot = Buffer.concat([original, Buffer.from("PK\x03\x04<script>alert(1)</script>")]);
  const clean = await cleanFile(polyglot, rule);
  const metadata = await sharp(clean.bytes).metadata();
  assert.deepEqual(
    [clean.mediaType, metadata.width, metadata.height, metadata.exif, metadata.icc],
    ["image/jpeg", 40, 20, undefined, undefined],
  );
  assert.ok(!clean.bytes.includes("script") && !clean.bytes.includes("secret-artist"));
});

test("every kind of image we take is drawn anew", async () => {
  const blank = sharp({ create: { width: 9, height: 7, channels: 4, background: "#24680080" } });
  for (const [bytes, mediaType] of [
    [await blank.clone().png().toBuffer(), "image/png"],
    [await blank.clone().webp().toBuffer(), "image/png"],
    [await blank.clone().gif().toBuffer(), "image/png"],
  ] as const) {
    const clean = await cleanFile(bytes, rule);
    assert.equal(clean.mediaType, mediaType);
    assert.equal((await sharp(clean.bytes).metadata()).width, 9);
  }
});

/** A PNG of 50,000 × 50,000 pixels in some kilobytes: 2.5 thousand million pixels when unpacked. */
const pngBomb = (): Buffer => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(50_000, 0);
  head.writeUInt32BE(50_000, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(6_251 * 500));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

test("bombs, broken images, programs and wrong kinds are refused, each with its sentence", async () => {
  const original = await photo();
  const cases: readonly [string, Buffer, string][] = [
    ["50,000 × 50,000 pixels", pngBomb(), "files.image_too_large"],
    ["cut in the middle", original.subarray(0, original.length / 2), "files.image_damaged"],
    ["only a signature", Buffer.from("\xff\xd8\xff\xe0", "latin1"), "files.image_damaged"],
    ["nothing", Buffer.alloc(0), "files.empty"],
    ["too many bytes", Buffer.concat([original, Buffer.alloc(rule.maxBytes)]), "files.too_large"],
    [
      "SVG",
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      "files.svg",
    ],
    ["a program named .jpg", Buffer.from("MZ\x90\x00"), "files.wrong_kind"],
    ["HTML", Buffer.from("<!doctype html><script>1</script>"), "files.wrong_kind"],
    ["TIFF", await sharp(original).tiff().toBuffer(), "files.wrong_kind"],
  ];
  for (const [name, bytes, code] of cases) await assert.rejects(cleanFile(bytes, rule), { code }, name);
  assert.equal(detectFileKind(Buffer.from("%PDF-1.7")), "pdf");
  await assert.rejects(cleanFile(Buffer.from("%PDF-1.7"), { ...rule, kinds: ["jpeg"] }), {
    code: "files.wrong_kind",
  });
});

const workerOf = (source: string): URL => new URL(`data:text/javascript,${encodeURIComponent(source)}`);

test("a worker that never ends, eats memory or dies takes nothing with it", async () => {
  const limits = { maxMemoryMb: 24, timeoutMs: 20_000 };
  const answer =
    'import { parentPort, workerData } from "node:worker_threads"; parentPort.postMessage(workerData + 1 + Object.keys(process.env).length);';
  assert.deepEqual(await runInWorker(workerOf(answer), 41, limits), { ok: true, value: 42 });
  assert.deepEqual(await runInWorker(workerOf("for (;;) {}"), 0, { ...limits, timeoutMs: 200 }), {
    ok: false,
    failure: "too_slow",
  });
  assert.deepEqual(
    await runInWorker(workerOf("const kept = []; for (;;) kept.push(new Array(10000).fill({}));"), 0, limits),
    { ok: false, failure: "too_heavy" },
  );
  assert.deepEqual(await runInWorker(workerOf("process.exit(3)"), 0, limits), {
    ok: false,
    failure: "crashed",
  });
  assert.deepEqual(await runInWorker(workerOf("throw new Error('x')"), 0, limits), {
    ok: false,
    failure: "crashed",
  });
});

databaseSuite("stored files", (database) => {
  test("a file is kept with its audit entry, given back as an attachment, and refused when its bytes changed", async () => {
    await using server = await startTestServer(database(), { modules: [] });
    const { context } = server;
    const clean = await cleanFile(await photo(), rule);
    const id = await inTransaction(context.db, (trx) =>
      storeFile(trx, context, {
        clean,
        name: "..\\..\\照片\u202e.jpg",
        purpose: "演示",
        actor: systemActor("演示"),
      }),
    );
    const download = await toDownload(context, id);
    assert.deepEqual([download.contentType, download.downloadName], ["image/jpeg", "照片.jpg"]);
    assert.deepEqual(download.body, clean.bytes);
    const audit = await context.db
      .selectFrom("audit_entries")
      .select("action")
      .where("record_id", "=", id)
      .execute();
    assert.deepEqual(audit, [{ action: "files.store" }]);
    await context.files.put(id, Buffer.from("别的"));
    await assert.rejects(toDownload(context, id), /does not match its hash/);
    await assert.rejects(toDownload(context, randomUUID()), { code: "files.not_found" });
  });
});
