// A shop that had published when points expire before a release did it.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { earning, ExpiryScene, never, noon, useExpiryDoor } from '../support/expiry-scene.ts';

const MIGRATION = new URL(
  '../../prisma/migrations/20261121000901_expire_published/migration.sql',
  import.meta.url,
);

const on = useExpiryDoor();

test('has its points dated and expired from the upgrade on, by what it had published; other shops are left alone', async () => {
  const scenes = [
    await ExpiryScene.open(on, earning(1)),
    await ExpiryScene.open(on, earning(12)),
    await ExpiryScene.open(on, never),
  ];
  for (const scene of scenes) await scene.order(1, noon('2026-01-15'), 10);
  for (const scene of scenes) await scene.order(1, noon('2027-01-20'), 20);
  // As the release before left it, which kept the rule and did nothing by it.
  const { pool } = on.database;
  await pool.query('UPDATE shop SET points_expire = false');
  await pool.query('UPDATE member SET expiry_due = NULL');
  await pool.query('UPDATE lot SET expires_at = NULL');
  for (const scene of scenes) await scene.at(noon('2027-03-01'));
  for (const scene of scenes) expect(await scene.available(1)).toBe(20);
  await pool.query(readFileSync(MIGRATION, 'utf8'));
  // By the database's own clock everybody is due; the scene's may be behind it.
  await pool.query('UPDATE member SET expiry_due = $1 WHERE expiry_due IS NOT NULL', [noon('2027-03-01')]);
  for (const scene of scenes) await scene.work();
  const left = await Promise.all(scenes.map((scene) => scene.available(1)));
  expect(left).toEqual([0, 20, 20]);
  const { rows } = await pool.query(
    'SELECT points_expire, expiry_due IS NOT NULL AS due FROM shop JOIN member USING (shop) ORDER BY shop',
  );
  expect(rows).toEqual([
    { points_expire: true, due: false },
    { points_expire: true, due: true },
    { points_expire: false, due: false },
  ]);
  // From now on by itself.
  await scenes[1]?.order(1, noon('2027-03-01'), 5);
  await scenes[1]?.at(noon('2028-03-02'));
  expect(await scenes[1]?.available(1)).toBe(0);
});
