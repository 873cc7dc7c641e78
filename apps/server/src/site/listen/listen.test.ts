import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { createContext, runInContext } from "node:vm";
import { buildDesk, buildPublishedVerdict, buildTakenUp } from "#modules/rumours/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { buildReadable, buildStudio } from "#test/support/readable.ts";
import { startTestServer } from "#test/support/server.ts";

const island = readFileSync(new URL("listen.js", import.meta.url), "utf8");

type Part = { textContent: string; attributes: Map<string, string> };
type Button = { textContent: string; press: () => void };

/** A page with these words and a device with these voices; what the device was asked to say is written down. */
const openPage = async (words: readonly string[], voices: readonly { lang: string }[] | undefined) => {
  const said: { words: string; rate: number; end: () => void }[] = [];
  const buttons: Button[] = [];
  const status = { textContent: "" };
  const toPart = (textContent: string) => {
    const attributes = new Map<string, string>();
    return {
      textContent,
      attributes,
      setAttribute: (name: string, value: string) => attributes.set(name, value),
      removeAttribute: (name: string) => attributes.delete(name),
    };
  };
  const parts: Part[] = words.map(toPart);
  const place = { textContent: "要用 JavaScript", replaceChildren: () => undefined };
  class Utterance {
    text: string;
    rate = 1;
    end: () => void = () => undefined;
    constructor(text: string) {
      this.text = text;
    }
    addEventListener(kind: string, act: () => void) {
      if (kind === "end") this.end = act;
    }
  }
  const document = {
    querySelector: () => place,
    querySelectorAll: () => parts,
    createElement: (kind: string) => {
      if (kind === "p") return Object.assign(status, { setAttribute: () => undefined });
      const button = {
        textContent: "",
        press: () => undefined as void,
        addEventListener: (_kind: string, act: () => void) => {
          button.press = act;
        },
      };
      buttons.push(button);
      return button;
    },
  };
  const speechSynthesis =
    voices === undefined
      ? undefined
      : {
          getVoices: () => voices,
          addEventListener: () => undefined,
          cancel: () => undefined,
          speak: (one: Utterance) => said.push({ words: one.text, rate: one.rate, end: () => one.end() }),
        };
  const window = { speechSynthesis, addEventListener: () => undefined };
  // No voice of ours comes late: the two seconds that a device is given are over at once.
  const setTimeout = (act: () => void) => act();
  runInContext(island, createContext({ document, window, setTimeout, SpeechSynthesisUtterance: Utterance }));
  await setImmediate();
  return { said, buttons, status, parts, place };
};

test("the island reads sentence by sentence, marks where it is, slower when asked, and stops when asked", async () => {
  const page = await openPage(
    ["有人在传：隔夜菜有毒", "假的。及时冷藏就不会！先别转发；再想想。"],
    [{ lang: "en-US" }, { lang: "zh_CN" }],
  );
  const [read, slowly, stop] = page.buttons;
  assert.deepEqual(
    page.buttons.map((button) => button.textContent),
    ["从头念", "慢一点念", "停"],
  );
  read?.press();
  for (let index = 0; index < 5; index += 1) page.said.at(-1)?.end();
  assert.deepEqual(
    page.said.map((one) => one.words),
    ["有人在传：隔夜菜有毒", "假的。", "及时冷藏就不会！", "先别转发；", "再想想。"],
  );
  assert.equal(page.status.textContent, "念完了");
  slowly?.press();
  assert.equal(page.said.at(-1)?.rate, 0.7);
  assert.equal(page.parts[0]?.attributes.get("aria-current"), "true");
  stop?.press();
  const count = page.said.length;
  page.said.at(-1)?.end();
  assert.equal(page.said.length, count, "after the stop nothing more is said");
  assert.equal(page.parts[0]?.attributes.has("aria-current"), false);
});

test("a device without a Chinese voice, or without any, says so and leaves the words", async () => {
  for (const voices of [undefined, [], [{ lang: "en-GB" }]]) {
    const page = await openPage(["一句话。"], voices);
    assert.match(page.place.textContent, /没有中文声音/u);
    assert.deepEqual(page.buttons, []);
  }
});

databaseSuite("pages that read aloud", (database) => {
  test("a verdict is read with its grade, advice and signers; the verdict's own page ships no script", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const { claimId } = await buildTakenUp(context, desk);
    await buildPublishedVerdict(context, desk, { claimId });
    const { claim_no: no } = await context.db
      .selectFrom("claims")
      .select("claim_no")
      .where("id", "=", claimId)
      .executeTakeFirstOrThrow();
    const get = async (url: string) => server.app.inject({ method: "GET", url });
    const verdict = (await get(`/rumours/${no}`)).body;
    assert.match(verdict, new RegExp(`href="/rumours/${no}/listen"`, "u"));
    assert.doesNotMatch(verdict, /<script[^>]+src=/u);
    const page = (await get(`/rumours/${no}/listen`)).body;
    assert.match(page, /src="\/assets\/islands\/listen\.js"/u);
    for (const words of [/结论是：假的/u, /您可以这样做：两小时内放冰箱/u, /有 2 位专家签字/u])
      assert.match(page, words);
    // Without JavaScript the page says what to do, and its words are there.
    assert.match(page, /要用 JavaScript 才能念/u);
    const script = await get("/assets/islands/listen.js");
    assert.equal(script.headers["content-type"], "text/javascript; charset=utf-8");
    assert.equal((await get("/rumours/999999/listen")).statusCode, 404);
  });

  test("an article without a recording is read too", async () => {
    await using server = await startTestServer(database());
    const { no } = await buildReadable(server.context, await buildStudio(server.context));
    const get = async (url: string) => (await server.app.inject({ method: "GET", url })).body;
    assert.match(await get(`/articles/${no}`), new RegExp(`/articles/${no}/listen`, "u"));
    assert.match(await get(`/articles/${no}/listen`), /夏天的剩菜怎么放才安全/u);
  });
});
