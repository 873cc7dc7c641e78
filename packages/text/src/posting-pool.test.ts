import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hash32 } from "./hashing.ts";
import { appendPosting, createPostingPool, scanPostings } from "./posting-pool.ts";

describe("posting pool", () => {
  it("gives back every posting of lists that grow side by side over several chunks", () => {
    const pool = createPostingPool(4);
    const written: [number, number][][] = Array.from({ length: 40 }, () => []);
    let drawn = 0;
    const draw = (limit: number): number => hash32(String((drawn += 1))) % limit;
    for (let document = 0; document < 60_000; document += 1 + draw(3) * draw(400))
      for (let term = 0; term < written.length; term += 1 + draw(3)) {
        const weight = draw(3) === 0 ? 1 + draw(255) : 1;
        appendPosting(pool, term, { document, weight });
        written[term]?.push([document, weight]);
      }
    for (let document = 60_000; document < 1_400_000; document += 1)
      appendPosting(pool, 40, { document, weight: 1 });
    appendPosting(pool, 3, { document: 100_000_000, weight: 7 });
    written[3]?.push([100_000_000, 7]);
    assert.ok(pool.chunks.length > 1);
    written.forEach((expected, term) => {
      const read: [number, number][] = [];
      scanPostings(pool, term, (document, weight) => void read.push([document, weight]));
      assert.deepEqual(read, expected);
    });
    let last = 59_999;
    scanPostings(pool, 40, (document) => {
      assert.equal(document, last + 1);
      last = document;
    });
    assert.equal(last, 1_399_999);
    scanPostings(pool, 41, () => assert.fail("a term without postings"));
  });
});
