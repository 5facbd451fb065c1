import { createServer } from 'node:net';

/** That port of 127.0.0.1 when nobody listens on it, undefined when it is busy; for 0, any free one. */
export function tryPort(port: number, host = '127.0.0.1'): Promise<number | undefined> {
  return new Promise((done) => {
    // Whoever tries to reach the server that is to come would keep close() waiting.
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => done(undefined));
    server.listen({ port, host }, () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

/** Any free port of 127.0.0.1. Throws when there is none. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Error('No free port on 127.0.0.1.');
  return port;
}
