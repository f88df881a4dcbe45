const require_markdown = require("./markdown.cjs");
// action/text-table.ts
/** Rows as columns of plain text, for a terminal. Control characters are shown, never sent. */
function plainRows(rows) {
	const cells = rows.map((row) => row.map(visible));
	const widths = cells.reduce((widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)), []);
	return `${cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n")}\n`;
}
/** Rows as a Markdown table that shows every name as it is. */
function markdownRows(rows) {
	const [header = [], ...body] = rows;
	const cells = body.map((row) => row.map((cell, column) => column < 2 ? require_markdown.inlineCode(cell) : visible(cell)));
	return `${require_markdown.tableOf([header.map(visible), ...cells])}\n`;
}
function visible(text) {
	return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
Object.defineProperty(exports, "markdownRows", {
	enumerable: true,
	get: function() {
		return markdownRows;
	}
});
Object.defineProperty(exports, "plainRows", {
	enumerable: true,
	get: function() {
		return plainRows;
	}
});
