-- How far members have come by what levels are measured by, for the studio's ladder of levels: counted when a page asks, good for a while.
CREATE TABLE tier_reach (
  shop       text NOT NULL,
  -- The basis and the period: 'basePoints rolling 12'.
  measure    text NOT NULL,
  counted_at timestamptz(3) NOT NULL,
  -- Milliseconds that counting took, on which hangs how long it is good for.
  took       integer NOT NULL,
  reaches    jsonb NOT NULL,
  PRIMARY KEY (shop, measure)
);
