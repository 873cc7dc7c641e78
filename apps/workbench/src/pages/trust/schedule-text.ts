const everyText = (seconds: number): string => {
  if (seconds % 3600 === 0) return `每 ${seconds / 3600} 小时`;
  return seconds % 60 === 0 ? `每 ${seconds / 60} 分钟` : `每 ${seconds} 秒`;
};

const weekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

/** A cron line in words where it is a plain daily, weekly or stepwise one, else the line itself. */
const cronText = (cron: string): string => {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = cron.trim().split(/\s+/);
  const steps = /^\*\/(\d+)$/.exec(minute);
  if (hour === "*" && day === "*" && month === "*" && weekday === "*") {
    if (minute === "*") return "每分钟";
    if (steps !== null) return `每 ${steps[1]} 分钟`;
    if (/^\d+$/.test(minute)) return `每小时第 ${minute} 分`;
  }
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour) || month !== "*") return cron;
  const at = `${hour}:${minute.padStart(2, "0")}`;
  if (day === "*" && weekday === "*") return `每天 ${at}`;
  const name = /^[0-6]$/.test(weekday) ? weekdays[Number(weekday)] : undefined;
  if (day === "*" && name !== undefined) return `每${name} ${at}`;
  return weekday === "*" && /^\d+$/.test(day) ? `每月 ${day} 日 ${at}` : cron;
};

export const scheduleText = (queue: { schedule: string | null; everySeconds: number | null }): string => {
  if (queue.everySeconds !== null) return everyText(queue.everySeconds);
  return queue.schedule === null ? "有事才运行" : cronText(queue.schedule);
};
