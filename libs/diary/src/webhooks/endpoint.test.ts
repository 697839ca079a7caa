import { describe, expect, test } from 'vitest';
import { isPublicAddress } from './addresses.ts';
import { allowedAddresses, endpointUrl } from './endpoint.ts';
import { send } from './send.ts';

const strict = { allowLoopback: false };
const development = { allowLoopback: true };

describe('an address', () => {
  test.each(['1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.1', '2606:4700::1111'])(
    '%s is on the internet',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.170',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a00:1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    'not an address',
    '',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('the URL of a webhook', () => {
  test.each([
    ['https://example.com/hook?x=1', 'https://example.com/hook?x=1'],
    ['HTTPS://Example.COM', 'https://example.com/'],
    ['https://93.184.216.34:8443/', 'https://93.184.216.34:8443/'],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
  ])('%s is taken', (url, taken) => expect(endpointUrl(url, strict)).toBe(taken));

  test.each([
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://user:secret@example.com/',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'http://localhost/',
    'example.com',
    '',
  ])('%s is refused', (url) => {
    expect(() => endpointUrl(url, strict)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }),
    );
  });

  test.each(['http://127.0.0.1:4000/', 'http://localhost:4000/', 'http://[::1]:4000/'])(
    '%s is taken for development alone',
    (url) => {
      expect(endpointUrl(url, development)).toBe(url);
      expect(() => endpointUrl(url, strict)).toThrow('must begin with https');
    },
  );

  test('of another machine needs TLS for development, too', () => {
    expect(() => endpointUrl('http://example.com/', development)).toThrow('must b');
    expect(() => endpointUrl('https://10.0.0.1/', development)).toThrow('must b');
  });
});

describe('a name', () => {
  test('that leads to this machine is refused when it is looked up', async () => {
    const url = new URL('https://localhost/');
    await expect(allowedAddresses(url, strict)).rejects.toThrow('not public');
    const [first] = await allowedAddresses(url, development);
    expect(['127.0.0.1', '::1']).toContain(first.address);
  });

  test('that leads nowhere is told so', async () => {
    const message = { headers: {}, body: '{}' };
    expect(await send('https://nobody.invalid/', message, strict)).toMatchObject({
      delivered: false,
      status: null,
      error: 'the name is not known',
    });
    expect(await send('https://localhost/', message, strict)).toMatchObject({
      error: 'the name leads to an address that is not public',
    });
  });
});
