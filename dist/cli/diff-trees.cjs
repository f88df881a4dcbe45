const require_rolldown_runtime = require("./rolldown-runtime.cjs");
const require_errors = require("./errors.cjs");
let node_path = require("node:path");
// src/metrics/dvc-axes.ts
/**
* The axes under a stage's `plots` (`- file: { x: …, y: … }`) or under the top-level `plots`, where `x` and `y` may also be
* mappings of files to columns (DVC 3). A plot without `y` has none.
*/
function axesIn(plots) {
	return (Array.isArray(plots) ? plots : [plots]).flatMap((item) => Object.entries(mappingOf$2(item)).flatMap(([id, definition]) => {
		const { x, y } = mappingOf$2(definition);
		const files = typeof y === "object" && y !== null && !Array.isArray(y) ? mappingOf$2(y) : { [id]: y };
		return Object.entries(files).flatMap(([file, columns]) => {
			const names = textsIn(columns);
			return names.length === 0 ? [] : [{
				file,
				x: xOf(x, file),
				y: names
			}];
		});
	}));
}
function xOf(x, file) {
	if (typeof x === "string") return x;
	const columns = mappingOf$2(x);
	return textsIn(columns[file] ?? Object.values(columns)[0])[0];
}
function textsIn(value) {
	return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}
function mappingOf$2(node) {
	return typeof node === "object" && node !== null && !Array.isArray(node) ? node : {};
}
// src/metrics/dvc-stages.ts
/** A `foreach` or `matrix` is written by hand; one that multiplies beyond this is not spelled out. */
const MOST_COPIES = 1e3;
/** The values that the top-level `vars` of a `dvc.yaml` write themselves; those of other files are not known. */
function variablesOf(vars) {
	const written = Array.isArray(vars) ? vars.filter((item) => typeof item !== "string") : [];
	return new Map(written.flatMap((item) => [...flat("", item)]));
}
/** Fills in `${name}`; a name without a known value becomes `*`. */
function fillIn(text, variables) {
	return text.replaceAll(/\$\{([^{}]*)\}/g, (_, name) => variables.get(name.trim().replace(/\[(\d+)\]/g, ".$1")) ?? "*");
}
/** The stages under `stages:`, each `foreach` and `matrix` spelled out. */
function stagesOf(stages, variables) {
	return Object.values(mappingOf$1(stages)).flatMap((stage) => {
		const { foreach, do: repeated, matrix } = mappingOf$1(stage);
		if (repeated !== void 0) return scopesOfForeach(foreach).map((scope) => stageOf(repeated, variables, scope));
		return (matrix === void 0 ? [NOTHING] : scopesOfMatrix(matrix)).map((scope) => stageOf(stage, variables, scope));
	});
}
const NOTHING = /* @__PURE__ */ new Map();
function scopesOfForeach(foreach) {
	if (typeof foreach !== "object" || foreach === null) return [NOTHING];
	const isList = Array.isArray(foreach);
	return Object.entries(foreach).slice(0, MOST_COPIES).map(([key, item]) => new Map([...flat("item", item), ...isList ? [] : [["key", key]]]));
}
/** Every combination of the axes; an axis that is a template leaves its part unknown. */
function scopesOfMatrix(matrix) {
	let scopes = [NOTHING];
	for (const [axis, values] of Object.entries(mappingOf$1(matrix))) {
		if (!Array.isArray(values) || scopes.length * values.length > MOST_COPIES) continue;
		scopes = scopes.flatMap((scope) => values.map((value) => new Map([...scope, ...flat(`item.${axis}`, value)])));
	}
	return scopes;
}
function stageOf(stage, variables, scope) {
	const { wdir, metrics, params, plots, vars } = mappingOf$1(stage);
	const known = new Map([
		...variables,
		...variablesOf(vars),
		...scope
	]);
	const paths = (list) => namesOf(list).map((path) => fillIn(path, known));
	return {
		wdir: typeof wdir === "string" ? fillIn(wdir, known) : ".",
		metrics: paths(metrics),
		params: paths(fileParams(params)),
		plots: paths(plots),
		axes: axesIn(plots).map((axes) => ({
			...axes,
			file: fillIn(axes.file, known)
		}))
	};
}
/** A text under `params` is a key of params.yaml; a mapping's keys are other files. */
function fileParams(params) {
	return Array.isArray(params) ? params.map((item) => typeof item === "string" ? "params.yaml" : item) : [];
}
function namesOf(list) {
	if (!Array.isArray(list)) return [];
	return list.flatMap((item) => typeof item === "string" ? [item] : Object.keys(mappingOf$1(item)));
}
function* flat(prefix, value) {
	if (typeof value !== "object" || value === null) {
		yield [prefix, String(value)];
		return;
	}
	for (const [key, inner] of Object.entries(value)) yield* flat(prefix === "" ? key : `${prefix}.${key}`, inner);
}
function mappingOf$1(node) {
	return typeof node === "object" && node !== null && !Array.isArray(node) ? node : {};
}
// src/metrics/dvc-declarations.ts
/**
* What the parsed document of a `dvc.yaml` declares; see dvcFiles. Throws UserError for a path that leads out of the
* repository.
*/
function declaredIn(document, file) {
	const variables = variablesOf(mappingOf(document).vars);
	const stages = stagesOf(mappingOf(document).stages, variables);
	const collect = (key, ofStage, ofTop) => {
		const place = (path, wdir = ".") => placeIn(file, wdir, path);
		const declared = stages.flatMap((stage) => ofStage(stage).map((path) => place(path, stage.wdir)));
		const top = ofTop(mappingOf(document)[key]).map((path) => place(fillIn(path, variables)));
		return [.../* @__PURE__ */ new Set([...declared, ...top])];
	};
	return {
		metrics: collect("metrics", ({ metrics }) => metrics, namesIn),
		params: collect("params", ({ params }) => params, namesIn),
		plots: collect("plots", ({ plots }) => plots, topPlots)
	};
}
/** The axes that the parsed document of a `dvc.yaml` names, with files from the root of the repository. */
function axesDeclaredIn(document, file) {
	const variables = variablesOf(mappingOf(document).vars);
	const ofStages = stagesOf(mappingOf(document).stages, variables).flatMap(({ axes, wdir }) => axes.map((plot) => ({
		...plot,
		file: placeIn(file, wdir, plot.file)
	})));
	const ofTop = axesIn(mappingOf(document).plots).map((plot) => ({
		...plot,
		file: placeIn(file, ".", fillIn(plot.file, variables))
	}));
	return [...ofStages, ...ofTop];
}
/** The strings of a list, and the keys of the mappings in it. */
function namesIn(list) {
	if (!Array.isArray(list)) return Object.keys(mappingOf(list));
	return list.flatMap((item) => typeof item === "string" ? [item] : Object.keys(mappingOf(item)));
}
/** A plot is a path, or an id with the files of its axes as keys of `x` and `y`; without those the id is the path. */
function topPlots(plots) {
	return (Array.isArray(plots) ? plots : [plots]).flatMap((item) => {
		if (typeof item === "string") return [item];
		return Object.entries(mappingOf(item)).flatMap(([id, definition]) => {
			const { x, y } = mappingOf(definition);
			const files = [...Object.keys(mappingOf(y)), ...Object.keys(mappingOf(x))];
			return files.length === 0 ? [id] : files;
		});
	});
}
function placeIn(file, wdir, path) {
	const whole = node_path.posix.normalize(node_path.posix.join(node_path.posix.dirname(file), wdir, path)).replace(/\/$/, "");
	if (!/^(\/|[a-z0-9]+:\/\/|[A-Za-z]:\\)/.test(path) && whole !== ".." && !whole.startsWith("../")) return whole;
	throw new require_errors.UserError("This path leads out of the repository.", {
		place: {
			file,
			key: path
		},
		fix: "Declare a file inside the repository, or name the metrics files themselves in `.github/serin.yml`."
	});
}
function mappingOf(node) {
	return typeof node === "object" && node !== null && !Array.isArray(node) ? node : {};
}
// src/metrics/metric-value.ts
/** Beyond this many digits no double comes near; reading them as an integer would only cost time. */
const MOST_DIGITS = 309;
/** NaN and infinities are not among them: JSON has none, and programs write them as strings. */
const LOOKS_LIKE_ANOTHER = /^(?:null|true|false|\[\]|\{\})$/;
/**
* Turns a leaf of a parsed file into a MetricValue. An integer that no double holds is the text of its digits; a literal
* too large for a double, like 1e400, becomes the text `Infinity`. Never throws.
*/
function metricValueOf(leaf) {
	if (typeof leaf === "number") return numberOrText(leaf);
	if (typeof leaf === "bigint") return integerOrText(leaf);
	if (typeof leaf === "string") return {
		kind: "text",
		text: LOOKS_LIKE_ANOTHER.test(leaf) ? `"${leaf}"` : leaf
	};
	if (leaf instanceof Date) return {
		kind: "text",
		text: dateText(leaf)
	};
	if (Array.isArray(leaf)) return {
		kind: "text",
		text: "[]"
	};
	if (typeof leaf === "object" && leaf !== null) return {
		kind: "text",
		text: "{}"
	};
	return {
		kind: "text",
		text: leaf === void 0 ? "null" : String(leaf)
	};
}
/** Whether two values are the same for a reader: equal numbers, or the same text (so NaN equals NaN). */
function sameValue(one, other) {
	if (one === void 0 || other === void 0) return one === other;
	if (one.kind === "number") return other.kind === "number" && one.value === other.value;
	return other.kind === "text" && one.text === other.text;
}
/** What the digits of a decimal integer stand for: a number where a double holds it, else a bigint or an infinity. */
function integerOf(digits) {
	const number = Number(digits);
	if (Number.isSafeInteger(number) || digits.length > MOST_DIGITS) return number;
	return BigInt(digits);
}
function integerOrText(integer) {
	const number = Number(integer);
	if (!Number.isFinite(number) || BigInt(number) === integer) return numberOrText(number);
	return {
		kind: "text",
		text: String(integer)
	};
}
function numberOrText(value) {
	if (!Number.isFinite(value)) return {
		kind: "text",
		text: String(value)
	};
	return {
		kind: "number",
		value: value === 0 ? 0 : value
	};
}
function dateText(date) {
	return Number.isNaN(date.getTime()) ? "Invalid Date" : date.toISOString();
}
/** How many metrics one run may have, over all its files. */
const MAX_METRICS = 1e6;
/**
* Flattens a parsed document: nested keys and list indexes are joined by dots, in the order of the file.
* A dot inside a key is kept as it is, as in DVC.
* Throws UserError when the top level has no names, when two spellings give one name, when it is deeper than MAX_DEPTH,
* or when it holds more than MAX_METRICS values.
*/
function flatten(document, file) {
	if (!isMapping(document)) throw withoutNames(document, file);
	const entries = [];
	let dotted = false;
	let nested = false;
	visitChildren(childrenOf(document) ?? [], "", 1);
	if (dotted && nested) refuseTwice(entries, file);
	return entries;
	function visitChildren(children, prefix, depth) {
		for (const [key, child] of children) {
			const name = `${prefix}${key}`;
			if (depth > 64) throw tooDeep(file, name);
			dotted ||= typeof key === "string" && key.includes(".");
			const grandchildren = childrenOf(child);
			if (grandchildren !== void 0) {
				nested = true;
				visitChildren(grandchildren, `${name}.`, depth + 1);
			} else if (entries.length < 1e6) entries.push({
				name,
				value: metricValueOf(child)
			});
			else throw tooMany(file);
		}
	}
}
/** Throws UserError when two metrics of one file have one name: one of the two values would vanish unseen. */
function refuseTwice(entries, file) {
	const seen = /* @__PURE__ */ new Set();
	for (const { name } of entries) {
		if (seen.has(name)) throw definedTwice(file, name);
		seen.add(name);
	}
}
/** The mistake of a file that nests deeper than MAX_DEPTH; `key` is the dotted name where it went too far. */
function tooDeep(file, key, position = {}) {
	return new require_errors.UserError(`The file nests deeper than 64 levels.`, {
		place: {
			file,
			...position,
			...key ? { key: beginningOf(key) } : {}
		},
		fix: "Write the metrics flat, for example {\"accuracy\": 0.93}."
	});
}
/** The mistake of files that hold more than MAX_METRICS metrics. */
function tooMany(file) {
	return new require_errors.UserError(`There are more than ${MAX_METRICS} metrics.`, {
		place: { file },
		fix: "Keep curves and per-example values in a file of their own and list only the summary under `metrics:`."
	});
}
function childrenOf(node) {
	if (Array.isArray(node)) return node.length === 0 ? void 0 : node.entries();
	if (node instanceof Map) return node.size === 0 ? void 0 : node;
	if (!isMapping(node)) return void 0;
	const entries = Object.entries(node);
	return entries.length === 0 ? void 0 : entries;
}
function isMapping(node) {
	return typeof node === "object" && node !== null && !Array.isArray(node) && !(node instanceof Date);
}
function withoutNames(document, file) {
	return new require_errors.UserError(`The file holds ${Array.isArray(document) ? "a list" : "a single value"}, and a metrics file needs names.`, {
		place: { file },
		fix: "Write names and values, for example {\"accuracy\": 0.93}."
	});
}
function definedTwice(file, name) {
	return new require_errors.UserError("The file defines one metric twice.", {
		place: {
			file,
			key: beginningOf(name)
		},
		fix: "Keep one of the two. A name with dots and the same name nested are one."
	});
}
function beginningOf(name) {
	return name.length > 200 ? `${name.slice(0, 200)}…` : name;
}
// src/metrics/formats/json-part.ts
function isObject(value) {
	return value instanceof Map;
}
function isList(value) {
	return Array.isArray(value);
}
/** A number, also one that is written as text, as Protocol Buffers write 64-bit integers, NaN and infinities. */
function numberIn(value) {
	if (typeof value === "number") return value;
	if (typeof value === "bigint") return Number(value);
	return typeof value === "string" && /^(-?[\d.]+(e[+-]?\d+)?|NaN|-?Infinity)$/i.test(value) ? Number(value) : void 0;
}
/** One value of a JSON document as a metric: a list or an object as it is written; nothing at all becomes `null`. */
function entryOf$1(name, value, unit) {
	if (isList(value) || isObject(value)) return {
		name,
		value: {
			kind: "text",
			text: written(value)
		}
	};
	return {
		name,
		value: metricValueOf(typeof value === "string" ? numberIn(value) ?? value : value),
		...unit !== void 0 && { unit }
	};
}
function written(value) {
	if (isList(value)) return `[${value.map(written).join(", ")}]`;
	if (isObject(value)) return `{${[...value].map(([key, part]) => `${JSON.stringify(key)}: ${written(part)}`).join(", ")}}`;
	return typeof value === "string" ? JSON.stringify(value) : String(value);
}
/** The mistake of a file whose configuration names a format that it is not. */
function notOfFormat(file, called) {
	return new require_errors.UserError(`The file is not ${called}.`, {
		place: { file },
		fix: "Correct the file, or take `format` out of the configuration, so that the content decides."
	});
}
// src/metrics/formats/classification-report.ts
const AVERAGES = [
	"micro avg",
	"macro avg",
	"weighted avg",
	"samples avg"
];
const COLUMNS = [
	"precision",
	"recall",
	"f1-score",
	"support"
];
/**
* scikit-learn's `classification_report(output_dict=True)` as JSON: each class and each average with precision, recall,
* f1-score and support, and `accuracy` or `micro avg`. The metrics have the names that plain JSON gives them.
*/
const classificationReportFormat = {
	name: "classification-report",
	files: "scikit-learn's classification report as JSON",
	recognises: ({ isJson, json }) => isJson && isReport$1(json()),
	parse: ({ path, json }) => {
		const document = json();
		if (!isReport$1(document)) throw notOfFormat(path, "a classification report of scikit-learn (output_dict=True)");
		return {
			metrics: flatten(document, path),
			classTables: classTablesIn(document, path)
		};
	}
};
/** The classification reports anywhere in the objects of a document. */
function classTablesIn(document, file) {
	const tables = [];
	visit(document, "");
	return tables;
	function visit(node, name) {
		if (!isObject(node)) return;
		if (isReport$1(node)) {
			tables.push(tableOf(node, {
				file,
				name
			}));
			return;
		}
		for (const [key, child] of node) visit(child, name === "" ? key : `${name}.${key}`);
	}
}
function isReport$1(node) {
	if (!isObject(node) || !isRow(node.get("macro avg")) || !isRow(node.get("weighted avg"))) return false;
	return [...node].every(([key, value]) => isRow(value) || key === "accuracy" && typeof value === "number");
}
function isRow(node) {
	return isObject(node) && node.size === COLUMNS.length && COLUMNS.every((column) => typeof node.get(column) === "number");
}
function tableOf(report, place) {
	const rows = [...report].flatMap(([label, node]) => isRow(node) ? [rowOf$1(label, node)] : []);
	return {
		...place,
		classes: rows.filter(({ label }) => !AVERAGES.includes(label)),
		averages: rows.filter(({ label }) => AVERAGES.includes(label))
	};
}
function rowOf$1(label, node) {
	const value = (column) => metricValueOf(node.get(column));
	return {
		label,
		precision: value("precision"),
		recall: value("recall"),
		f1: value("f1-score"),
		support: value("support")
	};
}
// src/metrics/written-value.ts
const NUMBER$2 = /^([+-]?(?:\d+\.?\d*|\.\d+))(e[+-]?\d+)?(?:\s?(%|ns|ms|s))?$/i;
/** Fewer digits are below 2^53. */
const LONG_INTEGER$1 = /^[+-]?\d{16,}$/;
const NO_NUMBER = /^([+-]?)(nan|inf|infinity)$/i;
/**
* Reads a value from text: a decimal number, with `%`, `ns`, `ms` or `s` behind it or not; NaN and infinities in the
* spelling of any language; an empty text is `null`; all else is text as it stands. `93 %` is 0.93 in percent.
*/
function readWritten(text) {
	const written = text.trim();
	if (written === "") return { value: {
		kind: "text",
		text: "null"
	} };
	const [, digits, exponent = "", unit] = NUMBER$2.exec(written) ?? [];
	if (LONG_INTEGER$1.test(written)) return { value: metricValueOf(integerOf(written)) };
	if (digits !== void 0) return numberWith(digits, exponent, unit?.toLowerCase());
	const [, sign, word] = NO_NUMBER.exec(written) ?? [];
	if (word === void 0) return { value: {
		kind: "text",
		text: written
	} };
	return { value: {
		kind: "text",
		text: /^nan$/i.test(word) ? "NaN" : `${sign === "-" ? "-" : ""}Infinity`
	} };
}
function numberWith(digits, exponent, unit) {
	const shift = Number(exponent.slice(1)) - (unit === "%" ? 2 : 0);
	const number = Number(`${digits}e${shift}`);
	const value = Number.isFinite(number) ? {
		kind: "number",
		value: number === 0 ? 0 : number
	} : {
		kind: "text",
		text: String(number)
	};
	switch (unit) {
		case "%": return {
			value,
			unit: "percent"
		};
		case "ns":
		case "ms":
		case "s": return {
			value,
			unit
		};
		default: return { value };
	}
}
/**
* A curve of values in the order of the file, which may be NaN and infinite; undefined without any value. Of a step that
* stands twice the later value says whether it is a number.
*/
function curveOf(origin, values) {
	if (values.length === 0) return void 0;
	if (values.every(({ value }) => Number.isFinite(value))) return {
		...origin,
		points: values
	};
	const last = new Map(values.map((point) => [point.step, point]));
	const points = values.filter((point) => last.get(point.step) === point && Number.isFinite(point.value));
	return {
		...origin,
		points,
		gaps: gapsIn([...last.values()].sort((one, other) => one.step - other.step))
	};
}
function gapsIn(values) {
	const gaps = [];
	let isOpen = false;
	for (const { step, value } of values) {
		const before = gaps.at(-1);
		if (Number.isFinite(value)) isOpen = false;
		else {
			const what = notFinite(value);
			const isSame = isOpen && before?.what === what || gaps.length === 20;
			if (before !== void 0 && isSame) gaps[gaps.length - 1] = {
				...before,
				to: step
			};
			else gaps.push({
				what,
				from: step,
				to: step
			});
			isOpen = true;
		}
	}
	return gaps;
}
function notFinite(value) {
	if (Number.isNaN(value)) return "NaN";
	return value > 0 ? "Infinity" : "-Infinity";
}
// src/metrics/formats/plot-table.ts
/** Beside the axes; pandas writes an index without a name. */
const BESIDE = [
	"threshold",
	"thresholds",
	""
];
/** More classes than anybody compares; a column of measured values has as many as rows. */
const MOST_CLASSES = 200;
const FRACTION = /^[+-]?\d*\.\d*[1-9]/;
/**
* What DVC, DVCLive and scikit-learn draw from a table, by the names of its columns: `fpr,tpr` is a ROC curve,
* `precision,recall` a curve of precision over recall, both with thresholds or without, and `actual,predicted` counts into
* a confusion matrix. Undefined for any other table, for one row, and for predictions that are no classes.
*/
function plotFindings(table) {
	if (table.rows.length < 2) return void 0;
	const names = table.header.map((name) => name.toLowerCase());
	const has = (...axes) => axes.every((axis) => names.includes(axis));
	const hasOnly = (...axes) => has(...axes) && names.every((name) => [...axes, ...BESIDE].includes(name));
	const column = (name) => names.indexOf(name);
	if (hasOnly("fpr", "tpr")) return {
		metrics: [],
		rocs: rocOf$1(table, column)
	};
	if (hasOnly("precision", "recall")) return {
		metrics: [],
		curves: precisionOverRecall(table, column)
	};
	if (!has("actual", "predicted")) return void 0;
	const matrix = countedMatrix(table, column("actual"), column("predicted"));
	return matrix === void 0 ? void 0 : {
		metrics: [],
		matrices: [matrix]
	};
}
function rocOf$1({ file, name, rows }, column) {
	const points = rows.flatMap((row) => {
		const falsePositiveRate = numberAt(row, column("fpr"));
		const truePositiveRate = numberAt(row, column("tpr"));
		const threshold = numberAt(row, Math.max(column("threshold"), column("thresholds")));
		return falsePositiveRate !== void 0 && truePositiveRate !== void 0 ? [{
			falsePositiveRate,
			truePositiveRate,
			threshold
		}] : [];
	});
	return points.length === 0 ? [] : [{
		file,
		name,
		points
	}];
}
function precisionOverRecall({ file, name, rows }, column) {
	const points = rows.flatMap((row) => {
		const [step, value] = [numberAt(row, column("recall")), numberAt(row, column("precision"))];
		return step === void 0 || value === void 0 ? [] : [{
			step,
			value
		}];
	});
	const curve = curveOf({
		file,
		name: name === "" ? "precision" : `${name}.precision`,
		stepName: "recall"
	}, points);
	return curve === void 0 ? [] : [curve];
}
function countedMatrix({ file, name, rows }, actual, predicted) {
	const pairs = rows.map((row) => [row[actual] ?? "", row[predicted] ?? ""]);
	const labels = [...new Set(pairs.flat())].sort(byNumberOrText);
	if (labels.length < 2 || labels.length > MOST_CLASSES) return void 0;
	if (labels.some((label) => label === "" || FRACTION.test(label))) return void 0;
	const places = new Map(labels.map((label, place) => [label, place]));
	const counts = labels.map(() => labels.map(() => 0));
	for (const [truth, prediction] of pairs) {
		const row = counts[places.get(truth) ?? -1];
		const place = places.get(prediction) ?? -1;
		if (row?.[place] !== void 0) row[place] += 1;
	}
	return {
		file,
		name,
		labels,
		counts
	};
}
function byNumberOrText(one, other) {
	const difference = Number(one) - Number(other);
	if (Number.isFinite(difference) && difference !== 0) return difference;
	return one < other ? -1 : Number(one > other);
}
function numberAt(row, column) {
	const { value } = readWritten(row[column] ?? "");
	return value.kind === "number" ? value.value : void 0;
}
// src/metrics/direction-words.ts
/**
* What the last telling word of a metric's name says: which way is better, or `neither` for words that turn a metric
* into something without a better end (the spread of an accuracy, the support of a class, the weight of a loss).
* The names are those of scikit-learn, Keras, PyTorch Lightning, Hugging Face evaluate, vegeta and Locust.
*/
const DIRECTION_WORDS = new Map([
	...wordsOf$1("higher", "accuracy acc f1 f2 f05 fbeta fscore fmeasure precision recall sensitivity specificity tpr tnr"),
	...wordsOf$1("higher", "auc auroc rocauc aucroc roc auprc prauc aupr ap map ndcg mrr hit hits hitrate r2 rsquared"),
	...wordsOf$1("higher", "iou miou dice jaccard kappa mcc matthews silhouette nmi ari homogeneity completeness ppv npv explained"),
	...wordsOf$1("higher", "pearson spearman kendall correlation bleu rouge meteor chrf bertscore psnr ssim likelihood elbo"),
	...wordsOf$1("higher", "reward throughput rps qps success successes correct exactmatch em accuracies precisions recalls"),
	...wordsOf$1("lower", "loss losses logloss nll error errors err rmse mse mae rmsle msle mape smape wape mdape nrmse rss"),
	...wordsOf$1("lower", "mad residual deviance perplexity ppl bpc bpb entropy crossentropy kl divergence brier ece mce"),
	...wordsOf$1("lower", "wer cer ter mer fpr fnr fdr false fid kid lpips distance hamming latency latencies duration"),
	...wordsOf$1("lower", "time times seconds secs sec ms milliseconds failure failures failed timeouts memory cost inertia"),
	...wordsOf$1("neither", "std stdev stddev stderr sem var support threshold thresholds weight weights"),
	...wordsOf$1("neither", "samples examples rows seed size lr confidence timestamp date version id index rank")
]);
function wordsOf$1(direction, words) {
	return words.split(" ").map((word) => [word, direction]);
}
// src/metrics/name-glob.ts
/**
* A test for dotted metric names. `*` and `?` stay inside one segment (they do not cross a dot), `**` as a whole segment
* stands for any number of segments, `{a,b}` for either; everything else is itself, brackets and slashes included.
* A glob that is equal to the name always matches. Linear in name times glob, whatever the name: names come from
* pull requests, and regular expressions made from globs take minutes on a name of 10,000 equal letters.
*/
function nameMatcher(glob) {
	if (!/[*?{]/.test(glob)) return (name) => name === glob;
	const patterns = expandBraces(glob).map((pattern) => pattern.split(".").map(segmentOf));
	return (name) => {
		if (name === glob) return true;
		const segments = name.split(".");
		return patterns.some((pattern) => matches(pattern, segments));
	};
}
const ANY = { any: true };
function segmentOf(segment) {
	if (segment === "**") return ANY;
	if (!/[*?]/.test(segment)) return {
		any: false,
		fits: (item) => item === segment
	};
	const tokens = [...segment].map(characterOf);
	return {
		any: false,
		fits: (item) => matches(tokens, [...item])
	};
}
function characterOf(character) {
	if (character === "*") return ANY;
	return {
		any: false,
		fits: (item) => character === "?" || item === character
	};
}
const MOST_ALTERNATIVES = 1e3;
function expandBraces(glob) {
	let done = [""];
	for (const part of glob.split(/(\{[^{}]*,[^{}]*\})/)) {
		const choices = /^\{[^{}]*,[^{}]*\}$/.test(part) ? part.slice(1, -1).split(",") : [part];
		if (done.length * choices.length > MOST_ALTERNATIVES) return [glob];
		done = done.flatMap((start) => choices.map((choice) => start + choice));
	}
	return done;
}
/** Greedy wildcard matching: only the last `any` ever has to take one item more. */
function matches(pattern, text) {
	let at = 0;
	let next = 0;
	let retry;
	while (at < text.length) {
		const token = pattern[next];
		if (token?.any) {
			retry = {
				next,
				at
			};
			next += 1;
		} else if (token?.fits(text[at] ?? "")) {
			next += 1;
			at += 1;
		} else if (retry !== void 0) {
			retry.at += 1;
			at = retry.at;
			next = retry.next + 1;
		} else return false;
	}
	return pattern.slice(next).every(({ any }) => any);
}
// src/metrics/direction.ts
/** The direction of one metric; see directionFinder for how. */
function directionOf(name, gates) {
	return directionFinder(gates)(name);
}
/**
* Finds directions for many names. A gate's `better` wins: the rule with exactly this name first, then the first glob
* that fits. Without one, the last telling word of the name decides (`val.loss`, `top5_accuracy`, `meanSquaredError`);
* a name without one is `unknown`, and nothing is guessed.
*/
function directionFinder(gates) {
	const hints = gates.flatMap(({ metric, better }) => better === void 0 ? [] : [{
		metric,
		better,
		fits: nameMatcher(metric)
	}]);
	const known = /* @__PURE__ */ new Map();
	return (name) => {
		return (hints.find(({ metric }) => metric === name) ?? hints.find(({ fits }) => fits(name)))?.better ?? directionByName(name, known);
	};
}
/** Many names end alike, so what a segment says is kept in `known`. */
function directionByName(name, known) {
	for (const segment of name.slice(-500).split(/[./\\: ]+/).reverse()) {
		if (!known.has(segment)) known.set(segment, directionByWords(wordsOf(segment)));
		const direction = known.get(segment);
		if (direction === "neither") return "unknown";
		if (direction !== void 0) return direction;
	}
	return "unknown";
}
function directionByWords(words) {
	const per = words.lastIndexOf("per");
	if (per > 0) return rateDirection(words.slice(0, per), words[per + 1]);
	const at = words.findLastIndex((word) => directionOfWord(word) !== void 0);
	const direction = directionOfWord(words[at] ?? "");
	return isNegated(words, at) ? opposite(direction) : direction;
}
/** "tokens per second" is a speed; "errors per second" and "ms per step" go by what is counted. */
function rateDirection(counted, unit) {
	const direction = directionByWords(counted);
	if (direction === "higher" || direction === "lower") return direction;
	return unit !== void 0 && /^(s|secs?|seconds?|mins?|minutes?|hours?)$/.test(unit) ? "higher" : direction;
}
/** scikit-learn's `neg_mean_squared_error` is higher-is-better; `negative_log_likelihood` is a loss. */
function isNegated(words, at) {
	const first = words[0];
	if (words[at] === "likelihood") return first === "neg" || words.includes("negative");
	return first === "neg" && directionOfWord(words[at] ?? "") === "lower";
}
function opposite(direction) {
	if (direction === "higher") return "lower";
	return direction === "lower" ? "higher" : direction;
}
function directionOfWord(word) {
	return DIRECTION_WORDS.get(word) ?? DIRECTION_WORDS.get(word.replace(/\d+$/, ""));
}
/** `meanSquaredError` → mean, squared, error; `MSELoss` → mse, loss; `mAP50` → m, ap50; `recall@5` → recall, 5. */
function wordsOf(segment) {
	return segment.normalize("NFKC").replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
// src/metrics/formats/step-table.ts
/** In the order in which they count as the axis: a file of PyTorch Lightning has `epoch` and `step`. */
const STEP_WORDS = [
	"step",
	"global_step",
	"iteration",
	"iter",
	"epoch",
	"round"
];
/** When a step ended says nothing about the model, and would differ in every run. */
const CLOCK_WORDS = [
	"timestamp",
	"wall_time",
	"wall time"
];
/** The column that counts steps: it is called so and holds whole numbers, or nothing. */
function stepColumnOf(header, rows) {
	if (rows.length === 0) return void 0;
	return countingColumns(header, rows)[0];
}
function countingColumns(header, rows) {
	const names = header.cells.map((name) => name.toLowerCase());
	return STEP_WORDS.map((word) => names.indexOf(word)).filter((column) => column >= 0).filter((column) => rows.every(({ cells }) => /^(\d+(\.0*)?)?$/.test(cells[column] ?? "")));
}
/** Rows by epoch and then by step, because steps may begin anew with each epoch; a row without one follows the one above. */
function inOrder(header, rows) {
	const columns = countingColumns(header, rows).toReversed();
	let above = columns.map(() => 0);
	return rows.map((row) => {
		above = columns.map((column, at) => row.cells[column] ? Number(row.cells[column]) : above[at] ?? 0);
		return {
			row,
			key: above
		};
	}).sort((one, other) => byKey(one.key, other.key)).map(({ row }) => row);
}
function byKey(one, other) {
	const at = one.findIndex((part, index) => part !== other[index]);
	return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
/**
* The steps of a training: each column becomes a curve, its value of the largest step a metric of its name, and its best one
* `<name>.best` where the name says which way is better. A step without a value in a column is left out there, as
* loggers write training and validation in separate rows. Of a step that stands twice the later row counts last.
*/
function stepFindings(table) {
	const { file, header, step } = table;
	const rows = inOrder(header, table.rows);
	const steps = rows.map(({ cells }) => cells[step] ? Number(cells[step]) : void 0);
	const metrics = [];
	const curves = [];
	for (const [column, name] of header.cells.entries()) {
		if (name === "" || CLOCK_WORDS.includes(name.toLowerCase())) continue;
		const values = rows.map(({ cells }) => cells[column] ? readWritten(cells[column]) : void 0);
		metrics.push({
			name,
			...values.findLast((value) => value !== void 0) ?? readWritten("")
		});
		if (STEP_WORDS.includes(name.toLowerCase())) continue;
		const best = bestOf(name, values);
		if (best !== void 0) metrics.push({
			name: `${name}.best`,
			...best
		});
		const points = values.flatMap((written, row) => {
			const [at, value] = [steps[row], numberOf$1(written)];
			return at === void 0 || value === void 0 ? [] : [{
				step: at,
				value
			}];
		});
		const curve = curveOf({
			file,
			name,
			stepName: header.cells[step] ?? ""
		}, points);
		if (curve !== void 0) curves.push(curve);
	}
	refuseTwice(metrics, file);
	return {
		metrics,
		curves
	};
}
/** NaN and infinities too; undefined for other text. */
function numberOf$1(written) {
	if (written?.value.kind === "number") return written.value.value;
	return /^(?:NaN|-?Infinity)$/.test(written?.value.text ?? "") ? Number(written?.value.text) : void 0;
}
function bestOf(name, values) {
	const direction = directionOf(name, []);
	if (direction === "unknown") return void 0;
	let best;
	for (const written of values) {
		if (written?.value.kind !== "number") continue;
		const number = written.value.value;
		if (best === void 0 || (direction === "higher" ? number > best.number : number < best.number)) best = {
			written,
			number
		};
	}
	return best?.written;
}
// src/metrics/formats/confusion-matrix-json.ts
const MATRIX_NAME = /confusion[ _-]?matrix/i;
const LABEL_NAMES = [
	"labels",
	"classes",
	"class_names",
	"target_names",
	"categories"
];
/**
* Takes the confusion matrices out of a document: square lists of lists of numbers under a key that says
* `confusion_matrix`, as scikit-learn's `confusion_matrix(…).tolist()` gives them (rows are the truth). The classes'
* names are the list of texts of that length beside it, called `labels`, `classes` or alike, else their indexes.
*/
function takeMatrices(document, { file, text }) {
	const matrices = [];
	return {
		rest: text.includes("onfusion") ? visit(document, "") : document,
		matrices
	};
	function visit(node, prefix) {
		if (!isObject(node)) return node;
		const kept = /* @__PURE__ */ new Map();
		for (const [key, value] of node) {
			const counts = MATRIX_NAME.test(key) ? squareOf(value) : void 0;
			if (counts === void 0) kept.set(key, visit(value, `${prefix}${key}.`));
			else matrices.push({
				file,
				name: `${prefix}${key}`,
				labels: labelsBeside(node, counts.length),
				counts
			});
		}
		return kept;
	}
}
function squareOf(value) {
	if (!isList(value) || value.length === 0) return void 0;
	const isRow = (row) => isList(row) && row.length === value.length && row.every((cell) => typeof cell === "number" && Number.isFinite(cell));
	return value.every(isRow) ? value : void 0;
}
function labelsBeside(node, length) {
	const labels = LABEL_NAMES.map((name) => node.get(name)).filter(isList).find((list) => list.length === length && list.every((label) => typeof label !== "object"));
	return labels === void 0 ? Array.from({ length }, (_, index) => String(index)) : labels.map(String);
}
// src/metrics/formats/json-table.ts
/** A list of objects without anything nested, as a table; undefined for anything else. */
function objectsAsTable(list, file) {
	if (!isList(list) || list.length === 0) return void 0;
	const objects = list.filter(isObject);
	if (objects.length < list.length) return void 0;
	const columns = [...new Set(objects.flatMap((object) => [...object.keys()]))];
	if (objects.some((object) => [...object.values()].some((value) => isObject(value) || isList(value)))) return void 0;
	const rows = objects.map((object) => ({
		line: 1,
		cells: columns.map((column) => cellOf(object.get(column)))
	}));
	return {
		file,
		rows: [{
			line: 1,
			cells: columns
		}, ...rows]
	};
}
/** What a document that is a list of objects shows, as DVC's plots are written: steps, or see plotFindings. */
function listFindings(document, file) {
	const [header, ...rows] = objectsAsTable(document, file)?.rows ?? [];
	if (header === void 0) return void 0;
	const step = stepColumnOf(header, rows);
	if (step !== void 0) return stepFindings({
		file,
		header,
		rows,
		step
	});
	return plotFindings({
		file,
		name: "",
		header: header.cells,
		rows: rows.map(({ cells }) => cells)
	});
}
/** Takes the lists that are plots out of an object's values, as DVCLive writes `{"roc": [{"fpr": …, "tpr": …}, …]}`. */
function takePlots(document, file) {
	if (!isObject(document)) return {
		rest: document,
		plots: []
	};
	const plots = /* @__PURE__ */ new Map();
	for (const [name, value] of document) {
		const found = isList(value) ? plotIn(value, {
			file,
			name
		}) : void 0;
		if (found !== void 0) plots.set(name, found);
	}
	if (plots.size === 0) return {
		rest: document,
		plots: []
	};
	return {
		rest: new Map([...document].filter(([name]) => !plots.has(name))),
		plots: [...plots.values()]
	};
}
function plotIn(list, { file, name }) {
	const [header, ...rows] = objectsAsTable(list, file)?.rows ?? [];
	if (header === void 0) return void 0;
	return plotFindings({
		file,
		name,
		header: header.cells,
		rows: rows.map(({ cells }) => cells)
	});
}
function cellOf(value) {
	return value === void 0 || value === null ? "" : String(value);
}
// src/metrics/formats/json.ts
/**
* JSON (RFC 8259), with the NaN and Infinity that Python's json.dump writes. A confusion matrix in it becomes a matrix
* instead of one metric per cell; a classification report in it is a table too; lists of objects are read as tables where
* they are steps or plots.
*/
const jsonFormat = {
	name: "json",
	files: "*.json",
	recognises: ({ isJson }) => isJson,
	parse: parseJson
};
function parseJson({ path, text, json }) {
	const list = listFindings(json(), path);
	if (list !== void 0) return list;
	const { rest: unplotted, plots } = takePlots(json(), path);
	const { rest, matrices } = takeMatrices(unplotted, {
		file: path,
		text
	});
	const classTables = text.includes("\"macro avg\"") ? classTablesIn(rest, path) : [];
	return {
		metrics: flatten(rest, path),
		matrices: [...matrices, ...plots.flatMap((plot) => plot.matrices ?? [])],
		classTables,
		curves: plots.flatMap(({ curves = [] }) => curves),
		rocs: plots.flatMap(({ rocs = [] }) => rocs)
	};
}
// src/metrics/formats/json-quick.ts
/** From about this size on, turning JSON.parse's objects into Maps costs more than a reader of our own. */
const LARGEST_TEXT = 1 << 20;
/** An integer as a key comes first in JavaScript's objects, wherever the file has it. */
const INTEGER = /^\d/;
/**
* What readJson gives, by JSON.parse: a short program has ended before a reader written in JavaScript is compiled.
* Undefined where the two could differ, and for every mistake: a value that JSON has not (NaN), a key twice in one
* object, keys in another order, integers beyond 2^53, too deep, escapes (V8 of Node 24 reads the key `"\\""` as a backslash after an object that
* had such a key).
*/
function quickJson(text) {
	if (text.length > LARGEST_TEXT || text.includes("\\")) return void 0;
	const parsed = parseIfJson(text);
	if (parsed === void 0) return void 0;
	let keys = 0;
	let isSure = true;
	const value = convert(parsed, 0);
	return isSure && (keys === colons(text) || keys === (text.match(/"\s*:/g)?.length ?? 0)) ? value : void 0;
	function convert(node, depth) {
		if (typeof node === "number" && Math.abs(node) > Number.MAX_SAFE_INTEGER) isSure = false;
		if (typeof node !== "object" || node === null) return node;
		if (depth >= 64) {
			isSure = false;
			return null;
		}
		if (Array.isArray(node)) return node.map((item) => convert(item, depth + 1));
		const names = Object.keys(node);
		if (names[0] !== void 0 && INTEGER.test(names[0])) isSure = false;
		keys += names.length;
		const members = /* @__PURE__ */ new Map();
		for (const name of names) members.set(name, convert(node[name], depth + 1));
		return members;
	}
}
function parseIfJson(text) {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return void 0;
		throw error;
	}
}
function colons(text) {
	let found = 0;
	for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1)) found += 1;
	return found;
}
// src/metrics/formats/json-text.ts
const NUMBER$1 = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN_STRING = /"[^"\\\u0000-\u001f]*"/y;
/** Fewer digits are below 2^53. */
const LONG_INTEGER = /^-?\d{16,}$/;
const WORDS = [
	["true", true],
	["false", false],
	["null", null],
	["NaN", NaN],
	["Infinity", Number.POSITIVE_INFINITY],
	["-Infinity", Number.NEGATIVE_INFINITY]
];
/**
* Reads JSON (RFC 8259) strictly, with three differences from JSON.parse: an integer beyond 2^53 keeps its digits; NaN, Infinity and -Infinity, which Python's
* json.dump writes, are numbers; and a key that stands twice in one object is refused, because one of the two values
* would vanish unseen. Throws UserError with line and column for any mistake, and beyond MAX_DEPTH levels.
*/
function readJson(text, file) {
	return quickJson(text) ?? readStrictly(text, file);
}
/** The whole of readJson, whatever the size. */
function readStrictly(text, file) {
	const cursor = {
		text,
		file,
		at: 0,
		depth: 0
	};
	skipSpace(cursor);
	const value = readValue(cursor);
	skipSpace(cursor);
	if (cursor.at < text.length) throw mistake(cursor, "there is more after the end of the first value");
	return value;
}
function readValue(cursor) {
	switch (cursor.text[cursor.at]) {
		case "{": return nested(cursor, readObject);
		case "[": return nested(cursor, readList$1);
		case "\"": return readString(cursor);
		default: return readNumberOrWord(cursor);
	}
}
function nested(cursor, read) {
	if (cursor.depth >= 64) throw tooDeep(cursor.file, "", positionIn(cursor.text, cursor.at));
	cursor.depth += 1;
	cursor.at += 1;
	skipSpace(cursor);
	const value = read(cursor);
	cursor.depth -= 1;
	return value;
}
function readObject(cursor) {
	const object = /* @__PURE__ */ new Map();
	if (took(cursor, "}")) return object;
	let keys = 0;
	do {
		skipSpace(cursor);
		const start = cursor.at;
		if (cursor.text[start] !== "\"") throw mistake(cursor, "a key in double quotes is missing");
		const key = readString(cursor);
		skipSpace(cursor);
		if (!took(cursor, ":")) throw mistake(cursor, "a colon is missing after the key");
		skipSpace(cursor);
		object.set(key, readValue(cursor));
		keys += 1;
		if (object.size < keys) throw mistake({
			...cursor,
			at: start
		}, "this key stands twice in one object", key);
		skipSpace(cursor);
	} while (took(cursor, ","));
	if (!took(cursor, "}")) throw mistake(cursor, "a comma or } is missing");
	return object;
}
function readList$1(cursor) {
	const list = [];
	if (took(cursor, "]")) return list;
	do {
		skipSpace(cursor);
		list.push(readValue(cursor));
		skipSpace(cursor);
	} while (took(cursor, ","));
	if (!took(cursor, "]")) throw mistake(cursor, "a comma or ] is missing");
	return list;
}
function readString(cursor) {
	const { text } = cursor;
	const start = cursor.at;
	PLAIN_STRING.lastIndex = start;
	if (PLAIN_STRING.test(text)) {
		cursor.at = PLAIN_STRING.lastIndex;
		return text.slice(start + 1, cursor.at - 1);
	}
	let end = start + 1;
	for (; text[end] !== "\""; end += 1) {
		if (end >= text.length) throw mistake(cursor, "this string has no end");
		if (text[end] === "\\") end += 1;
		else if (text.charCodeAt(end) < 32) throw mistake({
			...cursor,
			at: end
		}, "a control character or a line end stands inside a string");
	}
	cursor.at = end + 1;
	return unescaped({
		...cursor,
		at: start
	}, text.slice(start, end + 1));
}
function unescaped(cursor, literal) {
	for (const found of literal.matchAll(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})?/g)) {
		if (found[0] !== "\\") continue;
		throw mistake({
			...cursor,
			at: cursor.at + found.index
		}, "this escape does not exist");
	}
	return JSON.parse(literal);
}
function readNumberOrWord(cursor) {
	const { text, at } = cursor;
	NUMBER$1.lastIndex = at;
	const number = NUMBER$1.exec(text)?.[0];
	if (number !== void 0) {
		cursor.at += number.length;
		return number.length > 15 && LONG_INTEGER.test(number) ? integerOf(number) : Number(number);
	}
	const known = WORDS.find(([word]) => text.startsWith(word, at));
	if (known === void 0) throw mistake(cursor, "a value is missing");
	cursor.at += known[0].length;
	return known[1];
}
function took(cursor, character) {
	if (cursor.text[cursor.at] !== character) return false;
	cursor.at += 1;
	return true;
}
function skipSpace(cursor) {
	for (; cursor.at < cursor.text.length; cursor.at += 1) {
		const code = cursor.text.charCodeAt(cursor.at);
		if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
	}
}
function mistake(cursor, what, key) {
	const { text, file, at } = cursor;
	const found = at < text.length ? `found ${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))}` : "found the end of the file";
	return new require_errors.UserError(key === void 0 ? `The file is not JSON: ${what} (${found}).` : `The file is not clear: ${what}.`, {
		place: {
			file,
			...positionIn(text, at),
			...key === void 0 ? {} : { key }
		},
		fix: "Correct it there."
	});
}
function positionIn(text, at) {
	const lines = text.slice(0, at).split(/\r\n|\r|\n/);
	return {
		line: lines.length,
		column: (lines.at(-1)?.length ?? 0) + 1
	};
}
// src/metrics/formats/kfp.ts
/**
* The metrics file of Kubeflow Pipelines v1, `mlpipeline-metrics.json`:
* `{"metrics": [{"name": "auroc", "numberValue": 0.8, "format": "RAW" | "PERCENTAGE"}]}`.
* A PERCENTAGE is a fraction of 1 that is shown times 100 (`kubeflow/pipelines` backend/api, RunMetric.Format).
*/
const kfpFormat = {
	name: "kfp",
	files: "Kubeflow Pipelines' mlpipeline-metrics.json",
	recognises: ({ isJson, json }) => isJson && metricsOf$2(json()) !== void 0,
	parse: ({ path, json }) => {
		const items = metricsOf$2(json());
		if (items === void 0) throw notOfFormat(path, "a metrics file of Kubeflow Pipelines ({\"metrics\": [{\"name\": …}]})");
		const metrics = items.map(metricOf$1);
		refuseTwice(metrics, path);
		return { metrics };
	}
};
function metricsOf$2(document) {
	if (!isObject(document) || document.size !== 1) return void 0;
	const items = document.get("metrics");
	if (!isList(items) || items.length === 0) return void 0;
	const isMetric = (item) => isObject(item) && typeof item.get("name") === "string" && item.has("numberValue");
	return items.every(isMetric) ? items : void 0;
}
function metricOf$1(item) {
	const unit = item.get("format") === "PERCENTAGE" ? "percent" : void 0;
	return entryOf$1(String(item.get("name")), item.get("numberValue"), unit);
}
// src/metrics/formats/kfp-classification.ts
/**
* What components of Kubeflow Pipelines v2 log: an artifact's metadata with `confusionMatrix` and `confidenceMetrics`
* (ClassificationMetrics), an artifact around it, or a component's `executor_output.json` with any number of them; the
* numbers of `Metrics` artifacts in it are metrics. Shapes: `kfp.dsl.types.artifact_types` of the KFP SDK 2.
*/
const kfpClassificationFormat = {
	name: "kfp-classification",
	files: "Kubeflow Pipelines' executor_output.json",
	recognises: ({ isJson, json }) => isJson && artifactsIn(json()).length > 0,
	parse: ({ path, json }) => {
		const artifacts = artifactsIn(json());
		if (artifacts.length === 0) throw notOfFormat(path, "ClassificationMetrics of Kubeflow Pipelines");
		return findingsOf(artifacts, path);
	}
};
const CLASSIFICATION_KEYS = ["confusionMatrix", "confidenceMetrics"];
function artifactsIn(document) {
	if (!isObject(document)) return [];
	const outputs = document.get("artifacts");
	if (isObject(outputs)) return [...outputs].flatMap(([name, output]) => artifactsOf(name, output));
	const metadata = document.get("metadata");
	const found = isObject(metadata) ? metadata : document;
	return isClassification(found) ? [{
		name: "",
		metadata: found
	}] : [];
}
function artifactsOf(name, output) {
	const list = isObject(output) ? output.get("artifacts") : void 0;
	return (isList(list) ? list : []).flatMap((artifact) => {
		const metadata = isObject(artifact) ? artifact.get("metadata") : void 0;
		if (!isObject(artifact) || !isObject(metadata) || metadata.size === 0) return [];
		return isClassification(metadata) || isMetrics(artifact) ? [{
			name,
			metadata
		}] : [];
	});
}
function isMetrics(artifact) {
	const type = artifact.get("type");
	return isObject(type) && type.get("schemaTitle") === "system.Metrics";
}
function isClassification(metadata) {
	const matrix = metadata.get("confusionMatrix");
	return isObject(matrix) && isList(matrix.get("annotationSpecs")) && isList(matrix.get("rows")) || isList(metadata.get("confidenceMetrics"));
}
function findingsOf(artifacts, file) {
	const metrics = artifacts.flatMap(({ name, metadata }) => metricsOf$1(name, metadata, file));
	refuseTwice(metrics, file);
	return {
		metrics,
		matrices: artifacts.flatMap(({ name, metadata }) => matrixOf(metadata.get("confusionMatrix"), {
			file,
			name
		})),
		rocs: artifacts.flatMap(({ name, metadata }) => rocOf(metadata.get("confidenceMetrics"), {
			file,
			name
		}))
	};
}
/** Everything in the metadata that is not drawn; of what should be and cannot, why. */
function metricsOf$1(name, metadata, file) {
	const rest = new Map([...metadata].filter(([key]) => !CLASSIFICATION_KEYS.includes(key)));
	const [matrix, readings] = CLASSIFICATION_KEYS.map((key) => metadata.get(key));
	if (isObject(matrix) && matrixOf(matrix, {
		file,
		name
	}).length === 0) rest.set("confusionMatrix", "not drawn: its rows are not as many numbers as it has classes");
	if (isList(readings) && readings.length > 0 && rocOf(readings, {
		file,
		name
	}).length === 0) rest.set("confidenceMetrics", "not drawn: fewer than two of them have a recall and a falsePositiveRate");
	if (rest.size === 0) return [];
	return flatten(rest, file).map((entry) => name === "" ? entry : {
		...entry,
		name: `${name}.${entry.name}`
	});
}
/** A matrix whose rows do not fit its labels is none. */
function matrixOf(matrix, home) {
	if (!isObject(matrix)) return [];
	const specs = matrix.get("annotationSpecs");
	const rows = matrix.get("rows");
	if (!isList(specs) || !isList(rows)) return [];
	const labels = specs.map((spec) => String(isObject(spec) && spec.get("displayName") || ""));
	const counts = rows.map((row) => {
		const cells = isObject(row) ? row.get("row") : row;
		return isList(cells) ? cells.map((cell) => numberIn(cell) ?? NaN) : [];
	});
	return counts.length === labels.length && counts.every((row) => row.length === labels.length) && counts.flat().every(Number.isFinite) ? [{
		...home,
		labels,
		counts
	}] : [];
}
function rocOf(readings, home) {
	if (!isList(readings)) return [];
	const points = readings.flatMap((reading) => {
		if (!isObject(reading)) return [];
		const falsePositiveRate = numberIn(reading.get("falsePositiveRate"));
		const truePositiveRate = numberIn(reading.get("recall"));
		if (falsePositiveRate === void 0 || truePositiveRate === void 0) return [];
		const threshold = numberIn(reading.get("confidenceThreshold"));
		return [{
			falsePositiveRate,
			truePositiveRate,
			threshold: Number.isFinite(threshold) ? threshold : void 0
		}];
	});
	return points.length < 2 ? [] : [{
		...home,
		points
	}];
}
// src/metrics/formats/locust-entry.ts
/** The metrics of one endpoint, with the same names whichever file Locust wrote them to. */
function metricsOfEntry(entry) {
	const { label, requests, failures } = entry;
	const metric = (name, value, unit) => ({
		name: `${label}.${name}`,
		value,
		...unit !== void 0 && { unit }
	});
	return [
		metric("requests", measured(requests)),
		metric("failures", measured(failures)),
		metric("failure_ratio", measured(failures / requests), "percent"),
		metric("requests_per_second", measured(entry.requestsPerSecond), "requests/s"),
		metric("failures_per_second", measured(entry.failuresPerSecond), "requests/s"),
		metric("response_time.mean", measured(entry.meanTime), "ms"),
		metric("response_time.min", measured(entry.minTime), "ms"),
		metric("response_time.max", measured(entry.maxTime), "ms"),
		...entry.percentiles.map(([name, time]) => metric(`response_time.${name}`, time, "ms")),
		metric("content_size.mean", measured(entry.meanSize), "bytes")
	];
}
/** A number, or the text of what is none: no requests at all have no mean. */
function measured(value) {
	return Number.isFinite(value) ? {
		kind: "number",
		value
	} : {
		kind: "text",
		text: String(value)
	};
}
// src/metrics/formats/locust.ts
/**
* What `locust --json` prints and `--json-file` writes: one object per endpoint, with a histogram of response times in
* milliseconds. The mean, the percentiles, the rates and the aggregate are made of it as Locust makes them for its CSV
* (`locust/stats.py`, StatsEntry).
*/
const locustFormat = {
	name: "locust",
	files: "Locust's statistics as JSON",
	recognises: ({ isJson, json }) => isJson && entriesOf(json()) !== void 0,
	parse: ({ path, json }) => {
		const entries = entriesOf(json());
		if (entries === void 0) throw notOfFormat(path, "what `locust --json` prints");
		const counted = entries.map(countsOf);
		const metrics = [...counted, sumOf(counted)].flatMap((counts) => metricsOfEntry(entryOf(counts)));
		refuseTwice(metrics, path);
		return { metrics };
	}
};
const KEYS = [
	"name",
	"method",
	"num_requests",
	"num_failures",
	"response_times",
	"total_response_time"
];
const PERCENTILES = [
	50,
	66,
	75,
	80,
	90,
	95,
	98,
	99,
	99.9,
	99.99
];
function entriesOf(document) {
	if (!isList(document) || document.length === 0) return void 0;
	const isEntry = (item) => isObject(item) && KEYS.every((key) => item.has(key));
	return document.every(isEntry) ? document : void 0;
}
function countsOf(entry) {
	const number = (key) => numberIn(entry.get(key)) ?? NaN;
	const histogram = entry.get("response_times");
	const times = isObject(histogram) ? [...histogram].map(([time, count]) => [Number(time), Number(count)]) : [];
	return {
		label: [entry.get("method"), entry.get("name")].filter((part) => typeof part === "string" && part !== "").join(" "),
		requests: number("num_requests"),
		untimed: numberIn(entry.get("num_none_requests")) ?? 0,
		failures: number("num_failures"),
		time: number("total_response_time"),
		size: number("total_content_length"),
		minTime: number("min_response_time"),
		maxTime: number("max_response_time"),
		start: number("start_time"),
		end: number("last_request_timestamp"),
		times: new Map(times)
	};
}
function sumOf(all) {
	const sum = (of) => all.reduce((total, counts) => total + of(counts), 0);
	const times = /* @__PURE__ */ new Map();
	for (const counts of all) for (const [time, count] of counts.times) times.set(time, (times.get(time) ?? 0) + count);
	return {
		label: "Aggregated",
		requests: sum(({ requests }) => requests),
		untimed: sum(({ untimed }) => untimed),
		failures: sum(({ failures }) => failures),
		time: sum(({ time }) => time),
		size: sum(({ size }) => size),
		minTime: all.reduce((least, { minTime }) => Math.min(least, minTime), Number.POSITIVE_INFINITY),
		maxTime: all.reduce((most, { maxTime }) => Math.max(most, maxTime), 0),
		start: all.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY),
		end: all.reduce((most, { end }) => Math.max(most, end), 0),
		times
	};
}
function entryOf(counts) {
	const { label, requests, failures, minTime, maxTime } = counts;
	const seconds = counts.end - counts.start;
	return {
		label,
		requests,
		failures,
		minTime,
		maxTime,
		meanTime: counts.time / (requests - counts.untimed),
		meanSize: counts.size / requests,
		requestsPerSecond: requests / seconds,
		failuresPerSecond: failures / seconds,
		percentiles: PERCENTILES.map((percent) => [`p${percent}`, {
			kind: "number",
			value: percentileOf(counts, percent / 100)
		}])
	};
}
/** The largest time with at most ⌊n · fraction⌋ requests below it; 0 without any. */
function percentileOf({ times, requests }, fraction) {
	const rank = Math.floor(requests * fraction);
	let slower = 0;
	for (const [time, count] of [...times].sort(([one], [other]) => other - one)) {
		slower += count;
		if (requests - slower <= rank) return time;
	}
	return 0;
}
// src/metrics/formats/vegeta.ts
/**
* `vegeta report -type=json`. Numbers stay those of the file, so durations are in nanoseconds. The dates of the first and last request are no metrics. Names are the file's, and those of the text report.
*/
const vegetaFormat = {
	name: "vegeta",
	files: "vegeta's report as JSON",
	recognises: ({ isJson, json }) => isJson && isReport(json()),
	parse: ({ path, json }) => {
		const document = json();
		if (!isReport(document)) throw notOfFormat(path, "a report of vegeta (vegeta report -type=json)");
		return { metrics: [...document].flatMap(([key, value]) => metricsOf(key, value)) };
	}
};
/** The units of vegeta's numbers; the part of the name before a dot counts. */
const UNITS = {
	latencies: "ns",
	wait: "ns",
	duration: "ns",
	bytes_in: "bytes",
	bytes_out: "bytes",
	rate: "requests/s",
	throughput: "requests/s",
	success: "percent"
};
/** The unit that a number of this name has in vegeta's JSON report. */
function vegetaUnit(name) {
	return UNITS[name.split(".", 1)[0] ?? ""];
}
const DATES = [
	"earliest",
	"latest",
	"end"
];
function isReport(document) {
	if (!isObject(document)) return false;
	const latencies = document.get("latencies");
	return [
		"bytes_in",
		"bytes_out",
		"status_codes"
	].every((key) => isObject(document.get(key))) && isObject(latencies) && latencies.has("mean") && document.has("success");
}
function metricsOf(key, value) {
	if (DATES.includes(key)) return [];
	if (isObject(value)) return [...value].map(([part, inner]) => metricOf(`${key}.${part}`, inner));
	if (isList(value)) return value.map((item, index) => metricOf(`${key}.${index}`, item));
	return value === null ? [] : [metricOf(key, value)];
}
function metricOf(name, value) {
	return entryOf$1(name, value, vegetaUnit(name));
}
// src/metrics/formats/file-content.ts
const BEGINS_LIKE_JSON = /^\s*(\{\s*["}]|\[\s*[[{\]])/;
const OTHER_ENDINGS = [
	".yaml",
	".yml",
	".toml",
	".csv",
	".tsv",
	".jsonl",
	".ndjson"
];
/** A file's name and text, ready to be looked at. */
function openFile(path, text) {
	const fileName = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
	const ending = /\.[^.]*$/.exec(fileName)?.[0] ?? "";
	const isJson = ending === ".json" || !OTHER_ENDINGS.includes(ending) && BEGINS_LIKE_JSON.test(text);
	let document;
	const json = () => {
		document ??= { value: readJson(text, path) };
		return document.value;
	};
	return {
		path,
		text,
		fileName,
		ending,
		isJson,
		json
	};
}
// src/metrics/sources.ts
/**
* Reads files, each by the format that is found for it.
* Throws UserError with the file for an empty one, a Git LFS pointer, and too many metrics in all; and what `formatFor`
* and the formats throw.
*/
function readSources(files, formatFor) {
	const metrics = [];
	const extras = [];
	for (const file of [...files].sort(byPath)) {
		const content = openFile(file.path, contentOf(file));
		const { metrics: entries, curves = [], matrices = [], classTables = [], rocs = [] } = formatFor(content, file).parse(content);
		for (const { name, value, unit } of entries) metrics.push(unit === void 0 ? {
			file: file.path,
			name,
			value
		} : {
			file: file.path,
			name,
			value,
			unit
		});
		if (metrics.length > 1e6) throw tooMany(file.path);
		extras.push({
			curves,
			matrices,
			classTables,
			rocs
		});
	}
	return {
		metrics,
		curves: extras.flatMap(({ curves }) => curves),
		matrices: extras.flatMap(({ matrices }) => matrices),
		classTables: extras.flatMap(({ classTables }) => classTables),
		rocs: extras.flatMap(({ rocs }) => rocs)
	};
}
function contentOf({ path: file, text }) {
	const content = text.startsWith("﻿") ? text.slice(1) : text;
	if (content.trim() === "") throw new require_errors.UserError("The file is empty.", {
		place: { file },
		fix: "Let the training write its metrics there."
	});
	if (content.startsWith("version https://git-lfs.github.com/spec/")) throw new require_errors.UserError("The file is a Git LFS pointer, not the metrics themselves.", {
		place: { file },
		fix: "Check out with `lfs: true`, or keep metrics out of LFS."
	});
	return content;
}
function byPath(one, other) {
	if (one.path === other.path) return 0;
	return one.path < other.path ? -1 : 1;
}
// src/metrics/diff.ts
/**
* Lines up two sets of metrics by file and name: first everything the candidate has, in its order, then what is gone.
* With `movedFiles: 'follow'` (the default) a name that stands in one file before and in another one after is one row,
* because moving a metrics file changes no metric; with `'separate'` it is two, as in `dvc metrics diff`.
*/
function diffMetrics(old, candidate, options = {}) {
	const left = byFile(old);
	const pairs = candidate.map((after) => ({
		before: left.get(after.file)?.take(after.name),
		after
	}));
	if (options.movedFiles !== "separate") followMoves(pairs, left);
	const gone = [...left.values()].flatMap((metrics) => metrics.rest());
	return [...pairs.map(({ before, after }) => changeOf(before, after)), ...gone.map((metric) => changeOf(metric))];
}
function byFile(metrics) {
	const files = /* @__PURE__ */ new Map();
	for (const metric of metrics) {
		const found = files.get(metric.file);
		if (found === void 0) files.set(metric.file, [metric]);
		else found.push(metric);
	}
	return new Map([...files].map(([file, found]) => [file, remaining(found)]));
}
/** Most files keep their order, so that the next one is the one: only from the first other one on are names looked up. */
function remaining(metrics) {
	let next = 0;
	let named;
	return {
		take(name) {
			if (named === void 0 && metrics[next]?.name === name) {
				next += 1;
				return metrics[next - 1];
			}
			named ??= new Map(metrics.slice(next).map((metric) => [metric.name, metric]));
			const found = named.get(name);
			named.delete(name);
			return found;
		},
		rest: () => named === void 0 ? metrics.slice(next) : [...named.values()]
	};
}
function followMoves(pairs, left) {
	const untaken = [...left.values()].flatMap((metrics) => metrics.rest());
	if (untaken.length === 0) return;
	const gone = onlyOnes(untaken, (metric) => metric.name);
	const added = onlyOnes(pairs.filter(({ before }) => before === void 0), ({ after }) => after.name);
	for (const [name, pair] of added) {
		const metric = gone.get(name);
		if (metric === void 0) continue;
		pair.before = metric;
		left.get(metric.file)?.take(name);
	}
}
function onlyOnes(items, nameOf) {
	const found = /* @__PURE__ */ new Map();
	const several = /* @__PURE__ */ new Set();
	for (const item of items) {
		if (found.has(nameOf(item))) several.add(nameOf(item));
		found.set(nameOf(item), item);
	}
	for (const name of several) found.delete(name);
	return found;
}
/** One key for a file and a name; a path holds no NUL. */
function metricKey({ file, name }) {
	return `${file ?? ""}\0${name}`;
}
function changeOf(before, after) {
	const { file, name, unit } = after ?? before;
	const old = before?.value;
	const now = after?.value;
	const change = old?.kind === "number" && now?.kind === "number" ? finite(now.value - old.value) : void 0;
	const row = {
		file,
		name,
		old,
		new: now,
		change,
		relative: change === void 0 || old?.kind !== "number" ? void 0 : finite(change / Math.abs(old.value))
	};
	return unit === void 0 ? row : {
		...row,
		unit
	};
}
function finite(value) {
	return Number.isFinite(value) ? value + 0 : void 0;
}
// action/diff-rows.ts
/**
* The rows between two revisions, by path and then by name, in the order of code points.
* As in `dvc metrics diff`, a file that was moved is two sets of rows and what did not change is left out unless `all`.
*/
function diffRows(old, candidate, options) {
	const files = /* @__PURE__ */ new Map();
	for (const change of diffMetrics(old, candidate, { movedFiles: "separate" })) {
		if (!options.all && sameValue(change.old, change.new)) continue;
		const rows = files.get(change.file);
		if (rows === void 0) files.set(change.file, [rowOf(change)]);
		else rows.push(rowOf(change));
	}
	return [...files].sort(([one], [other]) => byCodePoint(one, other)).flatMap(([, rows]) => rows.sort((one, other) => byCodePoint(one.metric, other.metric)));
}
function rowOf({ file, name, old, new: now, change, unit }) {
	const row = {
		path: file,
		metric: name,
		old: plain(old),
		new: plain(now),
		change: change ?? null
	};
	return unit === void 0 ? row : {
		...row,
		unit
	};
}
/** No double has more that count: toFixed beyond it gives the digits of its binary form. */
const MOST_DECIMALS = 17;
/** Rounded for people to `precision` decimals; what would become zero by that keeps its first significant digits. */
function showValue(value, precision) {
	if (value === null) return "-";
	if (typeof value !== "number" || Number.isInteger(value)) return String(value);
	const rounded = Number(value.toFixed(precision));
	return String(rounded === 0 ? Number(value.toPrecision(Math.max(1, precision))) : rounded);
}
/** Both sides with at least `precision` decimals, and with as many as it takes for different values to look different. */
function showPair({ old, new: now }, precision) {
	for (let decimals = precision; decimals <= MOST_DECIMALS; decimals += 1) {
		const [before, after] = [showValue(old, decimals), showValue(now, decimals)];
		if (before !== after || old === now) return [before, after];
	}
	return [String(old), String(now)];
}
function plain(value) {
	if (value === void 0) return null;
	if (value.kind === "number") return value.value;
	return value.text === "true" || value.text === "false" ? value.text === "true" : value.text;
}
function byCodePoint(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
// src/metrics/formats/json-formats.ts
/** All that a file whose name ends with `.json` can be, in the order of the registry; plain JSON takes every one. */
const SPECIAL_FORMATS = [
	kfpFormat,
	kfpClassificationFormat,
	classificationReportFormat,
	vegetaFormat,
	locustFormat
];
/** The format of a file whose name ends with `.json`: the one that the registry would find, without loading the others. */
function jsonFormatOf(file) {
	return SPECIAL_FORMATS.find(({ recognises }) => recognises(file)) ?? jsonFormat;
}
// src/metrics/json-metrics.ts
/**
* What parseSources gives and throws, for files whose names all end with `.json`: the parsers of the other formats take
* longer to load than most repositories take to be compared.
*/
function parseJsonSources(files) {
	return readSources(files, jsonFormatOf);
}
// src/metrics/plot-items.ts
/**
* What a report draws and no metric says, as what it is in the file: the items of lists. `confusion_matrix.0.1` is how
* often the first class was taken for the second, `roc.3.tpr` a rate at the fourth threshold.
*/
function plotItems({ matrices, rocs }) {
	return [...matrices.flatMap(matrixItems), ...rocs.flatMap(rocItems)];
}
function matrixItems({ file, name, counts }) {
	const prefix = prefixOf(name, /confusion/i, "confusion_matrix");
	return counts.flatMap((row, truth) => row.map((value, prediction) => numberOf(file, `${prefix}.${truth}.${prediction}`, value)));
}
function rocItems({ file, name, points }) {
	const prefix = prefixOf(name, /roc/i, "roc");
	return points.flatMap(({ falsePositiveRate, truePositiveRate, threshold }, at) => [
		numberOf(file, `${prefix}.${at}.fpr`, falsePositiveRate),
		numberOf(file, `${prefix}.${at}.tpr`, truePositiveRate),
		...threshold === void 0 ? [] : [numberOf(file, `${prefix}.${at}.threshold`, threshold)]
	]);
}
/** The place in the file, with a word for what it is where that does not say so. */
function prefixOf(name, says, word) {
	if (says.test(name)) return name;
	return name === "" ? word : `${name}.${word}`;
}
function numberOf(file, name, value) {
	return {
		file,
		name,
		value: {
			kind: "number",
			value
		}
	};
}
// src/yaml/simple.ts
/** What is not simple; it never leaves this file. */
const HARD = Symbol("hard");
const KEY = /^([A-Za-z_./][\w./-]*):(?: +(\S.*))?$/;
const ITEM = /^-( +)(\S.*)$/;
/** Begins so that it can only be text or a number, and holds nothing that means anything in YAML. */
const PLAIN = /^[\w./$-](?:[^:#]|:(?=\S))*$/;
const QUOTED = /^(?:'([^']*)'|"([^"\\]*)")$/;
const NUMBER = /^(?:0|-?[1-9]\d{0,14})(?:\.\d+)?$/;
/** What the core schema or an older YAML may read as something else than text. */
const DOUBTFUL = /^(?:[-+.]?\d(?!.*[a-df-np-wyz]).*|0[box].*|\.(?:inf|nan)|null|true|false|yes|no|on|off|y|n|-.*)$/i;
/**
* Reads the YAML that most configuration is written in: block maps and lists of plain or simply quoted values, with
* comments on lines of their own. What it gives is what readYaml gives; undefined for every text that has anything else,
* mistakes included. For programs that end before the whole parser is loaded.
*/
function readSimpleYaml(text) {
	const lines = linesOf(text);
	if (lines === void 0 || lines.length === 0) return void 0;
	const cursor = {
		lines: [...lines],
		at: 0
	};
	const value = readBlock(cursor, lines[0]?.indent ?? 0);
	return value === HARD || cursor.at < lines.length ? void 0 : { value };
}
function linesOf(text) {
	if (/[^\n\x20-\x7e]/.test(text)) return void 0;
	const lines = text.split("\n").flatMap((line) => {
		const inner = line.trim();
		return inner === "" || inner.startsWith("#") ? [] : [{
			indent: line.length - line.trimStart().length,
			text: inner
		}];
	});
	return lines.some((line) => /^(---|\.\.\.|%)/.test(line.text)) ? void 0 : lines;
}
function readBlock(cursor, indent) {
	return cursor.lines[cursor.at]?.text.startsWith("-") ? readList(cursor, indent) : readMap(cursor, indent);
}
function readMap(cursor, indent) {
	const map = {};
	for (let line = cursor.lines[cursor.at]; line !== void 0 && line.indent >= indent; line = cursor.lines[cursor.at]) {
		const [, key, written] = KEY.exec(line.text) ?? [];
		if (line.indent > indent || key === void 0 || !isNewKey(map, key)) return HARD;
		cursor.at += 1;
		const value = written === void 0 ? readInner(cursor, indent) : readScalar(written);
		if (value === HARD) return HARD;
		map[key] = value;
	}
	return map;
}
function isNewKey(map, key) {
	return !Object.hasOwn(map, key) && key !== "__proto__" && !DOUBTFUL.test(key);
}
/** What stands below a key: a list may begin below the key itself. */
function readInner(cursor, indent) {
	const next = cursor.lines[cursor.at];
	if (next === void 0 || next.indent < indent) return null;
	if (next.indent > indent) return readBlock(cursor, next.indent);
	return next.text.startsWith("-") ? readList(cursor, indent) : null;
}
function readList(cursor, indent) {
	const list = [];
	for (let line = cursor.lines[cursor.at]; line !== void 0 && line.indent >= indent; line = cursor.lines[cursor.at]) {
		const [, space, written] = ITEM.exec(line.text) ?? [];
		if (line.indent === indent && !line.text.startsWith("-")) break;
		if (line.indent > indent || space === void 0 || written === void 0) return HARD;
		const value = readItem(cursor, {
			indent: indent + 1 + space.length,
			text: written
		});
		if (value === HARD) return HARD;
		list.push(value);
	}
	return list;
}
/** `- key: value` is a map that begins on the line of its dash. */
function readItem(cursor, inner) {
	if (ITEM.test(inner.text)) return HARD;
	if (KEY.test(inner.text)) {
		cursor.lines[cursor.at] = inner;
		return readMap(cursor, inner.indent);
	}
	cursor.at += 1;
	return readScalar(inner.text);
}
function readScalar(written) {
	const [, single, double] = QUOTED.exec(written) ?? [];
	if (single !== void 0 || double !== void 0) return single ?? double;
	if (written === "true" || written === "false") return written === "true";
	if (NUMBER.test(written)) return Number(written);
	return PLAIN.test(written) && !DOUBTFUL.test(written) ? written : HARD;
}
// action/declared-files.ts
const MODEL_CONFIG = ".github/serin.yml";
/**
* The metrics or parameter files that a revision declares itself, in its every `dvc.yaml` and in `.github/serin.yml`.
* Folders and globs are spelled out.
*/
async function declaredFiles(tree, kind) {
	const declaring = tree.paths.filter((file) => file === MODEL_CONFIG || file.split("/").at(-1) === "dvc.yaml");
	const texts = await tree.read(declaring);
	const named = await Promise.all([...texts].map(async ([file, text]) => file === MODEL_CONFIG ? ofModels(text, kind) : (await ofPipeline(text, file))[kind]));
	const usual = kind === "params" ? usualParams(tree.paths) : [];
	return spelledOut([.../* @__PURE__ */ new Set([...usual, ...named.flat()])], tree);
}
/** DVC reads the `params.yaml` at the root of each of its projects, whether anything declares it or not. */
function usualParams(paths) {
	return ["", ...paths.filter((path) => path.endsWith("/.dvc/config")).map((path) => path.slice(0, -11))].map((project) => `${project}params.yaml`);
}
async function ofPipeline(text, file) {
	return declaredIn(await readYamlValue(text, file), file);
}
/** The value of a YAML document. Most are simple, and the whole parser takes longer to load than all else together. */
async function readYamlValue(text, file) {
	const simple = readSimpleYaml(text);
	if (simple !== void 0) return simple.value;
	const { readYaml } = await Promise.resolve().then(() => require("./read.cjs")).then((n) => n.read_exports);
	return readYaml(text, { file }).documents[0]?.value;
}
/** The schema of that file takes longer to load than most repositories take to be compared. */
async function ofModels(text, kind) {
	const { parseModelConfig } = await Promise.resolve().then(() => require("./model-config.cjs")).then((n) => n.model_config_exports);
	const { models } = parseModelConfig(text, MODEL_CONFIG);
	return Object.values(models).flatMap((model) => model[kind].flatMap((entry) => pathOf(entry)));
}
/** Sources that are no files of the repository have no revisions. */
function pathOf(entry) {
	if (typeof entry === "string") return [entry];
	return typeof entry === "object" && entry !== null && "path" in entry && typeof entry.path === "string" ? [entry.path] : [];
}
/** Names of files, folders and globs as files. */
async function spelledOut(named, tree) {
	const there = new Set(tree.paths);
	const files = /* @__PURE__ */ new Set();
	const absent = [];
	for (const name of named) {
		const found = there.has(name) ? [name] : [...tree.below(name), ...await matching(name, tree.paths)];
		for (const file of found) files.add(file);
		if (found.length === 0) absent.push(name);
	}
	return {
		files: [...files],
		absent
	};
}
async function matching(pattern, paths) {
	if (!/[*?[{!(+@]/.test(pattern)) return [];
	const { default: picomatch } = await Promise.resolve().then(() => require("./picomatch.cjs")).then((n) => /* @__PURE__ */ require_rolldown_runtime.__toESM(n.require_picomatch(), 1));
	const fits = picomatch([pattern, `${pattern}/**`], { dot: true });
	return paths.filter((path) => fits(path));
}
// action/target-files.ts
/** The files that `--targets` names: paths, folders and globs from the folder where the command was started. */
function targetFiles(tree, asked) {
	const below = (0, node_path.relative)(asked.root, asked.folder).split(node_path.sep).join("/");
	return spelledOut(asked.targets.map((target) => node_path.posix.join(below, target).replace(/\/$/, "")), tree);
}
// action/diff-trees.ts
var diff_trees_exports = /* @__PURE__ */ require_rolldown_runtime.__exportAll({ diffTrees: () => diffTrees });
/** The rows between two states of a repository, and what to know besides. */
async function diffTrees(sides, asked) {
	const [before, after] = await Promise.all([textsOf(sides[0], asked), textsOf(sides[1], asked)]);
	const pathsBefore = [...before.texts.keys()];
	const same = new Set(pathsBefore.filter((path) => before.texts.get(path) === after.texts.get(path)));
	const parse = await parserFor([...pathsBefore, ...after.texts.keys()]);
	const candidate = parse(filesOf(after.texts));
	const changed = parse(filesOf(before.texts).filter(({ path }) => !same.has(path)));
	const old = asked.all ? [...changed, ...candidate.filter(({ file }) => same.has(file))] : changed;
	const now = asked.all ? candidate : candidate.filter(({ file }) => !same.has(file));
	const isNothing = before.texts.size + after.texts.size === 0 && before.notes.length + after.notes.length === 0;
	return {
		rows: diffRows(old, now, { all: asked.all }),
		notes: isNothing ? [nothingRead(asked)] : [...before.notes, ...after.notes]
	};
}
async function textsOf({ name, tree }, { repository, kind, targets }) {
	const { root, folder } = repository;
	const found = targets === void 0 ? await declaredFiles(tree, kind) : await targetFiles(tree, {
		root,
		folder,
		targets
	});
	const texts = await tree.read(found.files);
	const absent = [...found.files, ...found.absent].filter((path) => !texts.has(path));
	if (absent.length === 0) return {
		texts,
		notes: []
	};
	const { readCached } = await Promise.resolve().then(() => require("./dvc-cache.cjs"));
	const cached = await readCached(tree, {
		root,
		paths: absent
	});
	const notes = cached.missing.map((path) => `${path} of ${name} is kept by DVC alone, and its cache here does not have it: \`dvc fetch\` brings it.`);
	return {
		texts: new Map([...texts, ...cached.texts]),
		notes
	};
}
/** The parsers of formats that nobody uses here need not be loaded. Matrices and curves are lists, whose items count here. */
async function parserFor(paths) {
	const parse = paths.every((path) => path.toLowerCase().endsWith(".json")) ? parseJsonSources : (await Promise.resolve().then(() => require("./metrics.cjs")).then((n) => n.metrics_exports)).parseSources;
	return (files) => {
		const found = parse(files);
		return found.matrices.length + found.rocs.length === 0 ? found.metrics : [...found.metrics, ...plotItems(found)];
	};
}
function filesOf(texts) {
	return [...texts].map(([path, text]) => ({
		path,
		text
	}));
}
/** Nothing that differs and nothing that was read look the same otherwise. */
function nothingRead({ kind, targets }) {
	if (targets !== void 0) return "No file of either revision fits `--targets`.";
	return `No ${kind} file is declared, in a \`dvc.yaml\` or in \`.github/serin.yml\`, and there; name one by \`--targets\`.`;
}
Object.defineProperty(exports, "axesDeclaredIn", {
	enumerable: true,
	get: function() {
		return axesDeclaredIn;
	}
});
Object.defineProperty(exports, "classificationReportFormat", {
	enumerable: true,
	get: function() {
		return classificationReportFormat;
	}
});
Object.defineProperty(exports, "curveOf", {
	enumerable: true,
	get: function() {
		return curveOf;
	}
});
Object.defineProperty(exports, "declaredIn", {
	enumerable: true,
	get: function() {
		return declaredIn;
	}
});
Object.defineProperty(exports, "diffMetrics", {
	enumerable: true,
	get: function() {
		return diffMetrics;
	}
});
Object.defineProperty(exports, "diff_trees_exports", {
	enumerable: true,
	get: function() {
		return diff_trees_exports;
	}
});
Object.defineProperty(exports, "directionFinder", {
	enumerable: true,
	get: function() {
		return directionFinder;
	}
});
Object.defineProperty(exports, "directionOf", {
	enumerable: true,
	get: function() {
		return directionOf;
	}
});
Object.defineProperty(exports, "flatten", {
	enumerable: true,
	get: function() {
		return flatten;
	}
});
Object.defineProperty(exports, "isList", {
	enumerable: true,
	get: function() {
		return isList;
	}
});
Object.defineProperty(exports, "isObject", {
	enumerable: true,
	get: function() {
		return isObject;
	}
});
Object.defineProperty(exports, "jsonFormat", {
	enumerable: true,
	get: function() {
		return jsonFormat;
	}
});
Object.defineProperty(exports, "kfpClassificationFormat", {
	enumerable: true,
	get: function() {
		return kfpClassificationFormat;
	}
});
Object.defineProperty(exports, "kfpFormat", {
	enumerable: true,
	get: function() {
		return kfpFormat;
	}
});
Object.defineProperty(exports, "locustFormat", {
	enumerable: true,
	get: function() {
		return locustFormat;
	}
});
Object.defineProperty(exports, "metricKey", {
	enumerable: true,
	get: function() {
		return metricKey;
	}
});
Object.defineProperty(exports, "metricValueOf", {
	enumerable: true,
	get: function() {
		return metricValueOf;
	}
});
Object.defineProperty(exports, "metricsOfEntry", {
	enumerable: true,
	get: function() {
		return metricsOfEntry;
	}
});
Object.defineProperty(exports, "nameMatcher", {
	enumerable: true,
	get: function() {
		return nameMatcher;
	}
});
Object.defineProperty(exports, "numberIn", {
	enumerable: true,
	get: function() {
		return numberIn;
	}
});
Object.defineProperty(exports, "objectsAsTable", {
	enumerable: true,
	get: function() {
		return objectsAsTable;
	}
});
Object.defineProperty(exports, "openFile", {
	enumerable: true,
	get: function() {
		return openFile;
	}
});
Object.defineProperty(exports, "plotFindings", {
	enumerable: true,
	get: function() {
		return plotFindings;
	}
});
Object.defineProperty(exports, "readJson", {
	enumerable: true,
	get: function() {
		return readJson;
	}
});
Object.defineProperty(exports, "readSources", {
	enumerable: true,
	get: function() {
		return readSources;
	}
});
Object.defineProperty(exports, "readWritten", {
	enumerable: true,
	get: function() {
		return readWritten;
	}
});
Object.defineProperty(exports, "readYamlValue", {
	enumerable: true,
	get: function() {
		return readYamlValue;
	}
});
Object.defineProperty(exports, "refuseTwice", {
	enumerable: true,
	get: function() {
		return refuseTwice;
	}
});
Object.defineProperty(exports, "sameValue", {
	enumerable: true,
	get: function() {
		return sameValue;
	}
});
Object.defineProperty(exports, "showPair", {
	enumerable: true,
	get: function() {
		return showPair;
	}
});
Object.defineProperty(exports, "showValue", {
	enumerable: true,
	get: function() {
		return showValue;
	}
});
Object.defineProperty(exports, "stepColumnOf", {
	enumerable: true,
	get: function() {
		return stepColumnOf;
	}
});
Object.defineProperty(exports, "stepFindings", {
	enumerable: true,
	get: function() {
		return stepFindings;
	}
});
Object.defineProperty(exports, "vegetaFormat", {
	enumerable: true,
	get: function() {
		return vegetaFormat;
	}
});
Object.defineProperty(exports, "vegetaUnit", {
	enumerable: true,
	get: function() {
		return vegetaUnit;
	}
});
