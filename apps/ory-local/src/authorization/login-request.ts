import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { sessionOf } from '../sessions/presented.ts';
import type { LiveSession } from '../sessions/session.ts';
import type { Interaction } from './challenges.ts';

/** Where an interaction keeps since when the person is asked again. Milliseconds. */
const ASKED_AT = 'asked_at';

/** How Kratos names the one way to sign in that there is, in an id token's `amr` (RFC 8176). */
const METHODS: Readonly<Record<string, string>> = { password: 'pwd', code_recovery: 'otp' };

/**
 * Answers an authorization request's question who the person is, by the session of their browser.
 *
 * @returns where the browser goes on; undefined when the person has to sign in, or to again.
 * @throws OryError 404 for a challenge that is over.
 */
export async function answerLoginRequest(
  context: Context,
  request: FastifyRequest,
  loginChallenge: string,
): Promise<string | undefined> {
  const interaction = await context.challenges.find(loginChallenge, 'login');
  const live = await sessionOf(context, request);
  if (live === undefined) return undefined;
  if (!isFresh(interaction, live)) {
    await askAgain(interaction);
    return undefined;
  }
  const { identity, session } = live;
  return context.challenges.login(interaction, {
    accountId: identity.id,
    // The session of Kratos is what is remembered: who signs out there is signed out here.
    remember: false,
    ts: Math.floor(Date.parse(session.authenticatedAt) / 1000),
    amr: [METHODS[session.method] ?? session.method],
  });
}

/** Whether the person need not prove again who they are, for `prompt=login` or `max_age`. */
function isFresh({ prompt, params }: Interaction, { session }: LiveSession): boolean {
  const { reasons, details } = prompt;
  const authenticatedAt = Date.parse(session.authenticatedAt);
  const askedAt = details[ASKED_AT];
  if (typeof askedAt === 'number') return authenticatedAt >= askedAt;
  if (reasons.includes('login_prompt')) return false;
  const maxAge = Number(params['max_age'] ?? Infinity);
  return Date.now() - authenticatedAt <= maxAge * 1000;
}

/** Since when a password counts: one from before answers no question that was asked after it. */
async function askAgain(interaction: Interaction): Promise<void> {
  if (interaction.prompt.details[ASKED_AT] !== undefined) return;
  interaction.prompt.details[ASKED_AT] = Date.now();
  await interaction.persist();
}
