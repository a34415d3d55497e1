import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSlackRequest } from '../../src/slack/slack-request.ts';
import { commandBody, nowInSeconds, signed } from './running-bot.ts';

/** Of each kind of forgery. */
const RUNS = Number(process.env['SUMMIT_FUZZ_RUNS'] ?? 2_000);

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const BODY = commandBody('status fentanyl');

test('no signature but the right one lets a request in', () => {
  const { headers } = signed(BODY, { secret: SECRET });
  const hash = (headers['x-slack-signature'] ?? '').slice(3);
  const anySignature = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }).map((text) => `v0=${text}`),
    fc.tuple(fc.nat(63), fc.nat(14)).map(([at, by]) => `v0=${changed(hash, at, by)}`),
    fc.nat(63).map((length) => `v0=${hash.slice(0, length)}`),
  );
  fc.assert(
    fc.property(anySignature, (signature) => {
      const forged = { ...headers, 'x-slack-signature': signature };
      expect(readSlackRequest(forged, BODY, SECRET).kind).toBe('unsigned');
    }),
    { numRuns: RUNS },
  );
});

test('no other body passes under a signature', () => {
  const { headers } = signed(BODY, { secret: SECRET });
  const otherBody = fc
    .tuple(fc.nat(BODY.length), fc.nat(3), fc.string({ maxLength: 5 }))
    .map(([at, cut, put]) => BODY.slice(0, at) + put + BODY.slice(at + cut))
    .filter((body) => body !== BODY && !body.includes('ssl_check=1'));
  fc.assert(
    fc.property(otherBody, (body) => {
      expect(readSlackRequest(headers, body, SECRET).kind).toBe('unsigned');
    }),
    { numRuns: RUNS },
  );
});

test('whatever is signed is read without a throw', () => {
  const anyBody = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.webQueryParameters());
  const anyType = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'x');
  fc.assert(
    fc.property(anyBody, anyType, (body, contentType) => {
      const { headers } = signed(body, { secret: SECRET, contentType });
      const { 'content-type': type, ...rest } = headers;
      const { kind } = readSlackRequest({ ...rest, 'content-type': type ?? '' }, body, SECRET);
      expect(kind).not.toBe('unsigned');
    }),
    { numRuns: RUNS },
  );
});

test('times outside five minutes are refused, whatever they are', () => {
  const outside = fc.oneof(
    fc.integer({ min: 0, max: nowInSeconds() - 330 }),
    fc.integer({ min: nowInSeconds() + 330, max: 999_999_999_999 }),
  );
  fc.assert(
    fc.property(outside, (at) => {
      const { headers } = signed(BODY, { secret: SECRET, at });
      expect(readSlackRequest(headers, BODY, SECRET).kind).toBe('unsigned');
    }),
    { numRuns: RUNS / 2 },
  );
});

/** The hash with another digit at a place. */
function changed(hash: string, at: number, by: number): string {
  const digit = ((Number.parseInt(hash.charAt(at), 16) + by + 1) % 16).toString(16);
  return hash.slice(0, at) + digit + hash.slice(at + 1);
}
