const NAMES = [
	'',
	'SIGHUP',
	'SIGINT',
	'SIGQUIT',
	'SIGILL',
	'SIGTRAP',
	'SIGABRT',
	'SIGBUS',
	'SIGFPE',
	'SIGKILL',
	'SIGUSR1',
	'SIGSEGV',
	'SIGUSR2',
	'SIGPIPE',
	'SIGALRM',
	'SIGTERM',
	'SIGSTKFLT',
	'SIGCHLD',
	'SIGCONT',
	'SIGSTOP',
	'SIGTSTP',
	'SIGTTIN',
	'SIGTTOU',
	'SIGURG',
	'SIGXCPU',
	'SIGXFSZ',
	'SIGVTALRM',
	'SIGPROF',
	'SIGWINCH',
	'SIGIO',
	'SIGPWR',
	'SIGSYS',
] as const;

/** The name of a signal, '' for a real-time or unknown one. */
export function signalName(signal: number): string {
	return NAMES[signal] ?? '';
}

/** Names of the signals of a set's low 32 bits, separated by blanks. */
export function signalNames(set: number): string {
	const names: string[] = [];
	for (let bit = 0; bit < 32; bit++) if ((set >>> bit) & 1 && signalName(bit + 1) !== '') names.push(signalName(bit + 1));
	return names.join(' ');
}
