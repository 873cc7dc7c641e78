import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Pagination } from "#ui/pagination/pagination.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { Tabs } from "#ui/tabs/tabs.tsx";
import { type OrganisationKind, organisationKindCodes, organisationKinds } from "./organisation-kinds.ts";
import type { PublicOrganisation } from "./organisation-queries.ts";
import { organisationsPaths, toOrganisationPath } from "./paths.ts";

export type RegisterFilter = {
  kind?: OrganisationKind | undefined;
  nonProfit?: "yes" | undefined;
  page?: number | undefined;
};

const toListPath = ({ kind, nonProfit, page }: RegisterFilter): string => {
  const query = new URLSearchParams();
  if (kind !== undefined) query.set("kind", kind);
  if (nonProfit !== undefined) query.set("nonProfit", nonProfit);
  if (page !== undefined && page > 1) query.set("page", String(page));
  const text = query.toString();
  return text === "" ? organisationsPaths.organisations : `${organisationsPaths.organisations}?${text}`;
};

/** Public register of verified organisations; with `nonProfit` the 公益科普机构名录 (K-03). */
export const OrganisationsPage = (props: {
  filter: RegisterFilter;
  rows: readonly PublicOrganisation[];
  total: number;
  page: number;
  size: number;
}) => {
  const { filter, rows, total, page, size } = props;
  return (
    <div class="stack">
      <h1>{filter.nonProfit === "yes" ? "公益科普机构名录" : "科普单位"}</h1>
      <p class="lead">
        高校、科研院所、企业、基层组织、学会和社会团体，谁都可以一起做科普。名单里的单位都核实过。
      </p>
      <Tabs
        label="单位种类"
        tabs={[
          {
            text: "全部",
            href: organisationsPaths.organisations,
            current: filter.kind === undefined && filter.nonProfit === undefined,
          },
          { text: "公益机构", href: toListPath({ nonProfit: "yes" }), current: filter.nonProfit === "yes" },
          ...organisationKindCodes.map((kind) => ({
            text: organisationKinds[kind].name,
            href: toListPath({ kind }),
            current: filter.kind === kind && filter.nonProfit === undefined,
          })),
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState
          icon="building"
          title="这里还没有单位"
          action={<LinkButton href={organisationsPaths.register}>登记你们的单位</LinkButton>}
        >
          单位自己登记，核实后列在这里。
        </EmptyState>
      ) : (
        <>
          <Listing
            heading="h2"
            items={rows.map((row) => ({
              key: row.id,
              title: row.name,
              href: toOrganisationPath(row.id),
              meta: [row.kindName, row.areaName, row.nonProfit ? "公益机构" : ""]
                .filter((fact) => fact !== "")
                .join(" · "),
              text: row.purpose,
            }))}
          />
          <Pagination
            page={page}
            pageCount={Math.ceil(total / size)}
            total={total}
            unit="家单位"
            href={(number) => toListPath({ ...filter, page: number })}
          />
        </>
      )}
      <p>
        你们也做科普？<a href={organisationsPaths.register}>登记你们的单位</a>，或者
        <a href={organisationsPaths.status}>查登记进度</a>。
      </p>
    </div>
  );
};

export const OrganisationPage = ({ organisation }: { organisation: PublicOrganisation }) => (
  <div class="stack">
    <h1>{organisation.name}</h1>
    <p class="lead">{organisation.purpose}</p>
    <SummaryList
      rows={[
        { term: "单位种类", value: organisation.kindName },
        { term: "非营利", value: organisation.nonProfit ? "是，列入公益科普机构名录" : "不是" },
        { term: "所在地", value: organisation.areaName },
        { term: "地址", value: organisation.address },
        { term: "核实日期", value: organisation.verifiedOn },
      ]}
    />
  </div>
);
