/** Why Summit can't start, in one sentence that says what to do. Shown to whoever starts it. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}
