import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type { Config } from "#kernel/config.ts";
import { AppError } from "#kernel/errors.ts";
import type { IdentityError } from "./messages.ts";

export type PasswordHasher = {
  hash: (password: string) => Promise<string>;
  verify: (input: { hash: string; password: string }) => Promise<boolean>;
};

type Cost = { logN: number; r: number; p: number };

// OWASP password storage cheat sheet: scrypt N = 2^15, r = 8, p = 3 (32 MB a guess). Tests guess thousands of times.
const costs: Readonly<Record<"real" | "test", Cost>> = {
  real: { logN: 15, r: 8, p: 3 },
  test: { logN: 4, r: 8, p: 1 },
};

const derive = async (password: string, salt: Buffer, cost: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: 2 ** cost.logN, r: cost.r, p: cost.p, maxmem: 256 * 1024 * 1024 };
    // NFKC: the same password from a full-width keyboard is the same password (RFC 8265 §4).
    scrypt(password.normalize("NFKC"), salt, 32, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });

const pattern = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

/** Hashes carry their cost, so that it can be raised without locking anybody out. */
export const createPasswordHasher = (environment: Config["environment"]): PasswordHasher => {
  const cost = environment === "test" ? costs.test : costs.real;
  return {
    hash: async (password) => {
      const salt = randomBytes(16);
      const key = await derive(password, salt, cost);
      return `scrypt$${cost.logN}$${cost.r}$${cost.p}$${salt.toString("base64url")}$${key.toString("base64url")}`;
    },
    verify: async ({ hash, password }) => {
      const [, logN, r, p, salt, key] = pattern.exec(hash) ?? [];
      if (salt === undefined || key === undefined) return false;
      const expected = Buffer.from(key, "base64url");
      const actual = await derive(password, Buffer.from(salt, "base64url"), {
        logN: Number(logN),
        r: Number(r),
        p: Number(p),
      });
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
  };
};

/** Beginnings that make a long password easy to guess; compared without case, digits at the end and repetitions. */
const common = new Set([
  "password",
  "passw0rd",
  "p@ssword",
  "p@ssw0rd",
  "admin",
  "administrator",
  "root",
  "welcome",
  "letmein",
  "iloveyou",
  "qwerty",
  "qwertyuiop",
  "qazwsx",
  "qazwsxedc",
  "zaq",
  "asdfghjkl",
  "zxcvbnm",
  "qwer",
  "asdf",
  "abc",
  "abcd",
  "abcdef",
  "abcdefg",
  "woaini",
  "nihao",
  "test",
  "guest",
  "changeme",
  "default",
  "secret",
  "dragon",
  "monkey",
  "football",
  "sunshine",
  "princess",
  "master",
  "login",
  "hello",
  "user",
  "kepu",
  "xiangjiang",
  "xiangjiangkepu",
  "changsha",
  "hunan",
  "zhongguo",
  "china",
  "beijing",
  "shequ",
  "mima",
  "wodemima",
  "kexue",
  "kepuguan",
  "a",
  "aa",
  "q",
  "qq",
  "wx",
  "zz",
  "",
]);

const sequences = [
  "01234567890123456789",
  "98765432109876543210",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn",
];

const isCommon = (password: string): boolean => {
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size <= 4) return true;
  if (sequences.some((sequence) => sequence.includes(plain.slice(0, 12)))) return true;
  const stem = plain.replace(/[\d\p{P}\p{S}\s]+$/u, "").replace(/^[\d\p{P}\p{S}\s]+/u, "");
  if (common.has(stem)) return true;
  // the same piece over and over: abcabcabcabc
  return /^(.{1,6})\1+.{0,5}$/u.test(plain);
};

/**
 * The rule for a new password: at least 12 characters, at most 128, none of the common ones. No composition rule and no
 * forced change (NIST SP 800-63B §5.1.1.2; reliability control 7).
 * @throws AppError `identity.password_short` | `identity.password_long` | `identity.password_common` (422) on `field`
 */
export const requireGoodPassword = (password: string, field: string): void => {
  const length = Array.from(password).length;
  const refuse = (code: IdentityError): never => {
    throw new AppError<IdentityError>(code, { fields: { [field]: code } });
  };
  if (length < 12) refuse("identity.password_short");
  if (length > 128) refuse("identity.password_long");
  if (isCommon(password)) refuse("identity.password_common");
};
