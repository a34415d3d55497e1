import { inject } from 'vitest';
import { recordsAreOn } from './db.ts';

// Workers of a test have no way to ask for it, so it is in their environment.
recordsAreOn(inject('server') ?? null);
