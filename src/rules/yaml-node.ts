/** A node of a YAML document with its place in the text. Scalars stay text: Falco decodes each as the key asks for. */
export type YamlNode = YamlScalar | YamlMap | YamlSequence | YamlAlias | null;

interface Ranged {
	/** Where the node starts and ends in the text; a quoted scalar with its quotes, a block scalar with its header. */
	readonly start: number;
	readonly end: number;
}

export interface YamlScalar extends Ranged {
	readonly kind: 'scalar';
	readonly value: string;
	/** Without quotes, on the line of its key or below it. */
	readonly isPlain: boolean;
}

export interface YamlMap extends Ranged {
	readonly kind: 'map';
	readonly items: readonly YamlPair[];
}

export interface YamlPair {
	readonly key: YamlNode;
	readonly value: YamlNode;
}

export interface YamlSequence extends Ranged {
	readonly kind: 'sequence';
	readonly items: readonly YamlNode[];
}

/** `*name`: another node in its place. */
export interface YamlAlias extends Ranged {
	readonly kind: 'alias';
	readonly target: () => YamlNode;
}
