/**
 * Many rows in one parameter for each column. A column of documents is one JSON array: an array of jsonb would have every quote escaped on the way and
 * be parsed twice (measured with 500 orders: half of the time that their statement took).
 */

/** A column of the rows that a statement is given, with its type in SQL. */
export type Column<Row> = {
  name: string;
  type: string;
  of: (row: Row) => unknown;
  /** Most rows that go together have the same: it is sent and read once where all do. Never of documents, nor of all columns. */
  alike?: true;
};

type Typed = Pick<Column<never>, 'name' | 'type' | 'alike'>;

/** An item of FROM with the columns in their order, from the parameter number `first` on; it needs a name. */
export function rowsFrom(columns: readonly Typed[], first: number): string {
  const parameters = columns.map(
    ({ type }, index) => `$${first + index}::${type === 'jsonb' ? type : `${type}[]`}`,
  );
  const functions = columns.map(({ type }, index) =>
    type === 'jsonb' ? `jsonb_array_elements(${parameters[index]})` : `unnest(${parameters[index]})`,
  );
  const names = columns.map(({ name }) => name);
  // What is shorter than the rows are many is NULL behind its end.
  const given = columns.map(({ name, alike }, index) => {
    const list = parameters[index];
    return alike ? `CASE cardinality(${list}) WHEN 1 THEN (${list})[1] ELSE ${name} END AS ${name}` : name;
  });
  return `(SELECT ${given.join(', ')} FROM ROWS FROM (${functions.join(', ')}) AS given(${names.join(', ')}))`;
}

/** The parameters of `rowsFrom`. A document may be JSON's null, but is never SQL's. */
export function valuesOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): unknown[] {
  return columns.map(({ type, of, alike }) => {
    const values = rows.map(of);
    if (type === 'jsonb') return JSON.stringify(values);
    return alike && values.every((value) => value === values[0]) ? values.slice(0, 1) : values;
  });
}
