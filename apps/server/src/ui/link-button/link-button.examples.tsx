import type { ComponentExamples } from "#ui/example.ts";
import { LinkButton } from "./link-button.tsx";

export const linkButtonExamples: ComponentExamples = {
  component: "LinkButton",
  purpose: "看起来像按钮的链接：去下一步，不改变任何数据。",
  examples: [
    { name: "主要", render: () => <LinkButton href="/places">找身边的站点</LinkButton> },
    {
      name: "次要",
      render: () => (
        <LinkButton href="/sign-in" variant="secondary" icon="person">
          登录
        </LinkButton>
      ),
    },
    {
      name: "轻",
      render: () => (
        <LinkButton href="/help" variant="quiet" icon="help">
          有人帮我
        </LinkButton>
      ),
    },
  ],
};
