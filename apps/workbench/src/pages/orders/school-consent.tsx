import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { OrderView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { FactsList } from "../../detail/facts-list.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { ChecksField } from "../../form/checks-field.tsx";
import { DayField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { useMe } from "../../me.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";

/** Of an order at a school: whether the school has agreed in writing, and the form by which the station records it. */
export const SchoolConsent = ({ view }: { view: OrderView }) => {
  const me = useMe();
  const [writing, setWriting] = useState(false);
  const consent = view.schoolConsent;
  if (consent.asked === "none") return null;
  const given = consent.agreedOn !== null;
  const place = placeOf(consent.asked);
  return (
    <>
      <FactsList
        title={`${place}同意`}
        facts={
          given
            ? [
                ["谁同意的", `${place}${consent.signerPosition ?? ""}，${consent.agreedOn ?? ""}`],
                ["哪些年级、班", consent.classes],
                [
                  "告诉家长",
                  consent.guardiansToldOn ??
                    (consent.asked === "health" ? "还没有，讲健康要先告诉" : "不要求"),
                ],
                ...(consent.adultsNeeded === null
                  ? []
                  : [
                      [
                        "到场的大人",
                        `${consent.adultsCount ?? 0} 位，至少要 ${consent.adultsNeeded} 位`,
                      ] as const,
                    ]),
                ...(consent.safety === null ? [] : [["安全", consent.safety] as const]),
                ...(consent.wholeSeries ? [["管哪几次", "这个系列的每一次"] as const] : []),
                ["登记时间", consent.givenAt === null ? "" : timeText(consent.givenAt)],
              ]
            : [
                ["到哪一步", `还没有${place}的书面同意，服务队约不了时间`],
                ...(consent.safety === null ? [] : [["安全", consent.safety] as const]),
              ]
        }
      />
      {given && permissionOf(me, "readContact").ok && <Signer view={view} />}
      {consent.isOpen && permissionOf(me, "dispatchOrders").ok && (
        <p>
          <Button onClick={() => setWriting(true)}>
            {given ? `重新登记${place}同意` : `登记${place}同意`}
          </Button>
        </p>
      )}
      {writing && <Record view={view} onClose={() => setWriting(false)} />}
    </>
  );
};

const placeOf = (asked: OrderView["schoolConsent"]["asked"]): string =>
  asked === "little" ? "幼儿园" : "学校";

/** Name and letter: read only when asked for, and each reading stands in the audit. */
const Signer = ({ view }: { view: OrderView }) => {
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ["/api/orders", view.id, "school-consent"],
    queryFn: ({ signal }) =>
      read(client.GET("/api/orders/{id}/school-consent", { params: { path: { id: view.id } }, signal })),
    enabled: open,
  });
  if (query.isError)
    return <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  return (
    <p>
      {open ? (
        `签字的人：${query.data?.signerName ?? "已按本人要求删除"} `
      ) : (
        <Button onClick={() => setOpen(true)}>看是谁签的</Button>
      )}{" "}
      {view.schoolConsent.hasLetter && <a href={`/api/orders/${view.id}/school-letter`}>看同意书</a>}
    </p>
  );
};

const Record = ({ view, onClose }: { view: OrderView; onClose: () => void }) => {
  const done = useDone(["/api/orders"], onClose);
  const { asked, adultsNeeded } = view.schoolConsent;
  const place = placeOf(asked);
  const told = asked === "health" || asked === "little";
  return (
    <ActDialog
      title={`登记${place}同意：${view.no}`}
      intro={`${place}来了书面同意，替它登记在这里。以最后一次登记的为准。`}
      name="school-consent"
      labels={{
        signerName: `${place}谁同意的`,
        signerPosition: "他的职务",
        agreedOn: "哪天同意的",
        classes: "哪些年级、班",
        guardiansToldOn: "哪天告诉家长的",
        adultsCount: "到场几位大人",
        confirmed: "确认书面同意",
      }}
      initial={{ confirmed: [] }}
      submitLabel="登记"
      onCancel={onClose}
      send={({ body, key }) => {
        const toldOn = textOf(body, "guardiansToldOn");
        const adults = textOf(body, "adultsCount").trim();
        const ticked = body["confirmed"];
        return write(
          client.POST("/api/orders/{id}/school-consent", {
            params: { header: keyed(key), path: { id: view.id } },
            body: {
              signerName: textOf(body, "signerName"),
              signerPosition: textOf(body, "signerPosition"),
              agreedOn: textOf(body, "agreedOn"),
              classes: textOf(body, "classes"),
              confirmed: Array.isArray(ticked) && ticked.includes("yes") ? "yes" : "no",
              ...(toldOn === "" ? {} : { guardiansToldOn: toldOn }),
              ...(adults === "" ? {} : { adultsCount: Number(adults) }),
            },
          }),
        );
      }}
      onDone={() => done("已登记，服务队可以约时间了")}
    >
      <TextField name="signerName" label={`${place}谁同意的`} required hint="写姓名。" maxLength={30} />
      <TextField
        name="signerPosition"
        label="他的职务"
        required
        hint="例如“校长”“分管副校长”。"
        maxLength={30}
      />
      <DayField name="agreedOn" label="哪天同意的" required />
      <TextField name="classes" label="哪些年级、班" required maxLength={60} />
      <DayField
        name="guardiansToldOn"
        label="哪天告诉家长的"
        hint={told ? "讲健康的、给幼儿动手做的，要先告诉家长。" : "这项服务不要求。"}
        required={told}
      />
      {adultsNeeded !== null && (
        <TextField
          name="adultsCount"
          label="到场几位大人"
          required
          hint={`园里的老师、保育员，至少 ${adultsNeeded} 位。`}
          inputMode="numeric"
          maxLength={3}
        />
      )}
      <ChecksField
        name="confirmed"
        label="确认书面同意"
        options={[{ value: "yes", label: `我看过${place}的书面同意` }]}
      />
    </ActDialog>
  );
};
