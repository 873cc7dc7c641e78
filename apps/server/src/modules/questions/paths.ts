/** Addresses of this module, used by routes, views and tests. */
export const questionsPaths = {
  ask: "/ask",
  received: "/ask/received",
  lookup: "/ask/lookup",
  cards: "/ask/answers",
  card: "/ask/answers/:no",
  voice: "/ask/voice",
  own: "/my/questions",
  ownVoice: "/my/questions/:id/voice",
  withdraw: "/my/questions/:id/withdraw",
  workbench: "/workbench/questions",
} as const;

type AskFrom = {
  article?: number | undefined;
  q?: string | undefined;
  audience?: string | undefined;
  topic?: string | undefined;
};

/** The page to ask on, knowing where the reader came from. */
export const toAskPath = (from: AskFrom = {}): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(from))
    if (value !== undefined && value !== "") query.set(name, String(value));
  const text = query.toString();
  return text === "" ? questionsPaths.ask : `${questionsPaths.ask}?${text}`;
};
export const toCardPath = (no: number): string => `/ask/answers/${no}`;
export const toReceivedPath = (code: string): string => `${questionsPaths.received}?code=${code}`;
export const toLookupPath = (code: string): string => `${questionsPaths.lookup}?code=${code}`;
export const toWithdrawPath = (id: string): string => `/my/questions/${id}/withdraw`;
export const toVoicePath = (code: string): string =>
  `${questionsPaths.voice}?code=${encodeURIComponent(code)}`;
export const toOwnVoicePath = (id: string): string => `/my/questions/${id}/voice`;
