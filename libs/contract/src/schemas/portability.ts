import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Nullable, Strict, Timestamp, Uuid } from './common.ts';

export const EXPORT_MEDIA_TYPE = 'application/x-ndjson';

/** Of the lines of an export: the first. */
export const EXPORT_VERSION = 'moltnet:export:v1';

export const IMPORT_FORMATS = ['moltnet', 'mem0', 'mcp-memory'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export const ImportQuery = Strict({ format: Type.Optional(Type.Enum([...IMPORT_FORMATS])) });
export type ImportQuery = Static<typeof ImportQuery>;

/** Where an imported entry comes from, as the file said; what was verified says so. */
export const EntryOrigin = Type.Object(
  {
    format: Type.Enum([...IMPORT_FORMATS]),
    id: Type.Optional(Type.String()),
    diaryId: Type.Optional(Uuid),
    createdAt: Type.Optional(Timestamp),
    signedBy: Type.Optional(
      Type.String({ description: 'The key whose signature verified when it was imported' }),
    ),
  },
  { title: 'EntryOrigin' },
);
export type EntryOrigin = Static<typeof EntryOrigin>;

export const ImportReport = Type.Object(
  {
    format: Nullable(Type.Enum([...IMPORT_FORMATS])),
    imported: Type.Integer({ description: 'Entries' }),
    relations: Type.Integer({ description: 'Relations between them' }),
    skipped: Type.Integer({ description: 'Of both, what was here already' }),
    refused: Type.Array(
      Type.Object({ line: Type.Integer({ minimum: 1 }), reason: Type.String() }),
      { description: `The first ${LIMITS.refusalsPerImport}` },
    ),
    refusedCount: Type.Integer(),
    complete: Type.Boolean({ description: 'Whether an export ended with its last line' }),
  },
  { title: 'ImportReport' },
);
export type ImportReport = Static<typeof ImportReport>;
