// Emits the one hot loop of dense algebra as WebAssembly SIMD: V8 does not vectorise JavaScript. Only strict (not
// relaxed) SIMD is used: every machine rounds alike, so a model is the same everywhere.

import { wasm, type WasmMemory } from "./wasm.ts";

/** Subtracts a product of packed panels from a strip of four rows; all addresses in bytes. */
export type UpdateStrip = (
  /** Address of the strip's first element. */
  c: number,
  /** Bytes from one row of the strip to the next. */
  rowBytes: number,
  /** Four rows packed depth-major: element (k, row) at 8 (4 k + row). */
  a: number,
  /** `tiles` panels of four columns, each packed as `a` is. */
  b: number,
  tiles: number,
  depth: number,
) => void;

const unsigned = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
const signed = (value: number): number[] =>
  value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];

const get = (local: number): number[] => [0x20, ...unsigned(local)];
const set = (local: number): number[] => [0x21, ...unsigned(local)];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const add32 = [0x6a];
const multiply32 = [0x6c];
const simd = (opcode: number, ...rest: number[]): number[] => [0xfd, ...unsigned(opcode), ...rest];
const load = (offset: number): number[] => simd(0x00, 3, ...unsigned(offset));
const loadSplat = (offset: number): number[] => simd(0x0a, 3, ...unsigned(offset));
const store = (offset: number): number[] => simd(0x0b, 3, ...unsigned(offset));
const zero = simd(0x0c, ...Array.from({ length: 16 }, () => 0));
const addF64x2 = simd(0xf0);
const subtractF64x2 = simd(0xf1);
const multiplyF64x2 = simd(0xf2);
/** A loop whose body ends with a condition: non-zero goes round again. */
const loop = (body: readonly number[]): number[] => [0x03, 0x40, ...body, 0x0d, 0, 0x0b];
const section = (id: number, body: readonly number[]): number[] => [id, ...unsigned(body.length), ...body];

// Parameters 0 … 5, then locals.
const [C, ROW, A, B, TILES, DEPTH] = [0, 1, 2, 3, 4, 5] as const;
const [PA, PB, K, R] = [6, 7, 8, 9] as const;
const [B0, B1, S] = [10, 11, 12] as const;
const ACC = 13;

const advance = (local: number, bytes: number): number[] => [
  ...get(local),
  ...constant(bytes),
  ...add32,
  ...set(local),
];

const accumulate = (row: number): number[] => [
  ...get(PA),
  ...loadSplat(8 * row),
  ...set(S),
  ...[0, 1].flatMap((half) => [
    ...get(ACC + 2 * row + half),
    ...get(S),
    ...get(half === 0 ? B0 : B1),
    ...multiplyF64x2,
    ...addF64x2,
    ...set(ACC + 2 * row + half),
  ]),
];

const subtractRow = (row: number): number[] => [
  ...[0, 1].flatMap((half) => [
    ...get(R),
    ...get(R),
    ...load(16 * half),
    ...get(ACC + 2 * row + half),
    ...subtractF64x2,
    ...store(16 * half),
  ]),
  ...get(R),
  ...get(ROW),
  ...add32,
  ...set(R),
];

const depthLoop = loop([
  ...get(PB),
  ...load(0),
  ...set(B0),
  ...get(PB),
  ...load(16),
  ...set(B1),
  ...[0, 1, 2, 3].flatMap(accumulate),
  ...advance(PA, 32),
  ...advance(PB, 32),
  ...advance(K, -1),
  ...get(K),
]);

const tileLoop = loop([
  ...Array.from({ length: 8 }, (_, place) => [...zero, ...set(ACC + place)]).flat(),
  ...get(A),
  ...set(PA),
  ...get(B),
  ...set(PB),
  ...get(DEPTH),
  ...set(K),
  ...depthLoop,
  ...get(C),
  ...set(R),
  ...[0, 1, 2, 3].flatMap(subtractRow),
  ...advance(C, 32),
  ...get(B),
  ...get(DEPTH),
  ...constant(32),
  ...multiply32,
  ...add32,
  ...set(B),
  ...advance(TILES, -1),
  ...get(TILES),
]);

const code = (): number[] => {
  const locals = [2, 4, 0x7f, 11, 0x7b]; // four i32, eleven v128
  const body = [...locals, ...tileLoop, 0x0b];
  return [1, ...unsigned(body.length), ...body];
};

const text = (value: string): number[] => [value.length, ...Buffer.from(value, "latin1")];

/** WebAssembly core specification 2.0, chapter 5. */
const moduleBytes = (): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    0x00,
    0x61,
    0x73,
    0x6d,
    0x01,
    0x00,
    0x00,
    0x00,
    ...section(1, [1, 0x60, 6, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0]),
    ...section(2, [1, ...text("m"), ...text("memory"), 0x02, 0x00, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text("update"), 0x00, 0]),
    ...section(10, code()),
  ]);

let compiled: object | undefined;

/** The kernel over a memory of the caller's. */
export const createUpdateStrip = (memory: WasmMemory): UpdateStrip => {
  compiled ??= new wasm.Module(moduleBytes());
  const { exports } = new wasm.Instance(compiled, { m: { memory } });
  return exports["update"] as UpdateStrip; // the only export of the module above, with these parameters
};
