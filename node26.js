/**
 * Runs a file under Node 26, whatever Node is on the machine: `node node26.js src/main.ts`.
 * Plain JavaScript of the kind old versions understand, for they are the ones that need it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 26;
const [file, ...args] = process.argv.slice(2);

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  // What was compiled once need not be again: it halves the time to start, also of the programs
  // that this one starts. It is kept inside the installation, where only who may change the code
  // may change it; else nothing is kept.
  const kept = fileURLToPath(new URL('node_modules/.cache/summit', import.meta.url));
  process.env['NODE_COMPILE_CACHE'] = kept;
  module.enableCompileCache(kept);
  process.argv = [process.argv[0], resolve(file), ...args];
  module.runMain(process.argv[1]);
} else if (existsSync(installedNode())) {
  const child = spawn(installedNode(), [...process.execArgv, file, ...args], { stdio: 'inherit' });
  // Ctrl+C reaches the child by itself; a signal sent to this process alone does not.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? code : 128 + constants.signals[signal]);
  });
} else {
  console.error(
    `Summit runs on Node ${NEEDED}, and this is Node ${process.versions.node}. ` +
      `Install Node ${NEEDED} from nodejs.org, or run "npm ci" again: it brings one along for most machines.`,
  );
  process.exit(1);
}

/** Where `npm ci` puts the Node of `optionalDependencies` that fits this machine. */
function installedNode() {
  const machine = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const name = machine === 'darwin-arm64' ? `node-bin-${machine}` : `node-${machine}`;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  return fileURLToPath(new URL(`node_modules/${name}/bin/${program}`, import.meta.url));
}
