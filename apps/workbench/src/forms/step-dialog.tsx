import type { ReactNode } from "react";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { useDone } from "./use-done.ts";

/** One step of a record as words, fields and what is sent. */
export type Step = {
  title: string;
  intro: string;
  submit: string;
  done: string;
  danger?: true;
  labels?: Readonly<Record<string, string>>;
  initial?: Readonly<Record<string, unknown>>;
  fields?: ReactNode;
  send: (sent: Sent) => Promise<unknown>;
};

/** A step in a window; when it is done, the lists that show the record are read again. */
export const StepDialog = ({
  name,
  step,
  lists,
  onClose,
}: {
  name: string;
  step: Step;
  lists: readonly string[];
  onClose: () => void;
}) => {
  const done = useDone([...lists, "/api/waiting"], onClose);
  return (
    <ActDialog
      title={step.title}
      intro={step.intro}
      name={name}
      labels={step.labels ?? {}}
      {...(step.initial === undefined ? {} : { initial: step.initial })}
      submitLabel={step.submit}
      danger={step.danger === true}
      onCancel={onClose}
      send={step.send}
      onDone={() => done(step.done)}
    >
      {step.fields}
    </ActDialog>
  );
};
