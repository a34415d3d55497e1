import { afterAll } from 'vitest';
import { endStarted } from './started.ts';

afterAll(endStarted);
