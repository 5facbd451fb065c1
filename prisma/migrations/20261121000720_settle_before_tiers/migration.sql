-- Orders that were settled before there were tiers stand in nobody's: each is settled again by what is known of it, behind all deliveries.
INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, priority, news)
SELECT shop, 'meridian/resettle', 'tiers:' || order_id, sha256('tiers'), now(), now(), 1,
       jsonb_build_object('kind', 'order', 'news', jsonb_build_object('orderId', order_id::text, 'order', NULL, 'refunds', '[]'::jsonb,
                                                                      'fulfilledAt', NULL, 'deleted', false))
FROM order_facts
WHERE member_id IS NOT NULL AND NOT EXISTS (
  SELECT FROM tier_order WHERE tier_order.shop = order_facts.shop AND tier_order.order_id = order_facts.order_id)
ORDER BY shop, customer_id, processed_at, order_id;
