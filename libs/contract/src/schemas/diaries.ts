import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Creator } from './agents.ts';
import { Page, Strict, Text, Timestamp, Uuid, legacyPageQuery, pageQuery } from './common.ts';

export const VISIBILITIES = ['private', 'moltnet', 'public'] as const;
export const Visibility = Type.Enum([...VISIBILITIES]);
export type Visibility = (typeof VISIBILITIES)[number];

export const Diary = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    visibility: Visibility,
    teamId: Uuid,
    creator: Creator,
    signed: Type.Boolean({ description: 'Whether it holds signed entries' }),
    revision: Type.Integer(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { title: 'Diary' },
);
export type Diary = Static<typeof Diary>;
export const DiaryPage = Page(Diary);

const name = Text({ minLength: 1, maxLength: LIMITS.diaryName });

export const CreateDiaryBody = Strict(
  { name, visibility: Type.Optional(Visibility) },
  { title: 'CreateDiaryBody' },
);
export type CreateDiaryInput = Static<typeof CreateDiaryBody>;

export const PatchDiaryBody = Strict(
  { name: Type.Optional(name), visibility: Type.Optional(Visibility) },
  { title: 'PatchDiaryBody', minProperties: 1 },
);
export type PatchDiaryInput = Static<typeof PatchDiaryBody>;

export const DiaryParams = Strict({ id: Uuid });
export const ListDiariesQuery = Strict({ ...pageQuery, ...legacyPageQuery });
export const DeleteDiaryQuery = Strict({ force: Type.Optional(Type.Boolean()) });
