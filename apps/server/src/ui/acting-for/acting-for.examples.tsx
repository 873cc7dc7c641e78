import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { ActingForBanner } from "./acting-for.tsx";

export const actingForExamples: ComponentExamples = {
  component: "ActingForBanner",
  purpose: "代办时一直显示两个人的名字，随时可以结束。",
  examples: [
    {
      name: "代办中",
      render: () => (
        <ActingForBanner
          helper="站长甲（演示）"
          person="居民乙（演示）"
          endAction="/example/end"
          formKey="演示"
        />
      ),
    },
    {
      name: "坏文字",
      kind: "page",
      render: () => (
        <ActingForBanner
          helper={hostileText}
          person={hostileText}
          endAction="/example/end"
          formKey={'"><b>'}
        />
      ),
    },
  ],
};
