import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { client, keyed, write } from "../api/client.ts";
import type { OrganisationView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { LongTextField } from "../form/fields.tsx";
import { reviewSteps, type ReviewStep } from "../pages/organisations/organisation-words.ts";

const sendStep = (step: ReviewStep, id: string, { body, key }: Sent) => {
  const params = { header: keyed(key), path: { id } };
  const reason = { reason: String(body["reason"] ?? "") };
  switch (step) {
    case "review":
      return write(client.POST("/api/organisations/{id}/review", { params }));
    case "verify":
      return write(client.POST("/api/organisations/{id}/verify", { params, body: {} }));
    case "return":
      return write(client.POST("/api/organisations/{id}/return", { params, body: reason }));
    case "reject":
      return write(client.POST("/api/organisations/{id}/reject", { params, body: reason }));
    case "suspend":
      return write(client.POST("/api/organisations/{id}/suspend", { params, body: reason }));
    case "reinstate":
      return write(client.POST("/api/organisations/{id}/reinstate", { params }));
  }
};

export const OrganisationReview = ({ organisation, step, onClose }: { organisation: OrganisationView; step: ReviewStep; onClose: () => void }) => {
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
      send={async (sent) => sendStep(step, organisation.id, sent)}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ["/api/organisations"] });
        void queries.invalidateQueries({ queryKey: ["/api/waiting"] });
        void message.success(words.done);
        onClose();
      }}
    >
      {words.asksReason && <LongTextField name="reason" label="原因" required hint="申请人会读到这段话：请写清缺什么、怎么补（至少 5 个字）。" maxLength={500} />}
    </ActDialog>
  );
};
