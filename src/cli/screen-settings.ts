import path from 'node:path';
import type {ConfigProblem} from '../config/problem.ts';
import type {DashboardOptions} from '../ui/options.ts';
import {configFolder, stateFolder} from '../ui/settings/folders.ts';
import {loadSettings, type UserSettings} from '../ui/settings/load-settings.ts';
import {nearest} from '../ui/settings/read-settings.ts';
import {type SettingValues, VIEW_IDS} from '../ui/settings/settings.ts';
import {listThemes} from '../ui/theme/load-theme.ts';
import {type ConfigMapChoice, parseConfigMap} from './config-map.ts';
import {savingOptions} from './saving.ts';
import type {ScreenFlags} from './screen-flags.ts';
import {escapeControls} from './terminal-text.ts';

/** The user's settings with the flags over them. */
export function screenSettings(flags: ScreenFlags, env: NodeJS.ProcessEnv): UserSettings {
	const folder = configFolder(env);
	const usual = folder && path.join(folder, 'config.yaml');
	const user = loadSettings(flags.settings ?? usual, env, flags.settings !== undefined);
	const fromFlags: Partial<SettingValues> = {
		...(flags.color !== undefined && {color: flags.color}),
		...(flags.mouse !== undefined && {mouse: flags.mouse}),
		...(flags.readOnly !== undefined && {read_only: flags.readOnly}),
		...(flags.localRules !== undefined && {local_rules: flags.localRules}),
		...(flags.falcoVersion !== undefined && {falco_version: flags.falcoVersion}),
	};
	const problems = [...user.problems];
	const view = VIEW_IDS.find((id) => id === flags.view);
	if (flags.view !== undefined && view === undefined)
		problems.push(wrongFlag('--view', `no view is called ${flags.view}`, nearest(flags.view, VIEW_IDS)));
	const configMap = flags.configmap === undefined ? undefined : parseConfigMap(flags.configmap);
	if (flags.configmap !== undefined && configMap === undefined)
		problems.push(
			wrongFlag('--configmap', `'${flags.configmap}' names no ConfigMap`, 'write [NAMESPACE/]NAME[:KEY], such as falco/falco-rules'),
		);
	const values = {...user.settings.values, ...fromFlags, ...configMapValues(configMap), ...(view !== undefined && {start_view: view})};
	return {...user, settings: {...user.settings, values}, problems};
}

/** The same as the dashboard takes it. A theme that a flag names must be there; one of the file may be gone. */
export function screenOptions(user: UserSettings, flags: ScreenFlags, packageRoot: string, env: NodeJS.ProcessEnv): ScreenOptions {
	const themesFolder = path.join(packageRoot, 'themes');
	const own = configFolder(env);
	const userThemesFolder = own && path.join(own, 'themes');
	const state = stateFolder(env);
	const {theme, color} = user.settings.values;
	const known = listThemes(...(userThemesFolder === undefined ? [] : [userThemesFolder]), themesFolder);
	const isGone = flags.theme === undefined && !known.includes(theme);
	const problem: ConfigProblem = {
		severity: 'warning',
		key: 'theme',
		message: `no theme is called ${theme}`,
		hint: nearest(theme, known),
		...user.locate(['theme']),
	};
	return {
		user: isGone ? {...user, problems: [...user.problems, problem]} : user,
		themesFolder,
		userThemesFolder,
		themeName: flags.theme ?? (isGone ? 'dark' : theme),
		colour: color,
		saving: savingOptions(user.settings.values, env),
		printAtExit: (text) => process.stdout.write(escapeControls(text)),
		inputsFile: state && path.join(state, 'inputs.json'),
		isTargetNamed: flags.localRules !== undefined,
	};
}

type ScreenOptions = Pick<
	DashboardOptions,
	'user' | 'themesFolder' | 'userThemesFolder' | 'themeName' | 'colour' | 'inputsFile' | 'isTargetNamed' | 'saving' | 'printAtExit'
>;

const configMapValues = (given: ConfigMapChoice | undefined): Partial<SettingValues> => ({
	...(given?.name !== undefined && {'kubectl.config_map': given.name}),
	...(given?.namespace !== undefined && {'kubectl.namespace': given.namespace}),
	...(given?.key !== undefined && {'kubectl.key': given.key}),
});

const wrongFlag = (flag: string, message: string, hint: string): ConfigProblem => ({
	severity: 'warning',
	key: flag,
	message,
	hint,
	file: 'command line',
	line: 0,
	column: 0,
});
