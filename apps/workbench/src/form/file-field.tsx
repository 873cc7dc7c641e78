import { Form } from "antd";

type FileProps = { id?: string; value?: File; onChange?: (value: File | undefined) => void; accept: string };

/** The form library hands id and onChange in; a file input cannot be given a value. */
const NativeFile = ({ id, value: _chosen, onChange, accept, ...rest }: FileProps) => (
  <input
    {...rest}
    id={id}
    type="file"
    accept={accept}
    onChange={(event) => onChange?.(event.target.files?.[0])}
  />
);

/** One file of a form; the value is a `File`. */
export const FileField = ({
  name,
  label,
  hint,
  accept = ".pdf,.jpg,.jpeg,.png",
  required,
}: {
  name: string;
  label: string;
  hint?: string;
  accept?: string;
  required?: boolean;
}) => (
  <Form.Item
    name={name}
    label={label}
    extra={hint ?? "PDF、JPG、PNG，10 MB 以内"}
    rules={required === true ? [{ required: true, message: `请选择${label}` }] : []}
    required={required === true}
  >
    <NativeFile accept={accept} />
  </Form.Item>
);

const toFormData = (values: Readonly<Record<string, unknown>>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) {
    if (value instanceof File) form.append(name, value);
    else if (typeof value === "string" && value.trim() !== "") form.append(name, value.trim());
    else if (typeof value === "number" || typeof value === "boolean") form.append(name, String(value));
  }
  return form;
};

/**
 * Body of a request with a file: texts and the file under their fields' names. A file travels as multipart, which the
 * schema does not describe; hence the cast.
 */
export const multipart = (values: Readonly<Record<string, unknown>>) => ({
  body: toFormData(values) as never,
  bodySerializer: (form: unknown) => form as FormData,
});
