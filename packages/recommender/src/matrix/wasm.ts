/** Memory shared by JavaScript and a kernel; grows never here. */
export type WasmMemory = { readonly buffer: ArrayBuffer };

/**
 * The part of the WebAssembly JavaScript interface this package uses. Node's own types leave it to the browser's
 * library, which a package without a page does not load.
 */
export const wasm = (
  globalThis as unknown as {
    readonly WebAssembly: {
      readonly Memory: new (size: { readonly initial: number }) => WasmMemory;
      readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
      readonly Instance: new (
        module: object,
        imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
      ) => { readonly exports: Readonly<Record<string, unknown>> };
    };
  }
).WebAssembly; // every engine that runs this package has it
