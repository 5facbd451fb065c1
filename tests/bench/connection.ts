// One keep-alive connection of the load generator. node:http's client costs several times as much as this, on cores that the app needs.
import { connect, type Socket } from 'node:net';

export type Answer = { status: number; body: string };

const HEAD_END = '\r\n\r\n';

export class Connection {
  private socket: Socket | null = null;
  private received: Buffer = Buffer.alloc(0);
  private waiting: { resolve(answer: Answer): void; reject(error: Error): void } | null = null;
  private readonly target: URL;

  constructor(url: string) {
    this.target = new URL(url);
  }

  get host(): string {
    return this.target.host;
  }

  async open(): Promise<void> {
    this.close();
    const socket = connect({ host: this.target.hostname, port: Number(this.target.port), noDelay: true });
    this.socket = socket;
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => this.lose(socket));
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('close', () => reject(new Error('no connection')));
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = null;
    this.received = Buffer.alloc(0);
  }

  /** Sends a request and gives its answer; rejects where the connection breaks before that. One at a time. */
  async exchange(parts: readonly (string | Buffer)[]): Promise<Answer> {
    if (!this.socket) await this.open();
    const { socket } = this;
    return new Promise<Answer>((resolve, reject) => {
      if (!socket) return reject(new Error('no connection'));
      this.waiting = { resolve, reject };
      socket.cork();
      for (const part of parts) socket.write(part);
      socket.uncork();
    });
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const parsed = parseAnswer(this.received);
    if (!parsed || !this.waiting) return;
    const { resolve } = this.waiting;
    this.waiting = null;
    this.received = this.received.subarray(parsed.length);
    if (parsed.last) this.close();
    resolve(parsed.answer);
  }

  private lose(socket: Socket): void {
    if (this.socket !== socket) return;
    this.close();
    this.waiting?.reject(new Error('the connection broke'));
    this.waiting = null;
  }
}

/** null while the answer is not complete. */
function parseAnswer(bytes: Buffer): { answer: Answer; length: number; last: boolean } | null {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end).toLowerCase();
  const status = Number(head.slice(9, 12));
  const last = head.includes('\r\nconnection: close');
  const start = end + HEAD_END.length;
  const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
  if (length === undefined && head.includes('\r\ntransfer-encoding: chunked')) {
    const chunks = readChunks(bytes, start);
    return chunks && { answer: { status, body: chunks.body }, length: chunks.end, last };
  }
  const stop = start + Number(length ?? 0);
  if (bytes.length < stop) return null;
  return { answer: { status, body: bytes.toString('utf8', start, stop) }, length: stop, last };
}

function readChunks(bytes: Buffer, start: number): { body: string; end: number } | null {
  const parts: Buffer[] = [];
  for (let at = start; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    const next = line + 2 + size + 2;
    if (bytes.length < next) return null;
    if (size === 0) return { body: Buffer.concat(parts).toString('utf8'), end: next };
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = next;
  }
}
