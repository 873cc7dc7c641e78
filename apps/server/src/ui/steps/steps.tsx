import type { ComponentChildren } from "preact";
import { Icon } from "#ui/icon/icon.tsx";

export type StepState = "done" | "current" | "todo";
export type Step = {
  title: string;
  state: StepState;
  /** When it happened, or by when it will. */
  time?: string;
  children?: ComponentChildren;
};

const stateTexts: Record<StepState, string> = { done: "已完成", current: "正在进行", todo: "还没到" };

/** Where a matter stands: what is done, what is happening, what comes and by when. */
export function Steps({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <ol class="steps" aria-label={label}>
      {steps.map((step) => (
        <li
          class={`steps__item steps__item--${step.state}`}
          key={step.title}
          aria-current={step.state === "current" ? "step" : undefined}
        >
          <span class="steps__mark">{step.state === "done" && <Icon name="check" />}</span>
          <div class="steps__body">
            <p class="steps__title">
              {step.title}
              <span class="steps__state">{stateTexts[step.state]}</span>
            </p>
            {step.time !== undefined && <p class="steps__time">{step.time}</p>}
            {step.children}
          </div>
        </li>
      ))}
    </ol>
  );
}

export type TimelineEntry = {
  time: string;
  machineTime: string;
  title: string;
  children?: ComponentChildren;
};

/** What happened, newest first. */
export function Timeline({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) {
  return (
    <ol class="steps" aria-label={label}>
      {entries.map((entry) => (
        <li class="steps__item steps__item--past" key={`${entry.machineTime} ${entry.title}`}>
          <span class="steps__mark" />
          <div class="steps__body">
            <p class="steps__title">{entry.title}</p>
            <p class="steps__time">
              <time datetime={entry.machineTime}>{entry.time}</time>
            </p>
            {entry.children}
          </div>
        </li>
      ))}
    </ol>
  );
}
