import type {CommandId} from '../keys/commands.ts';
import type {DemoPort} from '../options.ts';
import type {Store} from '../store/store.ts';
import {formatCount, plural} from '../widgets/numbers.ts';

/** What stands where no alert is: why, and how to get some. */
export function noAlertsLines(store: Store, demo: DemoPort | undefined, hint: (id: CommandId) => string): readonly string[] {
	const {status, rules} = store;
	// Why stands above, in the banner.
	if (status.kind === 'failed')
		return ['Nothing is watched.', `${hint('view.8')} shows the system, ${hint('log')} the log of what was done.`];
	if (status.kind === 'starting') return ['Starting the engine …'];
	if (store.source?.kind === 'log') return noLoggedAlerts(store, hint);
	if (status.kind === 'ended') return [`The recording has ended after ${plural(status.events, 'event')} without an alert.`];
	const demoLine = demo?.running()
		? 'The demo is running: its first alerts come in a moment.'
		: `${hint('demo')} starts a demo: safe noise and a few attacks, by real processes.`;
	return [
		`No alerts. ${rules.filter((rule) => rule.enabled).length} rules are watching.`,
		'This machine is quiet, or its noise is whitelisted.',
		...(demo === undefined ? [] : [demoLine]),
		`${hint('help')} shows all keys, ${hint('view.5')} the rules, ${hint('view.8')} the system.`,
	];
}

/** Nobody knows whether that Falco's machine is quiet: only what came from it. */
function noLoggedAlerts({status, source, tick}: Store, hint: (id: CommandId) => string): readonly string[] {
	const silenced = tick?.log?.silenced ?? 0;
	const lines = tick?.events ?? 0;
	const keys = `${hint('help')} shows all keys, ${hint('view.8')} what came in.`;
	if (silenced > 0) return [`All ${plural(silenced, 'alert')} are silenced by the exceptions that are tried here.`, keys];
	if (lines > 0)
		return [
			`${lines === 1 ? '1 line came in, and it' : `${formatCount(lines)} lines came in, and none`} is ${lines === 1 ? 'no' : 'an'} alert in JSON.`,
			'Falco writes such alerts with json_output: true in its falco.yaml.',
			keys,
		];
	return [
		status.kind === 'ended' ? 'It ended without an alert.' : `No alerts yet: ${source?.label ?? 'the log'}.`,
		'They come as that Falco writes them, one JSON object a line.',
		keys,
	];
}
