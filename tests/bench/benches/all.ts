import type { Context } from '../context.ts';
import type { Report } from '../report.ts';
import { admin } from './admin.ts';
import { burst } from './burst.ts';
import { growth } from './growth.ts';
import { ingest } from './ingest.ts';
import { member } from './member.ts';
import { redeem } from './redeem.ts';
import { settle, settleRich } from './settle.ts';
import { simulate } from './simulate.ts';
import { storefront } from './storefront.ts';

export const BENCHES: Record<string, (context: Context) => Promise<Report>> = {
  ingest,
  settle,
  'settle-rich': settleRich,
  member,
  redeem,
  growth,
  burst,
  simulate,
  storefront,
  admin,
};
