import { Alert, Button } from "antd";
import { isRetryable, type Problem } from "../api/problem.ts";

/** What happened, what was kept, what to do, and a number to quote. */
export const ProblemView = ({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) => (
  <Alert
    type="error"
    showIcon
    role="alert"
    title={problem.message}
    description={
      <p className="problem-code">
        代码 <code>{problem.code}</code>
        {problem.requestId !== "" && (
          <>
            {" · 编号 "}
            <code>{problem.requestId}</code>
          </>
        )}
      </p>
    }
    action={
      onRetry !== undefined && isRetryable(problem) ? <Button onClick={onRetry}>重试</Button> : undefined
    }
  />
);
