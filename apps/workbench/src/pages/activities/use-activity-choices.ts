import { useQuery } from "@tanstack/react-query";
import { client, read } from "../../api/client.ts";

/** What an activity can be about, where it can be, who can come; the same for every form of a page. */
export const useActivityChoices = () => {
  const query = useQuery({
    queryKey: ["/api/activity-choices"],
    queryFn: ({ signal }) => read(client.GET("/api/activity-choices", { signal })),
    staleTime: 300_000,
  });
  const named = (rows: readonly { id: string; name: string }[] = []) =>
    rows.map((row) => ({ value: row.id, label: row.name }));
  return {
    occasions: (query.data?.occasions ?? []).map((edition) => ({
      value: edition.key,
      label: `${edition.name}（${edition.from} 至 ${edition.to}）`,
    })),
    places: named(query.data?.places),
    teams: named(query.data?.teams),
    experts: named(query.data?.experts),
    topics: (query.data?.topics ?? []).map((topic) => ({ value: topic.code, label: topic.name })),
  };
};
