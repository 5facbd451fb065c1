import { useLocation, useNavigate, useRouteError } from '@remix-run/react';
import { BlockStack, Button, Card, Page, Text } from '@shopify/polaris';
import { useAdminText } from './admin-text.tsx';
import { libraryResponse } from './library-response.tsx';

/**
 * What a page shows when its data could not be had: inside the app's frame, so that the menu stays and trying again needs no new
 * document (the frame's address has lost what authenticates one). The error itself is in the log.
 */
export function PageError() {
  const error = useRouteError();
  const text = useAdminText();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const document = libraryResponse(error);
  if (document) return document;
  return (
    <Page title={text('error.title')}>
      <Card>
        <BlockStack gap="300" inlineAlign="start">
          <Text as="p">{text('error.body')}</Text>
          <Button onClick={() => navigate(pathname + search, { replace: true })}>
            {text('action.retry')}
          </Button>
        </BlockStack>
      </Card>
    </Page>
  );
}
