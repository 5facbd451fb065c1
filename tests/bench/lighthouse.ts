// Lighthouse, from a folder of its own that is installed when it is first asked for, and what is read of its reports.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const LOCKED = resolve(import.meta.dirname, 'lighthouse');
const FOLDER = resolve(import.meta.dirname, '../../.cache/bench/lighthouse');

/** `score` from 0 to 100; `shift` is the cumulative layout shift; `blockingMs` the total blocking time; `scriptBytes` what scripts took on the wire. */
export type PageAudit = { score: number; shift: number; blockingMs: number; scriptBytes: number };
export type Audit = (url: string) => Promise<PageAudit>;

const audit = z.object({ numericValue: z.number() });
const Result = z.object({
  lhr: z.object({
    runtimeError: z.object({ message: z.string() }).optional(),
    categories: z.object({ performance: z.object({ score: z.number() }) }),
    audits: z.object({
      'cumulative-layout-shift': audit,
      'total-blocking-time': audit,
      'resource-summary': z.object({
        details: z.object({
          items: z.array(z.object({ resourceType: z.string(), transferSize: z.number() })),
        }),
      }),
    }),
  }),
});

type Lighthouse = (url: string, flags: object) => Promise<unknown>;

/** Gives what opens a browser that listens at a port, as a phone of Lighthouse's default, with headers of its own. Throws where it cannot be installed. */
export function loadLighthouse(
  log: (line: string) => void,
): (port: number, headers: Record<string, string>) => Promise<Audit> {
  if (!existsSync(join(FOLDER, 'node_modules/lighthouse'))) {
    log('Installing Lighthouse');
    mkdirSync(FOLDER, { recursive: true });
    cpSync(LOCKED, FOLDER, { recursive: true });
    const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: FOLDER,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`Lighthouse could not be installed:\n${stderr}`);
  }
  return async (port, headers) => {
    const entry = pathToFileURL(join(FOLDER, 'node_modules/lighthouse/core/index.js')).href;
    const { default: run } = (await import(entry)) as { default: Lighthouse };
    const flags = {
      port,
      extraHeaders: headers,
      onlyCategories: ['performance'],
      logLevel: 'error',
      output: 'json',
      // The cookies of the shopper who is signed in.
      disableStorageReset: true,
    };
    return async (url) => readResult(await run(url, flags), url);
  };
}

function readResult(result: unknown, url: string): PageAudit {
  const { lhr } = Result.parse(result);
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const { audits, categories } = lhr;
  const scripts = audits['resource-summary'].details.items.find(
    ({ resourceType }) => resourceType === 'script',
  );
  return {
    score: categories.performance.score * 100,
    shift: audits['cumulative-layout-shift'].numericValue,
    blockingMs: audits['total-blocking-time'].numericValue,
    scriptBytes: scripts?.transferSize ?? 0,
  };
}
