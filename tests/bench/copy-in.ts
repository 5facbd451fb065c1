// COPY FROM STDIN on pg, which has the protocol but no door to it.
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type pg from 'pg';

type CopyConnection = {
  stream: Duplex;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
};

const CHUNK_CHARACTERS = 256 * 1024;

/** Sends `lines`, each a row in COPY's text format with its line break. Rejects where the database refuses a row; then none is there. */
export async function copyIn(client: pg.PoolClient, text: string, lines: Iterable<string>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const copy = {
      submit: (connection: CopyConnection) => connection.query(text),
      handleCopyInResponse: (connection: CopyConnection) => void pump(connection, lines).catch(reject),
      handleCommandComplete: () => undefined,
      handleError: reject,
      handleReadyForQuery: () => resolve(),
    };
    client.query(copy as unknown as pg.Submittable);
  });
}

async function pump(connection: CopyConnection, lines: Iterable<string>): Promise<void> {
  let chunk = '';
  const send = async () => {
    connection.sendCopyFromChunk(Buffer.from(chunk));
    chunk = '';
    if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
  };
  for (const line of lines) {
    chunk += line;
    if (chunk.length >= CHUNK_CHARACTERS) await send();
  }
  await send();
  connection.endCopyFrom();
}
