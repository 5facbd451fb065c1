import { useLocation, useNavigation } from '@remix-run/react';
import {
  Card,
  SkeletonBodyText,
  SkeletonDisplayText,
  SkeletonPage,
  BlockStack,
  InlineGrid,
} from '@shopify/polaris';
import { useEffect, useState } from 'react';

/** Milliseconds that a page may take before its outline is shown: quicker ones just appear. */
const PATIENCE = 200;

/** The path of the page that is being loaded and takes its time; null while none is. Forms and searches keep their page. */
export function usePageToCome(): string | null {
  const navigation = useNavigation();
  const { pathname } = useLocation();
  const target = navigation.state === 'loading' && !navigation.formData ? navigation.location.pathname : null;
  const leaving = target !== null && target !== pathname ? target : null;
  const [slow, setSlow] = useState<string | null>(null);
  useEffect(() => {
    if (!leaving) return;
    const timer = setTimeout(() => setSlow(leaving), PATIENCE);
    return () => {
      clearTimeout(timer);
      setSlow(null);
    };
  }, [leaving]);
  return slow;
}

/** The outline of the page, in about its final size, so that nothing jumps when it arrives. */
export function LoadingPage({ path }: { path: string }) {
  const figures = path === '/app' ? 5 : path.startsWith('/app/members/') ? 4 : 0;
  return (
    <SkeletonPage fullWidth={false}>
      <BlockStack gap="400">
        {figures > 0 ? (
          <InlineGrid columns={{ xs: 1, sm: 2, md: figures }} gap="400">
            {Array.from({ length: figures }, (_, index) => (
              <Card key={index}>
                <BlockStack gap="300">
                  <SkeletonBodyText lines={1} />
                  <SkeletonDisplayText size="small" />
                </BlockStack>
              </Card>
            ))}
          </InlineGrid>
        ) : null}
        <Card>
          <SkeletonBodyText lines={12} />
        </Card>
      </BlockStack>
    </SkeletonPage>
  );
}
