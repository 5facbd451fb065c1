/** What every list of the programme's parts does with one of them: on and off, up and down where its order is read, a copy, gone. */
import { Button } from '@shopify/polaris';
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon, DuplicateIcon } from '@shopify/polaris-icons';
import type { ListChange } from '../domain/list-change.ts';
import { useAdminText } from './admin-text.tsx';
import type { ListAsk } from './use-list-changes.ts';

type Props = {
  part: { id: string; active: boolean };
  /** Each button says which part it is about. */
  name: string;
  send: (change: ListAsk<ListChange>) => void;
  /** Where it stands among `count`, from 0; without, the list has no order of its own. */
  order?: { place: number; count: number };
  /** Why it is what it is: another of its kind is on. */
  cannotSwitch?: boolean;
};

export function RowButtons({ part: { id, active }, name, send, order, cannotSwitch = false }: Props) {
  const text = useAdminText();
  return (
    <>
      <Button
        variant="tertiary"
        disabled={cannotSwitch}
        onClick={() => send({ intent: 'active', id, on: !active })}
        accessibilityLabel={text(active ? 'rewards.switchOff.name' : 'rewards.switchOn.name', { name })}
      >
        {text(active ? 'rewards.switchOff' : 'rewards.switchOn')}
      </Button>
      {order ? <OrderButtons {...{ id, name, send, ...order }} /> : null}
      <Button
        variant="tertiary"
        icon={DuplicateIcon}
        onClick={() => send({ intent: 'copy', id })}
        accessibilityLabel={text('rewards.copy', { name })}
      />
      <Button
        variant="tertiary"
        tone="critical"
        icon={DeleteIcon}
        onClick={() => send({ intent: 'delete', id })}
        accessibilityLabel={text('rewards.delete', { name })}
      />
    </>
  );
}

type OrderProps = Pick<Props, 'name' | 'send'> & { id: string; place: number; count: number };

function OrderButtons({ id, name, send, place, count }: OrderProps) {
  const text = useAdminText();
  const move = (to: number) => () => send({ intent: 'move', id, to });
  return (
    <>
      <Button
        variant="tertiary"
        icon={ArrowUpIcon}
        disabled={place === 0}
        onClick={move(place - 1)}
        accessibilityLabel={text('rewards.up', { name })}
      />
      <Button
        variant="tertiary"
        icon={ArrowDownIcon}
        disabled={place === count - 1}
        onClick={move(place + 1)}
        accessibilityLabel={text('rewards.down', { name })}
      />
    </>
  );
}
