import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  createMemoryLog,
  emptyRoot,
  leafHash,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
  type HashSuite,
} from "./index.ts";

// The reference tree of Certificate Transparency (google/certificate-transparency, transparency-dev/merkle): eight
// leaves with their published roots and proofs. Indexes here count from 0.
const ENTRIES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const LEFT_FOUR = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
const PUBLISHED_PATHS = [
  { index: 0, size: 1, proof: [] },
  {
    index: 0,
    size: 8,
    proof: [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  },
  {
    index: 5,
    size: 8,
    proof: [
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      LEFT_FOUR,
    ],
  },
  { index: 2, size: 3, proof: ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"] },
  {
    index: 1,
    size: 5,
    proof: [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  },
];
const PUBLISHED_CONSISTENCY = [
  { first: 1, second: 1, proof: [] },
  {
    first: 1,
    second: 8,
    proof: [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  },
  {
    first: 6,
    second: 8,
    proof: [
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      LEFT_FOUR,
    ],
  },
  {
    first: 2,
    second: 5,
    proof: [
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  },
  {
    first: 6,
    second: 7,
    proof: [
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
      LEFT_FOUR,
    ],
  },
];

type Expected = {
  emptyRoot: string;
  roots: { size: number; root: string }[];
  inclusion: { index: number; size: number; proof: string[] }[];
  consistency: { first: number; second: number; proof: string[] }[];
};
type Fixture = { entries: string[] } & Record<HashSuite, Expected>;

const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/merkle.json", import.meta.url), "utf8"),
) as Fixture; // written by fixtures/generate.py

function bytes(hex: string): Buffer {
  return Buffer.from(hex, "hex");
}

function hexes(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => hash.toString("hex"));
}

function logOf(entries: readonly string[], suite: HashSuite) {
  const log = createMemoryLog({ suite });
  for (const entry of entries) log.append(bytes(entry));
  return log;
}

test("the published hashes of RFC 6962 come out: empty tree, empty leaf, leaf and node", () => {
  assert.equal(
    emptyRoot().toString("hex"),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  assert.equal(
    leafHash(Buffer.alloc(0)).toString("hex"),
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
  assert.equal(
    leafHash(Buffer.from("L123456")).toString("hex"),
    "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56",
  );
});

test("a node of the reference tree is the hash of its two children", () => {
  const [first, second] = [leafHash(bytes("")), leafHash(bytes("00"))];
  assert.equal(nodeHash(first, second).toString("hex"), ROOTS[1]);
});

test("the reference tree of Certificate Transparency has its published roots at every size", () => {
  const log = logOf(ENTRIES, "sha256");
  assert.deepEqual(
    ROOTS.map((_, i) => log.root(i + 1).toString("hex")),
    ROOTS,
  );
});

test("the reference tree gives the published inclusion proofs and they verify", () => {
  const log = logOf(ENTRIES, "sha256");
  for (const { index, size, proof } of PUBLISHED_PATHS) {
    assert.deepEqual(hexes(log.inclusionProof(index, size)), proof);
    verifyInclusion({
      leafHash: leafHash(bytes(ENTRIES[index] ?? "")),
      leafIndex: index,
      treeSize: size,
      proof: proof.map(bytes),
      root: bytes(ROOTS[size - 1] ?? ""),
    });
  }
});

test("the reference tree gives the published consistency proofs and they verify", () => {
  const log = logOf(ENTRIES, "sha256");
  for (const { first, second, proof } of PUBLISHED_CONSISTENCY) {
    assert.deepEqual(hexes(log.consistencyProof(first, second)), proof);
    verifyConsistency({
      firstSize: first,
      secondSize: second,
      firstRoot: bytes(ROOTS[first - 1] ?? ""),
      secondRoot: bytes(ROOTS[second - 1] ?? ""),
      proof: proof.map(bytes),
    });
  }
});

for (const suite of ["sha256", "sm3"] as const) {
  const expected = fixture[suite];
  const log = logOf(fixture.entries, suite);

  test(`roots of sizes 0 to 65 are those of the Python implementation (${suite})`, () => {
    assert.equal(emptyRoot(suite).toString("hex"), expected.emptyRoot);
    assert.equal(expected.roots.length, 65);
    for (const { size, root } of expected.roots) assert.equal(log.root(size).toString("hex"), root);
  });

  test(`inclusion proofs are those of the Python implementation and verify (${suite})`, () => {
    assert.equal(expected.inclusion.length, 169);
    for (const { index, size, proof } of expected.inclusion) {
      assert.deepEqual(hexes(log.inclusionProof(index, size)), proof);
      verifyInclusion({
        leafHash: leafHash(bytes(fixture.entries[index] ?? ""), suite),
        leafIndex: index,
        treeSize: size,
        proof: proof.map(bytes),
        root: bytes(expected.roots[size - 1]?.root ?? ""),
        suite,
      });
    }
  });

  test(`consistency proofs are those of the Python implementation and verify (${suite})`, () => {
    assert.equal(expected.consistency.length, 105);
    for (const { first, second, proof } of expected.consistency) {
      assert.deepEqual(hexes(log.consistencyProof(first, second)), proof);
      verifyConsistency({
        firstSize: first,
        secondSize: second,
        firstRoot: bytes(expected.roots[first - 1]?.root ?? ""),
        secondRoot: bytes(expected.roots[second - 1]?.root ?? ""),
        proof: proof.map(bytes),
        suite,
      });
    }
  });
}
