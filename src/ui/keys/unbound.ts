import type {Dashboard} from '../dashboard.ts';
import type {InputEvent} from '../terminal/input-decoder.ts';
import {formatCount} from '../widgets/numbers.ts';
import {MAX_LENGTH} from '../widgets/text-input.ts';
import {COMMANDS, type Mode} from './commands.ts';
import {keyName} from './key-names.ts';

const PLACES: Readonly<Record<Exclude<Mode, 'view' | 'prompt' | 'dialog'>, string>> = {
	detail: 'the detail',
	why: 'the tree',
	candidates: 'the candidates',
	menu: 'this list',
	heat: 'the heat map',
	whitelist: 'the form',
	diff: 'the diff',
	log: 'the log',
};

/** What is said to a key, or a paste, that means nothing where it was pressed: where it would, or where the keys stand. */
export function answerTo(event: InputEvent, dashboard: Dashboard): string {
	const {keys, mode, view} = dashboard;
	if (event.kind === 'paste') {
		const ways = mode === 'view' ? `: ${keys.hint('search')} searches, ${keys.hint('filter')} filters` : '';
		return `no text is asked for here${ways}`;
	}
	const name = event.kind === 'key' ? keyName(event.key) : '';
	if (mode === 'prompt') return `${name} does nothing here: ${keys.hint('prompt.accept')} accepts, ${keys.hint('back')} leaves`;
	if (mode === 'menu') return `${name} does nothing here: ${keys.hint('menu.choose')} takes, ${keys.hint('back')} leaves`;
	if (mode === 'dialog') return `${name} is none of these: ${keys.hint('back')} leaves`;
	const place = mode === 'view' ? view.title : PLACES[mode];
	const elsewhere = mode === 'view' && event.kind === 'key' ? meaningElsewhere(event.key, dashboard) : undefined;
	return `${name} does nothing in ${place}${elsewhere ?? `: ${keys.hint('help')} shows what does`}`;
}

/** A paste that was longer than a text can be is not taken whole: how much is missing. */
export function whatWasCut(event: InputEvent): string | undefined {
	if (event.kind !== 'paste') return undefined;
	const left = Math.max(0, event.text.length - MAX_LENGTH) + event.dropped;
	return left === 0
		? undefined
		: `too much was pasted: ${formatCount(left)} bytes of it are left out, a text holds ${formatCount(MAX_LENGTH)}`;
}

/** What the key means in other views. */
function meaningElsewhere(key: string, {keys, views}: Dashboard): string | undefined {
	const meant = COMMANDS.find(
		(command) => 'views' in command && command.modes.some((mode) => mode === 'view') && keys.keysOf(command.id).includes(key),
	);
	if (meant === undefined || !('views' in meant)) return undefined;
	const titles = views.filter(({id}) => (meant.views as readonly string[]).includes(id)).map(({title}) => title);
	return `; in ${titles.join(' and ')}: ${meant.title}`;
}
