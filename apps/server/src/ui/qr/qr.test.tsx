import assert from "node:assert/strict";
import { test } from "node:test";
import encodeQr from "qr";
import decodeQr from "qr/decode.js";
import { qrPath } from "./qr.tsx";

test("the drawn path holds exactly the modules of the code, so that it scans", () => {
  const text = "https://kepu.example/places/枫林?from=poster";
  const rows = encodeQr(text, "raw", { ecc: "medium", border: 4 });
  const size = rows.length;
  const scale = 4;
  const data = new Uint8Array(size * size * scale * scale * 4).fill(255);
  for (const run of qrPath(rows).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    const [left, top, width] = [Number(run[1]), Number(run[2]), Number(run[3])];
    for (let y = top * scale; y < (top + 1) * scale; y++) {
      for (let x = left * scale; x < (left + width) * scale; x++)
        data.fill(0, (y * size * scale + x) * 4, (y * size * scale + x) * 4 + 3);
    }
  }
  assert.equal(decodeQr({ width: size * scale, height: size * scale, data }), text);
});
