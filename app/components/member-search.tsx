import { Form, useNavigate } from '@remix-run/react';
import { Box, Button, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useAdminText } from './admin-text.tsx';

/** Finds one member by Shopify's customer number: names are not ours to search, they stay with Shopify. */
export function MemberSearch({ search }: { search: string }) {
  const text = useAdminText();
  const navigate = useNavigate();
  const [value, setValue] = useState(search);
  useEffect(() => setValue(search), [search]);
  return (
    <Box padding="400">
      <Form method="get" action="/app/members" role="search">
        <TextField
          label={text('members.search')}
          name="customer"
          value={value}
          onChange={setValue}
          placeholder={text('members.search.placeholder')}
          inputMode="numeric"
          autoComplete="off"
          clearButton={search !== ''}
          onClearButtonClick={() => navigate('/app/members')}
          connectedRight={<Button submit>{text('action.search')}</Button>}
        />
      </Form>
    </Box>
  );
}
