import { client, keyed, write } from "../api/client.ts";
import type { ActivitySessionView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { ChoiceField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useActivityChoices } from "../pages/activities/use-activity-choices.ts";
import { MomentField, toIso } from "./moment-field.tsx";
import { useDone } from "./use-done.ts";

const labels = {
  startsAt: "开始",
  endsAt: "结束",
  placeUnitId: "街道、社区",
  address: "具体地点",
  capacity: "名额",
  groupLimit: "一次最多报几个人",
  closesAt: "报名截止",
};

const offsetMs = 8 * 3_600_000;
/** As the district's clock shows it, for a field of date and time. */
const toTyped = (at: string): string =>
  new Date(new Date(at).getTime() + offsetMs).toISOString().slice(0, 16);

const bodyOf = ({ body }: Sent) => {
  const capacity = Number(textOf(body, "capacity"));
  const closesAt = toIso(body["closesAt"]);
  return {
    startsAt: toIso(body["startsAt"]) ?? "",
    endsAt: toIso(body["endsAt"]) ?? "",
    placeUnitId: textOf(body, "placeUnitId"),
    address: textOf(body, "address"),
    ...(textOf(body, "capacity") === ""
      ? {}
      : {
          capacity,
          groupLimit: Number(textOf(body, "groupLimit") || "5"),
          ...(closesAt === undefined ? {} : { closesAt }),
        }),
  };
};

/** Adds a session, or moves one: who registered is told of another time or place. */
export const SessionEdit = ({
  activityId,
  session,
  onClose,
}: {
  activityId: string;
  session?: ActivitySessionView["session"];
  onClose: () => void;
}) => {
  const choices = useActivityChoices();
  const done = useDone(["/api/activities", "/api/activity-sessions"], onClose);
  const seats = session?.seats ?? null;
  const takesNames = session === undefined || seats !== null;
  return (
    <ActDialog
      title={session === undefined ? "加一场" : "修改这一场"}
      intro={
        session === undefined
          ? "街头摊位不用报名，名额留空。名额定了以后可以加，不能减到比报上的少。"
          : "时间或地点变了，报名和排队的人都会收到消息。"
      }
      name="activity-session"
      labels={labels}
      initial={
        session === undefined
          ? { groupLimit: "5" }
          : {
              startsAt: toTyped(session.startsAt),
              endsAt: toTyped(session.endsAt),
              placeUnitId: session.placeUnitId,
              address: session.address,
              ...(seats === null
                ? {}
                : {
                    capacity: String(seats.capacity),
                    groupLimit: String(seats.groupLimit),
                    closesAt: toTyped(seats.closesAt),
                  }),
            }
      }
      submitLabel="保存"
      onCancel={onClose}
      send={(sent) =>
        session === undefined
          ? write(
              client.POST("/api/activities/{id}/sessions", {
                params: { header: keyed(sent.key), path: { id: activityId } },
                body: bodyOf(sent),
              }),
            )
          : write(
              client.PATCH("/api/activity-sessions/{id}", {
                params: { header: keyed(sent.key), path: { id: session.id } },
                body: bodyOf(sent),
              }),
            )
      }
      onDone={() => done("已保存")}
    >
      <MomentField name="startsAt" label={labels.startsAt} required />
      <MomentField name="endsAt" label={labels.endsAt} required />
      <ChoiceField name="placeUnitId" label={labels.placeUnitId} required options={choices.places} />
      <TextField
        name="address"
        label={labels.address}
        required
        maxLength={100}
        hint="哪栋楼、几楼、怎么进。"
      />
      {takesNames && (
        <>
          <TextField name="capacity" label={labels.capacity} inputMode="numeric" maxLength={4} />
          <TextField name="groupLimit" label={labels.groupLimit} inputMode="numeric" maxLength={3} />
          <MomentField name="closesAt" label={labels.closesAt} hint="不填就是开始的时候。北京时间" />
        </>
      )}
    </ActDialog>
  );
};
