import type { ComponentChildren } from "preact";

export type FormProps = {
  action: string;
  children: ComponentChildren;
  /** `get` for searches and filters, which change nothing and can be bookmarked. */
  method?: "post" | "get";
  encoding?: "text" | "files";
  /** `visit.formKey`: every form that writes carries it, so that a double press counts once. */
  formKey?: string;
  /** Whatever else the route needs back. */
  hidden?: Readonly<Record<string, string>>;
  /** Names the form where a page has several. */
  label?: string;
  /** `none` for a lone button in each row of a list: twenty landmarks of one name help nobody (axe `landmark-unique`). */
  landmark?: "none";
};

/** `novalidate`: the server answers in our words, next to the field, and keeps what was typed. */
export function Form({
  action,
  children,
  method = "post",
  encoding = "text",
  formKey,
  hidden = {},
  label,
  landmark,
}: FormProps) {
  return (
    <form
      class="form"
      action={action}
      method={method}
      encType={encoding === "files" ? "multipart/form-data" : undefined}
      noValidate
      aria-label={label}
      role={landmark === "none" ? "presentation" : undefined}
    >
      {formKey !== undefined && <input type="hidden" name="_key" value={formKey} />}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}

/** What happens after the button is pressed, and when; stands right above it. */
export function NextStep({ children }: { children: ComponentChildren }) {
  return <p class="form__next">{children}</p>;
}
