import { expect, test } from 'vitest';
import { readNote, readTitle, readUpdate } from '../../src/agenda/read-update.ts';

/** The likeliest reading in one line, with what was given for it. */
function read(typed: string): string {
  const { readings, note, sources, on, says, confidence } = readUpdate(typed);
  const given = { note, sources: sources.join(' '), on, says, confidence };
  const said = Object.entries(given).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name}=${value}`],
  );
  return [readings[0]?.issue, readings[0]?.status ?? '?', ...said].join(' | ');
}

test.for([
  ['fentanyl agreed', 'fentanyl | agreed'],
  ['agreed fentanyl', 'fentanyl | agreed'],
  ['Agreed on fentanyl', 'fentanyl | agreed'],
  ['fentanyl to agreed', 'fentanyl | agreed'],
  ['fentanyl: agreed', 'fentanyl | agreed'],
  ['fentanyl:agreed', 'fentanyl | agreed'],
  ['agreed: fentanyl', 'fentanyl | agreed'],
  ['fentanyl = agreed', 'fentanyl | agreed'],
  ['fentanyl – agreed', 'fentanyl | agreed'],
  ['fentanyl -> agreed', 'fentanyl | agreed'],
  ['fentanyl->agreed', 'fentanyl | agreed'],
  ['fentanyl in talks → agreed', 'fentanyl | agreed'],
  ['fentanyl from stalled to agreed', 'fentanyl | agreed'],
  ['fentanyl is now agreed in principle', 'fentanyl | agreed-in-principle'],
  ['set fentanyl to agreed', 'fentanyl | agreed'],
  ['mark taiwan as stalled', 'taiwan | stalled'],
  ['move fentanyl to in talks', 'fentanyl | in-talks'],
  ['put flights on hold', 'flights | suspended'],
  ['status of fentanyl agreed', 'fentanyl | agreed'],
  ['on fentanyl agreed again', 'fentanyl | agreed'],
  ['“AI talks” no progress', 'AI talks | stalled'],
  ['set "AI talks" to agreed', 'AI talks | agreed'],
  ['“prices agreed” stalled', 'prices agreed | stalled'],
  ['no progress on taiwan', 'taiwan | stalled'],
  ['ai talks agreed', 'ai talks | agreed'],
  ['ai talks in progress', 'ai talks | implementing'],
  ['defence talks resumed', 'defence talks | in-talks'],
  ['trade: agreement in principle', 'trade | agreed-in-principle'],
  ['frozen assets agreed', 'frozen assets | agreed'],
  ['nuclear build-up: no progress', 'nuclear build-up | stalled'],
  ['climate 🤝', 'climate | agreed'],
  ['climate :handshake:', 'climate | agreed'],
  ['leader hotline is being carried out', 'leader hotline | implementing'],
  ['human rights raised without result', 'human rights | stalled'],
  ['*fentanyl* agreed.', '*fentanyl* | agreed'],
  ['agreed', ' | agreed'],
  ['', ' | ?'],
] as const)('“%s” names an issue and a status', ([typed, line]) => {
  expect(read(typed)).toBe(line);
});

test.for([
  ['fentanyl agreed because both sides said so', 'fentanyl | agreed | note=both sides said so'],
  ['taiwan stalled because Yellen said: no deal', 'taiwan | stalled | note=Yellen said: no deal'],
  ['taiwan stalled because: Xi said “no”', 'taiwan | stalled | note=Xi said “no”'],
  ['taiwan stalled because of the drills', 'taiwan | stalled | note=the drills'],
  ['taiwan stalled as talks failed', 'taiwan | stalled | note=talks failed'],
  ['taiwan stalled – no new positions', 'taiwan | stalled | note=no new positions'],
  ['taiwan stalled — nothing agreed', 'taiwan | stalled | note=nothing agreed'],
  ['taiwan stalled: nothing agreed', 'taiwan | stalled | note=nothing agreed'],
  ['taiwan: stalled: nothing agreed', 'taiwan | stalled | note=nothing agreed'],
  ['taiwan stalled, both sides unmoved', 'taiwan | stalled | note=both sides unmoved'],
  ['stalled: taiwan – no new positions', 'taiwan | stalled | note=no new positions'],
  ['taiwan stalled after talks in Geneva', 'taiwan | stalled | note=after talks in Geneva'],
  [
    'climate agreed\nFirst line.\nSecond: line',
    'climate | agreed | note=First line.\nSecond: line',
  ],
  [
    'climate agreed because a\n\nb source:https://x.com\nc',
    'climate | agreed | note=a\n\nb\nc | sources=https://x.com',
  ],
  ['because talks failed', ' | ? | note=talks failed'],
  ['set taiwan to stalled nobody moved', 'taiwan | stalled | note=nobody moved'],
  [
    'taiwan is stalled in Geneva because talks failed',
    'taiwan | stalled | note=in Geneva because talks failed',
  ],
  [
    'taiwan stalled because the White House says: no deal',
    'taiwan | stalled | note=the White House says: no deal',
  ],
  [
    'taiwan stalled because a single source: the ministry',
    'taiwan | stalled | note=a single source: the ministry',
  ],
  [
    'taiwan stalled because they meet again on 15 Nov',
    'taiwan | stalled | note=they meet again on 15 Nov',
  ],
  [
    'taiwan stalled because Xi said "says:nobody source:https://x.com"',
    'taiwan | stalled | note=Xi said "says:nobody source:https://x.com"',
  ],
] as const)('“%s” has a note', ([typed, line]) => {
  expect(read(typed)).toBe(line);
});

test.for([
  [
    'fentanyl agreed because talks ended source:https://x.com/a on:15 Nov says:Antony Blinken confidence:high',
    'fentanyl | agreed | note=talks ended | sources=https://x.com/a | on=15 Nov | says=Antony Blinken | confidence=high',
  ],
  [
    'fentanyl agreed says:Antony Blinken because talks ended',
    'fentanyl | agreed | note=talks ended | says=Antony Blinken',
  ],
  ['says:Antony Blinken fentanyl agreed', 'fentanyl | agreed | says=Antony Blinken'],
  ['says:“US officials” fentanyl agreed', 'fentanyl | agreed | says=US officials'],
  ['on:15 Nov fentanyl agreed', 'fentanyl | agreed | on=15 Nov'],
  ['on: 15 Nov 2023 fentanyl agreed', 'fentanyl | agreed | on=15 Nov 2023'],
  ['on:15 Nowember fentanyl agreed', 'fentanyl | agreed | on=15 Nowember'],
  ['fentanyl on:last monday agreed', 'fentanyl | agreed | on=last monday'],
  ['fentanyl agreed on：２０２３－１１－１５', 'fentanyl | agreed | on=２０２３－１１－１５'],
  ['fentanyl agreed on 15 Nov', 'fentanyl | agreed | on=15 Nov'],
  ['fentanyl agreed yesterday', 'fentanyl | agreed | on=yesterday'],
  ['flights agreed in Nov 2023', 'flights | agreed | on=Nov 2023'],
  [
    'fentanyl agreed because it is signed on yesterday',
    'fentanyl | agreed | note=it is signed | on=yesterday',
  ],
  ['fentanyl agreed says Blinken', 'fentanyl | agreed | says=Blinken'],
  ['taiwan off the table, says Jake Sullivan', 'taiwan | off-table | says=Jake Sullivan'],
  ['fentanyl agreed according to Xinhua', 'fentanyl | agreed | says=Xinhua'],
  ['fentanyl agreed confidence high', 'fentanyl | agreed | confidence=high'],
  ['fentanyl agreed, high confidence', 'fentanyl | agreed | confidence=high'],
  ['fentanyl agreed confidence: perhaps', 'fentanyl | agreed | confidence=perhaps'],
  [
    'fentanyl agreed on yesterday says Joe Biden confidence low because x y',
    'fentanyl | agreed | note=x y | on=yesterday | says=Joe Biden | confidence=low',
  ],
  [
    'fentanyl agreed because x y source:https://x.com/a says Blinken on 15 Nov',
    'fentanyl | agreed | note=x y | sources=https://x.com/a | on=15 Nov | says=Blinken',
  ],
] as const)('“%s” has options', ([typed, line]) => {
  expect(read(typed)).toBe(line);
});

test.for([
  ['source:https://x.com/a', 'https://x.com/a'],
  ['source: https://x.com/a', 'https://x.com/a'],
  ['source：https://x.com/a', 'https://x.com/a'],
  ['source:<https://x.com/a|x.com>', 'https://x.com/a'],
  ['source:"https://x.com/a"', 'https://x.com/a'],
  ['(source: https://x.com/a)', 'https://x.com/a'],
  ['source https://x.com/a', 'https://x.com/a'],
  ['<https://x.com/a|what x says>', 'https://x.com/a'],
  ['https://x.com/a.', 'https://x.com/a'],
  ['via https://x.com/a', 'https://x.com/a'],
  ['sources:https://x.com/a,https://y.com', 'https://x.com/a https://y.com'],
  ['sources: https://x.com/a, https://y.com', 'https://x.com/a https://y.com'],
  ['source:https://x.com/a source:https://y.com https://x.com/a', 'https://x.com/a https://y.com'],
  [
    'source:https://web.archive.org/2023/https://x.com',
    'https://web.archive.org/2023/https://x.com',
  ],
  ['source:reuters', 'reuters'],
] as const)('“%s” says where it is from, before the words and after', ([typed, sources]) => {
  expect(read(`taiwan stalled ${typed}`)).toBe(`taiwan | stalled | sources=${sources}`);
  expect(read(`${typed} taiwan stalled`)).toBe(`taiwan | stalled | sources=${sources}`);
});

test('a link in a note is where it comes from only at the end', () => {
  expect(read('taiwan stalled because talks failed https://x.com/a')).toBe(
    'taiwan | stalled | note=talks failed | sources=https://x.com/a',
  );
  expect(read('taiwan stalled because https://x.com/a says talks failed')).toBe(
    'taiwan | stalled | note=https://x.com/a says talks failed',
  );
  expect(read('taiwan stalled because https://x.com/a')).toBe(
    'taiwan | stalled | sources=https://x.com/a',
  );
});

test.each([
  'fentanyl not agreed',
  'fentanyl not yet agreed',
  'fentanyl isn’t being implemented',
  'fentanyl could be signed',
  'fentanyl expected to be signed',
])('“%s” is no status: it is denied or only hoped for', (typed) => {
  expect(readUpdate(typed).readings[0]).toEqual({ issue: typed, status: null, note: '' });
  const statuses = readUpdate(typed).readings.map(({ status }) => status);
  expect(statuses).not.toContain('agreed');
  expect(statuses).not.toContain('implementing');
});

test('a word that may be part of a name comes after the name', () => {
  expect(readUpdate('ai talks').readings).toEqual([
    { issue: 'ai talks', status: null, note: '' },
    { issue: 'ai', status: 'in-talks', note: '' },
  ]);
  expect(readUpdate('frozen assets agreed').readings).toEqual([
    { issue: 'frozen assets', status: 'agreed', note: '' },
    { issue: 'assets agreed', status: 'suspended', note: '' },
    { issue: 'frozen assets agreed', status: null, note: '' },
  ]);
});

test('each reading has the note that belongs to it', () => {
  expect(readUpdate('Taiwan: arms sales agreed').readings).toEqual([
    { issue: 'Taiwan: arms sales', status: 'agreed', note: '' },
    { issue: 'Taiwan', status: null, note: 'arms sales agreed' },
    { issue: 'Taiwan: arms sales agreed', status: null, note: '' },
  ]);
  expect(readUpdate('fentanyl agreed in Geneva because of Xi').readings).toEqual([
    { issue: 'fentanyl agreed in Geneva', status: null, note: 'Xi' },
    { issue: 'fentanyl', status: 'agreed', note: 'in Geneva because of Xi' },
  ]);
});

test('other options are read when they are known', () => {
  const typed = 'fentanyl status:on hold publisher:White House over:e7 because x says: y';
  expect([...readUpdate(typed, ['status', 'publisher', 'over']).options]).toEqual([
    ['status', 'on hold'],
    ['publisher', 'White House'],
    ['over', 'e7'],
  ]);
  expect(readUpdate('fentanyl over:e7 agreed').options.size).toBe(0);
  const dated = readUpdate('fentanyl date:2023-11-15', ['date']);
  expect([dated.on, dated.options.get('date')]).toEqual([null, '2023-11-15']);
});

test.for([
  ['fentanyl: Yellen said: no deal', 'fentanyl', 'Yellen said: no deal'],
  ['fentanyl – both sides agreed', 'fentanyl', 'both sides agreed'],
  ['fentanyl because talks failed', 'fentanyl', 'talks failed'],
  ['“AI talks” first round set for May', 'AI talks', 'first round set for May'],
  ['taiwan', 'taiwan', ''],
] as const)('“%s” is a note on an issue', ([typed, issue, note]) => {
  expect(readNote(typed).readings[0]).toEqual({ issue, status: null, note });
});

test('a note without a mark may begin after each of its first words', () => {
  const { readings, sources } = readNote('spy balloon was seen over Montana https://x.com/a');
  expect(readings).toContainEqual({
    issue: 'spy balloon',
    status: null,
    note: 'was seen over Montana',
  });
  expect(readings.map(({ issue }) => issue)).not.toContain('spy balloon was');
  expect(sources).toEqual(['https://x.com/a']);
});

test('a word that says little goes to the note and never ends a name', () => {
  expect(readNote('detained Americans done on Monday').readings.map(({ note }) => note)).toEqual([
    'done on Monday',
    'Americans done on Monday',
    '',
  ]);
});

test('a title keeps its colons, dashes, dates and statuses', () => {
  const typed = 'Tariffs: a pause on 15 Nov – agreed category:channel because both said so';
  const { readings, on, options } = readTitle(typed, ['category']);
  expect(readings[0]).toEqual({
    issue: 'Tariffs: a pause on 15 Nov – agreed',
    status: null,
    note: 'both said so',
  });
  expect(on).toBeNull();
  expect(options.get('category')).toBe('channel');
});
