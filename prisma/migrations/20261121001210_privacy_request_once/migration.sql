-- One delivery is one request, however often it comes: under another signature it is another row of the inbox (decision 0021).
ALTER TABLE privacy_request ADD COLUMN webhook_id text;
CREATE UNIQUE INDEX privacy_request_shop_topic_webhook_id_key ON privacy_request (shop, topic, webhook_id);
