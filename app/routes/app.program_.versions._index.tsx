/** The published versions: when each was in force, and what it changed. */
import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Box, Card, EmptyState, InlineStack, Link, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { z } from 'zod';
import { useAdminFormat } from '../components/admin-format.tsx';
import { useAdminText } from '../components/admin-text.tsx';
import { VersionList } from '../components/version-list.tsx';
import { changesOf } from '../components/version-words.ts';
import { deps } from '../deps.server.ts';
import { programVersions } from '../queries/program-versions.ts';
import { requireMerchant } from '../shopify.server.ts';

export { PageError as ErrorBoundary } from '../components/page-error.tsx';

const SHOWN = 20;
const NumberSchema = z.coerce.number().int().min(1).max(1_000_000).nullable().catch(null);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const below = NumberSchema.parse(new URL(request.url).searchParams.get('below') ?? null);
  const page = await programVersions(deps(), shop, { below, limit: SHOWN });
  return {
    ...page,
    below,
    versions: page.versions.map(({ before, program, ...version }) => ({
      ...version,
      changes: changesOf(before, program),
    })),
  };
}

export default function Versions() {
  const { versions, count, next, below } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const format = useAdminFormat();
  const empty = count === 0 ? 'none' : 'notFound';
  const compare = { content: text('versions.compare'), url: '/app/program/versions/compare' };
  return (
    <Page
      title={text('versions.title')}
      subtitle={count > 0 ? text('versions.count', { count, number: format.number(count) }) : undefined}
      backAction={{ content: text('program.title'), url: '/app/program' }}
      secondaryActions={count > 0 ? [compare] : []}
    >
      {versions.length === 0 ? (
        <Card>
          <EmptyState heading={text(`versions.${empty}.title`)} image="">
            <p>{text(`versions.${empty}.body`)}</p>
          </EmptyState>
        </Card>
      ) : (
        <BlockStack gap="400">
          <Card padding="0">
            <VersionList versions={versions} />
          </Card>
          <InlineStack gap="400">
            {below === null ? null : <Link url="/app/program/versions">{text('versions.newest')}</Link>}
            {next === null ? null : (
              <Link url={`/app/program/versions?below=${next}`}>{text('versions.older')}</Link>
            )}
          </InlineStack>
          <Box paddingInline={{ xs: '400', sm: '0' }}>
            <Text as="p" tone="subdued" variant="bodySm">
              {text('versions.help')}
            </Text>
          </Box>
        </BlockStack>
      )}
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
