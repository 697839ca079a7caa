/**
 * Digits as cards print them: run together, in fours, or in 4-6-5 and 4-6-4. Not inside a longer
 * number or an identifier. Every part is bounded, so a text is read in linear time.
 */
const PRINTED =
  /(?<![\w.-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5})(?![\w-])/g;

/** Issuer ranges (ISO/IEC 7812): Visa, Mastercard, American Express, Discover, JCB, Diners. */
const ISSUED = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}$/,
  /^3[47]\d{13}$/,
  /^6(?:011|5\d\d|4[4-9]\d)\d{12,15}$/,
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/,
  /^3(?:0[0-5]|[68]\d)\d{11}$/,
];

/** Where card numbers are in a text: start and end. */
export function cardNumbers(text: string): [start: number, end: number][] {
  return Array.from(text.matchAll(PRINTED))
    .filter(([printed]) => isCardNumber(printed.replace(/\D/g, '')))
    .map(({ 0: printed, index }) => [index, index + printed.length]);
}

function isCardNumber(digits: string): boolean {
  return ISSUED.some((range) => range.test(digits)) && luhn(digits) && new Set(digits).size > 1;
}

/** The check digit of ISO/IEC 7812-1, Annex B. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
