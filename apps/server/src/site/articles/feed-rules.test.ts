// The feeds against a checked list of the rules of the W3C Feed Validation Service (validator.w3.org/feed; names as in its
// feedvalidator/logging.py), on content that is Chinese, hostile, or both. JSON Feed 1.1 is not validated there: its rules
// are those of jsonfeed.org/version/1.1, by section.
import assert from "node:assert/strict";
import { before, after, test } from "node:test";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { buildPublished, buildStudio } from "#modules/contents/builders.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { type Element, parseXml, textOf } from "#test/support/feed-xml.ts";

const hostileTitles = [
  "雲和雨：臺灣的天氣怎麼看",
  "A&B <b>粗</b> 体 ]]> 与 & 号",
  "\"引号\" '单引' <script>alert(1)</script>",
  "𠮷野家的𠮷是四字节汉字👨‍👩‍👧",
  "零宽\u200B字符与\u2028行分隔",
] as const;

type Answer = { status: number; type: string; text: string; url: string };

/** What a rule looks at. */
type Feed = { answer: Answer; root: Element; items: readonly Element[]; channel: Element };

const child = (element: Element, name: string): Element | undefined =>
  element.children.find((one) => one.name === name);
const childrenOf = (element: Element, name: string): readonly Element[] =>
  element.children.filter((one) => one.name === name);
const wordsOf = (element: Element | undefined): string =>
  element === undefined ? "" : textOf(element).trim();
const isFullLink = (text: string): boolean => URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);
const all = (element: Element): readonly Element[] => [element, ...element.children.flatMap(all)];
const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** RFC 822 with a four-digit year, the weekday being that of the date (RFC 2822 §3.3). */
const isRfc2822 = (text: string): boolean => {
  const found =
    /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (GMT|[+-]\d{4})$/u.exec(
      text,
    );
  if (found === null || Number.isNaN(Date.parse(text))) return false;
  return ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][new Date(text).getUTCDay()] === found[1];
};
const isRfc3339 = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/u.test(text) &&
  !Number.isNaN(Date.parse(text));
const isPlausible = (text: string): boolean => {
  const year = new Date(text).getUTCFullYear();
  return year >= 1990 && year <= 2027;
};

type Rule = { name: string; holds: (feed: Feed) => boolean };

const everyXml: readonly Rule[] = [
  { name: "SAXError (well-formed XML)", holds: ({ root }) => root.name !== "" },
  { name: "UnicodeError, NotUTF8", holds: ({ answer }) => !answer.text.includes("\uFFFD") },
  {
    name: "ObscureEncoding, EncodingMismatch",
    holds: ({ answer }) =>
      /^<\?xml version="1\.0" encoding="utf-8"\?>/iu.test(answer.text) && /charset=utf-8/u.test(answer.type),
  },
  {
    name: "BadCharacters",
    holds: ({ answer }) =>
      // oxlint-disable-next-line no-control-regex -- these very characters are looked for
      !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/u.test(answer.text),
  },
  {
    name: "SecurityRisk, ContainsScript",
    holds: ({ root }) => all(root).every(({ name }) => !/^(script|embed|object|iframe|meta)$/iu.test(name)),
  },
  {
    name: "UndeclaredPrefix",
    holds: ({ root }) =>
      all(root).every(({ name }) => !name.includes(":") || `xmlns:${name.split(":")[0]}` in root.attributes),
  },
];

const rssRules: readonly Rule[] = [
  ...everyXml,
  {
    name: "UnexpectedContentType",
    holds: ({ answer }) => /^application\/rss\+xml(;|$)/u.test(answer.type),
  },
  { name: "MissingAttribute (rss version)", holds: ({ root }) => root.attributes["version"] === "2.0" },
  { name: "MissingChannel", holds: ({ root }) => childrenOf(root, "channel").length === 1 },
  { name: "MissingElement title", holds: ({ channel }) => wordsOf(child(channel, "title")) !== "" },
  {
    name: "MissingElement link, InvalidFullLink",
    holds: ({ channel }) => isFullLink(wordsOf(child(channel, "link"))),
  },
  { name: "MissingDescription", holds: ({ channel }) => wordsOf(child(channel, "description")) !== "" },
  {
    name: "DuplicateElement",
    holds: ({ channel, items }) =>
      [channel, ...items].every((element) =>
        isUnique(
          element.children
            .map(({ name }) => name)
            .filter((name) => !/^(item|category|atom:link)$/u.test(name)),
        ),
      ),
  },
  {
    name: "InvalidLanguage",
    holds: ({ channel }) => /^[a-z]{2}(-[a-z]{2})?$/iu.test(wordsOf(child(channel, "language"))),
  },
  {
    name: "InvalidRFC2822Date",
    holds: ({ channel, items }) =>
      isRfc2822(wordsOf(child(channel, "lastBuildDate"))) &&
      items.every((item) => isRfc2822(wordsOf(child(item, "pubDate")))),
  },
  {
    name: "ImplausibleDate",
    holds: ({ items }) => items.every((item) => isPlausible(wordsOf(child(item, "pubDate")))),
  },
  {
    name: "MissingItemTitle, MissingItemLink",
    holds: ({ items }) =>
      items.every((item) => wordsOf(child(item, "title")) !== "" && isFullLink(wordsOf(child(item, "link")))),
  },
  { name: "MissingGuid", holds: ({ items }) => items.every((item) => wordsOf(child(item, "guid")) !== "") },
  {
    name: "InvalidPermalink",
    holds: ({ items }) =>
      items.every((item) => {
        const guid = child(item, "guid");
        return guid?.attributes["isPermaLink"] === "false" || isFullLink(wordsOf(guid));
      }),
  },
  {
    name: "DuplicateValue (guid), NotSufficientlyUnique",
    holds: ({ items }) => isUnique(items.map((item) => wordsOf(child(item, "guid")))),
  },
  {
    name: "ContainsHTML (title)",
    holds: ({ channel, items }) =>
      [channel, ...items].every((element) => !/<[a-z/!]/iu.test(wordsOf(child(element, "title")))),
  },
  {
    name: "NotHtml, ContainsRelRef (description)",
    holds: ({ items }) =>
      items.every((item) => {
        // As a reader shows it: the words once more unescaped hold no element of ours or of anybody.
        const html = wordsOf(child(item, "description"));
        return !/<[a-z/!]/iu.test(html) && !/&(?![a-z]+;|#\d+;)/iu.test(html);
      }),
  },
  {
    name: "MissingAtomSelfLink, SelfNotAtom",
    holds: ({ channel }) =>
      childrenOf(channel, "atom:link").some(
        ({ attributes }) => attributes["rel"] === "self" && attributes["type"] === "application/rss+xml",
      ),
  },
  {
    name: "SelfDoesntMatchLocation",
    holds: ({ channel, answer }) =>
      childrenOf(channel, "atom:link").find(({ attributes }) => attributes["rel"] === "self")?.attributes[
        "href"
      ] === answer.url,
  },
  {
    name: "NotBlank",
    holds: ({ items }) =>
      items.every((item) => childrenOf(item, "category").every((category) => wordsOf(category) !== "")),
  },
];

const linksOf = (element: Element, rel: string): readonly Element[] =>
  childrenOf(element, "link").filter(({ attributes }) => (attributes["rel"] ?? "alternate") === rel);

const atomRules: readonly Rule[] = [
  ...everyXml,
  {
    name: "UnexpectedContentType",
    holds: ({ answer }) => /^application\/atom\+xml(;|$)/u.test(answer.type),
  },
  {
    name: "MissingNamespace, InvalidNamespace",
    holds: ({ root }) => root.attributes["xmlns"] === "http://www.w3.org/2005/Atom",
  },
  {
    name: "MissingElement id title updated",
    holds: ({ root, items }) =>
      [root, ...items].every((element) =>
        ["id", "title", "updated"].every((name) => wordsOf(child(element, name)) !== ""),
      ),
  },
  {
    name: "DuplicateElement",
    holds: ({ root, items }) =>
      [root, ...items].every((element) =>
        isUnique(
          element.children
            .map(({ name }) => name)
            .filter((name) => !/^(entry|link|category|author)$/u.test(name)),
        ),
      ),
  },
  {
    name: "InvalidFullLink, InvalidURI (id)",
    holds: ({ root, items }) =>
      [root, ...items].every((element) => isFullLink(wordsOf(child(element, "id")))),
  },
  {
    name: "NonCanonicalURI (id)",
    holds: ({ items }) =>
      items.every((item) => {
        const id = wordsOf(child(item, "id"));
        return URL.canParse(id) && new URL(id).href === id;
      }),
  },
  {
    name: "DuplicateEntries",
    holds: ({ items }) => isUnique(items.map((item) => wordsOf(child(item, "id")))),
  },
  {
    name: "InvalidRFC3339Date",
    holds: ({ root, items }) =>
      [root, ...items].every((element) => isRfc3339(wordsOf(child(element, "updated")))),
  },
  {
    name: "DuplicateUpdated",
    holds: ({ items }) => isUnique(items.map((item) => wordsOf(child(item, "updated")))),
  },
  {
    name: "ImplausibleDate",
    holds: ({ root, items }) =>
      [root, ...items].every((element) => isPlausible(wordsOf(child(element, "updated")))),
  },
  {
    name: "MissingElement author",
    holds: ({ root, items }) =>
      child(root, "author") !== undefined || items.every((item) => child(item, "author") !== undefined),
  },
  {
    name: "MissingElement name (author), NotBlank",
    holds: ({ root }) => childrenOf(root, "author").every((author) => wordsOf(child(author, "name")) !== ""),
  },
  { name: "MissingSelf", holds: ({ root }) => linksOf(root, "self").length === 1 },
  {
    name: "SelfDoesntMatchLocation",
    holds: ({ root, answer }) => linksOf(root, "self")[0]?.attributes["href"] === answer.url,
  },
  {
    name: "MissingContentOrAlternate",
    holds: ({ items }) =>
      items.every((item) => child(item, "content") !== undefined || linksOf(item, "alternate").length > 0),
  },
  {
    name: "DuplicateAlternate",
    holds: ({ root, items }) =>
      [root, ...items].every((element) =>
        isUnique(
          linksOf(element, "alternate").map(
            ({ attributes }) => `${attributes["type"]} ${attributes["hreflang"]}`,
          ),
        ),
      ),
  },
  {
    name: "MissingHref, InvalidFullLink",
    holds: ({ root, items }) =>
      [root, ...items].every((element) =>
        childrenOf(element, "link").every(({ attributes }) => isFullLink(attributes["href"] ?? "")),
      ),
  },
  {
    name: "InvalidMIMEType, AttrNotBlank",
    holds: ({ root, items }) =>
      [root, ...items].every((element) =>
        childrenOf(element, "link").every(({ attributes }) =>
          /^[a-z]+\/[a-z0-9.+-]+$/u.test(attributes["type"] ?? "text/html"),
        ),
      ),
  },
  {
    name: "InvalidContentMode (text constructs)",
    holds: ({ root, items }) =>
      [root, ...items].every((element) =>
        ["title", "subtitle", "summary"].every((name) => {
          const text = child(element, name);
          return text === undefined || ["text", undefined].includes(text.attributes["type"]);
        }),
      ),
  },
  {
    name: "ContainsUndeclaredHTML (children of text)",
    holds: ({ items }) =>
      items.every((item) =>
        ["title", "summary"].every((name) => (child(item, name)?.children.length ?? 0) === 0),
      ),
  },
  {
    name: "MissingSummary, MissingTextualContent",
    holds: ({ items }) => items.every((item) => wordsOf(child(item, "summary")) !== ""),
  },
  {
    name: "MissingAttribute (category term), AttrNotBlank",
    holds: ({ items }) =>
      items.every((item) =>
        childrenOf(item, "category").every(({ attributes }) => (attributes["term"] ?? "") !== ""),
      ),
  },
];

type Json = Record<string, unknown>;
const textAt = (value: Json, name: string): string => (typeof value[name] === "string" ? value[name] : "");

const jsonRules: readonly {
  name: string;
  holds: (feed: Json, items: readonly Json[], answer: Answer) => boolean;
}[] = [
  {
    name: "§ Discovery: application/feed+json",
    holds: (_feed, _items, answer) => /^application\/feed\+json(;|$)/u.test(answer.type),
  },
  {
    name: "§ Top-level: version",
    holds: (feed) => feed["version"] === "https://jsonfeed.org/version/1.1",
  },
  { name: "§ Top-level: title (required)", holds: (feed) => textAt(feed, "title") !== "" },
  { name: "§ Top-level: home_page_url", holds: (feed) => isFullLink(textAt(feed, "home_page_url")) },
  {
    name: "§ Top-level: feed_url is where it was fetched",
    holds: (feed, _items, answer) => feed["feed_url"] === answer.url,
  },
  {
    name: "§ Top-level: language (RFC 5646)",
    holds: (feed) => /^[a-z]{2,3}(-[A-Z]{2})?$/u.test(textAt(feed, "language")),
  },
  {
    name: "§ Authors: each has name, url or avatar",
    holds: (feed) =>
      Array.isArray(feed["authors"]) &&
      feed["authors"].every(
        (author: unknown) => typeof author === "object" && author !== null && "name" in author,
      ),
  },
  {
    name: "§ Items: id (required) is a text",
    holds: (_feed, items) => items.every((item) => textAt(item, "id") !== ""),
  },
  {
    name: "§ Items: id is unique",
    holds: (_feed, items) => isUnique(items.map((item) => textAt(item, "id"))),
  },
  { name: "§ Items: url", holds: (_feed, items) => items.every((item) => isFullLink(textAt(item, "url"))) },
  {
    name: "§ Items: content_text or content_html",
    holds: (_feed, items) =>
      items.every((item) => textAt(item, "content_text") !== "" || textAt(item, "content_html") !== ""),
  },
  {
    name: "§ Items: date_published (RFC 3339)",
    holds: (_feed, items) => items.every((item) => isRfc3339(textAt(item, "date_published"))),
  },
  {
    name: "§ Items: tags are plain texts",
    holds: (_feed, items) =>
      items.every(
        (item) =>
          Array.isArray(item["tags"]) && item["tags"].every((tag: unknown) => typeof tag === "string"),
      ),
  },
  {
    name: "§ Top-level: no field is null",
    holds: (feed, items) =>
      [feed, ...items].every((value) => Object.values(value).every((one) => one !== null)),
  },
];

const addresses = [
  "/feeds/all",
  "/feeds/zones/elder",
  "/feeds/topics/food-safety",
  "/feeds/zones/official",
] as const;

programSuite("feeds by the validator's rules", (database) => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer(database());
    const studio = await buildStudio(server.context);
    for (const title of hostileTitles) {
      await buildPublished(server.context, studio, { title, summary: `${title}。摘要 & <i>斜</i> ]]>` });
      server.clock.advanceMs(61_000);
    }
  });
  after(async () => server[Symbol.asyncDispose]());

  const get = async (path: string): Promise<Answer> => {
    const answer = await server.app.inject({ method: "GET", url: path });
    return {
      status: answer.statusCode,
      type: String(answer.headers["content-type"]),
      text: answer.body,
      url: `${server.config.publicUrl}${path}`,
    };
  };
  const readXml = async (path: string): Promise<Feed> => {
    const answer = await get(path);
    const root = parseXml(answer.text);
    const channel = child(root, "channel") ?? root;
    return { answer, root, channel, items: childrenOf(channel, path.endsWith(".rss") ? "item" : "entry") };
  };

  for (const [format, rules] of [
    ["rss", rssRules],
    ["atom", atomRules],
  ] as const)
    test(`${format}: ${rules.length} rules hold for every feed, full and empty`, async () => {
      const broken: string[] = [];
      for (const address of addresses) {
        const feed = await readXml(`${address}.${format}`);
        assert.equal(feed.answer.status, 200);
        if (!address.endsWith("official")) assert.equal(feed.items.length, hostileTitles.length, address);
        for (const rule of rules) if (!rule.holds(feed)) broken.push(`${address}.${format}: ${rule.name}`);
      }
      assert.deepEqual(broken, []);
    });

  test(`json: ${jsonRules.length} rules hold for every feed, full and empty`, async () => {
    const broken: string[] = [];
    for (const address of addresses) {
      const answer = await get(`${address}.json`);
      const feed = JSON.parse(answer.text) as Json; // the rules below look at each field
      const items = (feed["items"] ?? []) as readonly Json[]; // as above
      for (const rule of jsonRules)
        if (!rule.holds(feed, items, answer)) broken.push(`${address}.json: ${rule.name}`);
    }
    assert.deepEqual(broken, []);
  });

  test("feedsmith reads all three back, and the titles come back as they were", async () => {
    const plain = (text: string | undefined): string => text ?? "";
    const expected = hostileTitles.toReversed();
    const atom = parseAtomFeed((await get("/feeds/all.atom")).text);
    assert.deepEqual(
      atom.entries?.map((entry) => plain(entry.title?.value)),
      expected,
    );
    const json = parseJsonFeed((await get("/feeds/all.json")).text);
    assert.deepEqual(
      json.items?.map((item) => plain(item.title)),
      expected,
    );
    const rss = parseRssFeed((await get("/feeds/all.rss")).text);
    assert.deepEqual(
      rss.items?.map((item) => plain(item.title)),
      // RSS 2.0 does not say whether a title is HTML: angle brackets are full-width there, so that both kinds of reader show them.
      expected.map((title) => title.replaceAll("<", "＜").replaceAll(">", "＞")),
    );
  });

  test("control: each XML rule finds its own mistake in a feed that was spoilt", async () => {
    const spoil = (text: string, from: string | RegExp, to: string): string => {
      const spoilt = text.replace(from, to);
      assert.notEqual(spoilt, text, String(from));
      return spoilt;
    };
    const spoilings: readonly [format: "rss" | "atom", rule: string, from: string | RegExp, to: string][] = [
      ["rss", "MissingGuid", /<guid[^>]*>[^<]*<\/guid>/u, ""],
      ["rss", "InvalidRFC2822Date", /<pubDate>\w{3}/u, "<pubDate>Xxx"],
      ["rss", "SelfDoesntMatchLocation", "all.rss", "other.rss"],
      ["rss", "ContainsHTML (title)", /<item>\s*<title>/u, "<item><title>&lt;b&gt;"],
      ["rss", "MissingDescription", /<description>[^<]*<\/description>/u, ""],
      ["atom", "InvalidRFC3339Date", /<updated>/u, "<updated>x"],
      ["atom", "MissingSelf", 'rel="self"', 'rel="related"'],
      ["atom", "DuplicateEntries", /(<entry>[\s\S]*?<\/entry>)/u, "$1$1"],
      ["atom", "MissingElement author", /<author>[\s\S]*?<\/author>/u, ""],
      [
        "atom",
        "ContainsUndeclaredHTML (children of text)",
        /<entry>([\s\S]*?)<title([^>]*)>/u,
        "<entry>$1<title$2><b/>",
      ],
    ];
    for (const [format, name, from, to] of spoilings) {
      const answer = await get(`/feeds/all.${format}`);
      const text = spoil(answer.text, from, to);
      const root = parseXml(text);
      const channel = child(root, "channel") ?? root;
      const feed: Feed = {
        answer: { ...answer, text },
        root,
        channel,
        items: childrenOf(channel, format === "rss" ? "item" : "entry"),
      };
      const rule = (format === "rss" ? rssRules : atomRules).find((one) => one.name === name);
      assert.ok(rule !== undefined, name);
      assert.equal(rule.holds(feed), false, `${format} ${name}`);
    }
  });
});
