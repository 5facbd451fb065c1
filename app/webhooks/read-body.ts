import type { IncomingMessage } from 'node:http';

/** The raw bytes of a request, at most `max` of them in memory; 'aborted' where the sender stopped before its end. */
export function readBody(request: IncomingMessage, max: number): Promise<Buffer | 'tooLarge' | 'aborted'> {
  if (Number(request.headers['content-length'] ?? 0) > max) return Promise.resolve('tooLarge');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > max) {
        request.pause();
        resolve('tooLarge');
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('close', () => resolve('aborted'));
    request.on('error', () => resolve('aborted'));
  });
}
