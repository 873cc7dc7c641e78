import { normalise } from "@kepu/text";

/**
 * What a score may never rest on: likes, forwards, votes, log-ins, study time and their kin
 * (《政务移动互联网应用程序规范化管理办法》2026, 四个不得). The same list is the constraint of 0037; a test compares them.
 */
export const bannedWords = [
  "点赞",
  "获赞",
  "赞数",
  "集赞",
  "转发",
  "转载量",
  "分享数",
  "分享量",
  "分享次数",
  "投票",
  "票数",
  "得票",
  "拉票",
  "登录",
  "登陆",
  "打卡",
  "签到率",
  "日活",
  "月活",
  "活跃度",
  "学习时长",
  "学习时间",
  "学习时数",
  "学习积分",
  "在线时长",
  "观看时长",
  "停留时长",
  "浏览量",
  "阅读量",
  "点击量",
  "点击率",
  "播放量",
  "访问量",
  "粉丝",
  "关注数",
  "关注量",
  "下载量",
  "安装量",
  "装机量",
  "like",
  "forward",
  "share",
  "vote",
  "login",
  "logon",
  "signin",
  "checkin",
  "studytime",
  "watchtime",
  "pageview",
  "click",
  "follower",
  "download",
  "install",
] as const;

/**
 * The banned word in a text, undefined where there is none. Read as people read it: width, traditional characters,
 * invisible characters, blanks and marks between the characters make no difference.
 * @example findBannedWord("轉 發 量"); // => "转发"
 */
export const findBannedWord = (text: string): string | undefined => {
  const plain = normalise(text).text.replaceAll(/[\s\p{P}\p{S}]/gu, "");
  return bannedWords.find((word) => plain.includes(word));
};
