import type { ComponentExamples } from "#ui/example.ts";
import { Tabs } from "./tabs.tsx";

export const tabsExamples: ComponentExamples = {
  component: "Tabs",
  purpose: "同一件事的几个面，每个面有自己的网址。",
  examples: [
    {
      name: "带数目",
      render: () => (
        <Tabs
          label="地方的种类"
          tabs={[
            { text: "全部", href: "/places", current: true, count: 42 },
            { text: "实践站", href: "/places?kind=station", count: 30 },
            { text: "场馆", href: "/places?kind=venue", count: 12 },
          ]}
        />
      ),
    },
  ],
};
