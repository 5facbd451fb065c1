// Against a server that hangs up on whoever connects, as a database does that is starting or stopping.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import { MissingSessionTableError } from '@shopify/shopify-app-session-storage-prisma';
import { expect, it } from 'vitest';
import { sessionStorage } from './session-storage.ts';

it('looks for its table with every call until it has found it', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: `postgresql://nobody@127.0.0.1:${port}/none` }),
  });
  try {
    const storage = sessionStorage(prisma);
    await expect(storage.loadSession('offline_haven.myshopify.com')).rejects.toThrow(
      MissingSessionTableError,
    );
    const first = connections;
    expect(first).toBeGreaterThan(0);
    await expect(storage.deleteSession('offline_haven.myshopify.com')).rejects.toThrow(
      MissingSessionTableError,
    );
    expect(connections).toBeGreaterThan(first);
  } finally {
    await prisma.$disconnect();
    server.close();
  }
});
