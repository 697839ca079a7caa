import { type Static, Type } from 'typebox';
import { Strict, Uuid } from './common.ts';

/** Who can be granted something. */
export const SUBJECT_NAMESPACES = ['Agent', 'Human', 'Group'] as const;

/** Roles by grant on one diary; each includes the one before. */
export const GRANT_ROLES = ['reader', 'writer', 'manager'] as const;

const grantFields = {
  subjectId: Uuid,
  subjectNs: Type.Enum([...SUBJECT_NAMESPACES]),
  role: Type.Enum([...GRANT_ROLES]),
};

export const DiaryGrantBody = Strict(grantFields, { title: 'DiaryGrantBody' });
export const DiaryGrant = Type.Object(grantFields, { title: 'DiaryGrant' });
export type DiaryGrant = Static<typeof DiaryGrant>;

export const DiaryGrantList = Type.Object(
  { grants: Type.Array(DiaryGrant) },
  { title: 'DiaryGrantList' },
);
export const RevokedGrant = Type.Object({ revoked: Type.Literal(true) }, { title: 'RevokedGrant' });
