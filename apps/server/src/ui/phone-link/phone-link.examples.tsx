import type { ComponentExamples } from "#ui/example.ts";
import { PhoneLink } from "./phone-link.tsx";

export const phoneLinkExamples: ComponentExamples = {
  component: "PhoneLink",
  purpose: "一按就拨的电话，写成念得出来的几段。",
  examples: [
    { name: "座机", render: () => <PhoneLink number="0731-00000001" about="枫林社区实践站（演示）" /> },
    { name: "手机，大", render: () => <PhoneLink number="13800000001" about="站长（演示）" size="large" /> },
  ],
};
