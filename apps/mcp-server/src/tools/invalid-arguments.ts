import type { FieldError } from '@moltnet/contract';
import type { TLocalizedValidationError } from 'typebox/error';

/** The arguments of a call do not fit its tool; nothing was done. */
export class InvalidArguments extends Error {
  override readonly name = 'InvalidArguments';
  readonly errors: readonly FieldError[];

  constructor(errors: readonly TLocalizedValidationError[]) {
    super('Invalid tool arguments');
    this.errors = errors.flatMap(toFieldErrors);
  }
}

/** One line for each field, named as the caller wrote it: `tags.0`, `signature.nonce`. */
function toFieldErrors(error: TLocalizedValidationError): FieldError[] {
  const path = error.instancePath.split('/').slice(1);
  const field = (name?: string): string =>
    [...path, ...(name === undefined ? [] : [name])].join('.') || 'arguments';
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((name) => ({
        field: field(name),
        message: 'is required',
      }));
    case 'additionalProperties':
      return error.params.additionalProperties.map((name) => ({
        field: field(name),
        message: 'is not an argument of this tool',
      }));
    case 'enum':
      return [
        { field: field(), message: `must be one of ${error.params.allowedValues.join(', ')}` },
      ];
    case 'boolean':
      // Said again by additionalProperties, with the names.
      return [];
    case 'pattern':
      // A pattern explains nothing to a model.
      return [{ field: field(), message: 'is not written as its description says' }];
    default:
      return [{ field: field(), message: error.message }];
  }
}
