/** A registration that is refused, in the form of RFC 7591 section 3.2.2. */
export class RegistrationError extends Error {
  override readonly name = 'RegistrationError';
  readonly statusCode: number;
  readonly code: string;

  /** @param description What was wrong this time, for whoever wrote the client. */
  constructor(statusCode: number, code: string, description: string) {
    super(description);
    this.statusCode = statusCode;
    this.code = code;
  }
}

export const invalidMetadata = (description: string): RegistrationError =>
  new RegistrationError(400, 'invalid_client_metadata', description);

export const invalidRedirectUri = (description: string): RegistrationError =>
  new RegistrationError(400, 'invalid_redirect_uri', description);
