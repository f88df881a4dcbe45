const require_errors = require("./errors.cjs");
const require_cloned_history = require("./cloned-history.cjs");
const require_number = require("./number.cjs");
const require_git = require("./git.cjs");
const require_text_table = require("./text-table.cjs");
let node_util = require("node:util");
// action/history-command.ts
const OPTIONS = {
	model: { type: "string" },
	limit: { type: "string" },
	branch: { type: "string" },
	json: { type: "boolean" }
};
const DEFAULT_LIMIT = 20;
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
		const branch = await require_cloned_history.dataBranchIn(repository, values.branch ?? "serin-data");
		const models = chosen(require_cloned_history.modelsIn(branch.paths), values.model);
		const measured = await Promise.all(models.map(async (model) => ({
			model,
			records: (await require_cloned_history.newestRecordsIn(branch, model, limit)).toReversed()
		})));
		return {
			output: values.json ? asJson(measured) : measured.map(asTable).join("\n"),
			exitCode: 0
		};
	} finally {
		repository.close();
	}
}
function limitOf(text) {
	if (text === void 0) return DEFAULT_LIMIT;
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw new require_errors.UserError("`--limit` is not a number of measurements.", { fix: "Write a whole number from 1 on." });
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
		record.trainingSeconds === void 0 ? "" : require_cloned_history.formatDuration(record.trainingSeconds),
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
