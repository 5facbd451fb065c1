import type { IncomingMessage } from 'node:http';

/**
 * Most clients read no answer before they have sent everything: what is too large is read to its end and thrown away, so that its
 * sender sees the 413. Past this much the connection is cut instead.
 */
const DISCARDED_BYTES_MAX = 64 * 1024 * 1024;

/** The raw bytes of a request, at most `max` of them in memory; 'aborted' where the sender stopped before its end. */
export function readBody(request: IncomingMessage, max: number): Promise<Buffer | 'tooLarge' | 'aborted'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= max) chunks.push(chunk);
      else chunks.length = 0;
      if (size > DISCARDED_BYTES_MAX) resolve('tooLarge');
    });
    request.on('end', () => resolve(size > max ? 'tooLarge' : Buffer.concat(chunks)));
    request.on('close', () => resolve('aborted'));
    request.on('error', () => resolve('aborted'));
  });
}
