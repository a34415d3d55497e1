import type { Compilable, CompiledQuery } from 'kysely';
import type { Db } from './open.ts';
import { rowsOf } from './run-query.ts';

/**
 * A query that is built once for each database and run many times: building its SQL
 * costs more than running it. Inside `build`, each property of `given` stands for the
 * value that will be given by that name, so it can go wherever a value can, but
 * nothing can be decided by looking at it.
 *
 *     const titleOf = prepared((db, given: { key: string }) =>
 *       db.selectFrom('issues').select('title').where('key', '=', given.key));
 *     const [issue] = await titleOf(db, { key: 'fentanyl' });
 */
export function prepared<Given extends object, Row>(
  build: (db: Db, given: Given) => Compilable<Row>,
): (db: Db, given: Given) => Promise<Row[]> {
  // A transaction shares its adapter with the database it runs on.
  const templates = new WeakMap<object, Template<Row>>();

  return async (db, given) => {
    const { adapter } = db.getExecutor();
    let template = templates.get(adapter);
    if (template === undefined) {
      template = templateOf(build(db, new Proxy(Object.create(null), anyName)).compile());
      templates.set(adapter, template);
    }
    return rowsOf(db, template.query, template.valuesIn(given));
  };
}

interface Template<Row> {
  readonly query: CompiledQuery<Row>;
  readonly valuesIn: (given: object) => unknown[];
}

/** Stands in a query for a value that is not there yet. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Answers to every name with its placeholder. */
const anyName: ProxyHandler<object> = {
  get: (_, name) => new Placeholder(String(name)),
};

function templateOf<Row>(query: CompiledQuery<Row>): Template<Row> {
  const places = query.parameters.map((parameter) =>
    parameter instanceof Placeholder
      ? { name: parameter.name, value: null }
      : { name: null, value: parameter },
  );
  return {
    query,
    valuesIn: (given) =>
      places.map(({ name, value }) => (name === null ? value : Reflect.get(given, name))),
  };
}
