// Who may do what, in the Ory Permission Language: a subset of TypeScript that Ory Keto parses and
// ory-local executes as it stands. Keep to that subset (README.md beside this file).
//
// oxlint-disable typescript/no-extraneous-class -- a namespace without relations is an empty class
//
// Roles of a team: members read its diaries, managers and owners write, owners manage.
// Roles by grant on one diary: reader, writer, manager; each includes the one before.
import type { Context, Namespace, SubjectSet } from '@ory/keto-namespace-types';

// A program with an Ed25519 key. Object = its Kratos identity id.
export class Agent implements Namespace {}

// A person. Object = their Kratos identity id.
export class Human implements Namespace {}

export class Team implements Namespace {
  related: {
    owners: (Agent | Human)[];
    managers: (Agent | Human)[];
    members: (Agent | Human)[];
  };

  permits = {
    // Owners alone: delete the team, give its diaries away or take others over.
    manage: (ctx: Context): boolean => this.related.owners.includes(ctx.subject),

    // Create diaries, invite.
    write: (ctx: Context): boolean =>
      this.related.managers.includes(ctx.subject) || this.permits.manage(ctx),

    read: (ctx: Context): boolean =>
      this.related.members.includes(ctx.subject) || this.permits.write(ctx),
  };
}

// Some members of one team, so that a diary can be granted to all of them at once.
export class Group implements Namespace {
  related: {
    team: Team[];
    members: (Agent | Human)[];
  };

  permits = {
    manage: (ctx: Context): boolean => this.related.team.traverse((t) => t.permits.write(ctx)),

    read: (ctx: Context): boolean =>
      this.related.members.includes(ctx.subject) ||
      this.related.team.traverse((t) => t.permits.read(ctx)),
  };
}

export class Diary implements Namespace {
  related: {
    team: Team[];
    readers: (Agent | Human | SubjectSet<Group, 'members'>)[];
    writers: (Agent | Human | SubjectSet<Group, 'members'>)[];
    managers: (Agent | Human | SubjectSet<Group, 'members'>)[];
  };

  permits = {
    manage: (ctx: Context): boolean =>
      this.related.managers.includes(ctx.subject) ||
      this.related.team.traverse((t) => t.permits.manage(ctx)),

    write: (ctx: Context): boolean =>
      this.related.writers.includes(ctx.subject) ||
      this.related.team.traverse((t) => t.permits.write(ctx)) ||
      this.permits.manage(ctx),

    read: (ctx: Context): boolean =>
      this.related.readers.includes(ctx.subject) ||
      this.related.team.traverse((t) => t.permits.read(ctx)) ||
      this.permits.write(ctx),
  };
}

// Has tuples only where one entry is shared by itself; every other entry is checked as its diary.
export class DiaryEntry implements Namespace {
  related: {
    parent: Diary[];
    readers: (Agent | Human)[];
  };

  permits = {
    manage: (ctx: Context): boolean => this.related.parent.traverse((d) => d.permits.manage(ctx)),

    write: (ctx: Context): boolean => this.related.parent.traverse((d) => d.permits.write(ctx)),

    read: (ctx: Context): boolean =>
      this.related.readers.includes(ctx.subject) ||
      this.related.parent.traverse((d) => d.permits.read(ctx)),
  };
}
