import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { Qr } from "./qr.tsx";

export const qrExamples: ComponentExamples = {
  component: "Qr",
  purpose: "给手机扫的码。旁边总有同一个网址的文字。",
  examples: [
    { name: "一个网址", render: () => <Qr text="https://kepu.example/places/1" label="扫码打开站点页" /> },
    { name: "坏文字", render: () => <Qr text={hostileText} label={hostileText} /> },
  ],
};
