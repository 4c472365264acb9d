import type {ValueOf} from '../../config/config.ts';
import type {ConfigKey} from '../../config/key.ts';
import type {KeyChoice} from '../keys/key-map.ts';

/** The views by the names that settings call them by, in the order of their numbers. */
export const VIEW_IDS = ['alerts', 'noise', 'containers', 'processes', 'rules', 'exceptions', 'events', 'system'] as const;

/** Tables that have columns and an order of their own: single alerts are another table than their groups. */
export const TABLE_IDS = [...VIEW_IDS, 'raw'] as const;

/** What a user can set once for all, beside keys and views: the file, its documentation and its schema are made of this. */
export const SETTINGS = {
	theme: {
		type: 'string',
		default: 'dark',
		doc: 'Colours: dark, light, colour-blind, mono, or NAME of themes/NAME.yaml beside this file.',
	},
	color: {
		type: 'enum',
		of: ['auto', 'never', '16', '256', 'truecolor'],
		default: 'auto',
		doc: 'What the terminal can show. auto looks at NO_COLOR, COLORTERM and TERM.',
	},
	mouse: {type: 'bool', default: true, doc: 'Click rows, headings, tabs and the footer; off leaves selecting text to the terminal.'},
	start_view: {type: 'enum', of: VIEW_IDS, default: 'alerts', doc: 'The view that is shown first.'},
	read_only: {
		type: 'bool',
		default: false,
		// Who wrote anything there wanted it.
		whenWrong: true,
		doc: 'Look, filter, copy and export, but change no rule, save no setting and no state, and start no demo.',
	},
	local_rules: {
		type: 'string',
		default: '',
		doc: 'The file that exceptions are saved to. Empty: the local file of the configuration, else /etc/falco/falco_rules.local.yaml.',
	},
	falco_version: {
		type: 'string',
		default: '',
		doc: 'The Falco that reads that file, such as 0.37: before 0.38 changes are written with `append: true`. Empty: the newest.',
	},
	'history.alerts': {type: 'bytes', default: 48 * 1024 ** 2, doc: 'Memory for whole alerts: what previews count and the raw list shows.'},
	'history.groups': {type: 'bytes', default: 32 * 1024 ** 2, doc: 'Memory for noise groups.'},
	'history.inputs': {
		type: 'number',
		integer: true,
		minimum: 0,
		maximum: 10_000,
		default: 100,
		doc: 'Filters and searches that are remembered from one start to the next, of each kind; 0 keeps none on disk.',
	},
	'kubectl.config_map': {type: 'string', default: '', doc: 'The ConfigMap that holds the local rules, for `kubectl patch`.'},
	'kubectl.namespace': {type: 'string', default: '', doc: 'Its namespace. Empty: the one of the pod, else falco.'},
	'kubectl.key': {type: 'string', default: '', doc: 'Its key. Empty: the name of the local rules file.'},
} as const satisfies Record<string, ConfigKey>;

export type SettingName = keyof typeof SETTINGS;

/** The value of every setting, by dotted path. */
export type SettingValues = {readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]>};

/** How a view begins: its columns in order, and what its rows are sorted by. */
export interface ViewSettings {
	readonly columns?: readonly string[];
	readonly sort?: {readonly by: string; readonly reversed: boolean};
}

export interface Settings {
	readonly values: SettingValues;
	readonly views: Readonly<Record<string, ViewSettings>>;
	readonly keys: readonly KeyChoice[];
}

export const DEFAULT_SETTINGS: Settings = {
	values: Object.fromEntries(Object.entries(SETTINGS).map(([name, key]) => [name, key.default])) as unknown as SettingValues,
	views: {},
	keys: [],
};
