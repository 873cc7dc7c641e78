import { createHmac, timingSafeEqual } from "node:crypto";
import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { wechatSenderOf } from "./message-outbox.ts";
import type { IdentityError } from "./messages.ts";
import { identityPaths } from "./paths.ts";
import type { WechatSender } from "./wechat-sender.ts";

const stateMs = 10 * 60_000;

const sign = (context: Context, text: string): string =>
  createHmac("sha256", context.config.secret).update(`wechat-binding\0${text}`).digest("base64url");

/** Ties the way to WeChat and back to this account: nobody can slip a code of his own to somebody else. */
const createState = (context: Context, personId: string): string => {
  const until = String(context.clock.now().getTime() + stateMs);
  return `${until}.${sign(context, `${personId}.${until}`)}`;
};

export const isOwnState = (context: Context, personId: string, state: string): boolean => {
  const [until = "", signature = ""] = state.split(".", 2);
  const wanted = Buffer.from(sign(context, `${personId}.${until}`));
  const given = Buffer.from(signature);
  return (
    wanted.length === given.length &&
    timingSafeEqual(wanted, given) &&
    Number(until) > context.clock.now().getTime()
  );
};

/** WeChat's consent page, which works inside WeChat only. @throws AppError `identity.wechat_off` (404) */
export const toConsentAddress = (context: Context, personId: string): string => {
  const { wechat } = context.config;
  if (wechat === undefined) throw new AppError<IdentityError>("identity.wechat_off", { status: 404 });
  const query = new URLSearchParams({
    appid: wechat.appId,
    redirect_uri: new URL(identityPaths.wechatBack, context.config.publicUrl).href,
    response_type: "code",
    scope: "snsapi_base",
    state: createState(context, personId),
  });
  return `https://open.weixin.qq.com/connect/oauth2/authorize?${query.toString()}#wechat_redirect`;
};

/** @throws AppError `identity.wechat_off` (404) */
export const requireWechat = (context: Context): WechatSender => {
  const sender = wechatSenderOf(context);
  if (sender === undefined) throw new AppError<IdentityError>("identity.wechat_off", { status: 404 });
  return sender;
};

export const findWechatBinding = async (db: Db | Trx, personId: string): Promise<Date | undefined> => {
  const row = await db
    .selectFrom("wechat_bindings")
    .select("bound_at")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row?.bound_at;
};

/**
 * Binds the account to the follower behind a code of WeChat's consent page; reminders go there from now on.
 * @throws AppError `identity.wechat_code` | `identity.wechat_taken` (409) · `identity.wechat_off` (404)
 */
export const bindWechat = async (
  trx: Trx,
  context: Context,
  actor: PersonActor,
  input: { code: string; state: string; requestId: string },
): Promise<void> => {
  const wechat = requireWechat(context);
  if (!isOwnState(context, actor.personId, input.state))
    throw new AppError<IdentityError>("identity.wechat_code", { status: 409 });
  const openid = await wechat.findOpenid(input.code).catch((cause: unknown) => {
    throw new AppError<IdentityError>("identity.wechat_failed", { status: 503, cause });
  });
  if (openid === undefined) throw new AppError<IdentityError>("identity.wechat_code", { status: 409 });
  const values = {
    openid_sealed: context.cipher.encrypt(openid),
    openid_index: context.cipher.blindIndex("identity.wechat", openid),
    bound_at: context.clock.now(),
  };
  try {
    await trx
      .insertInto("wechat_bindings")
      .values({ person_id: actor.personId, ...values })
      .onConflict((conflict) => conflict.constraint("wechat_bindings_pkey").doUpdateSet(values))
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "wechat_bindings_openid_key"))
      throw new AppError<IdentityError>("identity.wechat_taken", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "identity.bind_wechat",
    record: { table: "wechat_bindings", id: actor.personId },
    requestId: input.requestId,
  });
};

/** The owner takes WeChat off again; reminders come by SMS. */
export const unbindWechat = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<void> => {
  await trx.deleteFrom("wechat_bindings").where("person_id", "=", actor.personId).execute();
  await recordAudit(trx, context, {
    actor,
    action: "identity.unbind_wechat",
    record: { table: "wechat_bindings", id: actor.personId },
    requestId: context.requestId,
  });
};
