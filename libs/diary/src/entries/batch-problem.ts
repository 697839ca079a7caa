import { Problem } from '@moltnet/contract';

/** A problem with one entry, in the words of the batch that it is the `index`th of. */
export function inBatch(index: number, { code, message, errors }: Problem): Problem {
  const place = `body.entries.${index}`;
  return new Problem(code, `entries.${index}: ${message}`, {
    errors: errors?.map(({ field, message: fault }) => ({
      field: field.replace(/^body/, place),
      message: fault,
    })) ?? [{ field: place, message }],
  });
}

/** What is wrong with a batch: its first problem, with each field that others of its kind name. */
export function batchProblem(problems: readonly Problem[]): Problem | undefined {
  const [first] = problems;
  if (!first) return undefined;
  const alike = problems.filter(({ code }) => code === first.code);
  return new Problem(first.code, first.message, {
    errors: alike.flatMap(({ errors = [] }) => errors),
  });
}
