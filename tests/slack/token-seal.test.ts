import { describe, expect, test } from 'vitest';
import { TokenSeal } from '../../src/slack/token-seal.ts';

const TOKEN = 'xoxb-1-2-abc';
const PLACE = { id: 'T0ALPHA', column: 'token' } as const;

describe('a sealed token', () => {
  const seal = new TokenSeal([keyOf('a')]);

  test('opens where it was sealed for, and tells nothing of itself', () => {
    const sealed = seal.seal(TOKEN, PLACE);
    expect(seal.open(sealed, PLACE)).toEqual({ kind: 'opened', text: TOKEN, isCurrent: true });
    expect(sealed).not.toContain('xox');
    expect(Buffer.from(sealed.split(':')[1] ?? '', 'base64url').includes('xoxb')).toBe(false);
    expect(seal.seal(TOKEN, PLACE)).not.toBe(sealed);
  });

  test.each([
    ['another row', { id: 'T0BETA', column: 'token' } as const],
    ['another column', { id: 'T0ALPHA', column: 'refresh_token' } as const],
  ])('does not open in %s', (_where, place) => {
    expect(seal.open(seal.seal(TOKEN, PLACE), place)).toEqual({ kind: 'shut', keyId: 'a' });
  });

  test('does not open with another key, by whatever name it goes', () => {
    const sealed = seal.seal(TOKEN, PLACE);
    expect(new TokenSeal([keyOf('b')]).open(sealed, PLACE).kind).toBe('shut');
    const renamed = new TokenSeal([{ ...keyOf('b'), id: 'a' }]);
    expect(renamed.open(sealed, PLACE).kind).toBe('shut');
    const alsoCalledB = new TokenSeal([{ ...keyOf('a'), id: 'b' }]);
    expect(alsoCalledB.open(sealed.replace(/^a:/, 'b:'), PLACE).kind).toBe('shut');
  });

  test('does not open when any bit of it was flipped, or its end is missing', () => {
    const [, body = ''] = seal.seal(TOKEN, PLACE).split(':');
    const bytes = Buffer.from(body, 'base64url');
    let opened = 0;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      if (seal.open(`a:${flipped.toString('base64url')}`, PLACE).kind === 'opened') opened += 1;
    }
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = bytes.subarray(0, length).toString('base64url');
      if (seal.open(`a:${cut}`, PLACE).kind === 'opened') opened += 1;
    }
    expect(opened).toBe(0);
    for (const text of ['', 'a', 'a:', ':', 'a:b:c', TOKEN]) {
      expect(seal.open(text, PLACE).kind).toBe('shut');
    }
  });

  test('opens with every key there is, and says when another one seals by now', () => {
    const both = new TokenSeal([keyOf('b'), keyOf('a')]);
    const before = both.open(seal.seal(TOKEN, PLACE), PLACE);
    expect(before).toEqual({ kind: 'opened', text: TOKEN, isCurrent: false });
    expect(both.seal(TOKEN, PLACE)).toMatch(/^b:/);
  });
});

function keyOf(id: string): { readonly id: string; readonly key: string } {
  return { id, key: Buffer.alloc(32, id).toString('base64') };
}
