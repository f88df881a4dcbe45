const require_errors = require("./errors.cjs");
const require_metrics = require("./metrics.cjs");
const require_measured_file = require("./measured-file.cjs");
const require_number = require("./number.cjs");
const require_markdown = require("./markdown.cjs");
const require_text_table = require("./text-table.cjs");
let node_util = require("node:util");
let node_fs = require("node:fs");
// action/comparison-text.ts
const NOTHING = "–";
const MOST_SLICES = 10;
const LONGEST_NOTE = 500;
/** A comparison as text for a terminal: a table, what this test set can see, the slices that matter, what to know. */
function comparisonText(comparison) {
	const rows = comparison.rows.map(({ row }) => row);
	return [
		rows.length === 0 ? "" : table(rows),
		summary(comparison, rows),
		slicesText(comparison.slices),
		comparison.notes.map((note) => `${require_markdown.visibleText(note.replaceAll("`", ""), LONGEST_NOTE)}\n`).join("")
	].filter(Boolean).join("\n");
}
function table(rows, { withSizes = false } = {}) {
	const gated = rows.some(({ gate }) => gate !== null);
	const header = [
		"metric",
		"main",
		"candidate",
		"change",
		"95 % range",
		"verdict",
		...gated ? ["gate"] : [],
		...withSizes ? ["n"] : [],
		"method"
	];
	const body = rows.map((row) => [
		require_markdown.visibleText(row.metric, 80),
		number(row.main),
		number(row.pr),
		row.delta === null ? NOTHING : require_number.formatDifference(row.delta),
		row.lo === null || row.hi === null ? NOTHING : require_number.formatRange(row.lo, row.hi),
		verdict(row),
		...gated ? [row.gate ?? NOTHING] : [],
		...withSizes ? [row.n === null ? NOTHING : row.n.toLocaleString("en-US")] : [],
		row.method
	]);
	return require_text_table.plainRows([header, ...body]);
}
function number(value) {
	return value === null ? NOTHING : require_number.formatNumber(value);
}
/** `noise` says from which size on a change would be seen, everything else how sure it is. */
function verdict(row) {
	const { label, p, mde, lo, hi } = row;
	if (require_measured_file.isUndefined(row)) return "undefined";
	if (require_measured_file.isEqualEverywhere(row)) return `no difference${mde === null ? "" : `, sees ${require_number.formatNumber(mde, 2)} or more`}`;
	switch (label) {
		case "better":
		case "worse": return p === null ? label : `${label} (p ${p < 1e-4 ? "< 0.0001" : `= ${require_number.formatNumber(p, 2)}`})`;
		case "noise":
			if (lo !== null && hi !== null && lo * hi > 0) return "noise among so many";
			return mde === null ? label : `noise, sees ${require_number.formatNumber(mde, 2)} or more`;
		case "too few": return "too few to say";
		case "unknown": return p === null ? "not known" : "differs";
	}
}
function summary(comparison, rows) {
	const { basis } = comparison;
	const n = Math.max(0, ...rows.map((row) => row.n ?? 0));
	if (n === 0) return "";
	if (basis === "runs") return `${n} ${n === 1 ? "run" : "runs"} of each model.\n`;
	const differ = require_measured_file.differingText(comparison);
	return `${n.toLocaleString("en-US")} test ${n === 1 ? "example" : "examples"}${differ === "" ? "" : `, the two models ${differ}`}.\n`;
}
function slicesText(slices) {
	const worst = require_measured_file.worstSlice(slices);
	if (slices.length === 0) return "";
	const few = require_measured_file.smallSlices(slices);
	const telling = slices.filter(({ row }) => row.label === "worse" || row.label === "better").sort(require_measured_file.byDrop);
	const shown = worst === void 0 ? few.slice(0, 10) : [.../* @__PURE__ */ new Set([worst, ...telling])].slice(0, MOST_SLICES);
	const all = `${slices.length} ${slices.length === 1 ? "slice" : "slices"}, ${few.length} of them with too few examples that differ`;
	const rest = few.length > 10 ? `And ${few.length - 10} more.\n` : "";
	const body = shown.length === 0 ? "" : table(shown.map(({ row }) => row), { withSizes: true });
	if (worst === void 0) return `${all}; none has enough to say, lowest first:\n${body}${rest}`;
	return `${all}; worst first: ${require_markdown.visibleText(worst.row.metric, 120)}\n${body}`;
}
// action/compare-command.ts
const OPTIONS = {
	metric: {
		type: "string",
		multiple: true
	},
	positive: { type: "string" },
	"max-regression": { type: "string" },
	json: { type: "boolean" }
};
/** Predictions and runs are tables; these hold one number for each metric. */
const METRICS_FILE = /\.(json|ya?ml|toml)$/i;
const LARGEST_FILE = 5e8;
/**
* `serin compare`: the comparison of two files of predictions, runs or single metrics (a table, or a metrics file), as text or as JSON rows; what
* the rows do not say goes to the error output then. The exit code is 1 when `--max-regression` is broken.
* @throws UserError for wrong arguments or a file that cannot be read or compared.
*/
function compareCommand(args) {
	const { values, positionals } = (0, node_util.parseArgs)({
		args: [...args],
		options: OPTIONS,
		strict: true,
		allowPositionals: true
	});
	const [main, candidate, ...more] = positionals;
	if (main === void 0 || candidate === void 0 || more.length > 0) throw new require_errors.UserError("It takes two files.", { fix: "Write `serin compare main.csv candidate.csv`." });
	const options = {
		metrics: values.metric,
		positive: values.positive,
		limit: limitOf(values["max-regression"])
	};
	const comparison = require_measured_file.compare(readFile(main), readFile(candidate), options);
	const rows = require_measured_file.rowsOf(comparison);
	const exitCode = rows.some(({ gate }) => gate === "fail") ? 1 : 0;
	if (!values.json) return {
		output: comparisonText(comparison),
		exitCode
	};
	process.stderr.write(comparison.notes.map((note) => `${note}\n`).join(""));
	return {
		output: `${JSON.stringify(rows)}\n`,
		exitCode
	};
}
function limitOf(text) {
	if (text === void 0) return void 0;
	const [, amount, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
	if (amount === void 0) throw new require_errors.UserError("`--max-regression` is not an amount.", { fix: "Write a number (0.005) or a percentage (2%)." });
	return {
		amount: Number(amount),
		unit: percent === "%" ? "percent" : "absolute"
	};
}
function readFile(file) {
	return METRICS_FILE.test(file) ? summaryOf(file) : require_measured_file.readMeasured(textOf(file), file);
}
/** The numbers of a metrics file; how many examples they are over, it does not say. */
function summaryOf(file) {
	const numbers = require_metrics.parseMetrics([{
		path: file,
		text: textOf(file)
	}]).flatMap(({ name, value }) => value.kind === "number" ? [[name, { value: value.value }]] : []);
	if (numbers.length > 0) return {
		kind: "summary",
		summary: {
			file,
			metrics: new Map(numbers)
		}
	};
	throw new require_errors.UserError("The file holds no number.", {
		place: { file },
		fix: "Name a file of metrics."
	});
}
function textOf(file) {
	const place = { file };
	const found = (0, node_fs.statSync)(file, { throwIfNoEntry: false });
	if (found === void 0) throw new require_errors.UserError("There is no such file.", { place });
	if (!found.isFile()) throw new require_errors.UserError("This is not a file.", { place });
	if (found.size > LARGEST_FILE) throw new require_errors.UserError("The file is larger than 500 MB.", {
		place,
		fix: "Keep only the columns that are compared."
	});
	return (0, node_fs.readFileSync)(file, "utf8");
}
exports.compareCommand = compareCommand;
