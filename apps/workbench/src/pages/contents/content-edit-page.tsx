import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { asProblem } from "../../api/problem.ts";
import { readVersion } from "./read-version.ts";
import { paths } from "../../paths.ts";
import { LoadingPage } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { DraftEditor } from "./draft-editor.tsx";

/** The editing page: reads the newest version once; what is typed then lives in the editor until it is saved. */
export const ContentEditPage = () => {
  const { id = "" } = useParams();
  const query = useQuery({
    queryKey: ["/api/contents", id, "edit"],
    queryFn: ({ signal }) => readVersion(id, signal),
    // Another reading while somebody types would change the ground under the words.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const crumbs = [
    { label: "稿件与审校", to: paths.contents },
    { label: query.data?.content.title ?? "稿件", to: paths.content(id) },
  ];
  return (
    <>
      <PageHead title="编辑稿件" crumbs={crumbs} />
      {query.isPending && <LoadingPage />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && <DraftEditor key={query.data.id} version={query.data} />}
    </>
  );
};
