// Reads the page's words aloud with the device's own voice, sentence by sentence. Nothing is sent anywhere. Without JavaScript,
// or where the device has no Chinese voice, the page says so in words and its text stands there in large type. Plain ES2020.
const place = document.querySelector("[data-listen]");
const parts = Array.from(document.querySelectorAll("[data-listen-part]"));
const speech = window.speechSynthesis;

/** Short enough that no engine stops in the middle of one. */
const sentencesOf = (text) =>
  (text.match(/[^。！？；\n]+[。！？；]*/gu) || [])
    .map((words) => words.trim())
    .filter((words) => words !== "");

const isChinese = (voice) => /^(zh|cmn)\b/iu.test(voice.lang.replace("_", "-"));

const noVoice = "这台设备没有中文声音，念不了。下面是大字全文，也可以请家人或站点的人念给您听。";

/** Engines load their voices when first asked, and some never say that they have. */
const findVoice = () =>
  new Promise((resolve) => {
    const found = () => speech.getVoices().find(isChinese);
    const voice = found();
    if (voice !== undefined) {
      resolve(voice);
      return;
    }
    speech.addEventListener("voiceschanged", () => {
      const late = found();
      if (late !== undefined) resolve(late);
    });
    setTimeout(() => resolve(found()), 2000);
  });

const makeButton = (text, act) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--primary button--large";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
};

const speakWith = (voice) => {
  const state = { run: 0, rate: 1 };
  const status = document.createElement("p");
  status.setAttribute("aria-live", "polite");
  const say = (text) => {
    status.textContent = text;
  };
  const mark = (current) => {
    for (const part of parts)
      if (part === current) part.setAttribute("aria-current", "true");
      else part.removeAttribute("aria-current");
  };
  const stop = (text) => {
    state.run += 1;
    speech.cancel();
    mark(undefined);
    say(text);
  };
  const read = () => {
    stop("正在念");
    const run = state.run;
    const queue = parts.flatMap((part) =>
      sentencesOf(part.textContent || "").map((words) => ({ part, words })),
    );
    const next = (index) => {
      if (run !== state.run) return;
      const item = queue[index];
      if (item === undefined) {
        stop("念完了");
        return;
      }
      mark(item.part);
      const utterance = new SpeechSynthesisUtterance(item.words);
      utterance.lang = "zh-CN";
      utterance.voice = voice;
      utterance.rate = state.rate;
      utterance.addEventListener("end", () => next(index + 1));
      utterance.addEventListener("error", () => {
        if (run === state.run) stop("没有念成，请再按一次。");
      });
      speech.speak(utterance);
    };
    next(0);
  };
  place.replaceChildren(
    makeButton("从头念", () => {
      state.rate = 1;
      read();
    }),
    makeButton("慢一点念", () => {
      state.rate = 0.7;
      read();
    }),
    makeButton("停", () => stop("停了")),
    status,
  );
  window.addEventListener("pagehide", () => speech.cancel());
};

const begin = async () => {
  const voice =
    speech === undefined || typeof SpeechSynthesisUtterance === "undefined" ? undefined : await findVoice();
  if (voice === undefined) place.textContent = noVoice;
  else speakWith(voice);
};

if (place !== null) void begin();
