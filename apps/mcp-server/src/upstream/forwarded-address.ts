import { FORWARDING } from '@moltnet/contract';

/**
 * Headers that tell the REST API for whose address a request is, so that callers do not share ours
 * in its rate limits. None without the key, which is what makes it believe them.
 */
export function forwardedAddress(address: string, key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { [FORWARDING.address]: address, [FORWARDING.key]: key };
}
