import {expect, test} from 'vitest';
import {NoiseGroups} from '../../src/tuning/noise-group.ts';
import {shareTexts} from '../../src/tuning/shared-texts.ts';
import {makeAlert} from '../ui/fixtures/feed.ts';

test('what an alert says stays the same, whatever it shares with an earlier one', () => {
	const earlier = makeAlert({proc: 'cp', file: '/etc/shadow', snapshot: {'proc.aname[2]': 'cron'}});
	const alert = makeAlert({proc: 'cp', file: '/etc/gshadow', pid: 7, snapshot: {'fd.sport': 80}});
	const before = structuredClone(alert);
	shareTexts(alert, earlier);
	expect(alert).toEqual(before);
});

test('the copies of a group share what is the same in all of them', () => {
	const groups = new NoiseGroups();
	const alert = makeAlert({proc: 'backup-agent', file: `/srv/${'long/'.repeat(60)}file`});
	const first = groups.add(structuredClone(alert)).latest;
	const group = groups.add(structuredClone(alert));
	expect(group.latest).not.toBe(first);
	expect(group.latest.ancestry).toBe(first.ancestry);
	expect(group.latest.tags).toBe(first.tags);
});
