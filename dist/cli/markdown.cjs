// node_modules/markdown-table/index.js
/**
* @typedef {Options} MarkdownTableOptions
*   Configuration.
*/
/**
* @typedef Options
*   Configuration.
* @property {boolean | null | undefined} [alignDelimiters=true]
*   Whether to align the delimiters (default: `true`);
*   they are aligned by default:
*
*   ```markdown
*   | Alpha | B     |
*   | ----- | ----- |
*   | C     | Delta |
*   ```
*
*   Pass `false` to make them staggered:
*
*   ```markdown
*   | Alpha | B |
*   | - | - |
*   | C | Delta |
*   ```
* @property {ReadonlyArray<string | null | undefined> | string | null | undefined} [align]
*   How to align columns (default: `''`);
*   one style for all columns or styles for their respective columns;
*   each style is either `'l'` (left), `'r'` (right), or `'c'` (center);
*   other values are treated as `''`, which doesn’t place the colon in the
*   alignment row but does align left;
*   *only the lowercased first character is used, so `Right` is fine.*
* @property {boolean | null | undefined} [delimiterEnd=true]
*   Whether to end each row with the delimiter (default: `true`).
*
*   > 👉 **Note**: please don’t use this: it could create fragile structures
*   > that aren’t understandable to some markdown parsers.
*
*   When `true`, there are ending delimiters:
*
*   ```markdown
*   | Alpha | B     |
*   | ----- | ----- |
*   | C     | Delta |
*   ```
*
*   When `false`, there are no ending delimiters:
*
*   ```markdown
*   | Alpha | B
*   | ----- | -----
*   | C     | Delta
*   ```
* @property {boolean | null | undefined} [delimiterStart=true]
*   Whether to begin each row with the delimiter (default: `true`).
*
*   > 👉 **Note**: please don’t use this: it could create fragile structures
*   > that aren’t understandable to some markdown parsers.
*
*   When `true`, there are starting delimiters:
*
*   ```markdown
*   | Alpha | B     |
*   | ----- | ----- |
*   | C     | Delta |
*   ```
*
*   When `false`, there are no starting delimiters:
*
*   ```markdown
*   Alpha | B     |
*   ----- | ----- |
*   C     | Delta |
*   ```
* @property {boolean | null | undefined} [padding=true]
*   Whether to add a space of padding between delimiters and cells
*   (default: `true`).
*
*   When `true`, there is padding:
*
*   ```markdown
*   | Alpha | B     |
*   | ----- | ----- |
*   | C     | Delta |
*   ```
*
*   When `false`, there is no padding:
*
*   ```markdown
*   |Alpha|B    |
*   |-----|-----|
*   |C    |Delta|
*   ```
* @property {((value: string) => number) | null | undefined} [stringLength]
*   Function to detect the length of table cell content (optional);
*   this is used when aligning the delimiters (`|`) between table cells;
*   full-width characters and emoji mess up delimiter alignment when viewing
*   the markdown source;
*   to fix this, you can pass this function,
*   which receives the cell content and returns its “visible” size;
*   note that what is and isn’t visible depends on where the text is displayed.
*
*   Without such a function, the following:
*
*   ```js
*   markdownTable([
*     ['Alpha', 'Bravo'],
*     ['中文', 'Charlie'],
*     ['👩‍❤️‍👩', 'Delta']
*   ])
*   ```
*
*   Yields:
*
*   ```markdown
*   | Alpha | Bravo |
*   | - | - |
*   | 中文 | Charlie |
*   | 👩‍❤️‍👩 | Delta |
*   ```
*
*   With [`string-width`](https://github.com/sindresorhus/string-width):
*
*   ```js
*   import stringWidth from 'string-width'
*
*   markdownTable(
*     [
*       ['Alpha', 'Bravo'],
*       ['中文', 'Charlie'],
*       ['👩‍❤️‍👩', 'Delta']
*     ],
*     {stringLength: stringWidth}
*   )
*   ```
*
*   Yields:
*
*   ```markdown
*   | Alpha | Bravo   |
*   | ----- | ------- |
*   | 中文  | Charlie |
*   | 👩‍❤️‍👩    | Delta   |
*   ```
*/
/**
* @param {string} value
*   Cell value.
* @returns {number}
*   Cell size.
*/
function defaultStringLength(value) {
	return value.length;
}
/**
* Generate a markdown
* ([GFM](https://docs.github.com/en/github/writing-on-github/working-with-advanced-formatting/organizing-information-with-tables))
* table.
*
* @param {ReadonlyArray<ReadonlyArray<string | null | undefined>>} table
*   Table data (matrix of strings).
* @param {Readonly<Options> | null | undefined} [options]
*   Configuration (optional).
* @returns {string}
*   Result.
*/
function markdownTable(table, options) {
	const settings = options || {};
	const align = (settings.align || []).concat();
	const stringLength = settings.stringLength || defaultStringLength;
	/** @type {Array<number>} Character codes as symbols for alignment per column. */
	const alignments = [];
	/** @type {Array<Array<string>>} Cells per row. */
	const cellMatrix = [];
	/** @type {Array<Array<number>>} Sizes of each cell per row. */
	const sizeMatrix = [];
	/** @type {Array<number>} */
	const longestCellByColumn = [];
	let mostCellsPerRow = 0;
	let rowIndex = -1;
	while (++rowIndex < table.length) {
		/** @type {Array<string>} */
		const row = [];
		/** @type {Array<number>} */
		const sizes = [];
		let columnIndex = -1;
		if (table[rowIndex].length > mostCellsPerRow) mostCellsPerRow = table[rowIndex].length;
		while (++columnIndex < table[rowIndex].length) {
			const cell = serialize(table[rowIndex][columnIndex]);
			if (settings.alignDelimiters !== false) {
				const size = stringLength(cell);
				sizes[columnIndex] = size;
				if (longestCellByColumn[columnIndex] === void 0 || size > longestCellByColumn[columnIndex]) longestCellByColumn[columnIndex] = size;
			}
			row.push(cell);
		}
		cellMatrix[rowIndex] = row;
		sizeMatrix[rowIndex] = sizes;
	}
	let columnIndex = -1;
	if (typeof align === "object" && "length" in align) while (++columnIndex < mostCellsPerRow) alignments[columnIndex] = toAlignment(align[columnIndex]);
	else {
		const code = toAlignment(align);
		while (++columnIndex < mostCellsPerRow) alignments[columnIndex] = code;
	}
	columnIndex = -1;
	/** @type {Array<string>} */
	const row = [];
	/** @type {Array<number>} */
	const sizes = [];
	while (++columnIndex < mostCellsPerRow) {
		const code = alignments[columnIndex];
		let before = "";
		let after = "";
		if (code === 99) {
			before = ":";
			after = ":";
		} else if (code === 108) before = ":";
		else if (code === 114) after = ":";
		let size = settings.alignDelimiters === false ? 1 : Math.max(1, longestCellByColumn[columnIndex] - before.length - after.length);
		const cell = before + "-".repeat(size) + after;
		if (settings.alignDelimiters !== false) {
			size = before.length + size + after.length;
			if (size > longestCellByColumn[columnIndex]) longestCellByColumn[columnIndex] = size;
			sizes[columnIndex] = size;
		}
		row[columnIndex] = cell;
	}
	cellMatrix.splice(1, 0, row);
	sizeMatrix.splice(1, 0, sizes);
	rowIndex = -1;
	/** @type {Array<string>} */
	const lines = [];
	while (++rowIndex < cellMatrix.length) {
		const row = cellMatrix[rowIndex];
		const sizes = sizeMatrix[rowIndex];
		columnIndex = -1;
		/** @type {Array<string>} */
		const line = [];
		while (++columnIndex < mostCellsPerRow) {
			const cell = row[columnIndex] || "";
			let before = "";
			let after = "";
			if (settings.alignDelimiters !== false) {
				const size = longestCellByColumn[columnIndex] - (sizes[columnIndex] || 0);
				const code = alignments[columnIndex];
				if (code === 114) before = " ".repeat(size);
				else if (code === 99) {
					if (size % 2) {
						before = " ".repeat(size / 2 + .5);
						after = " ".repeat(size / 2 - .5);
					} else {
						before = " ".repeat(size / 2);
						after = before;
					}
				} else after = " ".repeat(size);
			}
			if (settings.delimiterStart !== false && !columnIndex) line.push("|");
			if (settings.padding !== false && !(settings.alignDelimiters === false && cell === "") && (settings.delimiterStart !== false || columnIndex)) line.push(" ");
			if (settings.alignDelimiters !== false) line.push(before);
			line.push(cell);
			if (settings.alignDelimiters !== false) line.push(after);
			if (settings.padding !== false) line.push(" ");
			if (settings.delimiterEnd !== false || columnIndex !== mostCellsPerRow - 1) line.push("|");
		}
		lines.push(settings.delimiterEnd === false ? line.join("").replace(/ +$/, "") : line.join(""));
	}
	return lines.join("\n");
}
/**
* @param {string | null | undefined} [value]
*   Value to serialize.
* @returns {string}
*   Result.
*/
function serialize(value) {
	return value === null || value === void 0 ? "" : String(value);
}
/**
* @param {string | null | undefined} value
*   Value.
* @returns {number}
*   Alignment.
*/
function toAlignment(value) {
	const code = typeof value === "string" ? value.codePointAt(0) : 0;
	return code === 67 || code === 99 ? 99 : code === 76 || code === 108 ? 108 : code === 82 || code === 114 ? 114 : 0;
}
// src/report/visible-text.ts
const ESCAPE = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
const COLOURS = new RegExp(`${ESCAPE}\\[[0-?]*[ -/]*[@-~]`, "g");
const TITLES = new RegExp(`${ESCAPE}\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)`, "g");
/** Control, format (bidi, zero width), separator, lone surrogate and ignorable characters: what a reader cannot see. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
const NAMED = /* @__PURE__ */ new Map([
	["\n", "\\n"],
	["\r", "\\r"],
	["	", "\\t"],
	["︎", "︎"],
	["️", "️"]
]);
/**
* One line of text in which everything can be seen: hidden characters are written as `\n` or `\u202e`, and what is
* longer than `longest` characters loses its middle. Emoji keep their presentation selectors.
*/
function visibleText(text, longest) {
	return shorten(shorten(text, longest * 2).replace(HIDDEN, seen), longest);
}
/**
* Program output as lines of text: colours and window titles are taken out, of a line that was written over with `\r`
* the last state stays, other hidden characters but tabs are written as `\u202e`.
*/
function visibleLines(text) {
	return text.replace(TITLES, "").replace(COLOURS, "").replaceAll("\r\n", "\n").split("\n").map((line) => (line.replace(/\r+$/, "").split("\r").at(-1) ?? "").replace(HIDDEN, (found) => found === "	" ? found : seen(found))).join("\n");
}
/** Keeps the beginning and the end of what is longer than `longest` characters. */
function shorten(text, longest) {
	if (text.length <= longest) return text;
	const tail = Math.floor((longest - 1) / 3);
	const head = longest - 1 - tail;
	return `${wholeCharacters(text.slice(0, head))}…${wholeCharacters(text.slice(text.length - tail))}`;
}
/** Drops the half of a character that a slice left at either end. */
function wholeCharacters(text) {
	return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
}
function seen(character) {
	const named = NAMED.get(character);
	if (named !== void 0) return named;
	const code = (character.codePointAt(0) ?? 0).toString(16);
	return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}
// src/report/markdown.ts
const LONGEST_CODE = 200;
const LONGEST_TEXT = 2e3;
/**
* Text as code, in one line; hidden characters are shown, the middle of what is longer than `longest` is left out.
* Code is where GitHub turns nothing into links. Safe in a table cell, in a link and at the start of a line.
*/
function inlineCode(text, longest = LONGEST_CODE) {
	const shown = visibleText(text.trim() === "" ? JSON.stringify(text) : text, longest);
	if (/[|`]|<!--/.test(shown)) return htmlCode(shown);
	return /^ .* $/.test(shown) ? `\` ${shown} \`` : `\`${shown}\``;
}
/** Names up to this length never need breaking. */
const LONGEST_UNBROKEN = 20;
/** Shorter pieces are not worth an element. */
const SMALLEST_PIECE = 8;
/**
* As inlineCode, for a name in a table: a long one may be broken where its parts meet, so that a phone shows the numbers
* beside it. `<wbr>` is what GitHub leaves of HTML for that; nothing of it is copied with the name.
*/
function breakableCode(text, longest = LONGEST_CODE) {
	const shown = visibleText(text.trim() === "" ? JSON.stringify(text) : text, longest);
	if (shown.length <= LONGEST_UNBROKEN) return inlineCode(text, longest);
	const pieces = [];
	for (const part of shown.match(/[^._/=:, -]{0,20}[._/=:, -]?/gu) ?? []) {
		const last = pieces.at(-1);
		if (last !== void 0 && last.length < SMALLEST_PIECE) pieces[pieces.length - 1] = last + part;
		else if (part !== "") pieces.push(part);
	}
	return pieces.length < 2 ? inlineCode(text, longest) : `<code>${pieces.map(entities).join("<wbr>")}</code>`;
}
/**
* Text as running text in one line. Words that GitHub would turn into something (a mention, a reference, an address,
* an emoji, math) are shown as code; everything else is escaped.
*/
function escapeText(text, longest = LONGEST_TEXT) {
	return visibleText(text.replace(/\s+/g, " ").trim(), longest).split(" ").map(escapeWord).join(" ").replace(/^[-+=:]/, (found) => `&#${found.charCodeAt(0)};`).replace(/^(\d+)([.)])(?= |$)/, "$1\\$2");
}
/** As escapeText, and what stands between single backticks becomes code: for sentences of our own with names in them. */
function prose(text) {
	const parts = visibleText(text.replace(/\s+/g, " ").trim(), LONGEST_TEXT).split("`");
	if (parts.length % 2 === 0) return escapeText(text);
	return parts.map((part, index) => index % 2 === 1 ? inlineCode(part) : escapeAround(part)).join("");
}
/** A table from cells of Markdown; the first row is the header. Columns are as narrow as their text. */
function tableOf(rows, align = []) {
	return markdownTable(rows.map((row) => row.map((cell) => cell.replaceAll("|", "&#124;").replace(/[^\S\u00A0]+/g, " "))), {
		align: [...align],
		alignDelimiters: false
	});
}
/** Markdown whose words stay on one line: on a phone a cell of numbers would be broken at every space. */
function unbroken(markdown) {
	return markdown.replaceAll(" ", "\xA0");
}
/** Lines of program output as a block of code. Colours are taken out; see visibleLines. */
function fence(text, language = "") {
	const lines = visibleLines(text).replaceAll("<!--", "<! --");
	const runs = lines.match(/`{3,}/g) ?? [];
	const ticks = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
	return `${ticks}${language.replace(/[^\w+-]/g, "")}\n${lines}\n${ticks}`;
}
/** A link with text; only the text when the address is not http or https. */
function link(text, url) {
	return linkTo(escapeText(text), url);
}
/** A link with code as its text. */
function codeLink(text, url) {
	return linkTo(inlineCode(text), url);
}
/** A picture with what stands in its place for those who cannot see it; only that when the address is not http or https. */
function image(text, url) {
	const words = escapeText(text, LONGEST_CODE);
	const linked = linkTo(words, url);
	return linked === words ? inlineCode(text) : `!${linked}`;
}
/** A heading of Markdown, level 1 to 6. */
function heading(level, markdown) {
	return `${"#".repeat(level)} ${markdown}`;
}
/** A bullet list of Markdown lines. */
function list(items) {
	return items.map((item) => `- ${item}`).join("\n");
}
/** Markdown folded under a line of text. */
function details(summary, markdown) {
	return `<details><summary>${visibleText(summary, LONGEST_CODE).split(" ").map((word) => TURNED_INTO_SOMETHING.test(word) ? htmlCode(word) : entities(word)).join(" ")}</summary>\n\n${markdown}\n\n</details>`;
}
/** Where GitHub links words by itself; custom autolink prefixes of a repository lead only where its admin wants. */
const TURNED_INTO_SOMETHING = /[@$^`]|#\d|:\/\/|www\.|mailto:|xmpp:|\bgh-\d|<!--|:[\w+-]+(?::|$)|(?<![a-z\d])[0-9a-f]{7,40}(?![a-z\d])/iu;
function escapeWord(word) {
	if (!TURNED_INTO_SOMETHING.test(word)) return escapeMarkup(word);
	const end = (word.includes("(") ? /[.,;!?]*$/ : /[.,;!?)]*$/).exec(word)?.[0] ?? "";
	const core = word.slice(0, word.length - end.length);
	return core === "" ? escapeMarkup(word) : inlineCode(core, LONGEST_TEXT) + end;
}
function escapeMarkup(word) {
	return word.replace(/[&<>|`\\*_[\]~#]/g, (found) => "&<>|`\\".includes(found) ? `&#${found.charCodeAt(0)};` : `\\${found}`);
}
/** Escapes a part of a sentence, keeping the spaces between it and its neighbours. */
function escapeAround(part) {
	const before = part.startsWith(" ") ? " " : "";
	const after = part.length > 1 && part.endsWith(" ") ? " " : "";
	return before + escapeText(part) + after;
}
/** Code as HTML, for text that would end a table cell or the code itself, or forge a hidden marker. */
function htmlCode(shown) {
	return `<code>${entities(shown)}</code>`;
}
/** The empty element after an at sign keeps e-mail addresses from being linked. */
function entities(shown) {
	return shown.replace(/[!-/:-@[-`{-~]/g, (found) => `&#${found.charCodeAt(0)};${found === "@" ? "<span></span>" : ""}`);
}
function linkTo(markdown, url) {
	if (!URL.canParse(url)) return markdown;
	const { protocol, href } = new URL(url);
	if (protocol !== "https:" && protocol !== "http:") return markdown;
	return `[${markdown}](${href.replace(/[()<>|`\\[\]$*_~!'"]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)})`;
}
Object.defineProperty(exports, "breakableCode", {
	enumerable: true,
	get: function() {
		return breakableCode;
	}
});
Object.defineProperty(exports, "codeLink", {
	enumerable: true,
	get: function() {
		return codeLink;
	}
});
Object.defineProperty(exports, "details", {
	enumerable: true,
	get: function() {
		return details;
	}
});
Object.defineProperty(exports, "escapeText", {
	enumerable: true,
	get: function() {
		return escapeText;
	}
});
Object.defineProperty(exports, "fence", {
	enumerable: true,
	get: function() {
		return fence;
	}
});
Object.defineProperty(exports, "heading", {
	enumerable: true,
	get: function() {
		return heading;
	}
});
Object.defineProperty(exports, "image", {
	enumerable: true,
	get: function() {
		return image;
	}
});
Object.defineProperty(exports, "inlineCode", {
	enumerable: true,
	get: function() {
		return inlineCode;
	}
});
Object.defineProperty(exports, "link", {
	enumerable: true,
	get: function() {
		return link;
	}
});
Object.defineProperty(exports, "list", {
	enumerable: true,
	get: function() {
		return list;
	}
});
Object.defineProperty(exports, "prose", {
	enumerable: true,
	get: function() {
		return prose;
	}
});
Object.defineProperty(exports, "tableOf", {
	enumerable: true,
	get: function() {
		return tableOf;
	}
});
Object.defineProperty(exports, "unbroken", {
	enumerable: true,
	get: function() {
		return unbroken;
	}
});
Object.defineProperty(exports, "visibleLines", {
	enumerable: true,
	get: function() {
		return visibleLines;
	}
});
Object.defineProperty(exports, "visibleText", {
	enumerable: true,
	get: function() {
		return visibleText;
	}
});
