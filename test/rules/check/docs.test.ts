import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {CHECK_CODES} from '../../../src/rules/check/finding.ts';

test('docs/rules-check.md has a row for each code', () => {
	const text = readFileSync(path.resolve(import.meta.dirname, '../../../docs/rules-check.md'), 'utf8');
	const rows = [...text.matchAll(/^\| `(CHECK_\w+)` \|/gm)].map(([, code]) => code);
	expect(rows.sort()).toEqual(Object.keys(CHECK_CODES).sort());
});
