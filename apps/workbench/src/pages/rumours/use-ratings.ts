import { useQuery } from "@tanstack/react-query";
import { client, read } from "../../api/client.ts";

type Rating = { code: string; name: string; about: string; value: number };

/** The scale of verdicts. */
export const useRatings = (): readonly Rating[] =>
  useQuery({
    queryKey: ["/api/verdict-ratings"],
    queryFn: ({ signal }) => read(client.GET("/api/verdict-ratings", { signal })),
  }).data?.rows ?? [];
