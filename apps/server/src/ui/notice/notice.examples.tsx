import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { Notice } from "./notice.tsx";

export const noticeExamples: ComponentExamples = {
  component: "Notice",
  purpose: "页面里要先看到的一件事。红色只给紧急的、错了的。",
  examples: [
    {
      name: "说明",
      render: () => <Notice title="这份目录由各单位自己填报">街道核实过的，名字旁边有“已核实”。</Notice>,
    },
    {
      name: "办好了",
      render: () => (
        <Notice tone="done" live="status" title="保存好了">
          新的手机号从现在起使用。
        </Notice>
      ),
    },
    {
      name: "快到期",
      render: () => (
        <Notice tone="soon" title="明天到期">
          请在 10月13日（周二）17:00 前确认。
        </Notice>
      ),
    },
    {
      name: "紧急",
      render: () => (
        <Notice tone="urgent" title="今天暂停开放" heading="h2">
          暴雨红色预警，请不要前往。
        </Notice>
      ),
    },
    { name: "只有一句", render: () => <Notice title="您已经退出登录" live="status" /> },
    { name: "坏文字", render: () => <Notice title={hostileText}>{hostileText}</Notice> },
  ],
};
