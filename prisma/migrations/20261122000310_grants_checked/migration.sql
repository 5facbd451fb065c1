-- A transaction of its own, which reads every redemption and lets others read them meanwhile.
ALTER TABLE redemption VALIDATE CONSTRAINT redemption_points;
-- Of a member's redemptions the few that were given.
CREATE INDEX redemption_given ON redemption (shop, member_id) WHERE fact IS NOT NULL;
