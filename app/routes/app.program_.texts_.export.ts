/** The texts of the draft as a CSV file, told in the language of who asks. */
import type { LoaderFunctionArgs } from '@remix-run/node';
import { placeName } from '../components/text-place-words.ts';
import { deps } from '../deps.server.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { adminLanguage, adminText } from '../locales/admin.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { shopProfile } from '../queries/shop-profile.ts';
import { textsCsv } from '../services/texts-csv.ts';
import { requireMerchant } from '../shopify.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const locale = adminLanguage(new URL(request.url).searchParams.get('locale') ?? 'en');
  const [{ program }, { currency }] = await Promise.all([
    editableProgram(deps(), shop),
    shopProfile(deps(), shop),
  ]);
  const words = { text: adminText(locale, adminMessages(locale)), locale, currency };
  const csv = textsCsv(program, (place) => placeName(place, program, words));
  return new Response(csv, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="texts.csv"',
      'Cache-Control': 'no-store',
    },
  });
}
