/** What members are given without points, and what their level gives, in the reader's language. */
import type { GrantOrigin } from '../domain/grant.ts';
import type { Program } from '../domain/program.ts';
import { redeemedTerms, type Redemption } from '../domain/redemption.ts';
import { benefitIn, offerTerms } from '../domain/reward-offer.ts';
import { amountIn } from '../domain/reward-kinds/kind.ts';
import type { Level } from '../domain/tiers.ts';
import { writerFor } from './explanation-messages.ts';
import { amountText, localizedText, textWithTerms } from './reward-text.ts';

/** Why it was given: "Welcome to Gold", or the action by its name. */
export function originText(origin: GrantOrigin, locale: string): string {
  if (origin.kind === 'action') return localizedText(origin.action.name, locale);
  const writer = writerFor(locale);
  const level = writer.code(localizedText(origin.level.name, locale));
  return writer.message(`grant.${origin.kind}`, { level });
}

type Named = Pick<Redemption, 'reward' | 'currency' | 'carrier'>;

/** What was given, with its figures. Shipping of a level is no reward of the programme's: it is called by why it was given. */
export function givenName({ origin, ...redeemed }: Named & { origin: GrantOrigin }, locale: string): string {
  if (origin.kind === 'shipping') return originText(origin, locale);
  return textWithTerms(redeemed.reward.name, redeemedTerms(redeemed), locale);
}

/** The same of whatever was redeemed. */
export function redemptionName(redemption: Named & Pick<Redemption, 'grant'>, locale: string): string {
  const { grant, reward } = redemption;
  if (grant) return givenName({ ...redemption, origin: grant.origin }, locale);
  return textWithTerms(reward.name, redeemedTerms(redemption), locale);
}

/**
 * What the automatic discount of a level is called; shoppers read it at the checkout, whatever their language, so it is in that of the programme's first market
 * (English, where there is none).
 */
export function shippingTitle({ name, perks }: Level, { markets }: Program): string {
  const locale = markets[0]?.locale ?? 'en';
  const key = perks?.shipping?.ceiling.length ? 'grant.shipping.ceiling' : 'grant.shipping';
  return writerFor(locale).message(key, { level: localizedText(name, locale) });
}

/** What holding a level gives besides its multiplier, where the reader pays in `currency`. What is not offered in it is left out. */
export function perkTexts(
  { perks }: Level,
  { rewards }: Program,
  { currency, shipsFor, locale }: { currency: string; shipsFor: boolean; locale: string },
): string[] {
  const writer = writerFor(locale);
  const ceiling = perks?.shipping?.ceiling ?? [];
  const upTo = amountIn(ceiling, currency);
  const shipping =
    !perks?.shipping || !shipsFor || (ceiling.length > 0 && upTo === null)
      ? []
      : [
          upTo === null
            ? writer.message('perk.shipping')
            : writer.message('perk.shipping.ceiling', { amount: amountText(upTo, currency, locale) }),
        ];
  const reward = rewards.find((one) => one.id === perks?.birthdayRewardId && one.active);
  const benefit = reward && benefitIn(reward, currency);
  const birthday =
    reward && benefit
      ? [
          writer.message('perk.birthday', {
            reward: textWithTerms(reward.name, offerTerms({ currency, benefit }), locale),
          }),
        ]
      : [];
  return [...shipping, ...birthday];
}
