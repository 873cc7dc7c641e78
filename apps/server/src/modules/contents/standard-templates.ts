import { type ContentBody, emptyBody } from "./body.ts";
import type { BlockNode } from "./document.ts";
import type { TemplateInput } from "./templates.ts";
import type { ContentKind } from "./vocabulary.ts";

// Written for this project. A prompt stands in 〔待写：…〕; the pre-check stops a draft that still has one.
const prompt = (what: string): string => `〔待写：${what}〕`;
const inline = (text: string) => [{ type: "text" as const, text }];
const heading = (text: string): BlockNode => ({ type: "heading", level: 2, content: inline(text) });
const paragraph = (text: string): BlockNode => ({ type: "paragraph", content: inline(text) });
const steps = (...items: readonly string[]): BlockNode => ({
  type: "orderedList",
  items: items.map((item) => [paragraph(item)]),
});
const points = (...items: readonly string[]): BlockNode => ({
  type: "bulletList",
  items: items.map((item) => [paragraph(item)]),
});

const body = (kind: ContentKind, change: Partial<ContentBody>): ContentBody => ({
  ...emptyBody(kind, prompt("标题，读者会怎么问就怎么写")),
  answer: prompt("一句话回答，先说结论，再说怎么做"),
  summary: prompt("摘要，60 到 120 字，说清这篇解决什么问题"),
  rights: "自有版权，本区单位可以转载，请注明出处",
  renditions: {
    elder: "",
    poster: { headline: prompt("海报标题"), points: [prompt("第一个要点")], advice: "" },
    radio: prompt("广播稿，150 到 260 字，照着念就能懂"),
  },
  ...change,
});

const readers = prompt("这件事和读者的关系，从一个看得见的场面说起");

/** By kind and audience; where one fits every audience, `audience` is null. The first of a kind is taken for a pitch. */
export const standardTemplates: readonly TemplateInput[] = [
  {
    name: "科普文章",
    about: "回答一个问题：发生了什么、为什么、怎么办。",
    audience: null,
    content: body("article", {
      document: [
        paragraph(readers),
        heading("是怎么回事"),
        paragraph(prompt("用一个比方讲清道理，数字后面标来源")),
        heading("为什么会这样"),
        paragraph(prompt("原因，一段只讲一个")),
        heading("可以怎么做"),
        steps(prompt("第一步，动词开头"), prompt("第二步"), prompt("第三步")),
        heading("什么时候要找人帮忙"),
        paragraph(prompt("出现哪些情况不要自己处理，找谁")),
      ],
    }),
  },
  {
    name: "给长辈的说明",
    about: "一次讲一件事，短句，大字，做得到。",
    audience: "elder",
    content: body("article", {
      audiences: ["elder"],
      document: [
        paragraph(prompt("先说要做什么，一句话")),
        heading("照着做"),
        steps(prompt("第一步，一句话一个动作"), prompt("第二步"), prompt("第三步")),
        heading("为什么要这样"),
        paragraph(prompt("道理讲短，用家里的东西打比方")),
        heading("这几种话别信"),
        points(prompt("一条常见的错误说法，和对在哪里")),
        heading("要人帮忙，找谁"),
        paragraph(prompt("社区、家人、电话，写清找谁说什么")),
      ],
    }),
  },
  {
    name: "农事提醒",
    about: "赶在农时前面：看天、看苗、动手。",
    audience: "farmer",
    content: body("article", {
      audiences: ["farmer"],
      document: [
        paragraph(prompt("这几天地里该做的一件事，和最迟到哪天")),
        heading("先看苗，再动手"),
        points(prompt("看哪里，看到什么算需要做"), prompt("看到什么就先不做")),
        heading("怎么做"),
        steps(prompt("第一步，用量写清单位，标来源"), prompt("第二步"), prompt("第三步")),
        heading("安全和间隔"),
        paragraph(prompt("人和牲畜要避开什么，隔几天才能采收，标来源")),
        heading("拿不准问谁"),
        paragraph(prompt("农技站或专家，怎么拍照、怎么问")),
      ],
    }),
  },
  {
    name: "三分钟安全短文",
    about: "班前三分钟：一个危险，三个动作。",
    audience: "worker",
    content: body("article", {
      audiences: ["worker"],
      document: [
        paragraph(prompt("哪道工序、哪个时候最容易出事，一个真实场面，不写人名")),
        heading("危险在哪里"),
        paragraph(prompt("看不见的那个原因，数字标来源")),
        heading("三个动作"),
        steps(prompt("开工前"), prompt("干活时"), prompt("收工后")),
        heading("出了事先做什么"),
        paragraph(prompt("头一分钟做什么，不做什么，喊谁")),
      ],
    }),
  },
  {
    name: "五分钟简报",
    about: "给决策的人：结论、依据、可选的做法。",
    audience: "official",
    content: body("article", {
      audiences: ["official"],
      document: [
        heading("结论"),
        points(prompt("一句话结论，写明把握有多大"), prompt("第二条结论")),
        heading("依据"),
        paragraph(prompt("谁在什么时候测了什么，样本多大，标来源")),
        heading("还不确定的"),
        paragraph(prompt("哪里有争论，哪里没有数据")),
        heading("可以考虑的做法"),
        points(prompt("做法，代价，什么时候能看到结果")),
      ],
    }),
  },
  {
    name: "一个问题，一个实验",
    about: "青少年：先猜，再做，再想。",
    audience: "youth",
    content: body("article", {
      audiences: ["youth"],
      safety: { adult: true, materials: prompt("家里找得到的东西"), hazards: prompt("要当心什么") },
      document: [
        paragraph(prompt("一个看得见的怪事，问一句为什么")),
        heading("你先猜"),
        points(prompt("猜法一"), prompt("猜法二")),
        heading("动手试"),
        steps(prompt("准备"), prompt("做"), prompt("记下看到的")),
        heading("看到了什么"),
        paragraph(prompt("多数人会看到的结果，和看不到时怎么改")),
        heading("为什么"),
        paragraph(prompt("道理，一段讲完，标来源")),
        heading("再想一步"),
        paragraph(prompt("换一样东西会怎样，不给答案")),
      ],
    }),
  },
  {
    name: "成果讲给大家听",
    about: "把一项研究讲成听得懂的事：做了什么、有什么用、还差什么。",
    audience: null,
    content: body("article", {
      document: [
        paragraph(prompt("这项成果能让谁的哪件事不一样")),
        heading("以前卡在哪里"),
        paragraph(prompt("没有它的时候怎么办，难在哪里，标来源")),
        heading("他们怎么做到的"),
        paragraph(prompt("一个关键的办法，用比方讲，标原文出处")),
        heading("现在到了哪一步"),
        paragraph(prompt("实验室、试用还是已经在用；还差什么")),
        heading("别误会"),
        points(prompt("它不能做什么")),
      ],
    }),
  },
  {
    name: "科学家的故事",
    about: "讲一件事，不讲一生：难处、选择、结果。",
    audience: null,
    content: body("article", {
      topics: [],
      document: [
        paragraph(prompt("从一个场面开头：哪一年，在哪里，遇到什么难处，标来源")),
        heading("难在哪里"),
        paragraph(prompt("当时的人知道什么、不知道什么")),
        heading("怎么选的"),
        paragraph(prompt("他做了什么，放弃了什么，谁不同意")),
        heading("后来"),
        paragraph(prompt("结果，今天还在用在哪里，标来源")),
        heading("想一想"),
        paragraph(prompt("这里面哪一点是求真、怀疑或者合作")),
      ],
    }),
  },
  {
    name: "一节课",
    about: "有年级、时长、目标，老师拿来就能上。",
    audience: null,
    content: body("lesson", {
      audiences: ["youth"],
      lesson: { grades: prompt("适用年级"), minutes: 40, aim: prompt("学完能做到什么") },
      document: [
        heading("课前准备"),
        points(prompt("材料和数量"), prompt("要提前试一次的地方")),
        heading("导入（5 分钟）"),
        paragraph(prompt("一个问题，先不给答案")),
        heading("探究（20 分钟）"),
        steps(prompt("分组做什么"), prompt("记录什么"), prompt("怎么比较")),
        heading("讨论（10 分钟）"),
        points(prompt("要追问的问题"), prompt("常见的错误想法和怎样引导")),
        heading("收尾（5 分钟）"),
        paragraph(prompt("用一句话说出今天的发现")),
        heading("安全"),
        paragraph(prompt("老师要盯住的一件事")),
      ],
    }),
  },
  {
    name: "学龄前小实验",
    about: "3–6 岁：大人陪着，十分钟，看得见摸得着。",
    audience: "youth",
    content: body("lesson", {
      audiences: ["youth"],
      ageBands: ["3-6"],
      ageLabel: "all",
      lesson: { grades: "幼儿园", minutes: 10, aim: prompt("孩子会说出哪一句话") },
      safety: {
        adult: true,
        materials: prompt("不烫、不尖、不会吞下去的东西"),
        hazards: prompt("要当心什么"),
      },
      document: [
        heading("一起看"),
        paragraph(prompt("先让孩子看什么、摸什么")),
        heading("一起做"),
        steps(prompt("大人做什么"), prompt("孩子做什么"), prompt("停下来问什么")),
        heading("孩子可能会说"),
        points(prompt("一句孩子的话，和怎么接")),
        heading("给大人的道理"),
        paragraph(prompt("不用讲给孩子听的原理，标来源")),
      ],
    }),
  },
  {
    name: "一张图表",
    about: "一张图说一件事，数据有出处，看不见图的人也读得懂。",
    audience: null,
    content: body("chart", {
      chart: {
        type: "bar",
        unit: prompt("单位"),
        rows: [
          ["甲", 0],
          ["乙", 0],
        ],
        source: 0,
        textEquivalent: prompt("图的文字说明：最大最小是多少，说明了什么"),
      },
      document: [
        paragraph(prompt("这张图回答什么问题")),
        heading("怎么看这张图"),
        paragraph(prompt("横着是什么，竖着是什么，最要紧的一根在哪里，标来源")),
        heading("不能从图里看出什么"),
        paragraph(prompt("样本、年份、口径的限制")),
        heading("和你有什么关系"),
        paragraph(prompt("看完可以做的一件事")),
      ],
    }),
  },
  {
    name: "四格漫画",
    about: "四格一个笑点，一个道理；每格都有画面说明。",
    audience: null,
    content: body("comic", {
      ageLabel: "all",
      document: [
        heading("四格脚本"),
        steps(
          prompt("第一格：谁，在哪里，要做什么"),
          prompt("第二格：做错了一步"),
          prompt("第三格：结果出乎意料"),
          prompt("第四格：对的做法"),
        ),
        heading("道理"),
        paragraph(prompt("漫画背后的科学，标来源")),
      ],
    }),
  },
  {
    name: "听的节目",
    about: "三到五分钟的音频：开头十秒说清好处。",
    audience: null,
    content: body("audio", {
      ageLabel: "all",
      document: [
        heading("开头（10 秒）"),
        paragraph(prompt("听完能解决什么问题")),
        heading("正文"),
        paragraph(prompt("口语稿，一句不超过 20 个字，数字标来源")),
        heading("结尾（10 秒）"),
        paragraph(prompt("一个动作，一个找得到人的地方")),
      ],
    }),
  },
  {
    name: "短视频",
    about: "一分钟：一个画面，一个动作；有字幕，听不见也看得懂。",
    audience: null,
    content: body("video", {
      ageLabel: "all",
      document: [
        heading("分镜"),
        steps(
          prompt("0–5 秒：看得见的怪事"),
          prompt("5–30 秒：为什么，配一个演示"),
          prompt("30–50 秒：怎么做"),
          prompt("50–60 秒：一句话收住"),
        ),
        heading("全部旁白"),
        paragraph(prompt("照字幕文件一字不差，数字标来源")),
      ],
    }),
  },
  {
    name: "一张卡片",
    about: "走廊、电梯、公众号头图：一眼看完。",
    audience: null,
    content: body("card", {
      document: [
        paragraph(prompt("一句结论")),
        points(prompt("做什么"), prompt("不做什么")),
        paragraph(prompt("为什么，一句话，标来源")),
      ],
    }),
  },
];
