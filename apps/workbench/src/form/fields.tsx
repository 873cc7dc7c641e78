import { Form, Input } from "antd";
import type { ReactNode } from "react";

type FieldProps = { name: string; label: string; required?: boolean; hint?: ReactNode };

const rulesOf = ({ required, label }: FieldProps) =>
  required === true ? [{ required: true, whitespace: true, message: `请填写${label}` }] : [];

export const TextField = (
  props: FieldProps & {
    maxLength?: number;
    placeholder?: string;
    inputMode?: "numeric" | "decimal" | "tel";
    autoComplete?: string;
  },
) => (
  <Form.Item
    name={props.name}
    label={props.label}
    rules={rulesOf(props)}
    extra={props.hint}
    required={props.required === true}
  >
    <Input
      maxLength={props.maxLength ?? 80}
      placeholder={props.placeholder}
      inputMode={props.inputMode ?? "text"}
      autoComplete={props.autoComplete ?? "off"}
    />
  </Form.Item>
);

export const LongTextField = (props: FieldProps & { maxLength?: number; rows?: number }) => (
  <Form.Item
    name={props.name}
    label={props.label}
    rules={rulesOf(props)}
    extra={props.hint}
    required={props.required === true}
  >
    <Input.TextArea rows={props.rows ?? 4} maxLength={props.maxLength ?? 500} />
  </Form.Item>
);

export const ChoiceField = (props: FieldProps & { options: readonly { value: string; label: string }[] }) => (
  <Form.Item
    name={props.name}
    label={props.label}
    rules={props.required === true ? [{ required: true, message: `请选择${props.label}` }] : []}
    extra={props.hint}
    required={props.required === true}
  >
    <NativeSelect options={props.options} />
  </Form.Item>
);

type SelectProps = {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
  options: readonly { value: string; label: string }[];
};

/** The form library hands id, value and onChange in. */
const NativeSelect = ({ id, value, onChange, options, ...rest }: SelectProps) => (
  <select
    {...rest}
    id={id}
    className="native-control wide"
    value={value ?? ""}
    onChange={(event) => onChange?.(event.target.value)}
  >
    <option value="">请选择</option>
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
);

type DayProps = { id?: string; value?: string; onChange?: (value: string) => void };
const NativeDay = ({ id, value, onChange, ...rest }: DayProps) => (
  <input
    {...rest}
    id={id}
    type="date"
    className="native-control wide"
    value={value ?? ""}
    onChange={(event) => onChange?.(event.target.value)}
  />
);

/** A calendar day as `2026-11-23`, which is what the API takes. */
export const DayField = (props: FieldProps) => (
  <Form.Item
    name={props.name}
    label={props.label}
    rules={props.required === true ? [{ required: true, message: `请选择${props.label}` }] : []}
    extra={props.hint}
    required={props.required === true}
  >
    <NativeDay />
  </Form.Item>
);
