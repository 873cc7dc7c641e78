import { createFieldCipher } from "#kernel/encryption.ts";

/** Fixed keys, so that tests are the same every time. Not secrets: they guard throw-away data only. */
export const testKey = (fill: number): Buffer => Buffer.alloc(32, fill);

export const testCipher = createFieldCipher(new Map([[1, testKey(2)]]), testKey(3));
