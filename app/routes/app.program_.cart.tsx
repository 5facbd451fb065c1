/** Points as money in the cart. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { useAdminText } from '../components/admin-text.tsx';
import { CartFields } from '../components/cart-fields.tsx';
import { CartOutcome } from '../components/cart-outcome.tsx';
import { SectionPage } from '../components/form/section-page.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { deps } from '../deps.server.ts';
import { cartForm, cartSection, cartTemplate } from '../domain/cart-form.ts';
import { editableSection } from '../queries/editable-program.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { formLanguages } from '../domain/reward-form.ts';
import { startingTexts } from '../locales/starting-texts.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { program, shop: facts } = await editableSection(deps(), shop);
  const { text } = startingTexts(formLanguages(program), '');
  const template = () => cartTemplate(program, facts.currency, text('amountOff'));
  return {
    program,
    shop: facts,
    cart: program.cartPoints ?? template(),
    seen: partStamp(cartSection.part(program)),
  };
}

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  return saveSection(deps(), shop, cartSection, sentSection(await request.formData()));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Cart() {
  const { program, shop, cart, seen } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const loaded = useMemo(
    () => ({ fields: cartForm(cart, program.cartPoints !== null), seen }),
    [cart, program, seen],
  );
  return (
    <SectionPage
      name="cart"
      title={text('cart.title')}
      section={cartSection}
      program={program}
      loaded={loaded}
      first={{ surface: 'cart' }}
      aside={({ program: now }) => <CartOutcome now={now} shop={shop} />}
    >
      {() => <CartFields program={program} cart={cart} shopCurrency={shop.currency} />}
    </SectionPage>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
