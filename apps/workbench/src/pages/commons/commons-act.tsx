import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import type { ReactNode } from "react";
import { ActDialog } from "../../form/act-dialog.tsx";
import type { Sent } from "../../form/act-form.tsx";

/** One act on a row in a window: sends, says it is done, reads the list anew. */
export const CommonsAct = (props: {
  title: string;
  intro?: ReactNode;
  name: string;
  labels: Readonly<Record<string, string>>;
  initial?: Readonly<Record<string, unknown>>;
  submit: string;
  done: string;
  list: string;
  danger?: true;
  send: (sent: Sent) => Promise<unknown>;
  onValues?: (values: Readonly<Record<string, unknown>>) => void;
  onClose: () => void;
  children?: ReactNode;
}) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  return (
    <ActDialog
      title={props.title}
      intro={props.intro}
      name={props.name}
      labels={props.labels}
      initial={props.initial ?? {}}
      submitLabel={props.submit}
      danger={props.danger === true}
      onCancel={props.onClose}
      send={props.send}
      {...(props.onValues && { onValues: props.onValues })}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: [props.list] });
        void queries.invalidateQueries({ queryKey: ["/api/waiting"] });
        void message.success(props.done);
        props.onClose();
      }}
    >
      {props.children}
    </ActDialog>
  );
};
