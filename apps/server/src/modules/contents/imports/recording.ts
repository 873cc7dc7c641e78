const bitrates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const lowBitrates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Bytes of the ID3v2 tag before the sound (ID3v2.4 §3.1: a size of four times seven bits). */
const tagBytes = (bytes: Buffer): number =>
  bytes.subarray(0, 3).toString("latin1") === "ID3" && bytes.length > 10
    ? 10 + ((bytes[6] ?? 0) << 21) + ((bytes[7] ?? 0) << 14) + ((bytes[8] ?? 0) << 7) + (bytes[9] ?? 0)
    : 0;

/**
 * Length of an MP3 of constant bit rate in whole seconds, from its first frame header (ISO/IEC 11172-3 §2.4.2.3); of
 * a variable rate it is an estimate. Undefined where no frame is found.
 */
export const recordingSeconds = (bytes: Buffer): number | undefined => {
  const start = tagBytes(bytes);
  for (let at = start; at < Math.min(bytes.length - 4, start + 4_096); at += 1) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    // Eleven bits of sync, layer III.
    if (first !== 0xff || (second & 0xe6) !== 0xe2) continue;
    const rates = (second & 0x18) === 0x18 ? bitrates : lowBitrates;
    const kilobits = rates[third >> 4];
    if (kilobits === undefined || kilobits === 0) continue;
    return Math.max(1, Math.round(((bytes.length - at) * 8) / (kilobits * 1_000)));
  }
  return undefined;
};
