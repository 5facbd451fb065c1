/** The members' list: searched, filtered and sorted as its address says, a page at a time. */
import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminFormat } from '../components/admin-format.tsx';
import { useAdminText } from '../components/admin-text.tsx';
import { MemberSearch } from '../components/member-search.tsx';
import { MembersTable } from '../components/members-table.tsx';
import { deps } from '../deps.server.ts';
import { customerNames } from '../queries/customer-names.ts';
import { findCustomers } from '../queries/customer-search.ts';
import { listMembers } from '../queries/list-members.ts';
import { parseCursor } from '../queries/member-cursor.ts';
import { isFiltered, membersAddress, membersFilter } from '../queries/members-asked.ts';
import { programOverview } from '../queries/program-overview.ts';
import { shopProfile } from '../queries/shop-profile.ts';
import { requireMerchant } from '../shopify.server.ts';

export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const query = new URL(request.url).searchParams;
  const search = query.get('customer')?.trim().slice(0, 100) ?? '';
  const filter = membersFilter(query);
  const [{ published }, { timeZone }, found] = await Promise.all([
    programOverview(deps(), shop),
    shopProfile(deps(), shop),
    search === '' ? null : findCustomers(deps(), shop, admin, search),
  ]);
  const tiers = published?.program.tiers ?? null;
  const page = await listMembers(deps(), {
    shop,
    filter,
    customerIds: found?.customerIds ?? null,
    timeZone,
    tiers,
    after: parseCursor(query.get('after'), filter.sort),
    before: parseCursor(query.get('before'), filter.sort),
  });
  const ids = page.members.flatMap(({ customerId }) => (customerId ? [customerId] : []));
  const names = await customerNames(admin, ids);
  return { page, tiers, names, search, filter, refused: found?.refused ?? false, more: found?.more ?? false };
}

export default function Members() {
  const { page, tiers, names, search, filter, refused, more } = useLoaderData<typeof loader>();
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
        {refused ? <Banner tone="warning">{text('members.search.refused')}</Banner> : null}
        {more ? <Banner tone="info">{text('members.search.more')}</Banner> : null}
        <Card padding="0">
          {page.total > 0 ? (
            <MemberSearch
              key={membersAddress(filter, search)}
              search={search}
              filter={filter}
              tiers={tiers}
            />
          ) : null}
          {page.members.length > 0 ? (
            <MembersTable
              {...page}
              tiers={tiers}
              names={names.names}
              addressOf={(place) => membersAddress(filter, search, place)}
            />
          ) : (
            <NoMembers />
          )}
        </Card>
      </BlockStack>
    </Page>
  );
}

function NoMembers() {
  const { search, filter, refused } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const clear = { content: text('action.clear'), url: '/app/members' };
  if (refused) return null;
  if (search) {
    return (
      <EmptyState heading={text('members.search.none.title')} image="" action={clear}>
        <p>{text('members.search.none.hint', { search })}</p>
      </EmptyState>
    );
  }
  if (isFiltered(filter)) {
    return (
      <EmptyState heading={text('members.filter.none.title')} image="" action={clear}>
        <p>{text('members.filter.none.body')}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState heading={text('members.empty.title')} image="">
      <p>{text('members.empty.body')}</p>
    </EmptyState>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];

export const headers: HeadersFunction = (args) => boundary.headers(args);
