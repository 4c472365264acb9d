import {expect, it} from 'vitest';
import {NoiseGroups} from '../../src/tuning/noise-group.ts';
import {noiseTotals} from '../../src/tuning/noise-report.ts';
import {alertWith} from './alerts.ts';

it('alerts are counted by rule, container and image, the noisiest first', () => {
	const groups = new NoiseGroups();
	for (let index = 0; index < 60; index++) groups.add(alertWith({'fd.name': index % 2 ? '/etc/shadow' : '/etc/gshadow'}));
	for (let index = 0; index < 30; index++)
		groups.add(alertWith({'fd.name': `/etc/x/${index}`, 'container.image.repository': 'web'}, {containerId: 'abc'}));
	groups.add(alertWith({'proc.name': 'cat'}, {rule: 'Other'}));
	expect(noiseTotals(groups.groups())).toEqual({
		alerts: 91,
		rules: [
			{name: 'Read sensitive file untrusted', silenced: 90},
			{name: 'Other', silenced: 1},
		],
		containers: [
			{name: '', silenced: 61},
			{name: 'abc', silenced: 30},
		],
		images: [{name: 'web', silenced: 30}],
	});
});
