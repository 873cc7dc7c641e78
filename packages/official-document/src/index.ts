export { cleanLine, cleanText } from "./clean-text.ts";
export { formatIssueDate } from "./dates.ts";
export { OfficialDocumentError, type OfficialDocumentErrorCode } from "./errors.ts";
export { defaultFonts } from "./fonts.ts";
export { describeOfficialDocumentError } from "./messages.ts";
export type {
  Attachment,
  Attendance,
  Block,
  DocumentFonts,
  DocumentHead,
  DocumentNumberParts,
  DocumentRecord,
  DocumentTable,
  OfficialDocument,
  Paragraph,
  Run,
  Section,
  Signature,
  TableCell,
  TableColumn,
  WriteOptions,
} from "./model.ts";
export { formatDocumentNumber, formatLevelNumber } from "./numbers.ts";
export { widthInCharacters } from "./text-width.ts";
export { breakTitle } from "./title-lines.ts";
export { writeOfficialDocument } from "./write-docx.ts";
