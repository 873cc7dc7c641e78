import type { ComponentExamples } from "#ui/example.ts";
import { Icon, iconNames } from "./icon.tsx";

export const iconExamples: ComponentExamples = {
  component: "Icon",
  purpose: "自绘图标，一种线宽。图标只陪着文字，从不单独表意。",
  examples: [
    {
      name: "全部图标",
      render: () => (
        <ul class="icon-sheet">
          {iconNames.map((name) => (
            <li key={name}>
              <Icon name={name} size="large" /> <span>{name}</span>
            </li>
          ))}
        </ul>
      ),
    },
    {
      name: "三种大小",
      render: () => (
        <p>
          <Icon name="search" /> 随文字 <Icon name="search" size="large" /> 大{" "}
          <Icon name="search" size="huge" /> 特大
        </p>
      ),
    },
  ],
};
