/** What sorts of teams there are (B-10: 学校、医院、科研院所、企业、科学共同体和社会组织; Y-21 campus; E-03 senior). */
export const teamKinds = {
  hospital: "医院服务队",
  university: "高校服务队",
  campus: "大学生服务队",
  research: "科研院所服务队",
  enterprise: "企业服务队",
  society: "学会协会服务队",
  senior: "老年志愿服务队",
  community: "社区服务队",
} as const;
export type TeamKind = keyof typeof teamKinds;

/** What a team can do; a service item may ask for one of them. */
export const skills = {
  "digital-help": "教手机和网上办事",
  "anti-fraud": "讲防诈骗",
  "health-talk": "讲健康",
  "first-aid": "教急救",
  "science-show": "做科学实验",
  "science-talk": "讲科学",
  "safety-talk": "讲安全",
  farming: "种养技术",
  environment: "生态环境",
} as const;
export type Skill = keyof typeof skills;

export const badgeKinds = {
  children: "儿童服务培训证",
  health: "健康讲解培训证",
  safety: "安全培训证",
} as const;
export type BadgeKind = keyof typeof badgeKinds;

export const halves = { morning: "上午", afternoon: "下午", evening: "晚上" } as const;
export type Half = keyof typeof halves;

export const efforts = { light: "只做轻便的", normal: "都可以" } as const;
export type Effort = keyof typeof efforts;

/** What a service can ask of a body, and what a volunteer says he cannot do: closed words, so that nobody writes a diagnosis. */
export const demands = {
  climbing: "要登高",
  lifting: "要搬重物",
  standing: "要一直站着",
  walking: "要走不少路",
  outdoors: "在户外",
  night: "在晚上",
} as const;
export type Demand = keyof typeof demands;
export const healthLimits: Readonly<Record<Demand, string>> = {
  climbing: "不登高、不爬梯子",
  lifting: "不搬重的东西",
  standing: "只能坐着做",
  walking: "走不了远路",
  outdoors: "天热不能在户外",
  night: "晚上不出门",
};

export const weekdays = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"] as const;

// Object.keys gives string[]; the keys of these constants are these codes and no others.
export const teamKindCodes = Object.keys(teamKinds) as TeamKind[];
export const skillCodes = Object.keys(skills) as Skill[];
export const badgeKindCodes = Object.keys(badgeKinds) as BadgeKind[];
export const halfCodes = Object.keys(halves) as Half[];

/** `每天上午、下午` or `周一、周三上午；周六、周日上午、晚上`: days that have the same half days are said together. */
export const timesText = (times: readonly { weekday: number; half: Half }[]): string => {
  const daysOf = new Map<string, number[]>();
  for (const [index] of weekdays.entries()) {
    const said = halfCodes
      .filter((half) => times.some((time) => time.weekday === index + 1 && time.half === half))
      .map((half) => halves[half])
      .join("、");
    if (said !== "") daysOf.set(said, [...(daysOf.get(said) ?? []), index]);
  }
  return [...daysOf]
    .map(([said, days]) =>
      days.length === weekdays.length
        ? `每天${said}`
        : `${days.map((day) => weekdays[day] ?? "").join("、")}${said}`,
    )
    .join("；");
};
export const demandCodes = Object.keys(demands) as Demand[];
export const effortCodes = Object.keys(efforts) as Effort[];

/** Monday is 1, of a calendar day. */
export const weekdayOf = (day: string): number => ((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1;

/** `3 小时 20 分` */
export const minutesText = (minutes: number): string => {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} 分`;
  return rest === 0 ? `${hours} 小时` : `${hours} 小时 ${rest} 分`;
};
