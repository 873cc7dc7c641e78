/** Addresses of this module, used by routes, views and tests. */
export const identityPaths = {
  signIn: "/sign-in",
  code: "/sign-in/code",
  password: "/sign-in/password",
  secondFactor: "/sign-in/second-factor",
  oidc: "/sign-in/oidc",
  signOut: "/sign-out",
  security: "/my/security",
  changePassword: "/my/security/password",
  newPassword: "/my/security/new-password",
  linkOidc: "/my/security/oidc",
  unlinkOidc: "/my/security/oidc/unlink",
  wechat: "/my/security/wechat",
  wechatBack: "/my/security/wechat/back",
  wechatBind: "/my/security/wechat/bind",
  wechatUnbind: "/my/security/wechat/unbind",
  totp: "/my/security/totp",
  totpConfirm: "/my/security/totp/confirm",
  totpRemove: "/my/security/totp/remove",
  recoveryCodes: "/my/security/recovery-codes",
  endSession: "/my/security/sessions/:id/end",
  endOtherSessions: "/my/security/sessions/end-others",
  removePasskey: "/my/security/passkeys/:id/remove",
  outbox: "/development/outbox",
  passkeyScript: "/assets/islands/passkey.js",
} as const;

/** better-auth's base path; only the addresses named in auth-endpoints.ts answer below it. */
export const authBasePath = "/api/auth";

export const withReturn = (path: string, back: string): string =>
  back === "/" ? path : `${path}?back=${encodeURIComponent(back)}`;
