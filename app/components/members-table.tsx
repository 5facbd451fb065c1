import { IndexTable, Link, Pagination, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { customerLabel } from './customer-label.ts';

type Member = {
  memberId: string;
  customerId: string | null;
  balance: bigint;
  available: bigint;
  pending: bigint;
  enrolledAt: Date;
  lastActivityAt: Date | null;
};

type Props = {
  members: Member[];
  /** Cursors of the neighbouring pages. */
  next: string | null;
  previous: string | null;
  names: Record<string, { firstName: string | null; lastName: string | null }>;
};

/** One page of the members' list. */
export function MembersTable({ members, next, previous, names }: Props) {
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
      <IndexTable
        selectable={false}
        itemCount={members.length}
        headings={first ? [first, ...others] : [{ title: '' }]}
      >
        {members.map((member, index) => (
          <IndexTable.Row key={member.memberId} id={member.memberId} position={index}>
            <IndexTable.Cell>
              <MemberLink
                customerId={member.customerId}
                label={customerLabel(member.customerId, names[member.customerId ?? ''], locale, text)}
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
      {next || previous ? (
        <Pagination
          type="table"
          hasPrevious={previous !== null}
          hasNext={next !== null}
          previousURL={previous ? `/app/members?before=${previous}` : undefined}
          nextURL={next ? `/app/members?after=${next}` : undefined}
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
