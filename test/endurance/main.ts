import {appendFileSync, existsSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {PROJECT} from '../live/agent-process.ts';
import {reportText, summaryOf} from './report.ts';
import {run} from './run.ts';
import {findDocker} from './stage.ts';

// node test/endurance/run.mjs --minutes 30 --out FILE [--rules FOLDER] [--groups N] [--docker 'COMMAND'] [--no-containers] [--seed N]

const STOCK = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];

const {values: flags} = parseArgs({
	options: {
		minutes: {type: 'string', default: '30'},
		out: {type: 'string', default: 'tuning-run'},
		rules: {type: 'string', default: path.join(PROJECT, '../shared/rules')},
		groups: {type: 'string'},
		docker: {type: 'string'},
		'no-containers': {type: 'boolean', default: false},
		seed: {type: 'string', default: String(Date.now() % 100_000)},
	},
});

const rulesFiles = STOCK.map((name) => path.resolve(flags.rules, name));
const missing = rulesFiles.find((file) => !existsSync(file));
if (missing !== undefined) throw new Error(`the run is made for Falco's own rules files: --rules FOLDER must hold ${missing}`);

const base = flags.out.replace(/\.(?:txt|json|log)$/, '');
const log = (text: string): void => {
	const line = `${new Date().toISOString().slice(11, 19)} ${text}`;
	process.stdout.write(`${line}\n`);
	appendFileSync(`${base}.log`, `${line}\n`);
};
writeFileSync(`${base}.log`, '');
log(`seed ${flags.seed}`);
const report = await run({
	minutes: Number(flags.minutes),
	groups: flags.groups === undefined ? undefined : Number(flags.groups),
	docker: flags['no-containers'] ? undefined : findDocker(flags.docker),
	rulesFiles,
	seed: Number(flags.seed),
	log,
});
writeFileSync(`${base}.json`, `${JSON.stringify(report, undefined, '\t')}\n`);
writeFileSync(`${base}.txt`, reportText(report));
process.stdout.write(reportText(report).split('\nEXCEPTIONS')[0]);
const {silencedGroups, alertedAttacks} = summaryOf(report);
process.exit(silencedGroups === report.groups.length && alertedAttacks === report.attacks.length ? 0 : 1);
