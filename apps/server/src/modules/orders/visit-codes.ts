import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { listMerged, type LockedOrder } from "./order-writes.ts";

/** The resident's code, told on site: the proof that somebody stood there at that time. */
export const isOrderCode = (context: ActContext, order: LockedOrder, code: string): boolean => {
  const digits = code
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/\D/g, "");
  return context.cipher.decrypt(order.code_sealed) === digits;
};

/** The code of the order, or of one that is served together with it: any of the askers proves the visit. */
export const isVisitCode = async (
  trx: Trx,
  context: ActContext,
  order: LockedOrder,
  code: string,
): Promise<boolean> => {
  if (isOrderCode(context, order, code)) return true;
  const members = await listMerged(trx, order.id);
  return members.some((member) => isOrderCode(context, member, code));
};
