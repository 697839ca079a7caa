import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireFreePorts } from './ports.ts';

const host = '127.0.0.1';
let other: Server;
let port: number;
beforeEach(async () => {
  other = createServer().listen(0, host);
  await once(other, 'listening');
  ({ port } = other.address() as AddressInfo);
});
afterEach(() => void other.close());

describe('requireFreePorts', () => {
  it('accepts what can be listened on, and leaves it free', async () => {
    other.close();
    await once(other, 'close');
    const wanted = [{ name: 'PORT', host, port }];
    await expect(requireFreePorts(wanted)).resolves.toBeUndefined();
    await expect(requireFreePorts(wanted)).resolves.toBeUndefined();
  });

  it('names the variable of each port that is taken', async () => {
    const wanted = [
      { name: 'PORT', host, port },
      { name: 'MCP_PORT', host, port },
    ];
    await expect(requireFreePorts(wanted)).rejects.toThrow(
      `Port ${port} is in use: stop what listens there, or set PORT to another port.\n` +
        `Port ${port} is in use: stop what listens there, or set MCP_PORT to another port.`,
    );
  });

  it('waits for one that is being let go of', async () => {
    const waiting = requireFreePorts([{ name: 'PORT', host, port }], 10_000);
    other.close();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('names the variable when the address is not ours', async () => {
    await expect(requireFreePorts([{ name: 'PORT', host: '192.0.2.1', port }])).rejects.toThrow(
      `PORT=${port} cannot be listened on at 192.0.2.1 (EADDRNOTAVAIL): set another port or HOST.`,
    );
  });
});
