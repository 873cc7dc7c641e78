import { Button } from "#ui/button/button.tsx";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { SelectField } from "#ui/field/field.tsx";
import { Form } from "#ui/form/form.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import type { PlaceView, StreetView } from "#site/directory.ts";
import { paths, placesPath } from "#site/paths.ts";
import { placeItem } from "#site/places/place-item.tsx";

export type HelpPageProps = {
  streets: readonly StreetView[];
  /** The one that was chosen. */
  street?: StreetView | undefined;
  stations: readonly PlaceView[];
};

/** 有人帮我: people first, then how somebody may act for another. */
export function HelpPage({ streets, street, stations }: HelpPageProps) {
  return (
    <div class="stack">
      <h1>有人帮我</h1>
      <p class="lead">办不来不要紧。打个电话，或者到站点去，有人陪您办。</p>
      <section aria-labelledby="help-stations">
        <SectionHead
          title={street === undefined ? "打站点电话" : `${street.name}的站点`}
          id="help-stations"
          more={
            stations.length > 0
              ? { href: placesPath({ kind: "station", street: street?.id }), text: "全部站点" }
              : undefined
          }
        />
        {streets.length > 0 && (
          <Form action={paths.help} method="get" label="找我的站点">
            <div class="filter">
              <SelectField
                name="street"
                label="您住在哪个街道（镇）"
                options={streets.map(({ id, name }) => ({ value: id, text: name }))}
                value={street?.id}
              />
              <Button>找站点电话</Button>
            </div>
          </Form>
        )}
        {stations.length > 0 && <Listing items={stations.map(placeItem)} />}
        {(streets.length === 0 || (street !== undefined && stations.length === 0)) && (
          <EmptyState icon="phone" title="这里还没有登记的站点">
            站点登记后，电话会排在这里。现在可以打 12345。
          </EmptyState>
        )}
      </section>
      <section aria-labelledby="help-line">
        <SectionHead title="打政务服务热线" id="help-line" />
        <p>
          <PhoneLink number="12345" about="政务服务便民热线" size="large" />
        </p>
      </section>
      <section class="prose" aria-labelledby="help-proxy">
        <h2 id="help-proxy">请人代办</h2>
        <ol>
          <li>您当面对站点的工作人员说“请帮我办”。</li>
          <li>他登录自己的账号，记下您同意。</li>
          <li>他替您办的每一步，都记两个人的名字：他的和您的。</li>
          <li>办完，念给您听，或者打印给您。您说停就停。</li>
        </ol>
        <p>代办的人看不到您没让他办的事。</p>
      </section>
    </div>
  );
}
