import type {ClipboardPort} from '../ui/options.ts';

/** The desktop's clipboard, where there is a desktop. */
export function desktopClipboard(env: NodeJS.ProcessEnv): ClipboardPort | undefined {
	if (process.platform !== 'darwin' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return undefined;
	return {
		async write(text) {
			const {default: clipboard} = await import('clipboardy');
			await clipboard.write(text);
		},
	};
}
