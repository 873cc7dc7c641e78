import { Icon, type IconName } from "#ui/icon/icon.tsx";
import { isNoChange, modeHref, type FontStep, type Mode, type ModeChange } from "#ui/mode.ts";

export type ModeSwitchProps = {
  mode: Mode;
  /** The page to come back to. */
  path: string;
  /** `brief` in the header; `full` where there is room: the page 显示方式 and the header of the 长辈版. */
  extent: "brief" | "full";
};

type Choice = { icon: IconName; text: string; change: ModeChange };

/** Links, not buttons: they carry no data but the reader's own cookie, and they work in any browser. */
export function ModeSwitch({ mode, path, extent }: ModeSwitchProps) {
  const choices =
    extent === "brief"
      ? [elderChoice(mode), contrastChoice(mode)]
      : [...fontChoices(mode), contrastChoice(mode), elderChoice(mode), easyChoice(mode)];
  return (
    <ul class={`mode-switch mode-switch--${extent}`}>
      {choices.map((choice) => (
        <li key={choice.text}>
          {/* A step that changes nothing (the largest type made larger) stays as words, so that the row does not jump. */}
          {isNoChange(mode, choice.change) ? (
            <span class="mode-switch__item mode-switch__item--end">
              <Icon name={choice.icon} />
              {choice.text}
            </span>
          ) : (
            <a class="mode-switch__item" href={modeHref(choice.change, path)} rel="nofollow">
              <Icon name={choice.icon} />
              {choice.text}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

function elderChoice(mode: Mode): Choice {
  return mode.elder
    ? { icon: "back", text: "普通版", change: { elder: false } }
    : { icon: "tea", text: "长辈版", change: { elder: true } };
}

function contrastChoice(mode: Mode): Choice {
  return mode.contrast === "high"
    ? { icon: "contrast", text: "普通颜色", change: { contrast: "normal" } }
    : { icon: "contrast", text: "高对比", change: { contrast: "high" } };
}

function easyChoice(mode: Mode): Choice {
  return mode.easy
    ? { icon: "document", text: "看原文", change: { easy: false } }
    : { icon: "document", text: "易读版", change: { easy: true } };
}

function fontChoices(mode: Mode): Choice[] {
  // Clamped to the four steps, so both are FontStep.
  const larger = Math.min(3, mode.fontStep + 1) as FontStep;
  const smaller = Math.max(0, mode.fontStep - 1) as FontStep;
  return [
    { icon: "bigger", text: mode.fontStep === 3 ? "字最大了" : "字大一点", change: { fontStep: larger } },
    { icon: "smaller", text: mode.fontStep === 0 ? "字最小了" : "字小一点", change: { fontStep: smaller } },
  ];
}
