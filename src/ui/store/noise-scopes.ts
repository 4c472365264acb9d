import type {Alert} from '../../alerts/alert.ts';
import {alertValue} from '../../tuning/alert-value.ts';
import type {Term} from '../../tuning/draft.ts';
import {causeOf} from '../../tuning/key-fields.ts';
import type {NoiseGroup} from '../../tuning/noise-group.ts';

/** What one exception of the list is made for: the alerts of a rule by one program, all of a rule, of a rule in a container or in an image. */
export const NOISE_SCOPES = ['program', 'rule', 'container', 'image'] as const;
export type NoiseScope = (typeof NOISE_SCOPES)[number];

const IMAGE = 'container.image.repository';

/** Groups of a rule with the same text here get one exception. */
export function scopePart(group: NoiseGroup, scope: NoiseScope): string {
	switch (scope) {
		case 'program':
			return causeOf(group.latest);
		case 'rule':
			return '';
		default:
			return JSON.stringify(scopeTerm(group.latest, scope) ?? null);
	}
}

/** What keeps the exception to its container or image. The host and containers of unknown images have none: they stand for themselves. */
export function scopeTerm(alert: Alert, scope: NoiseScope): Term | undefined {
	if (scope !== 'container' && scope !== 'image') return undefined;
	const fields = scope === 'image' ? [IMAGE, 'container.id'] : ['container.id'];
	for (const field of fields) {
		const value = alertValue(alert, field);
		if (typeof value === 'string' && value !== '') return {field, operator: '=', values: [value]};
	}
	return undefined;
}
