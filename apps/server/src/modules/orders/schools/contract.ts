import Type from "typebox";
import { expertFields } from "#modules/people/index.ts";
import { closed, day, nullableText, oneOf } from "../contract.ts";

const fieldCodes = Object.keys(expertFields);

/** As people type it on the portal: what is wrong with it is the command's to say. */
export const ownConsentBody = Type.Object(
  {
    signerName: Type.Optional(Type.String({ maxLength: 30, title: "学校谁同意的" })),
    signerPosition: Type.Optional(Type.String({ maxLength: 30, title: "职务" })),
    agreedOn: Type.Optional(Type.String({ maxLength: 10, title: "哪天同意的" })),
    classes: Type.Optional(Type.String({ maxLength: 60, title: "哪些年级、班" })),
    guardiansToldOn: Type.Optional(Type.String({ maxLength: 10, title: "哪天告诉家长的" })),
    adultsCount: Type.Optional(Type.String({ maxLength: 6, title: "到场几位大人" })),
    confirmed: Type.Optional(Type.String({ maxLength: 5, title: "确认书面同意" })),
  },
  closed,
);
export const consentBody = Type.Object(
  {
    signerName: Type.String({ minLength: 1, maxLength: 30, title: "学校谁同意的" }),
    signerPosition: Type.String({ minLength: 1, maxLength: 30, title: "职务" }),
    agreedOn: day("哪天同意的"),
    classes: Type.String({ minLength: 1, maxLength: 60, title: "哪些年级、班" }),
    guardiansToldOn: Type.Optional(day("哪天告诉家长的")),
    adultsCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "到场几位大人" })),
    confirmed: oneOf(["yes", "no"] as const, "确认书面同意"),
  },
  closed,
);
export const signerAnswer = Type.Object({ signerName: nullableText });
export const libraryQuery = Type.Object({
  field: Type.Optional(Type.String({ enum: fieldCodes, title: "领域" })),
});
