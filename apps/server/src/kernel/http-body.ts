import type { FastifyRequest } from "fastify";
import { AppError } from "./errors.ts";
import type { UploadedFile } from "./http-types.ts";

/** Name of the hidden field with the form's idempotency key. */
export const formKeyField = "_key";

export type ReadBody = { fields: Record<string, unknown>; files: readonly UploadedFile[]; key: unknown };

const addField = (fields: Record<string, unknown>, name: string, value: unknown): void => {
  if (value === "" || name === "__proto__") return;
  const earlier = fields[name];
  fields[name] = earlier === undefined ? value : [...(Array.isArray(earlier) ? earlier : [earlier]), value];
};

/** Fields and files of a form. An empty field counts as not filled in. */
export const readBody = async (
  request: FastifyRequest,
  allowed: { fields: readonly string[]; maxBytes: number } | undefined,
): Promise<ReadBody> => {
  const fields: Record<string, unknown> = {};
  const files: UploadedFile[] = [];
  if (request.isMultipart()) {
    const parts = request.parts({
      limits: {
        fileSize: allowed?.maxBytes ?? 0,
        files: allowed?.fields.length ?? 0,
        fields: 100,
        fieldSize: 64 * 1024,
      },
    });
    try {
      for await (const part of parts) {
        if (part.type === "field") addField(fields, part.fieldname, part.value);
        else {
          const bytes = await part.toBuffer();
          if (bytes.length === 0 && part.filename === "") continue;
          if (!(allowed?.fields.includes(part.fieldname) ?? false))
            throw new AppError("http.unexpected_file", { status: 400 });
          files.push({ field: part.fieldname, filename: part.filename, declaredType: part.mimetype, bytes });
        }
      }
    } catch (error) {
      // The parser's own refusals (413 and the like) carry a status; a form cut short or without a boundary has none.
      if (error instanceof AppError || (error instanceof Error && "statusCode" in error)) throw error;
      throw new AppError("http.bad_request", { status: 400, cause: error });
    }
  } else if (
    allowed !== undefined &&
    request.headers["content-type"]?.startsWith("application/json") === true
  ) {
    // A route that takes files takes forms; JSON here would enter the act without a schema that looked at it.
    throw new AppError("http.media_type", { status: 415 });
  } else if (typeof request.body === "object" && request.body !== null) {
    for (const [name, value] of Object.entries(request.body)) addField(fields, name, value);
  }
  const { [formKeyField]: key, ...rest } = fields;
  return { fields: rest, files, key };
};
