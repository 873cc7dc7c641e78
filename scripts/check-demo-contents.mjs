// Checks the demonstration items in apps/server/src/demo/contents/items: front matter, length, sources, footnotes, pictures,
// recordings, that no two items share more than 20 % of their character bigrams, and that every audience and topic is
// written for. Run `node scripts/check-demo-contents.mjs`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const contents = fileURLToPath(new URL("../apps/server/src/demo/contents", import.meta.url));
const items = join(contents, "items");

const kinds = ["article", "lesson", "card", "chart", "comic"];
const audiences = ["youth", "farmer", "worker", "elder", "official"];
const ageBands = ["3-6", "6-9", "9-12", "12-15", "15-18"];
const ageLabels = ["all", "6", "9", "12", "15"];
const topics =
  "scientific-spirit scientists-spirit healthy-eating food-safety mental-health exercise medicine-use first-aid disaster-risk green-living climate-change energy-security food-security human-health future-development farming digital-life work-safety artificial-intelligence smart-manufacturing new-materials nature space".split(
    " ",
  );
const expertFields =
  "medicine nutrition psychology agriculture engineering computing materials energy environment earth-science astronomy physics chemistry biology education emergency history-of-science".split(
    " ",
  );
const keys =
  "kind title answer summary audiences ageBands topics expertField season coverAlt audio ai rights radio easy sources chart panels lesson publicService ageLabel specialEducation safety".split(
    " ",
  );
const sourceKeys = ["title", "publisher", "date", "url", "lookedUp", "supports"];
const day = /^\d{4}(-\d{2}(-\d{2})?)?$/;
// ISSUE 3 asks for 600 characters and for less than a fifth in common; the two dated sources are its "publisher and date".
const least = { hanCharacters: 600, datedSources: 2 };
const greatestOverlap = 0.2;
/** ISSUE 3: 40 items over the audiences, 6 comics or charts; spec C02 G-03: 科学家精神 for each of the five audiences. */
const wanted = { items: 40, perAudience: 6, pictured: 6, forEachAudience: "scientists-spirit" };
/** A page nobody should be sent to, or that keeps others' texts without their leave, is no source. */
const unfitHosts =
  /scribd|fdocuments|123dok|studylib|readkong|docslib|pdfslide|issuu|slideshare|vdocuments|doc88|docin|wikisum|blogspot|medium\.com|265xx|soylentnews|pipedot|fx361|163\.com|iiab\.me|metajournal|qxmd/i;

const countHan = (text) => (text.match(/\p{Script=Han}/gu) ?? []).length;

/** The distinct pairs of neighbouring Han characters of a text; a pair does not reach over punctuation. */
export const listBigrams = (text) => {
  const bigrams = new Set();
  for (const run of text.match(/\p{Script=Han}+/gu) ?? []) {
    const characters = [...run];
    for (let index = 1; index < characters.length; index += 1)
      bigrams.add(characters[index - 1] + characters[index]);
  }
  return bigrams;
};

/** Shared distinct bigrams as a share of those of the smaller set. */
export const findOverlap = (one, other) => {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  let shared = 0;
  for (const bigram of small) if (large.has(bigram)) shared += 1;
  return small.size === 0 ? 0 : shared / small.size;
};

const checkRange = (say, name, text, fewest, most) => {
  const length = Array.from(String(text ?? "")).length;
  if (length < fewest || length > most) say(`${name} has ${length} characters, not ${fewest}–${most}`);
};

const checkSources = (say, sources, body) => {
  if (!Array.isArray(sources)) {
    say("sources are missing");
    return;
  }
  for (const [index, source] of sources.entries()) {
    const place = `source ${index + 1}`;
    for (const key of Object.keys(source)) if (!sourceKeys.includes(key)) say(`${place}: unknown key ${key}`);
    for (const key of ["title", "publisher", "url", "lookedUp", "supports"])
      if (!source[key]) say(`${place}: no ${key}`);
    if (source.date !== undefined && !day.test(String(source.date))) say(`${place}: date ${source.date}`);
    if (!/^https?:\/\/\S+$/.test(source.url ?? "")) say(`${place}: url ${source.url}`);
    if (unfitHosts.test(source.url ?? ""))
      say(`${place}: ${source.url} is a copy or a forum, not the publisher`);
  }
  const dated = sources.filter((source) => source.date !== undefined && source.publisher).length;
  if (dated < least.datedSources) say(`${dated} sources with publisher and date, not ${least.datedSources}`);
  const cited = [...body.matchAll(/\[\^(\w+)\]/g)].map((found) => Number(found[1]));
  if (cited.length === 0) say("no footnote");
  for (const number of cited)
    if (!Number.isInteger(number) || number < 1 || number > sources.length)
      say(`footnote ${number} has no source`);
};

const checkPanels = (say, panels) => {
  if (!Array.isArray(panels) || panels.length < 4 || panels.length > 6) {
    say("a comic has 4 to 6 panels");
    return;
  }
  for (const panel of panels) {
    const path = join(contents, "images", panel.image ?? "");
    if (!panel.alt || !panel.caption) say(`panel ${panel.image}: no alt or caption`);
    if (!panel.image || !existsSync(path)) {
      say(`panel ${panel.image} is not in images`);
      continue;
    }
    const drawing = readFileSync(path.replace(/\.png$/, ".svg"), "utf8");
    if (/<script|<foreignObject|\son\w+=|href=|url\(\s*["']?http|<image/i.test(drawing))
      say(`${panel.image}: not a plain drawing`);
    if (!drawing.includes('viewBox="0 0 480 360"')) say(`${panel.image}: viewBox`);
    for (const found of drawing.matchAll(/font-size="(\d+)"/g))
      if (Number(found[1]) < 22) say(`${panel.image}: text smaller than 22`);
  }
};

const checkChart = (say, chart, sources) => {
  if (!chart) {
    say("a chart item has no chart");
    return;
  }
  if (!["bar", "line"].includes(chart.type)) say(`chart type ${chart.type}`);
  if (!chart.unit || !chart.textEquivalent) say("chart: no unit or text equivalent");
  if (!Array.isArray(chart.rows) || chart.rows.some((row) => row.length !== 2 || typeof row[1] !== "number"))
    say("chart rows are [label, number]");
  if (!sources?.[chart.source - 1]) say("chart: its source is not in the list");
};

const checkItem = (name, front, body, say) => {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*\.md$/.test(name)) say("file name is not kebab-case");
  for (const key of Object.keys(front)) if (!keys.includes(key)) say(`unknown key ${key}`);
  if (!kinds.includes(front.kind)) say(`kind ${front.kind}`);
  if (front.kind === "comic" && !ageLabels.includes(front.ageLabel))
    say(`a comic with ageLabel ${front.ageLabel}`);
  if (front.safety !== undefined && !(front.safety.materials && front.safety.hazards))
    say("safety names no materials or hazards");
  // A model drafted them all, so each says so where it is read (I-11).
  if (front.ai !== "generated") say(`ai ${front.ai}`);
  checkRange(say, "title", front.title, 4, 28);
  checkRange(say, "answer", front.answer, 30, 80);
  checkRange(say, "summary", front.summary, 60, 120);
  checkRange(say, "coverAlt", front.coverAlt, 2, 20);
  // The machine of the studio checks its sentences when the demonstration is made; here only that it stands.
  if (front.easy !== undefined && !(front.easy.text && front.easy.words)) say("easy needs text and words");
  checkRange(say, "radio", String(front.radio ?? "").trim(), 150, 260);
  if (/[()（）<>＜＞/\\]|https?:/.test(front.radio ?? "")) say("radio has brackets, signs or an address");
  const among = (list, allowed, fewest, most) =>
    Array.isArray(list) &&
    list.length >= fewest &&
    list.length <= most &&
    list.every((one) => allowed.includes(one));
  if (!among(front.audiences, audiences, 1, 2)) say(`audiences ${front.audiences}`);
  if (!among(front.topics, topics, 1, 3)) say(`topics ${front.topics}`);
  if (front.audiences?.includes("youth") !== (front.ageBands !== undefined)) say("age bands go with youth");
  if (front.ageBands !== undefined && !among(front.ageBands, ageBands, 1, 5))
    say(`ageBands ${front.ageBands}`);
  if (!expertFields.includes(front.expertField)) say(`expertField ${front.expertField}`);
  const han = countHan(body);
  if (han < least.hanCharacters) say(`${han} Han characters, not ${least.hanCharacters}`);
  checkSources(say, front.sources, body);
  if (front.kind === "comic") checkPanels(say, front.panels);
  if (front.kind === "chart") checkChart(say, front.chart, front.sources);
  if (front.kind === "lesson" && !(front.lesson?.grades && front.lesson.minutes && front.lesson.aim))
    say("a lesson has grades, minutes and an aim");
  if (!front.rights) say("no rights");
  if (!front.audio || !existsSync(join(contents, "sounds", front.audio)))
    say(`no recording ${front.audio}: run scripts/make-demo-media.mjs`);
};

/** What is still wanted of the items together. Exported so that its test can give it too few. */
export const findWants = (fronts) => {
  const wants = [];
  const count = (of) => fronts.filter(of).length;
  const want = (name, found, least) => {
    if (found < least) wants.push(`${name}: ${found}, not ${least}`);
  };
  want("items", fronts.length, wanted.items);
  want(
    "comics and charts",
    count((front) => ["comic", "chart"].includes(front.kind)),
    wanted.pictured,
  );
  for (const topic of topics)
    want(
      `topic ${topic}`,
      count((front) => front.topics?.includes(topic)),
      1,
    );
  for (const audience of audiences) {
    const isTheirs = (front) => front.audiences?.includes(audience);
    want(`audience ${audience}`, count(isTheirs), wanted.perAudience);
    want(
      `${wanted.forEachAudience} for ${audience}`,
      count((front) => isTheirs(front) && front.topics?.includes(wanted.forEachAudience)),
      1,
    );
  }
  return wants;
};

/** Reads and checks every item; gives the sentences of what is wrong and how many items there are. */
export const checkDemoContents = () => {
  const problems = [];
  const texts = [];
  const fronts = [];
  for (const name of readdirSync(items)
    .filter((file) => file.endsWith(".md"))
    .sort()) {
    const say = (sentence) => void problems.push(`${name}: ${sentence}`);
    const found = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(join(items, name), "utf8"));
    if (found === null) {
      say("no front matter");
      continue;
    }
    try {
      const front = parse(found[1]);
      fronts.push(front);
      checkItem(name, front, found[2], say);
    } catch (error) {
      say(`front matter does not parse: ${error.message.split("\n")[0]}`);
    }
    const bigrams = listBigrams(found[2]);
    for (const earlier of texts) {
      const overlap = findOverlap(bigrams, earlier.bigrams);
      if (overlap > greatestOverlap)
        say(`shares ${(overlap * 100).toFixed(1)} % of its bigrams with ${earlier.name}`);
    }
    texts.push({ name, bigrams });
  }
  return { problems: [...problems, ...findWants(fronts)], count: texts.length };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { problems, count } = checkDemoContents();
  for (const problem of problems) console.error(problem);
  console.log(`${count} demonstration items, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
