import type { FieldError } from '@moltnet/contract';
import type { FastifySchemaValidationError } from 'fastify';

const MAX_FIELDS = 100;

function fieldOf(part: string, { instancePath, params }: FastifySchemaValidationError): string {
  const path = instancePath.replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const last = params['missingProperty'] ?? params['additionalProperty'];
  return `${part}${path}${last === undefined ? '' : `.${String(last).slice(0, 100)}`}`;
}

function messageOf({ keyword, params, message }: FastifySchemaValidationError): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not a known field';
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown as unknown[]).join(', ')}`;
    case 'const':
      return `must be ${String(params['allowedValue'])}`;
    case 'pattern':
      return String(params['pattern']).includes('uD800')
        ? 'must be Unicode text without U+0000 or a lone surrogate'
        : `must match ${String(params['pattern'])}`;
    default:
      return message ?? 'is not valid';
  }
}

/**
 * Ajv's faults as the `errors[]` of a problem, each field and message once.
 * @param part - where the field was sent: `body`, `query`, `params` or `headers`
 */
export function fieldErrors(
  part: string,
  errors: readonly FastifySchemaValidationError[],
): FieldError[] {
  const branches = errors.filter(({ keyword }) => keyword !== 'anyOf');
  const seen = new Map<string, FieldError>();
  for (const error of branches.length > 0 ? branches : errors) {
    const entry = { field: fieldOf(part, error), message: messageOf(error) };
    seen.set(`${entry.field} ${entry.message}`, entry);
  }
  return [...seen.values()].slice(0, MAX_FIELDS);
}
