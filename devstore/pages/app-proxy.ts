import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { html } from './html.ts';
import { document } from './document.ts';
import { framePath, platformPath } from './platform-links.ts';

export type ProxyOptions = {
  /** The app's own origin, such as `http://localhost:3000`. */
  appUrl: string;
  /** The dev store's origin, to which the platform's addresses in redirects are pointed. */
  devstoreUrl: string;
  shop: string;
  /** The app's part of the admin's addresses, for the way back to it. */
  appHandle: string;
  preferredPort: number;
};

/**
 * The app as the admin's iframe loads it: everything passes through unchanged, only that the dev store's frame is
 * allowed to show it (the app allows https://admin.shopify.com, which this frame stands for), and that redirects stay here.
 * Gives its own origin. Listens on the preferred port, or on any free one.
 */
export async function startAppProxy(options: ProxyOptions): Promise<string> {
  const app = new URL(options.appUrl);
  const server = http.createServer((request, response) => forward(request, response, app, options));
  const port = await listen(server, options.preferredPort).catch(() => listen(server, 0));
  // The dev store's own server keeps the process alive; this one must not keep it from ending.
  server.unref();
  return `http://localhost:${port}`;
}

function listen(server: http.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function forward(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  app: URL,
  options: ProxyOptions,
): void {
  const origin = `http://${request.headers.host ?? ''}`;
  const upstream = http.request(
    {
      hostname: app.hostname,
      port: app.port || 80,
      method: request.method,
      path: request.url,
      headers: requestHeaders(request.headers, app, origin),
    },
    (answer) => {
      response.writeHead(
        answer.statusCode ?? 502,
        answer.statusMessage,
        responseHeaders(answer.headers, origin, options),
      );
      pipeline(answer, response, () => undefined);
    },
  );
  upstream.on('error', () => {
    if (response.headersSent) response.destroy();
    else sendUnreachable(response, request.url ?? '/', options);
  });
  response.on('close', () => upstream.destroy());
  pipeline(request, upstream, () => undefined);
}

/** The app is asked under its own name: Remix compares `Origin` with `Host` before it accepts a form. */
export function requestHeaders(
  headers: http.IncomingHttpHeaders,
  app: URL,
  origin: string,
): http.OutgoingHttpHeaders {
  const forwarded: http.OutgoingHttpHeaders = { ...headers, host: app.host };
  if (headers.origin === origin) forwarded['origin'] = app.origin;
  if (headers.referer?.startsWith(`${origin}/`))
    forwarded['referer'] = app.origin + headers.referer.slice(origin.length);
  // Cookies do not know ports: the dev store's own would reach the app.
  const cookies = headers.cookie?.split('; ').filter((cookie) => !cookie.startsWith('devstore_'));
  if (cookies?.length) forwarded['cookie'] = cookies.join('; ');
  else delete forwarded['cookie'];
  return forwarded;
}

/** What the browser gets: without `frame-ancestors`, redirects and preloads pointed at the stand-ins. */
export function responseHeaders(
  headers: http.IncomingHttpHeaders,
  origin: string,
  options: Pick<ProxyOptions, 'appUrl' | 'devstoreUrl' | 'shop'>,
): http.OutgoingHttpHeaders {
  const sent: http.OutgoingHttpHeaders = { ...headers };
  const policy = headers['content-security-policy'];
  if (typeof policy === 'string') {
    const kept = policy
      .split(';')
      .filter((directive) => !/^\s*frame-ancestors\b/i.test(directive) && directive.trim());
    if (kept.length > 0) sent['content-security-policy'] = kept.join(';');
    else delete sent['content-security-policy'];
  }
  if (headers.location !== undefined) sent['location'] = redirectTarget(headers.location, origin, options);
  // The library names Shopify's CDN in a preload although the script comes from here.
  if (typeof headers['link'] === 'string') {
    sent['link'] = headers['link'].replaceAll(
      'https://cdn.shopify.com/shopifycloud/app-bridge.js',
      `${options.devstoreUrl}/assets/app-bridge.js`,
    );
  }
  return sent;
}

function redirectTarget(
  location: string,
  origin: string,
  { appUrl, devstoreUrl, shop }: Pick<ProxyOptions, 'appUrl' | 'devstoreUrl' | 'shop'>,
): string {
  const path = platformPath(location, shop);
  if (path !== null) return devstoreUrl + path;
  if (URL.canParse(location) && new URL(location).origin === new URL(appUrl).origin) {
    return origin + location.slice(new URL(appUrl).origin.length);
  }
  return location;
}

function sendUnreachable(response: http.ServerResponse, path: string, options: ProxyOptions): void {
  const { appUrl, devstoreUrl, shop, appHandle } = options;
  const page = document({
    title: 'The app does not answer',
    styles: 'admin',
    assetOrigin: devstoreUrl,
    body: html`<main class="app-unreachable">
      <h1>Meridian does not answer</h1>
      <p>Nothing answers at <code>${appUrl}</code>. The dev store is up, but the app is not running.</p>
      <p>
        <code>npm run demo</code> starts both. If it is running, look at its last lines: they name what
        stopped.
      </p>
      <p>
        <a
          class="button button-primary"
          href="${devstoreUrl}${framePath(path, shop, appHandle)}"
          target="_top"
          >Try again</a
        >
      </p>
    </main>`,
  });
  response.writeHead(502, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(page.markup);
}
