import assert from "node:assert/strict";
import { test } from "node:test";
import { filterTrees, toTrees, wayTo } from "./unit-tree.ts";

const node = (id: string, parentId: string | null, name = id) => ({
  id,
  parentId,
  name,
  kind: "street" as const,
  kindName: "街道",
  path: id,
  childCount: 0,
});
const nodes = [
  node("root", null, "委员会"),
  node("a", "root", "清溪街道"),
  node("a1", "a", "桂花社区"),
  node("b", "root", "松岭镇"),
];

test("a street's liaison sees the street as a root, because what lies above is not his", () => {
  assert.deepEqual(
    toTrees(nodes.slice(1)).map((tree) => tree.id),
    ["a", "b"],
  );
  assert.deepEqual(
    toTrees(nodes).map((tree) => [tree.id, tree.children.map((child) => child.id)]),
    [["root", ["a", "b"]]],
  );
});

test("a search keeps the way to what it finds and nothing else", () => {
  const [root] = filterTrees(toTrees(nodes), " 桂花 ");
  assert.deepEqual(
    root?.children.map((child) => [child.id, child.children.map((leaf) => leaf.id)]),
    [["a", ["a1"]]],
  );
  assert.deepEqual(filterTrees(toTrees(nodes), "没有的"), []);
  assert.equal(filterTrees(toTrees(nodes), "").length, 1);
});

test("the way to a unit leads from the root, and a ring in the data does not hang the page", () => {
  assert.deepEqual(wayTo(nodes, "a1"), ["root", "a"]);
  assert.deepEqual(wayTo(nodes, undefined), []);
  assert.deepEqual(wayTo([node("x", "y"), node("y", "x")], "x"), ["x", "y"]);
});
