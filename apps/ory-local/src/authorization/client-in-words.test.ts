import { expect, test } from 'vitest';
import { destination, nameOfClient, voucher } from './client-in-words.ts';

test.each([
  [{ client_name: 'Notebook' }, 'Notebook'],
  [{ client_name: ' \u202enimda\u0007 ' }, 'nimda'],
  [{ client_name: '' }, 'An application'],
  [{ client_name: '', client_id: 'https://app.example/c.json' }, 'app.example'],
  [{ client_name: 'x'.repeat(200) }, `${'x'.repeat(79)}…`],
])('%j is called %s', (client, name) => {
  expect(nameOfClient(client)).toBe(name);
});

test.each([
  ['https://app.example/callback', '<strong>app.example</strong>'],
  ['https://app.example:8443/', '<strong>app.example:8443</strong>'],
  ['http://127.0.0.1:7777/cb', '<strong>127.0.0.1:7777</strong>, a program on the computer that'],
  ['com.example.app:/cb', 'opens <strong>com.example.app:</strong> links'],
])('%s is told as %s', (uri, words) => {
  expect(destination(uri).text).toContain(words);
});

test('a document vouches for its host, a name for nothing', () => {
  expect(voucher({ client_id: 'https://app.example/c.json' }).text).toContain('app.example');
  expect(voucher({ client_id: 'b2c1' }).text).toContain('has not checked');
});
