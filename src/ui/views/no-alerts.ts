import type {CommandId} from '../keys/commands.ts';
import type {DemoPort} from '../options.ts';
import type {Store} from '../store/store.ts';

/** What stands where no alert is: why, and how to get some. */
export function noAlertsLines(store: Store, demo: DemoPort | undefined, hint: (id: CommandId) => string): readonly string[] {
	const {status, rules} = store;
	if (status.kind === 'failed') return [status.message, status.hint];
	if (status.kind === 'starting') return ['Starting the engine …'];
	if (status.kind === 'ended') return [`The recording has ended after ${status.events} events without an alert.`];
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
