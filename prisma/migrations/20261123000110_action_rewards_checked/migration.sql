-- Transactions of their own, which read every award and let others read and write them meanwhile.
ALTER TABLE award VALIDATE CONSTRAINT award_points;
ALTER TABLE award VALIDATE CONSTRAINT award_shop_redemption_id_fkey;
