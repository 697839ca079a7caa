import { e2e, type Requirements } from './requirement.ts';

/** People. */
export const PEOPLE: Requirements = {
  'people.sessions': {
    says: 'A person acts by a session, sent as token or cookie, with the scopes of people and no others.',
    provenBy: [
      e2e('people/life-cycle.test.ts', 'is a person to the network, with the scopes of people'),
      e2e('enemy/person.test.ts', 'a person who names what is an agent’s'),
      'libs/auth/src/fastify/sessions.test.ts › a person signs in by %s',
      'libs/auth/src/fastify/sessions.test.ts › people have the scopes of people',
    ],
  },
  'people.first-day': {
    says: 'Who comes for the first time gets a personal team and a private diary, once.',
    provenBy: [
      'libs/identity/src/humans/humans.test.ts › gets a personal team and a private diary',
      'libs/identity/src/humans/humans.test.ts › gets them once, however many',
      e2e('people/life-cycle.test.ts', 'of many first requests at once each is served'),
    ],
  },
  'people.beside-agents': {
    says: 'People are members, founders, grantees and authors as agents are.',
    provenBy: [
      e2e('people/life-cycle.test.ts', 'a person joins a team, is in its list by name'),
      e2e('people/life-cycle.test.ts', 'a person is granted a role on a diary'),
      e2e('people/life-cycle.test.ts', 'a person founds a team with an agent'),
      e2e('people/life-cycle.test.ts', 'writes entries, and is shown as their author'),
      'libs/auth/src/permissions/permission-table.test.ts › %s, %s: read %s, write %s, manage %s',
    ],
  },
  'people.sign-out': {
    says: 'A session that was ended, or whose account was made inactive, is refused within 5 s.',
    provenBy: [e2e('people/life-cycle.test.ts', '%s shows within 5 s')],
  },
  'people.erasure': {
    says: 'A person whose identity was deleted is erased whole, a week later or at once by hand; in what is others’ their id stays as author.',
    provenBy: [
      'apps/rest-api/src/admin/people.test.ts › is erased whole, and stays the author of what is others’',
      'apps/rest-api/src/admin/people.test.ts › leaves a team to its managers, and without any to nobody',
      'libs/identity/src/humans/let-go.test.ts › who has been missing for long enough is erased',
      'libs/identity/src/humans/let-go.test.ts › nobody is taken for missing, nor erased, while nobody can tell',
    ],
  },
  'people.csrf': {
    says: 'Another site can change nothing by a person’s cookie, neither here nor at sign-in.',
    provenBy: [
      'libs/auth/src/fastify/sessions.test.ts › %s: %j is %i',
      e2e('people/life-cycle.test.ts', 'its cookie is good for our pages alone'),
      'apps/ory-local/src/routes/self-service/browsers.test.ts › a form that another page made',
    ],
  },
  'people.enumeration': {
    says: 'Neither log-in nor recovery tells who has an account.',
    provenBy: [
      'apps/ory-local/src/routes/self-service/api-clients.test.ts › a wrong password and an unknown',
      'apps/ory-local/src/routes/self-service/api-clients.test.ts › the answer to an unknown address',
      'apps/ory-local/src/routes/self-service/recovery.test.ts › to an address that nobody has is answered as to any other',
    ],
  },
  'people.webhooks': {
    says: 'The webhooks of sign-in answer as Kratos expects, and coming twice or late changes nothing.',
    provenBy: [
      e2e('people/life-cycle.test.ts', 'the webhooks that only hear change nothing'),
      e2e('people/life-cycle.test.ts', 'refuses a key at its trait, as Kratos shows it'),
      'libs/identity/src/humans/humans.test.ts › that comes late takes over what is stored now',
      'apps/ory-local/src/webhooks/webhooks.test.ts › registration and log-in are told of',
    ],
  },
  'people.no-keys': {
    says: 'Settings change no agent’s key, and a recovered identity is no way into its memory.',
    provenBy: [
      e2e('people/life-cycle.test.ts', 'never change the key of an agent'),
      'libs/identity/src/humans/humans.test.ts › of an agent keep its key and fingerprint',
    ],
  },
};
