import assert from "node:assert/strict";
import { test } from "node:test";
import { type PestWords, recognisePests } from "./recognise.ts";

const pests: readonly PestWords[] = [
  { id: "blast", name: "稻瘟病", crops: ["rice"], names: ["稻热病", "穗颈瘟", "稻瘟"] },
  { id: "borer", name: "二化螟", crops: ["rice"], names: ["钻心虫"] },
  { id: "corn-borer", name: "玉米螟", crops: ["maize"], names: ["钻心虫"] },
  { id: "sheath", name: "水稻纹枯病", crops: ["rice"], names: ["纹枯病"] },
];
const found = (text: string) => recognisePests(text, pests).map((one) => `${one.pestId}:${one.word}`);

test("a pest is recognised in a free sentence by its name, another name, traditional characters and gaps", () => {
  assert.deepEqual(found("我家早稻叶子上有梭形斑，怕是稻瘟病，想请人来看看"), ["blast:稻瘟病"]);
  assert.deepEqual(found("疑似稻熱病"), ["blast:稻热病"]);
  assert.deepEqual(found("是 稻 瘟 病 吗？"), ["blast:稻瘟病"]);
  assert.deepEqual(found("穗頸瘟和紋枯病一起来"), ["blast:穗颈瘟", "sheath:纹枯病"]);
  assert.deepEqual(found("想学怎么管水"), []);
});

test("the longest name counts once, and a name is not found across two others", () => {
  assert.deepEqual(found("稻瘟病"), ["blast:稻瘟病"]);
  assert.deepEqual(found("水稻纹枯病"), ["sheath:水稻纹枯病"]);
});

test("a common name of two pests is told apart by the crop; without one both stand", () => {
  assert.deepEqual(found("水稻钻心虫"), ["borer:钻心虫"]);
  assert.deepEqual(found("苞谷里有钻心虫"), ["corn-borer:钻心虫"]);
  assert.deepEqual(found("钻心虫怎么打"), ["borer:钻心虫", "corn-borer:钻心虫"]);
});

test("what is denied does not count, what is asked does", () => {
  assert.deepEqual(found("看过了不是稻瘟病，是纹枯病"), ["sheath:纹枯病"]);
  assert.deepEqual(found("是不是稻瘟病？"), ["blast:稻瘟病"]);
  assert.deepEqual(found("怎么看有没有二化螟"), ["borer:二化螟"]);
  assert.deepEqual(found("没有稻瘟病"), []);
});
