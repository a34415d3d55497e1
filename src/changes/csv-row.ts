/** A line of a table, as RFC 4180 has it, in which no spreadsheet takes any cell for a formula. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(inert(cell))).join(',')}\r\n`;
}

/** What a formula begins with, in all its widths. */
const BEGINS = '[=+\\-@＝＋－＠﹦﹢﹣﹫−]';
/** Where some programs begin another line or, in countries that write decimals with a comma, another cell. */
const BREAKS = '[\\t\\n\\v\\f\\r;\\u0085\\u2028\\u2029]';
/** What may stand before a formula and be passed over: spaces, quotes, what can't be seen. */
const PASSED_OVER = '[\\s\\p{Cc}\\p{Cf}"\'`“”‘’＂＇]';

const RISKY_CELL = new RegExp(`^(?=${PASSED_OVER}*[\\t\\r\\n${BEGINS}])`, 'v');
const RISKY_PART = new RegExp(`(?<=${BREAKS})(?=[${PASSED_OVER}--${BREAKS}]*${BEGINS})`, 'gv');

/** An apostrophe makes plain text of a cell, and of a part that could become one. */
function inert(cell: string): string {
  return cell.replaceAll(RISKY_PART, "'").replace(RISKY_CELL, "'");
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
