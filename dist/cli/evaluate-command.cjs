const require_rolldown_runtime = require("./rolldown-runtime.cjs");
const require_errors = require("./errors.cjs");
const require_markdown = require("./markdown.cjs");
const require_strict = require("./strict.cjs");
const require_diff_trees = require("./diff-trees.cjs");
const require_measured_file = require("./measured-file.cjs");
const require_number = require("./number.cjs");
const require_cloned_history = require("./cloned-history.cjs");
const require_branch = require("./branch.cjs");
const require_git = require("./git.cjs");
const require_model_config = require("./model-config.cjs");
const require_metrics = require("./metrics.cjs");
const require_read = require("./read.cjs");
const require_registry = require("./registry.cjs");
let node_path = require("node:path");
let node_util = require("node:util");
let node_fs = require("node:fs");
let node_child_process = require("node:child_process");
let node_fs_promises = require("node:fs/promises");
let node_crypto = require("node:crypto");
let node_events = require("node:events");
let node_timers_promises = require("node:timers/promises");
// src/report/limit.ts
/** The body of an issue comment: 65,536 characters (validation error "Body is too long"). */
const COMMENT_LIMIT = {
	size: 65536,
	unit: "characters",
	wholeIsIn: "job summary"
};
/** GITHUB_STEP_SUMMARY of one step: 1 MiB. */
const SUMMARY_LIMIT = {
	size: 1048576,
	unit: "bytes"
};
/** A plain number is a limit in characters for a comment that shares its body with other text, such as a marker. */
function limitOf$1(limit) {
	return typeof limit === "number" ? {
		...COMMENT_LIMIT,
		size: limit
	} : limit;
}
/** The size of a text in the unit of the limit. */
function sizeIn(unit) {
	return unit === "bytes" ? (text) => Buffer.byteLength(text, "utf8") : (text) => text.length;
}
// src/report/section.ts
const NOTHING = { text: "" };
/** No item of a list or table is shorter than this with what stands around it. */
const SMALLEST_ITEM = 5;
/**
* Renders as many items as the space has room for, from the first; the text is empty when none fits.
* `render` must not get shorter with more items. `called` names what was left out, for one and for several.
*/
function fitItems(input) {
	const { items, render, space, called } = input;
	if (items.length === 0) return NOTHING;
	const count = largest(Math.min(items.length, Math.max(0, Math.floor(space.size / SMALLEST_ITEM))), space.size, (some) => space.sizeOf(render(items.slice(0, some))));
	const text = count === 0 ? "" : render(items.slice(0, count));
	return count === items.length ? { text } : {
		text,
		left: counted(items.length - count, called)
	};
}
/** The whole text, or nothing and its name when it does not fit. */
function fitWhole(text, space, called) {
	if (text === "") return NOTHING;
	return space.sizeOf(text) <= space.size ? { text } : {
		text: "",
		left: called
	};
}
/** `1 metric`, `2 metrics`. */
function counted(count, [one, several]) {
	return `${count} ${count === 1 ? one : several}`;
}
/** Of more items it is first seen how large these are. */
const FIRST_LOOK = 100;
/**
* The largest count whose size is within the limit. Of 60,000 rows some thousand fit, and rendering all of them to find
* out would take as long as everything else: so it is guessed from how large those are that were rendered.
*/
function largest(most, limit, sizeOf) {
	let low = {
		count: 0,
		size: 0
	};
	let high;
	let next = Math.min(most, FIRST_LOOK);
	let width = most;
	let slow = 0;
	while (low.count < most && (high === void 0 || high.count - low.count > 1)) {
		const tried = {
			count: next,
			size: sizeOf(next)
		};
		if (tried.size <= limit) low = tried;
		else high = tried;
		const left = (high?.count ?? most) - low.count;
		slow = left > width / 2 ? slow + 1 : 0;
		width = left;
		if (high === void 0) next = Math.min(most, further(low, limit));
		else next = slow < 2 ? between$1(low, high, limit) : Math.floor((low.count + high.count) / 2);
	}
	return low.count;
}
/** Where items as large as those so far would be too many; always further by a quarter, in case they become smaller. */
function further({ count, size }, limit) {
	return Math.max(Math.floor(limit * count / Math.max(1, size)) + 1, Math.ceil(count * 1.25));
}
/** Where the limit is if the items between are equally large; never at an end. */
function between$1(low, high, limit) {
	const step = Math.floor((limit - low.size) * (high.count - low.count) / (high.size - low.size));
	return Math.min(high.count - 1, Math.max(low.count + 1, low.count + step));
}
// src/report/compose.ts
const GAP = "\n\n";
const END = "\n";
/**
* Puts parts together in their order within the limit. When something does not fit, everything is rendered once more
* with room for a notice at the end that says what was left out.
*/
function compose(parts, limit, wholeUrl) {
	const sizeOf = sizeIn(limit.unit);
	const whole = renderParts(parts, {
		size: limit.size,
		sizeOf
	});
	if (leftOf(whole).length === 0) return {
		text: join$3(whole),
		cut: false
	};
	const room = sizeOf(notice([...LONGEST_LEFT], limit, wholeUrl)) + 2;
	const rest = renderParts(parts, {
		size: limit.size - room,
		sizeOf
	});
	const text = join$3([...rest, { text: notice(leftOf(rest), limit, wholeUrl) }]);
	if (sizeOf(text) <= limit.size && rest[0]?.text !== "") return {
		text,
		cut: true
	};
	return {
		text: join$3(whole),
		cut: true
	};
}
/** More of what was left out is not named. */
const MOST_NAMED$3 = 10;
/** More and longer words than any notice has. */
const LONGEST_LEFT = Array.from({ length: 11 }, () => "1000000 remarks on the comparison");
function renderParts(parts, space) {
	const sections = parts.map(() => NOTHING);
	let size = space.size - 1;
	const byRank = parts.map((part, index) => ({
		part,
		index
	})).sort((one, other) => one.part.rank - other.part.rank);
	for (const { part, index } of byRank) {
		const section = part.render({
			size: Math.max(0, size),
			sizeOf: space.sizeOf
		});
		sections[index] = section;
		if (section.text !== "") size -= space.sizeOf(section.text) + 2;
	}
	return sections;
}
function leftOf(sections) {
	return sections.flatMap(({ left }) => left === void 0 ? [] : [left]);
}
function join$3(sections) {
	const texts = sections.map(({ text }) => text).filter(Boolean);
	return texts.length === 0 ? "" : texts.join(GAP) + END;
}
function notice(left, { wholeIsIn }, wholeUrl) {
	const place = wholeIsIn === void 0 || wholeUrl === void 0 ? require_markdown.escapeText(wholeIsIn ?? "") : require_markdown.link(wholeIsIn, wholeUrl);
	const where = place === "" ? "" : ` The whole report is in the ${place}.`;
	return `> ✂️ The report is too long for this place. Left out: ${(left.length > MOST_NAMED$3 ? [...left.slice(0, MOST_NAMED$3), "and more"] : left).join(", ")}.${where}`;
}
// src/statistics/evidence.ts
/**
* Finds the computed row of each metric that the training wrote into its metrics files, by name and by value: only when
* both models' values agree with those computed from the predictions, to the digits written, are they the same metric
* (and not, say, the training set's). `rows` holds the rows found, by `metricKey`; `notes` names those that disagree.
*/
function evidenceFor(changes, comparison) {
	const evidence = /* @__PURE__ */ new Map();
	const rows = /* @__PURE__ */ new Map();
	const notes = [];
	const known = comparison.rows.map((compared) => ({
		compared,
		names: namesOf(compared.row.metric)
	}));
	for (const change of changes) {
		const wanted = endsOf(change.name);
		const named = known.filter(({ names }) => wanted.some((name) => names.has(name))).map(({ compared }) => compared);
		const found = named.find(({ row }) => agrees(change.old, row.main) && agrees(change.new, row.pr));
		const key = require_diff_trees.metricKey(change);
		if (found !== void 0) rows.set(key, found);
		if (found?.interval !== void 0) evidence.set(key, metricEvidence(found.interval, found.row));
		const [other] = named;
		if (found === void 0 && other !== void 0 && meansTheWhole(change)) notes.push(disagreement(change, other));
	}
	return {
		evidence,
		rows,
		notes
	};
}
/** What a compared row tells a gate. */
function metricEvidence(interval, row) {
	return {
		interval,
		...row.mde !== null && { visible: row.mde },
		...row.n !== null && { n: row.n }
	};
}
/** Every name of a computed metric, without case and marks. */
function namesOf(metric) {
	const computed = require_measured_file.metricNamed(metric);
	const plain = computed === void 0 ? [require_measured_file.plainName(metric)] : [require_measured_file.plainName(computed.name), ...computed.aliases];
	return new Set(plain.includes("macrof1") ? [
		...plain,
		"f1",
		"f1score"
	] : plain);
}
const OTHER_SETS = /^(train|training|fit)$/i;
const WHERE = /^(test|val|valid|validation|eval|evaluation|dev|holdout|final|best)$/i;
/** `eval/test_accuracy` ends in testaccuracy and, without its set, accuracy; a training set's metric is another one. */
function endsOf(name) {
	const parts = name.split(/[./\\: ]+/);
	const words = (parts.at(-1) ?? "").split(/[_-]+/);
	if ([...parts, ...words].some((word) => OTHER_SETS.test(word))) return [];
	const rest = words.filter((word) => !WHERE.test(word));
	return [
		require_measured_file.plainName(name),
		require_measured_file.plainName(parts.at(-1) ?? ""),
		require_measured_file.plainName(rest.join(""))
	].filter(Boolean);
}
/** A metric below another name, such as a class's, is expected to be another one. */
function meansTheWhole({ name, old, new: now }) {
	return !name.includes(".") && old?.kind === "number" && now?.kind === "number";
}
/** Computing in single precision moves the sixth digit. */
const ROUNDING = 1e-5;
function agrees(written, computed) {
	if (written?.kind !== "number" || computed === null) return false;
	const text = String(written.value);
	const decimals = /e/.test(text) ? 20 : text.split(".")[1]?.length ?? 0;
	const digits = Math.min(.0051, .51 * 10 ** -decimals);
	return Math.abs(written.value - computed) <= Math.max(digits, ROUNDING * Math.abs(computed));
}
function disagreement({ name, file }, { row }) {
	return `\`${name}\` in \`${file}\` is not the \`${row.metric}\` of the predictions, so it is judged without a range.`;
}
// src/report/rows.ts
/** What one check says. */
function judgementOf({ verdict, unclear }) {
	return verdict === "pass" && unclear === "warn" ? "warned" : verdict;
}
/** Up to this many metrics nothing is folded. */
const FEW$1 = 12;
/** How many metrics without a gate are shown unfolded. */
const MANY = 12;
const NOT_PLAIN = /* @__PURE__ */ new Set([
	"fail",
	"inconclusive",
	"warned"
]);
/**
* Orders metrics: failing the gate, unclear, gated, no number any more, worse, better, changed, new and gone, unchanged;
* among equals what is known for sure, then what moved most for its size, then the order of the files. Then folds.
*/
function rankRows(report) {
	const rows = rowsOf$1(report);
	const byRank = Map.groupBy(rows, rankOf);
	const ranked = [...byRank.keys()].sort((one, other) => one - other).flatMap((rank) => byWeight(byRank.get(rank) ?? []));
	if (ranked.length <= FEW$1) return {
		main: ranked,
		more: [],
		unchanged: []
	};
	const named = new Set(report.rules.map(({ metric }) => metric));
	const isStill = ({ movement, gate, change }) => movement === "unchanged" && (gate === void 0 || gate === "pass" && !named.has(change.name));
	const moved = ranked.filter((row) => !isStill(row));
	const shown = Math.max(MANY, moved.filter(({ gate }) => gate !== void 0 && NOT_PLAIN.has(gate)).length);
	return {
		main: moved.slice(0, shown),
		more: moved.slice(shown),
		unchanged: ranked.filter(isStill)
	};
}
/** From zero on, every move is the largest; a stable sort keeps the order of the files. */
function byWeight(rows) {
	const isSure = ({ compared }) => Number(compared?.label === "better" || compared?.label === "worse");
	const moved = ({ change }) => change.change === void 0 || change.change === 0 ? 0 : Math.abs(change.relative ?? Number.POSITIVE_INFINITY);
	const keyed = rows.map((row) => ({
		row,
		sure: isSure(row),
		size: moved(row)
	}));
	keyed.sort((one, other) => other.sure - one.sure || (one.size === other.size ? 0 : other.size > one.size ? 1 : -1));
	return keyed.map(({ row }) => row);
}
function rowsOf$1(report) {
	const directionOf = require_diff_trees.directionFinder(report.rules);
	const gateOf = gateFinder(report.gate.rules);
	const ambiguous = namesInSeveralFiles(report.changes);
	const known = report.comparison && evidenceFor(report.changes, report.comparison).rows;
	const written = report.changes.map((change) => ({
		change,
		compared: known?.get(require_diff_trees.metricKey(change))?.row
	}));
	const computed = (report.computed ?? []).map(({ change, compared }) => ({
		change,
		compared,
		isComputed: true
	}));
	return [...written, ...computed].map(({ change, compared, ...more }) => {
		const isFirst = report.baseline.kind === "none";
		const movement = isFirst ? "first" : movementOf(change, directionOf(change.name));
		return {
			...more,
			change,
			movement: isFirst || movement === "unchanged" ? movement : knownMovement(compared) ?? movement,
			compared,
			gate: gateOf(change),
			ambiguous: ambiguous.has(change.name)
		};
	});
}
/** The names that stand in more than one file. */
function namesInSeveralFiles(changes) {
	if (changes.every(({ file }) => file === changes[0]?.file)) return /* @__PURE__ */ new Set();
	const files = /* @__PURE__ */ new Map();
	const several = /* @__PURE__ */ new Set();
	for (const { name, file } of changes) {
		if ((files.get(name) ?? file) !== file) several.add(name);
		files.set(name, file);
	}
	return several;
}
function movementOf(change, direction) {
	if (change.old === void 0) return "new";
	if (change.new === void 0) return "gone";
	if (require_diff_trees.sameValue(change.old, change.new)) return "unchanged";
	if (change.old.kind === "number" && change.new.kind === "text") return "lost";
	if (change.change === void 0 || direction === "unknown") return "changed";
	return change.change > 0 === (direction === "higher") ? "better" : "worse";
}
function knownMovement(compared) {
	return compared === void 0 || compared.label === "unknown" ? void 0 : compared.label;
}
const GATE_ORDER = [
	"fail",
	"inconclusive",
	"warned",
	"pass",
	"not-judged",
	void 0
];
function gateFinder(results) {
	const worst = /* @__PURE__ */ new Map();
	for (const result of results) {
		const key = require_diff_trees.metricKey({
			file: result.file,
			name: result.metric
		});
		const judgement = judgementOf(result);
		if (GATE_ORDER.indexOf(judgement) < GATE_ORDER.indexOf(worst.get(key))) worst.set(key, judgement);
	}
	return ({ file, name }) => worst.size === 0 ? void 0 : worst.get(require_diff_trees.metricKey({
		file,
		name
	}));
}
const MOVEMENT_ORDER = [
	"lost",
	"worse",
	"better",
	"changed",
	"noise",
	"too few",
	"new",
	"gone",
	"first",
	"unchanged"
];
function rankOf({ gate, movement }) {
	return GATE_ORDER.indexOf(gate) * MOVEMENT_ORDER.length + MOVEMENT_ORDER.indexOf(movement);
}
// src/report/sections/alarms.ts
/** Of so many metrics the line under the verdict tells. */
const MOST_NAMED$2 = 3;
/** The chance that one of the metrics is called proven although none of them is worse. */
const ALPHA = .05;
/** What the gate does not judge and nobody may miss: metrics that are no numbers any more, and proven worsenings. */
function alarms(report, { main, more }, space) {
	const loose = [...main, ...more].filter(({ gate }) => gate === void 0 || gate === "not-judged");
	return fitItems({
		items: [lostLine(loose), worseLine(report, loose)].filter((line) => line !== void 0),
		space,
		called: ["warning", "warnings"],
		render: (some) => some.length === 0 ? "" : require_markdown.list([...some])
	});
}
function lostLine(rows) {
	const lost = rows.filter(({ movement }) => movement === "lost");
	const each = ({ change }) => {
		const cells = require_number.changeCells(change);
		return `${require_markdown.inlineCode(change.name, 60)} (${cells.old} → ${cells.new})`;
	};
	if (lost.length === 0) return void 0;
	const words = lost.length === 1 ? "is no number any more, and no check of the gate judges it" : "are no numbers any more, and no check of the gate judges them";
	return `⚠️ ${named(lost, each)} ${words}.`;
}
/** Over all compared metrics together (Holm), for with many of them one looks worse by chance. */
function worseLine(report, rows) {
	const tested = (report.comparison?.rows ?? []).map(({ row }) => row).filter(({ p }) => p !== null);
	const stands = require_measured_file.holm(tested.map(({ p }) => p ?? 1), ALPHA);
	const proven = tested.filter(({ label }, at) => label === "worse" && stands[at]);
	const rowOf = new Map(rows.map((row) => [row.compared, row]));
	const worse = proven.flatMap((compared) => rowOf.get(compared) ?? []);
	if (worse.length === 0) return void 0;
	return `⚠️ Worse beyond chance, and no check of the gate judges it: ${named(worse, differenceOf)}.`;
}
function differenceOf({ change, compared }) {
	const { delta = null, lo = null, hi = null } = compared ?? {};
	const moved = delta === null ? "" : ` ${require_number.formatDifference(delta, change.unit)}`;
	const range = lo === null || hi === null ? "" : ` (${require_number.formatRange(lo, hi, change.unit)})`;
	return `${require_markdown.inlineCode(change.name, 60)}${moved}${range}`;
}
function named(rows, each) {
	const rest = rows.length - MOST_NAMED$2;
	return rows.slice(0, MOST_NAMED$2).map(each).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
// src/report/partner.ts
/** The one of the same file and name; else the only one of that name, for a file that was moved. */
function partnerOf(items, { file, name }) {
	const named = (items ?? []).filter((item) => item.name === name);
	return named.find((item) => item.file === file) ?? (named.length === 1 ? named[0] : void 0);
}
/** What to call something: its name, else its file. */
function callOf({ file, name }) {
	return name === "" ? file : name;
}
// src/report/sections/classes.ts
/** Beyond so many classes those come first that are recognised worst. */
const IN_THEIR_ORDER = 30;
/** What the candidate reaches on each class, each table folded, with how F1 moved against main. */
function classTables(report, space) {
	const tables = report.sources?.classTables ?? [];
	if (tables.length === 0) return NOTHING;
	return fitItems({
		items: tables.flatMap((table) => rowsOf(table).map((row) => ({
			table,
			row
		}))),
		space,
		called: ["row per class", "rows per class"],
		render: (some) => [...Map.groupBy(some, ({ table }) => table)].map(([table, found]) => {
			const title = tables.length === 1 ? "Results per class" : `Results per class ${callOf(table)}`;
			const main = partnerOf(report.baselineSources?.classTables, table);
			return require_markdown.details(title, render(found.map(({ row }) => row), main));
		}).join("\n\n")
	});
}
function rowsOf({ classes, averages }) {
	if (classes.length <= IN_THEIR_ORDER) return [...classes, ...averages];
	const size = ({ f1 }) => f1.kind === "number" ? f1.value : Number.NEGATIVE_INFINITY;
	return [...averages, ...[...classes].sort((one, other) => size(one) - size(other))];
}
function render(rows, main) {
	const before = new Map([...main?.classes ?? [], ...main?.averages ?? []].map((row) => [row.label, row.f1]));
	const header = [
		"class",
		"precision",
		"recall",
		"F1",
		...main === void 0 ? [] : ["F1 change"],
		"examples"
	];
	const body = rows.map((row) => [
		require_markdown.breakableCode(row.label),
		require_number.valueCell(row.precision),
		require_number.valueCell(row.recall),
		require_number.valueCell(row.f1),
		...main === void 0 ? [] : [changeOf(before.get(row.label), row.f1)],
		require_number.valueCell(row.support)
	]);
	return require_markdown.tableOf([header, ...body], ["l", ...header.slice(1).map(() => "r")]);
}
function changeOf(old, now) {
	const change = old?.kind === "number" && now.kind === "number" ? now.value - old.value : void 0;
	return require_number.changeCells({
		file: "",
		name: "",
		old,
		new: now,
		change,
		relative: void 0
	}).change;
}
// src/report/sections/comparison.ts
/** Of so many metrics the smallest visible change is told; the others stand in the fold. */
const MOST_NAMED$1 = 3;
const LABELS = {
	better: "better",
	worse: "worse",
	noise: "noise",
	"too few": "too few",
	unknown: "not known"
};
const WEIGHTS = [
	"worse",
	"better",
	"noise",
	"unknown",
	"too few"
];
/** What the comparison stands on: the examples, the smallest change they can show, the worst slice. */
function comparisonLines(report, space) {
	const { comparison } = report;
	if (comparison === void 0) return NOTHING;
	return fitItems({
		items: [
			[examplesText(report), smallestText(report)].filter(Boolean).join(" "),
			sliceText(report),
			...comparison.notes.map(require_markdown.prose)
		].filter(Boolean),
		space,
		called: ["remark on the comparison", "remarks on the comparison"],
		render: (some) => some.length === 1 ? some[0] ?? "" : require_markdown.list(some)
	});
}
/** Every compared metric and slice, and how it was compared. */
function comparisonDetails(report, space) {
	const { comparison } = report;
	if (comparison === void 0) return NOTHING;
	const { told, rest } = toldSlices(comparison.slices);
	const rows = [...comparison.rows, ...told].map(({ row }) => row);
	const slices = comparison.slices.length;
	const title = `How the models were compared${slices === 0 ? "" : `, ${counted(slices, ["slice", "slices"])}`}`;
	return fitItems({
		items: rows,
		space,
		called: ["compared metric", "compared metrics"],
		render: (some) => {
			const body = some.map((row) => [
				require_markdown.breakableCode(row.metric),
				row.delta === null ? "–" : require_number.formatDifference(row.delta, unitOf(report, row)),
				rangeCell(row, unitOf(report, row)),
				require_measured_file.isUndefined(row) ? "undefined" : LABELS[row.label],
				row.n === null ? "–" : thousands(row.n),
				row.mde === null ? "–" : require_number.formatNumber(row.mde, 2),
				require_markdown.unbroken(require_markdown.prose(row.method))
			]);
			const table = require_markdown.tableOf([[
				"metric",
				"change",
				"95% range",
				"verdict",
				"n",
				"smallest visible",
				"method"
			], ...body], [
				"l",
				"r",
				"r",
				"l",
				"r",
				"r",
				"l"
			]);
			return require_markdown.details(title, rest === 0 ? table : `${table}\n\n${restText(rest)}`);
		}
	});
}
/** What is said of something first, as there may be thousands; of what says nothing only the lowest are told. */
function toldSlices(slices) {
	const weight = ({ row }) => WEIGHTS.indexOf(row.label);
	const telling = slices.filter(({ row }) => row.label !== "too few");
	const small = require_measured_file.smallSlices(slices);
	return {
		told: [...[...telling].sort((one, other) => weight(one) - weight(other) || require_measured_file.byDrop(one, other)), ...small.slice(0, 10)],
		rest: Math.max(0, small.length - 10)
	};
}
function restText(rest) {
	return `And ${thousands(rest)} ${rest === 1 ? "slice" : "slices"} with too few examples to say anything.`;
}
/** The 95 % range of a difference as a cell. */
function rangeCell({ lo, hi }, unit) {
	return lo === null || hi === null ? "–" : require_markdown.unbroken(require_number.formatRange(lo, hi, unit));
}
function examplesText({ comparison }) {
	const rows = comparison?.rows.map(({ row }) => row) ?? [];
	const n = Math.max(...rows.map((row) => row.n ?? 0), 0);
	if (n === 0 || comparison === void 0) return "";
	if (comparison.basis === "runs") return `${counted(n, ["run", "runs"])} of each model.`;
	const differ = require_measured_file.differingText(comparison);
	return `${n === 1 ? "1 test example" : `${thousands(n)} test examples`}${differ === "" ? "" : `; the two models ${differ}`}.`;
}
function smallestText(report) {
	const gated = new Set(report.gate.rules.map(({ metric }) => metric));
	const seen = (report.comparison?.rows ?? []).map(({ row }) => row).filter(({ mde }) => mde !== null);
	const first = [...seen.filter(({ metric }) => gated.has(metric)), ...seen.filter(({ metric }) => !gated.has(metric))];
	if (first.length === 0) return "";
	return `The smallest change that they can show: ${first.slice(0, MOST_NAMED$1).map((row) => {
		const size = require_number.formatDifference(row.mde ?? 0, unitOf(report, row)).replace(/^\+/, "");
		return `${require_markdown.inlineCode(row.metric)} ${size}`;
	}).join(", ")}.`;
}
function sliceText(report) {
	const slices = report.comparison?.slices ?? [];
	const worst = require_measured_file.worstSlice(slices)?.row;
	if (worst === void 0) return smallText(report, slices);
	if (worst.delta === null) return "";
	const change = require_number.formatDifference(worst.delta, unitOf(report, worst));
	const range = worst.lo === null ? "" : ` (${rangeCell(worst, unitOf(report, worst))})`;
	const n = worst.n === null ? "" : `, n = ${thousands(worst.n)}`;
	const said = worst.label === "unknown" ? "" : `, ${LABELS[worst.label]}`;
	return `Worst of ${counted(slices.length, ["slice", "slices"])}: ${require_markdown.inlineCode(worst.metric)} ${change}${range}${said}${n}.`;
}
/** Where no slice has enough examples, where to look all the same. */
function smallText(report, slices) {
	const lowest = require_measured_file.smallSlices(slices)[0]?.row;
	if (lowest === void 0 || lowest.delta === null) return "";
	const change = require_number.formatDifference(lowest.delta, unitOf(report, lowest));
	return `None of ${counted(slices.length, ["slice", "slices"])} has enough examples to say; lowest: ${require_markdown.inlineCode(lowest.metric)} ${change}, n = ${thousands(lowest.n ?? 0)}.`;
}
function unitOf({ changes }, { metric }) {
	return changes.find(({ name }) => name === metric)?.unit;
}
function thousands(count) {
	return count.toLocaleString("en-US");
}
// src/report/sections/confusion.ts
/** A wider table cannot be read: beyond it, the classes that are most often taken for each other are listed. */
const MOST_CLASSES = 12;
const MOST_CONFUSED = 20;
/** Confusion matrices, each folded: rows are what is true, columns what was predicted, with the difference to main's. */
function confusionMatrices(report, space) {
	const matrices = report.sources?.matrices ?? [];
	return fitItems({
		items: matrices.map((matrix) => {
			const title = matrices.length === 1 ? "Confusion matrix" : `Confusion matrix ${callOf(matrix)}`;
			const main = sameClasses(matrix, partnerOf(report.baselineSources?.matrices, matrix));
			return require_markdown.details(title, matrix.labels.length > MOST_CLASSES ? confused(matrix, main) : square(matrix, main));
		}),
		space,
		called: ["confusion matrix", "confusion matrices"],
		render: (some) => some.join("\n\n")
	});
}
function sameClasses(matrix, main) {
	return main?.labels.length === matrix.labels.length && main.labels.every((name, at) => name === matrix.labels[at]) ? main : void 0;
}
function square(matrix, main) {
	const { labels } = matrix;
	const header = ["true ↓ predicted →", ...labels.map((name) => require_markdown.breakableCode(name))];
	const body = labels.map((name, truth) => [require_markdown.breakableCode(name), ...labels.map((_, predicted) => {
		const count = cellOf(matrix, main, [truth, predicted]);
		return truth === predicted ? `**${count}**` : count;
	})]);
	const note = main === void 0 ? "" : "\n\nIn brackets: the difference to main.";
	return require_markdown.tableOf([header, ...body], ["l", ...labels.map(() => "r")]) + note;
}
function confused(matrix, main) {
	const { labels } = matrix;
	const { most, all } = mostConfused(matrix);
	if (all === 0) return `None of the ${labels.length} classes is taken for another one.`;
	const body = most.map(({ at }) => [
		require_markdown.breakableCode(labels[at[0]] ?? ""),
		require_markdown.breakableCode(labels[at[1]] ?? ""),
		cellOf(matrix, main, at)
	]);
	const which = all > most.length ? ` the ${most.length} most frequent of ${all} confusions` : " the confusions";
	const table = require_markdown.tableOf([[
		"true",
		"predicted as",
		"count"
	], ...body], [
		"l",
		"l",
		"r"
	]);
	return `${labels.length} classes;${which}${main === void 0 ? "" : ", in brackets the difference to main"}:\n\n${table}`;
}
/** One pass and a short list: thousands of classes have millions of cells. */
function mostConfused({ counts }) {
	const most = [];
	let all = 0;
	for (const [truth, row] of counts.entries()) for (const [predicted, count] of row.entries()) {
		if (truth === predicted || !(count > 0)) continue;
		all += 1;
		if (most.length === MOST_CONFUSED && count <= (most.at(-1)?.count ?? 0)) continue;
		const place = most.findIndex((known) => known.count < count);
		most.splice(place < 0 ? most.length : place, 0, {
			at: [truth, predicted],
			count
		});
		if (most.length > MOST_CONFUSED) most.pop();
	}
	return {
		most,
		all
	};
}
function cellOf(matrix, main, at) {
	const count = countOf(matrix, at);
	const change = main === void 0 ? 0 : count - countOf(main, at);
	return change === 0 ? require_number.formatNumber(count) : `${require_number.formatNumber(count)} (${change > 0 ? "+" : ""}${require_number.formatNumber(change)})`;
}
function countOf({ counts }, [truth, predicted]) {
	return counts[truth]?.[predicted] ?? 0;
}
// src/report/chart-axis.ts
/** Numbers from 0.001 to 10,000,000 are written as they are. */
const SMALLEST_POWER = -3;
const LARGEST_POWER = 6;
const MOST_DECIMALS = 15;
/** An axis for finite numbers, one at least. */
function axisOf(values) {
	let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const value of values) {
		least = Math.min(least, value);
		most = Math.max(most, value);
	}
	const exponent = exponentOf(Math.max(Math.abs(least), Math.abs(most)));
	const power = exponent < SMALLEST_POWER || exponent > LARGEST_POWER ? exponent : 0;
	const [low, high] = [least / 10 ** power, most / 10 ** power];
	const width = high - low === 0 ? Math.abs(high) : high - low;
	const decimals = Math.min(MOST_DECIMALS, Math.max(0, 3 - exponentOf(width)));
	const plain = (value) => withoutZeros(value.toFixed(decimals));
	const room = Math.max(width * .05, 10 ** -decimals);
	return {
		unit: power === 0 ? "" : ` (× 10${superscript(power)})`,
		write: (value) => plain(value / 10 ** power),
		range: `${plain(low)} --> ${plain(high)}`,
		roomyRange: `${plain(low - room)} --> ${plain(high + room)}`
	};
}
/** The power of ten of a size, within what a double can be divided by. */
function exponentOf(size) {
	return size === 0 ? 0 : Math.max(-300, Math.floor(Math.log10(size)));
}
function withoutZeros(text) {
	const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
	return short === "-0" ? "0" : short;
}
function superscript(power) {
	return String(power).replace(/[-\d]/g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)] ?? "");
}
// src/report/chart-grid.ts
/** A chart is 700 pixels wide, often on a phone: more points than this cannot be told apart. */
const MOST_STEPS = 60;
/** Named steps need room for their names: 80 characters side by side. */
const NAME_ROOM = 80;
const MOST_NAMED = 24;
const MOST_STRIDES = 0xe8d4a51000;
/**
* The steps to draw lines over: from where all of them have begun to where the last one ends, as fine as their steps
* and no finer than the picture. Undefined when the first line has no two steps.
*/
function gridOf(curves) {
	const lines = withFirst(curves.map(drawnStretch));
	const drawn = lines.filter((line) => line.length > 1);
	if (drawn.length === 0) return void 0;
	const start = Math.max(...drawn.map((line) => firstOf(line).step));
	const ends = drawn.map((line) => lastOf(line).step);
	const end = Math.max(...ends);
	const isShared = ends.every((step) => step === end);
	if (!Number.isFinite(end - start) || end <= start) return void 0;
	const gap = smallestGap(drawn, start);
	const strides = (end - start) / gap;
	const most = isShared ? MOST_STEPS : mostNamed(start, end, gap);
	const isEven = isShared || strides > MOST_STRIDES;
	const stride = isEven ? 1 : Math.ceil(strides / (most - 1));
	const count = Math.max(2, Math.min(most, Math.round(strides / stride) + 1));
	const width = isEven ? (end - start) / (count - 1) : gap * stride;
	return {
		steps: Array.from({ length: count }, (_, index) => index === count - 1 ? end : start + width * index),
		isShared,
		lines
	};
}
/**
* The values of one line at the steps of a grid, up to where the line ends. Of several points near one step the one
* furthest from the value before is taken, so that a peak is never thinned away; the last value is always its own.
*/
function sampleOn({ steps }, points) {
	const [start = 0, second = 1] = steps;
	if (points.length < 2) return [];
	const near = Map.groupBy(points, ({ step }) => Math.round((step - start) / (second - start)));
	const end = Math.min(steps.length - 1, Math.round((lastOf(points).step - start) / (second - start)));
	const values = [];
	let before = 0;
	for (let index = 0; index <= end; index += 1) {
		const step = steps[index] ?? start;
		while ((points[before + 1]?.step ?? Number.POSITIVE_INFINITY) <= step) before += 1;
		const found = near.get(index) ?? [];
		if (index === end) values.push(lastOf(points).value);
		else if (index === 0 || found.length === 0) values.push(between(points[before], points[before + 1], step));
		else values.push(furthest(found, values.at(-1) ?? 0));
	}
	return values;
}
/**
* Ordered by step; of several values at one step the last. A line cannot have gaps, and nothing is drawn where there was
* nothing: of the stretches between values that are no finite numbers the one with the most points is drawn.
*/
function drawnStretch(points) {
	const byStep = /* @__PURE__ */ new Map();
	for (const point of points) if (Number.isFinite(point.step)) byStep.set(point.step, point);
	let longest = [];
	let stretch = [];
	for (const point of [...byStep.values()].sort((one, other) => one.step - other.step)) {
		if (Number.isFinite(point.value)) stretch.push(point);
		else stretch = [];
		if (stretch.length > longest.length) longest = stretch;
	}
	return longest;
}
/** Leaves out the lines that share no steps with the first one that can be drawn. */
function withFirst(lines) {
	const first = lines.find((line) => line.length > 1);
	if (first === void 0) return [];
	let [start, end] = [firstOf(first).step, lastOf(first).step];
	return lines.map((line) => {
		if (line.length < 2) return [];
		const [from, to] = [Math.max(start, firstOf(line).step), Math.min(end, lastOf(line).step)];
		if (from >= to) return [];
		[start, end] = [from, to];
		return line;
	});
}
function smallestGap(lines, start) {
	let gap = Number.POSITIVE_INFINITY;
	for (const line of lines) for (let index = 1; index < line.length; index += 1) {
		const [one, other] = [line[index - 1], line[index]];
		if (one !== void 0 && other !== void 0 && other.step > start) gap = Math.min(gap, other.step - one.step);
	}
	return gap;
}
function mostNamed(start, end, gap) {
	const { write } = axisOf([start, end]);
	const longest = Math.max(...[
		start,
		start + gap,
		end
	].map((step) => write(step).length));
	return Math.max(2, Math.min(MOST_NAMED, Math.floor(NAME_ROOM / (longest + 1))));
}
/** Halves before adding, so that the distance between two doubles never overflows. */
function between(one, other, step) {
	if (one === void 0) return other?.value ?? 0;
	if (other === void 0 || step <= one.step) return one.value;
	const share = (step - one.step) / (other.step - one.step);
	return one.value * (1 - share) + other.value * share;
}
function furthest(points, from) {
	let best = points[0]?.value ?? from;
	for (const { value } of points) if (Math.abs(value / 2 - from / 2) > Math.abs(best / 2 - from / 2)) best = value;
	return best;
}
function firstOf(line) {
	return line[0] ?? {
		step: 0,
		value: 0
	};
}
function lastOf(line) {
	return line.at(-1) ?? {
		step: 0,
		value: 0
	};
}
// src/report/chart.ts
/** The sign that stands for a colour in a sentence beside the chart: old versions of Mermaid draw no legend. */
const COLOR_SIGNS = {
	blue: "🟦",
	orange: "🟧"
};
const COLORS = {
	blue: "#388bfd",
	orange: "#e16f24"
};
const LONGEST_LABEL = 48;
/**
* Line charts as Mermaid's `xychart-beta`, without the fence; undefined when no line has two points. The same data give
* the same text, whatever their number. The grammar has decimal numbers only and no gaps: numbers are scaled by a power
* of ten where they are very large or small (the title says so), a missing step is bridged by a straight line, of a line with
* gaps the longest stretch is drawn (see drawnStretch), and more points than the picture has room for are thinned so that
* peaks stay.
*/
function lineChart({ title, stepName, lines }) {
	const grid = gridOf(lines.map(({ points }) => points));
	if (grid === void 0) return void 0;
	const shown = grid.lines.map((points, index) => ({
		line: lines[index],
		values: sampleOn(grid, points)
	})).flatMap(({ line, values }) => line !== void 0 && values.length > 1 ? [{
		line,
		values
	}] : []);
	if (shown.length === 0) return void 0;
	const y = axisOf(shown.flatMap(({ values }) => values));
	const x = axisOf([grid.steps[0] ?? 0, grid.steps.at(-1) ?? 0]);
	return [
		settingsOf(shown.map(({ line }) => line.color)),
		"xychart-beta",
		`  title "${label(title, "value")}${y.unit}"`,
		`  x-axis "${label(stepName, "step")}${x.unit}" ${grid.isShared ? x.range : bandsOf(grid.steps, x)}`,
		`  y-axis ${y.roomyRange}`,
		...shown.map(({ line, values }) => `  line "${label(line.name, "line")}" [${values.map(y.write).join(", ")}]`)
	].join("\n");
}
/** A line that ends early can only be drawn over named steps: on a range Mermaid would stretch it to the end. */
function bandsOf(steps, { write }) {
	return `[${steps.map((step) => `"${write(step)}"`).join(", ")}]`;
}
/** Low, so that two charts fit a screen; without Mermaid's own legend, which takes a third of a phone's width. */
function settingsOf(colors) {
	const settings = {
		xyChart: {
			width: 700,
			height: 300,
			showLegend: false
		},
		themeVariables: { xyChart: {
			backgroundColor: "transparent",
			plotColorPalette: colors.map((color) => COLORS[color]).join(", ")
		} }
	};
	return `%%{init: ${JSON.stringify(settings)}}%%`;
}
/**
* Text within the quotes of a chart. Quotes and back quotes end it, `%%` starts a comment or a directive, `#…;` is an
* entity, and `<` starts HTML: what is none of letters, marks, digits and a few signs becomes `_`.
*/
function label(text, otherwise) {
	const plain = text.normalize("NFC").slice(0, 192).replace(/[^\p{L}\p{M}\p{N} ._,()/+=@:-]+/gu, "_").replace(/ {2,}/g, " ").trim();
	const characters = [...plain];
	const short = characters.length > LONGEST_LABEL ? `${characters.slice(0, 47).join("")}…` : plain;
	return short === "" ? otherwise : short;
}
// src/report/chart-text.ts
/** A chart as Markdown, and below it which colour is which line; empty without a chart. */
function chartText(chart, lines) {
	if (chart === void 0) return "";
	const legend = lines.filter(({ name }) => chart.includes(`line "${name}"`)).map(({ name, color }) => `${COLOR_SIGNS[color]} ${require_markdown.escapeText(name)}`).join(" · ");
	return `${require_markdown.fence(chart, "mermaid")}\n${legend}`;
}
// src/report/gap-text.ts
const CALLED = {
	NaN: "NaN",
	Infinity: "infinite",
	"-Infinity": "−infinite"
};
const MOST_TOLD = 3;
/** Where a curve is no number: "`loss` is NaN from step 2 on". Undefined for one that is a number everywhere. */
function gapText({ name, stepName, points, gaps = [] }) {
	const [first] = gaps;
	if (first === void 0) return void 0;
	const step = stepName === "" ? "step" : stepName.replaceAll("`", "");
	const end = Math.max(...gaps.map(({ to }) => to), points.at(-1)?.step ?? Number.NEGATIVE_INFINITY);
	const told = gaps.slice(0, MOST_TOLD).map((gap) => `${CALLED[gap.what]} ${whereText(gap, step, end)}`);
	const isNever = points.length === 0 && gaps.length === 1;
	const rest = gaps.length > MOST_TOLD ? ", and so at later ones" : "";
	return `\`${name.replaceAll("`", "")}\` is ${isNever ? `${CALLED[first.what]} at every ${step}` : listed(told) + rest}`;
}
function whereText({ from, to }, step, end) {
	if (to === end && from < to) return `from ${step} ${require_number.formatNumber(from)} on`;
	if (from === to) return `at ${step} ${require_number.formatNumber(from)}`;
	return `from ${step} ${require_number.formatNumber(from)} to ${require_number.formatNumber(to)}`;
}
function listed(parts) {
	return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
/** The points of a curve with its gaps among them, so that no chart draws across one. */
function pointsWithGaps({ points, gaps = [] }) {
	const broken = gaps.flatMap(({ from, to }) => from === to ? [from] : [from, to]);
	const isOutside = ({ step }) => gaps.every(({ from, to }) => step < from || step > to);
	return [...points.filter(isOutside), ...broken.map((step) => ({
		step,
		value: NaN
	}))];
}
// src/report/sections/curves.ts
/** A browser draws each chart in a frame of its own; more than these make a page slow. */
const MOST_CHARTS$2 = 8;
const CURVES = ["curve", "curves"];
/** How the training went, step by step, beside main's: curves of gated metrics first, then in the order of the files. */
function learningCurves(report, space) {
	const curves = curvesOf$1(report);
	const several = namesInSeveralFiles(curves);
	const titleOf = ({ name, file }) => several.has(name) ? `${name} in ${file}` : name;
	const drawn = curves.slice(0, MOST_CHARTS$2).map((curve) => chartOf$2(curve, titleOf(curve), report));
	const rest = curves.slice(MOST_CHARTS$2);
	const called = curves.every(isOverSteps) ? ["learning curve", "learning curves"] : CURVES;
	const title = counted(curves.length, called);
	const more = rest.length === 0 ? "" : `\n\n${counted(rest.length, ["curve is", "curves are"])} not drawn: ${firstNames(rest)}.`;
	return fitItems({
		items: drawn.filter(Boolean),
		space,
		called,
		render: (some) => require_markdown.details(title, some.join("\n\n") + more)
	});
}
/** Steps are counted; recall, which is none, has fractions. */
function isOverSteps({ points }) {
	return points.every(({ step }) => Number.isInteger(step));
}
function curvesOf$1(report) {
	const gated = new Set(report.gate.rules.map(({ metric }) => metric));
	const curves = (report.sources?.curves ?? []).filter(({ points }) => points.length > 1);
	return [...curves.filter(({ name }) => gated.has(name)), ...curves.filter(({ name }) => !gated.has(name))];
}
function chartOf$2(curve, title, report) {
	const main = partnerOf(report.baselineSources?.curves, curve);
	const lines = [{
		name: report.pullRequest === void 0 ? "this commit" : "this pull request",
		color: "blue",
		points: pointsWithGaps(curve)
	}, ...main === void 0 ? [] : [{
		name: "main",
		color: "orange",
		points: pointsWithGaps(main)
	}]];
	const chart = chartText(lineChart({
		title,
		stepName: curve.stepName,
		lines
	}), lines);
	const isBroken = [curve, main].some((drawn) => (drawn?.gaps ?? []).length > 0);
	return chart !== "" && isBroken ? `${chart} · only the longest stretch of numbers is drawn` : chart;
}
/** The first of the items by their names, as code; what is beyond is hinted at. */
function firstNames(items) {
	const names = items.slice(0, 20).map(({ name }) => require_markdown.inlineCode(name, 60));
	return [...names, ...items.length > names.length ? ["…"] : []].join(", ");
}
// src/report/foreign-markdown.ts
/** A zero-width space: nothing is seen of it, and the sign before it begins nothing any more. */
const BREAK = "​";
/**
* After these a break is set. In this order: HTML but line breaks and rules, and `<address>`; mentions and e-mail; entities,
* which could hide any of the others; issues by number; addresses; links and what they are defined by; alerts. A backslash
* may stand before punctuation: what GitHub looks at is the text without it.
*/
const BEGINS = /<(?!(?:br|hr) ?\/?>)|@|&(?=#?\w{1,40};)(?!(?:nbsp|lt|gt|amp|quot);)|#(?=\d)|:(?=\\?\/)|\](?=[(:])|\[(?=!)|www(?=\\?\.)|\b(?:gh|ghsa|cve)(?=\\?-\w)/giu;
/** What may be a commit: digits behind a decimal point are none. */
const COMMIT = /(?<![a-z\d])(?!(?<=\.)\d+(?![a-z\d]))[0-9a-f]{7,64}(?![a-z\d])/giu;
const PIECE = /.{1,6}/g;
/** The languages that GitHub draws instead of showing their code; a diagram can hold links. */
const DRAWN = /(?:`{3,}|~{3,})[ \t]*(?=[^\s`]{0,100}(?:mermaid|geojson|topojson|stl))/giu;
const LONGEST_LINE = 5e3;
/**
* Markdown that somebody else wrote, as a quote that cannot be left: an open fence, list or table ends with the quote,
* and whose words these are is plain to see. Formatting stays, `<br>` and `<hr>` with it. Everything that does something
* is shown as it was written and does nothing: HTML, hidden comments, mentions, links and addresses, references to issues
* and commits (so no word closes an issue), alerts and diagrams. Of pictures only those stay that were published (`images`,
* by path): any other address could count who reads, so it is shown as code.
* The signs that could begin these are made harmless everywhere, also in code, where nobody sees the difference: to find
* out what is code, one would have to parse as GitHub does.
*/
function foreignMarkdown(text, images = /* @__PURE__ */ new Map()) {
	return require_markdown.visibleLines(text).split("\n").map((line) => withPictures(cut(line), images)).map((line) => line.trim() === "" ? ">" : `> ${line}`).join("\n");
}
function harmless(markdown) {
	return markdown.replace(COMMIT, (found) => (found.match(PIECE) ?? []).join(BREAK)).replace(BEGINS, `$&${BREAK}`).replace(DRAWN, `$&${BREAK}`);
}
function cut(line) {
	return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}
/** `![text](address "title")`; the address may stand in angle brackets. Bounded, so that no line takes long. */
const PICTURE = /!\[([^\]\\]{0,500})\]\( *<?([^\s()<>[\]\\]{0,2000})>?(?:[ \t][^)]{0,500})?\)|!(?=\[)/g;
function withPictures(line, images) {
	const parts = [];
	let end = 0;
	for (const found of line.matchAll(PICTURE)) {
		const [whole, text, written = ""] = found;
		parts.push(harmless(line.slice(end, found.index)), picture$1(text, written, images));
		end = found.index + whole.length;
	}
	return parts.join("") + harmless(line.slice(end));
}
function picture$1(text, written, images) {
	if (text === void 0) return `!${BREAK}`;
	const published = images.get(written.replace(/^\.\//, ""));
	return published === void 0 ? harmless(require_markdown.inlineCode(written.replaceAll("`", "%60").replaceAll("|", "%7C"))) : `![${harmless(text)}](${published})`;
}
// src/report/sections/extra.ts
/** A job summary holds no more. */
const LONGEST_TEXT = 1048576;
/** The text that the training wrote for people, folded under the file's name, line by line as far as there is room. */
function extraSection({ extra }, space) {
	if (extra === void 0 || extra.text.trim() === "") return NOTHING;
	return fitItems({
		items: extra.text.slice(0, LONGEST_TEXT).replace(/\s+$/, "").split("\n"),
		space,
		called: [`line of ${extra.from === "own" ? "the" : "the fork’s"} report`, `lines of ${extra.from === "own" ? "the" : "the fork’s"} report`],
		render: (some) => {
			const text = some.join("\n");
			return require_markdown.details(extra.file, extra.from === "own" ? foreignMarkdown(text, extra.images) : require_markdown.fence(text, "text"));
		}
	});
}
// src/report/sections/gates.ts
/** How many checks that do not pass are listed before the rest is folded. */
const UNFOLDED$1 = 20;
const ICONS = {
	fail: "❌",
	warned: "⚠️",
	inconclusive: "⚠️",
	pass: "✅",
	"not-judged": "➖"
};
const WORDS = {
	fail: "fails",
	warned: "passes, cannot tell",
	inconclusive: "cannot tell",
	pass: "passes",
	"not-judged": "not judged yet"
};
/** What the gate says, as a cell; `first` is a word that stands before it. */
function gateWords(verdict, first = "") {
	return `${ICONS[verdict]} ${first === "" ? "" : `${first}, `}${WORDS[verdict]}`;
}
/** The checks that do not pass, and those with a warning: what was seen, what was asked, and why it is so. */
function gateProblems(report, space) {
	const problems = [
		"fail",
		"inconclusive",
		"warned",
		"pass"
	].flatMap((wanted) => report.gate.rules.filter((result) => judgementOf(result) === wanted && (wanted !== "pass" || result.warning)));
	const ambiguous = namesInSeveralFiles(report.changes);
	return fitItems({
		items: problems,
		space,
		called: ["check that does not pass", "checks that do not pass"],
		render: (results) => {
			const lines = results.map((result) => problemLine(result, ambiguous));
			const [open, folded] = [lines.slice(0, UNFOLDED$1), lines.slice(UNFOLDED$1)];
			if (folded.length === 0) return require_markdown.list(open);
			return `${require_markdown.list(open)}\n\n${require_markdown.details(`${folded.length} more that do not pass`, require_markdown.list(folded))}`;
		}
	});
}
/** Every check of the gate, folded; nothing when all of them stand under the verdict already. */
function gateChecks(report, space) {
	const { rules } = report.gate;
	if (rules.every(({ verdict }) => verdict === "fail" || verdict === "inconclusive")) return NOTHING;
	const ambiguous = namesInSeveralFiles(report.changes);
	const title = counted(rules.length, ["check of the gate", "checks of the gate"]);
	return fitItems({
		items: rules,
		space,
		called: ["check of the gate", "checks of the gate"],
		render: (results) => {
			const rows = results.map((result) => [
				nameOf(result, ambiguous, require_markdown.breakableCode),
				require_markdown.prose(result.seen),
				require_markdown.prose(result.asked),
				gateWords(judgementOf(result)) + (result.reason === void 0 ? "" : `: ${require_markdown.prose(result.reason)}`)
			]);
			return require_markdown.details(title, require_markdown.tableOf([[
				"metric",
				"seen",
				"asked",
				"verdict"
			], ...rows], [
				"l",
				"l",
				"l",
				"l"
			]));
		}
	});
}
function problemLine(result, ambiguous) {
	const judgement = judgementOf(result);
	const why = [result.reason, result.warning].filter((text) => text !== void 0).map(require_markdown.prose);
	return [`${judgement === "pass" ? ICONS.warned : ICONS[judgement]} ${nameOf(result, ambiguous)}: ${require_markdown.prose(result.seen)}; asked ${require_markdown.prose(result.asked)}${why.length === 0 ? "" : "."}`, ...why].join(" ");
}
function nameOf({ metric, file }, ambiguous, code = require_markdown.inlineCode) {
	return file !== void 0 && ambiguous.has(metric) ? `${code(metric)} in ${code(file)}` : code(metric);
}
// src/report/sections/metrics.ts
const MOVEMENT_WORDS = {
	better: "better",
	worse: "worse",
	changed: "changed",
	noise: "noise",
	"too few": "too few to tell",
	unchanged: "unchanged",
	new: "new",
	gone: "gone",
	lost: "no number any more",
	first: ""
};
/** The table that everyone should see. */
function mainTable(report, rows, space) {
	if (report.changes.length + (report.computed ?? []).length === 0) return { text: space.size < 100 ? "" : "The metrics files hold no metrics." };
	if (rows.main.length === 0) return { text: space.size < 100 ? "" : "No metric changed." };
	return fitItems({
		items: rows.main,
		space,
		called: ["metric of the table", "metrics of the table"],
		render: tableOn(report)
	});
}
/** What changed beyond the main table, folded. */
function moreMetrics(report, rows, space) {
	return folded({
		report,
		rows: rows.more,
		space,
		called: ["more metric", "more metrics"]
	});
}
/** What did not change, folded. */
function unchangedMetrics(report, rows, space) {
	return folded({
		report,
		rows: rows.unchanged,
		space,
		called: ["unchanged metric", "unchanged metrics"]
	});
}
/** A commit as short code, linked when the repository's page is known. */
function commitText(report, sha) {
	const short = sha.slice(0, 7);
	if (report.repositoryUrl === void 0 || !/^[0-9a-f]{7,64}$/.test(sha)) return require_markdown.inlineCode(short);
	return require_markdown.codeLink(short, `${report.repositoryUrl}/commit/${sha}`);
}
function folded(input) {
	const { report, rows, space, called } = input;
	const title = counted(rows.length, called);
	const tableOfSome = tableOn(report);
	return fitItems({
		items: rows,
		space,
		called,
		render: (some) => require_markdown.details(title, tableOfSome(some))
	});
}
/** A table of some of the rows, as often as it takes to find how many fit: each row is put into words once. */
function tableOn(report) {
	const known = /* @__PURE__ */ new Map();
	const cells = (row) => {
		const found = known.get(row) ?? cellsOf(row);
		known.set(row, found);
		return found;
	};
	return (rows) => table$1(report, rows, cells);
}
function table$1(report, rows, cells) {
	const candidate = `${report.pullRequest === void 0 ? "this commit" : "this pull request"} ${commitText(report, report.candidate.sha)}`;
	if (report.baseline.kind === "none") {
		const body = rows.map((row) => [
			cells(row).name,
			cells(row).plain,
			cells(row).verdict
		]);
		return require_markdown.tableOf([[
			"metric",
			candidate,
			"verdict"
		], ...body], [
			"l",
			"r",
			"l"
		]);
	}
	const hasRanges = rows.some(({ compared }) => compared !== void 0 && compared.lo !== null);
	const header = [
		"metric",
		`main ${commitText(report, report.baseline.sha)}`,
		candidate,
		"change"
	];
	const body = rows.map((row) => {
		const { name, old, now, change, interval, verdict } = cells(row);
		return [
			name,
			old,
			now,
			change,
			...hasRanges ? [interval] : [],
			verdict
		];
	});
	const ends = [...hasRanges ? ["95% range"] : [], "verdict"];
	return require_markdown.tableOf([[...header, ...ends], ...body], [
		"l",
		"r",
		"r",
		"r",
		...hasRanges ? ["r"] : [],
		"l"
	]);
}
function cellsOf(row) {
	const { old, new: now, change } = require_number.changeCells(row.change);
	return {
		name: nameCell$1(row),
		old: require_markdown.unbroken(old),
		plain: now,
		now: require_markdown.unbroken(now),
		change: changeCell(change),
		interval: intervalCell(row),
		verdict: verdictCell(row)
	};
}
/** Two lines at most: the change, and the percentage. */
function changeCell(change) {
	const [amount = "", percent] = change.split(" (");
	return require_markdown.unbroken(amount) + (percent === void 0 ? "" : ` (${percent}`);
}
/** Where nothing says how much the metric moves by chance, the table says so rather than nothing. */
function intervalCell({ compared, change, movement }) {
	if (compared !== void 0 && compared.lo !== null) return rangeCell(compared, change.unit);
	return change.change === void 0 || movement === "unchanged" ? "–" : require_markdown.unbroken("not known");
}
function nameCell$1({ change, ambiguous, isComputed }) {
	if (isComputed) return `${require_markdown.breakableCode(change.name)} from predictions`;
	const name = require_markdown.breakableCode(change.name);
	return ambiguous ? `${name} in ${require_markdown.breakableCode(change.file)}` : name;
}
/** Better and worse are said of what is known; without a range a number only looks so. */
function movementWords({ movement, compared }) {
	const isKnown = compared !== void 0 && compared.label !== "unknown";
	const words = MOVEMENT_WORDS[movement];
	return !isKnown && (movement === "better" || movement === "worse") ? `looks ${words}` : words;
}
function verdictCell(row) {
	const { gate } = row;
	const moved = movementWords(row);
	return (gate === void 0 ? moved : gateWords(gate, moved)).split(", ").map(require_markdown.unbroken).join(", ");
}
// src/report/sections/next.ts
/** What to do next. */
function nextSteps(report, space) {
	return fitItems({
		items: report.next,
		space,
		called: ["next step", "next steps"],
		render: (steps) => report.next.length === 1 ? `**Next:** ${stepText(steps[0] ?? "")}` : `**Next:**\n\n${require_markdown.list(steps.map(stepText))}`
	});
}
function stepText(step) {
	return typeof step === "string" ? require_markdown.prose(step) : require_markdown.link(step.text, step.url);
}
// src/report/sections/notes.ts
/** Says so when the numbers of main are missing or were not measured on main. */
function baselineNote(report, space) {
	const { baseline } = report;
	switch (baseline.kind) {
		case "measured": return NOTHING;
		case "file": return fitWhole(`Main's numbers are those of the files committed at ${commitText(report, baseline.sha)}.`, space, "a note on the baseline");
		case "none": return fitWhole(`There is nothing to compare with: ${require_markdown.prose(baseline.reason)}`, space, "a note on the baseline");
	}
}
/** Why the numbers may not be what they seem. */
function caution({ caution: words }, space) {
	return words === void 0 ? NOTHING : fitWhole(`> ⚠️ ${require_markdown.prose(words)}`, space, "a caution");
}
/** What else the reader must know: where a curve is no number first. */
function notes(report, space) {
	const items = [...gapNotes(report), ...report.notes];
	return fitItems({
		items,
		space,
		called: ["note", "notes"],
		render: (some) => items.length === 1 ? require_markdown.prose(some[0] ?? "") : require_markdown.list(some.map(require_markdown.prose))
	});
}
const MOST_GAP_NOTES = 5;
function gapNotes({ sources, baselineSources }) {
	const texts = (curves = [], where) => curves.map(gapText).flatMap((text) => text === void 0 ? [] : [`${where}${text}.`]);
	const found = [...texts(sources?.curves, ""), ...texts(baselineSources?.curves, "On main, ")];
	const more = found.length - MOST_GAP_NOTES;
	return more > 0 ? [...found.slice(0, MOST_GAP_NOTES), `${more} more curves are no numbers at some steps.`] : found;
}
// src/report/sections/params.ts
/** More changed parameters than this are folded. */
const UNFOLDED = 10;
/** The parameters that differ from main's. */
function changedParams(report, space) {
	if (report.baseline.kind === "none") return NOTHING;
	const changed = report.params.filter((param) => !require_diff_trees.sameValue(param.old, param.new));
	const ambiguous = namesInSeveralFiles(report.params);
	const title = counted(changed.length, ["parameter changed", "parameters changed"]);
	return fitItems({
		items: changed,
		space,
		called: ["parameter", "parameters"],
		render: (params) => {
			const body = params.map((param) => [
				nameCell(param, ambiguous),
				require_number.exactCell(param.old),
				require_number.exactCell(param.new)
			]);
			const candidate = report.pullRequest === void 0 ? "this commit" : "this pull request";
			const table = require_markdown.tableOf([[
				"parameter",
				"main",
				candidate
			], ...body], [
				"l",
				"r",
				"r"
			]);
			return changed.length > UNFOLDED ? require_markdown.details(title, table) : table;
		}
	});
}
function nameCell({ name, file }, ambiguous) {
	return ambiguous.has(name) ? `${require_markdown.breakableCode(name)} in ${require_markdown.breakableCode(file)}` : require_markdown.breakableCode(name);
}
// src/report/sections/plots.ts
/** Up to this many pictures are shown unfolded. */
const FEW = 2;
/** The pictures that the training drew, each below its name. */
function plots(report, space) {
	const all = report.plots ?? [];
	return fitItems({
		items: all,
		space,
		called: ["plot", "plots"],
		render: (some) => {
			const pictures = some.map(({ name, url }) => `${require_markdown.inlineCode(name)}\n\n${require_markdown.image(name, url)}`).join("\n\n");
			return all.length > FEW ? require_markdown.details(counted(all.length, ["plot", "plots"]), pictures) : pictures;
		}
	});
}
// src/report/sections/roc.ts
/** A chart for each of the first few; the table has all. */
const MOST_CHARTS$1 = 3;
/** The area under each ROC curve, the threshold that separates best (Youden's J), and the curves of the first few. */
function rocCurves(report, space) {
	const rocs = (report.sources?.rocs ?? []).filter(({ points }) => points.length > 1);
	const pairs = rocs.map((roc) => ({
		roc,
		main: partnerOf(report.baselineSources?.rocs, roc)
	}));
	const charts = pairs.slice(0, MOST_CHARTS$1).map(({ roc, main }) => chartOf$1(roc, main, report));
	return fitItems({
		items: pairs.map(({ roc, main }) => summaryOf(roc, main)),
		space,
		called: ["ROC curve", "ROC curves"],
		render: (some) => {
			const title = rocs.length === 1 ? "ROC curve" : "ROC curves";
			return require_markdown.details(title, [table(some), ...charts.slice(0, some.length)].filter(Boolean).join("\n\n"));
		}
	});
}
function table(rows) {
	return require_markdown.tableOf([[
		"curve",
		"AUC on main",
		"AUC",
		"best threshold",
		"finds",
		"false alarms"
	], ...rows], [
		"l",
		"r",
		"r",
		"r",
		"r",
		"r"
	]);
}
function summaryOf(roc, main) {
	const best = separatesBest(roc.points);
	return [
		require_markdown.inlineCode(callOf(roc)),
		main === void 0 ? "–" : require_number.formatNumber(areaUnder(main.points)),
		require_number.formatNumber(areaUnder(roc.points)),
		best?.threshold === void 0 ? "–" : require_number.formatNumber(best.threshold),
		best === void 0 ? "–" : require_number.formatNumber(best.truePositiveRate),
		best === void 0 ? "–" : require_number.formatNumber(best.falsePositiveRate)
	];
}
function chartOf$1(roc, main, report) {
	const points = (from) => from.points.map((point) => ({
		step: point.falsePositiveRate,
		value: point.truePositiveRate
	}));
	const lines = [{
		name: report.pullRequest === void 0 ? "this commit" : "this pull request",
		color: "blue",
		points: points(roc)
	}, ...main === void 0 ? [] : [{
		name: "main",
		color: "orange",
		points: points(main)
	}]];
	return chartText(lineChart({
		title: `true positives, ${callOf(roc)}`,
		stepName: "false positives",
		lines
	}), lines);
}
/** The trapezoidal rule over the points as they are drawn. */
function areaUnder(points) {
	const ordered = [...points].sort((one, other) => one.falsePositiveRate - other.falsePositiveRate || one.truePositiveRate - other.truePositiveRate);
	let area = 0;
	for (let index = 1; index < ordered.length; index += 1) {
		const [one, other] = [ordered[index - 1], ordered[index]];
		if (one === void 0 || other === void 0) continue;
		area += (other.falsePositiveRate - one.falsePositiveRate) * (one.truePositiveRate + other.truePositiveRate) / 2;
	}
	return area;
}
/** The point furthest above the diagonal (Youden 1950). */
function separatesBest(points) {
	const above = (point) => point.truePositiveRate - point.falsePositiveRate;
	return points.reduce((best, point) => best === void 0 || above(point) > above(best) ? point : best, void 0);
}
// src/report/bytes.ts
const UNITS = [
	"B",
	"kB",
	"MB",
	"GB",
	"TB",
	"PB"
];
/** Bytes as people say them, in powers of 1000 and with up to three digits: `482 B`, `1.23 MB`, `48 MB`. */
function formatBytes(bytes) {
	let [size, unit] = [bytes, 0];
	while (size >= 999.5 && unit < UNITS.length - 1) {
		size /= 1e3;
		unit += 1;
	}
	return `${require_number.formatNumber(size, 3)} ${UNITS[unit]}`;
}
// src/report/sections/training.ts
/** Shorter trainings differ by what else the runner does. */
const LONG_SECONDS = 30;
/** Smaller changes of a duration or a size are nobody's worry. */
const WORTH_TELLING = .1;
const LARGE_BYTES = 1e6;
/** A file that main does not have is told from this size on. */
const LARGE_ALONE_BYTES = 5e7;
const MOST_FILES$1 = 3;
/** How long training took, what became larger or smaller, against main if known, and where the log is. */
function training(report, space) {
	const sentences = [durationText(report), ...filesText(report.files ?? [])];
	if (report.runUrl !== void 0) sentences.push(require_markdown.link("Log of this run", report.runUrl));
	return fitWhole(sentences.filter(Boolean).join(" "), space, "how long training took");
}
function durationText({ trainingSeconds: now, baselineTrainingSeconds: main }) {
	if (!isDuration(now)) return "";
	if (!isDuration(main)) return `Training took ${require_cloned_history.formatDuration(now)}.`;
	const change = Math.max(now, main) >= LONG_SECONDS && isChange(now, main) ? `, ${require_number.formatPercent((now - main) / main)}` : "";
	return `Training took ${require_cloned_history.formatDuration(now)} (main: ${require_cloned_history.formatDuration(main)}${change}).`;
}
function filesText(files) {
	return files.filter(isWorthTelling).sort((one, other) => movedBytes(other) - movedBytes(one)).slice(0, MOST_FILES$1).map(({ name, bytes, mainBytes: main }) => {
		const before = main === void 0 ? "" : ` (main: ${formatBytes(main)}${percentText(bytes, main)})`;
		return `${require_markdown.inlineCode(name)} has ${formatBytes(bytes)}${before}.`;
	});
}
function isWorthTelling({ bytes, mainBytes: main }) {
	if (main === void 0) return bytes >= LARGE_ALONE_BYTES;
	return Math.max(bytes, main) >= LARGE_BYTES && isChange(bytes, main);
}
function percentText(now, main) {
	return main === 0 ? "" : `, ${require_number.formatPercent((now - main) / main)}`;
}
function movedBytes({ bytes, mainBytes = 0 }) {
	return Math.abs(bytes - mainBytes);
}
function isChange(now, main) {
	return main > 0 ? Math.abs(now - main) / main >= WORTH_TELLING : now > 0;
}
function isDuration(seconds) {
	return seconds !== void 0 && Number.isFinite(seconds) && seconds >= 0;
}
// src/report/sections/trend.ts
/** A chart is a browser's frame: the metrics that matter come first, and the rest is in `serin history`. */
const MOST_CHARTS = 4;
/** How the metrics went on main, with the candidate as a level line, folded. Nothing before main has two measurements. */
function mainTrend(report, space) {
	const charts = (report.trend ?? []).flatMap((trend) => {
		const text = chartOf(trend, report);
		return text === "" ? [] : [{
			trend,
			text
		}];
	});
	const shown = charts.slice(0, MOST_CHARTS);
	const rest = charts.slice(MOST_CHARTS).map(({ trend }) => trend);
	const more = rest.length === 0 ? "" : `\n\nNot drawn: ${firstNames(rest)}; \`serin history\` prints them.`;
	const count = Math.max(0, ...shown.map(({ trend }) => trend.points.length));
	return fitItems({
		items: shown,
		space,
		called: ["chart of main's history", "charts of main's history"],
		render: (some) => require_markdown.details(`The last ${count} measurements of main`, some.map(({ trend, text }) => `${bestText(trend, report)}\n\n${text}`).join("\n\n") + more)
	});
}
function chartOf({ file, name, points }, report) {
	const main = points.map(({ value }, index) => ({
		step: index - points.length + 1,
		value
	}));
	const now = report.changes.find((change) => change.name === name && change.file === file)?.new;
	const level = now?.kind === "number" ? main.map(({ step }) => ({
		step,
		value: now.value
	})) : [];
	const lines = [{
		name: "main",
		color: "orange",
		points: main
	}, {
		name: report.pullRequest === void 0 ? "this commit" : "this pull request",
		color: "blue",
		points: level
	}];
	return chartText(lineChart({
		title: name,
		stepName: "measurements before the newest",
		lines
	}), lines);
}
/** The best one where it is known which way is better, and the newest. */
function bestText({ name, points }, report) {
	const direction = require_diff_trees.directionFinder(report.rules)(name);
	const newest = points.at(-1);
	const sign = direction === "lower" ? -1 : 1;
	const best = points.reduce((found, point) => sign * point.value > sign * found.value ? point : found, points[0] ?? {
		sha: "",
		value: 0
	});
	const said = [`newest ${require_number.formatNumber(newest?.value ?? 0)}`];
	if (direction !== "unknown") said.push(`best ${require_number.formatNumber(best.value)} at ${commitText(report, best.sha)}`);
	return `${require_markdown.inlineCode(name)} on main: ${said.join(", ")}.`;
}
// src/report/sections/verdict.ts
/** The verdict in one line, as a heading: the first line of every report. */
function verdictLine(report, space) {
	const icon = verdictIcon(report);
	const text = [
		require_markdown.heading(3, `${icon} ${require_markdown.escapeText(report.model, 100)}: ${verdictWords(report)}`),
		require_markdown.heading(3, `${icon} ${verdictWords(report)}`),
		verdictWords(report),
		report.verdict
	].find((line) => space.sizeOf(line) <= space.size);
	return text === void 0 ? NOTHING : { text };
}
/** One sign for the verdict. */
function verdictIcon(report) {
	if (report.verdict === "fail") return "❌";
	if (report.verdict === "inconclusive") return "⚠️";
	if (report.gate.warned) return "⚠️";
	return report.gate.rules.length === 0 ? "ℹ️" : "✅";
}
/** What the gate says, and of how many checks: `the gate fails (1 of 2 checks)`. */
function verdictWords({ verdict, gate }) {
	const of = (wanted) => gate.rules.filter((result) => result.verdict === wanted).length;
	const unclear = gate.rules.filter((result) => judgementOf(result) === "warned").length;
	const all = gate.rules.length;
	const some = (count) => count === all ? allChecks(all) : `${count} of ${all} checks`;
	switch (verdict) {
		case "fail":
			if (of("fail") === 0) return "the gate fails";
			return `the gate fails (${some(of("fail"))}${of("inconclusive") === 0 ? "" : `, ${of("inconclusive")} could not be judged`})`;
		case "inconclusive": return `the gate cannot tell, so it does not pass${of("inconclusive") === 0 ? "" : ` (${some(of("inconclusive"))})`}`;
		case "pass":
			if (all === 0) return "measured, no gate is set";
			if (gate.warned) return `the gate passes with a warning (${some(unclear)} cannot tell)`;
			if (of("pass") === 0) return "measured, nothing in the gate can be judged yet";
			return of("not-judged") === 0 ? `the gate passes (${allChecks(all)})` : `the gate passes (${of("pass")} of ${all} checks, the rest cannot be judged yet)`;
	}
}
function allChecks(count) {
	return count === 1 ? "1 check" : `all ${count} checks`;
}
// src/report/report.ts
/** In the order in which they are read; the room is given by rank, the smallest first, and the last ranks are cut. */
const SECTIONS = [
	{
		rank: 0,
		render: (report, _, space) => verdictLine(report, space)
	},
	{
		rank: 0,
		render: (report, _, space) => caution(report, space)
	},
	{
		rank: 1,
		render: (report, _, space) => gateProblems(report, space)
	},
	{
		rank: 1,
		render: alarms
	},
	{
		rank: 3,
		render: (report, _, space) => baselineNote(report, space)
	},
	{
		rank: 5,
		render: mainTable
	},
	{
		rank: 6,
		render: (report, _, space) => comparisonLines(report, space)
	},
	{
		rank: 8,
		render: (report, _, space) => changedParams(report, space)
	},
	{
		rank: 7,
		render: (report, _, space) => notes(report, space)
	},
	{
		rank: 4,
		render: (report, _, space) => training(report, space)
	},
	{
		rank: 2,
		render: (report, _, space) => nextSteps(report, space)
	},
	{
		rank: 11,
		render: moreMetrics
	},
	{
		rank: 18,
		render: unchangedMetrics
	},
	{
		rank: 9,
		render: (report, _, space) => gateChecks(report, space)
	},
	{
		rank: 10,
		render: (report, _, space) => comparisonDetails(report, space)
	},
	{
		rank: 13,
		render: (report, _, space) => confusionMatrices(report, space)
	},
	{
		rank: 14,
		render: (report, _, space) => classTables(report, space)
	},
	{
		rank: 15,
		render: (report, _, space) => rocCurves(report, space)
	},
	{
		rank: 16,
		render: (report, _, space) => learningCurves(report, space)
	},
	{
		rank: 17,
		render: (report, _, space) => mainTrend(report, space)
	},
	{
		rank: 12,
		render: (report, _, space) => plots(report, space)
	},
	{
		rank: 19,
		render: (report, _, space) => extraSection(report, space)
	}
];
/**
* Renders a report as GitHub Flavored Markdown, the verdict in its first line. The text is never longer than the limit
* (default: a comment, 65,536 characters; a number counts characters): what matters least is left out first, the end of
* the text says what and where to find it, and `cut` is true. Never throws.
*/
function renderReport(report, limit = COMMENT_LIMIT) {
	const rows = ranked(report);
	return compose(SECTIONS.map(({ rank, render }) => ({
		rank,
		render: (space) => render(report, rows, space)
	})), limitOf$1(limit), report.runUrl);
}
const known = /* @__PURE__ */ new WeakMap();
/** A report is rendered for the comment, the check run and the summary, and its metrics need be ranked only once. */
function ranked(report) {
	const rows = known.get(report) ?? rankRows(report);
	known.set(report, rows);
	return rows;
}
// src/shell/checked-out.ts
const run = (0, node_util.promisify)(node_child_process.execFile);
/** Of changed paths; nobody reads more than the first. */
const MOST_OUTPUT_BYTES = 52428800;
/**
* Asks git which commit and tree a folder has checked out as a whole, without a change of a tracked file. One commit is
* enough: nothing is asked of its parents. Source: git-rev-parse(1), git-status(1).
*/
async function readCheckedOut(folder) {
	try {
		const [prefix, commit = "", tree = ""] = (await git(folder, "rev-parse", "--show-prefix", "HEAD", "HEAD^{tree}")).split("\n");
		if (prefix !== "") return unknown("The workspace is a folder of a repository, not the whole of it.");
		if (await git(folder, "--no-optional-locks", "status", "--porcelain", "--untracked-files=no") !== "") return unknown("Files that git tracks were changed before this step.");
		return {
			kind: "clean",
			commit,
			tree
		};
	} catch (error) {
		if (!(error instanceof Error && "code" in error)) throw error;
		const lines = error.message.split("\n");
		return unknown(`git cannot tell what is checked out (${lines.find((line) => line.startsWith("fatal: ")) ?? lines[0]}).`);
	}
}
async function git(folder, ...args) {
	return (await run("git", args, {
		cwd: folder,
		maxBuffer: MOST_OUTPUT_BYTES
	})).stdout;
}
function unknown(reason) {
	return {
		kind: "unknown",
		reason
	};
}
// src/history/extras.ts
/** Where a model's extras are on the data branch: those of the newest measurement; its history keeps the others. */
function extrasPath(model) {
	return `extras/${model}.json`;
}
/** Reads what renderExtras wrote, now or in a later version: what it adds is ignored. Throws a UserError with the file. */
function parseExtras(text, file) {
	const broken = (cause) => new require_errors.UserError("This file does not hold what main measured beside its metrics.", {
		place: { file },
		fix: "Delete the file on the branch that holds the history; the next run on main writes it anew.",
		cause
	});
	try {
		return EXTRAS.parse(JSON.parse(text));
	} catch (cause) {
		throw broken(cause);
	}
}
const place = {
	file: require_strict.string(),
	name: require_strict.string()
};
const value = require_strict.union([require_strict.object({
	kind: require_strict.literal("number"),
	value: require_strict.number()
}), require_strict.object({
	kind: require_strict.literal("text"),
	text: require_strict.string()
})]);
const row = require_strict.object({
	label: require_strict.string(),
	precision: value,
	recall: value,
	f1: value,
	support: value
});
const rocPoint = require_strict.object({
	falsePositiveRate: require_strict.number(),
	truePositiveRate: require_strict.number(),
	threshold: require_strict.number().optional()
}).transform((point) => ({
	...point,
	threshold: point.threshold
}));
const EXTRAS = require_strict.object({
	curves: require_strict.array(require_strict.object({
		...place,
		stepName: require_strict.string(),
		points: require_strict.array(require_strict.object({
			step: require_strict.number(),
			value: require_strict.number()
		})),
		gaps: require_strict.array(require_strict.object({
			what: require_strict._enum([
				"NaN",
				"Infinity",
				"-Infinity"
			]),
			from: require_strict.number(),
			to: require_strict.number()
		})).optional()
	}).transform(({ gaps, ...curve }) => gaps === void 0 ? curve : {
		...curve,
		gaps
	})).default([]),
	matrices: require_strict.array(require_strict.object({
		...place,
		labels: require_strict.array(require_strict.string()),
		counts: require_strict.array(require_strict.array(require_strict.number()))
	})).default([]),
	classTables: require_strict.array(require_strict.object({
		...place,
		classes: require_strict.array(row),
		averages: require_strict.array(row)
	})).default([]),
	rocs: require_strict.array(require_strict.object({
		...place,
		points: require_strict.array(rocPoint)
	})).default([])
});
// src/github/failure.ts
/** Whether this is an answer of GitHub's with the given status (any, when none is given). */
function isRequestFailure(error, ...statuses) {
	if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return false;
	return statuses.length === 0 || statuses.includes(error.status);
}
/** What a person is told of a request that GitHub failed or refused for now; `undefined` when the request itself was wrong. */
function passingFailure(error, doing) {
	if (!isRequestFailure(error)) return void 0;
	const said = `GitHub answered ${error.status} “${firstLine(error.message)}” when Serin wanted to ${doing}.`;
	const { status, message } = error;
	if (status >= 500) return new require_errors.UserError(said, {
		fix: "Run the workflow again.",
		cause: error
	});
	if (status !== 429 && !/rate limit|abuse detection/i.test(message)) return void 0;
	return new require_errors.UserError(said, {
		fix: "Run the workflow again when the limit is over, in an hour at most.",
		cause: error
	});
}
function firstLine(text) {
	return text.split(/\r?\n| - https:/, 1)[0] ?? text;
}
// action/blob-sha.ts
/** The name that git gives a blob. Source: git-hash-object(1), SHA-1 repositories. */
function blobSha(bytes) {
	return (0, node_crypto.createHash)("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
// action/kept-beside.ts
/** Larger ones would make the branch slow to fetch. */
const LARGEST_PREDICTIONS = 20971520;
/** That predictions are too many to be kept for comparisons to come; nothing where they are not. */
function notKept(predictions) {
	const bytes = Buffer.byteLength(predictions);
	if (bytes <= LARGEST_PREDICTIONS) return void 0;
	return `at most 20 MiB are kept, and these have ${(bytes / 1024 / 1024).toFixed(1)} MiB. Fewer columns, fewer digits or shorter ids make them smaller`;
}
/** What main's metrics files held beside metrics; where that cannot be read the mistake. */
function parsedExtras(text, model) {
	if (text === void 0) return void 0;
	try {
		return parseExtras(text, extrasPath(model));
	} catch (error) {
		if (error instanceof require_errors.UserError) return error;
		throw error;
	}
}
/** The sentence that stands in the place of main's curves and tables. */
function noteOnExtras(mistake) {
	return `Main’s curves, matrices and tables are not shown beside these. ${mistake.message}`;
}
// action/baseline.ts
/** What the metrics files of a commit say; `undefined` when it has none. */
async function committedBaseline(read, model, base) {
	const metrics = await readCommittedFiles(read, model, "metrics");
	if (metrics.length === 0) return void 0;
	const params = await readCommittedFiles(read, model, "params");
	const trainingSeconds = void 0;
	const formatted = metrics.map(({ entry, ...file }) => {
		const format = model.metricFormats?.[entry];
		return {
			...file,
			...format !== void 0 && { format }
		};
	});
	return {
		kind: "file",
		sha: base,
		exact: true,
		metrics: require_metrics.parseMetrics(formatted),
		params: require_metrics.parseMetrics(params),
		trainingSeconds,
		predictions: model.predictions === void 0 ? void 0 : await read(model.predictions),
		extras: void 0,
		history: [],
		notes: []
	};
}
/** `entry` is the one of the configuration that names the file. */
async function readCommittedFiles(read, model, kind) {
	const found = /* @__PURE__ */ new Map();
	for (const entry of model[kind].filter(isPlain)) {
		const dvcFile = require_model_config.dvcFileOf(entry, kind);
		const declaration = dvcFile === void 0 ? void 0 : await read(dvcFile);
		const declared = dvcFile === void 0 || declaration === void 0 ? [] : require_model_config.dvcFiles(declaration, dvcFile)[kind];
		for (const path of dvcFile === void 0 ? [entry] : declared.filter(isPlain)) {
			const text = found.has(path) ? void 0 : await read(path);
			if (text !== void 0) found.set(path, {
				entry,
				path,
				text
			});
		}
	}
	return [...found.values()];
}
/** Globs are not looked up in a commit: a metrics file that is committed is named. */
function isPlain(path) {
	return !/[*?[\]{}]/.test(path);
}
// action/cloned-baseline.ts
/** Enough for a trend. */
const RECORDS = 100;
/**
* What a clone knows of main: its measurement of the commit that the work stands on, else its newest one, else the
* metrics files of that commit, else nothing, with the reason.
* @param changedFrom the files in which the base differs from another commit; `undefined` where git cannot tell.
* @throws UserError when the history or a committed metrics file is broken.
*/
async function clonedBaseline(repository, of) {
	const { model, base, dataBranch } = of;
	const branch = await require_cloned_history.dataBranchIfThere(repository, dataBranch);
	const records = branch === void 0 ? [] : await require_cloned_history.newestRecordsIn(branch, model.name, RECORDS);
	const found = require_cloned_history.findBaseline(records, base);
	if (branch !== void 0 && found !== void 0) return measuredIn(branch, {
		...of,
		...found,
		records
	});
	const tree = await repository.files({
		kind: "commit",
		name: base
	});
	const read = async (path) => (await tree.read([path])).get(path);
	return await committedBaseline(read, model, base) ?? nothing(model.name, branch === void 0, dataBranch);
}
async function measuredIn(branch, found) {
	const { model, record, records } = found;
	const { sha, metrics, params, trainingSeconds } = record;
	const [predictions, extras] = await Promise.all([keptText(branch, `predictions/${model.name}.csv`, model.predictions === void 0 ? void 0 : record.predictions), keptText(branch, extrasPath(model.name), record.extras)]);
	const parsed = parsedExtras(extras, model.name);
	return {
		kind: "measured",
		sha,
		exact: found.exact || await isSameModel(found),
		metrics,
		params,
		trainingSeconds,
		predictions,
		extras: parsed instanceof require_errors.UserError ? void 0 : parsed,
		history: records,
		notes: parsed instanceof require_errors.UserError ? [noteOnExtras(parsed)] : []
	};
}
/** Main is measured only where a commit concerns the model: what came after it may all be of other models. */
async function isSameModel({ model, record, changedFrom }) {
	const files = await changedFrom(record.sha);
	return files !== void 0 && !require_model_config.concernsModel(model, files);
}
/** The files of the newest record are there; those of an older one only where nothing changed since. */
async function keptText(branch, path, blob) {
	const text = blob === void 0 ? void 0 : (await branch.read([path])).get(path);
	return text !== void 0 && blobSha(Buffer.from(text)) === blob ? text : void 0;
}
function nothing(model, isMissing, dataBranch) {
	return {
		kind: "none",
		reason: isMissing ? `this clone has no branch ${dataBranch}, where main’s measurements are (${require_cloned_history.fetchOf(dataBranch)}).` : `main has no measurement of ${model} yet; a run on main makes one.`,
		notes: []
	};
}
// src/gate/check.ts
/**
* Whether `value` is above `limit` by more than the rounding of the numbers it was computed from: four units in the last
* place of the largest of them. So 0.95 − 0.945 is not above 0.005, although a double says 0.0050000000000000044.
*/
function exceeds(value, limit, ...computedFrom) {
	const largest = Math.max(...[
		value,
		limit,
		...computedFrom
	].map(Math.abs));
	return value - limit > 4 * Number.EPSILON * largest;
}
// src/gate/not-a-number.ts
/** The inconclusive result for a candidate's value that is text, such as `NaN`. */
function notANumber(of, value, asked) {
	return {
		...of,
		verdict: "inconclusive",
		seen: quoteValue(value),
		asked,
		reason: reasonOf$1(value)
	};
}
function reasonOf$1(value) {
	return value?.kind === "text" && /^-?\d+$/.test(value.text) ? "No double holds this integer exactly; let the training write it as a decimal number, such as 1.2e19." : "Only a number can be judged; look at how the training computes this metric.";
}
/** A value that is no number, in backticks and at most 40 characters long. */
function quoteValue(value) {
	const text = value?.kind === "text" ? value.text.replaceAll("`", "'") : "";
	return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
}
// src/gate/unit-text.ts
/**
* What stands behind a number in the gate's checks. They show the numbers that the rule and the file have, so a share of
* 1 has nothing behind it, whatever the report shows it as.
*/
function behind(unit) {
	return unit === void 0 || unit === "percent" ? "" : ` ${unit}`;
}
// src/gate/bound.ts
/** Judges `min` or `max`, both inclusive. */
function checkBound({ rule, change }, check, limit) {
	const of = {
		rule,
		metric: change.name,
		file: change.file,
		check
	};
	const asking = check === "min" ? "at least" : "at most";
	const value = change.new;
	const unit = behind(change.unit);
	if (value?.kind !== "number") return notANumber(of, value, `${asking} ${require_number.formatApart(limit)[0]}${unit}`);
	const failed = check === "min" ? exceeds(limit, value.value) : exceeds(value.value, limit);
	const [seen = "", asked = ""] = failed ? require_number.formatApart(value.value, limit) : [value.value, limit].flatMap((n) => require_number.formatApart(n));
	return {
		...of,
		verdict: failed ? "fail" : "pass",
		seen: seen + unit,
		asked: `${asking} ${asked}${unit}`
	};
}
// src/gate/presence.ts
/**
* The inconclusive result for a metric that the candidate does not have: `gone` when main has it, otherwise undefined;
* `others` are the metrics there are, to name one that is spelled nearly alike.
*/
function checkPresence(rule, gone, others) {
	return {
		rule,
		metric: gone?.name ?? rule.metric,
		...gone === void 0 ? {} : { file: gone.file },
		check: "present",
		verdict: "inconclusive",
		seen: "not measured",
		asked: askedOf(rule),
		reason: gone === void 0 ? withoutMetric(rule.metric, others) : "Main has this metric, this model does not."
	};
}
function withoutMetric(glob, others) {
	const alike = others.find(({ name, new: value }) => value !== void 0 && isAlike(glob, name));
	if (alike === void 0) return "No metric has this name.";
	return `No metric has this name; \`${alike.name.replaceAll("`", "'")}\` is spelled nearly like it.`;
}
function isAlike(glob, name) {
	const wanted = plain(glob);
	const found = plain(name);
	return wanted !== "" && (found === wanted || plain(name.split(".").at(-1) ?? "") === wanted);
}
function plain(name) {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
function askedOf({ min, max, maxRegression }) {
	const parts = [];
	if (min !== void 0) parts.push(`at least ${require_number.formatNumber(min)}`);
	if (max !== void 0) parts.push(`at most ${require_number.formatNumber(max)}`);
	if (maxRegression !== void 0) parts.push(askedRegression(require_number.formatNumber(maxRegression.amount), maxRegression.unit));
	return parts.join(", ");
}
/** What `max-regression` asks, with the amount as text; `behind`: what stands behind the metric's numbers. */
function askedRegression(amount, unit, behind = "") {
	return `worse by at most ${amount}${unit === "percent" ? "%" : behind}`;
}
// src/gate/range.ts
/**
* Judges every `max-regression` for whose metric there is a range, all of them together: Holm's correction is over the
* gate. Those without a range, a direction or two numbers are left to the values themselves.
*/
function judgeRanges(judged, evidence) {
	const found = evidence === void 0 ? [] : judged.flatMap((one) => limitOf(one, evidence.get(require_diff_trees.metricKey(one.change))));
	const verdicts = require_measured_file.judgeLimits(found.map(({ limited }) => limited));
	return new Map(found.map(({ one, own, old, limited }, at) => {
		const { most, interval } = limited;
		return [one, {
			verdict: verdicts[at] ?? "unclear",
			evidence: own,
			most,
			old,
			isBeyond: interval.hi < -most
		}];
	}));
}
function limitOf(one, own) {
	const { rule, change, direction } = one;
	if (own === void 0 || rule.maxRegression === void 0) return [];
	if (change.old?.kind !== "number" || change.new?.kind !== "number") return [];
	const { amount, unit } = rule.maxRegression;
	const interval = require_measured_file.upward(own.interval, direction);
	if (interval === void 0 || unit === "percent" && change.old.value === 0) return [];
	const most = unit === "percent" ? amount / 100 * Math.abs(change.old.value) : amount;
	return [{
		one,
		own,
		old: change.old.value,
		limited: {
			interval,
			most
		}
	}];
}
/** The result of a check by its value, judged again by its range. */
function withRange(result, judgedRange) {
	const { verdict, evidence, isBeyond } = judgedRange;
	const { reason: _, ...judged } = result;
	const asked = askedUnit(result, judgedRange);
	const { lo, hi } = evidence.interval;
	const seen = `${result.seen}, 95 % range ${require_number.rangeText(lo * asked.factor, hi * asked.factor, asked.unit)}`;
	const blind = blindness(judgedRange, asked);
	const found = {
		...judged,
		seen,
		...blind !== void 0 && { warning: blind }
	};
	switch (verdict) {
		case "pass": return {
			...found,
			verdict: "pass"
		};
		case "fail": return {
			...judged,
			seen,
			verdict: "fail"
		};
		case "unclear": return unclear(found, {
			blind,
			isBeyond
		});
	}
}
function askedUnit({ rule }, { old }) {
	return rule.maxRegression?.unit === "percent" ? {
		factor: 100 / Math.abs(old),
		unit: "%"
	} : {
		factor: 1,
		unit: ""
	};
}
const ON_BOTH_SIDES = "The 95 % range lies on both sides of the limit: these examples cannot tell.";
const AMONG_SEVERAL = "The 95 % range lies beyond the limit, but of several limits one is broken by chance more easily than a single one, and with that counted in (Holm) these examples cannot tell.";
function unclear(found, { blind, isBeyond }) {
	const reason = isBeyond ? AMONG_SEVERAL : ON_BOTH_SIDES;
	switch (found.rule.whenUnclear ?? "warn") {
		case "pass": return {
			...found,
			verdict: "pass",
			unclear: "pass",
			reason: `${reason} The rule has \`when-unclear: pass\`.`
		};
		case "warn": return {
			...found,
			verdict: "pass",
			unclear: "warn",
			warning: blind === void 0 ? reason : `${reason} ${blind}`
		};
		case "fail": return {
			...found,
			verdict: "fail",
			unclear: "fail",
			reason: `${reason} The rule has \`when-unclear: fail\`.`
		};
	}
}
/** That the limit is finer than the test set can see, and what it would take. */
function blindness({ evidence: { visible, n }, most }, { factor, unit }) {
	if (visible === void 0 || visible <= most) return void 0;
	const [limit, sight] = [require_number.formatNumber(most * factor), require_number.formatNumber(visible * factor, 2)];
	const asks = `The limit of ${limit}${unit} is finer than these examples can see, which is ${sight}${unit}`;
	if (n === void 0 || most === 0) return `${asks}.`;
	return `${asks}; it takes about ${require_number.formatNumber(Number(require_measured_file.examplesNeeded(n, visible, most).toPrecision(3)))} examples.`;
}
// src/gate/regression.ts
/**
* Judges `max-regression` against main's value: how much worse the candidate is, in the metric's own unit or in percent
* of main's value. Better or equal always passes.
*/
function checkRegression(judged, limit) {
	const { rule, change, direction } = judged;
	const of = {
		rule,
		metric: change.name,
		file: change.file,
		check: "max-regression"
	};
	const unit = behind(change.unit);
	const asked = askedRegression(require_number.formatNumber(limit.amount), limit.unit, unit);
	const value = change.new;
	if (value?.kind !== "number") return notANumber(of, value, asked);
	const { old } = change;
	if (old === void 0) return {
		...of,
		verdict: "not-judged",
		...seenAlone(value.value, unit),
		asked,
		reason: withoutOld(judged)
	};
	if (old.kind !== "number") {
		const reason = `The value on main is ${quoteValue(old)}, which is no number to compare with.`;
		return {
			...of,
			verdict: "inconclusive",
			...seenAlone(value.value, unit),
			asked,
			reason
		};
	}
	const move = {
		old: old.value,
		new: value.value,
		unit
	};
	if (direction === "unknown") {
		const reason = "Which way is better is not known: add `better: higher` or `better: lower` to the rule.";
		return {
			...of,
			verdict: "inconclusive",
			seen: moveText(move),
			asked,
			reason
		};
	}
	const worse = direction === "higher" ? move.old - move.new : move.new - move.old;
	return {
		...of,
		...judge(move, worse, limit)
	};
}
function judge(move, worse, limit) {
	const asked = askedRegression(require_number.formatNumber(limit.amount), limit.unit, move.unit);
	if (worse <= 0) return {
		verdict: "pass",
		seen: moveText(move),
		asked
	};
	if (limit.unit === "percent" && move.old === 0) return {
		verdict: "inconclusive",
		seen: moveText(move),
		asked,
		reason: "The value on main is 0, and nothing is a percentage of 0: give `max-regression` as a number."
	};
	const size = Math.abs(move.old);
	const failed = exceeds(worse, limit.unit === "percent" ? limit.amount / 100 * size : limit.amount, move.old, move.new);
	const found = limit.unit === "percent" ? worse / size * 100 : worse;
	const [foundText = "", limitText = ""] = failed ? require_number.formatApart(found, limit.amount) : [require_number.formatNumber(found), require_number.formatNumber(limit.amount)];
	const seen = `${moveText(move)}, worse by ${foundText}${limit.unit === "percent" ? "%" : move.unit}`;
	return {
		verdict: failed ? "fail" : "pass",
		seen,
		asked: askedRegression(limitText, limit.unit, move.unit)
	};
}
function withoutOld({ hasBaseline }) {
	return hasBaseline ? "Main has no such metric to compare with." : "There is no measurement of main to compare with yet.";
}
function seenAlone(value, unit) {
	return { seen: require_number.formatNumber(value) + unit };
}
function moveText(move) {
	const text = require_number.formatMove(move.old, move.new);
	return `${text.old} → ${text.new}${move.unit}`;
}
// src/gate/rule.ts
/** Whether the rule judges anything, or only says a direction. */
function judges(rule) {
	return rule.min !== void 0 || rule.max !== void 0 || rule.maxRegression !== void 0;
}
// src/gate/evaluate.ts
/**
* Judges every metric that a rule's glob fits by every check of the rule, in the order of the rules.
* One failed check fails the gate; else one inconclusive check makes it inconclusive, which callers treat as not passing;
* else it passes, also when there are no rules: `rules` is then empty and the report says so.
* A metric that the candidate lacks is inconclusive, never a pass. With `evidence`, `max-regression` of a metric that has
* a range is judged by the range: pass, fail, or what the rule's `when-unclear` says; without, by the values. Never throws.
*/
function evaluateGate(input) {
	const directionOf = require_diff_trees.directionFinder(input.rules);
	const asked = input.rules.filter(judges).map((rule) => {
		const fits = require_diff_trees.nameMatcher(rule.metric);
		return {
			rule,
			judged: input.changes.filter(({ name }) => fits(name)).map((change) => {
				return {
					rule,
					change,
					hasBaseline: input.hasBaseline,
					direction: rule.better ?? directionOf(change.name)
				};
			})
		};
	});
	const ranges = judgeRanges(asked.flatMap(({ judged }) => judged), input.evidence);
	const results = asked.flatMap(({ rule, judged }) => judged.length === 0 ? [checkPresence(rule, void 0, input.changes)] : judged.flatMap((one) => judgeMetric(one, ranges.get(one))));
	const verdict = overall(results);
	const warned = verdict === "pass" && results.some(({ unclear }) => unclear === "warn");
	return {
		verdict,
		rules: results,
		...warned && { warned }
	};
}
function judgeMetric(judged, range) {
	const { rule, change } = judged;
	if (change.new === void 0) return [checkPresence(rule, change, [])];
	const results = [];
	if (rule.min !== void 0) results.push(checkBound(judged, "min", rule.min));
	if (rule.max !== void 0) results.push(checkBound(judged, "max", rule.max));
	if (rule.maxRegression !== void 0) {
		const result = checkRegression(judged, rule.maxRegression);
		results.push(range === void 0 ? result : withRange(result, range));
	}
	return results;
}
function overall(results) {
	if (results.some(({ verdict }) => verdict === "fail")) return "fail";
	return results.some(({ verdict }) => verdict === "inconclusive") ? "inconclusive" : "pass";
}
// src/history/trend.ts
/**
* How metrics went over records (oldest first), one trend for each file that has the name, in the order of the names.
* A commit that was measured again counts once, as it was measured last, where it was measured first. Records without
* the metric, or in which it is no number, have no point; a metric without points has no trend.
*/
function trendOf(records, names) {
	const wanted = new Set(names);
	const found = /* @__PURE__ */ new Map();
	for (const { sha, measuredAt, metrics } of newestOfEach(records)) for (const { file, name, value } of metrics) {
		if (value.kind !== "number" || !wanted.has(name)) continue;
		const key = require_diff_trees.metricKey({
			file,
			name
		});
		const trend = found.get(key) ?? {
			file,
			name,
			points: []
		};
		trend.points.push({
			sha,
			measuredAt,
			value: value.value
		});
		found.set(key, trend);
	}
	const trends = [...found.values()];
	return [...wanted].flatMap((name) => trends.filter((trend) => trend.name === name));
}
function newestOfEach(records) {
	return [...new Map(records.map((record) => [record.sha, record])).values()];
}
// src/statistics/computed-metrics.ts
/**
* What the predictions say beyond the metrics files: every metric that a glob of `asked` names and no file has, and
* those that are better or worse for sure; a file's metric of the same name but another value is another one. `asked` names one in any of its spellings; a glob that fits a metric of the
* files means those only. Main's values are left out without `hasMain`.
*/
function computedMetrics(input) {
	const { changes, comparison, file, asked, hasMain } = input;
	const found = /* @__PURE__ */ new Map();
	const add = (name, compared) => {
		if (!found.has(name)) found.set(name, fromPredictions({
			file,
			name
		}, compared, hasMain));
	};
	for (const glob of asked.filter((one) => !changes.some(({ name }) => require_diff_trees.nameMatcher(one)(name)))) {
		const fitting = comparison.rows.filter(({ row }) => require_diff_trees.nameMatcher(glob)(row.metric));
		for (const one of fitting) add(one.row.metric, one);
		const alias = comparison.rows.find(({ row }) => namesOf(row.metric).has(require_measured_file.plainName(glob)));
		if (fitting.length === 0 && alias !== void 0 && !glob.includes("*")) add(glob, alias);
	}
	if (!hasMain) return [...found.values()];
	const used = new Set([...found.values()].map(({ compared }) => compared));
	const written = new Set(evidenceFor(changes, comparison).rows.values());
	for (const one of comparison.rows) if ((one.row.label === "worse" || one.row.label === "better") && !used.has(one.row) && !written.has(one)) add(one.row.metric, one);
	return [...found.values()];
}
function fromPredictions({ file, name }, { row, interval }, hasMain) {
	const main = hasMain ? row.main : null;
	const isBoth = main !== null && row.pr !== null;
	return {
		change: {
			file,
			name,
			old: main === null ? void 0 : {
				kind: "number",
				value: main
			},
			new: numberOrUndefined(row.pr),
			change: isBoth ? row.delta ?? void 0 : void 0,
			relative: isBoth && main !== 0 && row.delta !== null ? row.delta / Math.abs(main) : void 0
		},
		compared: row,
		evidence: hasMain && interval !== void 0 ? metricEvidence(interval, row) : void 0
	};
}
function numberOrUndefined(computed) {
	return computed === null ? {
		kind: "text",
		text: "undefined"
	} : {
		kind: "number",
		value: computed
	};
}
/** What a gate judges and by which ranges, where the predictions add to the files. */
function withComputed(changes, evidence, computed) {
	const own = computed.flatMap((one) => one.evidence === void 0 ? [] : [[require_diff_trees.metricKey(one.change), one.evidence]]);
	return {
		changes: [...changes, ...computed.map(({ change }) => change)],
		evidence: new Map([...evidence ?? [], ...own])
	};
}
// action/compare-examples.ts
/**
* Compares candidate and baseline example by example, where both have predictions. What is wrong with the candidate's
* file is thrown when a gate would judge by it; else, and when it is main's, it only takes the comparison away.
* @throws UserError when the candidate's predictions cannot be read and a rule needs them.
*/
function compareExamples(given) {
	const { baseline, measurement, changes, rules } = given;
	const without = (testSet, ...notes) => {
		return {
			comparison: void 0,
			evidence: void 0,
			computed: computedFor({
				measurement,
				changes,
				rules,
				comparison: void 0
			}),
			testSet,
			notes
		};
	};
	if (measurement.predictions === void 0) return without(void 0);
	const candidate = readCandidate(measurement.predictions);
	if (candidate instanceof require_errors.UserError) {
		if (rules.some((rule) => judgesByExamples(rule, changes))) throw candidate;
		return without(void 0, `The predictions are not used: ${candidate.message}`);
	}
	const testSet = candidate.kind === "predictions" ? candidate.predictions.testSet : void 0;
	const kept = baseline.kind === "none" ? void 0 : baseline.predictions;
	if (kept === void 0) return without(testSet, ...noteWithoutMain(baseline, measurement.predictions.text));
	try {
		const comparison = require_measured_file.compare(require_measured_file.readMeasured(kept, `${measurement.predictions.path} of main`), candidate);
		const { evidence, notes } = evidenceFor(changes, comparison);
		return {
			comparison,
			evidence,
			computed: computedFor({
				measurement,
				changes,
				rules,
				comparison
			}),
			testSet,
			notes
		};
	} catch (error) {
		if (!(error instanceof require_errors.UserError)) throw error;
		return without(testSet, `The predictions could not be compared: ${error.message}`);
	}
}
/** Why main's predictions are not there; nothing is said where nothing of main is. */
function noteWithoutMain(baseline, candidate) {
	if (baseline.kind === "none") return [];
	const tooLarge = notKept(candidate);
	return [`Main’s predictions are ${tooLarge === void 0 ? "not kept yet" : `not kept (${tooLarge})`}, so it cannot be told whether the differences are real.`];
}
function readCandidate({ path, text }) {
	try {
		return require_measured_file.readMeasured(text, path);
	} catch (error) {
		if (error instanceof require_errors.UserError) return error;
		throw error;
	}
}
/** Whether a rule asks for the range of a change, or for a metric that only the predictions have. */
function judgesByExamples(rule, changes) {
	const isInFiles = changes.some(({ name }) => require_diff_trees.nameMatcher(rule.metric)(name));
	return rule.maxRegression !== void 0 || judges(rule) && !isInFiles;
}
/**
* The metrics that the predictions add to those of the files, for a gate's rules. Without a comparison with main only
* those that a rule names, of the candidate alone.
*/
function computedFor(given) {
	const { measurement, changes, rules, comparison } = given;
	if (measurement.predictions === void 0) return [];
	const file = measurement.predictions.path;
	const asked = rules.filter(judges).map(({ metric }) => metric);
	if (comparison !== void 0) return computedMetrics({
		changes,
		comparison,
		file,
		asked,
		hasMain: true
	});
	if (asked.every((glob) => changes.some(({ name }) => require_diff_trees.nameMatcher(glob)(name)))) return [];
	const candidate = readCandidate(measurement.predictions);
	if (candidate instanceof require_errors.UserError) return [];
	return computedMetrics({
		changes,
		comparison: require_measured_file.compare(candidate, candidate),
		file,
		asked,
		hasMain: false
	});
}
// src/shell/clean-environment.ts
const ACTION_ONLY = /^(INPUT_|STATE_|ACTIONS_)/;
const FILE_COMMANDS = /^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY|ARTIFACTS|ARTIFACTS_LIST)$/;
const TOKEN_NAMES = /^(GH|GITHUB)_(ENTERPRISE_)?(TOKEN|PAT)$/;
const TOKEN_VALUES = /\b(gh[opsur]_[A-Za-z0-9._]{20}|github_pat_[A-Za-z0-9_]{20})/;
const GIT_CONFIG = /^GIT_CONFIG_(COUNT|PARAMETERS|KEY_\d+|VALUE_\d+)$/;
/**
* The environment for a command that a pull request can change: without GitHub's tokens, under whatever name,
* without inputs, and without the files through which a step sets outputs and the environment of later steps.
* A secret of the user's own (a storage key, say) stays: the workflow's author put it there for the training.
*/
function cleanEnvironment(env) {
	const inputs = new Set(secretInputs(env));
	const gitAuthorizes = Object.entries(env).some(([name, value]) => GIT_CONFIG.test(name) && /authorization/i.test(value ?? ""));
	const kept = Object.entries(env).filter((entry) => entry[1] !== void 0 && !isGitHubs(entry[0], entry[1]) && !inputs.has(entry[1]) && !(gitAuthorizes && GIT_CONFIG.test(entry[0])));
	return Object.fromEntries(kept);
}
function isGitHubs(name, value) {
	const upper = name.toUpperCase();
	return [
		ACTION_ONLY,
		FILE_COMMANDS,
		TOKEN_NAMES
	].some((names) => names.test(upper)) || TOKEN_VALUES.test(value);
}
function secretInputs(env) {
	return Object.entries(env).flatMap(([name, value]) => /^INPUT_.*TOKEN$/i.test(name) && value ? [value] : []);
}
// src/shell/matching-files.ts
/** Larger files are data, not metrics. */
const LARGEST_BYTES$1 = 33554432;
/**
* Reads the files of a workspace that match globs, each once, sorted by path. Links that leave the workspace are
* refused: what a pull request can put there must not show a runner's own files.
* @param purpose names the kind of file in messages, for example `metrics`.
* @throws UserError for a glob without a file, a link that leaves the workspace, a file that is too large or not UTF-8.
*/
async function readMatchingFiles(workspace, globs, purpose) {
	const files = await findMatchingFiles(workspace, globs, purpose);
	return Promise.all(files.map(async (file) => ({
		path: file.path,
		text: await readText(file)
	})));
}
/**
* Finds the files of a workspace that match globs, each once, sorted by path.
* @throws UserError for a glob without a file, and for a link that leaves the workspace or leads nowhere.
*/
async function findMatchingFiles(workspace, globs, purpose) {
	const { files, refused } = await sortMatchingFiles(workspace, globs, purpose);
	const [mistake] = refused;
	if (mistake !== void 0) throw mistake;
	return files;
}
/**
* As findMatchingFiles, for a reader who can do without some: a link that leaves the workspace or leads nowhere is told
* beside the files that are well.
* @throws UserError for a glob without a file.
*/
async function sortMatchingFiles(workspace, globs, purpose) {
	const root = await (0, node_fs_promises.realpath)(workspace);
	const found = /* @__PURE__ */ new Set();
	for (const pattern of globs) {
		const paths = await matchesOf(root, pattern);
		if (paths.length === 0) throw noMatch(pattern, purpose);
		for (const path of paths) found.add(path);
	}
	const all = await Promise.all([...found].sort().map((path) => insideOf(root, path)));
	return {
		files: all.flatMap((file) => file instanceof require_errors.UserError ? [] : [file]),
		refused: all.filter((file) => file instanceof require_errors.UserError)
	};
}
/** Whether a workspace has a file that matches a glob. */
async function hasMatchingFile(workspace, pattern) {
	return (await matchesOf(await (0, node_fs_promises.realpath)(workspace), pattern)).length > 0;
}
async function matchesOf(root, pattern) {
	const exclude = (name) => name === ".git" || name === "node_modules";
	const paths = await Array.fromAsync((0, node_fs_promises.glob)(pattern, {
		cwd: root,
		exclude
	}));
	return (await Promise.all(paths.map(async (path) => (await orGone((0, node_fs_promises.stat)((0, node_path.join)(root, path))))?.isFile() === false ? [] : [path]))).flat().map((path) => path.split(node_path.sep).join("/"));
}
/** A link may lead nowhere, and a training that still runs may remove a file. */
async function orGone(look) {
	try {
		return await look;
	} catch (error) {
		if (error instanceof Error && "code" in error && ["ENOENT", "ELOOP"].includes(String(error.code))) return void 0;
		throw error;
	}
}
async function insideOf(root, path) {
	const realPath = await orGone((0, node_fs_promises.realpath)((0, node_path.join)(root, path)));
	if (realPath === void 0) return new require_errors.UserError("This is a link to a file that is not there.", {
		place: { file: path },
		fix: "Write the file itself, or remove the link."
	});
	if ((0, node_path.relative)(root, realPath).startsWith("..")) return new require_errors.UserError("This is a link to a file outside the workspace.", {
		place: { file: path },
		fix: "Copy the file into the workspace."
	});
	const { size } = await (0, node_fs_promises.stat)(realPath);
	return {
		path,
		realPath,
		size
	};
}
async function readText({ path, realPath, size }) {
	if (size > LARGEST_BYTES$1) throw new require_errors.UserError(`The file has ${(size / 1024 / 1024).toFixed(0)} MiB.`, {
		place: { file: path },
		fix: "Files above 32 MiB are not read; write the numbers that matter into a smaller one."
	});
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(await (0, node_fs_promises.readFile)(realPath));
	} catch (cause) {
		if (!(cause instanceof TypeError)) throw cause;
		throw new require_errors.UserError("The file is not UTF-8 text.", {
			place: { file: path },
			fix: "Save it as UTF-8.",
			cause
		});
	}
}
function noMatch(pattern, purpose) {
	return new require_errors.UserError(`No ${purpose} file matches \`${pattern}\`.`, { fix: `Check the path in \`.github/serin.yml\`, and that the training writes the file into the workspace.` });
}
// src/shell/last-lines.ts
const LINES = 40;
const LINE_LENGTH = 500;
/** Keeps the end of an output that may be endless: the last 40 lines, each cut at 500 characters. */
var LastLines = class {
	#lines = [];
	#current = "";
	add(text) {
		const parts = text.split("\n");
		for (const [index, part] of parts.entries()) {
			if (index > 0) this.#endLine();
			this.#extend(part);
		}
	}
	/** The lines as a terminal would show them: without colours, and of a progress bar its last state. */
	get() {
		return (this.#current === "" ? this.#lines : [...this.#lines, this.#current]).slice(-40).map(shown$1);
	}
	#extend(part) {
		const line = this.#current + part;
		const redrawn = line.lastIndexOf("\r", line.length - 2);
		this.#current = (redrawn < 0 ? line : line.slice(redrawn + 1)).slice(0, 501);
	}
	#endLine() {
		this.#lines.push(this.#current);
		if (this.#lines.length > LINES) this.#lines.shift();
		this.#current = "";
	}
};
function shown$1(line) {
	const plain = (0, node_util.stripVTControlCharacters)(line.replace(/\r$/, ""));
	return plain.length > LINE_LENGTH ? `${plain.slice(0, LINE_LENGTH)}…` : plain;
}
// src/shell/process.ts
const KILL_AFTER_MS = 5e3;
const DRAIN_MS = 500;
const POLL_MS = 50;
/**
* Runs a shell command in a process group of its own and waits for its end.
* What the command leaves running is ended with it, so that nothing can change the results afterwards.
* Throws a UserError when `cwd` is no folder; a command that fails is a normal result.
*/
async function runProcess(options) {
	if (!(0, node_fs.existsSync)(options.cwd)) throw new require_errors.UserError("The folder to run in does not exist.", { place: { file: options.cwd } });
	const started = performance.now();
	const [shell, args] = shellFor(options.env);
	const child = (0, node_child_process.spawn)(shell, [...args, options.command], {
		cwd: options.cwd,
		env: { ...options.env },
		stdio: [
			"ignore",
			"pipe",
			"pipe"
		],
		detached: true
	});
	const output = forwardOutput(child, options.onOutput);
	const ending = endOnAbort(child, options);
	try {
		const [exitCode, signal] = await (0, node_events.once)(child, "exit");
		await ending.groupGone();
		await Promise.race([output.closed, (0, node_timers_promises.setTimeout)(DRAIN_MS, void 0, { ref: false })]);
		return {
			exitCode,
			signal,
			lastLines: output.finish(),
			durationMs: performance.now() - started
		};
	} finally {
		ending.stop();
		signalGroup(child, "SIGKILL");
	}
}
function shellFor(env) {
	const bash = (env.PATH ?? "").split(node_path.delimiter).filter((folder) => folder !== "").map((folder) => (0, node_path.join)(folder, "bash")).find(isExecutable);
	return bash === void 0 ? ["/bin/sh", ["-ec"]] : [bash, [
		"--noprofile",
		"--norc",
		"-eo",
		"pipefail",
		"-c"
	]];
}
function isExecutable(file) {
	try {
		(0, node_fs.accessSync)(file, node_fs.constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
function forwardOutput(child, onOutput) {
	const lastLines = new LastLines();
	const streams = [child.stdout, child.stderr];
	let lastCharacter = "\n";
	for (const stream of streams) {
		stream.setEncoding("utf8");
		stream.on("data", (text) => {
			lastLines.add(text);
			lastCharacter = text.at(-1) ?? lastCharacter;
			onOutput(text);
		});
	}
	return {
		closed: new Promise((resolve) => child.once("close", () => resolve())),
		finish() {
			for (const stream of streams) stream.removeAllListeners("data").destroy();
			if (lastCharacter !== "\n") onOutput("\n");
			return lastLines.get();
		}
	};
}
function endOnAbort(child, { signal, killAfterMs = KILL_AFTER_MS }) {
	let killed = false;
	let killing;
	const end = () => {
		signalGroup(child, "SIGTERM");
		killing = setTimeout(() => {
			killed = true;
			signalGroup(child, "SIGKILL");
		}, killAfterMs);
	};
	if (signal?.aborted) end();
	else signal?.addEventListener("abort", end, { once: true });
	return {
		async groupGone() {
			while (killing && !killed && signalGroup(child, 0)) await (0, node_timers_promises.setTimeout)(POLL_MS);
		},
		stop() {
			signal?.removeEventListener("abort", end);
			clearTimeout(killing);
		}
	};
}
/** False when nobody is left in the group whom we may signal (macOS says EPERM when only dead ones are left). */
function signalGroup(child, signal) {
	if (child.pid === void 0) return false;
	try {
		return process.kill(-child.pid, signal);
	} catch (error) {
		if (["ESRCH", "EPERM"].includes(error.code ?? "")) return false;
		throw error;
	}
}
// src/shell/stop-commands.ts
/**
* The lines to print before and after somebody else's output, so that the runner obeys no workflow command in it.
* `token` must be random for each run and unknown to the command; each line needs a line of its own.
* While stopped, groups and masks do not work either: close groups and register masks before.
*/
function stopCommands(token) {
	if (!/^[A-Za-z0-9-]{16,}$/.test(token)) throw new RangeError("A stop token is at least 16 letters, digits or hyphens.");
	return {
		begin: `::stop-commands::${token}`,
		end: `::${token}::`
	};
}
// src/training/command.ts
const COMMAND_LENGTH = 200;
/** A training command that did not end with 0. Its message holds the last lines, `what` does not. */
var TrainingFailure = class extends require_errors.UserError {
	lastLines;
	constructor(what, details) {
		super(what, { fix: details.fix });
		this.lastLines = details.lastLines;
		if (details.lastLines.length > 0) this.message += ` Its last lines:\n${details.lastLines.map((line) => `  ${line}`).join("\n")}`;
	}
};
/** The failure of a training command: how it ended, its last lines, what to look at. */
function trainingFailure(failed) {
	const how = failed.signal === null ? `ended with exit code ${failed.exitCode}` : `was ended by ${failed.signal}`;
	const said = failed.lastLines.length === 0 ? " It printed nothing." : "";
	const { lastLines } = failed;
	return new TrainingFailure(`The training command \`${shorten(failed.command)}\` ${how}.${said}`, {
		fix: adviceFor(failed),
		lastLines
	});
}
function adviceFor({ exitCode, signal }) {
	if (signal === "SIGKILL" || exitCode === 137) return "Nobody asked it to end, so the machine most likely ran out of memory: train on less data or on a larger runner.";
	if (signal === "SIGTERM" || exitCode === 143) return "The run was cancelled or took longer than it may.";
	if (signal === "SIGSEGV" || exitCode === 139) return "A native library crashed: check that its version fits the machine.";
	if (exitCode === 127) return "A program was not found: install it in a step before this one.";
	if (exitCode === 126) return "The program may not be executed: check its permission bits (git update-index --chmod=+x).";
	return "Run the same command in a fresh clone to see the same failure.";
}
function shorten(command) {
	const [first = "", ...more] = command.trim().split("\n");
	const cut = first.slice(0, COMMAND_LENGTH);
	return more.length > 0 || cut.length < first.length ? `${cut} …` : cut;
}
// action/metric-files.ts
/** DVC takes Python as well. */
const READABLE_PARAMS = /\.(?:ya?ml|json|toml|lock)$|\*$/i;
/**
* Reads the files of a workspace that the configuration names, each once.
* @throws UserError for an entry without a file, and for a file that readMatchingFiles refuses.
*/
async function readMetricFiles(workspace, wanted) {
	const found = /* @__PURE__ */ new Map();
	for (const entry of wanted.entries) {
		const format = Object.hasOwn(wanted.formats, entry) ? wanted.formats[entry] : void 0;
		const globs = await globsOf(entry, {
			workspace,
			kind: wanted.kind,
			isOptional: wanted.isOptional ?? false
		});
		for (const file of await readMatchingFiles(workspace, globs, wanted.kind)) if (format !== void 0 || !found.has(file.path)) found.set(file.path, {
			...file,
			...format !== void 0 && { format }
		});
	}
	return [...found.values()];
}
/**
* What an entry of the configuration stands for: itself, or the files that a `dvc.yaml` declares and that are there.
* A stage that was not run has written nothing, and then its metrics show as gone; a pipeline without any file is a
* mistake. A declared folder stands for all in it.
*/
async function globsOf(entry, { workspace, kind, isOptional = false }) {
	const dvcFile = require_model_config.dvcFileOf(entry, kind);
	if (dvcFile === void 0) return isOptional && !await hasMatchingFile(workspace, entry) ? [] : [entry];
	const all = (await readMatchingFiles(workspace, [dvcFile], kind)).flatMap(({ path, text }) => require_model_config.dvcFiles(text, path)[kind]);
	const declared = isOptional && kind === "params" ? all.filter((path) => READABLE_PARAMS.test(path)) : all;
	const globs = [];
	for (const path of declared) if (await hasMatchingFile(workspace, path)) globs.push(path);
	else if (await hasMatchingFile(workspace, `${path}/**/*`)) globs.push(`${path}/**/*`);
	if (globs.length > 0 || isOptional) return globs;
	throw new require_errors.UserError(`The pipeline declares no ${kind} that are there.`, {
		place: { file: dvcFile },
		fix: declared.length === 0 ? `Declare them under \`${kind}:\`, or name the files in \`.github/serin.yml\`.` : `Let the training write ${declared[0]}, for example with \`train: dvc repro\`.`
	});
}
/** The axes of the plots for which an entry of the configuration stands; none for one that is no pipeline. */
async function axesOf(entry, workspace) {
	const dvcFile = require_model_config.dvcFileOf(entry, "plots");
	if (dvcFile === void 0) return [];
	return (await readMatchingFiles(workspace, [dvcFile], "plots")).flatMap(({ path, text }) => require_model_config.dvcAxes(text, path));
}
// src/metrics/mlflow.ts
/** MLflow sets it to the commit that the training ran on. */
const COMMIT_TAG = "mlflow.source.git.commit";
/** MLflow sets it to the id of the run in which another one is nested. */
const PARENT_TAG = "mlflow.parentRunId";
/**
* A run's metrics: the last value of each, which is the one of the highest step, as MLflow shows it; of a metric with
* several values also the best one as `<name>.best` where the name says which way is better, and a curve.
* @param file how the metrics' origin is called; the same for every run, so that runs can be compared.
*/
function runFindings(run, file) {
	return {
		metrics: [...run.history].flatMap(([name, values]) => metricsOf(name, values, file)),
		params: [...run.params].map(([name, text]) => ({
			file,
			name,
			value: require_diff_trees.readWritten(text).value
		})),
		curves: [...run.history].flatMap(([name, values]) => curvesOf(name, values, file))
	};
}
function metricsOf(name, values, file) {
	const metric = {
		file,
		name,
		value: metricValue(values.reduce((newest, value) => isLater(value, newest) ? value : newest))
	};
	const best = values.length === 1 ? void 0 : bestOf(name, values);
	return best === void 0 ? [metric] : [metric, {
		file,
		name: `${name}.best`,
		value: {
			kind: "number",
			value: best
		}
	}];
}
function isLater(one, other) {
	return one.step === other.step ? one.timestamp >= other.timestamp : one.step > other.step;
}
function bestOf(name, values) {
	const direction = require_diff_trees.directionOf(name, []);
	const numbers = values.map(({ value }) => value).filter(Number.isFinite);
	if (direction === "unknown" || numbers.length === 0) return void 0;
	return numbers.reduce((best, value) => direction === "higher" ? Math.max(best, value) : Math.min(best, value));
}
function curvesOf(name, values, file) {
	if (new Set(values.map(({ step }) => step)).size < 2) return [];
	const points = values.map(({ step, value }) => ({
		step,
		value: withInfinity(value)
	}));
	return [require_diff_trees.curveOf({
		file,
		name,
		stepName: "step"
	}, points)].filter((curve) => curve !== void 0);
}
function metricValue({ value }) {
	return require_diff_trees.metricValueOf(withInfinity(value));
}
function withInfinity(value) {
	return Math.abs(value) === Number.MAX_VALUE ? value * 2 : value;
}
// src/metrics/mlflow-choice.ts
/**
* Chooses a run of those that are not deleted: the configured one, else the latest that is tagged with one of the commits,
* else the latest of all, which is the one that the training has just written. Of nested runs it is the outermost: a
* search over parameters logs its result there, and each try in a run of its own. Throws UserError when there is none.
*/
function chooseRun(runs, store, commits) {
	const place = { file: store.path };
	const inExperiment = runs.filter(({ experiment }) => store.experiment === void 0 || experiment === store.experiment);
	if (store.experiment !== void 0 && inExperiment.length === 0) throw new require_errors.UserError(`There is no run of the experiment \`${store.experiment}\`.`, {
		place,
		fix: `Check the name of the experiment, and that the training logs to ${isDatabase(store) ? "this database" : "this folder"}.`
	});
	if (store.runId !== void 0) {
		const run = inExperiment.find(({ id }) => id === store.runId);
		if (run === void 0) throw new require_errors.UserError(`There is no run \`${store.runId}\`.`, {
			place,
			fix: "Check `run-id`."
		});
		return run;
	}
	const newest = [...inExperiment].sort((one, other) => other.startTime - one.startTime);
	const run = newest.find(({ commit }) => commit !== void 0 && commits.includes(commit)) ?? newest[0];
	if (run === void 0) throw withoutRuns(store);
	return outermost$1(run, new Map(inExperiment.map((known) => [known.id, known])));
}
/** MLflow's database in one file, which it keeps by default since version 3.7; else a folder. */
function isDatabase({ path }) {
	return /\.(?:db|sqlite3?)$/i.test(path);
}
/** The mistake of a store that holds no run. */
function withoutRuns(store) {
	if (isDatabase(store)) return new require_errors.UserError("There is no run in this database of MLflow.", {
		place: { file: store.path },
		fix: "Let the training log into it, for example with MLFLOW_TRACKING_URI=sqlite:///mlflow.db."
	});
	return new require_errors.UserError("There is no run of MLflow in this folder.", {
		place: { file: store.path },
		fix: "MLflow 3 logs into `mlflow.db` unless it is told otherwise, and keeps artifacts alone here: write `path: mlflow.db`. For a folder, set MLFLOW_TRACKING_URI=file:./mlruns and MLFLOW_ALLOW_FILE_STORE=true."
	});
}
function outermost$1(run, known) {
	known.delete(run.id);
	const parent = run.parent === void 0 ? void 0 : known.get(run.parent);
	return parent === void 0 ? run : outermost$1(parent, known);
}
// src/metrics/mlflow-rest.ts
const API = "/api/2.0/mlflow";
/** The most that the server allows for one page. */
const HISTORY_PAGE = 25e3;
function experimentRequest(name) {
	return {
		method: "GET",
		path: `${API}/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`
	};
}
/** The newest run that is tagged with the commit. `commit` is a full sha. */
function runSearchRequest(experimentId, commit) {
	if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new Error(`${commit} is no commit`);
	const body = {
		experiment_ids: [experimentId],
		filter: `tags.\`${COMMIT_TAG}\` = '${commit}'`,
		run_view_type: "ACTIVE_ONLY",
		max_results: 1,
		order_by: ["attributes.start_time DESC"]
	};
	return {
		method: "POST",
		path: `${API}/runs/search`,
		body: JSON.stringify(body)
	};
}
function runRequest(runId) {
	return {
		method: "GET",
		path: `${API}/runs/get?run_id=${encodeURIComponent(runId)}`
	};
}
function historyRequest(runId, metric, pageToken) {
	const query = new URLSearchParams({
		run_id: runId,
		metric_key: metric,
		max_results: String(HISTORY_PAGE)
	});
	if (pageToken !== void 0) query.set("page_token", pageToken);
	return {
		method: "GET",
		path: `${API}/metrics/get-history?${query}`
	};
}
/** The id in an answer of `experiments/get-by-name`. Like the other readers it throws UserError for any other answer. */
function experimentIdIn(answer, server) {
	const experiment = objectIn(answer, server).get("experiment");
	const id = require_diff_trees.isObject(experiment) ? experiment.get("experiment_id") : void 0;
	if (typeof id !== "string") throw strange(server, "experiment");
	return id;
}
/** The run in an answer of `runs/get`, the first one in an answer of `runs/search`; undefined when that found none. */
function runIn$1(answer, server) {
	const document = objectIn(answer, server);
	const runs = document.get("runs");
	const run = document.get("run") ?? (require_diff_trees.isList(runs) ? runs[0] : void 0);
	if (run === void 0) return void 0;
	const info = require_diff_trees.isObject(run) ? run.get("info") : void 0;
	const data = require_diff_trees.isObject(run) ? run.get("data") : void 0;
	const id = require_diff_trees.isObject(info) ? info.get("run_id") ?? info.get("run_uuid") : void 0;
	if (typeof id !== "string") throw strange(server, "run");
	return {
		id,
		last: new Map(itemsOf(data, "metrics").map((item) => [textOf$2(item, "key"), loggedIn(item, server)])),
		params: new Map(itemsOf(data, "params").map((item) => [textOf$2(item, "key"), textOf$2(item, "value")])),
		parent: itemsOf(data, "tags").flatMap((item) => item.get("key") === "mlflow.parentRunId" ? [textOf$2(item, "value")] : [])[0]
	};
}
/** One page of `metrics/get-history`. */
function historyIn(answer, server) {
	const document = objectIn(answer, server);
	return {
		values: itemsOf(document, "metrics").map((item) => loggedIn(item, server)),
		nextPage: textOf$2(document, "next_page_token") || void 0
	};
}
/** The server's own sentence in an answer that is an error. */
function complaintIn(answer, server) {
	if (!answer.trimStart().startsWith("{")) return void 0;
	const message = objectIn(answer, server).get("message");
	return typeof message === "string" ? message.slice(0, 300) : void 0;
}
function objectIn(answer, server) {
	const document = require_diff_trees.readJson(answer, server);
	if (!require_diff_trees.isObject(document)) throw strange(server, "object");
	return document;
}
function itemsOf(node, key) {
	const items = require_diff_trees.isObject(node) ? node.get(key) : void 0;
	return require_diff_trees.isList(items) ? items.filter(require_diff_trees.isObject) : [];
}
function textOf$2(item, key) {
	const text = item.get(key);
	return typeof text === "string" ? text : "";
}
/** Protocol Buffers leave zeros out. */
function loggedIn(item, server) {
	const number = (key) => require_diff_trees.numberIn(item.get(key) ?? 0) ?? NaN;
	const [value, step, timestamp] = [
		number("value"),
		number("step"),
		number("timestamp")
	];
	if (Number.isNaN(step) || Number.isNaN(timestamp)) throw strange(server, "metric");
	return {
		value,
		step,
		timestamp
	};
}
function strange(server, part) {
	return new require_errors.UserError(`The answer of this MLflow server holds no ${part} where it should.`, {
		place: { file: server },
		fix: "Check `tracking-uri`: it is the address that MLFLOW_TRACKING_URI has, without /api."
	});
}
// src/metrics/mlflow-store.ts
/** The globs of the files that runInStore needs: what each experiment and each run is. */
function storeIndexGlobs({ path }) {
	const tags = [COMMIT_TAG, PARENT_TAG].map((tag) => `${path}/*/*/tags/${tag}`);
	return [
		`${path}/*/meta.yaml`,
		`${path}/*/*/meta.yaml`,
		...tags
	];
}
/** The globs of the files that parseStoredRun needs. */
function storedRunGlobs(folder) {
	return [`${folder}/metrics/**`, `${folder}/params/**`];
}
/** The folder of the run that chooseRun chooses by the files of storeIndexGlobs; it says what is thrown. */
function runInStore(files, store, commits) {
	const texts = new Map(files.map(({ path, text }) => [path, text]));
	return chooseRun(files.flatMap((file) => runOf(file, texts, store)), store, commits).folder;
}
/** None for a deleted run, and for one of a deleted experiment. */
function runOf({ path, text }, texts, store) {
	const parts = path.slice(store.path.length + 1).split("/");
	if (parts.length !== 3 || parts[2] !== "meta.yaml") return [];
	const { run_id, run_uuid, lifecycle_stage, start_time } = metaOf(text, path);
	const id = run_id ?? run_uuid;
	const folder = path.slice(0, -10);
	const home = `${folder.slice(0, folder.lastIndexOf("/"))}/meta.yaml`;
	const experiment = metaOf(texts.get(home) ?? "", home);
	if (typeof id !== "string" || lifecycle_stage === "deleted" || experiment.lifecycle_stage === "deleted") return [];
	const tag = (name) => texts.get(`${folder}/tags/${name}`)?.trim();
	return [{
		id,
		folder,
		experiment: typeof experiment.name === "string" ? experiment.name : void 0,
		startTime: Number(start_time ?? 0),
		commit: tag(COMMIT_TAG),
		parent: tag(PARENT_TAG)
	}];
}
function metaOf(text, file) {
	const value = require_read.readYaml(text, { file }).documents[0]?.value;
	return typeof value === "object" && value !== null ? value : {};
}
/**
* Reads the files of one run: `metrics/<name>` holds lines of `timestamp value step` (further words are the dataset's),
* `params/<name>` a text; a name may have slashes. Throws UserError with file and line for another line.
*/
function parseStoredRun(files, folder) {
	const below = (part) => files.flatMap(({ path, text }) => {
		const prefix = `${folder}/${part}/`;
		return path.startsWith(prefix) ? [{
			name: path.slice(prefix.length),
			path,
			text
		}] : [];
	});
	const logged = below("metrics").map(({ name, path, text }) => [name, valuesIn$1(text, path)]);
	return {
		history: new Map(logged.filter(([, values]) => values.length > 0)),
		params: new Map(below("params").map(({ name, text }) => [name, text]))
	};
}
function valuesIn$1(text, file) {
	return text.split(/\r?\n/).flatMap((line, index) => {
		if (line.trim() === "") return [];
		const [timestamp = "", written = "", step = "0"] = line.trim().split(/\s+/);
		const value = numberOf(written);
		if (value === void 0 || !/^\d+$/.test(timestamp) || !/^-?\d+$/.test(step)) throw new require_errors.UserError("This line is not `timestamp value step`.", {
			place: {
				file,
				line: index + 1
			},
			fix: "The folder is not one that MLflow wrote; check `path`."
		});
		return [{
			value,
			step: Number(step),
			timestamp: Number(timestamp)
		}];
	});
}
/** Python's spelling of a float. */
function numberOf(written) {
	const { value } = require_diff_trees.readWritten(written);
	if (value.kind === "number") return value.value;
	return /^(NaN|-?Infinity)$/.test(value.text) ? Number(value.text) : void 0;
}
// src/shell/http-text.ts
const LONGEST_WAIT_MS = 3e4;
const LARGEST_BYTES = 33554432;
/**
* Sends a request and reads the answer as text, whatever its status. A redirect is an answer like others: headers
* with a password go to no second server.
* @throws UserError when the server cannot be reached or takes longer than 30 s, and for more than 32 MiB.
*/
async function requestText({ method, url, headers, body, signal }) {
	const init = {
		method,
		headers,
		redirect: "manual",
		...body !== void 0 && { body }
	};
	try {
		const answer = await fetch(url, {
			...init,
			signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT_MS)])
		});
		return {
			status: answer.status,
			text: await textOf$1(answer)
		};
	} catch (cause) {
		if (cause instanceof require_errors.UserError || signal.aborted) throw cause;
		const { host } = new URL(url);
		throw new require_errors.UserError(`The server ${host} cannot be reached: ${reasonOf(cause)}.`, {
			fix: "Check the address, and that this runner can reach it.",
			cause
		});
	}
}
async function textOf$1(answer) {
	const chunks = [];
	let size = 0;
	for await (const chunk of answer.body ?? []) {
		size += chunk.byteLength;
		if (size > LARGEST_BYTES) throw new require_errors.UserError(`The answer of ${new URL(answer.url).host} is larger than 32 MiB.`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}
function reasonOf(cause) {
	if (cause instanceof DOMException && cause.name === "TimeoutError") return `no answer in ${LONGEST_WAIT_MS / 1e3} s`;
	const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
	return inner instanceof Error ? inner.message : String(inner);
}
// action/mlflow-database.ts
const RUNS = `SELECT r.run_uuid AS id, r.start_time AS startTime, e.name AS experiment, c.value AS "commit", p.value AS parent
FROM runs r JOIN experiments e ON e.experiment_id = r.experiment_id
LEFT JOIN tags c ON c.run_uuid = r.run_uuid AND c.key = '${COMMIT_TAG}'
LEFT JOIN tags p ON p.run_uuid = r.run_uuid AND p.key = '${PARENT_TAG}'
WHERE r.lifecycle_stage = 'active' AND e.lifecycle_stage = 'active'`;
const METRICS = `SELECT key, value, is_nan AS isNaN, step, timestamp FROM metrics WHERE run_uuid = ? ORDER BY timestamp, step LIMIT 1000000`;
const PARAMS = "SELECT key, value FROM params WHERE run_uuid = ? ORDER BY key LIMIT 1000000";
/**
* Reads a run from MLflow's database in the workspace, which is what it logs into unless it is told otherwise.
* @throws UserError when the file is no such database, or holds no such run.
*/
async function readDatabase(store, { workspace, commits }) {
	const [file] = await findMatchingFiles(workspace, [store.path], "metrics");
	if (file === void 0) throw new Error("findMatchingFiles gives a file or throws");
	const database = await open(file.realPath, store);
	try {
		return runIn(database, store, commits);
	} catch (error) {
		if (error instanceof Error && "errcode" in error) throw noDatabase(store, error);
		throw error;
	} finally {
		database.close();
	}
}
async function open(path, store) {
	try {
		const { DatabaseSync } = await Promise.resolve().then(() => /* @__PURE__ */ require_rolldown_runtime.__toESM(require("node:sqlite"), 1));
		return new DatabaseSync(path, { readOnly: true });
	} catch (cause) {
		throw noDatabase(store, cause);
	}
}
function noDatabase(store, cause) {
	const why = cause instanceof Error ? cause.message : String(cause);
	return new require_errors.UserError(`This database of MLflow cannot be read (${why}).`, {
		place: { file: store.path },
		fix: "Check that the training has written it with MLflow 2 or 3 and has ended; a server is named by `tracking-uri`.",
		cause
	});
}
function runIn(database, store, commits) {
	const { id } = chooseRun(database.prepare(RUNS).all().map(knownRun), store, commits);
	const history = /* @__PURE__ */ new Map();
	for (const { key, value, isNaN: isNoNumber, step, timestamp } of database.prepare(METRICS).all(id)) {
		const logged = {
			value: isNoNumber ? NaN : Number(value),
			step: Number(step),
			timestamp: Number(timestamp)
		};
		const known = history.get(String(key));
		if (known === void 0) history.set(String(key), [logged]);
		else known.push(logged);
	}
	const params = database.prepare(PARAMS).all(id);
	return {
		history,
		params: new Map(params.map(({ key, value }) => [String(key), String(value ?? "")]))
	};
}
function knownRun({ id, startTime, experiment, commit, parent }) {
	const text = (value) => typeof value === "string" ? value : void 0;
	return {
		id: String(id),
		startTime: Number(startTime),
		experiment: text(experiment),
		commit: text(commit),
		parent: text(parent)
	};
}
// action/mlflow.ts
/**
* Reads a run of MLflow: its metrics, parameters and curves.
* @throws UserError when the folder or server has no such run, or the server cannot be reached or refuses.
*/
async function readMlflow(source, place) {
	switch (source.kind) {
		case "store": return runFindings(await (isDatabase(source) ? readDatabase : readStored)(source, place), source.path);
		case "server": return runFindings(await readServed(source, place), "mlflow");
	}
}
async function readStored(store, { workspace, commits }) {
	const read = async (globs) => {
		const present = await Promise.all(globs.map((glob) => hasMatchingFile(workspace, glob)));
		return readMatchingFiles(workspace, globs.filter((_, index) => present[index]), "metrics");
	};
	const folder = runInStore(await read(storeIndexGlobs(store)), store, commits);
	return parseStoredRun(await read(storedRunGlobs(folder)), folder);
}
/** Curves beyond this many metrics are left out: each is one request. */
const MOST_HISTORIES = 100;
const MOST_PAGES = 4;
async function readServed(server, place) {
	const ask = (request) => send(server.trackingUri, request, place);
	const run = await findRun(server, place.commits, ask);
	const history = /* @__PURE__ */ new Map();
	let asked = 0;
	for (const [name, last] of run.last) {
		const hasSteps = last.step > 0 && asked < MOST_HISTORIES;
		if (hasSteps) asked += 1;
		const values = hasSteps ? await readHistory(run.id, name, ask) : [];
		const isLast = ({ step, timestamp }) => step === last.step && timestamp === last.timestamp;
		history.set(name, [...values.filter((value) => !isLast(value)), last]);
	}
	return {
		history,
		params: run.params
	};
}
async function findRun({ trackingUri, wanted }, commits, ask) {
	if (wanted.kind === "run") {
		const run = runIn$1(await ask(runRequest(wanted.runId)), trackingUri);
		if (run === void 0) throw new require_errors.UserError(`There is no run \`${wanted.runId}\`.`, { place: { file: trackingUri } });
		return run;
	}
	const id = experimentIdIn(await ask(experimentRequest(wanted.experiment)), trackingUri);
	for (const commit of commits) {
		const run = runIn$1(await ask(runSearchRequest(id, commit)), trackingUri);
		if (run !== void 0) return outermost(run, trackingUri, ask);
	}
	const shas = commits.map((commit) => commit.slice(0, 7)).join(" or ");
	throw new require_errors.UserError(`The experiment \`${wanted.experiment}\` has no run of the commit ${shas}.`, {
		place: { file: trackingUri },
		fix: "Let the training set the tag `mlflow.source.git.commit` (MLflow does, in a git checkout), or write `run-id`."
	});
}
const DEEPEST_NESTING = 10;
/** A search over parameters logs its result in the outermost run, and each try in one of its own, which begins later. */
async function outermost(run, trackingUri, ask) {
	let outer = run;
	for (let depth = 0; depth < DEEPEST_NESTING && outer.parent !== void 0; depth += 1) {
		const parent = runIn$1(await ask(runRequest(outer.parent)), trackingUri);
		if (parent === void 0) break;
		outer = parent;
	}
	return outer;
}
async function readHistory(runId, metric, ask) {
	const values = [];
	let nextPage;
	for (let page = 0; page < MOST_PAGES; page += 1) {
		const answer = historyIn(await ask(historyRequest(runId, metric, nextPage)), "mlflow");
		values.push(...answer.values);
		nextPage = answer.nextPage;
		if (nextPage === void 0) break;
	}
	return values;
}
async function send(server, { method, path, body }, place) {
	const headers = {
		accept: "application/json",
		"content-type": "application/json",
		...authorization(place.environment)
	};
	const { status, text } = await requestText({
		method,
		url: `${server}${path}`,
		headers,
		signal: place.cancelled,
		...body !== void 0 && { body }
	});
	if (status >= 200 && status < 300) return text;
	throw new require_errors.UserError(`The MLflow server answers ${status}: ${complaintIn(text, server) ?? "no reason given"}.`, {
		place: { file: server },
		fix: fixFor(status)
	});
}
function fixFor(status) {
	if (status === 401 || status === 403) return "Give the step MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, as `env`.";
	return status === 404 ? "Check `experiment`, `run-id` and `tracking-uri`." : "Check that `tracking-uri` is the address of the tracking server itself, and that it is up.";
}
function authorization(environment) {
	const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: name, MLFLOW_TRACKING_PASSWORD: password } = environment;
	if (name && password) return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` };
	return token ? { authorization: `Bearer ${token}` } : {};
}
// src/metrics/axes-table.ts
/**
* The curves of a plot whose axes are named: CSV, TSV, or JSON with a list of objects. Rows without a number on the x axis
* have no point, columns that the file has not no curve; a text that is not of its format has none at all.
*/
function curvesOver({ path, text }, { x, y }) {
	const [header, ...rows] = tableOrNothing(path, text)?.rows ?? [];
	if (header === void 0 || x !== void 0 && !header.cells.includes(x)) return [];
	return y.flatMap((name) => {
		const column = header.cells.indexOf(name);
		const points = rows.flatMap(({ cells }, index) => {
			const step = x === void 0 ? index : numberIn(cells[header.cells.indexOf(x)]);
			const value = numberIn(cells[column]);
			return step === void 0 || !Number.isFinite(step) || value === void 0 ? [] : [{
				step,
				value
			}];
		});
		const curve = require_diff_trees.curveOf({
			file: path,
			name,
			stepName: x ?? "row"
		}, points);
		return curve === void 0 ? [] : [curve];
	});
}
function tableOrNothing(path, text) {
	try {
		return tableIn(path, text);
	} catch (error) {
		if (error instanceof require_errors.UserError) return void 0;
		throw error;
	}
}
function tableIn(path, text) {
	const { ending, isJson, json } = require_diff_trees.openFile(path, text);
	if (ending === ".csv") return require_registry.readTable(text, {
		file: path,
		delimiter: require_registry.delimiterOf(text)
	});
	if (ending === ".tsv") return require_registry.readTable(text, {
		file: path,
		delimiter: "	"
	});
	if (!isJson) return void 0;
	const document = json();
	return (require_diff_trees.isObject(document) ? [...document.values()] : [document]).map((list) => require_diff_trees.objectsAsTable(list, path)).find((table) => table !== void 0);
}
function numberIn(cell) {
	const { value } = require_diff_trees.readWritten(cell ?? "");
	if (value.kind === "number") return value.value;
	return /^(?:NaN|-?Infinity)$/.test(value.text) ? Number(value.text) : void 0;
}
// src/report/svg.ts
/** Elements of SVG and HTML that run, embed or load something. Names in XML may have a prefix. */
const ACTIVE = /<(?:[\w.-]+:)?(script|foreignObject|iframe|embed|object|handler|listener|audio|video)\b/i;
const HANDLER = /[\s"'/]on[a-z]+\s*=\s*["']/i;
const REFERENCE = /\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const STYLE_REFERENCE = /url\(\s*["']?([^)"']*)/gi;
/** A part of the same document, or a picture of dots within it. */
const OWN = /^\s*(?:#|data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/=\s]*$|$)/i;
/**
* What an SVG does besides being a picture, as the end of `an SVG with …`; undefined when it only draws. A browser runs
* none of it where the picture stands in a report, but the picture can also be opened by itself. What draws is all that
* plotting libraries write, so anything else is refused as a whole rather than taken out.
*/
function svgDanger(text) {
	if (/<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)/i.test(text)) return "declarations of its own";
	if (/<\?xml-stylesheet|@import/i.test(text)) return "a style sheet from elsewhere";
	if (ACTIVE.test(text)) return "a script or an embedded document";
	if (HANDLER.test(text)) return "an event handler";
	if (/attributeName\s*=\s*["']\s*(?:[\w.-]+:)?(?:href|on)/i.test(text)) return "an animated address";
	return hasForeignReference(text) ? "an address outside itself" : void 0;
}
function hasForeignReference(text) {
	const references = [...text.matchAll(REFERENCE)].map(([, double, single]) => double ?? single ?? "");
	const styles = [...text.matchAll(STYLE_REFERENCE)].map(([, address]) => address ?? "");
	return [...references, ...styles].some((address) => !OWN.test(address));
}
// src/report/picture.ts
const PNG = [
	137,
	80,
	78,
	71,
	13,
	10,
	26,
	10
];
/** The last chunk of every PNG, with its checksum. Source: PNG specification, 11.2.5. */
const PNG_END = [
	73,
	69,
	78,
	68,
	174,
	66,
	96,
	130
];
const JPEG = [
	255,
	216,
	255
];
const JPEG_END = [255, 217];
/** Some writers put zeros or a comment behind the end. */
const TRAILING_BYTES = 1024;
/** Recognises a picture by its content; its name says nothing. */
function pictureOf(bytes) {
	if (bytes.length === 0) return {
		kind: "unusable",
		reason: "is empty"
	};
	if (startsWith(bytes, PNG)) return endsWith(bytes, PNG_END) ? picture("png") : CUT_OFF;
	if (startsWith(bytes, JPEG)) return endsWith(bytes, JPEG_END) ? picture("jpeg") : CUT_OFF;
	const text = textOf(bytes);
	if (text === void 0) return {
		kind: "unusable",
		reason: "is no PNG, JPEG or SVG picture"
	};
	if (!isSvg(text)) return {
		kind: "text",
		text
	};
	const danger = svgDanger(text);
	return danger === void 0 ? picture("svg") : {
		kind: "unusable",
		reason: `is an SVG with ${danger}`
	};
}
const CUT_OFF = {
	kind: "unusable",
	reason: "is cut off"
};
function picture(type) {
	return {
		kind: "picture",
		type
	};
}
function startsWith(bytes, signature) {
	return signature.every((byte, index) => bytes[index] === byte);
}
function endsWith(bytes, signature) {
	const first = Math.max(0, bytes.length - signature.length - TRAILING_BYTES);
	for (let at = bytes.length - signature.length; at >= first; at -= 1) if (signature.every((byte, index) => bytes[at + index] === byte)) return true;
	return false;
}
function textOf(bytes) {
	if (bytes.includes(0)) return void 0;
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return;
	}
}
const LONGEST_PROLOGUE = 2e4;
/** What may stand before the root element: a declaration, a document type, comments, white space. */
function isSvg(text) {
	let rest = text.slice(0, LONGEST_PROLOGUE).trimStart();
	for (;;) {
		const end = PROLOGUE.find(([begin]) => rest.toLowerCase().startsWith(begin))?.[1];
		if (end === void 0) return /^<svg[\s>]/.test(rest);
		const at = rest.indexOf(end);
		if (at < 0) return false;
		rest = rest.slice(at + end.length).trimStart();
	}
}
const PROLOGUE = [
	["<?", "?>"],
	["<!--", "-->"],
	["<!doctype svg", ">"]
];
// action/or-mistake.ts
/**
* Does a part of the work. What a person can put right, and what GitHub could not do just now, becomes a part of the
* result, so that it is told with everything else that the run found out; everything else is thrown on.
* @param doing continues "when Serin wanted to …".
*/
async function orMistake(doing, work) {
	try {
		return await work();
	} catch (error) {
		const mistake = error instanceof require_errors.UserError ? error : passingFailure(error, doing);
		if (mistake === void 0) throw error;
		return mistake;
	}
}
// action/plots.ts
/** GitHub shows no larger picture through its proxy, and a reader on a phone waits for each; tables have as much room. */
const LARGEST_PLOT_BYTES = 5242880;
const LARGEST_TOTAL_BYTES = 20971520;
/** Of files that are looked at, so that a glob over a data set ends. */
const MOST_FILES = 300;
const MOST_NOTES = 5;
/**
* Reads a model's plots from the workspace. None of it makes the evaluation fail: what cannot be shown becomes a note.
*/
async function readPlots({ plots = [], alongside = [] }, workspace) {
	const isOptional = alongside.includes("plots");
	const files = /* @__PURE__ */ new Map();
	const notes = [];
	const axes = [];
	for (const entry of plots) {
		const found = await orMistake("read the plots", async () => sortMatchingFiles(workspace, await globsOf(entry, {
			workspace,
			kind: "plots",
			isOptional
		}), "plots"));
		if (found instanceof require_errors.UserError) notes.push(sentence(found));
		else {
			for (const file of found.files) files.set(file.path, file);
			axes.push(...await axesOf(entry, workspace));
			for (const { place, what } of found.refused) notes.push(noteOn(place.file ?? entry, what.replace(/^This/, "it")));
		}
	}
	const seen = [...files.values()].slice(0, MOST_FILES);
	const read = await readInTurn(seen, axes);
	const tooMany = files.size - seen.length;
	return {
		pictures: read.flatMap((plot) => plot.kind === "picture" ? [plot.picture] : []),
		values: joined(read.flatMap((plot) => plot.kind === "values" ? [plot.values] : [])),
		notes: shortened([
			...tooMany > 0 ? [`\`plots\` names ${files.size} files; ${tooMany} of them were not looked at.`] : [],
			...new Set(notes),
			...read.flatMap((plot) => plot.kind === "left out" ? [plot.note] : [])
		])
	};
}
async function readInTurn(files, axes) {
	const read = [];
	const taken = {
		count: 0,
		bytes: 0
	};
	for (const file of files) {
		const plot = await readPlot(file, axes.filter((plot) => plot.file === file.path));
		if (plot.kind !== "picture") read.push(plot);
		else if (taken.count >= 30) read.push(leftOut(file.path, `at most 30 plots are shown`));
		else if (taken.bytes + file.size > LARGEST_TOTAL_BYTES) read.push(leftOut(file.path, `all plots together may have ${mebibytes(LARGEST_TOTAL_BYTES)}`));
		else {
			taken.count += 1;
			taken.bytes += file.size;
			read.push(plot);
		}
	}
	return read;
}
async function readPlot({ path, realPath, size }, axes) {
	if (size > LARGEST_PLOT_BYTES) return leftOut(path, `it has ${mebibytes(size)}, and a plot may have ${mebibytes(LARGEST_PLOT_BYTES)}`);
	if (/[\p{Cc}\\]/u.test(path)) return leftOut(path, "its name has a control character or a backslash");
	const bytes = await orUnreadable((0, node_fs_promises.readFile)(realPath));
	if (bytes instanceof require_errors.UserError) return leftOut(path, bytes.what);
	const found = pictureOf(bytes);
	switch (found.kind) {
		case "picture": return {
			kind: "picture",
			picture: {
				path,
				type: found.type,
				bytes
			}
		};
		case "unusable": return leftOut(path, `it ${found.reason}`);
		case "text": return readValues(path, found.text, axes);
	}
}
/** A file that this process may not read says nothing about the others. */
async function orUnreadable(bytes) {
	try {
		return await bytes;
	} catch (cause) {
		if (!(cause instanceof Error && "code" in cause)) throw cause;
		return new require_errors.UserError(`it cannot be read (${cause.code})`, { cause });
	}
}
function readValues(path, text, axes) {
	const values = valuesIn(path, text);
	if (!(values instanceof require_errors.UserError) && Object.values(values).some((list) => list.length > 0)) return {
		kind: "values",
		values
	};
	const curves = axes.flatMap((plot) => curvesOver({
		path,
		text
	}, plot));
	if (curves.length > 0) return {
		kind: "values",
		values: {
			curves,
			matrices: [],
			classTables: [],
			rocs: []
		}
	};
	return leftOut(path, values instanceof require_errors.UserError ? `${NEITHER}: ${values.what}` : NEITHER);
}
function valuesIn(path, text) {
	try {
		const { metrics: _, ...values } = require_metrics.parseSources([{
			path,
			text
		}]);
		return values;
	} catch (error) {
		if (error instanceof require_errors.UserError) return error;
		throw error;
	}
}
const NEITHER = "it is neither a picture nor a file with a curve, a confusion matrix or a table of classes";
function leftOut(path, why) {
	return {
		kind: "left out",
		note: noteOn(path, why)
	};
}
function noteOn(path, why) {
	return `The plot \`${path}\` is not shown: ${why.replace(/\.$/, "")}.`;
}
function sentence({ what, place }) {
	return place.file === void 0 ? what : `Plots are not shown because of \`${place.file}\`. ${what}`;
}
function shortened(notes) {
	const rest = notes.length - MOST_NOTES;
	return rest > 0 ? [...notes.slice(0, MOST_NOTES), `${rest} more remarks on plots are left out.`] : notes;
}
function joined(parts) {
	return {
		curves: parts.flatMap(({ curves }) => curves),
		matrices: parts.flatMap(({ matrices }) => matrices),
		classTables: parts.flatMap(({ classTables }) => classTables),
		rocs: parts.flatMap(({ rocs }) => rocs)
	};
}
function mebibytes(bytes) {
	return `${Math.round(bytes / 1024 / 1024 * 10) / 10} MiB`;
}
// action/measure.ts
/**
* Trains a model, if its configuration says how, and reads what it wrote.
* @throws UserError when the training fails or a file is not what its name says.
*/
async function measure(model, workplace, { sha, during = (training) => training() }) {
	const { workspace, environment, cancelled } = workplace;
	const { name, train: command } = model;
	const trainingSeconds = command === void 0 ? void 0 : await during(() => train(name, command, workplace));
	const { metricFormats = {}, mlflow = [] } = model;
	const { metrics, ...extras } = require_metrics.parseSources(await readMetricFiles(workspace, {
		entries: model.metrics,
		formats: metricFormats,
		kind: "metrics"
	}));
	const isOptional = model.alongside?.includes("params") ?? false;
	const params = require_metrics.parseMetrics(await readMetricFiles(workspace, {
		entries: model.params,
		formats: {},
		kind: "params",
		isOptional
	}));
	const commits = [environment.GITHUB_SHA, sha].filter((commit) => commit !== void 0);
	const runs = await Promise.all(mlflow.map((run) => readMlflow(run, {
		workspace,
		environment,
		commits,
		cancelled
	})));
	const plotted = plottedBeside(metrics, (await readPlots(model, workspace)).values);
	return {
		metrics: [...metrics, ...runs.flatMap((run) => run.metrics)],
		params: [...params, ...runs.flatMap((run) => run.params)],
		extras: withPlotted({
			...extras,
			curves: [...extras.curves, ...runs.flatMap((run) => run.curves)]
		}, plotted),
		trainingSeconds,
		predictions: await readPredictions(model, workspace)
	};
}
/** A file may be named under `metrics` and under `plots`. */
function plottedBeside(metrics, { curves, matrices, classTables, rocs }) {
	const files = new Set(metrics.map(({ file }) => file));
	const isNew = ({ file }) => !files.has(file);
	return {
		curves: curves.filter(isNew),
		matrices: matrices.filter(isNew),
		classTables: classTables.filter(isNew),
		rocs: rocs.filter(isNew)
	};
}
function withPlotted(extras, plotted) {
	return {
		curves: [...extras.curves, ...plotted.curves],
		matrices: [...extras.matrices, ...plotted.matrices],
		classTables: [...extras.classTables, ...plotted.classTables],
		rocs: [...extras.rocs, ...plotted.rocs]
	};
}
async function readPredictions({ predictions }, workspace) {
	return predictions === void 0 ? void 0 : (await readMatchingFiles(workspace, [predictions], "predictions"))[0];
}
/** What the command prints is shown and never obeyed: workflow commands are off while it runs. */
async function train(name, command, { workspace, environment, log, cancelled, secretText }) {
	const commands = secretText === void 0 ? void 0 : stopCommands(secretText());
	log.info(`Training ${name}: ${command.split("\n", 1)[0]}`);
	if (commands !== void 0) log.raw(`${commands.begin}\n`);
	try {
		const end = await runProcess({
			command,
			cwd: workspace,
			env: cleanEnvironment(environment),
			onOutput: log.raw,
			signal: cancelled
		});
		cancelled.throwIfAborted();
		if (end.exitCode !== 0) throw trainingFailure({
			command,
			...end
		});
		return end.durationMs / 1e3;
	} finally {
		if (commands !== void 0) log.raw(`${commands.end}\n`);
	}
}
// action/evaluate.ts
/**
* The same against a baseline that is there already.
* @throws UserError when the candidate's predictions cannot be read.
*/
function judgeAgainst(baseline, measurement, { settings, sha }) {
	const changes = require_diff_trees.diffMetrics(baseline.kind === "none" ? [] : baseline.metrics, measurement.metrics);
	const examples = compareExamples({
		baseline,
		measurement,
		changes,
		rules: settings.gates
	});
	const gate = evaluateGate({
		rules: settings.gates,
		...withComputed(changes, examples.evidence, examples.computed),
		hasBaseline: baseline.kind !== "none"
	});
	return {
		model: settings.name,
		sha,
		measurement,
		baseline,
		changes,
		examples,
		gate,
		rules: settings.gates
	};
}
/** The report on an evaluation. */
function reportOn(evaluation, around) {
	const { model, rules, sha, measurement, baseline, changes, examples, gate } = evaluation;
	const trainedOnMain = baseline.kind === "none" ? void 0 : baseline.trainingSeconds;
	return {
		model,
		verdict: gate.verdict,
		changes,
		gate,
		rules,
		params: baseline.kind === "none" ? [] : require_diff_trees.diffMetrics(baseline.params, measurement.params),
		baseline: shown(baseline, around),
		candidate: { sha },
		notes: [
			...around.notes,
			...notesOn$1(baseline, around),
			...examples.notes,
			...around.exhibits?.notes ?? []
		],
		sources: measurement.extras,
		...baseline.kind !== "none" && baseline.extras !== void 0 && { baselineSources: baseline.extras },
		trend: trendIn(baseline, rules),
		next: around.next,
		plots: around.exhibits?.plots ?? [],
		files: [...around.exhibits?.files ?? [], ...predictionsSize(measurement, baseline)],
		...around.exhibits?.extra !== void 0 && { extra: around.exhibits.extra },
		computed: examples.computed,
		...examples.comparison !== void 0 && { comparison: examples.comparison },
		...around.caution !== void 0 && { caution: around.caution },
		...around.pullRequest !== void 0 && { pullRequest: around.pullRequest },
		...measurement.trainingSeconds !== void 0 && { trainingSeconds: measurement.trainingSeconds },
		...trainedOnMain !== void 0 && { baselineTrainingSeconds: trainedOnMain },
		...around.runUrl !== void 0 && { runUrl: around.runUrl },
		...around.repositoryUrl !== void 0 && { repositoryUrl: around.repositoryUrl }
	};
}
function predictionsSize({ predictions }, baseline) {
	if (predictions === void 0) return [];
	const main = baseline.kind === "none" ? void 0 : baseline.predictions;
	const mainBytes = main === void 0 ? void 0 : Buffer.byteLength(main);
	const bytes = Buffer.byteLength(predictions.text);
	return [{
		name: predictions.path,
		bytes,
		...mainBytes !== void 0 && { mainBytes }
	}];
}
/** A trend is worth a picture from this many measurements on. */
const SHORTEST_TREND = 3;
/** How the metrics of the gate went on main. */
function trendIn(baseline, rules) {
	if (baseline.kind !== "measured" || baseline.history.length < SHORTEST_TREND) return [];
	const names = new Set(baseline.history.flatMap(({ metrics }) => metrics.map(({ name }) => name)));
	const judged = rules.flatMap(({ metric }) => [...names].filter(require_diff_trees.nameMatcher(metric)));
	return trendOf(baseline.history, [...new Set(judged)]);
}
function shown(baseline, { pullRequest, isClone }) {
	if (baseline.kind !== "none") return {
		kind: baseline.kind,
		sha: baseline.sha
	};
	return {
		kind: "none",
		reason: pullRequest === void 0 && isClone === void 0 && baseline.notes.length === 0 ? "this is its first measurement on main." : baseline.reason
	};
}
function notesOn$1(baseline, { pullRequest, isClone }) {
	if (baseline.kind !== "measured" || baseline.exact) return baseline.notes;
	return [`Main was not measured at the commit ${pullRequest === void 0 ? isClone ? "that this one stands on" : "before this one" : "that this pull request would be merged into"}; \`${baseline.sha.slice(0, 7)}\` is its newest measured one.`, ...baseline.notes];
}
// action/model-outcome.ts
/** The metrics as a flat object; a value that is no number is given as its text. */
function plainMetrics(metrics) {
	return Object.fromEntries(metrics.map(({ name, value }) => [name, value.kind === "number" ? value.value : value.text]));
}
// action/models.ts
/**
* The models of a pull request. Main's file judges; the pull request's own counts only for models that main does not
* know, and as a whole when main has none, the very first time, or one that cannot be read, so that it can be repaired.
* @param main the text of the file at the base commit, `own` in the workspace.
* @throws UserError when there is no file at all, none can be read, or a model is asked for that there is not.
*/
function chooseModels(input) {
	const { file, changedFiles, asked, askedIn = "input `models`" } = input;
	const main = readConfig(input.main, file);
	const own = readConfig(input.own, file);
	if (main.config === void 0 && own.error !== void 0) throw own.error;
	if (main.config === void 0 && own.config === void 0) throw main.error ?? noConfig(file);
	const all = {
		...own.config?.models,
		...main.config?.models
	};
	checkAsked({
		asked,
		askedIn,
		known: Object.keys(all),
		file
	});
	return Object.values(all).filter(({ name }) => asked.length === 0 || asked.includes(name)).map((settings) => chosen(settings, {
		main,
		own,
		file,
		changedFiles
	}));
}
function readConfig(text, file) {
	if (text === void 0) return {};
	try {
		return { config: require_model_config.parseModelConfig(text, file) };
	} catch (error) {
		if (error instanceof require_errors.UserError) return { error };
		throw error;
	}
}
function chosen(settings, at) {
	const { main, own, changedFiles } = at;
	const inMain = main.config?.models[settings.name];
	const inOwn = own.config?.models[settings.name];
	const isSame = (0, node_util.isDeepStrictEqual)(inMain, inOwn);
	return {
		settings,
		isConcerned: changedFiles === void 0 || !isSame || require_model_config.concernsModel(settings, changedFiles),
		proposed: inMain !== void 0 && !isSame ? inOwn : void 0,
		notes: notesOn({
			...at,
			inMain,
			inOwn
		}),
		isReleased: (main.config ?? own.config)?.gitops !== void 0,
		broken: own.error
	};
}
function notesOn(at) {
	const { file, main, own, inMain, inOwn } = at;
	if (main.error !== void 0) return [`main’s ${file} cannot be read, so this pull request was judged by its own. ${main.error.message}`];
	if (main.config === void 0) return [`main has no ${file} yet, so this pull request was judged by its own.`];
	if (inMain === void 0) return [`main’s ${file} does not know this model yet, so it was judged by this pull request’s own.`];
	if (own.config === void 0) return [`The workspace has no ${file}: this pull request removes it, or the workflow lacks actions/checkout.`];
	return inOwn === void 0 ? [`This pull request removes the model from ${file}.`] : [];
}
function checkAsked(given) {
	const unknown = given.asked.find((name) => !given.known.includes(name));
	if (unknown === void 0) return;
	throw new require_errors.UserError(`The ${given.askedIn} names “${unknown}”, which ${given.file} does not.`, { fix: `Its models are ${given.known.join(", ")}.` });
}
function noConfig(file) {
	return new require_errors.UserError(`There is no ${file}, neither on main nor in this change.`, {
		place: { file },
		fix: "Start with:\n\nmodels:\n  my-model:\n    train: python train.py\n    metrics: [metrics.json]\n"
	});
}
// action/workspace-config.ts
/** The text of a configuration file in the workspace; `undefined` when there is none. */
async function readWorkspaceConfig(workspace, path) {
	try {
		return await (0, node_fs_promises.readFile)((0, node_path.join)(workspace, path), "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return void 0;
		throw error;
	}
}
// action/evaluate-command.ts
const OPTIONS = {
	model: {
		type: "string",
		multiple: true
	},
	base: { type: "string" },
	"no-train": { type: "boolean" },
	config: { type: "string" },
	branch: { type: "string" },
	json: { type: "boolean" }
};
const CONFIG = ".github/serin.yml";
/** Where main is looked for, in this order. */
const MAIN = [
	"refs/remotes/origin/HEAD",
	"origin/main",
	"origin/master",
	"main",
	"master"
];
/**
* `serin evaluate`: trains the models that differ from main in this clone, compares them with what main measured, and
* judges the gates; reports as Markdown, or as JSON. The exit code is 1 when a gate does not pass. Nothing is asked of
* GitHub and nothing is written but what the training writes.
* @throws UserError for wrong arguments, a clone without main, a failed training, or files that cannot be read.
*/
async function evaluateCommand(args, started) {
	const { values } = (0, node_util.parseArgs)({
		args: [...args],
		options: OPTIONS,
		strict: true
	});
	if (typeof node_fs_promises.glob !== "function") throw tooOld();
	const repository = require_git.openRepository(started.folder);
	try {
		const at = await standing(repository.root, values.base);
		const models = await modelsHere(repository, at, values);
		if (models.length === 0) return {
			output: "",
			exitCode: 0,
			remark: nothingConcerned(at)
		};
		const uncommitted = await changesNote(repository.root);
		const found = [];
		for (const model of models) found.push(await evaluateModel(model, {
			repository,
			at,
			values,
			started,
			uncommitted
		}));
		return {
			output: values.json ? `${JSON.stringify(found.map(({ evaluation }) => asJson(evaluation)))}\n` : found.map(({ text }) => text).join("\n"),
			exitCode: found.every(({ evaluation }) => evaluation.gate.verdict === "pass") ? 0 : 1
		};
	} finally {
		repository.close();
	}
}
function tooOld() {
	return new require_errors.UserError(`\`serin evaluate\` needs Node 22 or newer; this is ${process.version}.`, { fix: "All other commands run on Node 20." });
}
async function standing(root, asked) {
	const head = await require_branch.commitOf(root, "HEAD");
	if (head === void 0) throw new require_errors.UserError("This repository has no commit.", { fix: "Commit the model first." });
	for (const name of asked === void 0 ? MAIN : [asked]) {
		const main = await require_branch.commitOf(root, name);
		if (main !== void 0) return {
			head,
			base: await require_branch.commonCommit(root, main, head) ?? main
		};
	}
	throw new require_errors.UserError(asked === void 0 ? "This clone does not have main." : `git does not know the revision \`${asked}\`.`, { fix: `Fetch main (\`${require_cloned_history.fetchOf("main")}\`), or name the commit to compare with: \`--base <rev>\`.` });
}
/** As on a pull request: main's file judges, and only the models that the changes concern are trained. */
async function modelsHere(repository, { base }, values) {
	const file = values.config ?? CONFIG;
	const models = chooseModels({
		file,
		main: (await (await repository.files({
			kind: "commit",
			name: base
		})).read([file])).get(file),
		own: await readWorkspaceConfig(repository.root, file),
		asked: values.model ?? [],
		askedIn: "option `--model`",
		changedFiles: values.model === void 0 ? await require_branch.changedSince(repository.root, base) : void 0
	});
	const broken = models.find((model) => model.broken !== void 0)?.broken;
	if (broken !== void 0) throw broken;
	return models.filter(({ isConcerned }) => isConcerned);
}
function nothingConcerned({ base }) {
	return `No file that concerns a model differs from ${base.slice(0, 12)}. \`--model <name>\` evaluates one all the same.`;
}
/** Before any training: it may write files that git tracks. */
async function changesNote(root) {
	return (await readCheckedOut(root)).kind === "clean" ? [] : ["The working tree has changes that are in no commit."];
}
async function evaluateModel({ settings, notes }, context) {
	const { repository, at, values, started, uncommitted } = context;
	const { train: _, ...withoutTraining } = settings;
	const measurement = await measure(values["no-train"] ? withoutTraining : settings, placeOf(repository.root, started), { sha: at.head });
	const evaluation = judgeAgainst(await clonedBaseline(repository, {
		model: settings,
		base: at.base,
		dataBranch: values.branch ?? "serin-data",
		changedFrom: (commit) => require_branch.changedBetween(repository.root, commit, at.base)
	}), measurement, {
		settings,
		sha: at.head
	});
	return {
		evaluation,
		text: renderReport(reportOn(evaluation, {
			pullRequest: void 0,
			notes: [...uncommitted, ...notes],
			next: [],
			runUrl: void 0,
			repositoryUrl: void 0,
			isClone: true
		}), SUMMARY_LIMIT).text
	};
}
function placeOf(workspace, { environment, cancelled, show }) {
	const line = (text) => show(`${text}\n`);
	return {
		workspace,
		environment,
		cancelled,
		log: {
			info: line,
			warning: line,
			startGroup: line,
			endGroup: () => void 0,
			raw: show
		}
	};
}
function asJson({ model, sha, gate, baseline, measurement, changes }) {
	return {
		model,
		sha,
		verdict: gate.verdict,
		baseline: baseline.kind === "none" ? null : {
			kind: baseline.kind,
			sha: baseline.sha,
			exact: baseline.exact
		},
		trainingSeconds: measurement.trainingSeconds ?? null,
		metrics: plainMetrics(measurement.metrics),
		changes: changes.flatMap(({ file, name, change }) => change === void 0 ? [] : [{
			file,
			name,
			change
		}]),
		gates: gate.rules.map(({ metric, check, verdict, asked, seen, reason }) => {
			return {
				metric,
				check,
				verdict,
				asked,
				seen,
				...reason !== void 0 && { reason }
			};
		})
	};
}
exports.evaluateCommand = evaluateCommand;
