import { useNavigate } from '@remix-run/react';
import {
  BlockStack,
  Box,
  Button,
  Checkbox,
  FormLayout,
  InlineStack,
  Select,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import type { Tiers } from '../domain/tiers.ts';
import { localizedText } from '../locales/reward-text.ts';
import { isFiltered, membersAddress, SORT_NAMES, type MembersFilter } from '../queries/members-asked.ts';
import { useAdminText, useLocale } from './admin-text.tsx';

type Props = { search: string; filter: MembersFilter; tiers: Tiers | null };

/** Finds members by name, e-mail address or number, filters and sorts them. All of it is in the address; a key of it keeps the fields as it is. */
export function MemberSearch({ search, filter, tiers }: Props) {
  const text = useAdminText();
  const navigate = useNavigate();
  const [wanted, setWanted] = useState(search);
  const [asked, setAsked] = useState(filter);
  return (
    <Box padding="400">
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          navigate(membersAddress(asked, wanted.trim()));
        }}
      >
        <BlockStack gap="300">
          <TextField
            label={text('members.search')}
            value={wanted}
            onChange={setWanted}
            placeholder={text('members.search.placeholder')}
            autoComplete="off"
            maxLength={100}
            clearButton={search !== ''}
            onClearButtonClick={() => navigate(membersAddress(filter, ''))}
            connectedRight={<Button submit>{text('action.search')}</Button>}
          />
          <details className="disclosure" open={isFiltered(filter) || filter.sort !== 'newest'}>
            <summary>{text('members.filter')}</summary>
            <Fields
              asked={asked}
              tiers={tiers}
              onChange={(changed) => setAsked((before) => ({ ...before, ...changed }))}
            />
          </details>
        </BlockStack>
      </form>
    </Box>
  );
}

type FieldsProps = {
  asked: MembersFilter;
  tiers: Tiers | null;
  onChange: (changed: Partial<MembersFilter>) => void;
};

function Fields({ asked, tiers, onChange }: FieldsProps) {
  const text = useAdminText();
  const locale = useLocale();
  const levels = (tiers?.levels ?? []).map(({ id, name }) => ({
    value: id,
    label: localizedText(name, locale),
  }));
  return (
    <BlockStack gap="300">
      <FormLayout>
        <FormLayout.Group>
          <Select
            label={text('members.sort')}
            options={SORT_NAMES.map((name) => ({ value: name, label: text(`members.sort.${name}`) }))}
            value={asked.sort}
            onChange={(sort: MembersFilter['sort']) => onChange({ sort })}
          />
          {tiers ? (
            <Select
              label={text('members.level')}
              options={[{ value: '', label: text('members.filter.level.any') }, ...levels]}
              value={asked.level ?? ''}
              onChange={(level) => onChange({ level: level || null })}
            />
          ) : null}
        </FormLayout.Group>
        <FormLayout.Group>
          <TextField
            label={text('members.filter.since')}
            type="date"
            value={asked.since ?? ''}
            onChange={(since) => onChange({ since: since || null })}
            autoComplete="off"
          />
          <TextField
            label={text('members.filter.inactive')}
            type="date"
            value={asked.inactive ?? ''}
            onChange={(inactive) => onChange({ inactive: inactive || null })}
            autoComplete="off"
          />
        </FormLayout.Group>
        <Checkbox
          label={text('members.filter.debt')}
          checked={asked.debt}
          onChange={(debt) => onChange({ debt })}
        />
      </FormLayout>
      <InlineStack gap="200">
        <Button submit>{text('members.filter.apply')}</Button>
        <Button url="/app/members" variant="plain">
          {text('action.clear')}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
