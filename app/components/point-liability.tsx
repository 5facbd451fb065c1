import { BlockStack, Card, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { pointWorth } from './point-worth.ts';

type Props = { outstanding: bigint; values: readonly { currency: string; amount: string }[] };

/** What the shop owes its members, in each currency that the programme values a point in. */
export function PointLiability({ outstanding, values }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (values.length === 0) return null;
  const worth = (points: bigint, currency: string) =>
    format.money(pointWorth(points, values, currency) ?? '0', currency);
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {text('home.worth.title')}
        </Text>
        <Text as="p" tone="subdued">
          {text('home.worth.body')}
        </Text>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{text('home.worth.currency')}</th>
              <th scope="col" className="end">
                {text('home.worth.point')}
              </th>
              <th scope="col" className="end">
                {text('home.worth.all')}
              </th>
            </tr>
          </thead>
          <tbody>
            {values.map(({ currency, amount }) => (
              <tr key={currency}>
                <th scope="row">{currency}</th>
                <td className="end">
                  <bdi>{format.decimal(amount)}</bdi>
                </td>
                <td className="end">
                  <bdi>{worth(outstanding, currency)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </BlockStack>
    </Card>
  );
}
