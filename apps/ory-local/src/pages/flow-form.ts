import type { UiContainer, UiNode, UiNodeInputAttributes, UiText } from '@ory/client';
import { html, type Html } from './html.ts';

/**
 * The forms of a flow: one for each group that can be sent, with the fields that belong to all. A
 * message is announced, and stands at its field, which names it (WCAG 2.2, 3.3.1 and 4.1.3).
 */
export function flowForms({ action, messages = [], nodes }: UiContainer): Html {
  const groups = [...new Set(nodes.filter(isSubmit).map(({ group }) => group))];
  const forms = groups.map(
    (group) =>
      html`<form action="${action}" method="post">
        ${nodes.filter((node) => node.group === group || node.group === 'default').map((node) => drawn(node, group))}
      </form>`,
  );
  return html`${messages.map(alert)} ${forms}`;
}

const attributesOf = ({ attributes }: UiNode) => attributes as UiNodeInputAttributes;

const isSubmit = (node: UiNode): boolean => attributesOf(node).type === 'submit';

const alert = ({ text, type }: UiText): Html =>
  html`<p class="${type}" role="${type === 'error' ? 'alert' : 'status'}">${text}</p>`;

function drawn(node: UiNode, group: string): Html {
  const { name, type, value, required, autocomplete } = attributesOf(node);
  const shown = typeof value === 'string' ? value : '';
  if (type === 'hidden') return html`<input type="hidden" name="${name}" value="${shown}" />`;
  const label = node.meta.label?.text ?? name;
  if (type === 'submit')
    return html`<button type="submit" name="${name}" value="${shown}">${label}</button>`;
  const id = `${group}-${name}`;
  const wrong = node.messages.length > 0;
  return html`<label for="${id}">${label}</label>
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      value="${shown}"
      ${required === true ? html` required` : ''}${autocomplete === undefined ? '' : html` autocomplete="${autocomplete}"`}${wrong ? html` aria-invalid="true" aria-describedby="${id}-error"` : ''}
    />
    ${wrong ? html`<div id="${id}-error">${node.messages.map(alert)}</div>` : ''}`;
}
