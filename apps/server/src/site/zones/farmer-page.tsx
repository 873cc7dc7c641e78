import type { ComponentChildren } from "preact";
import { commissionersPaths } from "#modules/commissioners/index.ts";
import { techniquesPaths } from "#modules/techniques/index.ts";
import { dateText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import type { PlaceView } from "#site/directory.ts";
import { paths, placesPath } from "#site/paths.ts";
import { placeItem } from "#site/places/place-item.tsx";
import type { SolarTermToday } from "#site/solar-term.ts";
import { ZoneHead } from "./zone-head.tsx";

export type FarmerPageProps = {
  now: Date;
  term: SolarTermToday;
  places: readonly PlaceView[];
  items?: ComponentChildren;
  /** What is on now for these readers. */
  nowBand?: ComponentChildren;
};

/** 农民: the season first, then who answers; no pictures, so that a weak network carries it. */
export function FarmerPage({ now, term, places, items, nowBand }: FarmerPageProps) {
  return (
    <div class="zone">
      <ZoneHead zone="farmer" line="照着节气，照着作物。" />
      {nowBand}
      <section class="season" aria-labelledby="season-title">
        <h2 class="season__now" id="season-title">
          {term.name}
          <span class="season__day">{term.dayOfTerm === 1 ? "今天开始" : `第 ${term.dayOfTerm} 天`}</span>
        </h2>
        <ol class="season__next" aria-label="接下来的节气">
          {term.next.map((next) => (
            <li key={next.name}>
              <strong>{next.name}</strong>
              <span>{dateText(next.at, now)}</span>
            </li>
          ))}
        </ol>
      </section>
      {items}
      <section aria-labelledby="farmer-places">
        <SectionHead
          title="镇上、村里能帮忙的地方"
          id="farmer-places"
          more={places.length > 0 ? { href: placesPath({ kind: "station" }), text: "全部站点" } : undefined}
        />
        {places.length === 0 ? (
          <EmptyState icon="seedling" title="还没有登记的站点">
            镇、村的站点登记后，电话会排在这里。
          </EmptyState>
        ) : (
          <Listing items={places.map(placeItem)} />
        )}
      </section>
    </div>
  );
}

/** Whom to call, and how somebody comes to the field. */
export function FarmerSide() {
  return (
    <>
      <section aria-labelledby="farmer-ask">
        <SectionHead title="田里有事，先打电话" id="farmer-ask" />
        <ul class="ask">
          <li>
            <span>三农服务热线：种养、病虫、农资真假</span>
            <PhoneLink number="12316" about="三农服务热线" size="large" />
          </li>
        </ul>
      </section>
      <section aria-labelledby="farmer-techniques">
        <SectionHead title="品种、技术、装备" id="farmer-techniques" />
        <p>
          什么季节、什么地能用，出处在哪里：看<a href={techniquesPaths.list}>品种技术目录</a>
          。会种会养、愿意下田的，看
          <a href={commissionersPaths.calls}>科技特派员选派</a>。
        </p>
      </section>
      <section aria-labelledby="farmer-visit">
        <SectionHead title="请人到田里来" id="farmer-visit" />
        <p>田间技术指导、安全用药课，照菜单点，站点请人上门。</p>
        <p class="visit__act">
          <LinkButton href={paths.orders} variant="secondary" icon="order">
            我要点单
          </LinkButton>
        </p>
      </section>
    </>
  );
}
