import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { EntryKind } from '../domain/ledger.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { entryLook } from './entry-kind.ts';

type Audit = {
  at: string;
  entries: number;
  members: number;
  faults: { invariant: string; memberId: string | null; seq: number | null; detail: string }[];
  byKind: { kind: EntryKind; entries: number; points: number }[];
  balances: number;
  newestRoot: { day: string; root: string } | null;
};

/** What the nightly audit of the ledger found; `late`: it is older than it should be. */
export function LedgerCard({ audit, late, shop }: { audit: Audit | null; late: boolean; shop: string }) {
  const text = useAdminText();
  const format = useAdminFormat();
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {text('home.ledger.title')}
          </Text>
          <AuditBadge audit={audit} />
        </InlineStack>
        {audit ? (
          <Text as="p">
            {text('home.ledger.checked', {
              when: format.moment(new Date(audit.at)),
              entries: format.number(audit.entries),
              members: format.number(audit.members),
            })}{' '}
            {audit.faults.length === 0 ? text('home.ledger.ok.detail') : null}
          </Text>
        ) : (
          <Text as="p">{text('home.ledger.none.detail')}</Text>
        )}
        {audit && late ? <Text as="p">{text('home.ledger.late.detail')}</Text> : null}
        {audit && audit.faults.length > 0 ? <Faults faults={audit.faults} shop={shop} /> : null}
        {audit?.newestRoot ? (
          <Text as="p" tone="subdued">
            {text('home.ledger.sealed', { day: format.day(audit.newestRoot.day) })}
            <br />
            <code className="seal">{`${audit.newestRoot.day}:${audit.newestRoot.root}`}</code>
          </Text>
        ) : null}
        {audit && audit.byKind.length > 0 ? <ByKind audit={audit} /> : null}
      </BlockStack>
    </Card>
  );
}

function AuditBadge({ audit }: { audit: Audit | null }) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (!audit) return <Badge tone="info">{text('home.ledger.none')}</Badge>;
  const count = audit.faults.length;
  return count === 0 ? (
    <Badge tone="success" progress="complete">
      {text('home.ledger.ok')}
    </Badge>
  ) : (
    <Badge tone="critical">{text('home.ledger.faults', { count, number: format.number(count) })}</Badge>
  );
}

/** In English, as the operator's tool says it. */
function Faults({ faults, shop }: { faults: Audit['faults']; shop: string }) {
  const text = useAdminText();
  return (
    <BlockStack gap="100">
      <Text as="p">{text('home.ledger.fault.detail')}</Text>
      <code dir="ltr">{`npm run meridian -- ledger verify --shop ${shop}`}</code>
      <ul lang="en" dir="ltr">
        {faults.map(({ invariant, memberId, seq, detail }) => (
          <li key={invariant}>
            {invariant}:{' '}
            {memberId === null ? '' : `member ${memberId}${seq === null ? '' : `, entry ${seq}`}: `}
            {detail}
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}

/** What was issued, redeemed, taken back …, and that it comes to all balances. */
function ByKind({ audit }: { audit: Audit }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const word = (kind: EntryKind) =>
    text(kind === 'order' ? 'home.ledger.kind.order' : entryLook(kind, 1n).word);
  return (
    <details className="disclosure">
      <summary>{text('home.ledger.byKind')}</summary>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{text('home.ledger.kind')}</th>
            <th scope="col" className="end">
              {text('home.ledger.entries')}
            </th>
            <th scope="col" className="end">
              {text('home.ledger.points')}
            </th>
          </tr>
        </thead>
        <tbody>
          {audit.byKind.map(({ kind, entries, points }) => (
            <tr key={kind}>
              <th scope="row">{word(kind)}</th>
              <td className="end">{format.number(entries)}</td>
              <td className="end">
                <bdi>{format.signed(BigInt(points))}</bdi>
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{text('home.ledger.balances')}</th>
            <td className="end">{format.number(audit.entries)}</td>
            <td className="end">
              <bdi>{format.number(audit.balances)}</bdi>
            </td>
          </tr>
        </tbody>
      </table>
    </details>
  );
}
