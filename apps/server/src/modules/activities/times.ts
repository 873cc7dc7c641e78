/** `12月5日9:30`, for messages; in Asia/Shanghai. */
export const momentWords = (at: Date): string => {
  const local = new Date(at.getTime() + 8 * 3_600_000);
  return `${local.getUTCMonth() + 1}月${local.getUTCDate()}日${local.getUTCHours()}:${String(local.getUTCMinutes()).padStart(2, "0")}`;
};
