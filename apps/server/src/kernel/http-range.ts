import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Sends bytes whole or the one part that was asked for (RFC 9110 §14): players on phones ask for parts of a recording and
 * give up without them. Several parts at once, or a part that cannot be read, get the whole.
 */
export const sendRange = (request: FastifyRequest, reply: FastifyReply, body: Buffer): FastifyReply => {
  void reply.header("accept-ranges", "bytes");
  const asked = /^bytes=(\d*)-(\d*)$/u.exec(request.headers.range ?? "");
  const [from = "", to = ""] = asked === null ? [] : asked.slice(1);
  if (asked === null || (from === "" && to === "")) return reply.send(body);
  // `-500` means the last five hundred.
  const start = from === "" ? Math.max(0, body.length - Number(to)) : Number(from);
  const end = from === "" || to === "" ? body.length - 1 : Math.min(Number(to), body.length - 1);
  if (start >= body.length || start > end)
    return reply.code(416).header("content-range", `bytes */${body.length}`).send();
  return reply
    .code(206)
    .header("content-range", `bytes ${start}-${end}/${body.length}`)
    .send(body.subarray(start, end + 1));
};
