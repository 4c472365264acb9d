import type {Dashboard} from '../dashboard.ts';
import type {InputEvent} from '../terminal/input-decoder.ts';
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

/** What the key means in other views. */
function meaningElsewhere(key: string, {keys, views}: Dashboard): string | undefined {
	const meant = COMMANDS.find(
		(command) => 'views' in command && command.modes.some((mode) => mode === 'view') && keys.keysOf(command.id).includes(key),
	);
	if (meant === undefined || !('views' in meant)) return undefined;
	const titles = views.filter(({id}) => (meant.views as readonly string[]).includes(id)).map(({title}) => title);
	return `; in ${titles.join(' and ')}: ${meant.title}`;
}
