import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../api/client.ts";
import { ActForm } from "../form/act-form.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { audienceOptions } from "../pages/contents/contents-words.ts";
import { halfOptions } from "../pages/orders/order-words.ts";
import { useServiceItems } from "../pages/orders/use-service-items.ts";
import { paths } from "../paths.ts";
import { PageHead } from "../shell/page-head.tsx";
import { dayOf } from "../time-text.ts";

const labels = {
  itemCode: "想要什么",
  details: "补充一句",
  contactName: "怎么称呼",
  contactPhone: "电话",
  placeUnitId: "在哪个街道、社区",
  address: "详细地址",
  wantedOn: "哪天",
  wantedHalf: "什么时候",
  peopleCount: "多少人",
  audience: "主要给谁",
  channel: "怎么来的",
};

const inThreeDays = (): string => dayOf(new Date(new Date().getTime() + 3 * 86_400_000));

/** What is no science service is answered before anything is typed. */
const Doors = () => {
  const query = useQuery({
    queryKey: ["/api/order-doors"],
    queryFn: ({ signal }) => read(client.GET("/api/order-doors", { signal })),
  });
  return (
    <details className="panel">
      <summary>先问一句是什么事。不是科普服务的，告诉他该打哪个电话</summary>
      <dl className="refusals">
        {(query.data?.rows ?? []).map((door) => (
          <div key={door.code}>
            <dt>{door.need}</dt>
            <dd>
              {door.where}。{door.note}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
};

/** An order from the phone on one screen, in the order in which people speak: what, who, where, when. */
export const OrderCallPage = () => {
  const queries = useQueryClient();
  const items = useServiceItems();
  const [taken, setTaken] = useState<{ id: string; no: string }>();
  const [round, setRound] = useState(0);
  const places = useQuery({
    queryKey: ["/api/order-places"],
    queryFn: ({ signal }) => read(client.GET("/api/order-places", { signal })),
  });
  return (
    <>
      <PageHead
        title="电话点单"
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro="边听边填，一分钟内填完。填好把单号念给对方听。"
      />
      {taken !== undefined && (
        <output className="panel call-taken">
          记下了。请把单号念给对方听：<strong>{taken.no}</strong>。
          <Link to={paths.order(taken.id)}>打开这个单</Link>
        </output>
      )}
      <Doors />
      <div className="call-form">
        <ActForm<{ id: string; no: string }>
          key={round}
          name="order-call"
          labels={labels}
          initial={{ wantedOn: inThreeDays(), wantedHalf: "morning", peopleCount: "1", channel: "phone" }}
          submitLabel="记下这个单"
          send={({ body, key }) => {
            const { peopleCount: _typed, ...rest } = body;
            return write(
              client.POST("/api/orders", {
                params: { header: keyed(key) },
                body: { ...rest, peopleCount: Number(textOf(body, "peopleCount")) } as never,
              }),
            ); // the form's fields are the contract's; the server validates
          }}
          onDone={(result) => {
            setTaken(result);
            setRound(round + 1);
            void queries.invalidateQueries({ queryKey: ["/api/orders"] });
          }}
        >
          <ChoiceField
            name="itemCode"
            label={labels.itemCode}
            options={items
              .filter((item) => item.isOpen)
              .map((item) => ({ value: item.code, label: item.title }))}
            hint="单子上没有的，不选，在下面写一句。"
          />
          <LongTextField name="details" label={labels.details} rows={2} maxLength={300} />
          <TextField name="contactName" label={labels.contactName} required maxLength={30} />
          <TextField name="contactPhone" label={labels.contactPhone} inputMode="tel" maxLength={20} />
          <ChoiceField
            name="placeUnitId"
            label={labels.placeUnitId}
            required
            options={(places.data?.rows ?? []).map((place) => ({ value: place.id, label: place.name }))}
          />
          <TextField name="address" label={labels.address} maxLength={100} />
          <DayField name="wantedOn" label={labels.wantedOn} required />
          <ChoiceField name="wantedHalf" label={labels.wantedHalf} required options={halfOptions} />
          <TextField
            name="peopleCount"
            label={labels.peopleCount}
            required
            inputMode="numeric"
            maxLength={4}
          />
          <ChoiceField name="audience" label={labels.audience} options={audienceOptions} />
          <ChoiceField
            name="channel"
            label={labels.channel}
            required
            options={[
              { value: "phone", label: "电话" },
              { value: "paper", label: "纸条、到站点来说" },
            ]}
          />
        </ActForm>
      </div>
    </>
  );
};
