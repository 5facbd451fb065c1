/** Two versions side by side, or one and the draft, in the sentences in which they differ. */
import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Card, InlineGrid, Page, Select } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { ChangeList } from '../components/change-list.tsx';
import { changeWords } from '../components/change-words.ts';
import { useWords } from '../components/words.ts';
import { deps } from '../deps.server.ts';
import { comparedPrograms, DRAFT } from '../queries/compared-programs.ts';
import { requireMerchant } from '../shopify.server.ts';

export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const query = new URL(request.url).searchParams;
  return comparedPrograms(deps(), shop, { from: query.get('from'), to: query.get('to') });
}

export default function Compare() {
  const { numbers, from, to } = useLoaderData<typeof loader>();
  const words = useWords();
  const { text, format } = words;
  const [, setSearch] = useSearchParams();
  const nameOf = (which: string) =>
    which === DRAFT
      ? text('versions.draft')
      : text('versions.number', { number: format.number(Number(which)) });
  const options = [DRAFT, ...numbers.map(String)].map((value) => ({ value, label: nameOf(value) }));
  const choose = (side: 'from' | 'to') => (value: string) =>
    setSearch((search) => {
      search.set('from', from.which);
      search.set('to', to.which);
      search.set(side, value);
      return search;
    });
  return (
    <Page
      title={text('versions.compare.title')}
      backAction={{ content: text('versions.title'), url: '/app/program/versions' }}
    >
      <BlockStack gap="400">
        <Card>
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
            <Select
              label={text('versions.compare.from')}
              options={options}
              value={from.which}
              onChange={choose('from')}
            />
            <Select
              label={text('versions.compare.to')}
              options={options}
              value={to.which}
              onChange={choose('to')}
            />
          </InlineGrid>
        </Card>
        <Card>
          <ChangeList
            changes={changeWords(from.program, to.program, words)}
            before={text('versions.compare.only', { name: nameOf(from.which) })}
            after={text('versions.compare.only', { name: nameOf(to.which) })}
            struck={false}
          />
        </Card>
      </BlockStack>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
