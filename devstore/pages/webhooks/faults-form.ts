import type { Faults } from '../../state/delivery-types.ts';
import { noFaults } from '../../webhooks/faults.ts';
import { html, type Html } from '../html.ts';

/** No faults at all; the seed stays, so that switching them on again repeats them. */
export function withoutFaults(seed: number): Faults {
  return { ...noFaults, seed };
}

/** True when any fault may happen. */
export function areFaultsOn({ webhooks, admin }: Faults): boolean {
  const { throttle, error5xx, timeout, timeoutAfter, refuse, latencyMs } = admin;
  return [...Object.values(webhooks), throttle, error5xx, timeout, timeoutAfter, refuse, latencyMs].some(
    (value) => value > 0,
  );
}

/** The faults that a form describes: shares in percent, times in milliseconds, held within their bounds. */
export function parseFaults(fields: Record<string, string>, before: Faults): Faults {
  const bounded = (name: string, most: number) => {
    const written = fields[name]?.trim() ?? '';
    return /^\d{1,9}$/.test(written) ? Math.min(Number(written), most) : 0;
  };
  const share = (name: string) => bounded(name, 100) / 100;
  const seed = fields['seed']?.trim() ?? '';
  return {
    seed: /^\d{1,9}$/.test(seed) ? Number(seed) : before.seed,
    webhooks: {
      duplicate: share('duplicate'),
      reorder: share('reorder'),
      drop: share('drop'),
      delayMs: bounded('delayMs', 60_000),
    },
    admin: {
      ...noFaults.admin,
      throttle: share('throttle'),
      error5xx: share('error5xx'),
      timeout: share('timeout'),
      timeoutAfter: share('timeoutAfter'),
      refuse: share('refuse'),
      latencyMs: bounded('latencyMs', 60_000),
    },
  };
}

/** The form in which faults are chosen. */
export function faultsForm(faults: Faults): Html {
  const { webhooks, admin, seed } = faults;
  return html`<form
    class="card faults"
    method="post"
    action="/webhooks/faults"
    aria-labelledby="faults-heading"
  >
    <h2 id="faults-heading">Faults</h2>
    <p class="muted small">Shopify promises neither order nor once-only. Switch on what can go wrong.</p>
    <fieldset>
      <legend>Webhooks</legend>
      ${field('duplicate', 'Duplicate', '%', percent(webhooks.duplicate), 100)}
      ${field('reorder', 'Reorder', '%', percent(webhooks.reorder), 100)}
      ${field('drop', 'Drop', '%', percent(webhooks.drop), 100)}
      ${field('delayMs', 'Delay', 'ms', webhooks.delayMs, 60_000)}
    </fieldset>
    <fieldset>
      <legend>Admin API</legend>
      ${field('throttle', 'Throttle', '%', percent(admin.throttle), 100)}
      ${field('error5xx', 'Server error', '%', percent(admin.error5xx), 100)}
      ${field('timeout', 'Time-out', '%', percent(admin.timeout), 100)}
      ${field('timeoutAfter', 'Time-out after success', '%', percent(admin.timeoutAfter), 100)}
      ${field('refuse', 'Refuse mutations', '%', percent(admin.refuse), 100)}
      ${field('latencyMs', 'Latency', 'ms', admin.latencyMs, 60_000)}
    </fieldset>
    <fieldset>
      <legend>Repeatable</legend>
      ${field('seed', 'Seed', '', seed, 999_999_999)}
    </fieldset>
    <div class="actions">
      <button class="button button-primary">Set faults</button>
      <button class="button" name="off" value="yes">Switch all off</button>
    </div>
  </form>`;
}

function percent(share: number): number {
  return Math.round(share * 100);
}

function field(name: string, label: string, unit: string, value: number, most: number): Html {
  return html`<div class="fault">
    <label for="fault-${name}">${label}</label>
    <span class="with-unit">
      <input
        class="field"
        id="fault-${name}"
        name="${name}"
        type="number"
        min="0"
        max="${most}"
        value="${value}"
        aria-describedby="unit-${name}"
      />
      <span id="unit-${name}" class="muted">${unit}</span>
    </span>
  </div>`;
}
