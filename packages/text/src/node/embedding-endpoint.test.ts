import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { createMeaningIndex, createSearchIndex, searchWithMeaning, TextError } from "../index.ts";
import { createEndpointEmbedder } from "./index.ts";

const servers: Server[] = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A local endpoint; the address with which it is asked. */
const listen = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<string> => {
  const server = createServer((request, response) => void answer(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`; // a server on a port has an address object
};

type Asked = { readonly model: string; readonly input: readonly string[] };

const readBody = async (request: AsyncIterable<Uint8Array>): Promise<Asked> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Asked; // what the embedder sent
};

/** Meanings of the test: heart, kitchen and the rest. */
const vectorOf = (text: string): number[] =>
  /心梗|心脏/u.test(text) ? [1, 0, 0.1] : /厨房|做饭/u.test(text) ? [0, 1, 0.1] : [0, 0, 1];

const asked: { path: string; key: string | undefined; count: number }[] = [];
const good = await listen(async (request, response) => {
  const { input } = await readBody(request);
  asked.push({ path: request.url ?? "", key: request.headers.authorization, count: input.length });
  const data = input.map((text, index) => ({ index, embedding: vectorOf(text) }));
  // the order of an answer is not promised
  response.end(JSON.stringify({ data: data.toReversed() }));
});

const documents = [
  { id: "heart", text: "突发心梗怎么急救" },
  { id: "kitchen", text: "厨房起火怎么急救" },
  { id: "other", text: "怎么急救溺水的人" },
];
const index = createSearchIndex({ fields: { body: {} } });
for (const { id, text } of documents) index.add({ id, fields: { body: text } });

const refusal = (code: string) => (error: unknown) => error instanceof TextError && error.code === code;
const ids = (hits: readonly { readonly id: string }[]): string[] => hits.map(({ id }) => id);

test("vectors come in the order of the texts, in batches, with the key", async () => {
  const embedder = createEndpointEmbedder({ url: `${good}/`, model: "m", apiKey: "k" });
  assert.deepEqual(await embedder.embed(["做饭", "心脏"]), [vectorOf("做饭"), vectorOf("心脏")]);
  assert.deepEqual(asked.at(-1), { path: "/v1/embeddings", key: "Bearer k", count: 2 });
  const rows = Array.from({ length: 130 }, (_, place) => ({ id: String(place), text: `做饭${place}` }));
  const before = asked.length;
  assert.equal((await createMeaningIndex(embedder, rows)).size, 130);
  assert.deepEqual(
    asked.slice(before).map(({ count }) => count),
    [64, 64, 2],
  );
});

test("meaning puts first what words leave open, and adds nothing that they exclude", async () => {
  const embedder = createEndpointEmbedder({ url: good, model: "m" });
  const meaning = await createMeaningIndex(embedder, documents);
  const query = "心脏不舒服怎么急救";
  const found = await searchWithMeaning(index, query, { meaning });
  assert.deepEqual(found.meaning, { used: true });
  assert.equal(found.hits[0]?.id, "heart");
  const without = await searchWithMeaning(index, "怎么急救 心脏 -心梗", { meaning });
  assert.ok(!ids(without.hits).includes("heart"));
});

test("off unless it is passed: a search by words asks nobody", () => {
  const before = asked.length;
  createEndpointEmbedder({ url: good, model: "m" });
  assert.ok(index.search("心梗").hits.length > 0);
  assert.equal(asked.length, before);
});

test("an endpoint that refuses, is slow, is away or talks nonsense leaves the answer by words, and is named", async () => {
  const embedder = createEndpointEmbedder({ url: good, model: "m" });
  const vectors = await createMeaningIndex(embedder, documents);
  const slow = await listen(() => {});
  const cut = await listen((request, response) => {
    response.write('{"data":[');
    setTimeout(() => request.socket.destroy(), 10);
  });
  const answering = (status: number, body: string) =>
    listen((_request, response) => {
      response.writeHead(status).end(body);
    });
  const unavailable = "text.embedding_unavailable";
  const invalid = "text.embedding_invalid";
  const cases: readonly (readonly [string, string])[] = [
    [slow, unavailable],
    [cut, unavailable],
    [await answering(401, "{}"), unavailable],
    [await answering(503, ""), unavailable],
    ["http://127.0.0.1:1/v1", unavailable],
    ["no address", unavailable],
    [await answering(200, "<html>"), invalid],
    [await answering(200, '{"data":[]}'), invalid],
    [await answering(200, '{"data":[{"index":0,"embedding":[]}]}'), invalid],
    [await answering(200, '{"data":[{"index":0,"embedding":["a"]}]}'), invalid],
    [await answering(200, '{"data":[{"index":7,"embedding":[1]}]}'), invalid],
  ];
  const plain = ids(index.search("心脏急救").hits);
  for (const [url, code] of cases) {
    const broken = createEndpointEmbedder({ url, model: "m", timeoutMs: 150 });
    await assert.rejects(broken.embed(["心脏"]), refusal(code), url);
    // the vectors of the documents are there, the question's are refused
    const nearest = async () => {
      await broken.embed(["心脏"]);
      return [];
    };
    const found = await searchWithMeaning(index, "心脏急救", { meaning: { size: vectors.size, nearest } });
    assert.deepEqual(found.meaning, { used: false, code });
    assert.deepEqual(ids(found.hits), plain);
  }
  const shorter = await createMeaningIndex({ embed: (texts) => Promise.resolve(texts.map(() => [1])) }, [
    { id: "a", text: "药" },
  ]);
  assert.equal((await shorter.nearest("药"))[0]?.similarity, 1);
  let turn = 0;
  const changing = { embed: () => Promise.resolve([Array.from({ length: (turn += 1) }, () => 1)]) };
  const mixed = await createMeaningIndex(changing, [{ id: "a", text: "药" }]);
  await assert.rejects(mixed.nearest("药"), refusal(invalid));
  assert.throws(
    () => createEndpointEmbedder({ url: good, model: "m", timeoutMs: 0 }),
    refusal("text.option_out_of_range"),
  );
});
