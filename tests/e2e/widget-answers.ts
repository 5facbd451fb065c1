// What the proxy answers in each of the widget's states, of the members that are in widget-blocks.ts.
import { refusalText, unavailableText } from '../../app/locales/reward-text.ts';
import type { Answer } from './widget-alone.ts';
import {
  LEVELS,
  MEMBERS,
  NAME,
  PLACES,
  REWARDS,
  SOON,
  TOLD,
  type Language,
  type Member,
  type State,
} from './widget-blocks.ts';

/** By the last part of the path. Nobody answers in `offline`, nothing comes in `loading`, and a page of an error in `error`. */
export function answersOf(state: State, language: Language): (file: string) => Answer {
  if (state === 'offline') return () => 'abort';
  if (state === 'loading') return () => 'never';
  if (state === 'error') return () => ({ status: 500, contentType: 'text/html', body: '<h1>Error</h1>' });
  const found = MEMBERS[state];
  if (!found) return () => ({ json: {} });
  // One of everything that can be in the panel.
  const isFull = state === 'normal';
  const join = { terms: { version: '1', url: '/terms' } };
  const codes = redemptionsIn(language);
  const answers: Record<string, object> = {
    member: state === 'join' ? { member: null, join } : { member: memberOf(found, language), join: null },
    rewards: {
      rewards: rewardsFor(found.available, language).slice(0, isFull ? undefined : REWARDS.length),
      redemptions: isFull ? codes : codes.slice(0, found.codes.length),
    },
    entries: { entries: entriesOf(found, language), next: isFull ? 'more' : null },
  };
  return (file) => ({ json: answers[file] ?? {} });
}

function memberOf({ available, pending, balance, next, expiry, tier }: Member, language: Language): object {
  const nextExpiry = expiry ? { points: expiry.p, at: expiry.at } : null;
  return {
    points: { available, pending, balance, next: next ?? null, nextExpiry },
    worth: { currency: PLACES[language].currency, minorUnits: String(Math.max(0, available)) },
    tier: tier && { id: tier.id, name: LEVELS[tier.id][language], multiplier: '1.25' },
  };
}

const entriesOf = ({ entries }: Member, language: Language): object[] =>
  entries.map(({ p }, seq) => ({ seq, points: p, at: yesterday(), availableAt: SOON, text: TOLD[language] }));

function termsOf(id: string, language: Language): object {
  const { currency } = PLACES[language];
  const amounts = REWARDS.find((one) => one.id === id)?.values ?? [];
  const amount = amounts.find((one) => one.currency === currency)?.amount ?? '';
  return { name: NAME[language], description: '', currency, amount, minSpend: amount };
}

/** Those of the programme, and one that is of another market. */
function rewardsFor(available: number, language: Language): object[] {
  const here = REWARDS.map(({ id, points }) => {
    const missing = points - available;
    const reason = missing > 0 ? { kind: 'points', missing } : null;
    return { ...termsOf(id, language), id, points, available: reason === null, reason };
  });
  const text = unavailableText({ reason: 'not_in_market' }, null, language);
  const elsewhere = { id: 'elsewhere', points: 500, available: false, reason: { kind: 'market' }, text };
  return [...here, { ...termsOf('five', language), ...elsewhere }];
}

/** A redemption in each of its states, the one that can be used first. */
function redemptionsIn(language: Language): object[] {
  const one = (id: string, status: string, more: object = {}) => ({
    ...termsOf('five', language),
    ...{ id, status, rewardId: 'five', kind: 'amountOff', points: 500, isForCart: true, code: null },
    ...{ createdAt: yesterday(), expiresAt: null, usedAt: null, refusal: null },
    ...more,
  });
  const refusal = { text: refusalText({ reason: 'shopify_refused' }, language) };
  return [
    one('r1', 'issued', { code: '4PMHH-KYJ2A-62ZPC', expiresAt: SOON }),
    one('r2', 'reserved'),
    one('r3', 'failed', { refusal, createdAt: new Date().toISOString() }),
    one('r4', 'needs_review'),
    one('r5', 'used', { expiresAt: SOON, usedAt: yesterday() }),
    one('r6', 'expired', { expiresAt: yesterday() }),
  ];
}

const yesterday = (): string => new Date(Date.now() - 86_400_000).toISOString();
