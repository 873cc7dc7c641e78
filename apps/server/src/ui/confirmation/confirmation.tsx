import type { ComponentChildren } from "preact";
import { Icon } from "#ui/icon/icon.tsx";

export type ConfirmationProps = {
  /** What was done, as the page's h1: 收到您的点单了. */
  title: string;
  /** A number to quote on the phone. */
  reference?: string;
  /** What happens now, who does it, by when. */
  children: ComponentChildren;
};

export function Confirmation({ title, reference, children }: ConfirmationProps) {
  return (
    <div class="confirmation">
      <div class="confirmation__panel">
        <Icon name="check" size="huge" />
        <div>
          <h1>{title}</h1>
          {reference !== undefined && (
            <p class="confirmation__reference">
              编号 <strong>{reference}</strong>
            </p>
          )}
        </div>
      </div>
      <div class="confirmation__next prose">{children}</div>
    </div>
  );
}
