import { Form } from "antd";

type Option<Value> = { value: Value; label: string };
type Props<Value> = {
  id?: string;
  value?: readonly Value[];
  onChange?: (value: readonly Value[]) => void;
  label: string;
  options: readonly Option<Value>[];
};

/** A box for each choice; the form library hands id, value and onChange in. */
export const Boxes = <Value extends string | number>({
  id,
  value = [],
  onChange,
  label,
  options,
}: Props<Value>) => (
  <fieldset id={id} className="plain-fieldset" tabIndex={-1}>
    <legend className="visually-hidden">{label}</legend>
    {options.map((option) => (
      <label key={option.value} className="check">
        <input
          type="checkbox"
          checked={value.includes(option.value)}
          onChange={() =>
            onChange?.(
              value.includes(option.value)
                ? value.filter((one) => one !== option.value)
                : [...value, option.value],
            )
          }
        />{" "}
        {option.label}
      </label>
    ))}
  </fieldset>
);

/** Any number of a few choices. */
export const ChecksField = ({
  name,
  label,
  options,
  hint,
}: {
  name: string;
  label: string;
  options: readonly Option<string>[];
  hint?: string;
}) => (
  <Form.Item name={name} label={label} extra={hint}>
    <Boxes label={label} options={options} />
  </Form.Item>
);
