import { Modal } from "antd";
import type { ReactNode } from "react";
import { ActForm, type ActFormProps } from "./act-form.tsx";

type Props<Result> = ActFormProps<Result> & { title: string; intro?: ReactNode; onCancel: () => void };

/** One act in a window: what it does, its few fields, its button. A click beside the window does not close it. */
export const ActDialog = <Result,>({ title, intro, ...form }: Props<Result>) => (
  <Modal title={title} open onCancel={form.onCancel} footer={null} mask={{ closable: false }} destroyOnHidden>
    {intro !== undefined && <p className="dialog-intro">{intro}</p>}
    <ActForm {...form} />
  </Modal>
);
