import type { DiaryDependencies } from '../dependencies.ts';
import type { EndpointRules } from './endpoint.ts';

export interface WebhookDependencies extends Pick<DiaryDependencies, 'db' | 'permissions'> {
  readonly webhooks: WebhookOptions;
}

export interface WebhookOptions extends EndpointRules {
  /** What the secrets of all webhooks are derived from; at least 32 bytes. */
  readonly key: Uint8Array;
}
