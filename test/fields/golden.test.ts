import {existsSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {compareFields} from './golden-fields.ts';

const GOLDEN = path.resolve('../shared/golden');
const CAPTURES = ['files', 'procs', 'net', 'privileged', 'hostile', 'odd', 'container'];

/** Where Falco is not to be followed; docs/compatibility.md says why. */
const KNOWN = ['evt.buffer'];

const present = existsSync(GOLDEN);
if (!present) console.log(`skipped: Falco's answers are not at ${GOLDEN}`);

// Falco recorded its answers with TZ=UTC; dates inside evt.args are local.
process.env.TZ = 'UTC';

test.skipIf(!present).each(CAPTURES)('every field of every event of %s.scap is what Falco says', async (name) => {
	const {agree, total, differences} = await compareFields(`${GOLDEN}/${name}.scap`, `${GOLDEN}/${name}.fields.jsonl.gz`);
	expect(differences.filter(({field}) => !KNOWN.includes(field))).toEqual([]);
	const known = differences.reduce((sum, {count}) => sum + count, 0);
	expect(agree + known).toBe(total);
	expect(known / total).toBeLessThan(0.0001);
});
