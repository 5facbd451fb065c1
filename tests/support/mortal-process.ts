// A process of the app in the test's own, which can die at a chosen moment: before or after a statement of its database, a commit or a call to
// Shopify. From then on nothing of it reaches either of them, as after SIGKILL, and whatever transaction it had open is rolled back.
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import pino from 'pino';
import type { Deps } from '../../app/deps.server.ts';
import type { ShopId } from '../../app/domain/ids.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import type { AdminOf } from '../../app/services/work-redemption.ts';
import { adminGateway, type AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { dropSession } from '../../app/storage/offline-tokens.ts';
import { postTo } from './post-to.ts';

/** `unsent`: it never left; `answered`: it was carried out, and nobody is there to hear of it. */
export type DeathPoint = 'unsent' | 'answered';
export const STEPS = ['statement', 'commit', 'call'] as const;
export type Step = (typeof STEPS)[number];
export type Death = { step: Step; count: number; point: DeathPoint };

export class DeadError extends Error {
  constructor() {
    super('this process is dead');
  }
}

/** Milliseconds for a call with its repeats: short, since the saga waits by a clock that the test moves. */
const PATIENCE = 200;

type Statement = string | { text: string };
const isCommit = (statement: Statement): boolean =>
  (typeof statement === 'string' ? statement : statement.text) === 'COMMIT';

export class MortalProcess {
  readonly deps: Deps;
  readonly adminOf: AdminOf;
  isDead = false;
  readonly #left: Record<Step, number>;
  readonly death: Death | null;
  /** What is on its way; of a dead process, too. */
  readonly #underWay = new Set<Promise<unknown>>();

  constructor({ url, pool }: { url: string; pool: pg.Pool }, storeUrl: string, death: Death | null) {
    this.death = death;
    this.#left = { statement: Infinity, commit: Infinity, call: Infinity };
    if (death) this.#left[death.step] = death.count;
    this.deps = {
      pool: this.#mortalPool(pool),
      get prisma(): never {
        throw new Error('nothing that moves points asks Prisma');
      },
      clock: { now: () => new Date() },
      random: { uuid: randomUUID, bytes: randomBytes },
      log: pino({ level: 'silent' }),
      env: parseEnvironment({ DATABASE_URL: url, LOG_LEVEL: 'silent' }),
    };
    this.adminOf = async (shop) => {
      const { rows } = await this.deps.pool.query<{ id: string; access_token: string }>(
        'SELECT id, access_token FROM session WHERE shop = $1 AND NOT is_online',
        [shop],
      );
      return rows[0] ? this.#mortalGateway(shop, rows[0], storeUrl) : null;
    };
  }

  /** Resolves when all that was sent before it died has arrived. */
  async quiet(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /** Carries out a step, or dies with it. */
  async #step<T>(kinds: readonly Step[], carryOut: () => Promise<T>): Promise<T> {
    if (this.isDead) throw new DeadError();
    const isLast = kinds.map((kind) => (this.#left[kind] -= 1)).includes(0);
    if (isLast) this.isDead = true;
    if (isLast && this.death?.point === 'unsent') throw new DeadError();
    const sent = carryOut();
    this.#underWay.add(sent);
    const answer = await sent.finally(() => this.#underWay.delete(sent));
    // The compiler does not see that another step may have been the last meanwhile.
    if (this.isDead as boolean) throw new DeadError();
    return answer;
  }

  #mortalPool(pool: pg.Pool): pg.Pool {
    const query = (statement: Statement, values?: unknown[]) =>
      this.#step(['statement'], () => pool.query(statement as string, values));
    const connect = async () => {
      if (this.isDead) throw new DeadError();
      const client = await pool.connect();
      const own = (statement: Statement, values?: unknown[]) =>
        this.#step(isCommit(statement) ? ['statement', 'commit'] : ['statement'], () =>
          client.query(statement as string, values),
        );
      const [on, off] = [client.on, client.off].map((one) => one.bind(client));
      // A dead process's connection ends, and with it its transaction.
      const release = (broken?: Error | boolean) => client.release(this.isDead || broken);
      return { query: own, on, off, release };
    };
    return { connect, query, options: pool.options } as unknown as pg.Pool;
  }

  #mortalGateway(
    shop: ShopId,
    session: { id: string; access_token: string },
    storeUrl: string,
  ): AdminGateway {
    const gateway = adminGateway({
      shop,
      accessToken: session.access_token,
      patience: PATIENCE,
      onUnauthorized: () => dropSession(this.deps.pool, session.id, session.access_token),
      post: postTo(storeUrl),
    });
    return (document, variables) => this.#step(['call'], () => gateway(document, variables));
  }
}
