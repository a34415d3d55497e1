import type { TestProject } from 'vitest/node';
import { startServer } from './postgres.ts';

/** Has a PostgreSQL stand by for the tests of a project, from before the first until after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  project.provide('server', server.url);
  return async () => server.stop();
}

declare module 'vitest' {
  interface ProvidedContext {
    server: string;
  }
}
