import { Link, Pagination } from '@shopify/polaris';
import { levelNow } from '../domain/tier-levels.ts';
import type { Tiers } from '../domain/tiers.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { CustomerNames } from '../queries/customer-names.ts';
import type { MemberRow, MembersPage } from '../queries/list-members.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { customerLabel } from './customer-label.ts';

type Props = Pick<MembersPage, 'members' | 'next' | 'previous'> &
  Pick<CustomerNames, 'names'> & {
    /** Of another page of the same list. */
    addressOf: (place: { after?: string; before?: string }) => string;
    /** null where the programme in force has none. */
    tiers: Tiers | null;
  };

/** One page of the members' list. On a phone the customer, the balance and the last activity remain. */
export function MembersTable({ members, next, previous, names, tiers, addressOf }: Props) {
  const text = useAdminText();
  return (
    <>
      <table className="plain-table plain-table--padded">
        <thead>
          <tr>
            <th scope="col">{text('members.customer')}</th>
            {tiers ? <th scope="col">{text('members.level')}</th> : null}
            <th scope="col" className="end">
              {text('members.balance')}
            </th>
            <th scope="col" className="end wide-only">
              {text('members.available')}
            </th>
            <th scope="col" className="end wide-only">
              {text('members.pending')}
            </th>
            <th scope="col" className="wide-only">
              {text('members.enrolled')}
            </th>
            <th scope="col">{text('members.lastActivity')}</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberTableRow key={member.memberId} member={member} names={names} tiers={tiers} />
          ))}
        </tbody>
      </table>
      {next || previous ? (
        <Pagination
          type="table"
          hasPrevious={previous !== null}
          hasNext={next !== null}
          previousURL={previous ? addressOf({ before: previous }) : undefined}
          nextURL={next ? addressOf({ after: next }) : undefined}
          accessibilityLabels={{ previous: text('members.previous'), next: text('members.next') }}
        />
      ) : null}
    </>
  );
}

type RowProps = Pick<Props, 'names' | 'tiers'> & { member: MemberRow };

function MemberTableRow({ member, names, tiers }: RowProps) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  return (
    <tr>
      <th scope="row">
        <MemberLink member={member} names={names} />
      </th>
      {tiers ? (
        <td>
          <bdi>{localizedText(levelNow(tiers, member.level)?.name ?? {}, locale)}</bdi>
        </td>
      ) : null}
      <td className="end">
        <strong>{format.number(member.balance)}</strong>
      </td>
      <td className="end wide-only">{format.number(member.available)}</td>
      <td className="end wide-only">{format.number(member.pending)}</td>
      <td className="wide-only">{format.date(member.enrolledAt)}</td>
      <td>{member.lastActivityAt ? format.date(member.lastActivityAt) : text('members.noActivity')}</td>
    </tr>
  );
}

function MemberLink({ member: { customerId }, names }: { member: MemberRow; names: Props['names'] }) {
  const text = useAdminText();
  const label = customerLabel(customerId, names[customerId ?? ''], text);
  if (!customerId) return <>{label}</>;
  return (
    <Link url={`/app/members/${customerId}`} dataPrimaryLink removeUnderline>
      <bdi>{label}</bdi>
    </Link>
  );
}
