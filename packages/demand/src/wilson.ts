const z = 1.959_963_984_540_054;

/**
 * The 95 % interval of a share (Wilson 1927), for messages or people as if drawn at random: what the draw alone would leave
 * open. 0 … 1 without any.
 */
export const wilsonInterval = (
  hits: number,
  all: number,
): { readonly low: number; readonly high: number } => {
  if (all === 0) return { low: 0, high: 1 };
  const share = hits / all;
  const middle = (share + (z * z) / (2 * all)) / (1 + (z * z) / all);
  const half = (z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all))) / (1 + (z * z) / all);
  return { low: hits === 0 ? 0 : middle - half, high: hits === all ? 1 : middle + half };
};
