import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { Pager } from "./pager.tsx";

export const pagerExamples: ComponentExamples = {
  component: "Pager",
  purpose: "一组文章里的前一篇、后一篇。",
  examples: [
    {
      name: "两边都有",
      render: () => (
        <Pager
          previous={{ href: "/a", text: "怎样看懂食品标签" }}
          next={{ href: "/b", text: "冰箱里该怎么放" }}
        />
      ),
    },
    { name: "只有下一篇", kind: "page", render: () => <Pager next={{ href: "/b", text: hostileText }} /> },
  ],
};
