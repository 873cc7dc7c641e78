// All examples, in the order of the component page. A component without examples here fails examples.test.tsx.
import { actingForExamples } from "./acting-for/acting-for.examples.tsx";
import { answerBoxExamples } from "./answer-box/answer-box.examples.tsx";
import { breadcrumbsExamples } from "./breadcrumbs/breadcrumbs.examples.tsx";
import { buttonExamples } from "./button/button.examples.tsx";
import { cardExamples } from "./card/card.examples.tsx";
import { confirmationExamples } from "./confirmation/confirmation.examples.tsx";
import { coverExamples } from "./cover/cover.examples.tsx";
import { demoBannerExamples } from "./demo-banner/demo-banner.examples.tsx";
import { emptyStateExamples } from "./empty-state/empty-state.examples.tsx";
import { errorSummaryExamples } from "./error-summary/error-summary.examples.tsx";
import type { ComponentExamples } from "./example.ts";
import { fieldExamples } from "./field/field.examples.tsx";
import { fieldsetExamples } from "./fieldset/fieldset.examples.tsx";
import { formExamples } from "./form/form.examples.tsx";
import { iconExamples } from "./icon/icon.examples.tsx";
import { layoutExamples } from "./layout/layout.examples.tsx";
import { linkButtonExamples } from "./link-button/link-button.examples.tsx";
import { listingExamples } from "./listing/listing.examples.tsx";
import { logotypeExamples } from "./logotype/logotype.examples.tsx";
import { modeSwitchExamples } from "./mode-switch/mode-switch.examples.tsx";
import { noticeExamples } from "./notice/notice.examples.tsx";
import { pagerExamples } from "./pager/pager.examples.tsx";
import { paginationExamples } from "./pagination/pagination.examples.tsx";
import { phoneLinkExamples } from "./phone-link/phone-link.examples.tsx";
import { progressExamples } from "./progress/progress.examples.tsx";
import { qrExamples } from "./qr/qr.examples.tsx";
import { readAloudExamples } from "./read-aloud/read-aloud.examples.tsx";
import { sectionHeadExamples } from "./section-head/section-head.examples.tsx";
import { statusTagExamples } from "./status-tag/status-tag.examples.tsx";
import { stepsExamples } from "./steps/steps.examples.tsx";
import { summaryListExamples } from "./summary-list/summary-list.examples.tsx";
import { tableExamples } from "./table/table.examples.tsx";
import { tabsExamples } from "./tabs/tabs.examples.tsx";

export const componentExamples: readonly ComponentExamples[] = [
  logotypeExamples,
  iconExamples,
  coverExamples,
  layoutExamples,
  modeSwitchExamples,
  demoBannerExamples,
  actingForExamples,
  breadcrumbsExamples,
  sectionHeadExamples,
  tabsExamples,
  buttonExamples,
  linkButtonExamples,
  formExamples,
  fieldExamples,
  fieldsetExamples,
  errorSummaryExamples,
  confirmationExamples,
  noticeExamples,
  emptyStateExamples,
  answerBoxExamples,
  readAloudExamples,
  listingExamples,
  cardExamples,
  tableExamples,
  paginationExamples,
  pagerExamples,
  summaryListExamples,
  statusTagExamples,
  stepsExamples,
  progressExamples,
  phoneLinkExamples,
  qrExamples,
];
