import type { ComponentExamples } from "#ui/example.ts";
import { SectionHead } from "./section-head.tsx";

export const sectionHeadExamples: ComponentExamples = {
  component: "SectionHead",
  purpose: "页面里一个部分的标题。",
  examples: [
    { name: "只有标题", render: () => <SectionHead title="身边" /> },
    {
      name: "有更多",
      render: () => (
        <SectionHead title="身边" more={{ href: "/places", text: "全部 42 个地方" }}>
          离您近的排在前面。
        </SectionHead>
      ),
    },
  ],
};
