import type { ColumnType, Generated } from "kysely";
import type { Role } from "#kernel/actor.ts";
import type { MessageStatus } from "./message-outbox.ts";
import type { PersonStatus } from "./state.ts";

type Fixed<T> = ColumnType<T, T, never>;
type Json<T> = ColumnType<T, string, string>;

export interface PersonsTable {
  id: Fixed<string>;
  /** Stands for the person where no personal data may be; stays after erasure. */
  pseudonym: Fixed<string>;
  /** Ties pseudonym and person together; deleted at erasure. */
  salt: Buffer | null;
  status: PersonStatus;
  status_changed_at: Date;
  /** personal: full name; to address the person and to sign acts; kept until erasure */
  name_sealed: Buffer | null;
  /** personal: keyed digest of the name; to find the person; kept until erasure */
  name_index: Buffer | null;
  /** personal: mobile number; to sign in and be called back; kept until erasure */
  phone_sealed: Buffer | null;
  /** personal: keyed digest of the number; to find the person at sign-in; kept until erasure */
  phone_index: Buffer | null;
  /** personal: date of birth; to know who is under 14 or 18; kept until erasure */
  birth_date_sealed: Buffer | null;
  unit_id: string | null;
  created_at: Fixed<Date>;
  created_by_person_id: Fixed<string | null>;
}

export interface RoleGrantsTable {
  id: Fixed<string>;
  person_id: Fixed<string>;
  role: Fixed<Role>;
  unit_id: Fixed<string>;
  starts_on: Fixed<string>;
  /** Last day, inclusive. */
  ends_on: Fixed<string | null>;
  reason: Fixed<string>;
  granted_by_person_id: Fixed<string | null>;
  granted_at: Fixed<Date>;
  ended_at: Date | null;
  ended_by_person_id: string | null;
  end_reason: string | null;
}

export interface AuthUsersTable {
  id: Fixed<string>;
  name: string;
  email: string;
  email_verified: boolean;
  image: string | null;
  /** personal: account name that staff chose; to sign in by password; kept until erasure */
  username: string | null;
  created_at: Date;
  updated_at: Date;
}

export type SignInMethod = "password" | "phone_code" | "oidc" | "passkey" | "guardian";

export interface AuthSessionsTable {
  id: Fixed<string>;
  user_id: Fixed<string>;
  token: Fixed<string>;
  expires_at: Date;
  created_at: Date;
  updated_at: Date;
  ip_address: string | null;
  /** personal: kind of device, for example 手机; so that people recognise their sessions; kept until the session ends */
  user_agent: string | null;
  method: SignInMethod;
  started_at: Date;
  last_seen_at: Date;
  second_factor_at: Date | null;
  acting_for_person_id: string | null;
  proxy_act_id: string | null;
  acting_until: Date | null;
}

export interface AuthAccountsTable {
  id: Fixed<string>;
  user_id: string;
  provider_id: string;
  /** personal: subject at the identity provider; to sign in through it; kept until erasure */
  account_id: string;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: Date | null;
  refresh_token_expires_at: Date | null;
  scope: string | null;
  password: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface AuthVerificationsTable {
  id: Fixed<string>;
  identifier: string;
  value: string;
  expires_at: Date;
  created_at: Date;
  updated_at: Date;
}

export interface AuthPasskeysTable {
  id: Fixed<string>;
  user_id: string;
  name: string | null;
  public_key: string;
  credential_id: string;
  counter: number;
  device_type: string;
  backed_up: boolean;
  transports: string | null;
  created_at: Date | null;
  aaguid: string | null;
}

export interface AuthTwoFactorsTable {
  person_id: string;
  secret_sealed: Buffer;
  /** The time step (RFC 6238) of the last code taken: an older or equal one is refused. */
  last_step: Generated<number>;
  confirmed_at: Date | null;
  created_at: Date;
}

export interface AuthRecoveryCodesTable {
  id: Fixed<string>;
  person_id: Fixed<string>;
  code_hash: Fixed<Buffer>;
  code_sealed: Buffer | null;
  created_at: Fixed<Date>;
  used_at: Date | null;
}

export interface PhoneCodesTable {
  id: Fixed<string>;
  browser_hash: Fixed<Buffer>;
  /** personal: keyed digest of the number; to find the person; kept one day */
  phone_index: Fixed<Buffer>;
  /** personal: mobile number; to open an account for a new number; kept one day */
  phone_sealed: Fixed<Buffer>;
  code_hash: Fixed<Buffer>;
  created_at: Fixed<Date>;
  expires_at: Fixed<Date>;
  guesses: Generated<number>;
  used_at: Date | null;
}

export interface DevelopmentMessagesTable {
  id: Fixed<string>;
  /** personal: number and text of a message; only in the demonstration and in development; kept one hour */
  sealed: Fixed<Buffer>;
  message_key: Fixed<string | null>;
  created_at: Fixed<Date>;
  expires_at: Fixed<Date>;
}

export interface TextMessagesTable {
  id: Fixed<string>;
  message_key: Fixed<string>;
  person_id: string | null;
  /** personal: number and text of a message; to send it; kept until it left, three days where it never does */
  content_sealed: Buffer | null;
  status: MessageStatus;
  status_changed_at: Date;
  channel: "sms" | "wechat" | null;
  attempts: Generated<number>;
  leased_until: Date | null;
  next_try_at: Date;
  last_problem: string | null;
  created_at: Fixed<Date>;
}

export interface WechatBindingsTable {
  person_id: Fixed<string>;
  /** personal: identifier at the WeChat service account; to send reminders there; kept until its owner unbinds it */
  openid_sealed: Buffer;
  /** personal: keyed digest of the identifier; so that it belongs to one account; kept until its owner unbinds it */
  openid_index: Buffer;
  bound_at: Date;
}

export interface HandoversTable {
  id: Fixed<string>;
  from_person_id: Fixed<string>;
  to_person_id: Fixed<string>;
  unit_id: Fixed<string>;
  reason: Fixed<string>;
  moved: Json<readonly { name: string; title: string; count: number }[]>;
  by_person_id: Fixed<string>;
  at: Fixed<Date>;
}

declare module "#kernel/db.ts" {
  interface Tables {
    persons: PersonsTable;
    role_grants: RoleGrantsTable;
    auth_users: AuthUsersTable;
    auth_sessions: AuthSessionsTable;
    auth_accounts: AuthAccountsTable;
    auth_verifications: AuthVerificationsTable;
    auth_passkeys: AuthPasskeysTable;
    auth_two_factors: AuthTwoFactorsTable;
    auth_recovery_codes: AuthRecoveryCodesTable;
    phone_codes: PhoneCodesTable;
    development_messages: DevelopmentMessagesTable;
    text_messages: TextMessagesTable;
    wechat_bindings: WechatBindingsTable;
    handovers: HandoversTable;
  }
}
