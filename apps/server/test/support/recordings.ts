// Recordings that last as long as a test says, without a sound in them.

/** Frames of MPEG 1 layer III, 32 kbit/s at 32 kHz: 36 ms and 144 bytes each. */
export const mp3 = (seconds: number): Buffer => {
  const frame = Buffer.alloc(144);
  frame.set([0xff, 0xfb, 0x18, 0xc0]);
  return Buffer.concat(Array.from({ length: Math.ceil(seconds / 0.036) }, () => frame));
};
/** A movie header that says how long it lasts: ISO/IEC 14496-12, 8.2.2. */
export const mp4 = (seconds: number): Buffer => {
  const header = Buffer.alloc(108);
  header.writeUInt32BE(108);
  header.write("mvhd", 4, "latin1");
  header.writeUInt32BE(1_000, 20);
  header.writeUInt32BE(seconds * 1_000, 24);
  return Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from("ftypM4A \0\0\0\0", "latin1"), header]);
};
