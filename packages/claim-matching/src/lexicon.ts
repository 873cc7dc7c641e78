import { stemWord } from "./english.ts";

// What the comparison knows of the language: written by hand from general knowledge, not drawn from any set it is measured on.

/** Words that mean the same in rumours; the first stands for the others. Longer forms are replaced first. */
export const sameMeaning: readonly (readonly string[])[] = [
  ["西红柿", "番茄"],
  ["土豆", "马铃薯", "洋芋"],
  ["红薯", "地瓜", "番薯", "甘薯"],
  ["玉米", "苞谷", "包谷"],
  ["隔夜", "过夜", "放了一夜", "放一夜", "过了一夜", "过了一晚", "放过一个晚上", "放一晚"],
  ["剩菜", "剩饭剩菜", "吃剩的菜", "剩的菜"],
  [
    "致癌",
    "得癌症",
    "患癌症",
    "得癌",
    "患癌",
    "生癌",
    "诱发癌症",
    "引发癌症",
    "导致癌症",
    "变成癌症",
    "长癌",
  ],
  ["癌", "癌症", "恶性肿瘤"],
  ["中毒", "有毒", "有剧毒", "剧毒", "服毒", "吃毒药", "毒死人", "毒死"],
  ["不孕", "不育", "不孕不育", "绝育", "生不了孩子", "断子绝孙", "怀不上"],
  ["孩子", "小孩", "小孩子", "小朋友", "宝宝", "娃娃", "娃儿", "儿童", "幼儿", "婴儿", "小宝贝"],
  ["老人", "老年人", "老人家", "老头老太", "上了年纪的人"],
  ["孕妇", "怀孕的人", "怀孕妇女", "大肚子"],
  ["流产", "滑胎", "掉孩子"],
  ["医生", "大夫", "医师"],
  ["疫苗", "预防针", "防疫针"],
  ["接种", "打针", "注射", "施打"],
  ["艾滋病", "艾滋", "aids", "hiv"],
  ["老年痴呆", "阿尔茨海默病", "阿尔兹海默症", "阿尔茨海默", "失智", "痴呆症"],
  ["中风", "脑梗", "脑卒中", "脑溢血", "脑出血"],
  ["心梗", "心脏病发作", "心肌梗死", "心肌梗塞"],
  ["自闭症", "孤独症"],
  ["白血病", "血癌"],
  [
    "新冠",
    "新冠肺炎",
    "新冠病毒",
    "新型冠状病毒",
    "新型冠状病毒肺炎",
    "新型冠状病毒感染的肺炎",
    "新型肺炎",
    "covid-19",
    "covid19",
    "covid",
    "coronavirus",
  ],
  ["预防", "防止", "防治", "防范"],
  ["治", "治疗", "医治", "治愈", "根治"],
  ["减肥", "瘦身", "变瘦"],
  ["基站", "信号塔", "通信塔"],
  ["wifi", "无线网", "无线路由器", "路由器"],
  ["电动车", "电动自行车", "电瓶车", "电单车", "电动两轮车"],
  ["新能源车", "电动汽车", "新能源汽车"],
  ["充电", "充着电", "充电中"],
  ["着火", "起火", "失火", "自燃", "烧起来"],
  ["爆炸", "炸掉", "炸了"],
  ["触电", "电死人", "电死", "被电"],
  ["断电", "停电", "没电"],
  ["断水", "停水", "没水"],
  ["下雨", "降雨", "落雨"],
  ["打雷", "雷雨", "雷电"],
  ["雷劈", "雷击", "被雷打"],
  ["大地震", "强震"],
  ["预报", "预测", "预言", "预知"],
  ["农药残留", "农残"],
  ["转基因", "gmo"],
  ["激素", "荷尔蒙"],
  ["抗生素", "消炎药", "抗菌素", "抗菌药"],
  ["味精", "谷氨酸钠"],
  ["砒霜", "三氧化二砷"],
  ["防腐剂", "保鲜剂"],
  ["自来水", "水龙头的水"],
  ["矿泉水", "瓶装水", "塑料瓶水"],
  ["塑料", "塑胶"],
  ["微波炉", "微波"],
  ["电磁辐射", "辐射"],
  ["血管", "动脉"],
  ["高血压", "血压高"],
  ["糖尿病", "血糖高"],
  ["补钙", "补充钙"],
  ["近视", "近视眼"],
  ["流感", "流行性感冒"],
  ["发烧", "发热"],
  ["退烧", "退热"],
  ["吸烟", "抽烟"],
  ["饮酒", "喝酒"],
  ["酒驾", "酒后驾车", "酒后驾驶", "酒后开车", "喝酒开车"],
  ["谣言", "假消息", "不实消息", "不实信息"],
  ["警察", "民警", "公安"],
  ["骗子", "诈骗分子", "骗人的"],
  ["转账", "汇款", "打钱"],
];

/** Function characters: they stand in nearly every text, also where a short list of claims does not show it. */
export const weakUnits: ReadonlySet<string> = new Set(
  "的了是在和与或及也就都还又而且但被把对从到这那哪个之其以为于等着过吗呢吧啊呀嘛么什请问有我你他她它们们一上下来去说很更最大家人".split(
    "",
  ),
);

/** English words that stand in nearly every text. */
export const weakWords: ReadonlySet<string> = new Set(
  (
    "a an the of to in on at for from by with and or but is are was were be been being it its this that these those he she " +
    "they we you i his her him them us their our your my me as if so not no do does did doing has have had having will would " +
    "can could should may might must than then there here what who which when where why how all any some just about into " +
    "over after before up down out off only own same too very also now even ever again more most much many such each every " +
    "because while during through between get got let like one s t d m re ve ll don doesn didn isn aren wasn can won"
  )
    .split(" ")
    .map(stemWord),
);

/** Denials; an even number of them says the same as none. */
export const denials: ReadonlySet<string> = new Set([
  ..."不没无非未别勿莫".split(""),
  "not",
  "no",
  "never",
  "n't",
]);

/** A message that itself reports or passes a verdict. */
export const verdictCue =
  /辟谣|谣言|不实|不属实|假消息|子虚乌有|无稽之谈|并非|系误传|官方否认|否认|澄清|没有科学依据|没有依据|fact[- ]?check|debunk|hoax|false claim|misleading/u;

/** Questions and orders to pass on say nothing of the claim. */
export const boilerplate =
  /(?:请|快|马上|赶紧|赶快|立刻|立即|务必|大家)?(?:互相|相互)?(?:转发|转告|转给|扩散|告知|分享)(?:给)?(?:所有|更多|身边|你关心)?(?:的)?(?:人|朋友|亲友|家人|亲戚朋友|群|好友)?|紧急通知|紧急转发|重要通知|不转不是中国人|宁可信其有|功德无量|看完|求证|是真的吗|真的假的|有没有道理|求扩散|帮忙转|转起来|快转/gu;

/** Units of measures and dates that are compared with their numbers. */
export const measureUnits = [
  "毫克",
  "微克",
  "公斤",
  "千克",
  "毫升",
  "公里",
  "厘米",
  "毫米",
  "小时",
  "分钟",
  "个月",
  "万元",
  "亿元",
  "克",
  "斤",
  "升",
  "米",
  "度",
  "级",
  "点",
  "天",
  "年",
  "月",
  "日",
  "号",
  "周",
  "秒",
  "次",
  "岁",
  "倍",
  "元",
  "块",
  "瓦",
  "人",
  "例",
  "名",
  "%",
  "分",
] as const;

/** Names of provinces, larger cities and countries. */
export const places: ReadonlySet<string> = new Set(
  (
    "北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 内蒙古 香港 澳门 台湾 " +
    "石家庄 唐山 保定 邯郸 廊坊 沧州 太原 大同 临汾 呼和浩特 包头 沈阳 大连 鞍山 长春 哈尔滨 大庆 齐齐哈尔 绥化 南京 苏州 无锡 常州 徐州 南通 扬州 盐城 杭州 宁波 温州 绍兴 嘉兴 金华 台州 义乌 湖州 丽水 合肥 芜湖 蚌埠 阜阳 安庆 福州 厦门 泉州 漳州 莆田 南昌 赣州 九江 上饶 济南 青岛 烟台 潍坊 临沂 济宁 淄博 威海 郑州 洛阳 南阳 开封 新乡 商丘 信阳 周口 武汉 宜昌 襄阳 荆州 黄冈 孝感 十堰 荆门 长沙 株洲 湘潭 衡阳 岳阳 常德 张家界 邵阳 益阳 郴州 永州 怀化 娄底 广州 深圳 东莞 佛山 珠海 中山 惠州 汕头 湛江 江门 茂名 南宁 柳州 桂林 百色 海口 三亚 成都 绵阳 德阳 泸州 宜宾 南充 雅安 凉山 贵阳 遵义 毕节 昆明 大理 瑞丽 西双版纳 拉萨 西安 咸阳 宝鸡 延安 兰州 天水 西宁 银川 乌鲁木齐 喀什 台北 高雄 台中 " +
    "日本 美国 英国 法国 德国 意大利 西班牙 俄罗斯 韩国 朝鲜 印度 巴西 澳大利亚 加拿大 泰国 越南 缅甸 马来西亚 新加坡 印尼 菲律宾 以色列 伊朗 伊拉克 乌克兰 瑞典 瑞士 荷兰 丹麦 埃及 南非 墨西哥 欧洲 非洲"
  ).split(" "),
);
