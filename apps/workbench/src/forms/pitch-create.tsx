import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { client, keyed, write } from "../api/client.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, LongTextField, TextField } from "../form/fields.tsx";
import { UnitField } from "../form/unit-field.tsx";
import { audienceOptions, kindOptions } from "../pages/contents/contents-words.ts";
import { useTopics } from "../pages/contents/use-topics.ts";

const labels = {
  title: "选题",
  audience: "人群",
  topic: "主题",
  kind: "形式",
  reason: "理由",
  sourceUrl: "线索网址",
  unitId: "单位",
};

export const PitchCreate = ({
  initial,
  onClose,
}: {
  initial: { topic?: string; audience?: string };
  onClose: () => void;
}) => {
  const queries = useQueryClient();
  const topics = useTopics();
  const { message } = App.useApp();
  return (
    <ActDialog
      title="提选题"
      name="pitch-create"
      labels={labels}
      initial={{ kind: "article", ...initial }}
      submitLabel="提交选题"
      onCancel={onClose}
      send={({ body, key }) =>
        write(client.POST("/api/pitches", { params: { header: keyed(key) }, body: body as never }))
      } // the form's fields are the contract's; the server validates
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ["/api/pitches"] });
        void message.success("选题已提交，等待采纳");
        onClose();
      }}
    >
      <TextField name="title" label={labels.title} required maxLength={60} />
      <ChoiceField name="audience" label={labels.audience} required options={audienceOptions} />
      <ChoiceField
        name="topic"
        label={labels.topic}
        required
        options={topics.map((topic) => ({ value: topic.code, label: topic.name }))}
      />
      <ChoiceField name="kind" label={labels.kind} required options={kindOptions} />
      <LongTextField
        name="reason"
        label={labels.reason}
        required
        hint="谁需要、为什么现在做。"
        maxLength={500}
      />
      <TextField
        name="sourceUrl"
        label={labels.sourceUrl}
        hint="从哪里看到的（可以不填），以 https:// 开头。"
        maxLength={500}
      />
      <UnitField name="unitId" label={labels.unitId} />
    </ActDialog>
  );
};
