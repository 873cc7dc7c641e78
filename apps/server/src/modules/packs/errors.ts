/** Expected refusals of this module; the sentences are in messages.ts. */
export type PacksError =
  | "packs.not_found"
  | "packs.not_ready"
  | "packs.no_plan"
  | "packs.waiting"
  | "packs.no_manifest"
  | "packs.too_many_facts"
  | "packs.too_many_files"
  | "packs.too_large"
  | "packs.day";
