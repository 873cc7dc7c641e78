import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "#ui/icon/icon.tsx";

export type LinkButtonProps = {
  href: string;
  children: ComponentChildren;
  variant?: "primary" | "secondary" | "quiet";
  size?: "normal" | "large" | "small";
  icon?: IconName;
};

/** Goes somewhere and changes nothing; what changes something is a Button in a form. */
export function LinkButton({ href, children, variant = "primary", size = "normal", icon }: LinkButtonProps) {
  return (
    <a class={`button button--${variant} button--${size}`} href={href}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}
