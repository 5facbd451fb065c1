import type { ServerResponse } from 'node:http';

/** Answers with a response whose body is text, headers and body in one piece. Nothing where the client has gone. */
export async function sendText(response: ServerResponse, answer: Response): Promise<void> {
  const text = await answer.text();
  if (response.destroyed) return;
  const headers = Object.fromEntries(answer.headers);
  response.writeHead(answer.status, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}
