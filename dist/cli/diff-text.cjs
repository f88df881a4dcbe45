const require_errors = require("./errors.cjs");
const require_diff_trees = require("./diff-trees.cjs");
const require_text_table = require("./text-table.cjs");
// action/diff-text.ts
const DEFAULT_PRECISION = 5;
const LARGEST_PRECISION = 17;
/**
* The rows of `serin diff` as a table for a terminal, or as Markdown; as in DVC parameters have no column for the change.
* Without a `precision` different values never look the same. Throws UserError for a wrong precision.
*/
function diffText(rows, asked) {
	const precision = precisionOf(asked.precision);
	const shown = rows.map((row) => {
		const sides = precision === void 0 ? require_diff_trees.showPair(row, DEFAULT_PRECISION) : sidesOf(row, precision);
		const cells = [
			row.path,
			row.metric,
			...sides
		];
		return asked.params ? cells : [...cells, require_diff_trees.showValue(row.change, precision ?? DEFAULT_PRECISION)];
	});
	const header = asked.params ? [
		"Path",
		"Param",
		...asked.names
	] : [
		"Path",
		"Metric",
		...asked.names,
		"Change"
	];
	if (asked.md) return require_text_table.markdownRows([header, ...shown]);
	return rows.length === 0 ? "" : require_text_table.plainRows([header, ...shown]);
}
function sidesOf(row, precision) {
	return [require_diff_trees.showValue(row.old, precision), require_diff_trees.showValue(row.new, precision)];
}
function precisionOf(text) {
	if (text === void 0) return void 0;
	const value = Number(text);
	if (/^\d+$/.test(text) && value <= LARGEST_PRECISION) return value;
	throw new require_errors.UserError("`--precision` is not a number of decimals.", { fix: `Write a whole number from 0 to ${LARGEST_PRECISION}.` });
}
exports.diffText = diffText;
