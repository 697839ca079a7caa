const VOWEL = /[aeiou]/;

/**
 * The forms under which an English word turns up, by spelling rule and without a dictionary:
 * a form that no one writes costs one row of the vocabulary and harms nothing.
 */
export function inflections(word: string): string[] {
  const last = word.at(-1) ?? '';
  const forms = new Set([word, `${word}s`]);
  const add = (stem: string): void => {
    for (const suffix of ['ed', 'ing', 'er', 'ers']) forms.add(stem + suffix);
  };
  if (last === 'e') {
    add(word.slice(0, -1));
  } else if (last === 'y' && !VOWEL.test(word.at(-2) ?? '')) {
    forms.add(`${word.slice(0, -1)}ies`).add(`${word.slice(0, -1)}ied`);
    add(word);
  } else {
    add(word);
    forms.add(`${word}es`);
    if (isShortSyllable(word)) add(word + last);
  }
  return [...forms];
}

/** Whether the last letter is doubled before a suffix: drop, dropped. */
function isShortSyllable(word: string): boolean {
  return /[^aeiou][aeiou][^aeiouwxy]$/.test(word);
}
