import type { ReactNode } from 'react';

/** A page without Polaris, for what is shown outside the app's frame or when the frame itself failed. */
export function StandalonePage({
  title,
  body,
  children,
}: {
  title: string;
  body: string;
  children?: ReactNode;
}) {
  return (
    <main
      style={{
        maxInlineSize: '36rem',
        marginBlock: '20vh 0',
        marginInline: 'auto',
        padding: '24px',
        fontFamily: 'Inter, system-ui, sans-serif',
        lineHeight: 1.6,
        color: '#303030',
      }}
    >
      <h1 style={{ fontSize: '1.5rem', lineHeight: 1.3 }}>{title}</h1>
      <p>{body}</p>
      {children}
    </main>
  );
}
