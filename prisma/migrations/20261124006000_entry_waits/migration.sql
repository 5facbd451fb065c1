-- Which levels were lost by returned orders since the last look: whether any was is not enough, since another may have ended by time meanwhile.
ALTER TABLE perk_mark ADD COLUMN returned_levels text[] NOT NULL DEFAULT '{}';
UPDATE perk_mark SET returned_levels = ARRAY(
  SELECT DISTINCT level->>'id' FROM program_version
  CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(document #> '{tiers,levels}') WHEN 'array' THEN document #> '{tiers,levels}' ELSE '[]' END) AS level
  WHERE program_version.shop = perk_mark.shop)
WHERE by_return;
ALTER TABLE perk_mark DROP COLUMN by_return;

-- Levels that were reached, and whose reward waits until the points of the orders up to then are no longer pending.
CREATE TABLE entry_wait (
  shop      text NOT NULL,
  member_id bigint NOT NULL,
  level_id  text NOT NULL,
  since     timestamptz(3) NOT NULL,
  PRIMARY KEY (shop, member_id, level_id),
  CONSTRAINT entry_wait_shop_member_id_fkey FOREIGN KEY (shop, member_id) REFERENCES member (shop, member_id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
