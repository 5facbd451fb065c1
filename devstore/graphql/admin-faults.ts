import { setTimeout as pause } from 'node:timers/promises';
import { Kind, parse } from 'graphql';
import { seededRandom, seedFor } from '../random.ts';
import type { AdminFaults, Faults } from '../state/delivery-types.ts';
import type { DevStore } from '../state/dev-store.ts';

export type AdminFault = 'timeout' | 'timeoutAfter' | 'error5xx' | 'throttle' | 'refuse';

/** What happens to a request besides its answer: a function of the seed and the request's number. Those not meant are not hit and not counted. */
export function planAdminFault(
  { seed, admin }: Faults,
  requestNumber: number,
  query: string,
): AdminFault | null {
  if (admin.fields.length > 0 && !rootFields(query).some((field) => admin.fields.includes(field)))
    return null;
  const random = seededRandom(seedFor(seed, 1_000_000_000 + requestNumber));
  // Each kind draws its own number, in an order that stays: switching one on moves none of the others.
  const kinds: AdminFault[] = ['throttle', 'error5xx', 'timeout', 'timeoutAfter', 'refuse'];
  const hit = kinds.filter((kind) => random() < admin[kind]);
  const worstFirst: AdminFault[] = ['timeout', 'timeoutAfter', 'error5xx', 'throttle', 'refuse'];
  return worstFirst.find((kind) => hit.includes(kind)) ?? null;
}

/** Takes one off the number of faulty requests that are left, and ends the faults with the last. */
export function countFault(store: DevStore): void {
  const faults = store.faults();
  const { times } = faults.admin;
  if (times === null) return;
  const none = { throttle: 0, error5xx: 0, timeout: 0, timeoutAfter: 0, refuse: 0, times: null };
  const admin: AdminFaults = { ...faults.admin, ...(times > 1 ? { times: times - 1 } : none) };
  store.setFaults({ ...faults, admin });
}

/** Holds a request open until its caller gives up, at most for the time set. */
export async function hang({ timeoutMs }: AdminFaults, caller: AbortSignal): Promise<void> {
  await pause(timeoutMs, undefined, { signal: caller }).catch(() => undefined);
}

/** What a document asks for; nothing of one that does not parse. */
export function rootFields(query: string): string[] {
  try {
    return parse(query).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? definition.selectionSet.selections.flatMap((each) =>
            each.kind === Kind.FIELD ? [each.name.value] : [],
          )
        : [],
    );
  } catch {
    return [];
  }
}
