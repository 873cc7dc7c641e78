import { useQuery } from "@tanstack/react-query";
import { client, read } from "../../api/client.ts";
import type { CodeTableRow, TemplateRow, TopicRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { useMe } from "../../me.tsx";

/** The vocabulary; it changes seldom. */
export const useTopics = (): readonly TopicRow[] =>
  useQuery({
    queryKey: ["/api/topics"],
    queryFn: ({ signal }) => read(client.GET("/api/topics", { signal })),
    staleTime: 5 * 60_000,
  }).data?.rows ?? [];

/** Fields of experts; none for whoever may not read the experts. */
export const useExpertFields = (): readonly { code: string; name: string }[] => {
  const mayRead = permissionOf(useMe(), "experts").ok;
  const query = useQuery({
    queryKey: ["/api/experts", "fields"],
    enabled: mayRead,
    queryFn: ({ signal }) => read(client.GET("/api/experts", { params: { query: { size: 1 } }, signal })),
    staleTime: 5 * 60_000,
  });
  return query.data?.fields ?? [];
};

export const useTemplates = (): readonly TemplateRow[] =>
  useQuery({
    queryKey: ["/api/content-templates"],
    queryFn: ({ signal }) => read(client.GET("/api/content-templates", { signal })),
  }).data?.rows ?? [];

/** Editions of code tables; those without codes are slots. */
export const useCodeTables = (): readonly CodeTableRow[] =>
  useQuery({
    queryKey: ["/api/code-tables"],
    queryFn: ({ signal }) => read(client.GET("/api/code-tables", { signal })),
    staleTime: 5 * 60_000,
  }).data?.rows ?? [];
