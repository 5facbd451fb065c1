/** The members' list: newest first, a page at a time. */
import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, IndexTable, Link, Page, Pagination, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminFormat } from '../components/admin-format.tsx';
import { useAdminText, useLocale } from '../components/admin-text.tsx';
import { customerLabel } from '../components/customer-label.ts';
import { MemberSearch } from '../components/member-search.tsx';
import { deps } from '../deps.server.ts';
import { NumericIdSchema } from '../domain/ids.ts';
import { customerNames } from '../queries/customer-names.ts';
import { listMembers } from '../queries/list-members.ts';
import { parseCursor } from '../queries/member-cursor.ts';
import { requireMerchant } from '../shopify.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const query = new URL(request.url).searchParams;
  const search = query.get('customer')?.trim() ?? '';
  const customer = NumericIdSchema.safeParse(search);
  const page = await listMembers(deps(), {
    shop,
    customerId: customer.success ? customer.data : null,
    after: parseCursor(query.get('after')),
    before: parseCursor(query.get('before')),
  });
  const ids = page.members.flatMap(({ customerId }) => (customerId ? [customerId] : []));
  return { page, names: await customerNames(admin, ids), search, invalid: search !== '' && !customer.success };
}

export default function Members() {
  const { page, names, search, invalid } = useLoaderData<typeof loader>();
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
          {page.total > 0 ? <MemberSearch search={search} invalid={invalid} /> : null}
          {page.members.length > 0 ? <MembersTable /> : <NoMembers />}
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
      <EmptyState heading={text('members.search.none.title')} image="" action={{ content: text('action.clear'), url: '/app/members' }}>
        <p>{text('members.search.none.body', { id: search })}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState heading={text('members.empty.title')} image="">
      <p>{text('members.empty.body')}</p>
    </EmptyState>
  );
}

function MembersTable() {
  const { page, names } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const columns = ['customer', 'balance', 'available', 'pending', 'enrolled', 'lastActivity'] as const;
  const [first, ...others] = columns.map((column) => ({
    title: text(`members.${column}`),
    alignment: ['balance', 'available', 'pending'].includes(column) ? ('end' as const) : ('start' as const),
  }));
  return (
    <>
      <IndexTable selectable={false} itemCount={page.members.length} headings={first ? [first, ...others] : [{ title: '' }]}>
        {page.members.map((member, index) => (
          <IndexTable.Row key={member.memberId} id={member.memberId} position={index}>
            <IndexTable.Cell>
              <MemberLink
                customerId={member.customerId}
                label={customerLabel(member.customerId, names.names[member.customerId ?? ''], locale, text)}
              />
            </IndexTable.Cell>
            {[member.balance, member.available, member.pending].map((points, column) => (
              <IndexTable.Cell key={column}>
                <Text as="span" numeric alignment="end" fontWeight={column === 0 ? 'semibold' : 'regular'}>
                  {format.number(points)}
                </Text>
              </IndexTable.Cell>
            ))}
            <IndexTable.Cell>{format.date(member.enrolledAt)}</IndexTable.Cell>
            <IndexTable.Cell>
              {member.lastActivityAt ? format.date(member.lastActivityAt) : text('members.noActivity')}
            </IndexTable.Cell>
          </IndexTable.Row>
        ))}
      </IndexTable>
      {page.next || page.previous ? (
        <Pagination
          type="table"
          hasPrevious={page.previous !== null}
          hasNext={page.next !== null}
          previousURL={page.previous ? `/app/members?before=${page.previous}` : undefined}
          nextURL={page.next ? `/app/members?after=${page.next}` : undefined}
          accessibilityLabels={{ previous: text('members.previous'), next: text('members.next') }}
        />
      ) : null}
    </>
  );
}

function MemberLink({ customerId, label }: { customerId: string | null; label: string }) {
  if (!customerId) return <Text as="span">{label}</Text>;
  return (
    <Link url={`/app/members/${customerId}`} dataPrimaryLink removeUnderline>
      <bdi>{label}</bdi>
    </Link>
  );
}

export const headers: HeadersFunction = (args) => boundary.headers(args);
