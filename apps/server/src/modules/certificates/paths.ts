export const certificatesPaths = {
  own: "/my/certificates",
  one: "/my/certificates/:id",
  pdf: "/my/certificates/:id/certificate.pdf",
  file: "/my/certificates/:id/certificate.json",
  verify: "/certificates/verify",
} as const;

export const toCertificatePath = (id: string, rest = ""): string => `/my/certificates/${id}${rest}`;

/** Where a certificate is looked up: its number and the first digits of its content's hash. */
export const toVerifyPath = (no: string, code: string): string =>
  `${certificatesPaths.verify}?no=${encodeURIComponent(no)}&code=${code}`;
