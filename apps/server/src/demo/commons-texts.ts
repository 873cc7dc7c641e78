import type { ContentBody, TextDocument } from "#modules/contents/index.ts";

const paragraph = (text: string, source?: number): TextDocument[number] => ({
  type: "paragraph",
  content: [
    { type: "text", text },
    ...(source === undefined ? [] : [{ type: "sourceRef" as const, source }]),
  ],
});
const heading = (text: string): TextDocument[number] => ({
  type: "heading",
  level: 2,
  content: [{ type: "text", text }],
});

/** What the demonstration's citizen sent. */
export const shadowWords = [
  "我家朝南的窗台上放着一只搪瓷缸。去年冬天没事，我每个星期天中午十二点，用粉笔在地上画一道，记影子到哪里。",
  "画到今年，地上排了一溜道子。天冷的时候影子伸得老远，快碰到沙发；热的时候缩在窗根底下。我想弄明白这是为什么，也想告诉别的老人，在家就能看见太阳走。",
].join("\n");

/** Made of it by the editor with the expert: the claim about the sun's height is the source's. */
export const shadowBody = (body: ContentBody): ContentBody => ({
  ...body,
  title: "搪瓷缸的影子，我画了一年（演示投稿）",
  answer: "中午的影子冬天长、夏天短：太阳低，影子就长；太阳高，影子就短。在窗台放个杯子，一年就能看出来。",
  summary:
    "一位老人在窗台放了只搪瓷缸，每个星期天中午画一道影子。画了一年，看出太阳冬天低、夏天高。照着做，只要一只杯子、一支粉笔和一点耐心。",
  document: [
    paragraph(
      "我家朝南的窗台上放着一只搪瓷缸。去年冬天没事，我每个星期天中午十二点，用粉笔在地上画一道，记影子到哪里。",
    ),
    paragraph("画到今年，地上排了一溜道子。天冷的时候影子伸得老远，快碰到沙发；热的时候缩在窗根底下。"),
    heading("影子为什么会变"),
    paragraph(
      "东西挡住了太阳光，后面照不到的地方就是影子。影子总指着太阳的反方向。太阳低，影子长；太阳高，影子短。",
      1,
    ),
    paragraph(
      "一天里是这样：早晚太阳低，影子长；中午太阳高，影子短。一年里也是这样：同样是中午，冬天太阳低，夏天太阳高。所以我的粉笔道，冬天的远，夏天的近。",
    ),
    heading("您也能画"),
    {
      type: "orderedList",
      items: [
        [paragraph("找一个中午晒得到太阳的窗台，放一只不会倒的杯子。杯子一年不要挪。")],
        [paragraph("每个星期挑同一天、同一个钟点，在影子尖上画一道，旁边写日期。")],
        [paragraph("阴天就空着，不要补。空着也是老实话。")],
        [paragraph("画满三个月，看看道子往哪边走。和孙子一起猜下一道在哪里，再去对。")],
      ],
    },
    heading("两件要当心的事"),
    paragraph("不要抬头看太阳，也不要戴着墨镜看。看影子就够了。"),
    paragraph("腿脚不好的，不要蹲着画。用一张纸铺在桌上，把杯子放在桌上，一样能画。"),
    paragraph(
      "专家看了我的道子，让我加一句：这样量得粗，杯子动一动、钟差几分钟，道子就会偏。可方向不会错。想量得准，要把杯子粘住，用同一只钟，记满一年再下结论。",
    ),
    paragraph(
      "这只缸子陪了我三十年，没想到还能当一架看太阳的钟。您要是也画了，把道子的照片带到社区来，我们对一对谁家的影子长。",
    ),
  ],
  sources: [
    {
      title: "Daytime Shadows",
      publisher: "英国国家学校天文台（利物浦约翰摩尔斯大学）",
      url: "https://www.schoolsobservatory.org/learn/astro/esm/daynight/shadows",
      lookedUp: "2026-11-24",
      supports: "物体挡住阳光就有影子；影子总指向太阳的反方向；太阳低影子长，太阳高影子短。",
    },
  ],
  renditions: {
    elder: "",
    poster: {
      headline: "一只杯子看太阳",
      points: ["每周同一天中午画一道", "阴天空着，不补", "三个月看方向"],
      advice: "看影子，不要抬头看太阳",
    },
    radio:
      "今天讲一位老街坊的搪瓷缸。他把缸子放在窗台上，每个星期天中午，在影子尖上画一道粉笔。画了一年，冬天的道子远，夏天的道子近。为什么？太阳低，影子就长；太阳高，影子就短。您也可以画。记住两条：不要抬头看太阳；阴天空着，不要补。",
  },
});

const saltSource = {
  title: "Effect of Salt Substitution on Cardiovascular Events and Death",
  publisher: "新英格兰医学杂志（摘要页 metajournal）",
  date: "2021-09",
  url: "https://www.metajournal.com/articles/1443497/effect-salt-substitution-cardiovascular-events-death",
  lookedUp: "2026-11-24",
  supports:
    "中国农村600个村、20995人的整群随机试验。替代盐含75%氯化钠、25%氯化钾，平均随访4.74年；每千人年中风29.14例对33.65例，高钾相关严重不良事件没有明显增多。",
};

export const saltBrief = {
  title: "六百个村的换盐试验说明了什么",
  finding:
    "中国农村六百个村、两万零九百九十五人的整群随机试验。一半村子用含氯化钾的替代盐，一半照旧，平均随访四年多。用替代盐的村子，每千人年中风 29.14 例，照旧的 33.65 例；高钾相关的严重不良事件没有明显增多。",
  foundBy: "替代盐与中风研究协作组",
  publishedIn: "新英格兰医学杂志",
  publishedOn: "2021-09-16",
  doi: "10.1056/NEJMoa2105675",
} as const;

const saltRadio =
  "今天讲一项在我国农村做的研究。六百个村子，两万多人，一半用替代盐，一半照旧，跟了四年多。用替代盐的村子，每一千人一年少四五次中风。这说明换盐有用，可不是人人都能换。肾不好的、正在吃保钾药的，要先问医生。";

/** The article of the result, in words of its own: how such a trial is made and what it can say. */
export const saltArticle = (body: ContentBody): ContentBody => ({
  ...body,
  answer: "六百个村分成两半，一半换盐，四年多后换盐的村子中风少了一些。分村抽签，才敢说是盐的功劳。",
  summary:
    "科学家怎样证明换一罐盐有用？他们没有挑人，而是给六百个村抽签。这篇讲这场试验怎样做、说了什么、还有什么没有说。",
  document: [
    paragraph(
      "要知道换一种盐有没有用，最省事的办法，是找些换了的人和没换的人比一比。可这样比不公平：肯换盐的人，往往本来就爱惜身体。",
    ),
    heading("让村子抽签"),
    paragraph(
      "这场试验换了个办法：六百个村抽签，抽到的村子发替代盐，没抽到的照旧，两边一共两万零九百九十五人。盐里四分之三是氯化钠，四分之一是氯化钾。跟了平均四点七四年。",
      1,
    ),
    paragraph(
      "抽签的好处，是两边的村子除了盐，别的都差不多：年纪、收入、看病远近，不会都偏在一边。最后有差别，才好算在盐头上。",
    ),
    heading("差别有多大"),
    paragraph(
      "用替代盐的村子，每一千人一年有二十九次中风；照旧的村子，三十三次还多。每一千人一年少四五次。高钾引起的严重问题，两边没有明显不同。",
      1,
    ),
    paragraph("四五次听着不多。可一个区有几十万大人，一年就是上千次。换的只是一罐盐，不用吃药，不用住院。"),
    heading("它没有说的"),
    {
      type: "bulletList",
      items: [
        [paragraph("参加的多是中过风的人，和年过六十又有高血压的人。年轻人换了有没有用，它没有说。")],
        [paragraph("有严重肾病的人没有参加。所以“没有明显增多”这句话，管不到他们。")],
        [paragraph("村里人做饭放盐多，盐罐是主要来源。城里人的钠多半来自外卖和零食，换盐罐的用处会小一些。")],
      ],
    },
    heading("您可以怎样用它"),
    paragraph(
      "听见“研究证明”四个字，问三句：和谁比？怎样分的组？多少人、多长时间？答得出这三句，才值得往下听。",
    ),
    paragraph("想换盐，先问医生能不能换。肾不好、在吃保钾的药，不要自己换。"),
  ],
  sources: [saltSource],
  rights: "自有版权（演示），本区单位可以转载，请注明出处",
  renditions: {
    elder: "",
    poster: {
      headline: "换盐之前先问三句",
      points: ["和谁比", "怎样分的组", "多少人多长时间"],
      advice: "肾不好先问医生",
    },
    radio: saltRadio,
  },
});

/** Its chart: two bars and the words for who does not see them. */
export const saltChart = (body: ContentBody): ContentBody => ({
  ...saltArticle(body),
  answer: "每千人一年：换盐的村子中风 29.14 次，照旧的村子 33.65 次。差的是四五次。",
  summary: "六百个村换盐试验的一张图：两根柱子，从零画起，看得出差多少。",
  document: [
    paragraph(
      "两根柱子从零画起，所以看得出真正的差别：大约七分之一。要是从二十五画起，会显得差了一半，那样画会骗人。",
      1,
    ),
    paragraph(
      "柱子是每千人一年的中风次数。左边是用替代盐的村子，右边是照旧的村子，两边一共两万零九百九十五人，平均跟了四点七四年。数字是整群随机试验的结果，抽到签的村子一起换，没抽到的一起照旧，这样才好比。",
      1,
    ),
    paragraph(
      "少的那一截，合每一千人一年四到五次。一个村子一千来口大人，一年少四五家出事。参加的多是中过风的人，和年过六十又有高血压的人，所以这张图说的是他们，不是所有人。严重肾病的人没有参加，他们不能照着换。",
      1,
    ),
    paragraph("看图的时候先看三样：下面从几开始，旁边写的单位是什么，一共多少人。三样里缺一样，就先别信。"),
  ],
  chart: {
    type: "bar",
    unit: "次（每千人一年）",
    rows: [
      ["用替代盐的村", 29.14],
      ["照旧的村", 33.65],
    ],
    source: 1,
    textEquivalent: "每千人一年的中风次数：用替代盐的村子 29.14 次，照旧的村子 33.65 次，少了 4.51 次。",
  },
});
