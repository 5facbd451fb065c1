import { describe, expect, test } from 'vitest';
import { parseEnvironment } from './env.server.ts';

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://meridian@db.internal/meridian',
  SHOPIFY_API_KEY: '0123456789abcdef',
  SHOPIFY_API_SECRET: 'a-secret-of-its-own',
  SHOPIFY_APP_URL: 'https://loyalty.example.com',
};

function messageOf(source: Record<string, string | undefined>): string {
  try {
    parseEnvironment(source);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'accepted';
}

describe('a sound environment', () => {
  test('needs only the database in development; the rest is what the demo runs with', () => {
    expect(parseEnvironment({ DATABASE_URL: production.DATABASE_URL })).toMatchObject({
      NODE_ENV: 'development',
      PORT: 3000,
      PROXIES_BEFORE_APP: 1,
      SHOPIFY_API_KEY: 'meridian-dev',
      SHOPIFY_API_SECRET: 'meridian-dev-secret',
      LOG_LEVEL: 'info',
    });
  });

  test('takes an empty variable for one that is not set', () => {
    expect(
      parseEnvironment({ DATABASE_URL: production.DATABASE_URL, PORT: '', LOG_LEVEL: '' }),
    ).toMatchObject({ PORT: 3000, LOG_LEVEL: 'info' });
  });

  test('is accepted in production', () => {
    expect(messageOf(production)).toBe('accepted');
  });
});

describe('a faulty environment is refused, all faults in one message', () => {
  test('every fault has its line, and no value is printed', () => {
    const message = messageOf({
      PORT: '70000',
      PROXIES_BEFORE_APP: 'nginx',
      DATABASE_URL: 'mysql://root:hunter2@db',
      LOG_LEVEL: 'loud',
      SHOPIFY_APP_URL: 'example.com',
    });
    for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL', 'SHOPIFY_APP_URL', 'PROXIES_BEFORE_APP'])
      expect(message).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(message).not.toContain('hunter2');
  });

  test("production refuses the demo's published key and secret, and an app that is not served by https, at once", () => {
    const message = messageOf({
      NODE_ENV: 'production',
      DATABASE_URL: production.DATABASE_URL,
      SHOPIFY_APP_URL: 'http://loyalty.example.com',
    });
    for (const name of ['SHOPIFY_API_SECRET', 'SHOPIFY_API_KEY', 'SHOPIFY_APP_URL'])
      expect(message).toContain(`  ${name} `);
  });

  test('production tells these even beside other faults', () => {
    const message = messageOf({
      NODE_ENV: 'production',
      PORT: 'x',
      SHOPIFY_API_SECRET: 'meridian-dev-secret',
    });
    for (const name of ['PORT', 'DATABASE_URL', 'SHOPIFY_API_SECRET'])
      expect(message).toContain(`  ${name} `);
  });
});
