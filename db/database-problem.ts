/** Why the record can't be used, in one sentence that says what to do. Shown to whoever starts Summit. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';
}
