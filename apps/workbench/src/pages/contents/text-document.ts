// The text of an item as the server keeps it (contents/document.ts); the server checks each save again.
export type Mark = { type: "bold" } | { type: "italic" } | { type: "link"; href: string };
export type InlineNode =
  | { type: "text"; text: string; marks?: readonly Mark[] }
  | { type: "hardBreak" }
  | { type: "sourceRef"; source: number };
export type BlockNode =
  | { type: "paragraph"; content: readonly InlineNode[] }
  | { type: "heading"; level: 2 | 3; content: readonly InlineNode[] }
  | { type: "bulletList" | "orderedList"; items: readonly (readonly BlockNode[])[] }
  | { type: "blockquote"; content: readonly BlockNode[] }
  | { type: "table"; caption: string; header: boolean; rows: readonly (readonly (readonly InlineNode[])[])[] }
  | { type: "image"; fileId: string; alt: string; caption: string; decorative?: boolean };
export type TextDocument = readonly BlockNode[];

export type Source = {
  title: string;
  publisher: string;
  date?: string;
  url?: string;
  lookedUp?: string;
  supports: string;
};

/** What an item says; the fields of the server's body that the studio edits, the others travel with it unchanged. */
export type ContentBody = {
  kind: string;
  title: string;
  answer: string;
  summary: string;
  audiences: string[];
  ageBands: string[];
  topics: string[];
  expertField: string;
  season?: string;
  byline: string;
  coverAlt: string;
  document: TextDocument;
  sources: Source[];
  renditions: {
    elder: string;
    poster: { headline: string; points: string[]; advice: string };
    radio: string;
    easy?: { text: string; words: { word: string; meaning: string }[] };
  };
  chart?: { type: string; unit: string; rows: [string, number][]; source: number; textEquivalent: string };
  panels?: { fileId: string; alt: string; caption: string }[];
  lesson?: {
    grades: string;
    minutes: number;
    aim: string;
    gradeNumbers?: number[];
    subject?: string;
    standards?: { text: string; edition: string; page: string }[];
  };
  publicService?: boolean;
  media?: Media;
  ageLabel?: string;
  safety?: { adult: boolean; materials: string; hazards: string };
  specialEducation?: boolean;
  ai: string;
  rights: string;
  resourceCode?: string;
  classification: { scheme: string; version: string; code: string }[];
};
export type Media = {
  audioFileId?: string;
  audioSeconds?: number;
  audioVoice?: string;
  videoFileId?: string;
  videoSeconds?: number;
  captionsFileId?: string;
  signLanguage?: boolean;
  rights?: string;
  offline?: boolean;
};

export const emptyBody = (kind: string, title: string): ContentBody => ({
  kind,
  title,
  answer: "",
  summary: "",
  audiences: [],
  ageBands: [],
  topics: [],
  expertField: "",
  byline: "",
  coverAlt: "",
  document: [],
  sources: [],
  renditions: { elder: "", poster: { headline: "", points: [], advice: "" }, radio: "" },
  ai: "none",
  rights: "",
  classification: [],
});
