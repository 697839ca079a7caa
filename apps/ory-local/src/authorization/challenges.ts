import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type {
  OAuth2Client,
  OAuth2ConsentRequest,
  OAuth2LoginRequest,
  RejectOAuth2Request,
} from '@ory/client';
import type { InteractionResults, Provider } from 'oidc-provider';
import { toOAuth2Client } from '../clients/client.ts';
import type { ClientStore } from '../clients/store.ts';
import { notFound, OryError } from '../errors.ts';
import { audienceOf } from './resource.ts';

/** Where an answer keeps the hash of its verifier. */
const VERIFIER = 'verifier';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const anotherBrowser = (): OryError =>
  new OryError(
    403,
    'The requested action was forbidden',
    'This request was begun in another browser, or is over. Go back to the application and connect it again.',
  );

/** An authorization request that waits for a person; its id is Hydra's challenge. */
export type Interaction = InstanceType<Provider['Interaction']>;

/** What is to be asked of the person. */
export type Prompt = 'login' | 'consent';

/** The log-in and consent requests of Hydra, which are oidc-provider's interactions. */
export class Challenges {
  readonly #provider: () => Provider;
  readonly #clients: Pick<ClientStore, 'find'>;
  readonly #issuer: string;

  constructor(provider: () => Provider, clients: Pick<ClientStore, 'find'>, issuer: string) {
    this.#provider = provider;
    this.#clients = clients;
    this.#issuer = issuer;
  }

  /** @throws OryError 404 when it is unknown, over or asks for something else. */
  async find(challenge: string, prompt: Prompt): Promise<Interaction> {
    const interaction = await this.#provider().Interaction.find(challenge);
    if (interaction?.prompt.name !== prompt) throw notFound('The challenge is unknown or over.');
    return interaction;
  }

  async loginRequest(interaction: Interaction): Promise<OAuth2LoginRequest> {
    return {
      ...(await this.#request(interaction)),
      session_id: interaction.cid,
      skip: false,
      subject: interaction.session?.accountId ?? '',
    };
  }

  async consentRequest(interaction: Interaction): Promise<OAuth2ConsentRequest> {
    const { session, cid } = interaction;
    return {
      ...(await this.#request(interaction)),
      acr: session?.acr ?? '',
      amr: session?.amr ?? [],
      consent_request_id: cid,
      login_session_id: session?.uid ?? '',
      skip: false,
      subject: session?.accountId ?? '',
    };
  }

  /** The client for which a person is asked to log in; undefined when that is over. */
  async asker(challenge: string): Promise<OAuth2Client | undefined> {
    const interaction = await this.#provider().Interaction.find(challenge);
    if (interaction?.prompt.name !== 'login') return undefined;
    return this.client(String(interaction.params['client_id']));
  }

  /**
   * Keeps what was decided. The address where it goes on holds a verifier that only the browser of
   * the person who decided gets to know: whoever began the request and had somebody else answer it
   * must not go on in their name.
   *
   * @returns where the person's browser goes on.
   */
  async answer(interaction: Interaction, result: InteractionResults): Promise<string> {
    const verifier = randomBytes(32).toString('base64url');
    // The log-in stays part of the answer when the consent comes after it.
    interaction.result = {
      ...interaction.lastSubmission,
      ...result,
      [VERIFIER]: digest(verifier).toString('base64url'),
    };
    await interaction.persist();
    return `${interaction.returnTo}?${interaction.prompt.name}_verifier=${verifier}`;
  }

  /**
   * Lets a browser go on with a request that was answered.
   *
   * @param challenge In the address. @param resumed In the browser's cookies, each that it has.
   * @throws OryError 403 for another browser than the one that asked, or than the one that answered.
   */
  async requireVerifier(challenge: string, resumed: string[], verifier: unknown): Promise<void> {
    const [only] = resumed;
    if (resumed.length !== 1 || only !== challenge) throw anotherBrowser();
    const interaction = await this.#provider().Interaction.find(challenge);
    const expected = interaction?.result?.[VERIFIER];
    // Without an answer the person is asked again.
    if (expected === undefined) return;
    const given = digest(typeof verifier === 'string' ? verifier : '');
    if (!timingSafeEqual(given, Buffer.from(String(expected), 'base64url'))) throw anotherBrowser();
  }

  async reject(interaction: Interaction, rejection: RejectOAuth2Request): Promise<string> {
    return this.answer(interaction, {
      error: rejection.error ?? 'access_denied',
      error_description: rejection.error_description ?? 'The resource owner denied the request.',
    });
  }

  /** The subject whose log-in was accepted: another than the browser's session had, replaces it. */
  async login(
    interaction: Interaction,
    login: NonNullable<InteractionResults['login']>,
  ): Promise<string> {
    const { session } = interaction;
    if (session !== undefined && session.accountId !== login.accountId) {
      const before = await this.#provider().Session.findByUid(session.uid);
      await before?.destroy();
      interaction.session = undefined;
    }
    return this.answer(interaction, { login });
  }

  async #request(interaction: Interaction) {
    const { client_id, scope, resource, ...params } = interaction.params as Record<string, unknown>;
    const audience = audienceOf(resource);
    const query = Object.entries({ client_id, scope, ...params })
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .concat(audience.map((one) => ['resource', one]));
    return {
      challenge: interaction.uid,
      client: await this.client(String(client_id)),
      oidc_context: {
        ...(typeof params['login_hint'] === 'string' && { login_hint: params['login_hint'] }),
      },
      request_url: `${this.#issuer}/oauth2/auth?${new URLSearchParams(query)}`,
      requested_access_token_audience: audience,
      requested_scope: typeof scope === 'string' ? scope.split(' ') : [],
    };
  }

  /** The client as whoever asks the person shows it. @throws OryError 404. */
  async client(clientId: string): Promise<OAuth2Client> {
    const row = await this.#clients.find(clientId);
    if (row !== undefined) return toOAuth2Client(row);
    const known = await this.#provider().Client.find(clientId);
    if (known === undefined) throw notFound('The client is not there any more.');
    const { client_name, client_uri, logo_uri, policy_uri, tos_uri, ...metadata } =
      known.metadata();
    return {
      client_id: clientId,
      client_name: client_name ?? '',
      client_uri: client_uri ?? '',
      logo_uri: logo_uri ?? '',
      policy_uri: policy_uri ?? '',
      tos_uri: tos_uri ?? '',
      redirect_uris: [...(metadata.redirect_uris ?? [])],
      grant_types: [...(metadata.grant_types ?? [])],
      token_endpoint_auth_method: metadata.token_endpoint_auth_method ?? 'none',
    };
  }
}
