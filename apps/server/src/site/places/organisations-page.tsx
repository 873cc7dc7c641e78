import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Pagination } from "#ui/pagination/pagination.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import type { OrganisationView, PageOf } from "#site/directory.ts";
import { paths } from "#site/paths.ts";

export type OrganisationsPageProps = {
  organisations: PageOf<OrganisationView>;
  /** Where an organisation registers itself. */
  registerHref?: string | undefined;
};

/** Public list of non-profit science organisations (K-03). */
export function OrganisationsPage({ organisations, registerHref }: OrganisationsPageProps) {
  return (
    <div class="stack">
      <h1>公益科普机构</h1>
      <p class="lead">不以赚钱为目的、做科技教育和科普的单位。名单公开，谁都可以查。</p>
      {organisations.rows.length === 0 ? (
        <EmptyState icon="building" title="名单上还没有机构">
          机构自己登记，经核实后列在这里。
        </EmptyState>
      ) : (
        <>
          <Listing items={organisations.rows.map(organisationItem)} heading="h2" />
          <Pagination
            page={organisations.page}
            pageCount={organisations.pageCount}
            total={organisations.total}
            unit="家机构"
            href={(page) => (page > 1 ? `${paths.organisations}?page=${page}` : paths.organisations)}
          />
        </>
      )}
      {registerHref !== undefined && (
        <p>
          你们也做公益科普？<a href={registerHref}>登记你们的单位</a>
        </p>
      )}
    </div>
  );
}

function organisationItem(organisation: OrganisationView) {
  return {
    key: organisation.id,
    title: organisation.name,
    meta: [organisation.kindText, organisation.areaText].filter((fact) => fact !== undefined).join(" · "),
    ...(organisation.text === undefined ? {} : { text: organisation.text }),
    ...(organisation.phone === undefined
      ? {}
      : { aside: <PhoneLink number={organisation.phone} about={organisation.name} /> }),
  };
}
