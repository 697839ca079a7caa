import { notFound } from '@moltnet/auth';
import { type Source, type Subject, subjectReader } from '@moltnet/database';

/** @throws Problem 404 for a subject that does not exist */
export async function requireSubject(source: Source, subject: Subject): Promise<void> {
  if ((await subjectReader(source).unknown([subject])).length > 0) throw notFound();
}
