import { Type } from 'typebox';

/** `page_size` and `page_token`, as every list of Ory takes them. */
export const pageQuery = (defaultSize: number, maxSize: number) => ({
  page_size: Type.Integer({ minimum: 1, maximum: maxSize, default: defaultSize }),
  page_token: Type.Optional(Type.String({ maxLength: 512 })),
});
