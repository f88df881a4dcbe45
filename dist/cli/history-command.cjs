const require_errors = require("./errors.cjs");
const require_number = require("./number.cjs");
const require_git = require("./git.cjs");
const require_text_table = require("./text-table.cjs");
let node_util = require("node:util");
// src/history/record.ts
const SHA = /^[0-9a-f]{7,64}$/;
const NAMES = [
	"tree",
	"reusedFrom",
	"predictions",
	"testSet",
	"extras"
];
const VERDICTS = [
	"pass",
	"fail",
	"inconclusive"
];
/**
* Reads one line of a history file. Fields that it does not know are left alone, as a later version may have
* written them; a line that is no record throws a UserError with its place.
*/
function parseRecord(line, place) {
	const value = parseJson(line, place);
	const broken = (key, wanted) => brokenLine(`${key} must be ${wanted}.`, {
		...place,
		key
	});
	const { sha, measuredAt, metrics, params, trainingSeconds, verdict, leftOut } = value;
	if (typeof sha !== "string" || !SHA.test(sha)) throw broken("sha", "a commit sha");
	if (typeof measuredAt !== "string" || Number.isNaN(Date.parse(measuredAt))) throw broken("measuredAt", "a date");
	const known = VERDICTS.find((name) => name === verdict);
	return {
		sha,
		measuredAt,
		metrics: parseEntries(metrics, () => broken("metrics", "a list of {file, name, value}")),
		params: parseEntries(params ?? [], () => broken("params", "a list of {file, name, value}")),
		...typeof trainingSeconds === "number" ? { trainingSeconds } : {},
		...known === void 0 ? {} : { verdict: known },
		...typeof leftOut === "number" && leftOut > 0 ? { leftOut } : {},
		...hashesIn(value)
	};
}
/** The hashes that belong to the record, as far as they are written as hashes are. */
function hashesIn(value) {
	const named = NAMES.flatMap((key) => {
		const name = value[key];
		return typeof name === "string" && SHA.test(name) ? [[key, name]] : [];
	});
	return Object.fromEntries(named);
}
function parseJson(line, place) {
	let value;
	try {
		value = JSON.parse(line);
	} catch (cause) {
		throw brokenLine("This line is not JSON.", place, cause);
	}
	if (!isObject(value)) throw brokenLine("This line is not a JSON object.", place);
	return value;
}
function parseEntries(entries, broken) {
	if (!Array.isArray(entries)) throw broken();
	return entries.map((entry) => {
		if (!isObject(entry) || typeof entry.file !== "string" || typeof entry.name !== "string") throw broken();
		return {
			file: entry.file,
			name: entry.name,
			value: parseValue(entry.value)
		};
	});
}
function parseValue(value) {
	if (typeof value === "number") return {
		kind: "number",
		value
	};
	return {
		kind: "text",
		text: typeof value === "string" ? value : JSON.stringify(value ?? null)
	};
}
function brokenLine(what, place, cause) {
	return new require_errors.UserError(what, {
		place,
		fix: "Delete or repair the line on the branch that holds the history.",
		cause
	});
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// src/history/history.ts
const LINES_PER_CHUNK = 200;
/** Reads a history file; throws a UserError with file and line for a line that is no record. Empty lines are skipped. */
function parseRecords(text, file) {
	return text.split("\n").flatMap((line, index) => line.trim() === "" ? [] : [parseRecord(line, {
		file,
		line: index + 1
	})]);
}
/**
* The paths of the chunks that hold the newest `count` records, oldest first, if all but the newest, which may have just
* begun, have 200 lines. Large records fill a chunk sooner, and a chunk that was compacted holds fewer: who needs them
* all reads on.
*/
function newestChunks(paths, model, count, folder = "history") {
	return chunksOf(paths, model, folder).slice(-(Math.ceil(count / LINES_PER_CHUNK) + 1));
}
/** The models that have a history among these files, in the order of their names. */
function modelsIn(paths, folder = "history") {
	const models = paths.flatMap((path) => {
		const [top, model = ""] = path.split("/");
		return top === folder && CHUNK_NAME.test(path) ? [model] : [];
	});
	return [...new Set(models)].sort();
}
const CHUNK_NAME = /^(?:history|evaluated)\/[^/]+\/(\d{4,})\.jsonl$/;
/** The paths of all chunks of a model, oldest first. */
function chunksOf(paths, model, folder = "history") {
	return paths.filter((path) => path.startsWith(`${folder}/${model}/`) && CHUNK_NAME.test(path)).sort((a, b) => numberOf(a) - numberOf(b));
}
function numberOf(path) {
	return Number(CHUNK_NAME.exec(path)?.[1] ?? 0);
}
// src/report/duration.ts
const UNITS = [
	{
		name: "d",
		seconds: 86400
	},
	{
		name: "h",
		seconds: 3600
	},
	{
		name: "min",
		seconds: 60
	},
	{
		name: "s",
		seconds: 1
	}
];
/** Seconds (zero or more) as people say them, in the two largest units: `0.4 s`, `12 s`, `3 min 12 s`, `2 h 3 min`. */
function formatDuration(seconds) {
	const tenths = Math.round(seconds * 10) / 10;
	if (tenths < 10) return `${tenths} s`;
	const whole = Math.round(seconds);
	const first = UNITS.findIndex((unit) => whole >= unit.seconds);
	const [large, small] = [UNITS[first], UNITS[first + 1]];
	if (large === void 0 || small === void 0) return `${whole} s`;
	const rest = Math.floor(whole % large.seconds / small.seconds);
	const count = Math.floor(whole / large.seconds);
	return rest === 0 ? `${count} ${large.name}` : `${count} ${large.name} ${rest} ${small.name}`;
}
// action/history-command.ts
const OPTIONS = {
	model: { type: "string" },
	limit: { type: "string" },
	branch: { type: "string" },
	json: { type: "boolean" }
};
const DEFAULT_LIMIT = 20;
const DATA_BRANCH = "serin-data";
/** A terminal has room for so many metrics; `--json` has all. */
const MOST_COLUMNS = 6;
/**
* `serin history`: the rows to print. Only the newest files of the history are read.
* @throws UserError for wrong arguments, a clone without the data branch, an unknown model, or a broken history.
*/
async function historyCommand(args, folder) {
	const { values } = (0, node_util.parseArgs)({
		args: [...args],
		options: OPTIONS,
		strict: true
	});
	const limit = limitOf(values.limit);
	const repository = require_git.openRepository(folder);
	try {
		const branch = await findBranch(repository, values.branch ?? DATA_BRANCH);
		const models = chosen(modelsIn(branch.paths), values.model);
		const measured = await Promise.all(models.map((model) => newestOf(branch, model, limit)));
		return {
			output: values.json ? asJson(measured) : measured.map(asTable).join("\n"),
			exitCode: 0
		};
	} finally {
		repository.close();
	}
}
async function newestOf(branch, model, limit) {
	const all = chunksOf(branch.paths, model);
	let chunks = newestChunks(branch.paths, model, limit);
	let records = await readAll(branch, chunks);
	while (records.length < limit && chunks.length < all.length) {
		const older = all.slice(-2 * chunks.length, -chunks.length);
		records = [...await readAll(branch, older), ...records];
		chunks = [...older, ...chunks];
	}
	return {
		model,
		records: records.slice(-limit).reverse()
	};
}
async function readAll(branch, chunks) {
	const texts = await branch.read(chunks);
	return chunks.flatMap((path) => parseRecords(texts.get(path) ?? "", path));
}
function limitOf(text) {
	if (text === void 0) return DEFAULT_LIMIT;
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw new require_errors.UserError("`--limit` is not a number of measurements.", { fix: "Write a whole number from 1 on." });
}
/** As it was fetched; else a branch of this clone's own. */
async function findBranch(repository, branch) {
	for (const name of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
		const tree = await repository.filesIfThere({
			kind: "commit",
			name
		});
		if (tree !== void 0) return tree;
	}
	throw new require_errors.UserError(`This clone has no branch \`${branch}\`, where main's measurements are kept.`, { fix: `Fetch it: git fetch --depth=1 origin ${branch}:refs/remotes/origin/${branch}. A first run on main makes it.` });
}
function chosen(models, asked) {
	if (asked === void 0) return models;
	if (models.includes(asked)) return [asked];
	const known = models.map((model) => `\`${model}\``).join(", ");
	throw new require_errors.UserError(`Main has no measurement of the model \`${asked}\`.`, { fix: models.length === 0 ? "A run on main makes one." : `There are measurements of ${known}.` });
}
function asJson(measured) {
	const plain = measured.flatMap(({ model, records }) => records.map(({ metrics, params, ...record }) => ({
		model,
		...record,
		metrics: flat(metrics),
		params: flat(params)
	})));
	return `${JSON.stringify(plain)}\n`;
}
function flat(metrics) {
	return metrics.map(({ file, name, value }) => ({
		file,
		name,
		value: value.kind === "number" ? value.value : value.text
	}));
}
function asTable({ model, records }) {
	const names = [...new Set(records.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
	const shown = names.slice(0, MOST_COLUMNS);
	const more = names.length > shown.length ? `(${names.length - shown.length} more metrics: --json)\n` : "";
	const rows = records.map((record) => [
		record.sha.slice(0, 12),
		record.measuredAt,
		record.verdict ?? "",
		record.trainingSeconds === void 0 ? "" : formatDuration(record.trainingSeconds),
		...shown.map((name) => valueIn(record, name))
	]);
	return `${require_text_table.plainRows([[model]])}${require_text_table.plainRows([[
		"commit",
		"measured",
		"verdict",
		"training",
		...shown
	], ...rows])}${more}`;
}
/** Of several files with the name, the first. */
function valueIn({ metrics }, name) {
	const value = metrics.find((metric) => metric.name === name)?.value;
	if (value === void 0) return "";
	return value.kind === "number" ? require_number.formatNumber(value.value) : value.text;
}
exports.historyCommand = historyCommand;
