import type { IncomingMessage } from 'node:http';

/**
 * Most clients read no answer before they have sent everything: what is too large is read to its end and thrown away, so that its
 * sender sees the 413. Past this much the connection is cut instead.
 */
const DISCARDED_BYTES_MAX = 64 * 1024 * 1024;

export type ReadBody = {
  /** aborted: the sender stopped before its end; cut: we did. */
  end: 'complete' | 'aborted' | 'cut';
  /** The raw bytes; null where they are more than was asked for. */
  body: Buffer | null;
};

/** Reads a request, at most `max` bytes of it into memory; `onChunk` sees every byte, kept or not. */
export function readBody(
  request: IncomingMessage,
  max: number,
  onChunk: (chunk: Buffer) => void,
): Promise<ReadBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      onChunk(chunk);
      if (size <= max) chunks.push(chunk);
      else chunks.length = 0;
      if (size > DISCARDED_BYTES_MAX) resolve({ end: 'cut', body: null });
    });
    request.on('end', () => resolve({ end: 'complete', body: size > max ? null : Buffer.concat(chunks) }));
    request.on('close', () => resolve({ end: 'aborted', body: null }));
    request.on('error', () => resolve({ end: 'aborted', body: null }));
  });
}
