import { useQuery } from "@tanstack/react-query";
import { client, read } from "../../api/client.ts";
import type { VersionView } from "./read-version.ts";

/** Codes of standards that an item carries; where a later edition has come, its names stand beside the old ones. */
export const CodesPanel = ({ contentId, view }: { contentId: string; view: VersionView }) => {
  const { classification, resourceCode } = view.content;
  const query = useQuery({
    queryKey: ["/api/contents", contentId, "codes", classification],
    enabled: classification.length > 0,
    queryFn: ({ signal }) =>
      read(client.GET("/api/contents/{id}/codes", { params: { path: { id: contentId } }, signal })),
  });
  if (classification.length === 0 && resourceCode === undefined) return null;
  return (
    <section className="panel">
      <h2>分类代码和标识符</h2>
      {resourceCode !== undefined && (
        <p>
          资源标识符（GB/T 41132）：<span className="mono">{resourceCode}</span>
        </p>
      )}
      <ul className="plain-list">
        {(query.data?.rows ?? []).map((row) => (
          <li key={`${row.scheme} ${row.version} ${row.code}`}>
            {row.schemeName}：<span className="mono">{row.code}</span> {row.name}
            {row.successors.length > 0 && (
              <span className="unknown">
                {" "}
                → {row.successors.map((one) => `${one.version} 版 ${one.code} ${one.name}`).join("；")}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};
