/** Builders of the content studio, for tests of the modules that come after it. */
export {
  buildBody,
  buildDraft,
  buildPublished,
  buildStudio,
  passStages,
  signAs,
  type Studio,
} from "#modules/contents/builders.ts";
