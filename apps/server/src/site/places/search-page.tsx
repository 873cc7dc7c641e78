import { Button } from "#ui/button/button.tsx";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { Form } from "#ui/form/form.tsx";
import { TextField } from "#ui/field/field.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import type { OrganisationView, PlaceView } from "#site/directory.ts";
import { paths, placesPath } from "#site/paths.ts";
import type { Topic } from "#site/topics.ts";
import { placeItem } from "./place-item.tsx";

export type SearchPageProps = {
  words: string;
  /** Undefined before anything was searched. */
  found?:
    | {
        places: readonly PlaceView[];
        placeTotal: number;
        organisations: readonly OrganisationView[];
        topics: readonly Topic[];
      }
    | undefined;
};

/** 找: what exists today are places, organisations and topics; articles join when they are published. */
export function SearchPage({ words, found }: SearchPageProps) {
  const nothing =
    found !== undefined && found.places.length + found.organisations.length + found.topics.length === 0;
  return (
    <div class="stack">
      <h1>{words === "" ? "找一找" : `找“${words}”`}</h1>
      <Form action={paths.search} method="get" label="找一找">
        <div class="filter">
          <TextField
            name="q"
            id="search-words"
            label="想找什么"
            hint="站点、场馆、单位的名字，或者一个主题。"
            value={words}
            maxlength={50}
          />
          <Button icon="search">找一找</Button>
        </div>
      </Form>
      {nothing && (
        <EmptyState
          icon="search"
          title="没有找到"
          action={
            <LinkButton href={paths.help} variant="secondary" icon="help">
              有人帮我
            </LinkButton>
          }
        >
          少打几个字，或者换一个说法。文章还没有上线，现在只能找到地方、单位和主题。
        </EmptyState>
      )}
      {found !== undefined && found.places.length > 0 && (
        <section aria-labelledby="found-places">
          <SectionHead
            title="地方"
            id="found-places"
            more={
              found.placeTotal > found.places.length
                ? { href: placesPath({ q: words }), text: `全部 ${found.placeTotal} 个` }
                : undefined
            }
          />
          <Listing items={found.places.map(placeItem)} />
        </section>
      )}
      {found !== undefined && found.organisations.length > 0 && (
        <section aria-labelledby="found-organisations">
          <SectionHead
            title="科普单位"
            id="found-organisations"
            more={{ href: paths.organisations, text: "全部单位" }}
          />
          <Listing
            items={found.organisations.map((organisation) => ({
              key: organisation.id,
              title: organisation.name,
              href: `${paths.organisations}/${organisation.id}`,
              meta: `${organisation.kindText} · ${organisation.areaText}`,
            }))}
          />
        </section>
      )}
      {found !== undefined && found.topics.length > 0 && (
        <section aria-labelledby="found-topics">
          <SectionHead title="主题" id="found-topics" more={{ href: paths.topics, text: "全部主题" }} />
          <Listing
            items={found.topics.map((topic) => ({ key: topic.motif, title: topic.name, meta: topic.about }))}
          />
        </section>
      )}
      {found === undefined && (
        <section aria-labelledby="search-ways">
          <SectionHead title="也可以这样找" id="search-ways" />
          <Listing
            items={[
              { key: "places", title: "站点和场馆", href: paths.places, meta: "按街道（镇）和种类" },
              {
                key: "organisations",
                title: "公益科普机构",
                href: paths.nonProfit,
                meta: "谁在做公益科普",
              },
              { key: "topics", title: "12 个主题", href: paths.topics, meta: "健康、食品、安全应急……" },
            ]}
          />
        </section>
      )}
    </div>
  );
}
