// The one reward of the benchmarks, and what taking its points is in SQL. Imports nothing: the bare servers use it.

export const REWARD_POINTS = 500;

/** Parameters: customer, points, id. No row where the points do not suffice. */
export const TAKE_POINTS = `WITH taken AS (UPDATE account SET points = points - $2 WHERE customer_id = $1 AND points >= $2 RETURNING customer_id)
  INSERT INTO debit (id, customer_id, points, at) SELECT $3, customer_id, $2, now() FROM taken`;
