import { Button } from "#ui/button/button.tsx";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { SelectField, TextField } from "#ui/field/field.tsx";
import { Form } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Pagination } from "#ui/pagination/pagination.tsx";
import { Tabs } from "#ui/tabs/tabs.tsx";
import {
  placeKindNames,
  type PageOf,
  type PlaceKind,
  type PlaceView,
  type StreetView,
} from "#site/directory.ts";
import { paths, placesPath, type PlacesFilter } from "#site/paths.ts";
import { placeItem } from "./place-item.tsx";

export type PlacesPageProps = {
  filter: PlacesFilter;
  streets: readonly StreetView[];
  /** How many there are of each kind with the other filters in force; kinds with none are left out. */
  kinds: readonly { kind: PlaceKind; count: number }[];
  places: PageOf<PlaceView>;
};

/** Public directory of stations and venues. */
export function PlacesPage({ filter, streets, kinds, places }: PlacesPageProps) {
  const street = streets.find((candidate) => candidate.id === filter.street);
  const all = kinds.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="stack">
      <h1>{street === undefined ? "站点和场馆" : `${street.name}的站点和场馆`}</h1>
      <Form
        action={paths.places}
        method="get"
        label="找地方"
        {...(filter.kind === undefined ? {} : { hidden: { kind: filter.kind } })}
      >
        <div class="filter">
          <SelectField
            name="street"
            label="街道（镇）"
            optional
            options={streets.map(({ id, name }) => ({ value: id, text: name }))}
            value={filter.street}
            emptyText="全部"
          />
          <TextField name="q" label="名字里有" optional value={filter.q} maxlength={50} />
          <Button icon="search">找一找</Button>
        </div>
      </Form>
      {kinds.length > 1 && (
        <Tabs
          label="种类"
          tabs={[
            {
              text: "全部",
              href: placesPath({ ...filter, kind: undefined, page: 1 }),
              current: filter.kind === undefined,
              count: all,
            },
            ...kinds.map(({ kind, count }) => ({
              text: placeKindNames[kind],
              href: placesPath({ ...filter, kind, page: 1 }),
              current: filter.kind === kind,
              count,
            })),
          ]}
        />
      )}
      {places.rows.length === 0 ? (
        <EmptyState
          icon="place"
          title={isFiltered(filter) ? "没有找到这样的地方" : "还没有登记的站点和场馆"}
          action={
            isFiltered(filter) ? (
              <LinkButton href={paths.places} variant="secondary">
                看全部地方
              </LinkButton>
            ) : undefined
          }
        >
          {isFiltered(filter) ? "换一个街道（镇），或者少打几个字再找。" : "单位登记并核实后，会出现在这里。"}
        </EmptyState>
      ) : (
        <>
          <Listing items={places.rows.map(placeItem)} heading="h2" columns="two" />
          <Pagination
            page={places.page}
            pageCount={places.pageCount}
            total={places.total}
            unit="个地方"
            href={(page) => placesPath({ ...filter, page })}
          />
        </>
      )}
      <p class="small">名字、地址和电话由各单位填写，街道核实。发现不对，打单位电话或告诉站点，我们改。</p>
    </div>
  );
}

const isFiltered = (filter: PlacesFilter): boolean => Boolean(filter.street ?? filter.kind ?? filter.q);
