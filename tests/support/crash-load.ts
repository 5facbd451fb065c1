// Sends a round's load over many connections, and again whatever was not accepted, as Shopify and a client of the REST API do.
import { setTimeout as delay } from 'node:timers/promises';
import type { Request, Sending, Told } from './crash-round.ts';
import { sendWebhook } from './signed-webhook.ts';

const CONNECTIONS = 12;
/** Shopify waits so long for an answer. */
const PATIENCE_MS = 5_000;
const AGAIN_MS = 20;
/** All of it, whatever happens meanwhile. */
const LIMIT_MS = 30_000;

export type Answer = { request: Request; status: number; body: { id?: string; seq?: number } };

export type Target = {
  /** Of the apps; each next attempt goes to the next of them. */
  urls: readonly string[];
  key: string;
};

export class CrashLoad {
  /** Deliveries that were answered with 200. */
  readonly accepted: Told[] = [];
  /** Last words on requests: granted or refused, no faults. */
  readonly answers: Answer[] = [];
  attempts = 0;
  #lastFault = '';
  readonly #target: Target;
  readonly #onAccepted: (count: number) => void;

  /** `onAccepted` hears how much of the load has been accepted, each time that it is more. */
  constructor(target: Target, onAccepted: (count: number) => void) {
    this.#target = target;
    this.#onAccepted = onAccepted;
  }

  /** Resolves when everything has been accepted; throws where that takes too long. What is not goes to the end of the queue: what came after it overtakes it. */
  async send(load: readonly Sending[]): Promise<void> {
    const queue = [...load];
    const deadline = performance.now() + LIMIT_MS;
    let waiting = 0;
    const connection = async () => {
      for (;;) {
        const next = queue.shift();
        if (!next && waiting === 0) return;
        if (!next) {
          await delay(AGAIN_MS);
          continue;
        }
        waiting += 1;
        if (!(await this.#isAccepted(next))) {
          if (performance.now() > deadline)
            throw new Error(
              `not accepted within ${LIMIT_MS} ms: ${JSON.stringify(next)}; ${this.#lastFault}`,
            );
          await delay(AGAIN_MS);
          queue.push(next);
        }
        waiting -= 1;
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  }

  async #isAccepted(sending: Sending): Promise<boolean> {
    const { urls } = this.#target;
    const url = urls[this.attempts++ % urls.length] ?? '';
    try {
      if (
        !('told' in sending ? await this.#deliver(url, sending.told) : await this.#ask(url, sending.request))
      )
        return false;
    } catch (error) {
      // The connection broke, or nobody is there.
      this.#lastFault = String(error);
      return false;
    }
    this.#onAccepted(this.accepted.length + this.answers.length);
    return true;
  }

  async #deliver(url: string, told: Told): Promise<boolean> {
    const { shop, webhookId, delivery } = told;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await sendWebhook(url, { shop, webhookId, ...delivery }, signal);
    if (answer.ok) this.accepted.push(told);
    // The status is the word; whether the rest of the answer comes as well changes nothing.
    await answer.arrayBuffer().catch(() => undefined);
    return answer.ok;
  }

  async #ask(url: string, request: Request): Promise<boolean> {
    const answer = await fetch(`${url}/api/v1/members/${request.customer}/${request.path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.#target.key}`, 'Idempotency-Key': request.key },
      body: JSON.stringify(bodyOf(request)),
      signal: AbortSignal.timeout(2 * PATIENCE_MS),
    });
    const body = (await answer.json()) as Answer['body'];
    if (answer.status >= 500 || answer.status === 429) return false;
    this.answers.push({ request, status: answer.status, body });
    return true;
  }
}

function bodyOf(request: Request): object {
  if (request.path === 'adjustments') return { points: request.points, reason: 'under load' };
  if (request.path === 'redemptions') return { rewardId: request.rewardId, currency: 'USD' };
  return { actionId: 'review', key: request.key };
}
