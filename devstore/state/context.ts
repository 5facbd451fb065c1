import type { AppConfig } from '../app-config.ts';
import type { Env } from '../env.ts';
import type { Dispatcher } from '../webhooks/dispatcher.ts';
import type { WebhookEvent } from '../webhooks/trigger.ts';
import type { Tables } from './tables.ts';

/** What the parts of the store work with. */
export type StoreContext = {
  env: Env;
  appConfig: AppConfig;
  tables: Tables;
  dispatcher: Dispatcher;
  /** How often each root field of the Admin API was asked for since the start, in vain too. */
  adminRequests: Map<string, number>;
  /** Journals the changes and what they tell subscribers in one write. */
  act<Result>(change: () => Result): Result;
  tell(event: WebhookEvent): void;
};
