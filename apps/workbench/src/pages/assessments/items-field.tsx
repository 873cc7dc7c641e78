import { Button, Form } from "antd";

export type DraftItem = {
  title: string;
  kind: "facts" | "inspected";
  points: string;
  factKind: string;
  target: string;
  criterion: string;
};
export const emptyItem: DraftItem = {
  title: "",
  kind: "facts",
  points: "",
  factKind: "",
  target: "",
  criterion: "",
};

type FactKind = { kind: string; name: string; measure: string };
type Props = {
  id?: string;
  value?: readonly DraftItem[];
  onChange?: (value: readonly DraftItem[]) => void;
  factKinds: readonly FactKind[];
};

const ItemInputs = ({
  item,
  number,
  factKinds,
  change,
}: {
  item: DraftItem;
  number: number;
  factKinds: readonly FactKind[];
  change: (part: Partial<DraftItem>) => void;
}) => {
  const measure = factKinds.find((kind) => kind.kind === item.factKind)?.measure;
  return (
    <>
      <label>
        第 {number} 项的名称
        <input
          className="native-control wide"
          value={item.title}
          maxLength={80}
          onChange={(event) => change({ title: event.target.value })}
        />
      </label>
      <label>
        第 {number} 项的分值
        <input
          className="native-control"
          inputMode="decimal"
          value={item.points}
          onChange={(event) => change({ points: event.target.value })}
        />
      </label>
      <label>
        第 {number} 项怎么算
        <select
          className="native-control"
          value={item.kind}
          onChange={(event) => change({ kind: event.target.value === "facts" ? "facts" : "inspected" })}
        >
          <option value="facts">从系统里的事实计算</option>
          <option value="inspected">现场评</option>
        </select>
      </label>
      {item.kind === "facts" ? (
        <>
          <label>
            第 {number} 项数什么
            <select
              className="native-control wide"
              value={item.factKind}
              onChange={(event) => change({ factKind: event.target.value })}
            >
              <option value="">请选择</option>
              {factKinds.map((kind) => (
                <option key={kind.kind} value={kind.kind}>
                  {kind.name}
                </option>
              ))}
            </select>
          </label>
          <label>
            第 {number} 项满分要多少{measure === undefined ? "" : `（${measure}）`}
            <input
              className="native-control"
              inputMode="decimal"
              value={item.target}
              onChange={(event) => change({ target: event.target.value })}
            />
          </label>
        </>
      ) : (
        <label>
          第 {number} 项的评分标准
          <input
            className="native-control wide"
            value={item.criterion}
            maxLength={500}
            onChange={(event) => change({ criterion: event.target.value })}
          />
        </label>
      )}
    </>
  );
};

/** The form library hands id, value and onChange in. */
const Items = ({ id, value = [], onChange, factKinds }: Props) => (
  // A group named by its own words: a label can name one control only.
  <fieldset id={id} tabIndex={-1} className="plain-fieldset">
    <legend>项目</legend>
    {value.map((item, index) => (
      // Rows have no identity but their place.
      <fieldset className="score-item" key={`item ${index + 1}`}>
        <legend>第 {index + 1} 项</legend>
        <ItemInputs
          item={item}
          number={index + 1}
          factKinds={factKinds}
          change={(part) =>
            onChange?.(value.map((one, place) => (place === index ? { ...one, ...part } : one)))
          }
        />
        {value.length > 1 && (
          <Button size="small" onClick={() => onChange?.(value.filter((_one, place) => place !== index))}>
            去掉第 {index + 1} 项
          </Button>
        )}
      </fieldset>
    ))}
    <Button onClick={() => onChange?.([...value, emptyItem])}>加一项</Button>
  </fieldset>
);

/** The items of a scheme; what they may count comes from the server, which leaves banned metrics out. */
export const ItemsField = ({ factKinds }: { factKinds: readonly FactKind[] }) => (
  <Form.Item name="items">
    <Items factKinds={factKinds} />
  </Form.Item>
);

/** What the server takes; a number that is none is left for it to refuse with its sentence. */
export const toItems = (items: readonly DraftItem[]) =>
  items.map((item) => ({
    title: item.title.trim(),
    kind: item.kind,
    points: Number(item.points || "0"),
    ...(item.kind === "facts"
      ? {
          ...(item.factKind === "" ? {} : { factKind: item.factKind }),
          ...(item.target.trim() === "" ? {} : { target: Number(item.target) }),
        }
      : { criterion: item.criterion.trim() }),
  }));
