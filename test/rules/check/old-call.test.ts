import {expect, test} from 'vitest';
import {foundBy, macro, rule} from './findings.ts';

const found = (condition: string) => foundBy('CHECK_OLD_CALL', rule('r', condition)).map(({hint}) => hint);

test('a rule on an old call without its successors misses what programs do', () => {
	expect(found('evt.type=open and fd.name=/etc/shadow')).toEqual(['write evt.type in (open, openat, openat2)']);
	expect(found('evt.type in (unlink, execve)')).toEqual(['write evt.type in (unlink, unlinkat)']);
	const text = macro('opened', 'evt.type = open') + rule('r', 'opened and proc.name=a');
	expect(foundBy('CHECK_OLD_CALL', text).map(({item}) => item?.name)).toEqual(['r']);
});

test.each(['evt.type in (open, openat)', 'evt.type=openat', 'evt.type=execve', 'proc.name=a', 'evt.type!=open'])(
	'%s misses none',
	(condition) => {
		expect(found(condition)).toEqual([]);
	},
);
