import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { DeliveryAttempt } from '../state/delivery-types.ts';

const connectMsMax = 1000;
const totalMsMax = 5000;
const answerCharsMax = 500;
/** How many deliveries travel at once, each on a connection that is kept. */
export const connectionsMax = 8;

const agents = {
  http: new HttpAgent({ keepAlive: true, maxSockets: connectionsMax }),
  https: new HttpsAgent({ keepAlive: true, maxSockets: connectionsMax }),
};

/** Closes the kept connections, so that the process can end. */
export function closeConnections(): void {
  agents.http.destroy();
  agents.https.destroy();
}

/** Sends a body once: 1 second to connect, 5 in total. Never throws; what went wrong is in the attempt. */
export async function postDelivery(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<DeliveryAttempt> {
  const first = await postOnce(url, headers, body);
  // The app closed a kept connection at the moment that we used it: nothing was sent to anybody, so a fresh one may try.
  return first.stale ? (await postOnce(url, headers, body)).attempt : first.attempt;
}

function postOnce(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ attempt: DeliveryAttempt; stale: boolean }> {
  const at = Date.now();
  return new Promise((resolve) => {
    const secure = url.startsWith('https:');
    const send = secure ? httpsRequest : httpRequest;
    const request = send(url, { method: 'POST', headers, agent: secure ? agents.https : agents.http });
    const finish = (status: number | null, error: string | null, answer: string) => {
      clearTimeout(total);
      const stale = error === 'ECONNRESET' && request.reusedSocket;
      resolve({ attempt: { at, durationMs: Date.now() - at, status, error, answer }, stale });
    };
    const total = setTimeout(() => {
      request.destroy(new Error('no answer within 5 seconds'));
    }, totalMsMax);
    limitConnecting(request);
    request.once('response', (response) => collect(response, finish));
    request.once('error', (error: NodeJS.ErrnoException) => finish(null, error.code ?? error.message, ''));
    request.end(body);
  });
}

function limitConnecting(request: ClientRequest): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const limit = setTimeout(() => {
      request.destroy(new Error('no connection within 1 second'));
    }, connectMsMax);
    socket.once('connect', () => clearTimeout(limit));
    socket.once('close', () => clearTimeout(limit));
  });
}

function collect(
  response: IncomingMessage,
  finish: (status: number | null, error: string | null, answer: string) => void,
): void {
  let answer = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    if (answer.length < answerCharsMax) answer += chunk;
  });
  response.once('error', (error: NodeJS.ErrnoException) => finish(null, error.code ?? error.message, answer));
  response.once('end', () => finish(response.statusCode ?? null, null, answer.slice(0, answerCharsMax)));
}
