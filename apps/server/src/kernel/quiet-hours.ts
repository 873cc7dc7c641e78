const hourMs = 3_600_000;
const quietFrom = 21;
const quietTo = 8;

/** No message rings between 21:00 and 8:00 in Asia/Shanghai: it waits for the morning. */
export const afterQuietHours = (now: Date): Date => {
  const local = new Date(now.getTime() + 8 * hourMs);
  const hour = local.getUTCHours();
  if (hour >= quietTo && hour < quietFrom) return now;
  const morning = new Date(local);
  morning.setUTCHours(quietTo, 0, 0, 0);
  const shifted = hour >= quietFrom ? morning.getTime() + 24 * hourMs : morning.getTime();
  return new Date(shifted - 8 * hourMs);
};
