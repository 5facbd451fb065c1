-- Shops that had published when points expire before a release did it: everybody's lots are looked at, as publishing it has them looked at from now on.
UPDATE shop SET points_expire = true
WHERE EXISTS (SELECT FROM program_version AS v WHERE v.shop = shop.shop AND v.document #>> '{expiry,kind}' <> 'never');

UPDATE member SET expiry_due = now() FROM shop WHERE shop.shop = member.shop AND points_expire AND last_seq > 0;
