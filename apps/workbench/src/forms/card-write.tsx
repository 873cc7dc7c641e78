import { client, keyed, write } from "../api/client.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, LongTextField, TextField } from "../form/fields.tsx";
import { audienceOptions } from "../pages/contents/contents-words.ts";
import { useTopics } from "../pages/contents/use-topics.ts";
import { useDone } from "./use-done.ts";

type Props = {
  questionId: string;
  initial: Readonly<Record<string, string>>;
  onClose: () => void;
};

/** An answered question in words for everybody; a second person publishes it. */
export const CardWrite = ({ questionId, initial, onClose }: Props) => {
  const topics = useTopics();
  const done = useDone(["/api/question-cards", "/api/questions", "/api/waiting"], onClose);
  return (
    <ActDialog
      title="写成问答卡"
      intro="改写成谁都看得懂的，去掉提问人的姓名、住处和电话。另一个人核对后公开，门户里搜得到。"
      name="card-write"
      labels={{ title: "标题", question: "问题", answer: "答复", audience: "写给谁", topic: "主题" }}
      initial={initial}
      submitLabel="写好了，交去核对"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/questions/{id}/card", {
            params: { header: keyed(key), path: { id: questionId } },
            body: body as never, // the form's fields are the contract's; the server validates
          }),
        )
      }
      onDone={() => done("已交去核对")}
    >
      <TextField name="title" label="标题" required hint="说清问的是什么，4 到 60 字。" maxLength={60} />
      <LongTextField name="question" label="问题" required rows={3} maxLength={600} />
      <LongTextField name="answer" label="答复" required rows={8} maxLength={3000} />
      <ChoiceField name="audience" label="写给谁" options={audienceOptions} />
      <ChoiceField
        name="topic"
        label="主题"
        options={topics.map(({ code, name }) => ({ value: code, label: name }))}
      />
    </ActDialog>
  );
};
