/** Kilobits a second of MPEG layer III by version (1, else 2 and 2.5) and index: ISO/IEC 11172-3, table 2.4.2.3. */
const bitrates = {
  first: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  later: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const rates = {
  3: [44_100, 48_000, 32_000],
  2: [22_050, 24_000, 16_000],
  0: [11_025, 12_000, 8_000],
} as const;

const mp3Seconds = (bytes: Buffer): number | undefined => {
  let at = 0;
  if (bytes.subarray(0, 3).toString("latin1") === "ID3" && bytes.length > 10) {
    const size = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + ((bytes[index] ?? 0) & 0x7f), 0);
    at = 10 + size;
  }
  let seconds = 0;
  let frames = 0;
  while (at + 4 <= bytes.length) {
    const [sync = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    const version = (second >> 3) & 3;
    if (sync !== 0xff || (second & 0xe6) !== 0xe2 || version === 1) break;
    const isFirst = version === 3;
    // The version was looked at above: 3 (MPEG 1), 2 (MPEG 2) or 0 (MPEG 2.5).
    const rate = rates[version as 0 | 2 | 3][(third >> 2) & 3];
    const kilobits = bitrates[isFirst ? "first" : "later"][third >> 4];
    if (rate === undefined || kilobits === undefined || kilobits === 0) break;
    const samples = isFirst ? 1_152 : 576;
    seconds += samples / rate;
    frames += 1;
    at += Math.floor(((samples / 8) * kilobits * 1_000) / rate) + ((third >> 1) & 1);
  }
  return frames === 0 ? undefined : seconds;
};

/** The movie header says it: ISO/IEC 14496-12, 8.2.2. */
const mp4Seconds = (bytes: Buffer): number | undefined => {
  const at = bytes.indexOf("mvhd", 0, "latin1");
  if (at < 0 || at + 40 > bytes.length) return undefined;
  const isLong = bytes[at + 4] === 1;
  const scaleAt = at + 8 + (isLong ? 16 : 8);
  const scale = bytes.readUInt32BE(scaleAt);
  const length = isLong ? Number(bytes.readBigUInt64BE(scaleAt + 4)) : bytes.readUInt32BE(scaleAt + 4);
  return scale === 0 || length === 0 ? undefined : length / scale;
};

/** How long a recording lasts, by its own bytes; undefined where they do not say. */
export const soundSeconds = (bytes: Buffer, extension: string): number | undefined =>
  extension === "mp3" ? mp3Seconds(bytes) : mp4Seconds(bytes);
