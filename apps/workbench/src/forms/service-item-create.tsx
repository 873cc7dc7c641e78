import { client, keyed, write } from "../api/client.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { audienceOptions } from "../pages/contents/contents-words.ts";
import { useServiceTopics } from "../pages/orders/use-service-items.ts";
import { badgeOptions, skillOptions } from "../pages/teams/team-words.ts";
import { useDone } from "./use-done.ts";

const labels = {
  code: "代码",
  title: "名称",
  about: "介绍",
  kind: "形式",
  topic: "主题",
  audience: "给谁",
  skill: "要会什么",
  badge: "要什么证",
  effort: "轻重",
  demand: "对身体的要求",
  minutes: "时长（分钟）",
  volunteers: "要几名志愿者",
  "little.materials": "3–6 岁动手做：用到什么",
  "little.hazards": "3–6 岁动手做：当心什么",
  "little.childrenPerAdult": "几个孩子一位大人",
};

const kindOptions = [
  { value: "talk", label: "讲座" },
  { value: "lesson", label: "教学" },
  { value: "help", label: "一对一帮忙" },
  { value: "experiment", label: "动手实验" },
  { value: "consult", label: "上门指导" },
  { value: "training", label: "培训" },
  { value: "exhibition", label: "展览" },
  { value: "drama", label: "科普剧" },
  { value: "film", label: "科普电影" },
  { value: "story", label: "工匠故事报告会" },
];

const demandOptions = [
  { value: "climbing", label: "要登高" },
  { value: "lifting", label: "要搬重物" },
  { value: "standing", label: "要一直站着" },
  { value: "walking", label: "要走不少路" },
  { value: "outdoors", label: "在户外" },
  { value: "night", label: "在晚上" },
];

export const ServiceItemCreate = ({ onClose }: { onClose: () => void }) => {
  const topics = useServiceTopics();
  const done = useDone(["/api/service-items"], onClose);
  return (
    <ActDialog
      title="加一项服务"
      name="service-item"
      labels={labels}
      initial={{ kind: "talk", effort: "light", minutes: "60", volunteers: "1" }}
      submitLabel="加进菜单"
      onCancel={onClose}
      send={({ body, key }) => {
        const badge = textOf(body, "badge");
        const demand = textOf(body, "demand");
        const little = {
          materials: textOf(body, "materials").trim(),
          hazards: textOf(body, "hazards").trim(),
          childrenPerAdult: Number(textOf(body, "childrenPerAdult")),
        };
        const isLittle = little.materials !== "" || little.hazards !== "" || little.childrenPerAdult > 0;
        return write(
          client.POST("/api/service-items", {
            params: { header: keyed(key) },
            body: {
              code: textOf(body, "code"),
              title: textOf(body, "title"),
              about: textOf(body, "about"),
              kind: textOf(body, "kind"),
              topic: textOf(body, "topic"),
              audiences: [textOf(body, "audience")],
              skill: textOf(body, "skill"),
              badges: badge === "" ? [] : [badge],
              effort: textOf(body, "effort"),
              demands: demand === "" ? [] : [demand],
              minutes: Number(textOf(body, "minutes")),
              volunteers: Number(textOf(body, "volunteers")),
              ...(isLittle ? { little } : {}),
            } as never,
          }),
        ); // the choices' values are the contract's codes; the server validates
      }}
      onDone={() => done("已加进菜单，居民可以点了")}
    >
      <TextField name="title" label={labels.title} required maxLength={40} />
      <TextField
        name="code"
        label={labels.code}
        required
        maxLength={40}
        hint="小写字母和短横线，例如 balcony-garden，定了不能改。"
      />
      <LongTextField name="about" label={labels.about} required rows={2} maxLength={200} />
      <ChoiceField name="kind" label={labels.kind} required options={kindOptions} />
      <ChoiceField
        name="topic"
        label={labels.topic}
        required
        options={topics.map((topic) => ({ value: topic.code, label: topic.name }))}
      />
      <ChoiceField name="audience" label={labels.audience} required options={audienceOptions} />
      <ChoiceField name="skill" label={labels.skill} required options={skillOptions} />
      <ChoiceField name="badge" label={labels.badge} options={badgeOptions} hint="不要证就不选。" />
      <ChoiceField
        name="effort"
        label={labels.effort}
        required
        options={[
          { value: "light", label: "轻便，老年队也能做" },
          { value: "normal", label: "偏重" },
        ]}
      />
      <ChoiceField
        name="demand"
        label={labels.demand}
        options={demandOptions}
        hint="身体去不了的队员不会被安排。没有就不选。"
      />
      <TextField name="minutes" label={labels.minutes} required inputMode="numeric" maxLength={3} />
      <TextField name="volunteers" label={labels.volunteers} required inputMode="numeric" maxLength={2} />
      <TextField
        name="materials"
        label={labels["little.materials"]}
        maxLength={200}
        hint="只有给 3–6 岁孩子动手做的才填，三项都要填；填了幼儿园才能点。"
      />
      <TextField name="hazards" label={labels["little.hazards"]} maxLength={200} />
      <TextField
        name="childrenPerAdult"
        label={labels["little.childrenPerAdult"]}
        inputMode="numeric"
        maxLength={2}
      />
    </ActDialog>
  );
};
