const NEEDED = 26;

/** Stops before an older Node crashes in the database driver without a word. */
export function requireNode26(): void {
  if (Number.parseInt(process.versions.node, 10) >= NEEDED) return;
  throw new Error(
    `The tests need Node ${NEEDED}, and this is Node ${process.versions.node}: ` +
      'start them with "npm test", which finds the one that "npm ci" brought.',
  );
}
