/** What is shorter would be found by chance. */
const SHORTEST = 16;

/**
 * Where logs hold a secret, as it is or as base64 or URL encoding make of it: one line each, without
 * the secret itself.
 */
export function secretsInLogs(
  logs: readonly { name: string; text: string }[],
  secrets: readonly string[],
): string[] {
  return secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => {
      const forms = [secret, encodeURIComponent(secret), btoa(secret)];
      return logs
        .filter(({ text }) => forms.some((form) => text.includes(form)))
        .map(({ name, text }) => `${name}: ${lineWithout(text, forms)}`);
    });
}

/** The line that holds one of the forms, with each of them taken out. */
function lineWithout(text: string, forms: readonly string[]): string {
  const line = text.split('\n').find((each) => forms.some((form) => each.includes(form))) ?? '';
  return forms.reduce((shown, form) => shown.replaceAll(form, '<secret>'), line).slice(0, 300);
}
