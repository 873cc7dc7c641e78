import { Form } from "antd";

type MomentProps = { id?: string; value?: string; onChange?: (value: string) => void };

/** The form library hands id, value and onChange in. */
const NativeMoment = ({ id, value, onChange, ...rest }: MomentProps) => (
  <input
    {...rest}
    id={id}
    type="datetime-local"
    className="native-control wide"
    value={value ?? ""}
    onChange={(event) => onChange?.(event.target.value)}
  />
);

/** A moment of the district (Asia/Shanghai), whatever zone the computer is set to. */
export const MomentField = ({
  name,
  label,
  hint,
  required,
}: {
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
}) => (
  <Form.Item
    name={name}
    label={label}
    extra={hint ?? "北京时间"}
    rules={required === true ? [{ required: true, message: `请选择${label}` }] : []}
    required={required === true}
  >
    <NativeMoment />
  </Form.Item>
);

/** `2026-11-25T08:00` as typed → ISO 8601 with the district's offset; undefined where nothing was typed. */
export const toIso = (typed: unknown): string | undefined =>
  typeof typed === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(typed)
    ? `${typed.slice(0, 16)}:00+08:00`
    : undefined;
