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

/** `alike`: all rows have the same in each of the columns that are declared so. A column of one value is no list, which costs PostgreSQL a fifth of the statement. */
export type Form = 'alike' | 'various';

export function formOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Form {
  const isAlike = ({ of }: Column<Row>) => {
    const value = of(rows[0]!);
    return rows.every((row) => of(row) === value);
  };
  return columns.every((column) => !column.alike || isAlike(column)) ? 'alike' : 'various';
}

/** The text of a statement in both. */
export const inBothForms = (text: (form: Form) => string): Record<Form, string> => ({
  alike: text('alike'),
  various: text('various'),
});

/** The columns in their order, as a statement lists them. */
export const namesOf = (columns: readonly Typed[]): string => columns.map(({ name }) => name).join(', ');

/** An item of FROM with the columns in their order, from the parameter number `first` on; it needs a name. */
export function rowsFrom(columns: readonly Typed[], first: number, form: Form = 'various'): string {
  const isOne = ({ alike }: Typed) => form === 'alike' && alike === true;
  const parameters = columns.map(
    (column, index) =>
      `$${first + index}::${column.type === 'jsonb' || isOne(column) ? column.type : `${column.type}[]`}`,
  );
  const listed = columns.flatMap((column, index) =>
    isOne(column) ? [] : [{ name: column.name, type: column.type, parameter: parameters[index] }],
  );
  const functions = listed.map(({ type, parameter }) =>
    type === 'jsonb' ? `jsonb_array_elements(${parameter})` : `unnest(${parameter})`,
  );
  const names = listed.map(({ name }) => name);
  // What is shorter than the rows are many is NULL behind its end.
  const given = columns.map((column, index) => {
    const { name, alike } = column;
    const own = parameters[index];
    if (isOne(column)) return `${own} AS ${name}`;
    return alike ? `CASE cardinality(${own}) WHEN 1 THEN (${own})[1] ELSE ${name} END AS ${name}` : name;
  });
  return `(SELECT ${given.join(', ')} FROM ROWS FROM (${functions.join(', ')}) AS given(${names.join(', ')}))`;
}

/** The parameters of `rowsFrom`. A document may be JSON's null, but is never SQL's. */
export function valuesOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  form: Form = 'various',
): unknown[] {
  return columns.map(({ type, of, alike }) => {
    if (form === 'alike' && alike) return of(rows[0]!);
    const values = rows.map(of);
    if (type === 'jsonb') return JSON.stringify(values);
    return alike && values.every((value) => value === values[0]) ? values.slice(0, 1) : values;
  });
}
