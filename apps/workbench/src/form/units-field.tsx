import { useQuery } from "@tanstack/react-query";
import { Form } from "antd";
import { client, read } from "../api/client.ts";

type Props = {
  id?: string;
  value?: readonly string[];
  onChange?: (value: readonly string[]) => void;
  label: string;
};

/** The form library hands id, value and onChange in. */
const UnitBoxes = ({ id, value = [], onChange, label }: Props) => {
  const query = useQuery({
    queryKey: ["/api/units/tree", undefined],
    queryFn: ({ signal }) => read(client.GET("/api/units/tree", { signal })),
  });
  const places = (query.data?.nodes ?? []).filter((node) =>
    ["department", "street", "town", "park"].includes(node.kind),
  );
  const ids = places.map((node) => node.id);
  const all = ids.length > 0 && ids.every((one) => value.includes(one));
  return (
    <fieldset id={id} className="unit-boxes" tabIndex={-1}>
      <legend className="visually-hidden">{label}</legend>
      {query.isPending && <p>正在读取单位…</p>}
      <label>
        <input type="checkbox" checked={all} onChange={() => onChange?.(all ? [] : ids)} /> 全部
      </label>
      {places.map((node) => (
        <label key={node.id}>
          <input
            type="checkbox"
            checked={value.includes(node.id)}
            onChange={() =>
              onChange?.(
                value.includes(node.id) ? value.filter((one) => one !== node.id) : [...value, node.id],
              )
            }
          />{" "}
          {node.name}
        </label>
      ))}
    </fieldset>
  );
};

/** Several departments, streets and towns of the reader's area. */
export const UnitsField = ({ name, label }: { name: string; label: string }) => (
  <Form.Item name={name} label={label} rules={[{ required: true, message: `请选择${label}` }]} required>
    <UnitBoxes label={label} />
  </Form.Item>
);
