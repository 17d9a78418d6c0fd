/**
 * Statements that are typed by kysely, compiled once and prepared once a connection: the query builder's safety
 * at the speed of a prepared statement. Leaves transactions to the caller.
 */
import type Database from 'better-sqlite3';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Tables } from './tables.js';

/** A value a statement is run with; `undefined` is not storable and never accepted. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** Stands in a compiled statement for an argument given at each run. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Builds and compiles queries; it has no connection and runs none. */
export const queryBuilder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** A statement prepared on one connection. */
export interface PreparedStatement<Args, Row> {
  run(args: Args): Database.RunResult;
  get(args: Args): Row | undefined;
  all(args: Args): Row[];
  iterate(args: Args): IterableIterator<Row>;
}

/** A statement that can be prepared on any connection to a history database. */
export type Statement<Args, Row> = (connection: Database.Database) => PreparedStatement<Args, Row>;

/**
 * Declares a statement. `build` gets the query builder and a function that names an argument in the place of its value.
 *
 * @returns a function from connection to prepared statement; preparing happens once a connection
 */
export function defineStatement<Args extends Record<keyof Args, SqlValue>, Row = unknown>(
  build: (
    db: Kysely<Tables>,
    arg: <Name extends keyof Args & string>(name: Name) => Args[Name],
  ) => Compilable<Row> | RawBuilder<Row>,
): Statement<Args, Row> {
  // The builder treats a placeholder as an opaque value, so its declared type is the argument's.
  const query = build(queryBuilder, (name) => new Placeholder(name) as never);
  const compiled = 'isRawBuilder' in query ? query.compile(queryBuilder) : query.compile();
  const order = compiled.parameters.map((value) => (value instanceof Placeholder ? value.name : null));
  const template = compiled.parameters.map((value) =>
    value instanceof Placeholder ? null : value,
  ) as SqlValue[];
  const prepared = new WeakMap<Database.Database, PreparedStatement<Args, Row>>();

  const bind = (args: Args): SqlValue[] => {
    const values = template.slice();
    for (let index = 0; index < order.length; index++) {
      const name = order[index];
      if (name !== null && name !== undefined) values[index] = args[name as keyof Args];
    }
    return values;
  };

  return (connection) => {
    const known = prepared.get(connection);
    if (known) return known;
    const statement = connection.prepare<[SqlValue[]], Row>(compiled.sql);
    const fresh: PreparedStatement<Args, Row> = {
      run: (args) => statement.run(bind(args)),
      get: (args) => statement.get(bind(args)),
      all: (args) => statement.all(bind(args)),
      iterate: (args) => statement.iterate(bind(args)),
    };
    prepared.set(connection, fresh);
    return fresh;
  };
}
