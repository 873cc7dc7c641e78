import { Alert } from "antd";
import { Checkbox, Form } from "antd";
import { useState } from "react";
import { client, keyed, write } from "../api/client.ts";
import type { IntakeView } from "../api/views.ts";
import { ActForm } from "../form/act-form.tsx";
import { ChoiceField, LongTextField, TextField } from "../form/fields.tsx";
import { UnitField } from "../form/unit-field.tsx";
import { audienceOptions } from "../pages/contents/contents-words.ts";
import { sourceOptions } from "../pages/rumours/rumours-words.ts";
import { PageHead } from "../shell/page-head.tsx";

const labels = {
  message: "收到的话",
  source: "从哪里来",
  unitId: "在哪里问的",
  audience: "人群",
  phone: "手机号",
  contactAgreed: "本人同意",
};

/** What somebody asks at the counter or on the phone, written down for him; answered on the spot where it can be. */
export const RumourIntakePage = () => {
  const [made, setMade] = useState<IntakeView>();
  const [round, setRound] = useState(0);
  return (
    <>
      <PageHead
        title="代录线索"
        intro="替来问的人记下收到的话。查过的当场告诉他；没查过的，把查询号写给他。"
      />
      {made !== undefined && (
        <div className="panel">
          <Alert
            type={made.status === "answered" ? "success" : "info"}
            showIcon
            title={`查询号 ${made.number}，请写给来问的人`}
            description={
              made.page === null ? (
                made.status === "choosing" ? (
                  <>
                    有几条相近的，请和他一起选：
                    <a href={`/rumours/asked/${made.number.replaceAll(" ", "")}`}>打开这一页</a>
                  </>
                ) : (
                  "没查过，已转核查台，3 天内有答复。"
                )
              ) : (
                <>
                  查过了：
                  <a href={made.page}>打开结论念给他听</a>，或者<a href={`${made.page}/print`}>打印一张</a>。
                </>
              )
            }
          />
        </div>
      )}
      <div className="panel form-panel">
        <ActForm<IntakeView>
          key={round}
          name="rumour-intake"
          labels={labels}
          initial={{ source: "station" }}
          submitLabel="查一查"
          send={({ body, values, key }) =>
            write(
              client.POST("/api/rumour-reports", {
                params: { header: keyed(key) },
                body: {
                  ...body,
                  ...(values["contactAgreed"] === true ? { contactAgreed: "yes" } : {}),
                } as never, // the form's fields are the contract's; the server validates
              }),
            )
          }
          onDone={(result) => {
            setMade(result);
            setRound(round + 1);
          }}
        >
          <LongTextField
            name="message"
            label={labels.message}
            required
            maxLength={5000}
            rows={5}
            hint="整段写下来。姓名、电话、住址不要写。"
          />
          <ChoiceField name="source" label={labels.source} required options={sourceOptions} />
          <UnitField name="unitId" label={labels.unitId} />
          <ChoiceField name="audience" label={labels.audience} options={audienceOptions} hint="知道就选。" />
          <TextField
            name="phone"
            label={labels.phone}
            inputMode="tel"
            maxLength={20}
            hint="想收短信的才填，要本人同意。"
          />
          <Form.Item name="contactAgreed" valuePropName="checked">
            <Checkbox>本人同意用这个号码告诉他结果和以后的变动</Checkbox>
          </Form.Item>
        </ActForm>
      </div>
    </>
  );
};
