import { existsSync } from 'node:fs';

// Nothing else is imported before this check: on an older Node it would die without a word.
if (typeof Temporal === 'undefined' || Number(process.versions.napi) < 10) {
  process.stderr.write(
    `Summit runs on Node 26, and this is Node ${process.versions.node}: use npm run summit.\n`,
  );
  process.exit(1);
}
// Whoever reads what is printed here, `head` for one, may have had enough.
process.stdout.on('error', leaveWhenUnread);
process.stderr.on('error', leaveWhenUnread);
if (existsSync('.env')) process.loadEnvFile('.env');

const { runWords } = await import('./terminal/run-words.ts');
process.exitCode = await runWords(process.argv.slice(2), process.env);

function leaveWhenUnread(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}
