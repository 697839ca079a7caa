import type { Database, Source } from '@moltnet/database';
import { badRequest, OryError } from '../errors.ts';
import { decodePageToken, encodePageToken } from '../page-token.ts';
import type { Lookup } from './lookup.ts';
import type { ObjectRelation, Subject, Tuple } from './tuple.ts';

/** Which tuples: every part that is there has to match. */
export interface TupleQuery {
  namespace?: string | undefined;
  object?: string | undefined;
  relation?: string | undefined;
  subject?: Subject | undefined;
}

export interface TuplePage {
  tuples: Tuple[];
  nextPageToken: string;
}

export interface TupleChange {
  action: 'insert' | 'delete';
  tuple: Tuple;
}

/** More subjects than this behind one round of a check: somebody modelled a list as a relation. */
const MAX_SUBJECTS = 10_000;

interface SubjectRow {
  subjectNamespace: string;
  subjectObject: string;
  subjectRelation: string;
}

interface Row extends SubjectRow {
  namespace: string;
  object: string;
  relation: string;
  seq: number;
}

const toSubject = (row: SubjectRow): Subject => ({
  namespace: row.subjectNamespace,
  object: row.subjectObject,
  relation: row.subjectRelation,
});

const toTuple = (row: Row): Tuple => ({
  namespace: row.namespace,
  object: row.object,
  relation: row.relation,
  subject: toSubject(row),
});

/** Relation tuples in Postgres. */
export class TupleStore {
  readonly #database: Database;
  readonly #sql: Database['sql'];

  constructor(database: Database) {
    this.#database = database;
    this.#sql = database.sql;
  }

  /**
   * All or none; like Keto first the inserts, then the deletes. Inserting what is there and deleting
   * what is not change nothing.
   */
  async apply(changes: readonly TupleChange[]): Promise<void> {
    const of = (action: TupleChange['action']): Tuple[] =>
      changes.filter((change) => change.action === action).map(({ tuple }) => tuple);
    await this.#database.transaction(async (tx) => {
      await insert(tx, of('insert'));
      await remove(tx, of('delete'));
    });
  }

  /** @throws OryError 400 for the empty query, which would delete everything. */
  async deleteWhere(query: TupleQuery): Promise<void> {
    if (Object.values(query).every((part) => part === undefined))
      throw badRequest('Refusing to delete every relationship: name at least one of its parts.');
    await this.#sql`delete from ory_local.relation_tuples t where ${this.#matching(query)}`;
  }

  /** Tuples in the order of their creation. */
  async list(query: TupleQuery, pageSize: number, pageToken?: string): Promise<TuplePage> {
    const after = decodePageToken(pageToken) ?? 0;
    const rows = await this.#sql<Row[]>`
      select * from ory_local.relation_tuples t
      where ${this.#matching(query)} and seq > ${after}
      order by seq limit ${pageSize + 1}`;
    const page = rows.slice(0, pageSize);
    const last = page.at(-1);
    return {
      tuples: page.map(toTuple),
      nextPageToken: rows.length > pageSize && last ? encodePageToken(String(last.seq)) : '',
    };
  }

  /** @throws OryError 422 when there are more than a tree should hold. */
  async subjects({ namespace, object, relation }: ObjectRelation): Promise<Subject[]> {
    const rows = await this.#sql<Row[]>`
      select * from ory_local.relation_tuples
      where namespace = ${namespace} and object = ${object} and relation = ${relation}
      order by seq limit ${MAX_SUBJECTS + 1}`;
    return bounded(rows).map(toSubject);
  }

  /**
   * Answers a round of a check in one statement. Three branches, so that each walks an index: the
   * subject itself, the subject sets, and for a traversal the objects pointed to.
   */
  async lookup(lookups: readonly Lookup[]): Promise<Subject[][]> {
    const column = (of: (lookup: Lookup) => string): string[] => lookups.map(of);
    const rows = await this.#sql<(SubjectRow & { i: number })[]>`
      with q as (
        select * from unnest(
          ${lookups.map((_, i) => i)}::int[],
          ${column((l) => l.kind)}::text[],
          ${column((l) => l.namespace)}::text[],
          ${column((l) => l.object)}::text[],
          ${column((l) => l.relation)}::text[],
          ${column((l) => l.subject.namespace)}::text[],
          ${column((l) => l.subject.object)}::text[],
          ${column((l) => l.subject.relation)}::text[]
        ) as q (i, kind, namespace, object, relation,
                subject_namespace, subject_object, subject_relation)
      )
      select q.i, t.subject_namespace, t.subject_object, t.subject_relation
      from q join ory_local.relation_tuples t
        using (namespace, object, relation, subject_namespace, subject_object, subject_relation)
      where q.kind = 'includes'
      union
      select q.i, t.subject_namespace, t.subject_object, t.subject_relation
      from q join ory_local.relation_tuples t using (namespace, object, relation)
      where t.subject_relation <> ''
      union
      select q.i, t.subject_namespace, t.subject_object, t.subject_relation
      from q join ory_local.relation_tuples t using (namespace, object, relation)
      where q.kind = 'traverse' and t.subject_relation = '' and t.subject_namespace <> ''
      limit ${MAX_SUBJECTS + 1}`;
    const found: Subject[][] = lookups.map(() => []);
    for (const row of bounded(rows)) found[row.i]?.push(toSubject(row));
    return found;
  }

  #matching({ namespace, object, relation, subject }: TupleQuery) {
    const sql = this.#sql;
    return sql`true
      ${namespace === undefined ? sql`` : sql`and t.namespace = ${namespace}`}
      ${object === undefined ? sql`` : sql`and t.object = ${object}`}
      ${relation === undefined ? sql`` : sql`and t.relation = ${relation}`}
      ${
        subject === undefined
          ? sql``
          : sql`and t.subject_namespace = ${subject.namespace}
                and t.subject_object = ${subject.object}
                and t.subject_relation = ${subject.relation}`
      }`;
  }
}

async function insert({ sql }: Source, tuples: readonly Tuple[]): Promise<void> {
  if (tuples.length === 0) return;
  await sql`
    insert into ory_local.relation_tuples
      (namespace, object, relation, subject_namespace, subject_object, subject_relation)
    select * from ${unnested({ sql }, tuples)} on conflict do nothing`;
}

async function remove({ sql }: Source, tuples: readonly Tuple[]): Promise<void> {
  if (tuples.length === 0) return;
  await sql`
    delete from ory_local.relation_tuples t using ${unnested({ sql }, tuples)} as gone
      (namespace, object, relation, subject_namespace, subject_object, subject_relation)
    where t.namespace = gone.namespace and t.object = gone.object and t.relation = gone.relation
      and t.subject_namespace = gone.subject_namespace
      and t.subject_object = gone.subject_object and t.subject_relation = gone.subject_relation`;
}

/** The tuples as rows, whatever their number in one statement of the same text. */
const unnested = ({ sql }: Source, tuples: readonly Tuple[]) => sql`
  unnest(
    ${tuples.map((t) => t.namespace)}::text[],
    ${tuples.map((t) => t.object)}::text[],
    ${tuples.map((t) => t.relation)}::text[],
    ${tuples.map((t) => t.subject.namespace)}::text[],
    ${tuples.map((t) => t.subject.object)}::text[],
    ${tuples.map((t) => t.subject.relation)}::text[]
  )`;

function bounded<R>(rows: readonly R[]): readonly R[] {
  if (rows.length > MAX_SUBJECTS)
    throw new OryError(422, 'The relation is too wide', `More than ${MAX_SUBJECTS} subjects.`);
  return rows;
}
