/** simulate: what a programme would have issued, against what was issued. Reads, and writes nothing. */
import { InstantSchema } from '../domain/instant.ts';
import { parseProgram } from '../domain/parse-program.ts';
import { publishWarnings, type PublishWarning } from '../domain/publish-warnings.ts';
import type { Figure, Sides, Simulation } from '../domain/simulation.ts';
import { unsupportedParts } from '../domain/program-changes.ts';
import { simulateProgram } from '../services/simulate-program.ts';
import { shopFacts } from '../storage/shop-traits.ts';
import { failure, requiredShop, UsageError, type Command } from './command.ts';
import { documentOf, invalid } from './document-file.ts';

export const simulate: Command = {
  usage: 'simulate --shop S --program FILE --since T',
  summary:
    'What FILE would have issued had it been in force since T, against what was issued: by month, tier, market and currency, and what members would hold. Writes nothing.',
  options: { shop: { type: 'string' }, program: { type: 'string' }, since: { type: 'string' } },
  run: async (deps, input) => {
    const shop = await requiredShop(deps, input);
    const since = String(input.options['since'] ?? '');
    if (!InstantSchema.safeParse(since).success)
      throw new UsageError('--since takes a date and time with its offset, like 2026-01-01T00:00:00Z');
    const read = await documentOf(input.options['program']);
    if (!read.ok) return read.result;
    const simulated = await simulateProgram(deps, shop, {
      document: read.document,
      since,
      onProgress: ({ done, total }) => input.onProgress(`${done} of ${total} orders`),
    }).finally(() => input.onProgress(null));
    if (!simulated.ok)
      return simulated.reason === 'invalid'
        ? invalid(simulated.faults)
        : failure('--since lies in the future: nothing has been issued since.');
    const parsed = parseProgram(read.document);
    const facts = await shopFacts(deps.pool, shop);
    const warnings = parsed.ok ? publishWarnings(parsed.program, facts) : [];
    const parts = parsed.ok ? unsupportedParts(parsed.program, facts) : [];
    const { simulation } = simulated;
    return {
      ok: true,
      text: [
        ...lines(shop, simulation),
        ...warnings.flatMap((warning) => marketWarning(warning) ?? []),
        ...parts.map(({ path, reason }) => `warning: ${path}: ${reason}`),
      ].join('\n'),
      json: { ok: true, shop, ...simulation, warnings },
    };
  },
};

/** Those of the parts of the document are told by their path. */
function marketWarning(warning: PublishWarning): string | null {
  if (warning.kind === 'marketAhead') {
    const { market, share, behind, least, more } = warning;
    return `warning: ${market} gets ${share} % back, ${more} % more than ${behind} with ${least} %`;
  }
  if (warning.kind === 'marketWithoutRate')
    return `warning: ${warning.market} has no rate in ${warning.currency}: its orders earn by the shop's currency, or nothing`;
  return null;
}

function change({ before, after }: Sides<string>): string {
  const difference = BigInt(after) - BigInt(before);
  return `${before} -> ${after} (${difference > 0n ? '+' : ''}${difference})`;
}

const points = ({ before, after }: Sides<Figure>) => change({ before: before.points, after: after.points });

function lines(shop: string, of: Simulation): string[] {
  const section = (title: string, rows: string[]) => (rows.length > 0 ? [`${title}:`, ...rows] : []);
  const none = 'none';
  return [
    `${of.total.after.orders} orders of ${shop} from ${of.since} to ${of.until}: points issued, and as FILE would have issued them.`,
    `  ${points(of.total)}, orders that earn ${of.total.before.earning} -> ${of.total.after.earning}`,
    ...section(
      'By month',
      of.months.map((row) => `  ${row.month} ${points(row)}`),
    ),
    ...section(
      'By tier',
      of.tiers.map((row) => `  ${row.tier ?? none} ${points(row)}`),
    ),
    ...section(
      'By market',
      of.markets.map((row) => `  ${row.market ?? none} ${points(row)}`),
    ),
    ...section('Given back, by currency', of.currencies.map(currencyLine)),
    `Members hold ${change(of.outstanding)}; of these orders pending ${change(of.pending)}`,
    ...of.liability.map(
      ({ currency, before, published, after }) =>
        `  worth ${before ?? 'nothing said'} ${currency}; once published ${published ?? 'nothing said'}; had it been in force ${after ?? 'nothing said'}`,
    ),
    ...section(
      `Members by level (${of.levels.up} up, ${of.levels.down} down)`,
      of.levels.counts.map((row) => `  ${row.level ?? none} ${row.before} -> ${row.after}`),
    ),
    ...(of.unknownTags > 0
      ? [`${of.unknownTags} orders have tags that nobody has looked up: reckoned as if they had none.`]
      : []),
  ];
}

function currencyLine({ currency, before, after }: Simulation['currencies'][number]): string {
  const side = ({ points: issued, amount, share }: typeof before) =>
    `${issued} on ${amount}${share === null ? '' : ` = ${share} %`}`;
  return `  ${currency} ${side(before)} -> ${side(after)}`;
}
