import {userInfo} from 'node:os';

/** Who changes the rules, as comments name them: who became root is meant, not root. */
export function authorName({SUDO_USER, USER}: NodeJS.ProcessEnv): string {
	if (SUDO_USER) return SUDO_USER;
	try {
		return userInfo().username;
	} catch {
		// A container may run as a user that no file names.
		return USER ?? `uid ${process.getuid?.() ?? '?'}`;
	}
}
