import { Button, Checkbox, Input } from "antd";
import type { PolicyRow } from "../../api/views.ts";
import { applicantOptions, matterOptions } from "./policies-words.ts";

export type Point = PolicyRow["points"][number];
const empty: Point = { text: "", clause: "", matter: "duty", appliesTo: [] };

/** What the document says, one point after the other; the form library hands value and onChange in. */
export const PointsField = ({
  value = [],
  onChange,
}: {
  value?: Point[];
  onChange?: (points: Point[]) => void;
}) => {
  const change = (points: Point[]): void => onChange?.(points);
  const set = (index: number, point: Point): void =>
    change(value.map((one, at) => (at === index ? point : one)));
  return (
    <>
      {value.map((point, index) => (
        // The order is the identity.
        // oxlint-disable-next-line react/no-array-index-key
        <fieldset key={index} className="source-fields">
          <legend>要点 {index + 1}</legend>
          <Input
            aria-label={`要点 ${index + 1} 白话`}
            placeholder="用自己的话写，不抄原文"
            maxLength={200}
            value={point.text}
            onChange={(event) => set(index, { ...point, text: event.target.value })}
          />
          <Input
            aria-label={`要点 ${index + 1} 在第几条`}
            placeholder="在原文哪里，例如 第四十六条第二款"
            maxLength={60}
            value={point.clause}
            onChange={(event) => set(index, { ...point, clause: event.target.value })}
          />
          <select
            className="native-control"
            aria-label={`要点 ${index + 1} 哪方面`}
            value={point.matter}
            onChange={(event) => {
              const matter = matterOptions.find((option) => option.value === event.target.value);
              if (matter !== undefined) set(index, { ...point, matter: matter.value });
            }}
          >
            {matterOptions.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <fieldset className="plain-fieldset">
            <legend className="visually-hidden">{`要点 ${index + 1} 写给谁`}</legend>
            {applicantOptions.map((option) => (
              <Checkbox
                key={option.value}
                checked={point.appliesTo.includes(option.value)}
                onChange={({ target }) =>
                  set(index, {
                    ...point,
                    appliesTo: target.checked
                      ? [...point.appliesTo, option.value]
                      : point.appliesTo.filter((one) => one !== option.value),
                  })
                }
              >
                {option.label}
              </Checkbox>
            ))}
          </fieldset>
          <Button size="small" onClick={() => change(value.filter((_, at) => at !== index))}>
            删掉要点 {index + 1}
          </Button>
        </fieldset>
      ))}
      <Button onClick={() => change([...value, empty])}>加一条要点</Button>
    </>
  );
};
