import { useQuery } from "@tanstack/react-query";
import { client, read } from "../../api/client.ts";

/** Units that the reader may see, for a native choice. */
export const useUnitOptions = (): readonly { value: string; label: string }[] => {
  const query = useQuery({
    queryKey: ["/api/units/tree", undefined],
    queryFn: ({ signal }) => read(client.GET("/api/units/tree", { signal })),
  });
  return (query.data?.nodes ?? []).map((node) => ({ value: node.id, label: node.name }));
};
