-- A discount that a merchant deleted in Shopify is told by its id alone: only a code that is out matters then.
CREATE INDEX redemption_of_discount ON redemption (shop, discount_id) WHERE status = 'issued';
