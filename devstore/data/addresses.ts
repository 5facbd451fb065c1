import type { Address } from '../state/order-types.ts';

type Place = Pick<Address, 'address1' | 'city' | 'province' | 'provinceCode' | 'zip' | 'countryCode'>;

const place = (
  countryCode: string,
  address1: string,
  city: string,
  zip: string | null,
  province: string | null = null,
  provinceCode: string | null = null,
): Place => ({ address1, city, province, provinceCode, zip, countryCode });

/** Invented doors in real cities, several for each country that the shop sends to. */
export const places: readonly Place[] = [
  place('US', '214 Juniper Street, Apt 5', 'New York', '10013', 'New York', 'NY'),
  place('US', '88 Larkspur Lane', 'Oakland', '94607', 'California', 'CA'),
  place('US', '1720 Barton Hills Drive', 'Austin', '78704', 'Texas', 'TX'),
  place('US', '36 Alder Court', 'Seattle', '98103', 'Washington', 'WA'),
  place('US', '9 Fern Row', 'Cambridge', '02139', 'Massachusetts', 'MA'),
  place('US', '402 Hawthorne Avenue', 'Portland', '97214', 'Oregon', 'OR'),
  place('DE', 'Lindenallee 12', 'Berlin', '10115'),
  place('DE', 'Elbchaussee 401', 'Hamburg', '22609'),
  place('FR', '7 rue des Tilleuls', 'Lyon', '69002'),
  place('NL', 'Prinsengracht 912', 'Amsterdam', '1017 KM'),
  place('AT', 'Gartengasse 3', 'Wien', '1050'),
  place('BE', 'Kastanjelaan 18', 'Gent', '9000'),
  place('IE', '5 Rowan Terrace', 'Dublin', 'D06 X2C4', 'Dublin', 'D'),
  place('IT', 'Via dei Cedri 21', 'Bologna', '40123', 'Bologna', 'BO'),
  place('ES', 'Calle del Olivo 34', 'Valencia', '46003', 'Valencia', 'V'),
  place('JP', '神宮前9-8-7', '渋谷区', '150-0001', '東京都', 'JP-13'),
  place('JP', '桜通5-4-3', '京都市中京区', '604-8083', '京都府', 'JP-26'),
  place('JP', '北二条西99', '札幌市中央区', '060-0002', '北海道', 'JP-01'),
  place('KW', 'Block 9, Street 41, House 12', 'Salmiya', '20011'),
  place('KW', 'Block 2, Street 7, House 30', 'Kuwait City', '13001'),
  place('AE', 'Villa 14, Street 27B, Jumeirah', 'Dubai', null, 'Dubai', 'DU'),
  place('SA', '7112 Al Olaya', 'Riyadh', '12611'),
  place('QA', 'Building 8, Street 940', 'Doha', null),
  place('BH', 'Villa 61, Road 2407', 'Manama', null),
  place('OM', 'Way 3015, House 44', 'Muscat', '112'),
];

/** An address in a country for somebody; `turn` chooses among those known there. */
export function addressIn(
  countryCode: string,
  person: { firstName: string; lastName: string },
  turn = 0,
): Address {
  const known = places.filter((each) => each.countryCode === countryCode);
  const chosen = known[turn % known.length];
  if (!chosen) throw new Error(`No sample address in ${countryCode}`);
  return { ...chosen, ...person, address2: null, phone: null };
}
