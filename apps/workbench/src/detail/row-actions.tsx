import { Button } from "antd";
import type { NextAction } from "../capability.ts";

type Props = {
  actions: readonly NextAction[];
  /** What the row is, for who hears the button alone; left out where its words say it. */
  row?: string;
  onAct: (action: string) => void;
};

/** The next steps of one row of a list; one that the person may not take says why. */
export const RowActions = ({ actions, row, onAct }: Props) =>
  actions.map((next) => (
    <Button
      key={next.action}
      size="small"
      aria-label={row === undefined ? undefined : `${next.label}：${row}`}
      disabled={!next.allowed}
      title={next.reason}
      onClick={() => onAct(next.action)}
    >
      {next.label}
    </Button>
  ));
