import type { ComponentExamples } from "#ui/example.ts";
import { standardMode } from "#ui/mode.ts";
import { ModeSwitch } from "./mode-switch.tsx";

export const modeSwitchExamples: ComponentExamples = {
  component: "ModeSwitch",
  purpose: "长辈版、高对比、字的大小。同一个页面，换个样子。",
  examples: [
    { name: "页眉里", render: () => <ModeSwitch mode={standardMode} path="/places" extent="brief" /> },
    { name: "完整", render: () => <ModeSwitch mode={standardMode} path="/places" extent="full" /> },
    {
      name: "长辈版，最大的字，高对比",
      render: () => (
        <ModeSwitch
          mode={{ elder: true, contrast: "high", fontStep: 3, easy: false }}
          path="/places"
          extent="full"
        />
      ),
    },
  ],
};
