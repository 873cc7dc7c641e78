import { useQuery } from "@tanstack/react-query";
import { createContext, use, type ReactNode } from "react";
import { client, read } from "./api/client.ts";
import { asProblem } from "./api/problem.ts";
import type { MeView } from "./api/views.ts";
import { type Capability, permissionOf } from "./capability.ts";
import { LoadingPage } from "./shell/loading.tsx";
import { ProblemView } from "./shell/problem-view.tsx";

const MeContext = createContext<MeView | undefined>(undefined);

/** Who is signed in. Only below <MeProvider>. */
export const useMe = (): MeView => {
  const me = use(MeContext);
  if (me === undefined) throw new Error("useMe() outside MeProvider");
  return me;
};

export const useMayOpen = (capability: Capability): boolean => permissionOf(useMe(), capability).ok;

/** Shows nothing of the workbench before it is known who looks at it. */
export const MeProvider = ({ children }: { children: ReactNode }) => {
  const query = useQuery({
    queryKey: ["/api/me"],
    queryFn: ({ signal }) => read(client.GET("/api/me", { signal })),
    staleTime: 60_000,
  });
  if (query.isPending) return <LoadingPage />;
  if (query.isError)
    return (
      <main className="alone">
        <h1>工作台打不开</h1>
        <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      </main>
    );
  return <MeContext value={query.data}>{children}</MeContext>;
};
