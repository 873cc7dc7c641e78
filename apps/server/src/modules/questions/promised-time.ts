const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Asia/Shanghai has no summer time: a fixed distance from UTC since 1991. */
const shanghaiMs = 8 * hourMs;
const endOfWorkHour = 18;

/** Working days until an answer is promised. */
export const promisedDays = 2;

const isWorkingDay = (shanghaiDay: number): boolean => {
  // 1 January 1970 was a Thursday.
  const weekday = (shanghaiDay + 4) % 7;
  return weekday !== 0 && weekday !== 6;
};

/**
 * The end (18:00 in the district) of the second working day after the day of asking. Monday to Friday count; public holidays
 * are not known here, so that over a holiday the promise is kept early rather than broken.
 */
export const promisedBy = (askedAt: Date): Date => {
  let day = Math.floor((askedAt.getTime() + shanghaiMs) / dayMs);
  for (let left = promisedDays; left > 0;) {
    day += 1;
    if (isWorkingDay(day)) left -= 1;
  }
  return new Date(day * dayMs - shanghaiMs + endOfWorkHour * hourMs);
};
