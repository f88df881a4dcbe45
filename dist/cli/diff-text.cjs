const require_errors = require("./errors.cjs");
const require_diff_trees = require("./diff-trees.cjs");
const require_text_table = require("./text-table.cjs");
// action/diff-text.ts
const DEFAULT_PRECISION = 5;
const LARGEST_PRECISION = 17;
/** The rows of `serin diff` as a table for a terminal, or as Markdown. Throws UserError for a wrong precision. */
function diffText(rows, asked) {
	const precision = precisionOf(asked.precision);
	const shown = rows.map((row) => [
		row.path,
		row.metric,
		require_diff_trees.showValue(row.old, precision),
		require_diff_trees.showValue(row.new, precision),
		require_diff_trees.showValue(row.change, precision)
	]);
	const header = [
		"Path",
		asked.params ? "Param" : "Metric",
		...asked.names,
		"Change"
	];
	if (asked.md) return require_text_table.markdownRows([header, ...shown]);
	return rows.length === 0 ? "" : require_text_table.plainRows([header, ...shown]);
}
function precisionOf(text) {
	if (text === void 0) return DEFAULT_PRECISION;
	const value = Number(text);
	if (/^\d+$/.test(text) && value <= LARGEST_PRECISION) return value;
	throw new require_errors.UserError("`--precision` is not a number of decimals.", { fix: `Write a whole number from 0 to ${LARGEST_PRECISION}.` });
}
exports.diffText = diffText;
