import { useQuery } from "@tanstack/react-query";
import { client, read } from "../api/client.ts";
import { ChoiceField } from "./fields.tsx";

/** A choice among the units that the reader may see; indented by their place in the tree. */
export const UnitField = ({ name, label, hint }: { name: string; label: string; hint?: string }) => {
  const query = useQuery({
    queryKey: ["/api/units/tree", undefined],
    queryFn: ({ signal }) => read(client.GET("/api/units/tree", { signal })),
  });
  const nodes = query.data?.nodes ?? [];
  const top = Math.min(...nodes.map((node) => node.path.split(".").length));
  const options = nodes.map((node) => ({
    value: node.id,
    label: `${"　".repeat(node.path.split(".").length - top)}${node.name}`,
  }));
  return (
    <ChoiceField
      name={name}
      label={label}
      required
      options={options}
      hint={query.isPending ? "正在读取单位…" : hint}
    />
  );
};
