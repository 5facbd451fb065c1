/** The members' list: newest first, a page at a time. */
import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminFormat } from '../components/admin-format.tsx';
import { useAdminText } from '../components/admin-text.tsx';
import { MemberSearch } from '../components/member-search.tsx';
import { MembersTable } from '../components/members-table.tsx';
import { deps } from '../deps.server.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { customerNames } from '../queries/customer-names.ts';
import { listMembers } from '../queries/list-members.ts';
import { parseCursor } from '../queries/member-cursor.ts';
import { programOverview } from '../queries/program-overview.ts';
import { requireMerchant } from '../shopify.server.ts';

export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const query = new URL(request.url).searchParams;
  const search = query.get('customer')?.trim() ?? '';
  const customer = ShopifyIdSchema.safeParse(search);
  const { published } = await programOverview(deps(), shop);
  const page = await listMembers(deps(), {
    shop,
    customerId: customer.success ? customer.data : null,
    after: parseCursor(query.get('after')),
    before: parseCursor(query.get('before')),
  });
  const ids = page.members.flatMap(({ customerId }) => (customerId ? [customerId] : []));
  return {
    page,
    tiers: published?.program.tiers ?? null,
    names: await customerNames(admin, ids),
    search,
  };
}

export default function Members() {
  const { page, tiers, names, search } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const format = useAdminFormat();
  return (
    <Page
      title={text('members.title')}
      subtitle={text('members.subtitle', { count: page.total, number: format.number(page.total) })}
      backAction={{ content: text('home.title'), url: '/app' }}
    >
      <BlockStack gap="400">
        {names.refused ? <Banner tone="info">{text('members.names.refused')}</Banner> : null}
        <Card padding="0">
          {page.total > 0 ? <MemberSearch search={search} /> : null}
          {page.members.length > 0 ? (
            <MembersTable {...page} tiers={tiers} names={names.names} />
          ) : (
            <NoMembers />
          )}
        </Card>
      </BlockStack>
    </Page>
  );
}

function NoMembers() {
  const { search } = useLoaderData<typeof loader>();
  const text = useAdminText();
  if (search) {
    return (
      <EmptyState
        heading={text('members.search.none.title')}
        image=""
        action={{ content: text('action.clear'), url: '/app/members' }}
      >
        <p>{text('members.search.none.hint', { search })}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState heading={text('members.empty.title')} image="">
      <p>{text('members.empty.body')}</p>
    </EmptyState>
  );
}

export const headers: HeadersFunction = (args) => boundary.headers(args);
