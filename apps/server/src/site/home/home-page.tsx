import type { ComponentChildren } from "preact";
import { audienceNames, audiences } from "#kernel/audiences.ts";
import type { Audience } from "#kernel/audiences.ts";
import { Button } from "#ui/button/button.tsx";
import { Cover } from "#ui/cover/cover.tsx";
import type { MotifName } from "#ui/cover/motifs.ts";
import { dateText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { TextArea } from "#ui/field/field.tsx";
import { Form } from "#ui/form/form.tsx";
import { Icon, type IconName } from "#ui/icon/icon.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import type { PlaceView } from "#site/directory.ts";
import { paths, zonePath } from "#site/paths.ts";
import { placeItem } from "#site/places/place-item.tsx";
import type { SolarTermToday } from "#site/solar-term.ts";

export type Story = { id: string; title: string; answer: string; href: string; topic: MotifName };
export type Suggestion = { title: string; href: string; reason: string };

export type HomePageProps = {
  now: Date;
  term: SolarTermToday;
  /** What should I know today: one lead and up to three more. */
  lead?: Story | undefined;
  more?: readonly Story[];
  /** Is it true: where the pasted message goes. */
  rumourDesk: { action: string; formKey: string };
  /** What can come to me: the most asked items. */
  orders: { items: readonly { title: string; href: string }[]; href: string };
  /** What is on now: a reminder of the season, a day of the year. */
  nowBand?: ComponentChildren;
  /** Near me. */
  activities?: readonly { id: string; title: string; href: string; timeText: string; placeName: string }[];
  places: readonly PlaceView[];
  placeTotal: number;
  /** For you, with reasons and an off switch. */
  forYou?: { items: readonly Suggestion[]; offHref: string } | undefined;
};

/** Three questions on the first screen: what should I know today, is it true, what can come to me. */
export function HomePage(props: HomePageProps) {
  return (
    <div class="home">
      <h1 class="home__title">湘江科普首页</h1>
      <div class="home__questions">
        <Today {...props} />
        <IsItTrue desk={props.rumourDesk} />
        <CanCome {...props} />
      </div>
      {props.nowBand}
      <NearMe {...props} />
      <ForYou suggestions={props.forYou} />
      <Zones />
    </div>
  );
}

function Today({ now, term, lead, more = [] }: HomePageProps) {
  const dayWords = term.dayOfTerm === 1 ? `今天${term.name}` : term.name;
  return (
    <section class="home__today" aria-labelledby="home-today">
      <div class="home__day">
        <h2 class="home__question" id="home-today">
          今天该知道什么
        </h2>
        <p class="home__date">
          {dateText(now, now)} · {dayWords}
        </p>
      </div>
      {lead === undefined ? (
        <div class="home__lead">
          <Cover topic="place" seed="首页" />
          <div>
            <p class="home__lead-title">第一批内容正在准备</p>
            <p class="home__lead-text">
              有人写、专家核、再校对，三关都过才放到这里。先看看会讲<a href={paths.topics}>哪 12 个主题</a>。
            </p>
          </div>
        </div>
      ) : (
        <div class="home__lead">
          <Cover topic={lead.topic} seed={lead.id} />
          <div>
            <h3 class="home__lead-title">
              <a href={lead.href}>{lead.title}</a>
            </h3>
            <p class="home__lead-text">{lead.answer}</p>
          </div>
        </div>
      )}
      {more.length > 0 && (
        <ul class="home__more">
          {more.slice(0, 3).map((story) => (
            <li key={story.id}>
              <a href={story.href}>{story.title}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function IsItTrue({ desk }: { desk: HomePageProps["rumourDesk"] }) {
  return (
    <section class="home__true" aria-labelledby="home-true">
      <h2 class="home__question" id="home-true">
        这是真的吗
      </h2>
      <Form action={desk.action} formKey={desk.formKey} label="核一条消息">
        <div class="home__paste">
          <TextArea name="message" label="把收到的话贴在这里" rows={2} maxlength={5000} />
          <Button icon="search">查一查</Button>
        </div>
      </Form>
      <p class="home__row">
        <a class="home__link" href={paths.rumours}>
          查清了的和我问过的
        </a>
        <PhoneLink number="96110" about="全国反诈专线" />
      </p>
    </section>
  );
}

function CanCome({ orders }: HomePageProps) {
  return (
    <section class="home__order" aria-labelledby="home-order">
      <h2 class="home__question" id="home-order">
        什么能到我身边
      </h2>
      {orders.items.length > 0 && (
        <Listing
          heading="h3"
          order="numbered"
          items={orders.items
            .slice(0, 3)
            .map((item) => ({ key: item.href, title: item.title, href: item.href }))}
        />
      )}
      <LinkButton href={orders.href} icon="order">
        我要点单
      </LinkButton>
    </section>
  );
}

function NearMe({ activities = [], places, placeTotal }: HomePageProps) {
  return (
    <section class="home__near" aria-label="在我身边">
      <div>
        <SectionHead
          title="最近的活动"
          more={activities.length > 0 ? { href: paths.activities, text: "全部活动" } : undefined}
        />
        {activities.length === 0 ? (
          <EmptyState icon="calendar" title="还没有活动可以报名">
            站点和场馆发布后，按时间先后排在这里。
          </EmptyState>
        ) : (
          <Listing
            items={activities.map((activity) => ({
              key: activity.id,
              title: activity.title,
              href: activity.href,
              meta: `${activity.timeText} · ${activity.placeName}`,
            }))}
          />
        )}
      </div>
      <div>
        <SectionHead
          title="可以去的地方"
          more={placeTotal > 0 ? { href: paths.places, text: `全部 ${placeTotal} 个` } : undefined}
        />
        {places.length === 0 ? (
          <EmptyState icon="place" title="还没有登记的站点和场馆">
            单位登记并核实后，会出现在这里。
          </EmptyState>
        ) : (
          <Listing items={places.slice(0, 4).map(placeItem)} />
        )}
      </div>
    </section>
  );
}

function ForYou({ suggestions }: { suggestions: HomePageProps["forYou"] }) {
  if (suggestions === undefined) return null;
  return (
    <section aria-label="为您推荐">
      <SectionHead title="为您推荐" more={{ href: suggestions.offHref, text: "不要推荐" }}>
        每一条都写明为什么推荐。
      </SectionHead>
      <Listing
        items={suggestions.items.map((item) => ({
          key: item.href,
          title: item.title,
          href: item.href,
          meta: `因为：${item.reason}`,
        }))}
      />
    </section>
  );
}

const zoneVoices: Readonly<Record<Audience, { icon: IconName; line: string }>> = {
  youth: { icon: "flask", line: "先问为什么，再动手试" },
  farmer: { icon: "seedling", line: "照着节气，照着作物" },
  worker: { icon: "helmet", line: "三分钟一课，下班去哪" },
  elder: { icon: "tea", line: "一屏一件事，有人帮" },
  official: { icon: "brief", line: "五分钟简报，条条有出处" },
};

function Zones() {
  return (
    <section aria-label="五个专区">
      <SectionHead title="五个专区" />
      <ul class="zone-doors">
        {audiences.map((zone) => (
          <li key={zone}>
            <a class={`zone-doors__link zone-doors__link--${zone}`} href={zonePath(zone)}>
              <Icon name={zoneVoices[zone].icon} size="huge" />
              <span>
                <strong>{audienceNames[zone]}</strong>
                <span class="zone-doors__line">{zoneVoices[zone].line}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
