import { Checkbox, Form } from "antd";
import { useState } from "react";
import { client, keyed, write } from "../api/client.ts";
import type { OccasionRow } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { audienceOptions } from "../pages/contents/contents-words.ts";
import { useTopics } from "../pages/contents/use-topics.ts";
import { useDone } from "./use-done.ts";

const labels = {
  code: "代码",
  kind: "类别",
  name: "名称",
  about: "一句话说明",
  advice: "提醒的话",
  audiences: "写给谁",
  topics: "主题",
  words: "关键词",
  ruleKind: "什么时候",
  from: "从（月-日）",
  to: "到（月-日）",
  month: "月份",
  nth: "第几个",
  weekday: "周几",
  days: "几天",
  publisher: "来源：谁发布",
  title: "来源：标题",
  date: "来源：日期",
  url: "来源：网址",
};

const ruleOptions = [
  { value: "fixed", label: "每年同一段日期" },
  { value: "weekday", label: "某月第几个周几" },
  { value: "announced", label: "等当年通知（或看天气打开）" },
] as const;
const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ value: String(index + 1), label: String(index + 1) }));
const weekdayOptions = ["日", "一", "二", "三", "四", "五", "六"].map((name, index) => ({
  value: String(index),
  label: `周${name}`,
}));

const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];

const initialOf = (row: OccasionRow | undefined): Record<string, unknown> => {
  if (row === undefined) return { kind: "campaign", ruleKind: "announced", audiences: [], topics: [] };
  const { rule, source } = row;
  return {
    ...row,
    words: row.words.join(" "),
    ruleKind: rule.kind,
    ...(rule.kind === "fixed" ? { from: rule.from, to: rule.to } : {}),
    ...(rule.kind === "weekday"
      ? {
          month: String(rule.month),
          nth: String(rule.nth),
          weekday: String(rule.weekday),
          days: String(rule.days),
        }
      : {}),
    publisher: source?.publisher,
    title: source?.title,
    date: source?.date ?? undefined,
    url: source?.url ?? undefined,
  };
};

const ruleOf = ({ body }: Sent) => {
  switch (textOf(body, "ruleKind")) {
    case "fixed":
      return { kind: "fixed" as const, from: textOf(body, "from"), to: textOf(body, "to") };
    case "weekday":
      return {
        kind: "weekday" as const,
        month: Number(textOf(body, "month")),
        nth: Number(textOf(body, "nth")),
        weekday: Number(textOf(body, "weekday")),
        days: Number(textOf(body, "days")),
      };
    default:
      return { kind: "announced" as const };
  }
};

const textOrNull = (body: Sent["body"], name: string): string | null =>
  textOf(body, name) === "" ? null : textOf(body, name);

/** A new occasion, or the words, rule and source of one. */
export const OccasionEdit = ({ row, onClose }: { row?: OccasionRow; onClose: () => void }) => {
  const topics = useTopics();
  const [ruleKind, setRuleKind] = useState<string>(row?.rule.kind ?? "announced");
  const done = useDone(["/api/occasions"], onClose);
  return (
    <ActDialog
      title={row === undefined ? "新增时节或主题日" : `修改${row.name}`}
      name="occasion-edit"
      labels={labels}
      initial={initialOf(row)}
      submitLabel="保存"
      onCancel={onClose}
      onValues={(values) => setRuleKind(textOf(values, "ruleKind"))}
      send={(sent) =>
        write(
          client.PUT("/api/occasions/{code}", {
            params: {
              header: keyed(sent.key),
              path: { code: row?.code ?? textOf(sent.body, "code") },
            },
            body: {
              kind: textOf(sent.body, "kind") as "season", // the server refuses what is none
              name: textOf(sent.body, "name"),
              about: textOf(sent.body, "about"),
              advice: textOf(sent.body, "advice"),
              audiences: listOf(sent.values["audiences"]) as "elder"[], // values of our own tick boxes
              topics: listOf(sent.values["topics"]),
              words: textOf(sent.body, "words")
                .split(/[\s、，,]+/u)
                .filter((word) => word !== ""),
              rule: ruleOf(sent),
              source:
                textOf(sent.body, "publisher") === "" && textOf(sent.body, "title") === ""
                  ? null
                  : {
                      publisher: textOf(sent.body, "publisher"),
                      title: textOf(sent.body, "title"),
                      date: textOrNull(sent.body, "date"),
                      url: textOrNull(sent.body, "url"),
                    },
            },
          }),
        )
      }
      onDone={() => done("已保存，门户马上更新")}
    >
      {row === undefined && (
        <TextField
          name="code"
          label={labels.code}
          required
          maxLength={40}
          hint="小写英文，例如 heat，定了不改。"
        />
      )}
      <ChoiceField
        name="kind"
        label={labels.kind}
        required
        options={[
          { value: "campaign", label: "主题日、周、月" },
          { value: "season", label: "时节提醒" },
        ]}
      />
      <TextField name="name" label={labels.name} required maxLength={30} />
      <TextField name="about" label={labels.about} required maxLength={120} />
      <TextField name="advice" label={labels.advice} required maxLength={120} hint="告诉读者现在做什么。" />
      <Form.Item name="audiences" label={labels.audiences} required>
        <Checkbox.Group options={[...audienceOptions]} />
      </Form.Item>
      <Form.Item name="topics" label={labels.topics} extra="下面跟着显示这些主题的内容。">
        <Checkbox.Group options={topics.map((topic) => ({ value: topic.code, label: topic.name }))} />
      </Form.Item>
      <LongTextField
        name="words"
        label={labels.words}
        rows={2}
        hint="用空格隔开。填了，内容的标题或摘要要有其中一个才显示。"
      />
      <ChoiceField name="ruleKind" label={labels.ruleKind} required options={ruleOptions} />
      {ruleKind === "fixed" && (
        <>
          <TextField name="from" label={labels.from} required maxLength={5} placeholder="07-01" />
          <TextField
            name="to"
            label={labels.to}
            required
            maxLength={5}
            placeholder="08-31"
            hint="可以跨年，例如 11-01 到 02-29。"
          />
        </>
      )}
      {ruleKind === "weekday" && (
        <>
          <ChoiceField name="month" label={labels.month} required options={numbers(12)} />
          <ChoiceField name="nth" label={labels.nth} required options={numbers(4)} />
          <ChoiceField name="weekday" label={labels.weekday} required options={weekdayOptions} />
          <ChoiceField name="days" label={labels.days} required options={numbers(31)} />
        </>
      )}
      <TextField
        name="publisher"
        label={labels.publisher}
        maxLength={100}
        hint="写了日期就要有来源；查不到来源的，选“等当年通知”。"
      />
      <TextField name="title" label={labels.title} maxLength={200} />
      <DayField name="date" label={labels.date} />
      <TextField name="url" label={labels.url} maxLength={500} />
    </ActDialog>
  );
};
