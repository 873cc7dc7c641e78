// Questions to begin with, by age band (Y-00). Questions only: an answer is content, and content is checked before it is shown.
import type { MotifName } from "#ui/cover/motifs.ts";

export const ageBands = ["3-6", "6-9", "9-12", "12-15", "15-18"] as const;
export type AgeBand = (typeof ageBands)[number];

export const ageBandNames: Readonly<Record<AgeBand, string>> = {
  "3-6": "3–6 岁",
  "6-9": "6–9 岁",
  "9-12": "9–12 岁",
  "12-15": "12–15 岁",
  "15-18": "15–18 岁",
};

export type StartingQuestion = { question: string; topic: MotifName; tryThis: string };

export const startingQuestions: Readonly<Record<AgeBand, readonly StartingQuestion[]>> = {
  "3-6": [
    { question: "影子为什么跟着我走？", topic: "stars", tryThis: "和大人到太阳底下，踩一踩自己的影子。" },
    { question: "冰块去哪儿了？", topic: "matter", tryThis: "把一块冰放在盘子里，过一会儿再来看。" },
    { question: "叶子为什么有的圆、有的尖？", topic: "nature", tryThis: "捡三片不一样的叶子，摸一摸边。" },
  ],
  "6-9": [
    { question: "月亮为什么有时弯、有时圆？", topic: "stars", tryThis: "连着七个晚上，把看到的月亮画下来。" },
    { question: "肥皂怎么把油洗掉？", topic: "matter", tryThis: "一碗清水、一碗肥皂水，各洗一只油手指。" },
    { question: "蚂蚁怎么找到回家的路？", topic: "nature", tryThis: "蹲下来看一队蚂蚁，数一分钟过去几只。" },
  ],
  "9-12": [
    {
      question: "馒头放久了，长出来的是什么？",
      topic: "food",
      tryThis: "隔着透明袋子看，不打开，每天记一笔。",
    },
    {
      question: "桥为什么常常造成拱形？",
      topic: "making",
      tryThis: "用一张纸搭桥，试试平的和弯的谁能放更多硬币。",
    },
    {
      question: "手机怎么知道我在哪里？",
      topic: "digital",
      tryThis: "和大人打开地图，走十步，看圆点动了没有。",
    },
  ],
  "12-15": [
    {
      question: "电动车的电池为什么怕冷？",
      topic: "materials",
      tryThis: "记一周的最低气温和家里电动车跑的里程。",
    },
    {
      question: "机器怎样“认出”一张脸？",
      topic: "ai",
      tryThis: "让三个人画同一张脸，看大家都画了哪些特征。",
    },
    {
      question: "疫苗怎样教身体认出病毒？",
      topic: "health",
      tryThis: "查一查自己的接种本，列出打过哪几种。",
    },
  ],
  "15-18": [
    {
      question: "怎么判断一个实验的结论靠不靠得住？",
      topic: "spirit",
      tryThis: "找一条“研究发现”的消息，看它写没写样本有多少。",
    },
    {
      question: "河水怎样才算干净？",
      topic: "nature",
      tryThis: "找到公布水质的网站，记下一条河三个月的类别。",
    },
    {
      question: "一种新材料从实验室到工厂，要走几步？",
      topic: "materials",
      tryThis: "选一件用了新材料的东西，查它最早的报道。",
    },
  ],
};
