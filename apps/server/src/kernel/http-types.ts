import type { FastifyReply, FastifyRequest } from "fastify";
import type { ComponentChildren } from "preact";
import type { Static, TSchema } from "typebox";
import type { Actor, PersonActor } from "./actor.ts";
import type { Audience } from "./audiences.ts";
import type { Trx } from "./db.ts";
import type { AppError } from "./errors.ts";

/** Reading modes of the portal, carried in the cookie `kepu_mode`; the same page in another dress. */
export type Mode = {
  elder: boolean;
  contrast: "normal" | "high";
  fontStep: 0 | 1 | 2 | 3;
  /** 易读版 where an item has one. */
  easy: boolean;
};

export type UploadedFile = { field: string; filename: string; declaredType: string; bytes: Buffer };

/** Who may use a route. `action` names a rule of a module's policy. */
export type Access = { allow: "public" } | { allow: "signedIn" } | { action: string };

/** One request as a handler sees it. */
export type Visit<Params = unknown, Query = unknown, Body = unknown> = {
  request: FastifyRequest;
  reply: FastifyReply;
  requestId: string;
  actor: Actor;
  mode: Mode;
  params: Params;
  query: Query;
  body: Body;
  files: readonly UploadedFile[];
  now: Date;
  /** The key that a form of this page must carry, new for each rendering. */
  formKey: string;
  /** Refuses (401/403, audited) unless the actor may do the route's action at this unit. */
  authorise: (unitPath: string) => void;
  /** Paths at and below which the actor may do the route's action; lists must be filtered by them. */
  scope: () => "everywhere" | readonly string[];
  /** The signed-in person. @throws AppError policy.sign_in (401) */
  person: () => PersonActor;
};

/** One thing of the schema.org vocabulary, as JSON-LD. */
export type StructuredData = Readonly<Record<string, unknown>>;

export type PageView = {
  title: string;
  main: ComponentChildren;
  status?: number;
  /** Which entry of the navigation is current. */
  section?: string;
  breadcrumbs?: readonly { label: string; href: string }[];
  /** Extra elements of the head, for example JSON-LD links; nothing inline. */
  head?: ComponentChildren;
  /** What the page is for machines, without `@context`; the document adds the way to it. */
  structuredData?: readonly StructuredData[];
  /** External scripts of islands, by path under /assets. */
  scripts?: readonly string[];
  /** For search engines and shared links. */
  description?: string;
  /** Beside the reading column on wide screens, under it elsewhere. */
  side?: ComponentChildren;
  /** The zone's own voice in colour and drawing. */
  zone?: Audience;
  /** The page read aloud: a file made at publishing. */
  recording?: { src: string; lengthText: string; voice: "recorded" | "synthetic" };
};

/** What a form shows again after a refusal: what was typed, and a sentence for each wrong field. */
export type FormState = {
  values: Readonly<Record<string, string | readonly string[]>>;
  errors: Readonly<Record<string, string>>;
  /** The refusal as a whole, where it belongs to no field. */
  summary?: string;
};

export const emptyForm: FormState = { values: {}, errors: {} };

export type PageRoute<P extends TSchema, Q extends TSchema> = {
  url: string;
  access: Access;
  params?: P;
  query?: Q;
  /** Keep the anonymous page in memory until something public changes. */
  cache?: "anonymous";
  handler: (visit: Visit<Static<P>, Static<Q>>) => Promise<PageView | Redirect> | PageView | Redirect;
};

export type Redirect = { redirect: string };

export type FormRoute<P extends TSchema, B extends TSchema> = {
  url: string;
  access: Access;
  params?: P;
  body: B;
  /** Accepts files of these fields (multipart), each at most `maxBytes`. */
  files?: { fields: readonly string[]; maxBytes: number };
  /**
   * Runs before the transaction and without a connection of its own: counting attempts. Inside the transaction it would
   * wait for a second connection while holding the first, and as many requests at once as the pool has would all wait.
   */
  beforeTransaction?: (visit: Visit<Static<P>, unknown, Static<B>>) => Promise<void>;
  /** Runs in one transaction with the idempotency key; redirects (303) when done. */
  handler: (visit: Visit<Static<P>, unknown, Static<B>>, trx: Trx) => Promise<Redirect>;
  /** The form's page again, with what was typed and the sentences; sent with the refusal's status. */
  onRefusal: (visit: Visit<Static<P>>, form: FormState, error: AppError) => Promise<PageView> | PageView;
  /** Work that must not be in the transaction (sign-in libraries); then the reason stands here. */
  outsideTransaction?: string;
};

export type ReadRoute<P extends TSchema, Q extends TSchema, R extends TSchema> = {
  url: string;
  access: Access;
  summary: string;
  params?: P;
  query?: Q;
  response: R;
  handler: (visit: Visit<Static<P>, Static<Q>>) => Promise<Static<R>>;
};

export type WriteRoute<P extends TSchema, B extends TSchema, R extends TSchema> = {
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  access: Access;
  summary: string;
  params?: P;
  body?: B;
  /** Takes a multipart body with files of these fields, each at most `maxBytes`, instead of JSON; its other fields are `body`. */
  files?: { fields: readonly string[]; maxBytes: number };
  response: R;
  handler: (visit: Visit<Static<P>, unknown, Static<B>>, trx: Trx) => Promise<Static<R>>;
};

/** Bytes with a type: feeds, downloads, calendars, badges. */
export type FileRoute<P extends TSchema, Q extends TSchema> = {
  url: string;
  access: Access;
  params?: P;
  query?: Q;
  cache?: "anonymous";
  handler: (visit: Visit<Static<P>, Static<Q>>) => Promise<FileResult> | FileResult;
};
export type FileResult = {
  contentType: string;
  body: Buffer | string;
  /** Sent as attachment under this name. */
  downloadName?: string;
  cacheControl?: string;
};

/** How a module registers what it answers. */
export type Routes = {
  page: <P extends TSchema, Q extends TSchema>(route: PageRoute<P, Q>) => void;
  form: <P extends TSchema, B extends TSchema>(route: FormRoute<P, B>) => void;
  read: <P extends TSchema, Q extends TSchema, R extends TSchema>(route: ReadRoute<P, Q, R>) => void;
  write: <P extends TSchema, B extends TSchema, R extends TSchema>(route: WriteRoute<P, B, R>) => void;
  file: <P extends TSchema, Q extends TSchema>(route: FileRoute<P, Q>) => void;
};
