import { Type } from 'typebox';

export const idParams = Type.Object({ id: Type.String({ maxLength: 255 }) });
