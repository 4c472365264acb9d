import type {FieldCheck} from './view-filter.ts';

/** What is wrong with a field's name. The catalogue is large: it is loaded when somebody is about to name a field. */
export class FieldNames {
	/** Undefined until the catalogue is loaded. */
	check: FieldCheck | undefined;

	async load(loaded: () => void, failed: (message: string) => void): Promise<void> {
		if (this.check !== undefined) return;
		try {
			this.check = (await import('./field-check.ts')).checkField;
			loaded();
		} catch (error) {
			failed(`field names are not checked: ${(error as Error).message}`);
		}
	}
}
