/** A plugin of Falco's registry. Falconer loads none; that rules need one is said by name. */
export interface FalcoPlugin {
	readonly name: string;
	/** Where the events come from that only this plugin (or one of its kin) has; undefined where it adds fields to others. */
	readonly source?: string;
	/** What the names of its fields begin with, as far as that is known here. */
	readonly fields?: readonly string[];
}

const PLUGINS: readonly FalcoPlugin[] = [
	{name: 'k8saudit', source: 'k8s_audit', fields: ['ka.']},
	{name: 'k8saudit-eks', source: 'k8s_audit'},
	{name: 'k8saudit-gke', source: 'k8s_audit'},
	{name: 'k8saudit-aks', source: 'k8s_audit'},
	{name: 'k8saudit-ovh', source: 'k8s_audit'},
	{name: 'cloudtrail', source: 'aws_cloudtrail', fields: ['ct.']},
	{name: 'json', fields: ['json.', 'jevt.']},
	{name: 'k8smeta', fields: ['k8smeta.']},
	{name: 'docker', source: 'docker'},
	{name: 'seccompagent', source: 'seccompagent'},
	{name: 'okta', source: 'okta'},
	{name: 'github', source: 'github'},
	{name: 'nomad', source: 'nomad'},
	{name: 'dnscollector', source: 'dnscollector'},
	{name: 'gcpaudit', source: 'gcp_auditlog'},
	{name: 'syslogsrv', source: 'syslogsrv'},
	{name: 'salesforce', source: 'salesforce'},
	{name: 'box', source: 'box'},
	{name: 'journald', source: 'journal'},
	{name: 'kafka', source: 'kafka'},
	{name: 'gitlab', source: 'gitlab'},
	{name: 'keycloak', source: 'keycloak'},
	{name: 'collector', source: 'collector'},
	{name: 'awselb', source: 'awselb'},
	{name: 'edera', source: 'edera_zone'},
	{name: 'nginx', source: 'nginx'},
	{name: 'coding_agent', source: 'coding_agent'},
	{name: 'krsi'},
];

export const PLUGIN_SOURCES: readonly string[] = [...new Set(PLUGINS.flatMap(({source}) => source ?? []))];

export const pluginNamed = (name: string): FalcoPlugin | undefined => PLUGINS.find((plugin) => plugin.name === name);

/** The plugins that bring events of a source, the most common first. */
export const pluginsOfSource = (source: string): readonly FalcoPlugin[] => PLUGINS.filter((plugin) => plugin.source === source);

/** The plugin that a field belongs to, by the beginning of its name. */
export const pluginOfField = (field: string): FalcoPlugin | undefined =>
	PLUGINS.find(({fields}) => fields?.some((prefix) => field.startsWith(prefix)));
