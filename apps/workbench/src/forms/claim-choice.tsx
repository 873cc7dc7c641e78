import { useQuery } from "@tanstack/react-query";
import { client, read } from "../api/client.ts";
import { ChoiceField } from "../form/fields.tsx";

/** A choice among the claims that are open, being checked or answered. */
export const ClaimChoice = ({ name, label, exceptId }: { name: string; label: string; exceptId: string }) => {
  const query = useQuery({
    queryKey: ["/api/rumour-claims", "choice"],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/rumour-claims", {
          params: { query: { status: "open,working,answered", size: 200, sort: "-reports" } },
          signal,
        }),
      ),
  });
  return (
    <ChoiceField
      name={name}
      label={label}
      required
      hint={query.isPending ? "正在读取说法…" : undefined}
      options={(query.data?.rows ?? [])
        .filter((row) => row.id !== exceptId)
        .map((row) => ({ value: row.id, label: `${row.title}（${row.statusName}，${row.reports} 条）` }))}
    />
  );
};
