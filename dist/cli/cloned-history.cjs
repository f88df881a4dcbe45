const require_errors = require("./errors.cjs");
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
/**
* The record to compare with: the newest one of exactly `sha`, else the newest of all. `records` are oldest first.
* Undefined when there is none.
*/
function findBaseline(records, sha) {
	const exact = records.findLast((record) => record.sha === sha);
	const record = exact ?? records.at(-1);
	return record && {
		record,
		exact: exact !== void 0
	};
}
const CHUNK_NAME = /^(?:history|evaluated)\/[^/]+\/(\d{4,})\.jsonl$/;
/** The paths of all chunks of a model, oldest first. */
function chunksOf(paths, model, folder = "history") {
	return paths.filter((path) => path.startsWith(`${folder}/${model}/`) && CHUNK_NAME.test(path)).sort((a, b) => numberOf(a) - numberOf(b));
}
function numberOf(path) {
	return Number(CHUNK_NAME.exec(path)?.[1] ?? 0);
}
// action/cloned-history.ts
/** Where main's measurements are, unless the workflow says otherwise. */
const DATA_BRANCH = "serin-data";
/**
* The files of the data branch, as it was fetched; else of a branch of this clone's own.
* @throws UserError when the clone has neither.
*/
async function dataBranchIn(repository, branch) {
	const tree = await dataBranchIfThere(repository, branch);
	if (tree !== void 0) return tree;
	throw new require_errors.UserError(`This clone has no branch \`${branch}\`, where main's measurements are kept.`, { fix: `Fetch it: ${fetchOf(branch)}. A first run on main makes it.` });
}
/** The same; `undefined` when the clone has neither. */
async function dataBranchIfThere(repository, branch) {
	for (const name of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
		const tree = await repository.filesIfThere({
			kind: "commit",
			name
		});
		if (tree !== void 0) return tree;
	}
}
/** How a clone of any kind gets a branch: also one of a single branch, and one that fetched a cut history before. */
function fetchOf(branch) {
	return `git fetch --depth=1 origin +${branch}:refs/remotes/origin/${branch}`;
}
/** The newest records of a model, oldest first, at most `limit`. @throws UserError for a broken history. */
async function newestRecordsIn(branch, model, limit) {
	const all = chunksOf(branch.paths, model);
	let chunks = newestChunks(branch.paths, model, limit);
	let records = await readAll(branch, chunks);
	while (records.length < limit && chunks.length < all.length) {
		const older = all.slice(-2 * chunks.length, -chunks.length);
		records = [...await readAll(branch, older), ...records];
		chunks = [...older, ...chunks];
	}
	return records.slice(-limit);
}
async function readAll(branch, chunks) {
	const texts = await branch.read(chunks);
	return chunks.flatMap((path) => parseRecords(texts.get(path) ?? "", path));
}
Object.defineProperty(exports, "DATA_BRANCH", {
	enumerable: true,
	get: function() {
		return DATA_BRANCH;
	}
});
Object.defineProperty(exports, "dataBranchIfThere", {
	enumerable: true,
	get: function() {
		return dataBranchIfThere;
	}
});
Object.defineProperty(exports, "dataBranchIn", {
	enumerable: true,
	get: function() {
		return dataBranchIn;
	}
});
Object.defineProperty(exports, "fetchOf", {
	enumerable: true,
	get: function() {
		return fetchOf;
	}
});
Object.defineProperty(exports, "findBaseline", {
	enumerable: true,
	get: function() {
		return findBaseline;
	}
});
Object.defineProperty(exports, "formatDuration", {
	enumerable: true,
	get: function() {
		return formatDuration;
	}
});
Object.defineProperty(exports, "modelsIn", {
	enumerable: true,
	get: function() {
		return modelsIn;
	}
});
Object.defineProperty(exports, "newestRecordsIn", {
	enumerable: true,
	get: function() {
		return newestRecordsIn;
	}
});
