import type { Program } from '../domain/program.ts';
import type { Amounts } from '../domain/reward-kinds/kind.ts';
import type { Level, ShippingPerk } from '../domain/tiers.ts';
import type { AdminText } from '../locales/admin.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { AdminFormat } from './admin-format.tsx';

/** What levels give besides their multipliers, a sentence for each thing. Rewards are named as the programme names them, without figures. */
export function perkSentences(
  { tiers, rewards }: Program,
  locale: string,
  text: AdminText,
  format: AdminFormat,
): string[] {
  const rewardName = (id: string | null) => {
    const reward = rewards.find((one) => one.id === id);
    return reward ? localizedText(reward.name, locale) : null;
  };
  return (tiers?.levels ?? []).flatMap(({ name: names, perks }) => {
    const name = localizedText(names, locale);
    const [entry, birthday] = [
      rewardName(perks?.entryRewardId ?? null),
      rewardName(perks?.birthdayRewardId ?? null),
    ];
    return [
      ...(entry === null ? [] : [text('words.perk.entry', { name, reward: entry })]),
      ...(birthday === null ? [] : [text('words.perk.birthday', { name, reward: birthday })]),
      ...(perks?.shipping ? shippingSentences(names, perks.shipping, locale, text, format) : []),
    ];
  });
}

function shippingSentences(
  names: Level['name'],
  { ceiling, countries, minSpend }: ShippingPerk,
  locale: string,
  text: AdminText,
  format: AdminFormat,
): string[] {
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const country = new Intl.DisplayNames(locale, { type: 'region' });
  const written = (amounts: Amounts) =>
    list.format(amounts.map((one) => format.money(one.amount, one.currency)));
  const name = localizedText(names, locale);
  const values = {
    name,
    amounts: written(ceiling),
    countries: list.format(countries.map((one) => country.of(one) ?? one)),
  };
  const [anywhere, there] =
    ceiling.length > 0
      ? (['words.perk.ceiling', 'words.perk.ceiling.countries'] as const)
      : (['words.perk.shipping', 'words.perk.shipping.countries'] as const);
  return [
    text(countries.length > 0 ? there : anywhere, values),
    ...(minSpend ? [text('words.perk.minSpend', { name, amounts: written(minSpend) })] : []),
  ];
}
