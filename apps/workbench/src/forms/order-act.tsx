import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { client, keyed, read, write } from "../api/client.ts";
import type { OrderView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { ChoiceField, LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useServiceItems } from "../pages/orders/use-service-items.ts";
import { MomentField, toIso } from "./moment-field.tsx";
import { useDone } from "./use-done.ts";

const acts = [
  "screen",
  "dispatch",
  "recall",
  "no-show",
  "substitute",
  "recategorise",
  "not-ours",
  "merge",
  "unmerge",
  "split",
  "send-up",
  "cannot",
] as const;
type Act = (typeof acts)[number];
export type OrderStep = { act: Act; team?: { teamId: string; teamName: string } };

export const toOrderStep = (action: string): OrderStep | undefined => {
  const act = acts.find((one) => one === action);
  return act === undefined ? undefined : { act };
};

type Words = { title: string; submit: string; done: string; intro: string; danger?: true };
const words: Readonly<Record<Act, Words>> = {
  screen: {
    title: "受理这个单",
    submit: "受理",
    done: "已受理，可以派单了",
    intro: "受理后居民会收到消息。不是科普服务的，请选“指给更合适的地方”。",
  },
  dispatch: {
    title: "派单",
    submit: "派单",
    done: "已派出",
    intro: "对方 24 小时内答复，没答复会回到看板。",
  },
  recall: { title: "收回派单", submit: "收回", done: "已收回", intro: "对方会收到消息，单回到“等派单”。" },
  "no-show": {
    title: "没有人到",
    submit: "记为没有人到",
    done: "已记下，请安排替补",
    intro: "这支队的单会收回，请在 2 小时内安排替补。",
    danger: true,
  },
  substitute: {
    title: "安排替补",
    submit: "安排替补",
    done: "替补已安排，双方都收到消息",
    intro: "先打电话问好，再记在这里。",
  },
  recategorise: {
    title: "改服务类别",
    submit: "改类别",
    done: "已改，单号不变，居民收到消息",
    intro: "单号不变，期限重新算，居民和已派的队都会收到消息。",
  },
  "not-ours": {
    title: "指给更合适的地方",
    submit: "告诉居民",
    done: "已告诉居民去哪里办",
    intro: "单就此结束，居民会看到去哪里、为什么。",
    danger: true,
  },
  merge: {
    title: "和别的单一起办",
    submit: "合在一起",
    done: "已合在一起，居民收到消息",
    intro:
      "同一项服务、同一个街道（镇）的单可以合成一场。单号不变，各人自己确认、自己评；不想一起办可以拆开。",
  },
  unmerge: { title: "拆开，单独办", submit: "拆开", done: "已拆开", intro: "单回到“等派单”，单号不变。" },
  split: {
    title: "分给两支队",
    submit: "拆成两个单",
    done: "已拆成两个单",
    intro: "人太多，一支队带不了。另一半有自己的单号和到访码，两个单分别派。",
  },
  "send-up": {
    title: "往上送",
    submit: "往上送",
    done: "已送上去，居民收到消息",
    intro: "送上级站点，马上换人管；送市级中心，到“上送市级中心”导出文件，5 天没有回音会自动回来。",
  },
  cannot: {
    title: "这次办不了",
    submit: "告诉居民",
    done: "已告诉居民",
    intro: "单就此结束，居民会看到原因。",
    danger: true,
  },
};

const labels: Readonly<Record<string, string>> = {
  mode: "怎么派",
  teamId: "哪支队",
  reason: "原因",
  itemCode: "服务",
  door: "更合适的地方",
  startsAt: "几点到",
  minutes: "多久（分钟）",
  intoId: "和哪个单一起办",
  people: "另一半多少人",
  to: "送到哪里",
};

const send = (order: OrderView, act: Act, { body, key }: Sent): Promise<unknown> => {
  const params = { header: keyed(key), path: { id: order.id } };
  const reason = textOf(body, "reason");
  switch (act) {
    case "screen":
      return write(client.POST("/api/orders/{id}/screen", { params }));
    case "dispatch": {
      const mode = textOf(body, "mode") === "open" ? "open" : "direct";
      const teamId = textOf(body, "teamId");
      return write(
        client.POST("/api/orders/{id}/dispatch", {
          params,
          body: { mode, ...(mode === "direct" && teamId !== "" ? { teamId } : {}) },
        }),
      );
    }
    case "recall":
      return write(client.POST("/api/orders/{id}/recall", { params, body: { reason } }));
    case "no-show":
      return write(client.POST("/api/orders/{id}/no-show", { params, body: { reason } }));
    case "substitute":
      return write(
        client.POST("/api/orders/{id}/substitute", {
          params,
          body: {
            teamId: textOf(body, "teamId"),
            startsAt: toIso(body["startsAt"]) ?? "",
            minutes: Number(textOf(body, "minutes")),
            reason,
          },
        }),
      );
    case "recategorise":
      return write(
        client.POST("/api/orders/{id}/recategorise", {
          params,
          body: { itemCode: textOf(body, "itemCode") },
        }),
      );
    case "not-ours":
      return write(
        client.POST("/api/orders/{id}/not-ours", { params, body: { door: textOf(body, "door"), reason } }),
      );
    case "merge":
      return write(
        client.POST("/api/orders/{id}/merge", { params, body: { intoId: textOf(body, "intoId") } }),
      );
    case "unmerge":
      return write(client.POST("/api/orders/{id}/unmerge", { params, body: { reason } }));
    case "split":
      return write(
        client.POST("/api/orders/{id}/split", {
          params,
          body: { people: Number(textOf(body, "people")), reason },
        }),
      );
    case "send-up":
      return write(
        client.POST("/api/orders/{id}/send-up", {
          params,
          body: { to: textOf(body, "to") === "hub" ? "hub" : "parent", reason },
        }),
      );
    case "cannot":
      return write(client.POST("/api/orders/{id}/cannot", { params, body: { reason } }));
    default: {
      const never: never = act;
      return never;
    }
  }
};

/** Teams that can take the order, for a choice; refused ones are not offered, the panel on the page says why. */
const TeamChoice = ({ orderId }: { orderId: string }) => {
  const query = useQuery({
    queryKey: ["/api/orders", orderId, "candidates"],
    queryFn: ({ signal }) =>
      read(client.GET("/api/orders/{id}/candidates", { params: { path: { id: orderId } }, signal })),
  });
  return (
    <ChoiceField
      name="teamId"
      label="哪支队"
      options={(query.data?.candidates ?? []).map((one) => ({
        value: one.teamId,
        label: `${one.teamName}（${one.reasons.slice(0, 2).join("，")}）`,
      }))}
      hint={query.isPending ? "正在找能接的队…" : "按合适程度排好。选“开放抢单”就不用选队。"}
    />
  );
};

/** Equal requests near by, which one visit can serve. */
const SimilarChoice = ({ orderId }: { orderId: string }) => {
  const query = useQuery({
    queryKey: ["/api/orders", orderId, "similar"],
    queryFn: ({ signal }) =>
      read(client.GET("/api/orders/{id}/similar", { params: { path: { id: orderId } }, signal })),
  });
  return (
    <ChoiceField
      name="intoId"
      label="和哪个单一起办"
      required
      options={(query.data?.rows ?? []).map((one) => ({
        value: one.id,
        label: `${one.no} ${one.place} ${one.wantedOn} ${one.peopleCount} 人（${one.statusName}）`,
      }))}
      hint={
        query.isSuccess && query.data.rows.length === 0
          ? "前后两周里，本街道（镇）没有一样的单。"
          : "前后两周里，本街道（镇）要同一项服务的单。"
      }
    />
  );
};

const DoorChoice = () => {
  const query = useQuery({
    queryKey: ["/api/order-doors"],
    queryFn: ({ signal }) => read(client.GET("/api/order-doors", { signal })),
  });
  return (
    <ChoiceField
      name="door"
      label="更合适的地方"
      required
      options={(query.data?.rows ?? []).map((door) => ({
        value: door.code,
        label: `${door.need} → ${door.where}`,
      }))}
    />
  );
};

const ItemChoice = () => (
  <ChoiceField
    name="itemCode"
    label="服务"
    required
    options={useServiceItems()
      .filter((item) => item.isOpen)
      .map((item) => ({ value: item.code, label: item.title }))}
  />
);

const Reason = ({ hint }: { hint: string }) => (
  <LongTextField name="reason" label="原因" required hint={hint} maxLength={300} rows={3} />
);

const fieldsOf = (order: OrderView, act: Act): ReactNode => {
  switch (act) {
    case "screen":
      return null;
    case "dispatch":
      return (
        <>
          <ChoiceField
            name="mode"
            label="怎么派"
            required
            options={[
              { value: "direct", label: "派给一支队" },
              { value: "open", label: "开放抢单：合适的队都能抢，先到先得" },
            ]}
          />
          <TeamChoice orderId={order.id} />
        </>
      );
    case "substitute":
      return (
        <>
          <TeamChoice orderId={order.id} />
          <MomentField name="startsAt" label="几点到" required />
          <TextField name="minutes" label="多久（分钟）" required inputMode="numeric" />
          <Reason hint="电话里和谁说好的，至少 5 个字。" />
        </>
      );
    case "recategorise":
      return <ItemChoice />;
    case "not-ours":
      return (
        <>
          <DoorChoice />
          <Reason hint="居民会读到，至少 5 个字。" />
        </>
      );
    case "merge":
      return <SimilarChoice orderId={order.id} />;
    case "split":
      return (
        <>
          <TextField name="people" label="另一半多少人" required inputMode="numeric" />
          <Reason hint="居民会读到，至少 5 个字。" />
        </>
      );
    case "send-up":
      return (
        <>
          <ChoiceField
            name="to"
            label="送到哪里"
            required
            options={[
              { value: "parent", label: "上级站点" },
              { value: "hub", label: "市级资源集散中心" },
            ]}
          />
          <Reason hint="为什么办不了，至少 5 个字。" />
        </>
      );
    case "unmerge":
    case "recall":
    case "no-show":
    case "cannot":
      return <Reason hint="居民和服务队会读到，至少 5 个字。" />;
    default: {
      const never: never = act;
      return never;
    }
  }
};

export const OrderAct = ({
  order,
  step,
  onClose,
}: {
  order: OrderView;
  step: OrderStep;
  onClose: () => void;
}) => {
  const done = useDone(["/api/orders", "/api/waiting"], onClose);
  const { act, team } = step;
  const said = words[act];
  const initial =
    act === "dispatch"
      ? { mode: "direct", ...(team === undefined ? {} : { teamId: team.teamId }) }
      : act === "substitute"
        ? { minutes: "60" }
        : {};
  return (
    <ActDialog
      title={said.title}
      intro={said.intro}
      name="order-act"
      labels={labels}
      initial={initial}
      submitLabel={said.submit}
      danger={said.danger === true}
      onCancel={onClose}
      send={(sent) => send(order, act, sent)}
      onDone={() => done(said.done)}
    >
      {fieldsOf(order, act)}
    </ActDialog>
  );
};
