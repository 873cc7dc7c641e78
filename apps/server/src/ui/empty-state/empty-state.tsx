import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "#ui/icon/icon.tsx";

export type EmptyStateProps = {
  /** What is not here: 还没有活动. */
  title: string;
  /** What will come, or what to do now. */
  children: ComponentChildren;
  action?: ComponentChildren;
  icon?: IconName;
};

export function EmptyState({ title, children, action, icon = "document" }: EmptyStateProps) {
  return (
    <div class="empty-state">
      <Icon name={icon} size="huge" />
      <div class="empty-state__body">
        <p class="empty-state__title">{title}</p>
        <div class="empty-state__text">{children}</div>
        {action !== undefined && <div class="empty-state__action">{action}</div>}
      </div>
    </div>
  );
}
