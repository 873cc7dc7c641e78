import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import fc from "fast-check";
import { type CellKey, type CellSignal, publishCells, type PublishedTopic } from "./index.ts";
import { refuses } from "./testing/refuses.ts";

/** People of one topic: counts[place][audience]. */
const toSignals = (counts: readonly (readonly number[])[]): CellSignal[] =>
  counts.flatMap((row, place) =>
    row.flatMap((count, audience) =>
      Array.from({ length: count }, (_, person) => ({
        topic: "t",
        place: `p${place}`,
        audience: `a${audience}`,
        person: `${place}-${audience}-${person}`,
      })),
    ),
  );

const nameOf = (key: CellKey): string => (key.kind === "one" ? key.name : key.kind);
const at = (topic: PublishedTopic | undefined, place: string, audience: string): number | undefined =>
  topic?.cells.find((cell) => nameOf(cell.place) === place && nameOf(cell.audience) === audience)?.people;

/**
 * What an attacker works out: cells that the published ones fix by linear equations. Plain elimination, no part of the
 * package.
 */
const fixedCells = (
  counts: readonly (readonly number[])[],
  topic: PublishedTopic | undefined,
): Set<string> => {
  const places = [...counts.map((_, place) => `p${place}`), "all"];
  const audiences = [...(counts[0] ?? []).map((_, audience) => `a${audience}`), "all"];
  const unknown = places
    .flatMap((place) => audiences.map((audience) => `${place}/${audience}`))
    .filter((id) => at(topic, id.split("/")[0] ?? "", id.split("/")[1] ?? "") === undefined);
  const rows: number[][] = [];
  const addRow = (total: string, parts: readonly string[]): void => {
    rows.push(unknown.map((id) => (id === total ? -1 : parts.includes(id) ? 1 : 0)));
  };
  for (const place of places)
    addRow(
      `${place}/all`,
      audiences.slice(0, -1).map((audience) => `${place}/${audience}`),
    );
  for (const audience of audiences)
    addRow(
      `all/${audience}`,
      places.slice(0, -1).map((place) => `${place}/${audience}`),
    );
  let rank = 0;
  for (let column = 0; column < unknown.length; column += 1) {
    const pivot = rows.findIndex((row, index) => index >= rank && Math.abs(row[column] ?? 0) > 1e-9);
    const row = rows[pivot];
    const swapped = rows[rank];
    if (row === undefined || swapped === undefined) continue;
    rows[pivot] = swapped;
    const scale = row[column] ?? 1;
    const unit = row.map((value) => value / scale);
    rows[rank] = unit;
    for (const [index, other] of rows.entries())
      if (index !== rank && Math.abs(other[column] ?? 0) > 1e-9)
        rows[index] = other.map((value, place) => value - (other[column] ?? 0) * (unit[place] ?? 0));
    rank += 1;
  }
  const fixed = rows.slice(0, rank).flatMap((row) => {
    const left = row.flatMap((value, place) => (Math.abs(value) > 1e-9 ? [unknown[place] ?? ""] : []));
    return left.length === 1 ? left : [];
  });
  return new Set(fixed);
};

const truthOf = (counts: readonly (readonly number[])[], id: string): number => {
  const [place = "", audience = ""] = id.split("/");
  const rows = place === "all" ? counts : [counts[Number(place.slice(1))] ?? []];
  const sum = (row: readonly number[]): number =>
    audience === "all" ? row.reduce((a, b) => a + b, 0) : (row[Number(audience.slice(1))] ?? 0);
  return rows.reduce((all, row) => all + sum(row), 0);
};

test("a small cell stays back with as many others as hide it; the control: without them it is the difference of two sums", () => {
  const counts = [
    [3, 40, 50],
    [60, 30, 45],
    [25, 35, 80],
  ];
  const [topic] = publishCells(toSignals(counts));
  assert.equal(at(topic, "p0", "a0"), undefined);
  assert.equal(at(topic, "all", "all"), 368);
  assert.equal(topic?.withheld, 4);
  assert.deepEqual(fixedCells(counts, topic), new Set());
  const careless: PublishedTopic = {
    topic: "t",
    withheld: 1,
    cells: ["p0", "p1", "p2", "all"].flatMap((place) =>
      ["a0", "a1", "a2", "all"]
        .filter((audience) => `${place}/${audience}` !== "p0/a0")
        .map((audience) => ({
          place: place === "all" ? { kind: "all" as const } : { kind: "one" as const, name: place },
          audience: audience === "all" ? { kind: "all" as const } : { kind: "one" as const, name: audience },
          people: truthOf(counts, `${place}/${audience}`),
        })),
    ),
  };
  assert.deepEqual(fixedCells(counts, careless), new Set(["p0/a0"]));
});

test("whatever the table: nothing under ten is shown, what is shown is true, and no small cell follows from what is shown", () => {
  const table = fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 3 }), {
    minLength: 2,
    maxLength: 5,
  });
  fc.assert(
    fc.property(table, (counts) => {
      // Places and audiences of fewer than ten are put together; here they are kept large, so that names stay.
      const large = counts.map((row) => row.map((count, place) => (place === 2 ? count + 10 : count)));
      const padded = large.map((row, place) => (place === 0 ? row.map((count) => count + 10) : row));
      const [topic] = publishCells(toSignals(padded));
      for (const { place, audience, people } of topic?.cells ?? []) {
        assert.ok(people === 0 || people >= 10, `${nameOf(place)} ${nameOf(audience)} ${people}`);
        assert.equal(people, truthOf(padded, `${nameOf(place)}/${nameOf(audience)}`));
      }
      for (const id of fixedCells(padded, topic)) {
        const people = truthOf(padded, id);
        assert.ok(people === 0 || people >= 10, `${id} of ${people} follows`);
      }
    }),
    { seed: 11, numRuns: 60 },
  );
});

test("a topic of nine people is not named; small streets are put together; a person counts once a topic", () => {
  assert.deepEqual(publishCells(toSignals([[9]])), []);
  const [topic] = publishCells(toSignals([[30], [6], [5]]));
  assert.deepEqual(
    [at(topic, "p0", "a0"), at(topic, "rest", "a0"), at(topic, "p1", "a0")],
    [30, 11, undefined],
  );
  const often = Array.from({ length: 50 }, (_, k) => ({
    topic: "t",
    place: `p${k % 3}`,
    audience: "a",
    person: "one",
  }));
  assert.deepEqual(publishCells(often), []);
  const [twelve] = publishCells([...often, ...toSignals([[11]])]);
  assert.equal(at(twelve, "all", "all"), 12);
});

test("twelve streets by five audiences with thin cells are released in bounded time; bad floors and huge tables are refused", () => {
  const random = createRandom("thin");
  const counts = Array.from({ length: 12 }, () => Array.from({ length: 5 }, () => random.integer(14)));
  const [topic] = publishCells(toSignals(counts));
  assert.ok((at(topic, "all", "all") ?? 0) > 100);
  refuses("demand.option_out_of_range", () => publishCells([], { floor: 1 }));
  const wide = Array.from({ length: 60 }, (_, k) =>
    Array.from({ length: 60 }, (_unused, j) => (k === j ? 10 : 0)),
  );
  refuses("demand.table_too_large", () => publishCells(toSignals(wide)));
});
