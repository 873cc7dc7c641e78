// Radios and checkboxes: one question, several answers, each with a large place to press.
import { Fieldset } from "#ui/fieldset/fieldset.tsx";
import { Icon, type IconName } from "#ui/icon/icon.tsx";
import { Optional, type FieldBase } from "./field-frame.tsx";

export type Choice = {
  value: string;
  text: string;
  hint?: string;
  /** Drawn before the words, never in their place. */
  icon?: IconName;
};

type ChoicesBase = Omit<FieldBase, "label"> & {
  /** The question. */
  legend: string;
  options: readonly Choice[];
  /** Short answers may stand side by side. */
  arrangement?: "column" | "row";
};
export type RadiosProps = ChoicesBase & { value?: string | undefined };
export type CheckboxesProps = ChoicesBase & { values?: readonly string[] };

export function Radios(props: RadiosProps) {
  return <Choices {...props} type="radio" chosen={props.value === undefined ? [] : [props.value]} />;
}

export function Checkboxes(props: CheckboxesProps) {
  return <Choices {...props} type="checkbox" chosen={props.values ?? []} />;
}

function Choices(props: ChoicesBase & { type: "radio" | "checkbox"; chosen: readonly string[] }) {
  const { name, id = name, options, type, chosen, arrangement = "column" } = props;
  const legend = props.optional ? (
    <>
      {props.legend}
      <Optional />
    </>
  ) : (
    props.legend
  );
  return (
    <Fieldset
      legend={legend}
      id={id}
      hint={props.hint}
      error={props.error}
      heading={props.heading}
      kind={type === "radio" ? "one" : "several"}
    >
      <div class={`choices choices--${arrangement}`}>
        {options.map((option, index) => {
          // The first answer carries the field's own id: that is where an error summary leads.
          const optionId = index === 0 ? id : `${id}-${index + 1}`;
          return (
            <div class="choice" key={option.value}>
              <input
                class="choice__input"
                type={type}
                id={optionId}
                name={name}
                value={option.value}
                checked={chosen.includes(option.value)}
                aria-describedby={option.hint === undefined ? undefined : `${optionId}-choice-hint`}
              />
              <label class="choice__label" for={optionId}>
                {option.icon !== undefined && <Icon name={option.icon} size="large" />}
                {option.text}
              </label>
              {option.hint !== undefined && (
                <p class="choice__hint" id={`${optionId}-choice-hint`}>
                  {option.hint}
                </p>
              )}
            </div>
          );
        })}
      </div>
    </Fieldset>
  );
}

export type ConsentProps = {
  name: string;
  text: string;
  id?: string;
  error?: string | undefined;
  checked?: boolean;
  hint?: string;
};

/** One box to tick, never ticked beforehand: consent and confirmation. */
export function Consent({ name, text, id = name, error, checked = false, hint }: ConsentProps) {
  return (
    <div class={error === undefined ? "field" : "field field--wrong"}>
      {error !== undefined && (
        <p class="field__error" id={`${id}-error`}>
          <span>
            <span class="visually-hidden">出错：</span>
            {error}
          </span>
        </p>
      )}
      <div class="choice">
        <input
          class="choice__input"
          type="checkbox"
          id={id}
          name={name}
          value="yes"
          checked={checked}
          aria-invalid={error === undefined ? undefined : "true"}
          aria-describedby={
            [error !== undefined && `${id}-error`, hint !== undefined && `${id}-hint`]
              .filter(Boolean)
              .join(" ") || undefined
          }
        />
        <label class="choice__label" for={id}>
          {text}
        </label>
        {hint !== undefined && (
          <p class="choice__hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
