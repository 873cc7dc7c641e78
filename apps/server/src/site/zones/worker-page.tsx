import type { ComponentChildren } from "preact";
import { dayText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import type { PlaceView } from "#site/directory.ts";
import { placesPath } from "#site/paths.ts";
import { placeItem } from "#site/places/place-item.tsx";
import { ZoneHead } from "./zone-head.tsx";

export type WorkerPageProps = {
  now: Date;
  /** What is on this evening. */
  evening: readonly { id: string; title: string; href: string; timeText: string; placeName: string }[];
  places: readonly PlaceView[];
  /** Short lessons; undefined while there are none. */
  items?: ComponentChildren;
  /** What is on now for these readers. */
  nowBand?: ComponentChildren;
};

/** 产业工人: three minutes at a time, and what is on this evening. */
export function WorkerPage({ now, evening, places, items, nowBand }: WorkerPageProps) {
  return (
    <div class="zone">
      <ZoneHead zone="worker" line="三分钟一课，下班去哪。" />
      {nowBand}
      <div class="shift">
        <div class="shift__part shift__part--break">
          {items ?? (
            <section aria-labelledby="shift-break">
              <h2 class="shift__title" id="shift-break">
                歇三分钟
              </h2>
              <p>安全、健康、技能，一课不超过三分钟，不用装软件。第一批课正在录，核过再放上来。</p>
            </section>
          )}
        </div>
        <section class="shift__part shift__part--evening" aria-labelledby="shift-evening">
          <h2 class="shift__title" id="shift-evening">
            {dayText(now, now)}晚上
          </h2>
          {evening.length === 0 ? (
            <p>今晚没有登记的活动。站点和场馆的开放时间在下面。</p>
          ) : (
            <Listing
              items={evening.map((item) => ({
                key: item.id,
                title: item.title,
                href: item.href,
                meta: `${item.timeText} · ${item.placeName}`,
              }))}
            />
          )}
        </section>
      </div>
      <section aria-labelledby="worker-places">
        <SectionHead
          title="园区和附近的站点"
          id="worker-places"
          more={places.length > 0 ? { href: placesPath({}), text: "全部地方" } : undefined}
        />
        {places.length === 0 ? (
          <EmptyState icon="helmet" title="还没有登记的地方">
            园区、企业和站点登记后，会排在这里。
          </EmptyState>
        ) : (
          <Listing items={places.map(placeItem)} columns="two" />
        )}
      </section>
    </div>
  );
}

/** Whom to call, and what the firm sees. */
export function WorkerSide() {
  return (
    <>
      <section aria-labelledby="worker-ask">
        <SectionHead title="培训和补贴，打电话问" id="worker-ask" />
        <ul class="ask">
          <li>
            <span>人力资源和社会保障服务热线</span>
            <PhoneLink number="12333" about="人力资源和社会保障服务热线" size="large" />
          </li>
        </ul>
      </section>
      <p class="small">您学了什么，单位只看得到总人数，看不到您的名字。</p>
    </>
  );
}
