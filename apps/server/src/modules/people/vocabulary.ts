/** What consent is asked for. A new text means a higher version: whoever agreed to an older one is asked again. */
export const consentPurposes = {
  account: {
    version: 1,
    needed: true,
    name: "建立账户",
    text: "为了让您登录、办事和收到结果，我们保存您的称呼和手机号（加密）。账户注销后立即删除。",
  },
  messages: {
    version: 1,
    needed: false,
    name: "短信提醒",
    text: "办事有进展时给您发短信。每天最多三条，夜里不发。",
  },
  recommendation: {
    version: 1,
    needed: false,
    name: "按兴趣推荐",
    text: "按您选的人群和看过的内容推荐科普。关掉后，您看到的和所有人一样。",
  },
  reading_history: {
    version: 1,
    needed: false,
    name: "阅读记录",
    text: "记下您打开过哪几篇、最后一次是什么时候，只给您自己看，方便接着读。最多留一年；关掉的同时全部删除。不用于推荐、统计和考核。",
  },
  volunteer_health: {
    version: 1,
    needed: false,
    name: "身体限度",
    text: "您勾选的“去不了什么样的活”加密保存，只用来不派您去那样的服务。队长和站点只看到“这次去不了”，看不到是哪一项。全部取消勾选就撤回同意，同时删除。",
  },
  proxy: {
    version: 1,
    needed: false,
    name: "请人代办",
    text: "您同意这位工作人员这一次替您操作。两个人的名字都会记下来，您随时可以叫停。",
  },
  child_sign_in: {
    version: 1,
    needed: false,
    name: "孩子自己登录",
    text: "我同意孩子用我交给他的设备登录青少年专区。系统保存孩子的收藏、提的问题和今天用了几分钟（第二天清零），我看得到；看过哪几篇不记。我随时可以撤回：孩子马上退出登录，收藏和用时同时删除；提过的问题，答复以后照样给我看。",
  },
  child_account: {
    version: 1,
    needed: true,
    name: "监护人同意",
    text: "我是这个孩子的监护人，同意保存孩子的称呼、出生日期和活动记录，只用于科普活动。我随时可以撤回，撤回后孩子的资料立即删除。",
  },
} as const;

export type ConsentPurpose = keyof typeof consentPurposes;
export type ConsentMethod = "web" | "phone_code" | "spoken" | "paper";

export const relations = {
  father: "父亲",
  mother: "母亲",
  grandparent: "祖父母或外祖父母",
  other_guardian: "其他监护人",
} as const;
export type Relation = keyof typeof relations;

/** Below this age a guardian's consent is needed (个人信息保护法 第三十一条). */
export const childAgeYears = 14;

/** Below this age nobody's reading is noted, whoever agrees (未成年人保护法 第二条). */
export const adultAgeYears = 18;

/** Full years between two calendar dates, YYYY-MM-DD; a birthday on 29 February counts on 1 March in other years. */
export const ageOn = (birthDate: string, today: string): number => {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) >= birthDate.slice(5) ? years : years - 1;
};
