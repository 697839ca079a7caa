import type { Message } from './messages.ts';

export type FlowKind = 'login' | 'registration' | 'settings' | 'recovery';
/** `api` is for programs, which get a token; `browser` has a cookie and a CSRF token. */
export type FlowType = 'api' | 'browser';

/** What the form of a flow shows besides its fields. Passwords and codes are never kept. */
export interface FlowContent {
  messages: Message[];
  /** By the name of the field. */
  fieldMessages: Record<string, Message[]>;
  /** What was entered, by the name of the field. */
  values: Record<string, string>;
}

/** A row of `ory_local.self_service_flows`; times are RFC 3339. */
export interface FlowRow {
  id: string;
  kind: FlowKind;
  type: FlowType;
  /** Ory's states: a flow begins as one of the first two and ends as one of the others. */
  state: 'choose_method' | 'sent_email' | 'show_form' | 'success' | 'passed_challenge';
  requestUrl: string;
  /** Where a browser goes when it is done; one of the project's, or of ory-local itself. */
  returnTo: string | null;
  /** Somebody who is signed in proves it again. */
  refresh: boolean;
  /** Whose flow it is: of settings and of recovery by a code. */
  identityId: string | null;
  content: FlowContent;
  issuedAt: string;
  expiresAt: string;
}

export const EMPTY_CONTENT: FlowContent = { messages: [], fieldMessages: {}, values: {} };

/** What a person entered can't be taken: shown at the form, which answers 400. */
export class FlowFault extends Error {
  override readonly name = 'FlowFault';
  readonly messages: Message[];
  readonly fieldMessages: Record<string, Message[]>;

  constructor({ messages = [], fieldMessages = {} }: Partial<Omit<FlowContent, 'values'>>) {
    super('a form was not accepted');
    this.messages = messages;
    this.fieldMessages = fieldMessages;
  }
}

export const isExpired = ({ expiresAt }: FlowRow): boolean => Date.parse(expiresAt) <= Date.now();
