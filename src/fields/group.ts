import {type FieldClass, rowsOf} from './row.ts';

const row = rowsOf('group');

/** The fields of the group the thread runs as. */
export const GROUP: FieldClass = {
	name: 'group',
	description: 'The group the thread runs as.',
	sources: ['syscall'],
	rows: [
		row('group.gid', 'UINT32', ['Effective group id.', 'group.gid = 0'], {extract: ({thread}) => thread?.gid, print: 'ID'}),
		row(
			'group.name',
			'CHARBUF',
			['Name of the effective group; "<NA>" when no list knows it.', 'group.name = docker'],
			({thread, system}) => {
				if (thread === undefined) return undefined;
				return system.group(thread.gid, thread.containerId)?.name ?? (thread.gid === 0 ? 'root' : '<NA>');
			},
		),
	],
};
