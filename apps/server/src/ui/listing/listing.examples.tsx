import { Cover } from "#ui/cover/cover.tsx";
import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { Listing } from "./listing.tsx";

export const listingExamples: ComponentExamples = {
  component: "Listing",
  purpose: "几样同类的东西，一行一个。",
  examples: [
    {
      name: "带封面和电话",
      render: () => (
        <Listing
          heading="h3"
          items={[
            {
              key: "1",
              title: "枫林社区实践站（演示）",
              href: "/places/1",
              meta: "实践站 · 枫林街道（演示）",
              text: "周一至周五 9:00–17:00",
              media: <Cover topic="health" seed="枫林社区实践站" shape="square" />,
              aside: <PhoneLink number="0731-00000001" about="枫林社区实践站（演示）" />,
            },
            { key: "2", title: "没有链接的一行", meta: "实践站" },
          ]}
        />
      ),
    },
    {
      name: "有先后",
      render: () => (
        <Listing
          heading="h3"
          order="numbered"
          items={[
            { key: "1", title: "手机防骗", href: "/a" },
            { key: "2", title: "急救入门", href: "/b" },
          ]}
        />
      ),
    },
    {
      name: "坏文字",
      render: () => (
        <Listing
          heading="h3"
          columns="two"
          items={[{ key: "1", title: hostileText, href: "/a", meta: hostileText, text: hostileText }]}
        />
      ),
    },
  ],
};
