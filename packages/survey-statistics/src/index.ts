export { SurveyError, type SurveyErrorCode } from "./errors.ts";
