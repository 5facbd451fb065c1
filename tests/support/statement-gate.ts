// Stands between a process and its database, and counts what the process says: so that a test can end either of them, or only their
// connection, between two statements, or between a commit and its answer, instead of guessing a moment in milliseconds.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The statement never reaches the database; or does, and the end comes with it; or is carried out, and its answer is lost. */
export type Point = 'unsent' | 'sent' | 'answered';
/** `commit`: what makes something durable, COMMIT and the statements that are their own transactions. */
export type Kind = 'statement' | 'commit';

type Trap = { kind: Kind; left: number; point: Point; act: () => void };

/** Simple query, Parse, Bind: a message of PostgreSQL's protocol that begins one. Passwords and the like do not count. */
const BEGINNINGS = new Set([...'QPB'].map((letter) => letter.charCodeAt(0)));
/** ReadyForQuery, outside a transaction. */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');
/** ErrorResponse: what a server's process says that finds its postmaster gone. */
const FAREWELL = errorResponse(
  'SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0',
);
/** The latter are prepared under these names: their text is sent once for each connection. */
const COMMITS = ['COMMIT', 'insert-deliveries', 'issue-redemptions'];

export class StatementGate {
  /** The database, through the gate. */
  readonly url: string;
  readonly #stop: () => Promise<void>;
  readonly #traps = new Set<Trap>();
  #isMute = false;
  #farewells = 0;

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

  /** From now on the database's answers are lost, on every connection that has one coming, for ever; those made after the returned function was called work. */
  mute(): () => void {
    this.#isMute = true;
    return () => (this.#isMute = false);
  }

  /**
   * The next `count` connections are ended by the server with the very packet that says that it is ready: as where its postmaster is killed just then.
   * The returned function says how many are still to come.
   */
  sendAway(count: number): () => number {
    this.#farewells = count;
    return () => this.#farewells;
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  #join(client: Socket, upstream: Socket): void {
    // What is to be carried out without its answer being heard.
    let silenced: (() => void) | null = null;
    let isMuted = false;
    let isNew = true;
    client.on('data', (chunk) => {
      const trap = this.#sprung(chunk);
      if (trap?.point === 'answered') silenced = trap.act;
      if (trap?.point !== 'unsent') upstream.write(chunk);
      if (!trap || trap.point === 'answered') return;
      trap.act();
      client.destroy();
    });
    upstream.on('data', (chunk) => {
      isMuted ||= this.#isMute;
      if (isMuted) return;
      if (isNew && chunk.subarray(-READY.length).equals(READY)) {
        isNew = false;
        if (this.#farewells > 0) {
          this.#farewells -= 1;
          return void client.end(Buffer.concat([chunk, FAREWELL]));
        }
      }
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

function errorResponse(fields: string): Buffer {
  const message = Buffer.from(`E\0\0\0\0${fields}`, 'latin1');
  message.writeInt32BE(message.length - 1, 1);
  return message;
}
