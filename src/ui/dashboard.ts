import type {Alert} from '../alerts/alert.ts';
import {type ConfigProblem, configProblemText} from '../config/problem.ts';
import type {EngineMessage} from '../engine/protocol.ts';
import type {Dialog} from './frame/dialog.ts';
import type {Prompt} from './frame/prompt.ts';
import type {DashboardHost} from './host.ts';
import type {CommandId, Mode} from './keys/commands.ts';
import {KeyMap} from './keys/key-map.ts';
import {resumeTarget} from './keys/save-target.ts';
import type {DashboardOptions} from './options.ts';
import {applyViews} from './settings/apply-views.ts';
import {DEFAULT_SETTINGS, type Settings, VIEW_IDS} from './settings/settings.ts';
import {TypedInputs} from './settings/typed-inputs.ts';
import {AlertFilter} from './store/alert-filter.ts';
import {type ChangeForm, changeTexts} from './store/change-texts.ts';
import {EventTail} from './store/event-tail.ts';
import {ExceptionDesk} from './store/exception-desk.ts';
import {ExceptionRecord} from './store/exception-record.ts';
import {ExceptionStates} from './store/exception-states.ts';
import {FieldNames} from './store/field-names.ts';
import {type News, newsWith} from './store/news.ts';
import {ProcessPoll} from './store/process-poll.ts';
import {ReplayDesk} from './store/replay-desk.ts';
import {SelfUsage} from './store/self-usage.ts';
import {Store} from './store/store.ts';
import {UnloadedFalcos} from './store/unloaded-falcos.ts';
import type {ViewFilter} from './store/view-filter.ts';
import type {AlertsOptions} from './views/alerts.ts';
import {createViews} from './views/create-views.ts';
import {HeatPane} from './views/heat.ts';
import {noAlertsLines} from './views/no-alerts.ts';
import {isView, type Pane, type View} from './views/view.ts';
import {plural} from './widgets/numbers.ts';

/** The dashboard without its terminal: what is shown, and what keys do to it. */
export class Dashboard {
	readonly keys: KeyMap;
	readonly store: Store;
	readonly desk: ExceptionDesk;
	readonly usage: SelfUsage;
	readonly replay: ReplayDesk;
	readonly exceptions: ExceptionStates;
	readonly record: ExceptionRecord;
	/** Whether the Alerts view shows what exceptions silence. */
	showsSilenced = false;
	/** What lists of alerts are made of. */
	readonly alertsOptions: AlertsOptions;
	readonly tail: EventTail;
	/** By the names that settings call them by. */
	readonly namedViews: ReturnType<typeof createViews>;
	/** By their numbers. */
	readonly views: View[];
	readonly settings: Settings;
	readonly inputs: TypedInputs;
	viewIndex: number;
	/** What lies over the view, the topmost last. */
	readonly stack: Pane[] = [];
	prompt: Prompt | undefined;
	dialog: Dialog | undefined;
	/** Of the Alerts view; lists of alerts that are opened from elsewhere have their own. */
	private readonly alertFilter = new AlertFilter();
	/** Alerts there were when the screen was paused. */
	pausedAtAlerts: number | undefined;
	/** In which form unsaved changes are printed when the dashboard ends. */
	printed: ChangeForm | undefined;
	/** What the engine has said since the last refresh. */
	news: News = 'nothing';
	readonly fieldNames = new FieldNames();
	readonly unloaded = new UnloadedFalcos();
	private readonly processPoll: ProcessPoll;
	/** Whether the engine has told its rules: changes of them can be made from then on. */
	private hasRules = false;

	constructor(
		readonly options: DashboardOptions,
		readonly host: DashboardHost,
	) {
		const {settings, keys} = options.user ?? {settings: DEFAULT_SETTINGS, keys: new KeyMap()};
		this.keys = keys;
		this.settings = settings;
		const store = new Store(options.nowMs, {alertBytes: settings.values['history.alerts'], groupBytes: settings.values['history.groups']});
		this.store = store;
		const notRemembered = (message: string): void => store.log.add('warn', `inputs are not remembered: ${message}`);
		this.inputs = new TypedInputs(options.inputsFile, settings.values['history.inputs'], notRemembered, this.isReadOnly);
		this.replay = new ReplayDesk(store, options.engine);
		this.usage = new SelfUsage(options.usage, options.nowMs());
		this.desk = new ExceptionDesk({
			engine: options.engine,
			files: options.rulesFiles,
			localPath: options.localRulesPath,
			author: options.saving?.author,
			falcoVersion: options.saving?.falcoVersion,
			isReadOnly: this.isReadOnly,
			onRules: (message) => store.apply(message),
			nowMs: options.nowMs,
		});
		this.record = new ExceptionRecord(store.silenced, options.hitRecord);
		this.exceptions = new ExceptionStates(store, this.desk);
		this.processPoll = new ProcessPoll(store, options.engine, options.nowMs, () => host.redraw());
		this.tail = new EventTail(options.engine, (message) => store.log.add('warn', message));
		this.alertsOptions = this.makeAlertsOptions();
		this.namedViews = createViews({
			store,
			desk: this.desk,
			rows: this.exceptions.rows,
			record: this.record,
			keys,
			tail: this.tail,
			usage: this.usage,
			figures: host.figures,
			about: {version: options.version, rulesFiles: options.rulesFiles.map(({name}) => name)},
			alerts: this.alertsOptions,
			quiet: this.exceptions.quiet,
			changed: () => host.redraw(),
		});
		this.views = VIEW_IDS.map((id) => this.namedViews[id]);
		this.viewIndex = VIEW_IDS.indexOf(settings.values.start_view);
		this.tellProblems([...(options.user?.problems ?? []), ...applyViews(this.namedViews, options.user)]);
		options.engine.onMessage((message) => this.receive(message));
	}

	/** Every one stands in the log; the screen says how many there are. */
	private tellProblems(problems: readonly ConfigProblem[]): void {
		for (const problem of problems) this.store.log.add('warn', configProblemText({...problem, severity: 'warning'}));
		if (problems.length > 1)
			this.store.log.add('warn', `${plural(problems.length, 'problem')} in the settings: ${this.keys.hint('log')} shows them`);
	}

	private makeAlertsOptions(): AlertsOptions {
		const {store, options, exceptions, keys} = this;
		const hint = (id: CommandId): string => keys.hint(id);
		return {
			store,
			filter: () => this.alertFilter.present?.test,
			stateOf: (group) => exceptions.stateOf(group),
			showsSilenced: () => this.showsSilenced,
			isTrial: (key) => exceptions.isTrial(key),
			hint,
			emptyLines: () => noAlertsLines(store, options.demo, hint),
		};
	}

	get isReadOnly(): boolean {
		return this.settings.values.read_only;
	}

	/** The view that commands act on: a numbered one, or what was opened from one. */
	get view(): View {
		return this.stack.findLast(isView) ?? this.views[this.viewIndex];
	}

	get pane(): Pane {
		return this.stack.at(-1) ?? this.view;
	}

	get mode(): Mode {
		if (this.prompt !== undefined) return 'prompt';
		return this.dialog !== undefined ? 'dialog' : this.pane.mode;
	}

	get isPaused(): boolean {
		return this.pausedAtAlerts !== undefined;
	}

	/** Takes the present state into the view that is shown. */
	refresh(): void {
		this.news = 'nothing';
		const nowMs = this.options.nowMs();
		this.usage.sample(nowMs);
		this.desk.upkeep.keepUp(this.store.log);
		this.record.sample(nowMs);
		if (this.isPaused) return;
		if (this.view.id === 'processes') this.processPoll.ask();
		this.tail.show(this.view.id === 'events');
		this.view.refresh(nowMs);
	}

	show(index: number): void {
		while (this.stack.length > 0) this.back();
		this.viewIndex = (index + this.views.length) % this.views.length;
		// A paused screen shows each view as it is when one comes to it.
		this.view.refresh(this.options.nowMs());
	}

	/** Holds the screen; of a recording the source too, so that nothing is missed. */
	setPaused(paused: boolean): void {
		this.pausedAtAlerts = paused ? this.store.alerts : undefined;
		if (this.store.source?.kind === 'capture') this.options.engine.setPaused(paused);
	}

	/** Somebody is about to name a field; the first frame does not wait for their names. */
	knowFields(): void {
		const loaded = (): void => {
			this.prompt?.changed();
			this.host.redraw();
		};
		void this.fieldNames.load(loaded, (message) => this.store.log.add('warn', message));
	}

	/** What the terminal gets once it is given back: unsaved changes, where that was asked for. */
	get lastWords(): string | undefined {
		const {printed, desk, options} = this;
		if (printed === undefined || desk.unsaved === 0) return undefined;
		return changeTexts(desk, options.saving?.configMapOf(desk.localPath))
			.find(({id}) => id === printed)
			?.text();
	}

	push(pane: Pane): void {
		this.stack.push(pane);
	}

	/** A list over the view, with what there is now. */
	open(view: View): void {
		this.push(view);
		view.refresh(this.options.nowMs());
	}

	/** The processes as they are at this moment. */
	freshProcesses(): Promise<void> {
		return this.processPoll.now();
	}

	back(): void {
		this.stack.pop()?.close?.();
	}

	/** What hides alerts, of the list that is shown or of the Alerts view. */
	get filter(): Extract<ViewFilter, {ok: true}> | undefined {
		return (this.view.alertFilter ?? this.alertFilter).present;
	}

	setFilter(text: string): void {
		const {view} = this;
		if (!(view.alertFilter ?? this.alertFilter).set(text)) return;
		const {alerts, raw} = this.namedViews;
		for (const list of view.alertFilter === undefined ? [alerts, raw] : [view]) {
			list.order?.release();
			list.refresh(this.options.nowMs());
		}
	}

	/** Whether the Alerts view shows groups, or single alerts. */
	get showsGroups(): boolean {
		return this.views[0] === this.namedViews.alerts;
	}

	toggleRaw(): void {
		this.views[0] = this.showsGroups ? this.namedViews.raw : this.namedViews.alerts;
		this.views[0].refresh(this.options.nowMs());
	}

	toggleSilenced(): void {
		this.showsSilenced = !this.showsSilenced;
		this.view.refresh(this.options.nowMs());
	}

	/** Alerts of the selected alert's group that are still kept, for the terms they offer. */
	alertsLike(alert: Alert): readonly Alert[] {
		return this.store.groups.groupOf(alert)?.samples ?? [alert];
	}

	private receive(message: EngineMessage): void {
		const {tick} = this.store;
		this.store.apply(message);
		this.news = newsWith(this.news, message, tick);
		if (message.kind === 'events') this.tail.add(message);
		for (const pane of this.stack) {
			if (!(pane instanceof HeatPane)) continue;
			if (message.kind === 'tick') pane.take(message.tick);
			else if (message.kind === 'restarted') pane.clear();
		}
		if (message.kind !== 'rules') return;
		this.desk.take(message);
		if (!this.hasRules) resumeTarget(this);
		this.hasRules = true;
	}
}
