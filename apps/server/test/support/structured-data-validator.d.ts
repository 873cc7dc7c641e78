// The package ships no types; these are of its README (1.7).
declare module "@adobe/structured-data-validator" {
  export default class Validator {
    constructor(vocabulary: { "@graph": readonly Readonly<Record<string, unknown>>[] });
    validate(extracted: {
      jsonld: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
      errors: readonly never[];
    }): Promise<
      readonly { issueMessage: string; severity: "ERROR" | "WARNING"; rootType: string; errorType?: string }[]
    >;
  }
}
