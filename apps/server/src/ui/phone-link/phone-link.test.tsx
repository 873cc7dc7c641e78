import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { grouped, PhoneLink } from "./phone-link.tsx";

test("a mobile number is read in three groups and other numbers as written", () => {
  assert.equal(grouped("13800000001"), "138 0000 0001");
  assert.equal(grouped("0731-00000001"), "0731-00000001");
});

test("what is dialled holds digits alone", () => {
  const html = renderToString(<PhoneLink number='+86 0731-0000 "onclick=x' about="某站" />);
  assert.match(html, /href="tel:\+8607310000"/);
  assert.match(html, /打电话给某站：/);
});
