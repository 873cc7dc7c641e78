/** Words that say nothing of a topic: function words, politeness, and what every message to an office says. */
const list = `
的 了 是 在 我 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好 自己 这 那 这个 那个 我们 你们 他们 她们 它 他 她 之 与 及 或 而 且 但 但是 因为 所以 如果
虽然 然后 并 并且 还 还是 又 再 已 已经 正在 将 被 把 让 给 对 对于 关于 从 向 由 以 为 为了 等 等等 能 能够 可以 可 应该 应 需要 需 得 地 吗 呢 吧 啊 呀 哦 嗯 么 什么 怎么
怎样 如何 为何 为什么 哪里 哪个 哪些 谁 多少 几 多 少 非常 十分 特别 比较 太 最 更 越来越 真的 真是 其实 只 只有 只是 只能 才 便 即 则 之后 之前 以后 以前 以来 期间 时候
时间 目前 现在 今天 昨天 明天 今年 去年 明年 近日 最近 近期 一直 总是 经常 有时 每天 天天 每年 每次 多次 再次 一次 几次 第一 第二 一些 一下 一点 一样 很多 许多 大量 部分 所有 全部
各 各位 每 某 本 该 此 其 其他 其它 另外 此外 同时 以及 还有 包括 根据 按照 由于 通过 进行 实施 开展 作为 成为 属于 存在 出现 发生 造成 导致 引起 影响 严重 情况 问题 原因 方面
请 请问 您 您好 你好 尊敬 领导 书记 市长 区长 同志 工作人员 部门 有关 相关 反映 投诉 举报 咨询 建议 希望 盼望 盼 恳请 恳求 麻烦 烦请 请求 要求 望 谢谢 感谢 万分感谢 万分
打扰 重视 回复 答复 答应 解决 处理 协调 帮忙 帮助 关注 核实 落实 尽快 尽早 及时 马上 立即 立刻 急 居民 市民 群众 百姓 老百姓 业主 住户 大家 村民 本人 我家 家里 家住 住在 位于
附近 旁边 旁 边 门口 前面 后面 里面 外面 上面 下面 这里 那里 这边 那边 这样 那样 里 外 内 中 间 左右 处 位 名 条 件 次 年 月 日 号 点 分 时 天 元 米 公里
知道 觉得 认为 发现 看到 听说 想 想要 想反映 反应 来 来说 说是 告诉 表示 没 没人 无 未 不能 不是 不会 不要 不到 不了 是不是 能不能 可不可以 有没有 到底 究竟 何时 几时 啥时候 什么时候
谢 呢？ 哪 啥 请来 派人 一趟 一个月 半年 两年 三年 几年 多年 小时 分钟 两 三 四 五 六 七 八 九 十 百 千 万 个 户 家 楼 一家 全 整个 就是 还要 都是 有人 有的 又是 而且 不仅
甚至 根本 完全 必须 一定 是否 能否 可否 应当 至今 仍 仍然 依然 始终 不断 继续 开始 结束 准备 打算 出来 起来 下来 过来 进来 回来 上来 下去 出去 过去 进去 回去 离
`;

const stopWords: ReadonlySet<string> = new Set(list.split(/\s+/u).filter((word) => word !== ""));

const oneHan = /^\p{Script=Han}$/u;

/** Whether a word can say what a message is about: no stop word, no lone character, no bare number. */
export const isContentWord = (word: string): boolean =>
  !stopWords.has(word) && !oneHan.test(word) && !/^[\d.,:%]+$/u.test(word) && word.length > 1;

/** Whether a word ends a place name when read backwards from its last part. */
export const isFunctionWord = (word: string): boolean => stopWords.has(word);
