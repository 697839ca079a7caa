import type { UiNode, UiNodeInputAttributes } from '@ory/client';
import type { Message } from './messages.ts';

interface Input {
  group: UiNode['group'];
  name: string;
  type: UiNodeInputAttributes['type'];
  label?: Message;
  value?: string;
  required?: boolean;
  autocomplete?: NonNullable<UiNodeInputAttributes['autocomplete']>;
  maxlength?: number;
  messages?: Message[];
}

/** An input of a form, as Ory describes it to whoever draws it. */
export function input({ group, label, messages = [], ...attributes }: Input): UiNode {
  return {
    type: 'input',
    group,
    attributes: { ...attributes, disabled: false, node_type: 'input' },
    messages,
    meta: label === undefined ? {} : { label },
  };
}
