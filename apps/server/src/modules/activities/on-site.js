// Signing in on site without a network: the lists that the server gave out and the lines made here lie in IndexedDB, so that a
// closed tab or an empty battery loses nothing; with a network the lines are sent, as often as it takes. Plain ES2020.
"use strict";

const place = document.querySelector("[data-on-site-work]");
const state = document.querySelector("[data-on-site-state]");

// ---- what is kept on the device

const openStore = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("kepu-on-site", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("work", { keyPath: "targetId" });
      request.result.createObjectStore("lines", { keyPath: "id" });
      request.result.createObjectStore("meta", { keyPath: "name" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const inStore = async (name, mode, work) => {
  const database = await openStore();
  try {
    return await new Promise((resolve, reject) => {
      const act = database.transaction(name, mode);
      const request = work(act.objectStore(name));
      // Only when it is on the disk is it done.
      act.oncomplete = () => resolve(request.result);
      act.onerror = () => reject(act.error);
      act.onabort = () => reject(act.error);
    });
  } finally {
    database.close();
  }
};
const readAll = (name) => inStore(name, "readonly", (store) => store.getAll());
const put = (name, value) => inStore(name, "readwrite", (store) => store.put(value));
const drop = (name, key) => inStore(name, "readwrite", (store) => store.delete(key));

const deviceId = async () => {
  const known = await inStore("meta", "readonly", (store) => store.get("device"));
  if (known !== undefined) return known.id;
  const id = crypto.randomUUID();
  await put("meta", { name: "device", id });
  return id;
};

// ---- talking to the server

const isWaiting = (line) => line.answer === undefined;

/** The newest lists, with how far this device's clock is behind the server's. */
const fetchWork = async () => {
  const answer = await fetch("/api/on-site/work", { cache: "no-store" });
  if (answer.status === 401) return "sign in";
  if (!answer.ok) return "failed";
  const work = await answer.json();
  const behindMs = Date.parse(work.now) - Date.now();
  const targets = [
    ...work.sessions.map((one) => ({ ...one, kind: "session", targetId: one.sessionId })),
    ...work.visits.map((one) => ({ ...one, kind: "visit", targetId: one.orderId })),
  ].map(({ issuedAt, digest, signature, ...rest }) => ({
    ...rest,
    ticket: { issuedAt, digest, signature, behindMs },
  }));
  const lines = await readAll("lines");
  for (const old of await readAll("work"))
    if (
      !targets.some((one) => one.targetId === old.targetId) &&
      !lines.some((line) => line.targetId === old.targetId && isWaiting(line))
    )
      await drop("work", old.targetId);
  for (const target of targets) await put("work", target);
  // What was sent and whose list is gone is the server's alone.
  const kept = new Set((await readAll("work")).map((one) => one.targetId));
  for (const line of lines) if (!isWaiting(line) && !kept.has(line.targetId)) await drop("lines", line.id);
  return "fresh";
};

const key = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Sends the lines that were made with one list; what the server does not answer is sent again later. */
const sendGroup = async (lines) => {
  const [{ targetId, ticket }] = lines;
  const answer = await fetch("/api/on-site/lines", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key() },
    body: JSON.stringify({
      deviceId: await deviceId(),
      sentAt: new Date().toISOString(),
      tickets: [{ targetId, ...ticket }],
      lines: lines.map(({ ticket: _ticket, answer: _answer, name: _name, ...line }) => line),
    }),
  });
  if (answer.status === 401) return "sign in";
  if (!answer.ok) return "failed";
  const { answers } = await answer.json();
  for (const one of answers) {
    const line = lines.find((candidate) => candidate.id === one.id);
    if (line !== undefined) await put("lines", { ...line, answer: one });
  }
  return "sent";
};

let sending = Promise.resolve("sent");
const most = 100;
const sendAll = () => {
  sending = sending
    .catch(() => "no network")
    .then(async () => {
      const groups = new Map();
      for (const line of (await readAll("lines")).filter(isWaiting)) {
        const group = groups.get(line.ticket.signature) || [];
        if (group.length < most) groups.set(line.ticket.signature, [...group, line]);
      }
      for (const group of groups.values()) {
        const outcome = await sendGroup(group);
        if (outcome !== "sent") return outcome;
      }
      return "sent";
    });
  return sending.catch(() => "no network");
};

// ---- what is shown

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};
const button = (text, act, variant = "secondary") => {
  const made = element("button", "button button--" + variant + " button--normal");
  made.type = "button";
  made.append(element("span", "", text));
  made.addEventListener("click", () => void act());
  return made;
};
let fieldCount = 0;
const field = (text, inputMode) => {
  fieldCount += 1;
  const made = element("div", "field");
  const input = element("input", "input input--medium");
  input.id = "on-site-" + fieldCount;
  input.inputMode = inputMode;
  input.autocomplete = "off";
  const label = element("label", "field__label", text);
  label.htmlFor = input.id;
  made.append(label, input);
  return { made, input };
};

const timeText = (moment) => {
  const at = new Date(Date.parse(moment) + 8 * 3_600_000);
  const two = (value) => String(value).padStart(2, "0");
  return (
    at.getUTCMonth() + 1 + "月" + at.getUTCDate() + "日" + at.getUTCHours() + ":" + two(at.getUTCMinutes())
  );
};

const digest = async (text) => {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};
const plain = (text) => text.normalize("NFKC").toUpperCase();

const addLine = async (target, line) => {
  const newest = await inStore("work", "readonly", (store) => store.get(target.targetId));
  await put("lines", {
    id: crypto.randomUUID(),
    targetId: target.targetId,
    deviceAt: new Date().toISOString(),
    ticket: (newest || target).ticket,
    ...line,
  });
  await refresh();
  void synchronise();
};

const standingLines = (lines, targetId) => {
  const undone = new Set(lines.map((line) => line.undoesId));
  return lines.filter((line) => line.targetId === targetId && line.kind === "in" && !undone.has(line.id));
};

const answerText = (line) => {
  if (isWaiting(line)) return "存在手机里，等着传";
  const flags = line.answer.flags.length === 0 ? "" : "（" + line.answer.flags.join("；") + "）";
  return "传到了：" + line.answer.outcomeName + flags;
};

/** Draws one session; returns how to draw again what changes. */
const drawSession = (target) => {
  const box = element("section", "stack");
  box.setAttribute("aria-label", target.title);
  const counted = element("p", "");
  const said = element("p", "");
  said.setAttribute("role", "status");
  const list = element("ul", "listing");
  const made = element("ul", "listing");

  const signRow = async (row, method) => {
    const lines = standingLines(await readAll("lines"), target.targetId);
    if (lines.some((line) => line.registrationId === row.id)) {
      said.textContent = row.name + "已经签过了，不用再签。";
      return;
    }
    await addLine(target, {
      kind: "in",
      registrationId: row.id,
      peopleCount: row.peopleCount,
      method,
      name: row.name,
    });
    said.textContent = row.name + "签好了，" + row.peopleCount + " 人。";
  };
  const signCode = async (typed, method) => {
    // A scanner types the whole address; its last part is the code.
    const code = (plain(typed).split("/").pop() || "").replace(/[^0-9A-Z]/g, "");
    const mark = (await digest(target.salt + code)).slice(0, 10);
    const row = target.rows.find((one) => one.mark === mark);
    if (row === undefined) said.textContent = "名单里没有这个报名码。请核对，或当没报名的人记。";
    else await signRow(row, method);
  };

  box.append(
    element("h2", "", target.title),
    element("p", "", timeText(target.startsAt) + "，" + target.place),
    counted,
    said,
  );
  if (target.rows.length > 0 && crypto.subtle !== undefined) {
    const code = field("报名码", "text");
    const submit = async () => {
      await signCode(code.input.value, /\//.test(code.input.value) ? "scan" : "code");
      code.input.value = "";
      code.input.focus();
    };
    code.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") void submit();
    });
    box.append(code.made, button("按报名码签到", submit, "primary"));
    if ("BarcodeDetector" in window)
      box.append(button("用摄像头扫码", () => scan(box, (text) => signCode(text, "scan"))));
  }
  const people = field("没报名来了几个人", "numeric");
  const select = element("select", "input input--medium");
  select.setAttribute("aria-label", "多数人是");
  for (const one of [{ code: "", name: "不分人群" }, ...target.audiences]) {
    const option = element("option", "", one.name);
    option.value = one.code;
    select.append(option);
  }
  box.append(
    people.made,
    select,
    button("记没报名来的人", async () => {
      const count = Number(plain(people.input.value));
      if (!Number.isInteger(count) || count < 1 || count > 500) {
        said.textContent = "请填 1 到 500 之间的人数。";
        return;
      }
      people.input.value = "";
      const audience = select.value === "" ? {} : { audience: select.value };
      await addLine(target, {
        kind: "in",
        peopleCount: count,
        method: "walk_in",
        name: "没报名的",
        ...audience,
      });
      said.textContent = "记下了 " + count + " 人。";
    }),
    element("h3", "", "名单"),
    list,
    element("h3", "", "这台手机记的"),
    made,
  );

  const redraw = (lines) => {
    const standing = standingLines(lines, target.targetId);
    const total = standing.reduce((sum, line) => sum + line.peopleCount, 0);
    counted.textContent = "这台手机签了 " + total + " 人。";
    list.replaceChildren(
      ...target.rows.map((row) => {
        const item = element("li", "listing__item");
        const body = element("div", "listing__body");
        const signed = standing.some((line) => line.registrationId === row.id);
        body.append(element("span", "", row.name + "，" + row.peopleCount + " 人，" + row.statusName));
        item.append(
          body,
          signed ? element("span", "", "签了") : button("签到 " + row.name, () => signRow(row, "list")),
        );
        return item;
      }),
    );
    made.replaceChildren(
      ...lines
        .filter((line) => line.targetId === target.targetId && line.kind === "in")
        .sort((a, b) => (a.deviceAt < b.deviceAt ? 1 : -1))
        .map((line) => {
          const item = element("li", "listing__item");
          const body = element("div", "listing__body");
          const stands = standing.includes(line);
          body.append(
            element(
              "span",
              "",
              timeText(line.deviceAt) +
                " " +
                line.name +
                "，" +
                line.peopleCount +
                " 人。" +
                (stands ? answerText(line) : "撤掉了"),
            ),
          );
          item.append(body);
          if (stands)
            item.append(
              button("撤掉 " + line.name, () =>
                addLine(target, { kind: "undo", undoesId: line.id, name: line.name }),
              ),
            );
          return item;
        }),
    );
  };
  return { box, redraw };
};

/** Draws one visit of a volunteer. */
const drawVisit = (target) => {
  const box = element("section", "stack");
  box.setAttribute("aria-label", target.title);
  const said = element("p", "");
  said.setAttribute("role", "status");
  const made = element("ul", "listing");
  const code = field("到访码（6 位数字）", "numeric");
  const sign = async (kind) => {
    const digits = plain(code.input.value).replace(/\D/g, "");
    const wrong =
      digits.length !== 6 ||
      (crypto.subtle !== undefined && (await digest(target.salt + digits)).slice(0, 2) !== target.mark);
    if (kind === "visit_in" && wrong) {
      said.textContent = "到访码不对。请向点单的人要 6 位数字。";
      return;
    }
    await addLine(target, {
      kind,
      ...(kind === "visit_in" ? { code: digits } : {}),
      name: kind === "visit_in" ? "签到" : "签退",
    });
    said.textContent = kind === "visit_in" ? "签到记下了。" : "签退记下了。";
  };
  const [signIn, signOut] = [
    button("签到", () => sign("visit_in"), "primary"),
    button("签退", () => sign("visit_out")),
  ];
  box.append(
    element("h2", "", target.title),
    element("p", "", timeText(target.startsAt) + "，" + target.place),
    said,
    code.made,
    signIn,
    signOut,
    made,
  );
  const redraw = (lines) => {
    const own = lines.filter((line) => line.targetId === target.targetId);
    const stands = (kind) =>
      own.some((line) => line.kind === kind && (isWaiting(line) || line.answer.outcome !== "refused"));
    const isIn = target.signedInAt !== null || stands("visit_in");
    const isOut = target.signedOutAt !== null || stands("visit_out");
    code.made.hidden = isIn;
    signIn.hidden = isIn;
    signOut.hidden = !isIn || isOut;
    made.replaceChildren(
      ...own
        .sort((a, b) => (a.deviceAt < b.deviceAt ? 1 : -1))
        .map((line) =>
          element("li", "listing__item", timeText(line.deviceAt) + " " + line.name + "。" + answerText(line)),
        ),
    );
  };
  return { box, redraw };
};

/** Looks through the camera until it has read one code. */
const scan = async (box, found) => {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const video = element("video", "");
  video.srcObject = stream;
  video.playsInline = true;
  video.setAttribute("aria-label", "摄像头");
  const end = () => {
    for (const track of stream.getTracks()) track.stop();
    video.remove();
    stop.remove();
  };
  const stop = button("不扫了", end);
  box.append(video, stop);
  await video.play();
  while (video.isConnected) {
    const [code] = await detector.detect(video);
    if (code !== undefined) {
      end();
      await found(code.rawValue);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

let drawn = [];
let drawnFor = "";
const refresh = async () => {
  const [work, lines] = [await readAll("work"), await readAll("lines")];
  work.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
  const shape = JSON.stringify(work.map(({ ticket: _ticket, ...one }) => one));
  // Drawn anew only where a list is new: what somebody is typing stays.
  if (shape !== drawnFor) {
    drawn = work.map((one) => (one.kind === "session" ? drawSession(one) : drawVisit(one)));
    place.replaceChildren(...drawn.map((one) => one.box));
    drawnFor = shape;
  }
  for (const one of drawn) one.redraw(lines);
  return { work, lines };
};

const stateText = (outcome, work, lines) => {
  const waiting = lines.filter(isWaiting).length;
  const kept = waiting === 0 ? "都传好了。" : waiting + " 条存在手机里，等着传。";
  if (outcome === "sign in") return "登录过期了。" + kept + "请登录，回来就自动传。";
  if (outcome === "no network") return "现在没有网。" + kept;
  if (outcome === "failed") return "服务器没有接，一会儿再试。" + kept;
  return work.length === 0 ? "有网。这几天没有您要签到的活动和服务。" : "有网。名单是新的。" + kept;
};

const synchronise = async () => {
  let outcome;
  try {
    outcome = await sendAll();
    if (outcome === "sent") outcome = await fetchWork();
  } catch {
    outcome = "no network";
  }
  const { work, lines } = await refresh();
  state.textContent = stateText(outcome, work, lines);
  if (outcome === "sign in") {
    const link = element("a", "", " 去登录");
    link.href = "/sign-in?back=/on-site";
    state.append(link);
  }
};

/** The page itself is kept for the time without a network, by the service worker of the site. */
const keepPage = async () => {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    active.postMessage({ act: "keepOnSite" }, [port2]);
  });
  document.documentElement.dataset.onSiteKept = "yes";
};

const everyMs = 30_000;
window.addEventListener("online", () => void synchronise());
window.setInterval(() => void synchronise(), everyMs);
if (navigator.storage !== undefined && navigator.storage.persist !== undefined)
  void navigator.storage.persist();
void refresh().then(synchronise);
void keepPage().catch(() => undefined);
