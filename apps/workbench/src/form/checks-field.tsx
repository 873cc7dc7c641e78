import { Form } from "antd";

type Option = { value: string; label: string };
type Props = {
  id?: string;
  value?: readonly string[];
  onChange?: (value: readonly string[]) => void;
  label: string;
  options: readonly Option[];
};

/** The form library hands id, value and onChange in. */
const Boxes = ({ id, value = [], onChange, label, options }: Props) => (
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
  options: readonly Option[];
  hint?: string;
}) => (
  <Form.Item name={name} label={label} extra={hint}>
    <Boxes label={label} options={options} />
  </Form.Item>
);
