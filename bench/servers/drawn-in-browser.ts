// The comparator of a first view: the same words as our page, fetched as JSON and drawn in the browser by React, as most sites of
// this kind do. Compressed and without any other burden: no font, no picture, no analytics.
import { createServer } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const script = `
  import { createElement as h, useEffect, useState } from "react";
  import { createRoot } from "react-dom/client";
  const Page = () => {
    const [words, setWords] = useState();
    useEffect(() => void fetch("/words").then((answer) => answer.json()).then(setWords), []);
    if (words === undefined) return null;
    return h("main", null, h("h1", null, words.title), words.paragraphs.map((text, index) => h("p", { key: index }, text)));
  };
  createRoot(document.getElementById("root")).render(h(Page));
`;

const bundle = async (): Promise<Buffer> => {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: join(import.meta.dirname, "../../apps/workbench"), loader: "js" },
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return Buffer.from(outputFiles[0]?.contents ?? new Uint8Array());
};

const page = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>对照</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>`;

const start = async (words: { title: string; paragraphs: readonly string[] }): Promise<void> => {
  const answers = new Map([
    ["/", { type: "text/html; charset=utf-8", body: gzipSync(page) }],
    ["/app.js", { type: "text/javascript", body: gzipSync(await bundle()) }],
    ["/words", { type: "application/json", body: gzipSync(JSON.stringify(words)) }],
  ]);
  const server = createServer((request, response) => {
    const answer = answers.get(request.url ?? "");
    if (answer === undefined) response.writeHead(404).end();
    else
      response.writeHead(200, { "content-type": answer.type, "content-encoding": "gzip" }).end(answer.body);
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ port: typeof address === "object" && address !== null ? address.port : 0 });
  });
};

process.on("message", (message: Parameters<typeof start>[0]) => void start(message));
process.on("disconnect", () => process.exit(0));
