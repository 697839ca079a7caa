import { lookupKey, type Lookup } from './lookup.ts';
import type { OplContext, OplObject, OplRelation, PermissionModel } from './model.ts';
import { sameSubject, type ObjectRelation, type Subject } from './tuple.ts';

/**
 * One pass over the model for one subject, with the tuples that are known so far. OPL code is
 * synchronous and tuples are not: a relation that is not known yet counts as empty, is noted in
 * `missing`, and makes the pass incomplete. The caller loads what is missing and passes again.
 */
export class Evaluation {
  readonly #model: PermissionModel;
  readonly #subject: Subject;
  readonly #known: ReadonlyMap<string, readonly Subject[]>;
  readonly #missing: Map<string, Lookup>;
  readonly #results = new Map<string, boolean>();
  /** Whether something that this pass asked for was not known. Its result then means nothing. */
  incomplete = false;

  constructor(
    model: PermissionModel,
    subject: Subject,
    known: ReadonlyMap<string, readonly Subject[]>,
    missing: Map<string, Lookup>,
  ) {
    this.#model = model;
    this.#subject = subject;
    this.#known = known;
    this.#missing = missing;
  }

  /**
   * Whether the subject has the relation or permission. Out of depth is no, as in Keto; so is a
   * relation that is reached again from itself, for nobody is a member by a circle alone.
   */
  allows({ namespace, object, relation }: ObjectRelation, depth: number): boolean {
    if (depth <= 0) return false;
    const definition = this.#model.get(namespace);
    if (definition === undefined) return false;
    if (definition.permits.has(relation)) {
      const permit = this.#object(namespace, object, depth).permits[relation];
      return permit?.(this.#context()) ?? false;
    }
    // Keto takes a hop for reading the tuples, so at depth 1 there is nothing left to read with.
    return depth > 1 && this.#includes({ namespace, object, relation }, depth);
  }

  /** Whether the subject has the relation by a tuple, or through a subject set a hop further. */
  #includes(relation: ObjectRelation, depth: number): boolean {
    const { namespace, object, relation: name } = relation;
    return this.#once([namespace, object, name, depth], () => {
      const subjects = this.#subjects('includes', relation);
      if (subjects.some((subject) => sameSubject(subject, this.#subject))) return true;
      return depth > 1 && subjects.some((set) => this.#inSet(set, depth - 1));
    });
  }

  #inSet(set: Subject, depth: number): boolean {
    if (set.relation === '') return false;
    const isPermit = this.#model.get(set.namespace)?.permits.has(set.relation) === true;
    return isPermit ? this.allows(set, depth) : this.#includes(set, depth);
  }

  /** The object as OPL code sees it: `related` asks this pass, `permits` are guarded by it. */
  #object(namespace: string, object: string, depth: number): OplObject {
    const instance = this.#model.get(namespace)?.create() ?? { related: {}, permits: {} };
    instance.related = new Proxy<Record<string, OplRelation>>(
      {},
      { get: (_, relation) => this.#relation(namespace, object, String(relation), depth) },
    );
    instance.permits = Object.fromEntries(
      Object.entries(instance.permits).map(([name, permit]) => [
        name,
        () =>
          this.#once([namespace, object, name, depth], () => depth > 0 && permit(this.#context())),
      ]),
    );
    return instance;
  }

  #relation(namespace: string, object: string, relation: string, depth: number): OplRelation {
    return {
      includes: () => this.allows({ namespace, object, relation }, depth),
      traverse: (visit) =>
        this.#subjects('traverse', { namespace, object, relation }).some((to) =>
          visit(this.#object(to.namespace, to.object, depth - 1)),
        ),
    };
  }

  #subjects(kind: Lookup['kind'], relation: ObjectRelation): readonly Subject[] {
    const lookup: Lookup = { kind, ...relation, subject: this.#subject };
    const key = lookupKey(lookup);
    const subjects = this.#known.get(key);
    if (subjects !== undefined) return subjects;
    this.#missing.set(key, lookup);
    this.incomplete = true;
    return [];
  }

  /** Evaluates a node of the graph once; while that runs, asking for it again is a circle. */
  #once(node: readonly (string | number)[], evaluate: () => boolean): boolean {
    const key = node.join('\0');
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    this.#results.set(key, false);
    const result = evaluate();
    this.#results.set(key, result);
    return result;
  }

  #context(): OplContext {
    return { subject: this.#subject as never };
  }
}
