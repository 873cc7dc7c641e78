// On 我的: registers the service worker, keeps an item when the reader came for that, lists what lies on this device. Without
// JavaScript or in a browser that cannot do it, the page says so in words and offers paper instead. Plain ES2020.
const say = (place, text) => {
  place.textContent = text;
};

/** Asks the service worker and waits for its answer. */
const ask = (worker, data) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", (event) => resolve(event.data));
    port1.start();
    worker.postMessage(data, [port2]);
  });

const ready = async () => {
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const registration = await navigator.serviceWorker.ready;
  return registration.active;
};

const sizeText = (bytes) =>
  bytes < 1024 * 1024
    ? Math.max(1, Math.round(bytes / 1024)) + " KB"
    : (bytes / 1024 / 1024).toFixed(1) + " MB";

const refusals = {
  full: "这台设备的空间不够了，没有存下。请先取下几篇，再存一次。",
  gone: "这篇内容已经撤下，存不了。",
  network: "网络断了，没有存下。连上网再按一次。",
};

const drawRow = (item, act) => {
  const row = document.createElement("li");
  row.className = "listing__item";
  const body = document.createElement("div");
  body.className = "listing__body";
  const title = document.createElement("h3");
  title.className = "listing__title";
  const link = document.createElement("a");
  link.href = "/articles/" + item.no;
  link.textContent = item.title;
  title.append(link);
  const meta = document.createElement("p");
  meta.className = "listing__meta";
  meta.textContent =
    sizeText(item.bytes) +
    " · 没有网也能看" +
    (item.files.some((path) => path.startsWith("/media/")) ? "、能听" : "");
  body.append(title, meta);
  const aside = document.createElement("div");
  aside.className = "listing__aside";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet button--normal";
  button.textContent = "取下";
  button.setAttribute("aria-label", "取下《" + item.title + "》");
  button.addEventListener("click", () => void act(item));
  aside.append(button);
  row.append(body, aside);
  return row;
};

const drawList = async (place, worker) => {
  const { items, removed } = await ask(worker, { act: "list" });
  const parts = [];
  for (const gone of removed) {
    const line = document.createElement("p");
    line.textContent = "《" + gone.title + "》已经撤下，已从这台设备删掉。";
    parts.push(line);
  }
  if (items.length === 0) {
    const line = document.createElement("p");
    line.textContent = "这台设备上还没有。文章下面有“离线保存”。";
    parts.push(line);
  } else {
    const list = document.createElement("ul");
    list.className = "listing listing--plain listing--one";
    const act = async (item) => {
      await ask(worker, { act: "remove", no: item.no });
      await drawList(place, worker);
      const heading = place.closest("section").querySelector("h2");
      heading.tabIndex = -1;
      heading.focus();
    };
    list.append(...items.map((item) => drawRow(item, act)));
    parts.push(list);
  }
  place.replaceChildren(...parts);
};

const keepNow = async (status, worker) => {
  const no = Number(status.dataset.offlineSave);
  say(status, "正在存……");
  const result = await ask(worker, { act: "keep", no });
  say(
    status,
    result.ok ? "存好了，没有网也能看。共 " + sizeText(result.item.bytes) + "。" : refusals[result.reason],
  );
};

const start = async () => {
  const status = document.querySelector("[data-offline-save]");
  const list = document.querySelector("[data-offline-list]");
  if (!("serviceWorker" in navigator) || !("caches" in window)) {
    if (status !== null) say(status, "这台设备的浏览器存不了。可以打印一份，或者换一个浏览器。");
    return;
  }
  try {
    const worker = await ready();
    if (navigator.onLine) await ask(worker, { act: "check" });
    if (status !== null && navigator.onLine) await keepNow(status, worker);
    if (list !== null) await drawList(list, worker);
  } catch {
    if (status !== null) say(status, "没有存成，请连上网再试一次。");
  }
};

void start();
