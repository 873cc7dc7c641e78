import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, NumericsError, permutation } from "./index.ts";

test("a seed gives these very numbers, today and on every platform", () => {
  const random = createRandom("district");
  const drawn = [random.next(), random.next(), random.integer(1000), random.normal(), random.gamma(2.5)];
  assert.deepEqual(
    drawn,
    [0.5380441108893956, 0.7953017577853677, 241, -0.9209942801422547, 4.641094947055811],
  );
});

test("a fork depends on seed and label, not on what was drawn before", () => {
  const random = createRandom(7);
  const before = random.fork("streets").next();
  random.next();
  assert.equal(random.fork("streets").next(), before);
  assert.notEqual(random.fork("people").next(), before);
  assert.notEqual(createRandom(8).fork("streets").next(), before);
});

test("uniform numbers fill the unit interval evenly", () => {
  const random = createRandom(1);
  const cells = new Float64Array(100);
  for (let draw = 0; draw < 100_000; draw += 1) cells[Math.floor(random.next() * 100)]! += 1; // in [0, 1)
  const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  assert.ok(chiSquare > 60 && chiSquare < 149, `${chiSquare} on 99 degrees of freedom`);
});

test("neighbouring seeds give unrelated streams", () => {
  const n = 2000;
  let product = 0;
  for (let seed = 0; seed < n; seed += 1)
    product += (createRandom(seed).next() - 0.5) * (createRandom(seed + 1).next() - 0.5);
  assert.ok(Math.abs((product * 12) / n) < 4 / Math.sqrt(n), String(product));
});

for (const [name, draw, mean, variance] of [
  ["normal", (random) => random.normal(), 0, 1],
  ["gamma(0.4)", (random) => random.gamma(0.4), 0.4, 0.4],
  ["gamma(7)", (random) => random.gamma(7), 7, 7],
  ["beta(2, 3)", (random) => random.beta(2, 3), 0.4, 0.04],
  ["integer(6)", (random) => random.integer(6), 2.5, 35 / 12],
] as const satisfies readonly (readonly [
  string,
  (random: ReturnType<typeof createRandom>) => number,
  number,
  number,
])[]) {
  test(`${name} has its mean and variance`, () => {
    const random = createRandom(name);
    const n = 40_000;
    let sum = 0;
    let squares = 0;
    for (let k = 0; k < n; k += 1) {
      const value = draw(random);
      sum += value;
      squares += (value - mean) ** 2;
    }
    assert.ok(Math.abs(sum / n - mean) < 4.5 * Math.sqrt(variance / n), `mean ${sum / n}`);
    assert.ok(Math.abs(squares / n / variance - 1) < 0.06, `variance ${squares / n}`);
  });
}

test("every order of three is as likely as another", () => {
  const random = createRandom("orders");
  const counts = new Map<string, number>();
  for (let k = 0; k < 6000; k += 1) {
    const order = permutation(random, 3).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  for (const [order, count] of counts) assert.ok(Math.abs(count - 1000) < 130, `${order}: ${count}`);
});

test("a seed that is no number, and a range without a number in it, are refused in words", () => {
  assert.throws(() => createRandom(Number.NaN), NumericsError);
  assert.throws(() => createRandom(1).integer(0), {
    code: "argument-out-of-range",
    message: /请改为范围内的数/,
  });
  assert.throws(() => createRandom(1).gamma(-1), { code: "argument-out-of-range" });
});
