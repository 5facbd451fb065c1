-- A request for another tag is out, or its answer was lost: what the customer carries in Shopify is not known.
ALTER TABLE "member" ADD COLUMN     "tier_tag_in_doubt" BOOLEAN NOT NULL DEFAULT false;
