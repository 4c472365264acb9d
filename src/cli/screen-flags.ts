import {type Command, Option} from 'commander';

/** What every way to open the dashboard takes; each beats the settings file. */
export interface ScreenFlags {
	readonly settings?: string;
	readonly theme?: string;
	readonly color?: 'auto' | 'never' | '16' | '256' | 'truecolor';
	readonly view?: string;
	/** `--no-mouse` makes it false. */
	readonly mouse?: boolean;
	readonly readOnly?: boolean;
	readonly localRules?: string;
	readonly falcoVersion?: string;
	/** `[NAMESPACE/]NAME[:KEY]`. */
	readonly configmap?: string;
}

export function addScreenFlags(command: Command): Command {
	return command
		.option('--settings <file>', 'settings of the dashboard (default: ~/.config/falconer/config.yaml)')
		.option('--theme <name>', 'colours: a theme of the program or of your own')
		.addOption(new Option('--color <depth>', 'colours of the terminal').choices(['auto', 'never', '16', '256', 'truecolor']))
		.option('--view <name>', 'the view to begin with: alerts, noise, containers, processes, rules, exceptions, events, system')
		.addOption(new Option('--no-mouse', 'leave the mouse to the terminal').default(undefined))
		.option('--read-only', 'change no rule')
		.option('--local-rules <file>', 'where exceptions are saved (default: /etc/falco/falco_rules.local.yaml)')
		.option('--falco-version <version>', 'the Falco that reads that file: before 0.38 changes are written with append: true')
		.option('--configmap <[namespace/]name[:key]>', 'the ConfigMap that the file is mounted from, for kubectl patch');
}
