import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { FORM_KINDS, isPossibleIn } from '../domain/reward-template.ts';
import { useAdminText } from './admin-text.tsx';
import { NewPart } from './new-part.tsx';
import { kindHelp, kindName, newRewardPath } from './reward-kind-words.ts';

/** A new reward begins with its kind, from a template that works; what this shop cannot give out says so here. */
export function NewReward({ shop, newId }: { shop: ShopFacts; newId: string }) {
  const text = useAdminText();
  const beginnings = FORM_KINDS.map((kind) => ({
    content: text(kindName(kind)),
    helpText: isPossibleIn(kind, shop) ? text(kindHelp(kind)) : text('rewards.add.impossible'),
    url: newRewardPath(newId, kind),
  }));
  return <NewPart label={text('rewards.add')} beginnings={beginnings} />;
}
