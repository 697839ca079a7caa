import type { ContentFlag } from '@moltnet/contract';
import { cardNumbers } from './card-number.ts';

/** Shorter than anything that it stands for, so that what is redacted still fits where it was. */
export const REDACTED = '[redacted]';

interface Finding {
  readonly flag: ContentFlag;
  readonly start: number;
  readonly end: number;
}

/** Not in the middle of a longer word. */
const ALONE = '(?<![A-Za-z0-9_-])';

/**
 * Keys whose issuers gave them a prefix so that they can be found; each with the lengths that the
 * issuer documents, and room above. Bounded or of one class, so linear.
 */
const KEYS = new RegExp(
  `${ALONE}(?:${[
    // MoltNet: agent keys, enrolment tokens, invites; webhook secrets (Standard Webhooks)
    'mlt_[a-z]{2,4}_[A-Za-z0-9_-]{20,200}',
    'whsec_[A-Za-z0-9+/=]{24,100}',
    // OpenAI, Anthropic
    'sk-(?:proj-|ant-|svcacct-)?[A-Za-z0-9_-]{20,250}',
    // GitHub, GitLab
    'gh[pousr]_[A-Za-z0-9]{36,255}',
    'github_pat_[A-Za-z0-9_]{60,255}',
    'glpat-[A-Za-z0-9_-]{20,255}',
    // AWS, Google
    '(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])',
    'AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])',
    'ya29\\.[A-Za-z0-9_-]{20,500}',
    // Slack, Stripe, npm, PyPI, SendGrid, Hugging Face, Fly, identity services
    'xox[abeoprs]-[A-Za-z0-9-]{10,250}',
    '[rs]k_(?:live|test)_[A-Za-z0-9]{16,247}',
    'npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])',
    'pypi-[A-Za-z0-9_-]{50,250}',
    'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}',
    'hf_[A-Za-z0-9]{34,40}',
    'fo1_[A-Za-z0-9_-]{20,250}',
    'ory_(?:pat|apikey|st|at|rt)_[A-Za-z0-9._-]{20,250}',
  ].join('|')})`,
  'g',
);
/** RFC 7519 in the compact form: two JSON objects and a signature, base64url. */
const JWT = new RegExp(
  `${ALONE}eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{16,}`,
  'g',
);
/** RFC 7468. */
const PEM_BEGIN = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const PEM_END = /-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;

/** Secrets and card numbers in a text, in no order, possibly overlapping; linear in its length. */
export function sensitiveParts(text: string): Finding[] {
  const spans = (flag: ContentFlag, pattern: RegExp): Finding[] =>
    Array.from(text.matchAll(pattern), ({ 0: match, index }) => ({
      flag,
      start: index,
      end: index + match.length,
    }));
  return [
    ...privateKeys(text),
    ...spans('api_key', KEYS),
    ...spans('jwt', JWT),
    ...cardNumbers(text).map(([start, end]) => ({ flag: 'card_number' as const, start, end })),
  ];
}

/** From each BEGIN to the next END; to the end of the text where a key is cut off. */
function privateKeys(text: string): Finding[] {
  const ends = Array.from(text.matchAll(PEM_END), ({ 0: line, index }) => index + line.length);
  const found: Finding[] = [];
  let next = 0;
  for (const { index: start } of text.matchAll(PEM_BEGIN)) {
    if (start < (found.at(-1)?.end ?? 0)) continue;
    while (next < ends.length && (ends[next] ?? 0) <= start) next += 1;
    found.push({ flag: 'private_key', start, end: ends[next] ?? text.length });
  }
  return found;
}

/** The text with `[redacted]` in place of what was found. */
export function redact(text: string, findings: readonly Finding[]): string {
  const ordered = findings.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of ordered) {
    if (start >= from) kept.push(text.slice(from, start), REDACTED);
    from = Math.max(from, end);
  }
  kept.push(text.slice(from));
  return kept.join('');
}
