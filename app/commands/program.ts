/** program import | export | validate | publish: the whole programme as a file. */
import { writeFile } from 'node:fs/promises';
import { InstantSchema } from '../domain/instant.ts';
import { parseProgram } from '../domain/parse-program.ts';
import { programOverview } from '../queries/program-overview.ts';
import { publishProgram } from '../services/publish-program.ts';
import { saveDraft } from '../services/save-draft.ts';
import { documentOf, invalid } from './document-file.ts';
import { failure, requiredShop, UsageError, type Command } from './command.ts';

const shopOnly = { shop: { type: 'string' } } as const;

export const programImport: Command = {
  usage: 'program import --shop S FILE',
  summary: 'Make FILE the draft.',
  options: shopOnly,
  run: async (deps, input) => {
    const shop = await requiredShop(deps, input);
    const read = await documentOf(input.positionals[0]);
    if (!read.ok) return read.result;
    const saved = await saveDraft(deps, shop, read.document);
    if (!saved.ok) return invalid(saved.faults);
    return {
      ok: true,
      text: `The draft of ${shop} is saved; publish it with: program publish --shop ${shop}`,
      json: { ok: true, updatedAt: saved.updatedAt },
    };
  },
};

export const programValidate: Command = {
  usage: 'program validate FILE',
  summary: 'Say whether FILE is a valid programme, and where not.',
  options: {},
  run: async (_deps, input) => {
    const read = await documentOf(input.positionals[0]);
    if (!read.ok) return read.result;
    const parsed = parseProgram(read.document);
    return parsed.ok
      ? { ok: true, text: 'The programme is valid.', json: { ok: true } }
      : invalid(parsed.faults);
  },
};

export const programExport: Command = {
  usage: 'program export --shop S [FILE]',
  summary: 'Write the published programme (or the draft, before the first) to FILE or to standard output.',
  options: shopOnly,
  run: async (deps, input) => {
    const shop = await requiredShop(deps, input);
    const { published, draft } = await programOverview(deps, shop);
    const program = published?.program ?? draft?.document;
    if (program === undefined) return failure(`${shop} has no programme yet.`);
    const text = JSON.stringify(program, null, 2);
    const [file] = input.positionals;
    if (file === undefined) return { ok: true, text, json: program };
    await writeFile(file, `${text}\n`);
    return { ok: true, text: `Written to ${file}.`, json: { ok: true, file } };
  },
};

const REFUSALS = {
  noDraft: 'There is no draft to publish: import one first.',
  notFirst: "Only a shop's first version may carry --published-at.",
  inFuture: '--published-at lies in the future.',
} as const;

export const programPublish: Command = {
  usage: 'program publish --shop S [FILE] [--published-at T]',
  summary: 'Publish the draft (FILE first becomes it) as the next version.',
  options: { ...shopOnly, 'published-at': { type: 'string' } },
  run: async (deps, input) => {
    const shop = await requiredShop(deps, input);
    const asked = input.options['published-at'];
    if (asked !== undefined && !InstantSchema.safeParse(asked).success)
      throw new UsageError('--published-at takes a date and time like 2026-01-01T00:00:00Z');
    const read = input.positionals.length > 0 ? await documentOf(input.positionals[0]) : null;
    if (read && !read.ok) return read.result;
    const published = await publishProgram(deps, shop, {
      ...(asked !== undefined && { publishedAt: String(asked) }),
      ...(read && { document: read.document }),
    });
    if (!published.ok)
      return published.reason === 'invalid' ? invalid(published.faults) : failure(REFUSALS[published.reason]);
    const warnings = published.warnings.map((fault) => `\n  warning: ${fault.path}: ${fault.reason}`);
    const settling = published.resettling > 0 ? ` ${published.resettling} orders are settled again.` : '';
    return {
      ok: true,
      text: `Version ${published.number} is published.${settling}${warnings.join('')}`,
      json: published,
    };
  },
};
