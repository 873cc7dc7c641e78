import assert from "node:assert/strict";
import { test } from "node:test";
import { zipSync } from "fflate";
import { systemActor } from "#kernel/actor.ts";
import { buildCookie } from "#modules/identity/builders.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, writeHeaders } from "#test/support/server.ts";
import { buildStudio } from "../builders.ts";
import { documentText } from "../document.ts";
import { readDocx } from "./docx.ts";
import { readFrontMatter, splitFrontMatter } from "./front-matter.ts";
import { readHtml } from "./html-tree.ts";
import { importItems } from "./import-items.ts";
import { placeImages, readMarkdown } from "./markdown.ts";
import { recordingSeconds } from "./recording.ts";

/** The smallest Word file: three parts in a zip. */
const toDocx = (body: string, extra: Record<string, Uint8Array> = {}): Buffer => {
  const text = (value: string) => new TextEncoder().encode(value);
  return Buffer.from(
    zipSync({
      "[Content_Types].xml": text(
        `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
      ),
      "_rels/.rels": text(
        `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
      ),
      "word/document.xml": text(
        `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
      ),
      ...extra,
    }),
  );
};

test("Markdown keeps headings, lists, tables, bold, links and source references", () => {
  const read = readMarkdown(
    "# 题目\n\n## 一节\n\n第一段，**要紧**，见[这里](https://example.org/a)。[^1]\n\n- 甲\n- 乙\n\n表 1 温度\n\n| 名称 | 度 |\n|---|---|\n| 冰 | 0 |\n",
  );
  assert.equal(read.title, "题目");
  assert.deepEqual(read.lost, []);
  assert.deepEqual(
    read.blocks.map((block) => block.type),
    ["heading", "paragraph", "bulletList", "table"],
  );
  const table = read.blocks[3];
  assert.equal(table?.type === "table" ? table.caption : "", "表 1 温度");
  const paragraph = read.blocks[1];
  assert.ok(paragraph?.type === "paragraph");
  assert.deepEqual(paragraph.content.at(-1), { type: "sourceRef", source: 1 });
  assert.deepEqual(paragraph.content[1], { type: "text", text: "要紧", marks: [{ type: "bold" }] });
});

test("HTML, scripts and links that would run are dropped and told", () => {
  const read = readMarkdown(
    "<script>alert(1)</script>\n\n点[这里](javascript:alert(1))\n\n<img src=x onerror=alert(1)>\n",
  );
  assert.doesNotMatch(JSON.stringify(read.blocks), /script|onerror|javascript/);
  assert.equal(read.lost.length, 2);
  const html = readHtml(
    '<p onclick="x()">字<script>alert(1)</script></p><svg onload=alert(1)></svg><iframe src=//x></iframe><a href="data:text/html,x">链</a>',
  );
  assert.doesNotMatch(JSON.stringify(html.blocks), /onclick|script|svg|iframe|data:/);
  assert.equal(documentText(placeImages(html.blocks, new Map())), "字\n链");
});

test("front matter of a wrong shape loses what is wrong and keeps the rest; a bomb of references is refused", () => {
  const { yaml, text } = splitFrontMatter(
    "---\ntitle: 甲\nkind: nonsense\naudiences: [elder, martian]\nfoo: 1\nsources:\n  - title: 只有标题\n---\n正文",
  );
  assert.equal(text, "正文");
  const front = readFrontMatter(yaml);
  assert.ok("body" in front);
  assert.equal(front.body.kind, "article");
  assert.deepEqual(front.body.audiences, ["elder"]);
  assert.equal(front.lost.length, 2);
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\ntitle: *c\n`;
  assert.ok("unreadable" in readFrontMatter(bomb));
  assert.ok("unreadable" in readFrontMatter("title: [甲"));
});

test("a Word file gives its headings and words; a damaged one and a bomb give a sentence", async () => {
  const read = await readDocx(
    toDocx(
      `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>题目</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>粗</w:t></w:r><w:r><w:t>体</w:t></w:r></w:p>`,
    ),
  );
  assert.ok("blocks" in read);
  assert.match(JSON.stringify(read), /题目/);
  assert.match(JSON.stringify(read.blocks), /"bold"/);
  assert.ok("unreadable" in (await readDocx(Buffer.from("not a zip"))));
  assert.ok("unreadable" in (await readDocx(Buffer.alloc(0))));
  const bomb = toDocx("<w:p/>", { "word/media/bomb.bin": new Uint8Array(200 * 1024 * 1024) });
  assert.deepEqual(await readDocx(bomb), { unreadable: "文件展开后太大，可能有问题" });
});

test("the length of a recording is read from its frames", () => {
  const frame = Buffer.alloc(144, 0);
  frame.set([0xff, 0xf3, 0x28, 0xc4]);
  // MPEG 2 layer III at 16 kbit/s: 2,000 bytes a second.
  assert.equal(recordingSeconds(Buffer.concat([frame, Buffer.alloc(20_000 - 144)])), 10);
  assert.equal(recordingSeconds(Buffer.from("no sound here, only words")), undefined);
});

databaseSuite("bringing items in from disk", (database) => {
  test("each file becomes a draft or a sentence, and says what it could not keep; nothing leads out of the folder", async () => {
    await using server = await startTestServer(database());
    const studio = await buildStudio(server.context);
    const asked: string[] = [];
    const outcomes = await importItems(
      {
        context: server.context,
        actor: systemActor("test"),
        unitId: studio.unit.id,
        findBeside: async (place) => void asked.push(place),
      },
      [
        {
          name: "a/good.md",
          bytes: Buffer.from(
            "---\ntitle: 好文章\ntopics: [food-safety, nowhere]\n---\n\n![图](../../etc/passwd)\n\n![图二](pictures/x.png)\n\n正文。",
          ),
        },
        { name: "bad.docx", bytes: Buffer.from("PK\x03\x04 damaged") },
        { name: "notes.txt", bytes: Buffer.from("x") },
        { name: "gbk.md", bytes: Buffer.from([0xc4, 0xe3, 0xba, 0xc3]) },
      ],
    );
    assert.deepEqual(
      outcomes.map((outcome) => outcome.ok),
      [true, false, false, false],
    );
    const [good] = outcomes;
    assert.ok(good?.ok);
    assert.deepEqual(asked, ["a/pictures/x.png"]);
    assert.match(good.lost.join(""), /没有找到文件.*没有找到文件.*主题“nowhere”/);
    const row = await server.context.db
      .selectFrom("content_versions")
      .select(["title", "topics", "status"])
      .where("id", "=", good.versionId)
      .executeTakeFirstOrThrow();
    assert.deepEqual(row, { title: "好文章", topics: ["food-safety"], status: "draft" });
  });

  test("an editor sends one file in the studio: a draft with what was lost, for his own unit alone; a bomb and a table of numbers leave nothing", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const other = await buildUnit(context.db, { name: "演示别处" });
    const cookie = await buildCookie(context, studio.author.personId);
    const drafts = async () =>
      Number(
        (
          await context.db
            .selectFrom("contents")
            .select((eb) => eb.fn.countAll().as("count"))
            .where("unit_id", "in", [studio.unit.id, other.id])
            .executeTakeFirstOrThrow()
        ).count,
      );
    const send = async (name: string, bytes: Buffer, unitId: string) => {
      const form = new FormData();
      form.append("unitId", unitId);
      form.append("file", new Blob([Uint8Array.from(bytes)]), name);
      const request = new Request("http://localhost/", { method: "POST", body: form });
      const answer = await server.app.inject({
        method: "POST",
        url: "/api/content-imports",
        headers: {
          cookie,
          ...writeHeaders(),
          "content-type": request.headers.get("content-type") ?? "",
        },
        payload: Buffer.from(await request.arrayBuffer()),
      });
      return { status: answer.statusCode, body: answer.body };
    };
    const word = toDocx(
      '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>剩菜怎么放</w:t></w:r></w:p><w:p><w:r><w:t>放凉就收。</w:t></w:r></w:p>',
    );
    const made = await send("稿子.docx", word, studio.unit.id);
    assert.equal(made.status, 200, made.body);
    assert.match(made.body, /剩菜怎么放/);
    assert.equal(await drafts(), 1);
    const row = await context.db
      .selectFrom("contents as content")
      .innerJoin("review_steps as step", "step.person_id", "content.created_by_person_id")
      .select(["content.origin", "content.unit_id", "step.stage"])
      .where("content.created_by_person_id", "=", studio.author.personId)
      .executeTakeFirstOrThrow();
    assert.deepEqual(row, { origin: "import", unit_id: studio.unit.id, stage: "author" });
    const beside = await send("文.md", Buffer.from("# 题目四字\n\n![图](x.png)\n"), studio.unit.id);
    assert.match(beside.body, /没有找到文件“x\.png”/);
    for (const [name, bytes, sentence] of [
      ["表.xlsx", Buffer.from("x"), /只能导入 \.md 和 \.docx/],
      ["坏.docx", Buffer.from("PK"), /读不出来.*什么都没有存/],
      ["空.md", Buffer.alloc(0), /文件是空的/],
      [
        "弹.docx",
        toDocx("<w:p/>", { "word/media/bomb.bin": new Uint8Array(200 * 1024 * 1024) }),
        /展开后太大/,
      ],
    ] as const) {
      const refused = await send(name, bytes, studio.unit.id);
      assert.equal(refused.status, 422, `${name}: ${refused.body}`);
      assert.match(refused.body, sentence, name);
    }
    assert.equal((await send("稿子.docx", word, other.id)).status, 403, "not for another unit");
    assert.equal(await drafts(), 2);
  });
});
