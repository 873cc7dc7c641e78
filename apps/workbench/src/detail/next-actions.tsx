import { Button } from "antd";
import { type NextAction, refusalOf } from "../capability.ts";

type Props = {
  actions: readonly NextAction[];
  dangerous?: readonly string[];
  onAct: (action: NextAction) => void;
};

/**
 * What can be done with the record now; below it, to be opened by click or key, what cannot and why. A tooltip on a grey
 * button would need a mouse, and a grey button cannot be reached by keyboard.
 */
export const NextActions = ({ actions, dangerous = [], onAct }: Props) => {
  const open = actions.filter((next) => next.allowed);
  const closed = actions.filter((next) => !next.allowed);
  const main = open.find((next) => !dangerous.includes(next.action));
  if (actions.length === 0) return null;
  return (
    <div className="next-actions">
      <ul aria-label="下一步">
        {open.map((next) => (
          <li key={next.action}>
            <Button
              type={next === main ? "primary" : "default"}
              danger={dangerous.includes(next.action)}
              onClick={() => onAct(next)}
            >
              {next.label}
            </Button>
          </li>
        ))}
      </ul>
      {closed.length > 0 && (
        <details>
          <summary>
            {open.length === 0
              ? "现在没有能办的步骤，看看为什么"
              : `${closed.length} 个步骤现在不能办，看看为什么`}
          </summary>
          <dl className="refusals">
            {closed.map((next) => (
              <div key={next.action}>
                <dt>{next.label}</dt>
                <dd>{refusalOf(next)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
};
