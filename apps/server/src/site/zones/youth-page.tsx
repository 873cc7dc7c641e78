import type { ComponentChildren } from "preact";
import { identityPaths } from "#modules/identity/index.ts";
import type { ChildTime } from "#modules/people/index.ts";
import { questionsPaths } from "#modules/questions/index.ts";
import { readersPaths } from "#modules/readers/index.ts";
import { Button } from "#ui/button/button.tsx";
import { Cover } from "#ui/cover/cover.tsx";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { Form } from "#ui/form/form.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import type { PlaceView } from "#site/directory.ts";
import { placesPath, zonePath } from "#site/paths.ts";
import { placeItem } from "#site/places/place-item.tsx";
import { ageBandNames, ageBands, startingQuestions, type AgeBand } from "./youth-questions.ts";
import { ZoneHead } from "./zone-head.tsx";

export type YouthPageProps = {
  /** Chosen once and remembered; until then the first thing asked. */
  band?: AgeBand | undefined;
  /** Where to go with a question; a child's session, which cannot open places, has none. */
  places?: readonly PlaceView[];
  items?: ComponentChildren;
  /** What is on now for these readers. */
  nowBand?: ComponentChildren;
  /** A child on a device that its guardian gave it. */
  child?: ChildTime & { bands: readonly AgeBand[]; formKey: string };
};

export const bandPath = (band: AgeBand): string => `${zonePath("youth")}/band/${band}`;

/** 青少年: questions first, things to try, large drawings; the age band is chosen once. */
export function YouthPage({ band, places, items, nowBand, child }: YouthPageProps) {
  return (
    <div class="zone">
      <ZoneHead zone="youth" line="先问为什么，再动手试。" />
      {nowBand}
      {child !== undefined && <ChildPart child={child} />}
      <nav class="bands" aria-label="年龄">
        <p class="bands__ask">{band === undefined ? "你几岁？选一次就记住。" : "换一个年龄"}</p>
        <ul class="bands__list">
          {(child?.bands ?? ageBands).map((candidate) => (
            <li key={candidate}>
              <a
                class="bands__link"
                href={bandPath(candidate)}
                aria-current={candidate === band ? "true" : undefined}
                rel="nofollow"
              >
                {ageBandNames[candidate]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {items}
      {band !== undefined && (
        <section aria-labelledby="youth-questions">
          <SectionHead title="先猜一猜" id="youth-questions">
            动手之前，和大人说一声。答案要科学家核过才放上来。
          </SectionHead>
          <ol class="questions">
            {startingQuestions[band].map((item) => (
              <li class="questions__item" key={item.question}>
                <Cover topic={item.topic} seed={item.question} />
                <h3 class="questions__question">{item.question}</h3>
                <p>试一试：{item.tryThis}</p>
              </li>
            ))}
          </ol>
        </section>
      )}
      {places !== undefined && <Places places={places} />}
      <p class="small">这里没有广告，也没有陌生人的留言。不满 14 岁要登录，先请家长同意。</p>
    </div>
  );
}

/** How much of today is left, and the way out. */
function ChildPart({ child }: { child: NonNullable<YouthPageProps["child"]> }) {
  return (
    <>
      {child.restNow && (
        <Notice tone="soon" title="已经看了半个小时">
          <p>站起来走一走，看看远处，让眼睛歇 10 分钟。</p>
        </Notice>
      )}
      <p>
        今天还剩 {child.leftMinutes} 分钟，{child.limit.closesHour} 点以前都可以用。
        <a href={readersPaths.saved}>我的收藏</a> · <a href={questionsPaths.own}>我问过的</a>
      </p>
      <Form action={identityPaths.signOut} formKey={child.formKey} label="退出">
        <Button variant="secondary">不用了，退出</Button>
      </Form>
    </>
  );
}

function Places({ places }: { places: readonly PlaceView[] }) {
  return (
    <section aria-labelledby="youth-places">
      <SectionHead
        title="带着问题去这里"
        id="youth-places"
        more={places.length > 0 ? { href: placesPath({ kind: "venue" }), text: "全部场馆" } : undefined}
      />
      {places.length === 0 ? (
        <EmptyState icon="flask" title="还没有登记的场馆">
          科技馆、基地和开放的实验室登记后，会排在这里。
        </EmptyState>
      ) : (
        <Listing items={places.map(placeItem)} columns="two" />
      )}
    </section>
  );
}
