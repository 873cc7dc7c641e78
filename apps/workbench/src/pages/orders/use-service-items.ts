import { useQuery } from "@tanstack/react-query";
import { client, read } from "../../api/client.ts";
import type { ServiceItemRow } from "../../api/views.ts";

/** The service menu; it changes seldom. */
const useMenu = () =>
  useQuery({
    queryKey: ["/api/service-items"],
    queryFn: ({ signal }) => read(client.GET("/api/service-items", { signal })),
    staleTime: 60_000,
  }).data;

export const useServiceItems = (): readonly ServiceItemRow[] => useMenu()?.rows ?? [];

/** What services are about, for filters and the form of a new one. */
export const useServiceTopics = (): readonly { code: string; name: string }[] => useMenu()?.topics ?? [];
