/** Loaded into a program before its own code, it sets the machine's clock wrong: `WRONG_BY=600000` is ten minutes ahead. */

const wrongBy = Number(process.env['WRONG_BY']);
const { now } = Date;
Date.now = () => now() + wrongBy;
