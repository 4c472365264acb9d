import path from 'node:path';
import type {Alert} from '../../alerts/alert.ts';
import {utcTime} from '../../alerts/time.ts';
import type {Dashboard} from '../dashboard.ts';
import {formatBytes, plural} from '../widgets/numbers.ts';

/** What is saved before and after an alert, as far as it is kept. */
const AROUND_NS = 10_000_000_000n;

/** Writes the raw events around the selected alert to a capture, and says where. */
export function saveEvents(dashboard: Dashboard): void {
	const alert = dashboard.pane.alert?.();
	const {engine, captureFolder} = dashboard.options;
	if (alert === undefined || engine.saveEvents === undefined || captureFolder === undefined) return;
	const file = path.join(captureFolder, captureName(alert));
	const {log} = dashboard.store;
	const say = (level: 'info' | 'bad', text: string): void => {
		log.add(level, text);
		dashboard.host.redraw();
	};
	const untilNs = alert.tsNs + AROUND_NS;
	const {savings} = dashboard.store;
	log.add('info', 'saving the events around the alert …');
	savings.set(file, untilNs);
	const over = (): void => void savings.delete(file);
	engine
		.saveEvents(file, alert.tsNs - AROUND_NS, untilNs)
		.finally(over)
		.then(
			(outcome) => {
				if (outcome.ok)
					say(
						outcome.lost === 0 ? 'info' : 'bad',
						`saved ${plural(outcome.events, 'event')}, ${outcome.seconds.toFixed(1)} s (${formatBytes(outcome.fileBytes)})${lostText(outcome.lost)}: ${file}`,
					);
				else say('bad', `not saved: ${outcome.message}${outcome.hint === '' ? '' : ` (${outcome.hint})`}`);
			},
			(error: Error) => say('bad', `not saved: ${error.message}`),
		);
}

const lostText = (lost: number): string => (lost === 0 ? '' : `, ${plural(lost, 'event')} lost to a slow disk`);

/**
 * What the screen says while seconds behind an alert are still to come; undefined when none are. `heldKey`: what lets a replay
 * that is held go on; until then none come.
 */
export function savingText(savings: ReadonlyMap<string, bigint>, nowMs: number, heldKey?: string): string | undefined {
	const lastMs = Math.max(0, ...[...savings.values()].map((untilNs) => Number(untilNs / 1_000_000n)));
	const leftSeconds = Math.ceil((lastMs - nowMs) / 1000);
	if (leftSeconds <= 0) return undefined;
	return `SAVING  ${leftSeconds} s behind the alert are still to come. ${heldKey === undefined ? 'Go on meanwhile' : `The replay is held: ${heldKey} lets it go on`}`;
}

/** `read-sensitive-file-untrusted_20261122T180405_17.scap`: nothing in it can be chosen by an attacker. */
export function captureName({rule, tsNs, seq}: Pick<Alert, 'rule' | 'tsNs' | 'seq'>): string {
	const slug = rule
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, 60);
	return `${slug === '' ? 'alert' : slug}_${utcTime(tsNs).slice(0, 19).replace(/[-:]/g, '')}_${seq}.scap`;
}

export function whyNotSaved(dashboard: Dashboard): string | undefined {
	if (dashboard.pane.alert?.() === undefined) return 'select an alert first';
	return dashboard.options.engine.saveEvents === undefined || dashboard.options.captureFolder === undefined
		? 'no events are kept here'
		: undefined;
}
