-- Room in each page, so that a member's row stays in it when points move, and its three indexes with it: members whose orders come together lie all over a
-- grown table. Rows that are there move into such pages as they change; nothing is written anew, and nobody waits.
ALTER TABLE member SET (fillfactor = 80);
