import type { ReactNode } from "react";
import { ActDialog } from "../../form/act-dialog.tsx";
import type { Sent } from "../../form/act-form.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";

export const planLists = [
  "/api/plan-documents",
  "/api/plan-tasks",
  "/api/work-plans",
  "/api/budget-lines",
  "/api/checklists",
  "/api/evidence",
  "/api/waiting",
] as const;

/** One act on something of the plan: what it does, its fields, its button; every list that may show it is read again. */
export const PlanAct = (props: {
  title: string;
  intro?: ReactNode;
  name: string;
  labels: Readonly<Record<string, string>>;
  initial?: Readonly<Record<string, unknown>>;
  submitLabel: string;
  said: string;
  danger?: boolean;
  send: (sent: Sent) => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
}) => {
  const done = useDone(planLists, props.onClose);
  return (
    <ActDialog
      title={props.title}
      intro={props.intro}
      name={props.name}
      labels={props.labels}
      {...(props.initial && { initial: props.initial })}
      submitLabel={props.submitLabel}
      danger={props.danger === true}
      onCancel={props.onClose}
      send={props.send}
      onDone={() => done(props.said)}
    >
      {props.children}
    </ActDialog>
  );
};

/** An act that only needs its reason. */
export const ReasonAct = (props: {
  title: string;
  intro: string;
  said: string;
  send: (reason: string, key: string) => Promise<unknown>;
  onClose: () => void;
}) => (
  <PlanAct
    title={props.title}
    intro={props.intro}
    name="plan-reason"
    labels={{ reason: "原因" }}
    submitLabel={props.title}
    said={props.said}
    danger
    onClose={props.onClose}
    send={({ body, key }) => props.send(textOf(body, "reason"), key)}
  >
    <LongTextField
      name="reason"
      label="原因"
      required
      rows={3}
      maxLength={300}
      hint="至少 5 个字，以后查得到。"
    />
  </PlanAct>
);
