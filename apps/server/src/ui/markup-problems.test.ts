import assert from "node:assert/strict";
import { test } from "node:test";
import { markupProblems } from "./markup-problems.ts";

const bad: [string, string][] = [
  ["a style attribute", '<p style="color:red">x</p>'],
  ["a handler", '<button onclick="x()">x</button>'],
  ["a script", "<script>alert(1)</script>"],
  ["an address that runs", '<a href="javascript:alert(1)">x</a>'],
  ["a block in a paragraph", "<p><span><div>x</div></span></p>"],
  ["a link in a link", '<a href="/"><span><a href="/">x</a></span></a>'],
  ["a button in a link", '<a href="/"><button>x</button></a>'],
  ["a form in a form", "<form><div><form></form></div></form>"],
  ["an id twice", '<p id="a">x</p><p id="a">y</p>'],
  ["a label for nothing", '<label for="nowhere">x</label>'],
  ["a row outside a list", "<div><li>x</li></div>"],
  ["something else in a list", "<ul><div>x</div></ul>"],
  ["crossed tags", "<b><i>x</b></i>"],
  ["a tag that stays open", "<main><p>x</p>"],
];

for (const [what, html] of bad) {
  test(`${what} is found`, () => assert.notDeepEqual(markupProblems(html), []));
}

test("ordinary markup has no problems", () => {
  const html =
    '<main id="main"><h1>x</h1><p>a<br/><a href="/x?a=1&amp;b=2">b</a></p><ul><li><a href="#main">x</a></li></ul>' +
    '<form action="/x"><label for="q">q</label><input id="q" name="q" disabled><select id="s"><option selected>1</option></select></form>' +
    '<table><thead><tr><th>x</th></tr></thead></table><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></main>';
  assert.deepEqual(markupProblems(html), []);
});
