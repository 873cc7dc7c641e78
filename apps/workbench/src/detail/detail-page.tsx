import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { asProblem } from "../api/problem.ts";
import type { NextAction } from "../capability.ts";
import { LoadingPage } from "../shell/loading.tsx";
import { type Crumb, PageHead } from "../shell/page-head.tsx";
import { ProblemView } from "../shell/problem-view.tsx";
import { NextActions } from "./next-actions.tsx";

type Props<View> = {
  query: UseQueryResult<View>;
  /** Shown while nothing is known yet. */
  title: string;
  titleOf: (view: View) => string;
  crumbs: readonly Crumb[];
  statusOf?: (view: View) => ReactNode;
  actionsOf?: (view: View) => readonly NextAction[];
  dangerous?: readonly string[];
  onAct?: (action: NextAction, view: View) => void;
  main: (view: View) => ReactNode;
  aside?: (view: View) => ReactNode;
};

/** One record: status and next steps at the top right, what is known on the left, what happened on the right. */
export const DetailPage = <View,>({
  query,
  title,
  titleOf,
  crumbs,
  statusOf,
  actionsOf,
  dangerous,
  onAct,
  main,
  aside,
}: Props<View>) => {
  if (query.isPending)
    return (
      <>
        <PageHead title={title} crumbs={crumbs} />
        <LoadingPage />
      </>
    );
  if (query.isError)
    return (
      <>
        <PageHead title={title} crumbs={crumbs} />
        <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      </>
    );
  const view = query.data;
  return (
    <>
      <PageHead
        title={titleOf(view)}
        crumbs={crumbs}
        actions={
          <>
            {statusOf?.(view)}
            {actionsOf !== undefined && (
              <NextActions
                actions={actionsOf(view)}
                {...(dangerous && { dangerous })}
                onAct={(action) => onAct?.(action, view)}
              />
            )}
          </>
        }
      />
      <div className={aside === undefined ? "detail" : "detail detail-two"}>
        <div className="detail-main">{main(view)}</div>
        {aside !== undefined && (
          <aside className="detail-aside" aria-label="经过与相关">
            {aside(view)}
          </aside>
        )}
      </div>
    </>
  );
};
