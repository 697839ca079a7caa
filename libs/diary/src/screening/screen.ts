import type { ContentFlag } from '@moltnet/contract';
import { isInjectionRisk } from './injection.ts';
import { redact, sensitiveParts } from './sensitive.ts';

/** What is done about secrets and card numbers in what is written. */
export const CONTENT_SCREENS = ['off', 'flag', 'redact'] as const;
export type ContentScreen = (typeof CONTENT_SCREENS)[number];

/** What an author wrote. */
export interface Writing {
  readonly title: string | null;
  readonly content: string;
  readonly tags: readonly string[];
}

/** The same as it is kept, with what was found in it. */
export interface Screened {
  readonly title: string | null;
  readonly content: string;
  readonly tags: string[];
  readonly injectionRisk: boolean;
  readonly contentFlags: ContentFlag[];
}

export interface ScreenOptions {
  readonly screen: ContentScreen;
  /** A signature is over the bytes that the author sent: what is signed is flagged, never changed. */
  readonly signed: boolean;
}

/**
 * Looks through what is about to be written: every write goes through here. Nothing is refused
 * (API.md, "Entries": `injectionRisk` flags). Pure; linear in the length of the text.
 */
export function screenWriting(
  { title, content, tags }: Writing,
  { screen, signed }: ScreenOptions,
): Screened {
  // As one text, because that is how a model gets it.
  const asRead = [title ?? '', tags.join(' '), content].filter((part) => part !== '');
  const injectionRisk = isInjectionRisk(asRead.join('\n'));
  if (screen === 'off') {
    return { title, content, tags: [...tags], injectionRisk, contentFlags: [] };
  }
  const flags = new Set<ContentFlag>();
  const kept = (text: string): string => {
    const findings = sensitiveParts(text);
    for (const { flag } of findings) flags.add(flag);
    return screen === 'redact' && !signed ? redact(text, findings) : text;
  };
  return {
    title: title === null ? null : kept(title),
    content: kept(content),
    tags: tags.map(kept),
    injectionRisk,
    contentFlags: [...flags].sort(),
  };
}
