/** What publishing a draft changes, in sentences: those that hold no more, and those that hold from then on. */
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Program } from '../domain/program.ts';
import type { Reward } from '../domain/reward.ts';
import { localizedText } from '../locales/reward-text.ts';
import { programSections, type Words } from './program-in-words.tsx';

export type ChangeWords = {
  ended: string[];
  begun: string[];
  /** What has no sentence of its own changed: texts, limits, markets' countries. */
  other: boolean;
};

/** `before`: null where nothing is published. */
export function changeWords(before: Program | null, after: Program, words: Words): ChangeWords {
  const [old, now] = [before ? sentencesOf(before, words) : [], sentencesOf(after, words)];
  const ended = old.filter((sentence) => !now.includes(sentence));
  const begun = now.filter((sentence) => !old.includes(sentence));
  const rewards = before ? changedRewards(before, after, words) : [];
  const differs = before !== null && canonicalJson(before) !== canonicalJson(after);
  return {
    ended,
    begun: [...begun, ...rewards],
    other: differs && ended.length + begun.length + rewards.length === 0,
  };
}

function sentencesOf(program: Program, words: Words): string[] {
  const rewards = program.rewards
    .filter(({ active }) => active)
    .map((reward) => rewardSentence(reward, words));
  return [...programSections(program, words).flatMap(({ sentences }) => sentences), ...rewards];
}

function rewardSentence({ name, points }: Reward, { text, format, locale }: Words): string {
  return text('publishing.reward', {
    name: localizedText(name, locale),
    points: format.points(BigInt(points)),
  });
}

/** Those that cost the same and are called the same, and are not the same. */
function changedRewards(before: Program, after: Program, words: Words): string[] {
  return after.rewards.flatMap((reward) => {
    const old = before.rewards.find(({ id }) => id === reward.id);
    const isTold =
      !old?.active || !reward.active || rewardSentence(old, words) !== rewardSentence(reward, words);
    if (isTold || canonicalJson(old) === canonicalJson(reward)) return [];
    return [words.text('publishing.reward.changed', { name: localizedText(reward.name, words.locale) })];
  });
}
