import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { client, keyed, write } from "../api/client.ts";
import type { OrganisationView } from "../api/views.ts";
import { textOf } from "../form/form-errors.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { LongTextField } from "../form/fields.tsx";
import { reviewSteps, type ReviewStep } from "../pages/organisations/organisation-words.ts";

const reasonOf = ({ body }: Sent): { reason: string } => ({ reason: textOf(body, "reason") });
const paramsOf = (id: string, { key }: Sent) => ({ header: keyed(key), path: { id } });

const senders: Readonly<Record<ReviewStep, (id: string, sent: Sent) => Promise<unknown>>> = {
  review: (id, sent) => write(client.POST("/api/organisations/{id}/review", { params: paramsOf(id, sent) })),
  verify: (id, sent) =>
    write(client.POST("/api/organisations/{id}/verify", { params: paramsOf(id, sent), body: {} })),
  return: (id, sent) =>
    write(
      client.POST("/api/organisations/{id}/return", { params: paramsOf(id, sent), body: reasonOf(sent) }),
    ),
  reject: (id, sent) =>
    write(
      client.POST("/api/organisations/{id}/reject", { params: paramsOf(id, sent), body: reasonOf(sent) }),
    ),
  suspend: (id, sent) =>
    write(
      client.POST("/api/organisations/{id}/suspend", { params: paramsOf(id, sent), body: reasonOf(sent) }),
    ),
  reinstate: (id, sent) =>
    write(client.POST("/api/organisations/{id}/reinstate", { params: paramsOf(id, sent) })),
};

export const OrganisationReview = ({
  organisation,
  step,
  onClose,
}: {
  organisation: OrganisationView;
  step: ReviewStep;
  onClose: () => void;
}) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const words = reviewSteps[step];
  return (
    <ActDialog
      title={words.title(organisation.name)}
      intro={words.intro}
      name="organisation-review"
      labels={words.asksReason ? { reason: "原因" } : {}}
      submitLabel={words.submit}
      danger={words.danger}
      onCancel={onClose}
      send={(sent) => senders[step](organisation.id, sent)}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ["/api/organisations"] });
        void queries.invalidateQueries({ queryKey: ["/api/waiting"] });
        void message.success(words.done);
        onClose();
      }}
    >
      {words.asksReason && (
        <LongTextField
          name="reason"
          label="原因"
          required
          hint="申请人会读到这段话：请写清缺什么、怎么补（至少 5 个字）。"
          maxLength={500}
        />
      )}
    </ActDialog>
  );
};
