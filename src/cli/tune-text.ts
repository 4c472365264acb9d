import {placeTitle} from '../tuning/places.ts';
import {plural} from '../ui/widgets/numbers.ts';
import {escapeControls} from './terminal-text.ts';
import type {TuneReport} from './tune-candidates.ts';
import type {TuneLog} from './tune-log.ts';

const number = (value: number): string => value.toLocaleString('en-US');
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The report for people: the noise, what would end it, and at what price. */
export function tuneText(report: TuneReport, {counts, history}: TuneLog): string {
	const {noise, candidates, missing, unknownRules} = report;
	const lines = [`${plural(counts.alerts, 'alert')} in ${plural(counts.lines, 'line')}${oddities(counts)}`];
	if (counts.alerts === 0 && counts.lines > 0)
		lines.push('! no line is an alert in JSON: Falco writes such alerts with json_output: true in its falco.yaml');
	if (history.size < counts.alerts) lines.push(`only the newest ${number(history.size)} are kept: previews count those`);
	for (const rule of unknownRules) lines.push(`! rule '${rule}' is in no rules file: name the rules of that Falco with -r`);
	for (const [index, exception] of noise.exceptions.entries()) {
		const own = candidates.filter((candidate) => candidate.noise === index);
		if (own.length === 0) continue;
		const isNew = exception.isNew ? ' · new' : '';
		lines.push(
			'',
			`${exception.rule} · ${plural(exception.alerts, 'alert')} · ${percent(exception.share)}, with all above ${percent(exception.cumulative)}${isNew}`,
		);
		for (const {id, key, title, condition, preview, places} of own) {
			lines.push(
				`  ${String(id).padStart(3)}  ${condition}`,
				`       ${title} · silences ${number(preview.rule.silenced)} of ${number(preview.rule.kept)}${places[0] ? ` · ${placeTitle(places[0].place)}` : ''} · ${key}`,
				...preview.warnings.map(({message}) => `       ! ${message}`),
			);
		}
	}
	lines.push('', ...missingTexts(missing));
	return `${lines.map(escapeControls).join('\n')}\n`;
}

interface MissingOf {
	readonly fields: readonly string[];
	readonly append: string;
	readonly of: readonly string[];
}

/** Rules that lack the same fields stand together, with what makes their alerts tell them. */
function missingTexts(missing: TuneReport['missing']): string[] {
	const rules = new Map<string, MissingOf>();
	for (const {rule, fields, change} of missing) {
		const append = change.kind === 'append-output' ? change.output : '';
		rules.set(append, {fields, append, of: [...(rules.get(append)?.of ?? []), rule]});
	}
	return [...rules.values()].flatMap(({fields, append, of}) => [
		`The log does not tell ${fields.join(', ')} of ${of.join(', ')}`,
		`       appended to the output of ${of.length === 1 ? 'the rule' : 'these rules'} its alerts tell them: ${append}`,
	]);
}

function oddities({bad, tooLong, other}: TuneLog['counts']): string {
	const parts = [
		bad > 0 ? `${number(bad)} broken` : '',
		tooLong > 0 ? `${number(tooLong)} too long` : '',
		other > 0 ? `${number(other)} of Falco itself` : '',
	];
	const said = parts.filter((part) => part !== '');
	return said.length === 0 ? '' : ` (${said.join(', ')})`;
}
