import { Cover } from "#ui/cover/cover.tsx";
import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { Card } from "./card.tsx";

export const cardExamples: ComponentExamples = {
  component: "Card",
  purpose: "一页里最多一两张，给要跳出来看的东西。列表用 Listing。",
  examples: [
    {
      name: "带封面",
      render: () => (
        <Card title="星空夜（演示）" href="/example" media={<Cover topic="stars" seed="星空夜" />}>
          <p>10月17日（周六）19:00–21:00，枫林公园。</p>
        </Card>
      ),
    },
    {
      name: "坏文字",
      render: () => (
        <Card title={hostileText}>
          <p>{hostileText}</p>
        </Card>
      ),
    },
  ],
};
