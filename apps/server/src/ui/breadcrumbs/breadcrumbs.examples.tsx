import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { Breadcrumbs } from "./breadcrumbs.tsx";

export const breadcrumbsExamples: ComponentExamples = {
  component: "Breadcrumbs",
  purpose: "从首页到这一页的路。",
  examples: [
    {
      name: "两级",
      render: () => (
        <Breadcrumbs
          trail={[
            { text: "首页", href: "/" },
            { text: "身边的站点", href: "/places" },
          ]}
        />
      ),
    },
    {
      name: "坏文字",
      kind: "page",
      render: () => <Breadcrumbs trail={[{ text: hostileText, href: "/" }]} />,
    },
  ],
};
