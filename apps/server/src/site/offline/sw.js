// The service worker of the portal: keeps what a reader asked to have offline, shows it when there is no network, and at
// every contact asks whether it is still out. Plain ES2020: it runs as it stands in an old WebView.
"use strict";

const shellName = "kepu-shell-1";
const keptName = "kepu-kept-1";
/** The page that signs in on site, with its island; what it was given lies in its own database. */
const onSiteName = "kepu-on-site-1";
const onSite = "/on-site";
/** A network that does not answer within this time is none, for somebody with a queue before him. */
const patienceMs = 4000;
const fallback = "/offline";
/** What is kept, as JSON inside the cache itself: one place, gone together with the pages. */
const listAddress = "/offline-list.json";
const longestRemoved = 10;

const itemPath = (no) => "/articles/" + no;

const itemOf = (pathname) => {
  const found = /^\/articles\/([1-9]\d{0,8})$/.exec(pathname);
  return found === null ? undefined : Number(found[1]);
};

/** Changes of the list one after the other: two at once would lose one of them. */
let line = Promise.resolve();
const inLine = (work) => {
  const done = line.then(work);
  line = done.catch(() => undefined);
  return done;
};

const readList = async () => {
  const cache = await caches.open(keptName);
  const found = await cache.match(listAddress);
  return found === undefined ? { items: [], removed: [] } : found.json();
};

const writeList = async (list) => {
  const cache = await caches.open(keptName);
  await cache.put(
    listAddress,
    new Response(JSON.stringify(list), { headers: { "content-type": "application/json" } }),
  );
};

/** Style sheet, pictures and recording that a page needs. */
const filesOf = (html) => {
  const pattern =
    /<link[^>]*rel="stylesheet"[^>]*href="(\/[^"]+)"|<(?:img|audio|source)[^>]*src="(\/[^"]+)"/g;
  const found = new Set();
  for (const match of html.matchAll(pattern)) found.add(match[1] || match[2]);
  return [...found];
};

const isFull = (error) => error instanceof DOMException && error.name === "QuotaExceededError";

/** Deletes an item's page, and of its files those that no other item needs. */
const dropFiles = async (cache, item, others) => {
  const needed = new Set(others.flatMap((other) => other.files));
  for (const path of [itemPath(item.no), ...item.files]) if (!needed.has(path)) await cache.delete(path);
};

const fetchItem = async (no) => {
  const page = await fetch(itemPath(no) + "/copy", { cache: "no-store" });
  if (page.status === 404 || page.status === 410) return { ok: false, reason: "gone" };
  if (!page.ok) return { ok: false, reason: "network" };
  const html = await page.text();
  const changed = page.headers.get("x-changed-at") || "";
  const title = decodeURIComponent(page.headers.get("x-title") || "");
  return { ok: true, html, changed, title, files: filesOf(html) };
};

const keepFetched = async (no, fetched) => {
  const cache = await caches.open(keptName);
  const list = await readList();
  const others = list.items.filter((item) => item.no !== no);
  const { files, html, title, changed } = fetched;
  const item = { no, title, changed, files, bytes: html.length, keptAt: new Date().toISOString() };
  try {
    for (const path of files) {
      if ((await cache.match(path)) !== undefined && path.startsWith("/assets/")) continue;
      const answer = await fetch(path);
      if (!answer.ok) throw new TypeError("a file of the page is missing");
      const body = await answer.blob();
      item.bytes += body.size;
      await cache.put(path, new Response(body, { headers: { "content-type": body.type } }));
    }
    await cache.put(
      itemPath(no),
      new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } }),
    );
    await writeList({
      items: [item, ...others],
      removed: list.removed.filter((gone) => gone.no !== no),
    });
  } catch (error) {
    // Half an item is none: what was put is taken out again, and what lay there before stays readable or goes whole.
    await dropFiles(cache, item, others).catch(() => undefined);
    await writeList({ items: others, removed: list.removed }).catch(() => undefined);
    return { ok: false, reason: isFull(error) ? "full" : "network" };
  }
  return { ok: true, item };
};

const keep = (no) =>
  inLine(async () => {
    const fetched = await fetchItem(no).catch(() => ({ ok: false, reason: "network" }));
    return fetched.ok ? keepFetched(no, fetched) : fetched;
  });

const removeNow = async (no, why) => {
  const cache = await caches.open(keptName);
  const list = await readList();
  const item = list.items.find((one) => one.no === no);
  if (item === undefined) return;
  const items = list.items.filter((one) => one.no !== no);
  await dropFiles(cache, item, items);
  const note = why === "recalled" ? [{ no, title: item.title, at: new Date().toISOString() }] : [];
  await writeList({ items, removed: [...note, ...list.removed].slice(0, longestRemoved) });
};

const remove = (no, why) => inLine(() => removeNow(no, why));

/** Asks about everything that is kept: what is no longer out goes, what was corrected is fetched anew. */
const checkNow = async () => {
  const { items } = await readList();
  if (items.length === 0) return;
  const answer = await fetch("/api/live-items?nos=" + items.map((item) => item.no).join(","), {
    cache: "no-store",
  });
  if (!answer.ok) return;
  const { rows } = await answer.json();
  const live = new Map(rows.map((row) => [row.no, row.changedAt]));
  for (const item of items) {
    if (!live.has(item.no)) await removeNow(item.no, "recalled");
    else if (live.get(item.no) !== item.changed) {
      const fetched = await fetchItem(item.no);
      if (fetched.ok) await keepFetched(item.no, fetched);
      else if (fetched.reason === "gone") await removeNow(item.no, "recalled");
    }
  }
};
const check = () => inLine(checkNow);

/** Puts a page of the site and what it needs into a cache. */
const fill = async (name, address) => {
  const cache = await caches.open(name);
  // Without cookies: this page lies on the device for whoever holds it.
  const page = await fetch(address, { credentials: "omit", cache: "no-store" });
  if (!page.ok) throw new TypeError("the page is not there");
  const html = await page.clone().text();
  const scripts = [...html.matchAll(/<script[^>]*src="(\/[^"]+)"/g)].map((match) => match[1]);
  await cache.put(address, page);
  for (const path of [...filesOf(html), ...scripts, "/assets/seal.svg"]) await cache.add(path);
};
const fillShell = () => fill(shellName, fallback);

self.addEventListener("install", (event) => {
  event.waitUntil(fillShell().then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith("kepu-") && ![shellName, keptName, onSiteName].includes(name))
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

/** Players ask for parts of a recording (RFC 9110 §14): the kept file is cut to what was asked for. */
const partOf = async (answer, range) => {
  const found = /^bytes=(\d+)-(\d*)$/.exec(range || "");
  if (found === null) return answer;
  const body = await answer.blob();
  const from = Number(found[1]);
  const to = found[2] === "" ? body.size - 1 : Math.min(Number(found[2]), body.size - 1);
  if (from > to)
    return new Response(null, { status: 416, headers: { "content-range": "bytes */" + body.size } });
  return new Response(body.slice(from, to + 1), {
    status: 206,
    headers: {
      "content-type": body.type,
      "content-range": "bytes " + from + "-" + to + "/" + body.size,
      "accept-ranges": "bytes",
    },
  });
};

const offlineAnswer = async (request, url) => {
  const kept = await caches.open(keptName);
  const found = await kept.match(url.pathname);
  if (found !== undefined) return partOf(found, request.headers.get("range"));
  const own = await caches.open(onSiteName);
  const ownPart = await own.match(url.pathname, { ignoreSearch: true });
  if (ownPart !== undefined) return ownPart;
  const shell = await caches.open(shellName);
  const part = await shell.match(request.mode === "navigate" ? fallback : url.pathname, {
    ignoreSearch: true,
  });
  return part === undefined ? Response.error() : part;
};

/** The page on site waits for a slow network only so long. */
const fetchFor = (request, url) =>
  url.pathname !== onSite
    ? fetch(request)
    : Promise.race([
        fetch(request),
        new Promise((_, reject) => setTimeout(() => reject(new TypeError("too slow")), patienceMs)),
      ]);

const answer = async (event, url) => {
  const { request } = event;
  try {
    const live = await fetchFor(request, url);
    if (request.mode !== "navigate") return live;
    // A contact. What this very page says is followed before it is shown; the rest is asked about beside it.
    const no = itemOf(url.pathname);
    if (no !== undefined && (live.status === 404 || live.status === 410)) await remove(no, "recalled");
    event.waitUntil(check().catch(() => undefined));
    return live;
  } catch {
    return offlineAnswer(request, url);
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode !== "navigate" && !/^\/(?:assets|media|articles)\//.test(url.pathname)) return;
  event.respondWith(answer(event, url));
});

/** What the pages ask for, by a message with a port to answer on. */
const acts = {
  keep: ({ no }) => keep(no),
  remove: ({ no }) => remove(no, "asked").then(() => ({ ok: true })),
  check: () => check().then(() => ({ ok: true })),
  list: () => readList(),
  keepOnSite: () => fill(onSiteName, onSite).then(() => ({ ok: true })),
};
self.addEventListener("message", (event) => {
  const [port] = event.ports;
  const act = acts[event.data && event.data.act];
  if (port === undefined || act === undefined) return;
  event.waitUntil(
    act(event.data).then(
      (result) => port.postMessage(result),
      () => port.postMessage({ ok: false, reason: "network" }),
    ),
  );
});
