import {join} from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the user's configuration lives (XDG); undefined where there is no home. */
export const configFolder = (env: Environment): string | undefined => folder(env.XDG_CONFIG_HOME, env.HOME, '.config');

/** Where what the program remembers lives (XDG). */
export const stateFolder = (env: Environment): string | undefined => folder(env.XDG_STATE_HOME, env.HOME, '.local/state');

/** By the XDG rules a relative path counts as none. */
function folder(named: string | undefined, home: string | undefined, usual: string): string | undefined {
	if (named?.startsWith('/')) return join(named, 'falconer');
	return home ? join(home, usual, 'falconer') : undefined;
}
