export type Environment = Readonly<Record<string, string | undefined>>;

/** Replaces `${NAME}` by the variable's value (nothing where it is not set); `$${NAME}` stays as the text `${NAME}`. */
export function expandEnv(text: string, env: Environment): string {
	if (!text.includes('${')) return text;
	return text.replace(/(\$?)\$\{([^{}]*)\}/g, (_whole, dollar: string, name: string) =>
		dollar === '$' ? `\${${name}}` : (env[name] ?? ''),
	);
}
