import {resolve} from 'node:path';
import type {Dashboard} from '../dashboard.ts';
import {type ChangeForm, isChangeForm} from '../store/change-texts.ts';
import {checkRulesPath} from '../store/save-places.ts';
import {showText} from '../terminal/sanitize.ts';
import {settle} from './tune-actions.ts';

// Where changes go and in which form they leave the dashboard is asked once, not once a run.

const FORM = 'change form';
/** By the file that changes would go to without a choice: another Falco has another one. */
const targetOf = ({options}: Dashboard): string => `changes of ${resolve(options.localRulesPath)}`;

/** Changes go to this file in the next run, too. */
export function rememberTarget(dashboard: Dashboard, path: string): void {
	const isUsual = resolve(path) === resolve(dashboard.options.localRulesPath);
	dashboard.inputs.choose(targetOf(dashboard), isUsual ? undefined : resolve(path));
}

/** Goes on with the file of the last run. One that the command line names comes before it. */
export function resumeTarget(dashboard: Dashboard): void {
	const {desk, store, options, inputs, keys} = dashboard;
	const path = inputs.chosen(targetOf(dashboard));
	if (path === undefined || options.isTargetNamed || dashboard.isReadOnly) return;
	const fault = checkRulesPath(path, desk.files, desk.localPath);
	const refuse = (why: string): void => {
		const instead = `changes go to ${showText(options.localRulesPath)}`;
		store.log.add('warn', `the file of the last run cannot be used: ${instead}. ${showText(path)}: ${showText(why)}`);
	};
	if (fault !== undefined) {
		refuse(fault.message);
		return;
	}
	void settle(dashboard, async () => {
		const outcome = await desk.moveTo(path).catch((error: Error) => ({message: error.message}));
		if ('message' in outcome) refuse(outcome.message);
		else
			store.log.add(
				'info',
				`changes go to ${showText(path)} as in the last run: ${keys.hint('save')} ${keys.hint('diff.where')} changes that`,
			);
	});
}

/** The form in which the change left the dashboard last. */
export function lastForm({inputs}: Dashboard): ChangeForm | undefined {
	const form = inputs.chosen(FORM);
	return form !== undefined && isChangeForm(form) ? form : undefined;
}

export const rememberForm = ({inputs}: Dashboard, form: ChangeForm): void => inputs.choose(FORM, form);
