import type { Mode } from "#kernel/http-types.ts";
import { ModeSwitch } from "#ui/mode-switch/mode-switch.tsx";
import { paths } from "#site/paths.ts";

const sizes = ["标准", "大", "更大", "最大"] as const;

/** 显示方式: the same pages, larger, simpler, or with more contrast. */
export function DisplayPage({ mode }: { mode: Mode }) {
  return (
    <div class="stack">
      <h1>显示方式</h1>
      <p class="lead">按一下就换，整个网站都跟着变。这台设备会记住一年，别的什么也不记。</p>
      <ModeSwitch mode={mode} path={paths.display} extent="full" />
      <section class="prose" aria-labelledby="display-now">
        <h2 id="display-now">现在是</h2>
        <ul>
          <li>{mode.elder ? "长辈版：字大、一列、按钮大" : "普通版"}</li>
          <li>字号：{sizes[mode.fontStep]}</li>
          <li>{mode.easy ? "易读版：有易读版的文章，先给您看易读版" : "文章给您看原文"}</li>
          <li>{mode.contrast === "high" ? "高对比：黑底、亮字" : "普通颜色"}</li>
        </ul>
        <p>
          <a href={paths.easyReading}>哪些文章有易读版</a>
        </p>
        <p>字看得清吗？这一行就是正文的大小。</p>
      </section>
    </div>
  );
}
