import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { SummaryList } from "./summary-list.tsx";

export const summaryListExamples: ComponentExamples = {
  component: "SummaryList",
  purpose: "一件东西的事实，一行一个，需要时可改。",
  examples: [
    {
      name: "可以修改",
      render: () => (
        <SummaryList
          rows={[
            {
              term: "称呼",
              value: "林女士（演示）",
              action: { href: "/me/name", text: "修改", about: "称呼" },
            },
            {
              term: "手机号",
              value: "138 **** 0001",
              action: { href: "/me/phone", text: "修改", about: "手机号" },
            },
            { term: "街道（镇）", value: "望江街道（演示）" },
          ]}
        />
      ),
    },
    { name: "坏文字", render: () => <SummaryList rows={[{ term: hostileText, value: hostileText }]} /> },
  ],
};
