/**
 * The app's process: /webhooks is answered by our own code on the raw bytes, the routes of the API and the storefront are found without Remix
 * (decision 0020), files of the build come from disk, everything else goes to Remix.
 */
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import { createRequest, createRequestListener } from '@remix-run/node-fetch-server';
import serveStatic from 'serve-static';
import { directRoutes, type Answer } from './app/api/direct-routes.ts';
import { sendText } from './app/api/send-text.ts';
import { closeDatabase, limitStatements } from './app/db.server.ts';
import { deps as sharedDeps, type Deps } from './app/deps.server.ts';
import { createReceiveWebhook } from './app/services/receive-webhook.ts';
import { createWebhookDoor } from './app/webhooks/door.ts';

const BUILD = new URL('./build/server/index.js', import.meta.url);
const CLIENT = new URL('./build/client', import.meta.url).pathname;
/** Shopify gives up after 5 s; a sender that is slower than this holds no connection. */
const REQUEST_TIMEOUT_MS = 15_000;
/** More than any statement of a request takes, the publication for a large shop among them; decision 0023. */
const STATEMENT_LIMIT_MS = 60_000;
/** Of a body that nobody reads to its end; past this much the connection is cut. */
const DISCARDED_BYTES_MAX = 16 * 1024 * 1024;
/** Of a body to Remix's routes, which read it whole: the longest file of texts is less, even as a form writes it. */
const FORM_BYTES_MAX = 20 * 1024 * 1024;
/** Names of the build's files change with their content. */
const YEAR_MS = 31_536_000_000;

async function createApp(deps: Deps): Promise<Server> {
  const build = (await import(BUILD.href)) as ServerBuild;
  const onError = (error: unknown) => {
    deps.log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'request failed');
    return new Response('Internal Server Error', { status: 500 });
  };
  const remix = createRequestListener(createRequestHandler(build, deps.env.NODE_ENV), { onError });
  const direct = directRoutes(build);
  const answerBy = async (answer: Answer, request: IncomingMessage, response: ServerResponse) => {
    try {
      await sendText(response, await answer(createRequest(request, response)));
    } catch (error) {
      const failed = onError(error);
      if (!response.headersSent) await sendText(response, failed);
    }
  };
  const files = serveStatic(CLIENT, { maxAge: YEAR_MS, immutable: true, index: false });
  const webhooks = createWebhookDoor(deps, createReceiveWebhook(deps));
  const server = createServer((request, response) => {
    const path = originPath(request);
    const answer = path === null ? null : direct(request.method ?? '', path);
    if (path !== '/webhooks') response.once('finish', () => discardRest(request));
    // Before any library parses it: what is no path makes url.parse throw, and an uncaught error ends the process.
    if (path === null) response.writeHead(400, { Connection: 'close' }).end('Bad Request');
    else if (path === '/webhooks') void webhooks(request, response);
    else if (answer) void answerBy(answer, request, response);
    else if (Number(request.headers['content-length'] ?? 0) > FORM_BYTES_MAX)
      response.writeHead(413, { Connection: 'close' }).end('Content Too Large');
    else if (request.method === 'GET' || request.method === 'HEAD')
      files(request, response, () => void remix(request, response));
    else {
      cutLongBody(request);
      void remix(request, response);
    }
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  return server;
}

/** Of what does not say how long it is. */
function cutLongBody(request: IncomingMessage): void {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > FORM_BYTES_MAX) request.destroy();
  });
}

/**
 * What was answered before its end (too long, not authorized) is read on and thrown away: else the next request on the connection, behind a
 * proxy somebody else's, would wait for a body that nobody reads, until the connection breaks.
 */
function discardRest(request: IncomingMessage): void {
  if (request.readableEnded) return;
  let discarded = 0;
  request.removeAllListeners('data');
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > DISCARDED_BYTES_MAX) request.socket.destroy();
  });
  request.resume();
}

/** The path of a request in origin form ("/app?x=1"), or null for another target or a host that is none. */
function originPath({ url = '', headers, method }: IncomingMessage): string | null {
  const target = `http://${headers.host ?? 'localhost'}${url}`;
  if (!url.startsWith('/') || method === 'TRACE' || !URL.canParse(target)) return null;
  return url.split('?', 1)[0] ?? null;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE';
      reject(
        busy
          ? new Error(
              `Port ${port} is in use by another program. Set PORT to a free one, for example PORT=${port + 10}.`,
            )
          : error,
      );
    });
    server.listen(port, () => resolve());
  });
}

async function main(): Promise<void> {
  limitStatements(STATEMENT_LIMIT_MS);
  const deps = sharedDeps();
  if (!existsSync(BUILD)) throw new Error('There is no build yet: run `npm run build` first.');
  const server = await createApp(deps);
  await listen(server, deps.env.PORT);
  deps.log.info({ port: deps.env.PORT }, 'app ready');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close(() => void closeDatabase());
      server.closeIdleConnections();
    });
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
