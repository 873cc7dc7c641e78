import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { Checkboxes, Consent, Radios } from "./choices.tsx";
import { CodeField, DateField, FileField, SelectField, TextArea, TextField } from "./field.tsx";

const streets = [
  { value: "a", text: "望江街道（演示）" },
  { value: "b", text: "枫林街道（演示）" },
];

export const fieldExamples: ComponentExamples = {
  component: "Field",
  purpose: "一个格子：标签在上，提示、错误在格子上方，打过的字不会丢。",
  examples: [
    { name: "文字", render: () => <TextField name="x-name" label="怎么称呼您" autocomplete="name" /> },
    {
      name: "手机号",
      render: () => (
        <TextField
          name="x-phone"
          label="手机号"
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          width="medium"
          hint="只用来发验证码。"
        />
      ),
    },
    {
      name: "密码",
      render: () => (
        <TextField
          name="x-password"
          label="密码"
          type="password"
          autocomplete="current-password"
          width="medium"
        />
      ),
    },
    {
      name: "数字带单位",
      render: () => (
        <TextField
          name="x-people"
          label="大约多少人"
          inputmode="numeric"
          width="short"
          suffix="人"
          value="45"
        />
      ),
    },
    { name: "选填", render: () => <TextField name="x-note" label="还有什么要说的" optional /> },
    {
      name: "出错",
      note: "打过的字留着，说清楚怎么改。",
      render: () => (
        <TextField
          name="x-wrong"
          label="手机号"
          type="tel"
          value="1380013"
          width="medium"
          error="手机号是 11 位数字，您填了 7 位。"
        />
      ),
    },
    {
      name: "一页一个问题",
      note: "标签就是页面的大标题。",
      kind: "page",
      render: () => (
        <TextField
          name="x-question"
          label="您想请人讲什么？"
          heading="h1"
          hint="一句话就行，例如：手机怎么防骗。"
        />
      ),
    },
    {
      name: "长文字",
      render: () => (
        <TextArea
          name="x-message"
          label="把消息贴在这里"
          hint="可以是一段话、一个链接。"
          value={"\n第一行是空的也会留下"}
        />
      ),
    },
    {
      name: "下拉",
      render: () => <SelectField name="x-street" label="您住在哪个街道（镇）" options={streets} value="b" />,
    },
    {
      name: "日期",
      render: () => <DateField name="x-day" label="哪一天方便" min="2026-10-12" hint="至少提前两天。" />,
    },
    {
      name: "验证码",
      render: () => <CodeField name="x-code" label="6 位验证码" hint="发到 138 **** 0001，5 分钟内有效。" />,
    },
    {
      name: "文件",
      render: () => (
        <FileField
          name="x-file"
          label="照片"
          accept="image/*"
          hint="最多 10 MB。"
          kept={[{ id: "1", name: "叶子.jpg" }]}
          optional
        />
      ),
    },
    {
      name: "单选",
      render: () => (
        <Radios
          name="x-way"
          legend="怎么告诉您结果"
          value="phone"
          options={[
            { value: "phone", text: "打电话", hint: "白天 9:00–17:00" },
            { value: "message", text: "发短信" },
          ]}
        />
      ),
    },
    {
      name: "单选并排，出错",
      render: () => (
        <Radios
          name="x-yes"
          legend="您满 14 岁了吗"
          arrangement="row"
          error="请选一个。"
          options={[
            { value: "yes", text: "满了" },
            { value: "no", text: "还没有" },
          ]}
        />
      ),
    },
    {
      name: "多选",
      render: () => (
        <Checkboxes
          name="x-topics"
          legend="对什么感兴趣"
          hint="可以选几个。"
          values={["health"]}
          optional
          options={[
            { value: "health", text: "健康" },
            { value: "stars", text: "星空" },
            { value: "food", text: "食品" },
          ]}
        />
      ),
    },
    {
      name: "同意",
      note: "从不预先勾上。",
      render: () => (
        <Consent
          name="x-consent"
          text="我同意为办理点单保存我的手机号"
          hint="办完 180 天后删除；随时可以收回同意。"
        />
      ),
    },
    {
      name: "坏文字",
      render: () => (
        <TextField
          name="x-hostile"
          label={hostileText}
          hint={hostileText}
          error={hostileText}
          value={hostileText}
        />
      ),
    },
  ],
};
