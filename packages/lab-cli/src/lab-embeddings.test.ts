import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { createLab, jsonLines } from "./testing/command-line.ts";

const { folder, put, lab } = createLab();

/** A local endpoint that knows towers from the rest; after `answers` requests it refuses. */
const listen = async (answers = Infinity): Promise<string> => {
  let left = answers;
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    request.on("end", () => {
      left -= 1;
      if (left < 0) {
        response.writeHead(503).end();
        return;
      }
      const { input } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { input: string[] }; // as the command sends it
      const data = input.map((text, index) => ({
        index,
        embedding: /基站|铁塔/u.test(text) ? [1, 0] : [0, 1],
      }));
      response.end(JSON.stringify({ data }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`; // a server on a port has an address object
};

const claims = put(
  "c.jsonl",
  jsonLines([
    { id: "a", text: "住在5G基站旁边辐射会致癌" },
    { id: "b", text: "喝隔夜茶会中毒", correction: "茶水放一夜没有毒" },
  ]),
);
const queries = put("q.jsonl", jsonLines([{ id: "q", text: "楼顶那铁塔害人得瘤" }]));
const out = join(folder, "r.tsv");
const run = (...more: string[]) =>
  lab("claims", "run", "--claims", claims, "--queries", queries, "--out", out, ...more);

test("claims run asks an endpoint only where one is given, and counts what it did not answer", async () => {
  assert.equal((await run()).code, 0);
  assert.doesNotMatch(readFileSync(out, "utf8"), /^q\t1\ta/mu);
  const given = await run("--embeddings", await listen(), "--embedding-model", "m");
  assert.equal(given.code, 0, given.err);
  assert.match(readFileSync(out, "utf8"), /^q\t1\ta\t[\d.]+\tsuggest$/mu);
  const refusing = await run("--embeddings", await listen(1), "--embedding-model", "m");
  assert.equal(refusing.code, 0);
  assert.match(refusing.err, /只按文字的 1/u);
});

test("search run takes the same options; an endpoint that is away from the start is refused with a sentence", async () => {
  const search = (...more: string[]) =>
    lab("search", "run", "--docs", claims, "--queries", queries, "--out", out, ...more);
  const given = await search("--embeddings", await listen(1), "--embedding-model", "m");
  assert.equal(given.code, 0, given.err);
  assert.match(given.err, /只按文字的 1/u);
  const away = await search("--embeddings", "http://127.0.0.1:1/v1", "--embedding-model", "m");
  assert.equal(away.code, 1);
  assert.match(away.err, /向量服务没有答复/u);
  assert.equal((await search("--embeddings", "http://127.0.0.1:1/v1")).code, 2);
});
