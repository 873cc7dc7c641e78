import { Icon, type IconName } from "#ui/icon/icon.tsx";

export type StatusTone = "neutral" | "active" | "done" | "soon" | "wrong";

// Shape as well as colour: the tone must also be seen in grey and by people who do not see red (WCAG 1.4.1).
const icons: Record<StatusTone, IconName | undefined> = {
  neutral: undefined,
  active: "clock",
  done: "check",
  soon: "warning",
  wrong: "cross",
};

export type StatusTagProps = { tone: StatusTone; text: string };

export function StatusTag({ tone, text }: StatusTagProps) {
  const icon = icons[tone];
  return (
    <span class={`status-tag status-tag--${tone}`}>
      {icon && <Icon name={icon} />}
      <span>{text}</span>
    </span>
  );
}
