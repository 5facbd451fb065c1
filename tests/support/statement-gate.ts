// Stands between a process and its database, and counts what the process says: so that a test can end either of them, or only their
// connection, between two statements, or between a commit and its answer, instead of guessing a moment in milliseconds.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The statement never reaches the database; or does, and the end comes with it; or is carried out, and its answer is lost. */
export type Point = 'unsent' | 'sent' | 'answered';
/** `commit`: what makes something durable, COMMIT and the one statement of the inbox that is its own transaction. */
export type Kind = 'statement' | 'commit';

type Trap = { kind: Kind; left: number; point: Point; act: () => void };

/** Simple query, Parse, Bind: a message of PostgreSQL's protocol that begins one. Passwords and the like do not count. */
const BEGINNINGS = new Set([...'QPB'].map((letter) => letter.charCodeAt(0)));
const COMMITS = ['COMMIT', 'INSERT INTO inbox'];

export class StatementGate {
  /** The database, through the gate. */
  readonly url: string;
  readonly #stop: () => Promise<void>;
  readonly #traps = new Set<Trap>();

  private constructor(url: string, stop: () => Promise<void>) {
    this.url = url;
    this.#stop = stop;
  }

  static async open(databaseUrl: string): Promise<StatementGate> {
    const { hostname, port } = new URL(databaseUrl);
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const upstream = connect(Number(port), hostname);
      for (const socket of [client, upstream]) {
        sockets.add(socket.setNoDelay());
        socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
      }
      gate.#join(client, upstream);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const own = new URL(databaseUrl);
    const address = server.address();
    own.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const gate = new StatementGate(own.href, async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    });
    return gate;
  }

  /** At the `count`-th from now, `act` is called and that connection breaks. The returned function takes the trap away and says whether it was sprung. */
  trap(kind: Kind, count: number, point: Point, act: () => void): () => boolean {
    const trap = { kind, left: count, point, act };
    this.#traps.add(trap);
    return () => !this.#traps.delete(trap);
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  #join(client: Socket, upstream: Socket): void {
    // What is to be carried out without its answer being heard.
    let silenced: (() => void) | null = null;
    client.on('data', (chunk) => {
      const trap = this.#sprung(chunk);
      if (trap?.point === 'answered') silenced = trap.act;
      if (trap?.point !== 'unsent') upstream.write(chunk);
      if (!trap || trap.point === 'answered') return;
      trap.act();
      client.destroy();
    });
    upstream.on('data', (chunk) => {
      if (!silenced) return void client.write(chunk);
      silenced();
      silenced = null;
      client.destroy();
    });
    // Half-closed is closed, on both sides, but what was written before is carried out.
    client.once('close', () => upstream.end());
    upstream.once('close', () => client.destroy());
  }

  #sprung(chunk: Buffer): Trap | undefined {
    if (!BEGINNINGS.has(chunk[0] ?? 0)) return undefined;
    const isCommit = COMMITS.some((text) => chunk.includes(text));
    for (const trap of this.#traps) {
      if (trap.kind === 'commit' && !isCommit) continue;
      trap.left -= 1;
      if (trap.left > 0) continue;
      this.#traps.delete(trap);
      return trap;
    }
    return undefined;
  }
}
