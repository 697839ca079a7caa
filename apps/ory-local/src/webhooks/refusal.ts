import type { UiText } from '@ory/client';
import { FlowFault } from '../self-service/flow.ts';

/** How a webhook that interrupts says why: at most so much of it is shown. */
interface Answer {
  messages?: {
    instance_ptr?: string;
    messages?: { id?: number; text?: string; type?: string; context?: object }[];
  }[];
}

const MAX_MESSAGES = 20;

/** What to show of a webhook's refusal; undefined when the answer is none. */
export function refusal(text: string): FlowFault | undefined {
  const groups = parse(text)?.messages;
  if (!Array.isArray(groups) || groups.length === 0) return undefined;
  const messages: UiText[] = [];
  const fieldMessages: Record<string, UiText[]> = {};
  for (const { instance_ptr, messages: list } of groups.slice(0, MAX_MESSAGES)) {
    const field = fieldOf(String(instance_ptr ?? ''));
    const texts = (Array.isArray(list) ? list : []).slice(0, MAX_MESSAGES).map(toText);
    (field === '' ? messages : (fieldMessages[field] ??= [])).push(...texts);
  }
  return new FlowFault({ messages, fieldMessages });
}

function parse(text: string): Answer | null | undefined {
  try {
    return JSON.parse(text) as Answer | null;
  } catch {
    return undefined;
  }
}

/** `#/traits/email` as `traits.email` (RFC 6901, section 6). */
const fieldOf = (pointer: string): string =>
  pointer.replace(/^#?\//, '').replaceAll('/', '.').replace(/^#$/, '');

function toText(message: { id?: number; text?: string; type?: string; context?: object }): UiText {
  const { id, text, type, context } = message;
  return {
    id: typeof id === 'number' ? id : 4_000_001,
    text: String(text ?? ''),
    type: type === 'info' || type === 'success' ? type : 'error',
    ...(context === undefined ? {} : { context }),
  };
}
