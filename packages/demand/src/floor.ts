import { assertOption } from "./errors.ts";

/** Fewest people a published number stands for, unless told. */
export const usualFloor = 10;

/** @throws DemandError `demand.option_out_of_range` */
export const assertFloor = (floor: number): void =>
  assertOption(Number.isInteger(floor) && floor >= 2 && floor <= 1_000, {
    name: "floor",
    value: floor,
    range: "2 到 1000 的整数",
  });

/** Who asked: a message without a pseudonym is a person of its own. */
export const askerOf = ({ id, person }: { readonly id: string; readonly person?: string }): string =>
  person === undefined ? `\u0001${id}` : person;
