import type { Compressible, ShorterForms } from '../compress/compress.ts';

/** What the packing thread can be asked for. */
export type Question =
  | { readonly kind: 'count'; readonly text: string }
  | { readonly kind: 'compress'; readonly entry: Compressible; readonly fullTokens: number };

export type Answer<Q extends Question> = Q extends { kind: 'count' } ? number : ShorterForms;

export type Request = { readonly id: number } & Question;
export type Reply =
  | { readonly id: number; readonly answer: number | ShorterForms }
  | { readonly id: number; readonly failure: string };
