import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "#ui/icon/icon.tsx";

export type ButtonProps = {
  /** What happens when it is pressed, with a verb: 我要点单. */
  children: ComponentChildren;
  variant?: "primary" | "secondary" | "quiet" | "danger";
  size?: "normal" | "large" | "small";
  type?: "submit" | "button" | "reset";
  name?: string;
  value?: string;
  /** Another address than the form's, for a second way to send the same form. */
  formAction?: string;
  icon?: IconName;
  /** Why it cannot be pressed now; shown as text under the button, because a grey button alone explains nothing. */
  unavailable?: string;
  /** Needed with `unavailable` when a page has several. */
  id?: string;
};

export function Button({
  children,
  variant = "primary",
  size = "normal",
  type = "submit",
  icon,
  unavailable,
  ...rest
}: ButtonProps) {
  const reasonId = unavailable === undefined ? undefined : `${rest.id ?? rest.name ?? "button"}-reason`;
  const button = (
    <button
      class={`button button--${variant} button--${size}`}
      type={type}
      id={rest.id}
      name={rest.name}
      value={rest.value}
      formAction={rest.formAction}
      disabled={unavailable !== undefined}
      aria-describedby={reasonId}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
  if (unavailable === undefined) return button;
  return (
    <div class="button-block">
      {button}
      <p class="button-block__reason" id={reasonId}>
        {unavailable}
      </p>
    </div>
  );
}

/** Buttons that belong together: the first is the one most people want. */
export function ButtonRow({ children }: { children: ComponentChildren }) {
  return <div class="button-row">{children}</div>;
}
