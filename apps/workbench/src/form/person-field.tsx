import { useQuery } from "@tanstack/react-query";
import { client, read } from "../api/client.ts";
import { ChoiceField } from "./fields.tsx";

/** A choice among the active people of the reader's area, masked, told apart by their roles. */
export const PersonField = ({ name, label, exclude }: { name: string; label: string; exclude: string }) => {
  const query = useQuery({
    queryKey: ["/api/people", "choice"],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/people", { params: { query: { page: 1, size: 200, status: "active" } }, signal }),
      ),
  });
  const options = (query.data?.rows ?? [])
    .filter((person) => person.id !== exclude)
    .map((person) => ({
      value: person.id,
      label: `${person.name} ${person.maskedPhone ?? ""}（${person.roles.map((role) => `${role.roleName}·${role.unitName}`).join("，") || "没有岗位"}）`,
    }));
  const more = (query.data?.total ?? 0) > 200 ? "人数较多，这里只列出前 200 人。" : undefined;
  return (
    <ChoiceField
      name={name}
      label={label}
      required
      options={options}
      hint={query.isPending ? "正在读取人员…" : more}
    />
  );
};
