// schema.org data that pages of the site carry beside their words: what a page is, where it stands, what it lists.
import type { Config } from "#kernel/config.ts";
import type { PageView, StructuredData } from "#kernel/http-types.ts";
import { type LiveCard, toArticlePath } from "#modules/contents/index.ts";
import { paths } from "./paths.ts";

/** Under which address and name the site stands. */
export type SiteAddress = Pick<Config, "publicUrl" | "siteName">;

export const publisherData = (config: SiteAddress): StructuredData => ({
  "@type": "Organization",
  name: config.siteName,
  url: config.publicUrl,
});

/** The site itself, with where its search takes a word. */
export const siteData = (config: SiteAddress): StructuredData => ({
  "@type": "WebSite",
  "@id": `${config.publicUrl}/#site`,
  url: config.publicUrl,
  name: config.siteName,
  inLanguage: "zh-CN",
  publisher: publisherData(config),
  potentialAction: {
    "@type": "SearchAction",
    target: { "@type": "EntryPoint", urlTemplate: `${config.publicUrl}${paths.search}?q={words}` },
    "query-input": "required name=words",
  },
});

/** A page that gathers others, in the order in which it shows them. */
export const collectionData = (
  page: { path: string; name: string; about?: string | undefined },
  items: readonly { path: string; name: string }[],
  config: SiteAddress,
): StructuredData => ({
  "@type": "CollectionPage",
  "@id": `${config.publicUrl}${page.path}`,
  url: `${config.publicUrl}${page.path}`,
  name: page.name,
  ...(page.about === undefined ? {} : { description: page.about }),
  inLanguage: "zh-CN",
  isPartOf: { "@id": `${config.publicUrl}/#site` },
  mainEntity: {
    "@type": "ItemList",
    numberOfItems: items.length,
    itemListElement: items.map(({ path, name }, index) => ({
      "@type": "ListItem",
      position: index + 1,
      name,
      url: `${config.publicUrl}${path}`,
    })),
  },
});

export const cardLinks = (cards: readonly LiveCard[]): readonly { path: string; name: string }[] =>
  cards.map((card) => ({ path: toArticlePath(card.no), name: card.title }));

/** The way from the home page to this page. */
const trailData = (view: PageView, config: SiteAddress): StructuredData => ({
  "@type": "BreadcrumbList",
  itemListElement: [
    ...(view.breadcrumbs ?? []).map(({ label, href }, index) => ({
      "@type": "ListItem",
      position: index + 1,
      name: label,
      item: `${config.publicUrl}${href}`,
    })),
    { "@type": "ListItem", position: (view.breadcrumbs?.length ?? 0) + 1, name: view.title },
  ],
});

/** Everything a page says of itself to machines; nothing where there is nothing to say. */
export const toPageGraph = (view: PageView, config: SiteAddress): StructuredData | undefined => {
  const isThere = view.status === undefined || view.status === 200;
  const parts = isThere
    ? [
        ...(view.structuredData ?? []),
        ...((view.breadcrumbs ?? []).length > 0 ? [trailData(view, config)] : []),
      ]
    : [];
  return parts.length === 0 ? undefined : { "@context": "https://schema.org", "@graph": parts };
};

/** JSON for a data block in HTML: a closing tag inside a text cannot end the block. */
export const toDataBlock = (data: StructuredData): string =>
  JSON.stringify(data).replaceAll(
    /[<\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
