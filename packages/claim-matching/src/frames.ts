/** Lines that a chat window or a screenshot adds: a name with a time, the status bar, the row of buttons. */
const chatHeader = /^[^\n，。？！、；]{0,24}\d{1,2}[:：]\d{2}(?::\d{2})?\s*$/gmu;
const screen = /^\d{1,2}:\d{2}\s+[45]G[^\n]{0,16}$|^转发\s*评论[^\n]*$/gmu;
/** Who says the line, where each line of a pasted chat begins with a name. */
const speaker = /^[^\s:：,，。？！、；]{1,8}[:：](?!\d)/gmu;

/**
 * Takes off what a chat window or a screenshot adds, the names before the lines of a pasted chat included; lines end as
 * sentences do, so that what was said stays apart.
 *
 * @example stripWindow("王婶 10/13 13:54\n隔夜菜有毒\n老李：真的假的？"); // => "。隔夜菜有毒。真的假的？"
 */
export const stripWindow = (text: string): string => {
  const bare = text.replace(screen, "\n");
  const said = bare.replace(chatHeader, "\n");
  const isChat = said !== bare || (bare.match(speaker)?.length ?? 0) > 1;
  return (isChat ? said.replace(speaker, "") : said).replace(/\s*\n\s*/gu, "。");
};

const people = "(?:人|群|朋友|朋友圈|亲友|家人|亲人|亲戚|大家|老人)";
/** Clauses that only ask to pass on, vouch or answer, as chain letters and chats have them: they say nothing of the claim. */
const emptyClauses = [
  // asking to pass on
  `.{0,8}(?:转发|转给|转告|转到|扩散|分享|发给|发到|告诉).{0,8}${people}`,
  "(?:请|快|速|求|帮忙|麻烦|马上|赶紧|赶快|立刻|立即|务必|一定要?|大家|看完|收到|紧急)*(?:互相|相互|广泛)?(?:转发|转告|转起来|扩散|转一下|分享)(?:一下|出去)?",
  "(?:请|让|使)?更多(?:的)?人(?:都)?(?:知道|看到|了解|明白|受益).{0,4}",
  "多一个?人(?:看到|知道|转发|了解).{0,14}",
  "(?:不转|不转发).{0,8}",
  "宁可信其有|不可信其无|功德无量|好人一生平安",
  // vouching for it
  "(?:刚|刚刚|刚才|今天|今早|昨晚|最新)?(?:收到|接到|看到|得到|听到)(?:的|了)?(?:一个|一条)?(?:消息|通知|信息)",
  "不管(?:是)?真(?:的)?假.{0,6}",
  "(?:这是)?(?:内部|绝密|机密|独家)(?:资料|消息|文件|信息)",
  "(?:随时|马上|很快)(?:都)?(?:可能)?(?:会|要)?被?删.{0,3}",
  ".{0,4}(?:专家|教授|医生|院士).{0,4}(?:忠告|提醒|遗言|警告|良言)",
  "(?:为了|为).{0,8}(?:健康|安全|孩子|家人|下一代)",
  "(?:请|您|抽|花|用|只要)*.{0,2}分钟(?:时间)?(?:看完|读完|看一看|看看|看一下)?",
  "(?:紧急|重要|温馨|特别|健康)(?:通知|提醒|提示|转发|扩散)",
  // answering in a chat
  "(?:这|这个|这是|是)?真的(?:假的|吗)|收到(?:了)?|好的|谢谢.{0,4}|(?:好|太|真)?(?:吓人|可怕|恐怖)(?:了)?|别信(?:吧)?|假的吧?|我也(?:看到|收到|听说)(?:了|过)?|(?:已)?转给.{0,4}了|有道理|学习了|知道了",
];
const emptyClause = new RegExp(`^\\s*(?:${emptyClauses.join("|")})\\s*$`, "u");
const longestEmpty = 28;
const clauseEnd = /([,，。!！?？;；:：、【】"“”…]+)/u;

/**
 * Takes off clauses that say nothing of a claim: asking to pass on, vouching, answering in a chat.
 *
 * @example stripEmptyClauses("隔夜菜有毒,不转不是中国人,赶快告诉亲戚朋友。"); // => "隔夜菜有毒,,。"
 */
export const stripEmptyClauses = (plain: string): string =>
  plain
    .split(clauseEnd)
    .map((part) => (part.length <= longestEmpty && emptyClause.test(part) ? "" : part))
    .join("");
