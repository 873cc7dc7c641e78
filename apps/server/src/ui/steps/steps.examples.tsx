import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { Steps, Timeline } from "./steps.tsx";

export const stepsExamples: ComponentExamples = {
  component: "Steps",
  purpose: "一件事走到哪一步，下一步谁来、什么时候。",
  examples: [
    {
      name: "走到第二步",
      render: () => (
        <Steps
          label="单位登记"
          steps={[
            { title: "您送出登记", state: "done", time: "10月12日（周一）9:05" },
            { title: "街道核实", state: "current", time: "10月15日（周四）前" },
            { title: "可以发布和预约", state: "todo" },
          ]}
        />
      ),
    },
    {
      name: "发生过的事",
      render: () => (
        <Timeline
          label="经过"
          entries={[
            { time: "10月12日（周一）9:05", machineTime: "2026-10-12T09:05+08:00", title: "核实通过" },
            { time: "10月11日（周日）20:00", machineTime: "2026-10-11T20:00+08:00", title: "送出登记" },
          ]}
        />
      ),
    },
    {
      name: "坏文字",
      render: () => (
        <Steps label="演示" steps={[{ title: hostileText, state: "current", time: hostileText }]} />
      ),
    },
  ],
};
