import type { StructuredData } from "#kernel/http-types.ts";
import { type PublicVerdict, toClaimPath } from "#modules/rumours/index.ts";
import { publisherData, type SiteAddress } from "#site/structured-data.ts";

/** schema.org ClaimReview of a published verdict: what was claimed, how it was rated, by whom and on what. */
export const toClaimReview = (verdict: PublicVerdict, config: SiteAddress): StructuredData => {
  const url = `${config.publicUrl}${toClaimPath(verdict.claimNo)}`;
  return {
    "@type": "ClaimReview",
    "@id": url,
    url,
    name: `${verdict.title}：${verdict.rating.name}`,
    claimReviewed: verdict.title,
    reviewBody: verdict.answer,
    inLanguage: "zh-CN",
    isAccessibleForFree: true,
    version: verdict.versionNo,
    datePublished: verdict.firstPublishedAt.toISOString(),
    dateModified: verdict.publishedAt.toISOString(),
    author: { "@type": "Organization", name: verdict.unitName, url: config.publicUrl },
    publisher: publisherData(config),
    itemReviewed: { "@type": "Claim", name: verdict.title },
    reviewRating: {
      "@type": "Rating",
      ratingValue: verdict.rating.value,
      bestRating: 5,
      worstRating: 1,
      alternateName: verdict.rating.name,
    },
    citation: verdict.sources.map((source) => ({
      "@type": "CreativeWork",
      name: source.title,
      publisher: { "@type": "Organization", name: source.publisher },
      ...(source.url === undefined ? {} : { url: source.url }),
      ...(source.date === undefined ? {} : { datePublished: source.date }),
    })),
  };
};
