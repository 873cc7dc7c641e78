import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import { paths } from "../../paths.ts";
import { ComparisonView, countsText } from "./comparison-view.tsx";
import type { VersionView } from "./read-version.ts";

/** Under the text of a correction, or of one that was returned: what is different from the text before. */
export const ChangesPanel = ({ contentId, view }: { contentId: string; view: VersionView }) => {
  const hasBefore =
    view.versions.length > 1 || view.roundNo > 1 || (view.status === "draft" && view.roundNo > 0);
  const query = useQuery({
    queryKey: ["/api/contents", contentId, "comparison", {}],
    enabled: hasBefore,
    queryFn: ({ signal }) =>
      read(client.GET("/api/contents/{id}/comparison", { params: { path: { id: contentId } }, signal })),
  });
  if (!hasBefore || !query.isSuccess) return null;
  const label = (key: string): string => query.data.texts.find((text) => text.key === key)?.label ?? "";
  return (
    <details className="panel changes-panel">
      <summary>
        与“{label(query.data.from)}”相比：{countsText(query.data.comparison)}
      </summary>
      <p>
        <Link to={paths.contentCompare(contentId)}>换两份文字对照</Link>
      </p>
      <ComparisonView comparison={query.data.comparison} />
    </details>
  );
};
