import type { ComponentExamples } from "#ui/example.ts";
import { Progress } from "./progress.tsx";

export const progressExamples: ComponentExamples = {
  component: "Progress",
  purpose: "完成了多少，先用字说，再画条。",
  examples: [
    { name: "一半", render: () => <Progress label="已核实的单位" value={21} max={42} unit=" 家" /> },
    { name: "还没开始", render: () => <Progress label="已学" value={0} max={5} unit=" 课" /> },
  ],
};
