// In place of remix-serve where that is not installed: Remix's handler on node:http, without the Express, compression and log of remix-serve.
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import { createRequestListener } from '@remix-run/node-fetch-server';

const build = (await import(resolve(process.argv[2] ?? ''))) as ServerBuild;
const remix = createRequestListener(createRequestHandler(build, 'production'));
createServer((request, response) => void remix(request, response)).listen(
  Number(process.env.PORT),
  '127.0.0.1',
);
