import type {Alert} from '../alerts/alert.ts';
import {type ConfigProblem, configProblemText} from '../config/problem.ts';
import type {EngineMessage} from '../engine/protocol.ts';
import {copyText} from './clipboard/copy.ts';
import type {Dialog} from './frame/dialog.ts';
import type {Prompt} from './frame/prompt.ts';
import type {DashboardHost} from './host.ts';
import {actionOf, whyNot} from './keys/actions.ts';
import type {CommandId, Mode} from './keys/commands.ts';
import {KeyMap} from './keys/key-map.ts';
import {answerTo} from './keys/unbound.ts';
import type {DashboardOptions} from './options.ts';
import {applyViews} from './settings/apply-views.ts';
import {copyInputs, InputHistory, type InputKind} from './settings/input-history.ts';
import {DEFAULT_SETTINGS, type Settings, VIEW_IDS} from './settings/settings.ts';
import {type ChangeForm, changeTexts} from './store/change-texts.ts';
import {EventTail} from './store/event-tail.ts';
import {ExceptionDesk} from './store/exception-desk.ts';
import {ExceptionRecord} from './store/exception-record.ts';
import {ExceptionStates} from './store/exception-states.ts';
import {ProcessPoll} from './store/process-poll.ts';
import {QuietAlerts} from './store/quiet-alerts.ts';
import {ReplayDesk} from './store/replay-desk.ts';
import {SelfUsage} from './store/self-usage.ts';
import {Store} from './store/store.ts';
import {compileViewFilter, type FieldCheck, type ViewFilter} from './store/view-filter.ts';
import type {InputEvent} from './terminal/input-decoder.ts';
import {showBytes} from './terminal/sanitize.ts';
import {type AlertsOptions, createGroupsView, createRawView} from './views/alerts.ts';
import {createContainersView} from './views/containers.ts';
import {createEventsView} from './views/events.ts';
import {createExceptionsView} from './views/exceptions.ts';
import {HeatPane} from './views/heat.ts';
import {noAlertsLines} from './views/no-alerts.ts';
import {createNoiseView, type NoiseView} from './views/noise.ts';
import {createProcessesView} from './views/processes.ts';
import {createRulesView} from './views/rules.ts';
import {createSystemView} from './views/system.ts';
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
	readonly groups: ReturnType<typeof createGroupsView>;
	readonly raw: ReturnType<typeof createRawView>;
	readonly noise: NoiseView;
	readonly tail: EventTail;
	readonly processes: ReturnType<typeof createProcessesView>;
	readonly views: View[];
	readonly settings: Settings;
	readonly histories: Record<InputKind | 'path' | 'value', string[]>;
	private readonly inputs: InputHistory;
	viewIndex: number;
	/** What lies over the view, the topmost last. */
	readonly stack: Pane[] = [];
	prompt: Prompt | undefined;
	dialog: Dialog | undefined;
	filter: Extract<ViewFilter, {ok: true}> | undefined;
	/** Alerts there were when the screen was paused. */
	pausedAtAlerts: number | undefined;
	/** In which form unsaved changes are printed when the dashboard ends. */
	printed: ChangeForm | undefined;
	/** What is wrong with a field's name; undefined until the catalogue is loaded. */
	checkField: FieldCheck | undefined;
	private readonly processPoll: ProcessPoll;

	constructor(
		readonly options: DashboardOptions,
		readonly host: DashboardHost,
	) {
		const {settings, keys} = options.user ?? {settings: DEFAULT_SETTINGS, keys: new KeyMap()};
		this.keys = keys;
		this.settings = settings;
		const store = new Store(options.nowMs, {alertBytes: settings.values['history.alerts'], groupBytes: settings.values['history.groups']});
		this.store = store;
		this.inputs = new InputHistory(options.inputsFile, settings.values['history.inputs'], (message) =>
			store.log.add('warn', `inputs are not remembered: ${message}`),
		);
		this.histories = {...copyInputs(this.inputs.read()), path: [], value: []};
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
		const alertsOptions: AlertsOptions = {
			store,
			filter: () => this.filter?.test,
			stateOf: (group) => this.exceptions.stateOf(group),
			showsSilenced: () => this.showsSilenced,
			isTrial: (key) => this.exceptions.isTrial(key),
			hint: (id) => this.keys.hint(id),
			emptyLines: () => noAlertsLines(store, options.demo, (id) => this.keys.hint(id)),
		};
		this.alertsOptions = alertsOptions;
		this.groups = createGroupsView(alertsOptions);
		this.raw = createRawView(alertsOptions);
		this.noise = createNoiseView({store, quiet: new QuietAlerts(store, this.desk, this.exceptions.rows), keys});
		this.tail = new EventTail(options.engine, (message) => store.log.add('warn', message));
		this.processes = createProcessesView(store);
		this.views = [
			this.groups,
			this.noise,
			createContainersView(store),
			this.processes,
			createRulesView(store, keys),
			createExceptionsView({store, desk: this.desk, rows: this.exceptions.rows, record: this.record, keys}),
			createEventsView(store, this.tail, keys),
			createSystemView(store, this.usage, host.figures, options.version),
		];
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

	/** The views by the names that settings call them by. */
	get namedViews(): Readonly<Record<string, View>> {
		return {...Object.fromEntries(this.views.map((view) => [view.id, view])), alerts: this.groups, raw: this.raw};
	}

	get isReadOnly(): boolean {
		return this.settings.values.read_only;
	}

	/** An input that was accepted: the next prompt of its kind offers it. */
	remember(kind: InputKind, text: string): void {
		const history = this.histories[kind];
		if (text.trim() === '' || history.at(-1) === text) return;
		history.push(text);
		if (history.length > Math.max(100, this.settings.values['history.inputs'])) history.shift();
		this.inputs.add(kind, text);
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
		const nowMs = this.options.nowMs();
		this.usage.sample(nowMs);
		this.expireTrials();
		this.record.sample(nowMs);
		if (this.isPaused) return;
		if (this.view.id === 'processes') this.processPoll.ask();
		this.tail.show(this.view.id === 'events');
		this.view.refresh(nowMs);
	}

	handle(event: InputEvent): void {
		if (event.kind === 'mouse') return;
		const {log} = this.store;
		// The answer to the key before; a screen that is drawn anew shows what it showed.
		if (event.kind === 'paste' || this.commandOf(event.key) !== 'redraw') log.tell(undefined);
		const isTyped = event.kind === 'paste' || event.text !== undefined || event.key === 'backspace';
		// Where text is asked for, no letter is a command, and Backspace deletes.
		const isText = isTyped && (this.prompt !== undefined || this.mode === 'menu');
		if (!isText && event.kind === 'key' && this.run(event.key)) return;
		if (!this.type(event)) log.tell(answerTo(event, this));
	}

	/** Whether it was taken as text. */
	private type(event: InputEvent): boolean {
		if (this.prompt === undefined) return this.pane.handle?.(event) ?? false;
		const isTaken = this.prompt.input.handle(event);
		if (isTaken) this.prompt.changed();
		return isTaken;
	}

	private commandOf(key: string): CommandId | undefined {
		return this.keys.commandFor(key, this.mode, this.view.id);
	}

	/** Runs the command of a key; false where it has none in this mode. */
	run(key: string): boolean {
		if (this.dialog !== undefined) {
			const action = this.dialog.keys[key];
			if (action !== undefined) {
				this.dialog = undefined;
				action();
				return true;
			}
		}
		const id = this.commandOf(key);
		if (id === undefined) return false;
		this.runCommand(id);
		return true;
	}

	runCommand(id: CommandId): void {
		const reason = whyNot(id, this);
		if (reason !== undefined) this.store.log.tell(reason);
		else actionOf(id)(this);
		this.host.redraw();
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

	/** Loads the catalogue of fields when somebody is about to name one: the first frame does not wait for it. */
	knowFields(): void {
		if (this.checkField !== undefined) return;
		const known = ({checkField}: {readonly checkField: FieldCheck}): void => {
			this.checkField = checkField;
			this.prompt?.changed();
			this.host.redraw();
		};
		import('./store/field-check.ts').then(known, (error: Error) =>
			this.store.log.add('warn', `field names are not checked: ${error.message}`),
		);
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

	back(): void {
		this.stack.pop()?.close?.();
	}

	setFilter(text: string): void {
		const filter = text.trim() === '' ? undefined : compileViewFilter(text);
		if (filter?.ok === false) return;
		this.filter = filter;
		this.groups.order.release();
		this.raw.order.release();
		this.groups.refresh(this.options.nowMs());
		this.raw.refresh(this.options.nowMs());
	}

	toggleRaw(): void {
		this.views[0] = this.views[0] === this.groups ? this.raw : this.groups;
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

	/** Copies safe text and says where it went. */
	async copy(label: string, text: string): Promise<void> {
		const {clipboard, env} = this.options;
		const outcome = await copyText({text, clipboard, env, writeTerminal: this.host.writeTerminal});
		this.store.log.add(outcome.ok ? 'info' : 'bad', outcome.ok ? `copied ${label} ${outcome.how}` : outcome.message);
		this.host.redraw();
	}

	private receive(message: EngineMessage): void {
		this.store.apply(message);
		if (message.kind === 'events') this.tail.add(message);
		for (const pane of this.stack) {
			if (!(pane instanceof HeatPane)) continue;
			if (message.kind === 'tick') pane.take(message.tick);
			else if (message.kind === 'restarted') pane.clear();
		}
		if (message.kind === 'rules') this.desk.take(message);
	}

	/** Exceptions whose time is over stop silencing; the change can be undone like any other. */
	private expireTrials(): void {
		const {log} = this.store;
		this.desk.expire().then(
			(outcome) => {
				if (outcome !== undefined) log.add('info', 'message' in outcome ? outcome.message : showBytes(outcome.summary));
			},
			(error: Error) => log.add('bad', error.message),
		);
	}
}
