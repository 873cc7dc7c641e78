import { Button } from "antd";
import { useRouteError } from "react-router";
import { asProblem } from "../api/problem.ts";
import { ProblemView } from "./problem-view.tsx";

/** A page broke, or its file could not be loaded (a new version was installed meanwhile: loading again mends that). */
export const PageFailure = () => {
  const problem = asProblem(useRouteError());
  return (
    <div className="alone">
      <h1 tabIndex={-1}>这个页面没有打开</h1>
      <ProblemView problem={problem} />
      <p>系统可能刚刚升级。请重新载入；已提交的内容不受影响。</p>
      <Button type="primary" onClick={() => globalThis.location.reload()}>
        重新载入
      </Button>
    </div>
  );
};
