import type { ComponentExamples } from "#ui/example.ts";
import { DemoBanner } from "./demo-banner.tsx";

export const demoBannerExamples: ComponentExamples = {
  component: "DemoBanner",
  purpose: "演示站每一页的顶上，说明数据不是真的。",
  examples: [
    { name: "一般的话", render: () => <DemoBanner /> },
    { name: "另外的话", render: () => <DemoBanner>第二步验证在演示里放宽了。</DemoBanner> },
  ],
};
