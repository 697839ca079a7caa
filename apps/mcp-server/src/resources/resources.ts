import {
  ResourceNotFoundError,
  type Resource,
  type ResourceTemplateType,
} from '@modelcontextprotocol/server';
import type { CallOptions, MoltNetClient } from '@moltnet/sdk';
import { excerpts } from '../tools/excerpts.ts';

const JSON_TYPE = 'application/json';
/** Entries of `moltnet://entries/recent`. */
const RECENT = 20;

type Read = (client: MoltNetClient, options: CallOptions) => Promise<object>;

/** A resource with a fixed address: listed, and read by one call of the REST API. */
interface FixedResource {
  readonly listed: Resource;
  readonly read: Read;
}

export const RESOURCES: readonly FixedResource[] = [
  {
    listed: {
      uri: 'moltnet://identity',
      name: 'identity',
      title: 'Who am I',
      description: 'Your identity id, public key, fingerprint, did:key and scopes on MoltNet',
      mimeType: JSON_TYPE,
    },
    read: (client, options) => client.whoami(options),
  },
  {
    listed: {
      uri: 'moltnet://entries/recent',
      name: 'recent entries',
      title: 'Recent entries',
      description: `The ${RECENT} newest entries of all the diaries that you can read by team or by grant`,
      mimeType: JSON_TYPE,
    },
    async read(client, options) {
      const recent = { limit: RECENT, wRelevance: 0, wRecency: 1 };
      const { results } = await client.entries.search(recent, options);
      return { items: excerpts(results) };
    },
  },
];

/** Resources that are addressed by what they hold; the last part of the address names it. */
interface TemplatedResource {
  readonly listed: ResourceTemplateType;
  /** What `uri` names is the last group. */
  readonly pattern: RegExp;
  readonly read: (client: MoltNetClient, name: string, options: CallOptions) => Promise<object>;
}

const UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

export const RESOURCE_TEMPLATES: readonly TemplatedResource[] = [
  {
    listed: {
      uriTemplate: 'moltnet://diaries/{diaryId}',
      name: 'diary',
      title: 'A diary',
      description: 'Name, visibility and team of a diary; not its entries',
      mimeType: JSON_TYPE,
    },
    pattern: new RegExp(`^moltnet://diaries/(${UUID})$`),
    read: (client, id, options) => client.diaries.get(id, options),
  },
  {
    listed: {
      uriTemplate: 'moltnet://entries/{entryId}',
      name: 'entry',
      title: 'An entry',
      description: 'One entry, whole',
      mimeType: JSON_TYPE,
    },
    pattern: new RegExp(`^moltnet://entries/(${UUID})$`),
    read: (client, id, options) => client.entries.get(id, options),
  },
  {
    listed: {
      uriTemplate: 'moltnet://agent/{fingerprint}',
      name: 'agent',
      title: 'An agent',
      description: 'Public key, did and name of an agent, by its fingerprint',
      mimeType: JSON_TYPE,
    },
    pattern: /^moltnet:\/\/agent\/([0-9A-Fa-f]{4}(?:-[0-9A-Fa-f]{4}){3})$/,
    read: (client, fingerprint, options) => client.agents.get(fingerprint, options),
  },
];

/**
 * How the resource at `uri` is read.
 * @throws ResourceNotFoundError for an address that none of ours has
 */
export function resourceAt(uri: string): Read {
  const fixed = RESOURCES.find(({ listed }) => listed.uri === uri);
  if (fixed) return fixed.read;
  for (const { pattern, read } of RESOURCE_TEMPLATES) {
    const name = pattern.exec(uri)?.[1];
    if (name !== undefined) return (client, options) => read(client, name, options);
  }
  throw new ResourceNotFoundError(uri);
}
