import type {Dashboard} from '../dashboard.ts';
import type {InputEvent} from '../terminal/input-decoder.ts';
import {actionOf, whyNot} from './actions.ts';
import type {CommandId} from './commands.ts';
import {answerTo, whatWasCut} from './unbound.ts';

/** What a key or a paste does: a command of the mode, else text where that is asked for, else an answer that says so. */
export function handleInput(dashboard: Dashboard, event: Exclude<InputEvent, {kind: 'mouse'}>): void {
	const {log} = dashboard.store;
	// The answer to the key before; a screen that is drawn anew shows what it showed.
	if (event.kind === 'paste' || commandOf(dashboard, event.key) !== 'redraw') log.tell(undefined);
	const isTyped = event.kind === 'paste' || event.text !== undefined || event.key === 'backspace';
	// Where text is asked for, no letter is a command, and Backspace deletes.
	const isText = isTyped && (dashboard.prompt !== undefined || dashboard.mode === 'menu');
	if (!isText && event.kind === 'key' && runKey(dashboard, event.key)) return;
	log.tell(type(dashboard, event) ? whatWasCut(event) : answerTo(event, dashboard));
}

/** Does it, or says why it cannot be done now. */
export function runCommand(dashboard: Dashboard, id: CommandId): void {
	const reason = whyNot(id, dashboard);
	if (reason !== undefined) dashboard.store.log.tell(reason);
	else actionOf(id)(dashboard);
	dashboard.host.redraw();
}

/** Whether it was taken as text. */
function type({prompt, pane}: Dashboard, event: InputEvent): boolean {
	if (prompt === undefined) return pane.handle?.(event) ?? false;
	const isTaken = prompt.input.handle(event);
	if (isTaken) prompt.changed();
	return isTaken;
}

const commandOf = ({keys, mode, view}: Dashboard, key: string): CommandId | undefined => keys.commandFor(key, mode, view.id);

/** Runs the command of a key; false where it has none in this mode. */
function runKey(dashboard: Dashboard, key: string): boolean {
	const action = dashboard.dialog?.keys[key];
	if (action !== undefined) {
		dashboard.dialog = undefined;
		action();
		return true;
	}
	const id = commandOf(dashboard, key);
	if (id !== undefined) runCommand(dashboard, id);
	return id !== undefined;
}
