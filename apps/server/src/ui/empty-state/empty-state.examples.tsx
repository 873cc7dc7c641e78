import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { EmptyState } from "./empty-state.tsx";

export const emptyStateExamples: ComponentExamples = {
  component: "EmptyState",
  purpose: "还没有东西的地方：说会来什么、现在可以做什么。",
  examples: [
    {
      name: "有出路",
      render: () => (
        <EmptyState
          icon="calendar"
          title="附近这一周没有活动"
          action={
            <LinkButton href="/places" variant="secondary">
              看看身边的场馆
            </LinkButton>
          }
        >
          新活动发布后，会排在这里。
        </EmptyState>
      ),
    },
    { name: "只有一句", render: () => <EmptyState title="没有找到">换一个词，或者少打几个字。</EmptyState> },
    { name: "坏文字", render: () => <EmptyState title={hostileText}>{hostileText}</EmptyState> },
  ],
};
