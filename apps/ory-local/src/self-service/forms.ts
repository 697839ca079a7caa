import type { UiNode } from '@ory/client';
import type { IdentitySchema } from '../identities/schema.ts';
import type { FlowContent, FlowKind, FlowRow } from './flow.ts';
import {
  labelEmail,
  labelId,
  labelPassword,
  labelRecoveryCode,
  labelSave,
  labelSubmit,
  labelTrait,
  signInWithPassword,
  signUp,
} from './messages.ts';
import { input } from './nodes.ts';

/** The fields of a flow, as Ory orders them. */
export const FORMS: Record<FlowKind, (flow: FlowRow, schema: IdentitySchema) => UiNode[]> = {
  login: ({ content, refresh }, { identifierTitle }) => [
    input({
      ...field(content, 'identifier'),
      group: 'default',
      // Who proves it again can't become somebody else on the way.
      type: refresh ? 'hidden' : 'text',
      // As Kratos: "ID" only where it could be one of several things.
      label: identifierTitle === undefined ? labelId : labelTrait(identifierTitle, 'identifier'),
      required: true,
      autocomplete: 'username webauthn',
    }),
    input({
      ...field(content, 'password'),
      group: 'password',
      type: 'password',
      label: labelPassword,
      required: true,
      autocomplete: 'current-password',
    }),
    method('password', signInWithPassword),
  ],
  registration: ({ content }, schema) => [
    ...traits(content, schema, 'password'),
    newPassword(content),
    method('password', signUp),
  ],
  settings: ({ content }, schema) => [
    ...traits(content, schema, 'profile'),
    method('profile', labelSave),
    newPassword(content),
    method('password', labelSave),
  ],
  recovery: ({ content, state }) => [
    state === 'choose_method'
      ? input({
          ...field(content, 'email'),
          group: 'code',
          type: 'email',
          label: labelEmail,
          required: true,
          autocomplete: 'email',
        })
      : input({
          ...field(content, 'code'),
          group: 'code',
          type: 'text',
          label: labelRecoveryCode,
          required: true,
          autocomplete: 'one-time-code' as never,
        }),
    method('code', labelSubmit),
  ],
};

function traits(content: FlowContent, schema: IdentitySchema, group: UiNode['group']): UiNode[] {
  return schema.fields.map(({ name, title, format, required }) =>
    input({
      ...field(content, name),
      group,
      type: format === 'email' ? 'email' : 'text',
      label: labelTrait(title, name),
      required,
      ...(format === 'email' ? { autocomplete: 'email' as const } : {}),
    }),
  );
}

const newPassword = (content: FlowContent): UiNode =>
  input({
    ...field(content, 'password'),
    group: 'password',
    type: 'password',
    label: labelPassword,
    required: true,
    autocomplete: 'new-password',
  });

const method = (group: 'password' | 'profile' | 'code', label: FlowContent['messages'][0]) =>
  input({ group, name: 'method', type: 'submit', value: group, label });

function field({ values, fieldMessages }: FlowContent, name: string) {
  const value = values[name];
  return {
    name,
    messages: fieldMessages[name] ?? [],
    ...(value === undefined ? {} : { value }),
  };
}
