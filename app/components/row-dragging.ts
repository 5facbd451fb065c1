import { useState } from 'react';
import type { Reward } from '../domain/reward.ts';

export type Dragging = ReturnType<typeof useDragging>;

/** Rows are dragged by their handle; its buttons do the same from the keyboard. */
export function useDragging(move: (rewardId: string, to: number) => void, rewards: readonly Reward[]) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const end = () => {
    setDragged(null);
    setOver(null);
  };
  return {
    over,
    begin: setDragged,
    enter: (rewardId: string) => (dragged === null ? undefined : setOver(rewardId)),
    drop: (rewardId: string) => {
      if (dragged !== null && dragged !== rewardId)
        move(
          dragged,
          rewards.findIndex(({ id }) => id === rewardId),
        );
      end();
    },
    end,
  };
}
