const require_errors = require("./errors.cjs");
const require_read = require("./read.cjs");
let node_util = require("node:util");
// src/manifest/look-up.ts
var import_dist = require_read.require_dist();
/**
* The value at the spot; undefined where the path ends early.
* Throws a UserError when something else than a mapping or list stands in the way.
*/
function lookUp({ manifest, document, path }) {
	let here = manifest.documents[document]?.value;
	for (const [depth, step] of path.entries()) {
		if (here === void 0 || here === null) return void 0;
		if (Array.isArray(here) && typeof step === "number") here = here[step];
		else if (isMapping$1(here)) here = Object.hasOwn(here, step) ? here[step] : void 0;
		else throw manifestError({
			manifest,
			document,
			path: path.slice(0, depth)
		}, `${kindOf(here)} stands where a mapping with "${step}" is expected.`, { fix: "Write it as a mapping, or name the right path under \"keys:\" in serin.yml." });
	}
	return here;
}
/** The place below another one. */
function below(spot, ...path) {
	return {
		...spot,
		path: [...spot.path, ...path]
	};
}
function isMapping$1(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** A mistake in the manifest, placed at the deepest part of the path that exists. */
function manifestError({ manifest, document, path }, what, { fix }) {
	const node = manifest.documents[document];
	const key = path.join(".");
	const place = {
		file: manifest.environment.file,
		...node?.positionOf(path),
		...key !== "" && { key }
	};
	return new require_errors.UserError(what, {
		place,
		fix
	});
}
/** `a list`, `the number 20`: how a sentence calls a value. */
function kindOf(value) {
	if (value === null || value === void 0) return "nothing";
	if (Array.isArray(value)) return "a list";
	if (typeof value === "object") return "a mapping";
	return `the ${typeof value === "string" ? "text" : typeof value} ${JSON.stringify(value)?.slice(0, 60) ?? value}`;
}
// src/yaml/entry.ts
const BLANK = /* @__PURE__ */ new Set([
	"space",
	"comment",
	"newline",
	"comma"
]);
/** The entries in the order of the text; undefined for a collection without brackets in a flow list (`[a: 1]`). */
function entriesOf$1(collection) {
	const token = collection.srcToken;
	if (!token || !("items" in token)) return void 0;
	const items = token.items.filter(isFilledItem);
	if (items.length !== collection.items.length) return void 0;
	if (!(0, import_dist.isMap)(collection)) return items.map((item, index) => toEntry(item, void 0, collection.items[index]));
	return items.map((item, index) => {
		const pair = collection.items[index];
		return toEntry(item, (0, import_dist.isScalar)(pair?.key) ? String(pair.key.value) : void 0, pair?.value);
	});
}
/** The last items of a token may hold nothing but comments and blank lines. */
function isFilledItem(item) {
	return Boolean(item.key || item.sep?.length || item.value || item.start.some(({ type }) => !BLANK.has(type)));
}
function toEntry(item, key, value) {
	const lead = item.start.find(({ type }) => !BLANK.has(type));
	const colon = item.sep?.find(({ type }) => type === "map-value-ind");
	const dash = item.start.find(({ type }) => type === "seq-item-ind");
	const indicator = colon ?? dash;
	const start = Math.min(...[
		lead,
		item.key,
		colon,
		item.value
	].flatMap((part) => part ? [part.offset] : []));
	return {
		key,
		value,
		token: item.value ?? void 0,
		start,
		indicatorEnd: indicator ? indicator.offset + 1 : item.key ? void 0 : start,
		end: endOfItem(item)
	};
}
/** Where the text of a token ends, without the comments, blank lines and line break behind it. */
function endOfToken(token) {
	switch (token.type) {
		case "block-map":
		case "block-seq": {
			const last = token.items.findLast(isFilledItem);
			return last ? endOfItem(last) : token.offset;
		}
		case "flow-collection": {
			const close = token.end[0];
			return close ? close.offset + close.source.length : token.offset;
		}
		case "block-scalar": {
			const header = token.props.at(-1);
			return (header && "source" in header ? header.offset + header.source.length : token.offset) + token.source.length;
		}
		default: return "source" in token ? token.offset + token.source.length : token.offset;
	}
}
function endOfItem(item) {
	if (item.value) return endOfToken(item.value);
	const ends = [[...item.start, ...item.sep ?? []].findLast(({ type }) => !BLANK.has(type)), item.key].flatMap((part) => part ? [endOfToken(part)] : []);
	return Math.max(0, ...ends);
}
// src/yaml/splice.ts
/** The text with the replacements made; they are in order and do not overlap. Every other character stays. */
function applySplices(text, splices) {
	let result = "";
	let from = 0;
	for (const splice of splices) {
		if (splice.start < from || splice.end < splice.start) throw new Error("Replacements overlap.");
		result += text.slice(from, splice.start) + splice.text;
		from = splice.end;
	}
	return result + text.slice(from);
}
function lineStart(text, offset) {
	return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}
/** Where the line ends, before its line break. */
function lineEnd(text, offset) {
	const feed = text.indexOf("\n", offset);
	if (feed < 0) return text.length;
	return feed > offset && text[feed - 1] === "\r" ? feed - 1 : feed;
}
/** Where the next line begins; the end of the text after the last one. */
function nextLine(text, offset) {
	const feed = text.indexOf("\n", offset);
	return feed < 0 ? text.length : feed + 1;
}
function columnOf(text, offset) {
	return offset - lineStart(text, offset);
}
/** The line break used around the offset: of its line, else of the line before. */
function lineBreak(text, offset) {
	const after = text.indexOf("\n", offset);
	const feed = after >= 0 ? after : text.lastIndexOf("\n");
	return feed > 0 && text[feed - 1] === "\r" ? "\r\n" : "\n";
}
/** Where the last line of something ends that may itself end with a line break, as a block scalar does. */
function contentLineEnd(text, end) {
	if (text[end - 1] !== "\n") return lineEnd(text, end);
	return text[end - 2] === "\r" ? end - 2 : end - 1;
}
/** Adds lines after the line on which something ends; a comment behind it stays where it is. */
function addLines(text, end, lines) {
	const last = contentLineEnd(text, end);
	const eol = lineBreak(text, last);
	const at = nextLine(text, last);
	if (at === last) return {
		start: at,
		end: at,
		text: lines.map((line) => eol + line).join("")
	};
	return {
		start: at,
		end: at,
		text: lines.map((line) => line + eol).join("")
	};
}
/** Takes away all lines from the one that holds start to the one on which end stands, with one line break. */
function removeLines(text, start, end) {
	const from = lineStart(text, start);
	const to = contentLineEnd(text, end);
	const next = nextLine(text, to);
	if (next > to || from === 0) return {
		start: from,
		end: next,
		text: ""
	};
	if (/[|>][1-9]?\+?[1-9]?[ \t]*(?:#[^\n]*)?\n/.test(text)) return {
		start: from,
		end: to,
		text: ""
	};
	return {
		start: contentLineEnd(text, from),
		end: to,
		text: ""
	};
}
/** Whether nothing but spaces stands before the offset on its line. */
function beginsLine(text, offset) {
	return text.slice(lineStart(text, offset), offset).trim() === "";
}
// src/yaml/layout.ts
/** How most of the document is indented; two columns, lists too, where it shows nothing. */
function layoutOf(text, root) {
	const steps = [];
	const listIndents = [];
	const dashWidths = [];
	const open = [root];
	while (open.length > 0) {
		const node = open.pop();
		if (!isBlock(node)) continue;
		for (const entry of entriesOf$1(node) ?? []) {
			open.push(entry.value);
			const child = isBlock(entry.value) ? entriesOf$1(entry.value)?.[0] : void 0;
			if (!child) continue;
			const distance = columnOf(text, child.start) - columnOf(text, entry.start);
			if ((0, import_dist.isSeq)(node)) dashWidths.push(distance);
			else if ((0, import_dist.isSeq)(entry.value)) listIndents.push(distance);
			else steps.push(distance);
		}
	}
	const step = mostCommon(steps.filter((width) => width > 0)) ?? 2;
	return {
		step,
		listIndent: mostCommon(listIndents.filter((width) => width >= 0)) ?? step,
		dashWidth: mostCommon(dashWidths.filter((width) => width > 1)) ?? 2
	};
}
function isBlock(node) {
	return ((0, import_dist.isMap)(node) || (0, import_dist.isSeq)(node)) && !node.flow;
}
function mostCommon(numbers) {
	const counts = /* @__PURE__ */ new Map();
	for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
/** How a new neighbour of these entries is written: in the quotes that all of them have, as JSON among JSON. */
function styleOf(text, holder) {
	const { collection, entries } = holder;
	const keyQuote = (0, import_dist.isMap)(collection) && commonQuote(collection.items.map(({ key }) => key)) === "double";
	const first = entries[0];
	const padded = !holder.flow || !first || /\s/.test(text[first.start - 1] ?? "");
	if ((0, import_dist.isMap)(collection)) return {
		quote: keyQuote ? "double" : "plain",
		keyQuote: keyQuote ? "double" : "plain",
		padded
	};
	const inJson = holder.parent ? styleOf(text, holder.parent).keyQuote : "plain";
	return {
		quote: commonQuote(entries.map(({ value }) => value)) ?? inJson,
		keyQuote: inJson,
		padded
	};
}
function commonQuote(nodes) {
	const types = new Set(nodes.flatMap((node) => (0, import_dist.isScalar)(node) && typeof node.value === "string" ? [node.type] : []));
	if (types.size !== 1) return void 0;
	return types.has("QUOTE_DOUBLE") ? "double" : types.has("QUOTE_SINGLE") ? "single" : void 0;
}
// src/yaml/scalar.ts
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|<<|=)$/i;
const RADIX = /^[-+]?0(?:x[0-9a-f]*|o[0-7]*|b[-+]?[01]*)$/i;
const NUMBER = /^[-+]?\d*\.?\d*(?:e[-+]?\d+)?$/i;
const SEXAGESIMAL = /^[-+]?\d+(?::\d{1,2})+(?:\.\d*)?$/;
const SPECIAL_FLOAT = /^[-+]?\.(?:inf|nan)$/i;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt\s].*)?$/;
/**
* Whether a reader of YAML 1.1 or 1.2 (PyYAML, go-yaml, libyaml, Psych, yaml.js) may take the bare text for something
* else than that string: a number in any base, `1_000`, `12:30:45`, a date, a boolean, null, a merge key.
* yaml.org/type and YAML 1.2.2 §10.3, taken together and a little wider.
*/
function isAmbiguous(text) {
	if (text === "" || WORDS.test(text) || DATE.test(text)) return true;
	const bare = text.replace(/[_,]/g, "");
	return [
		RADIX,
		NUMBER,
		SEXAGESIMAL,
		SPECIAL_FLOAT
	].some((pattern) => pattern.test(bare));
}
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;
const UNPRINTABLE_IN_BLOCK = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;
/** Whether the text may stand without quotes: it begins with no indicator, and nothing in it ends a plain scalar. */
function isPlain(text, flow) {
	if (isAmbiguous(text) || text.trim() !== text || UNPRINTABLE.test(text)) return false;
	if (/^[-?:,[\]{}#&*!|>'"%@`]|^\.\.\./.test(text)) return false;
	if (/:(?:\s|$)|\s#|\{\{/.test(text)) return false;
	return !(flow && /[,[\]{}?]/.test(text));
}
/** The text as a scalar on one line. `flow`: inside `[]` or `{}`. */
function renderText(text, quote, flow) {
	if (quote === "plain" && isPlain(text, flow)) return text;
	if (quote === "single" && !UNPRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`;
	const inHex = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
	return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, inHex);
}
/** A number, boolean or null as every reader of YAML 1.1 and 1.2 takes it. */
function renderAtom(value) {
	const text = Object.is(value, -0) ? "-0" : String(value);
	return typeof value === "number" ? text.replace(/^(-?\d+)e/, "$1.0e") : text;
}
/**
* The text as a literal (`|`) or folded (`>`) scalar with its lines at the indent; undefined when only quotes can hold
* it. Folded text is written with one line for each of its own lines; where folding would change it, it becomes literal.
* Text that ends with blank lines is refused: as `|+` it would take in whatever blank lines follow in the file.
*/
function renderBlockScalar(text, indent, style) {
	if (UNPRINTABLE_IN_BLOCK.test(text) || /^\s|^$/.test(text) || text.endsWith("\n\n")) return void 0;
	const ended = text.endsWith("\n");
	const body = ended ? text.slice(0, -1) : text;
	const folds = style === ">" && !/\n[ \t]/.test(body);
	const lines = (folds ? body.replace(/\n+/g, "$&\n") : body).split("\n");
	const margin = " ".repeat(indent);
	return {
		header: `${folds ? ">" : "|"}${ended ? "" : "-"}`,
		lines: lines.map((line) => line === "" ? "" : margin + line)
	};
}
// src/yaml/value.ts
function isMapping(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** A mapping or list with something in it: what is written over several lines. */
function isFilled(value) {
	return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
/**
* The value as plain data of its own. Throws a UserError for what YAML cannot hold so that every reader agrees:
* undefined, NaN, infinities, big integers, dates, functions, class instances, lone surrogates, over 100 levels.
*/
function toYamlValue(value, key, depth = 0) {
	if (depth > 100) throw new require_errors.UserError("The value is nested more than 100 levels deep.", { place: { key } });
	if (value === null || typeof value === "boolean") return value;
	if (typeof value === "number" && Number.isFinite(value)) return value;
	if (typeof value === "string" && value.isWellFormed()) return value;
	if (Array.isArray(value)) return value.map((item) => toYamlValue(item, key, depth + 1));
	if (isMapping(value) && (Object.getPrototypeOf(value) ?? Object.prototype) === Object.prototype) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toYamlValue(item, key, depth + 1)]));
	throw new require_errors.UserError("The value cannot be written as YAML.", {
		place: { key },
		fix: "Give text, a finite number, true, false, null, or lists and mappings of these."
	});
}
/** What stands at the path; undefined when nothing does. */
function valueAt(root, path) {
	let value = root;
	for (const step of path) if (Array.isArray(value)) value = value[Number(step)];
	else if (isMapping(value) && Object.hasOwn(value, String(step))) value = value[String(step)];
	else return void 0;
	return value;
}
/** The value wrapped so that it stands at the path: `wrap(['a', 0], 1)` is `{ a: [1] }`. A list can only begin at 0. */
function wrap(path, value) {
	return path.reduceRight((inner, step) => {
		if (typeof step === "string") return { [step]: inner };
		if (step === 0) return [inner];
		throw new require_errors.UserError(`There is no list yet, so its item ${step} cannot be written.`, {
			place: { key: path.join(".") },
			fix: "Begin a new list at 0."
		});
	}, value);
}
/** The tree with one change made at the end of the path; the given tree stays as it is, shared parts are parted. */
function changeAt(root, path, change) {
	const climb = (value, level) => {
		const step = path[level] ?? "";
		if (level === path.length - 1) return change(value, step);
		if (Array.isArray(value)) return value.with(Number(step), climb(value[Number(step)], level + 1));
		const mapping = isMapping(value) ? value : {};
		return {
			...mapping,
			[step]: climb(mapping[step], level + 1)
		};
	};
	return climb(root, 0);
}
// src/yaml/render.ts
/** The value on one line. `flow`: it stands inside `[]` or `{}`. */
function renderInline(value, style, flow) {
	if (typeof value === "string") return renderText(value, style.quote, flow);
	if (value === null || typeof value !== "object") return renderAtom(value);
	if (Array.isArray(value)) return `[${value.map((item) => renderInline(item, style, true)).join(", ")}]`;
	const entries = Object.entries(value).map(([key, item]) => renderFlowEntry(key, item, style));
	const pad = style.padded && entries.length > 0 ? " " : "";
	return `{${pad}${entries.join(", ")}${pad}}`;
}
function renderFlowEntry(key, value, style) {
	return `${renderText(key, style.keyQuote, true)}: ${renderInline(value, style, true)}`;
}
/** A filled mapping or list as lines, each with its indentation. */
function renderLines(value, indent, style, layout) {
	if (Array.isArray(value)) return value.flatMap((item) => renderItem(item, indent, style, layout));
	return Object.entries(value).flatMap(([key, item]) => renderEntry(key, item, indent, style, layout));
}
/** `key: value` as lines. */
function renderEntry(key, value, indent, style, layout) {
	const name = `${" ".repeat(indent)}${renderText(key, style.keyQuote, false)}:`;
	if (isFilled(value)) return [name, ...renderLines(value, indent + childOffset(value, layout), style, layout)];
	return renderOneValue(name, value, indent + layout.step, style);
}
/** `- value` as lines. */
function renderItem(value, indent, style, layout) {
	const dash = `${" ".repeat(indent)}-`;
	const inner = indent + layout.dashWidth;
	if (!isFilled(value)) return renderOneValue(dash, value, inner, style, layout.dashWidth - 1);
	const [first = "", ...rest] = renderLines(value, inner, style, layout);
	return [`${dash}${" ".repeat(layout.dashWidth - 1)}${first.slice(inner)}`, ...rest];
}
/** How far the children of a key stand from it. */
function childOffset(value, layout) {
	return Array.isArray(value) ? layout.listIndent : layout.step;
}
function renderOneValue(lead, value, indent, style, gap = 1) {
	const space = " ".repeat(gap);
	const block = typeof value === "string" && value.includes("\n") ? renderBlockScalar(value, indent, "|") : void 0;
	return block ? [`${lead}${space}${block.header}`, ...block.lines] : [lead + space + renderInline(value, style, false)];
}
// src/yaml/insert.ts
function insertEntry(stream, document, addition) {
	const { holder } = addition;
	if (holder.collection.flow) return insertInFlow(stream.text, addition);
	return insertInBlock(stream.text, document, addition);
}
function insertInBlock(text, document, { holder, key, index, value }) {
	const { collection, entries } = holder;
	const last = entries.at(-1);
	if (!last) throw new Error("A block collection has at least one entry.");
	const indent = columnOf(text, last.start);
	const style = styleOf(text, holder);
	const layout = layoutOf(text, document.root);
	if ((0, import_dist.isMap)(collection)) return [addLines(text, last.end, renderEntry(key, value, indent, style, layout))];
	const next = entries[index];
	const lines = renderItem(value, indent, style, {
		...layout,
		dashWidth: dashWidthOf(text, last)
	});
	if (!next) return [addLines(text, last.end, lines)];
	const eol = lineBreak(text, next.start);
	const margin = " ".repeat(indent);
	return [{
		start: next.start,
		end: next.start,
		text: `${lines.join(eol).slice(indent)}${eol}${margin}`
	}];
}
function dashWidthOf(text, { indicatorEnd, start }) {
	const gap = indicatorEnd === void 0 ? 0 : /^ +(?=[^\s#])/.exec(text.slice(indicatorEnd, indicatorEnd + 10))?.[0].length ?? 1;
	return Math.max(2, (indicatorEnd ?? start) - start + gap);
}
function insertInFlow(text, { holder, key, index, value }) {
	const { collection, entries } = holder;
	const style = styleOf(text, holder);
	const fresh = (0, import_dist.isMap)(collection) ? renderFlowEntry(key, value, style) : renderInline(value, style, true);
	const next = (0, import_dist.isMap)(collection) ? void 0 : entries[index];
	const last = entries.at(-1);
	if (next) {
		const gap = beginsLine(text, next.start) ? lineBreak(text, next.start) + marginOf(text, next.start) : " ";
		return [{
			start: next.start,
			end: next.start,
			text: `${fresh},${gap}`
		}];
	}
	if (!last) return insertInBrackets(text, holder, fresh);
	const comma = commaAfter(text, last.end);
	if (!beginsLine(text, last.start)) return [{
		start: last.end,
		end: last.end,
		text: `, ${fresh}`
	}];
	const line = addLines(text, last.end, [`${marginOf(text, last.start)}${fresh}${comma ? "," : ""}`]);
	if (/[\]}]/.test(text.slice(last.end, line.start).replace(/#.*/, ""))) return [{
		start: last.end,
		end: last.end,
		text: `, ${fresh}`
	}];
	return comma ? [line] : [{
		start: last.end,
		end: last.end,
		text: ","
	}, line];
}
/** Into `[]` or `{}`; a comment between the brackets stays in front. */
function insertInBrackets(text, { collection }, fresh) {
	const [start = 0, end = 0] = collection.range ?? [];
	if (text.slice(start + 1, end - 1).trim() !== "") return [{
		start: end - 1,
		end: end - 1,
		text: fresh
	}];
	const pad = (0, import_dist.isMap)(collection) ? " " : "";
	return [{
		start: start + 1,
		end: end - 1,
		text: `${pad}${fresh}${pad}`
	}];
}
function commaAfter(text, offset) {
	return /^(?:\s|#[^\n]*\n)*,/.test(text.slice(offset, offset + 2e3));
}
function marginOf(text, offset) {
	return text.slice(lineStart(text, offset), offset);
}
/** The first content of a document that has none: after its `---` and comments. */
function insertRoot(stream, document, value) {
	const { text } = stream;
	const lines = renderLines(value, 0, {
		quote: "plain",
		keyQuote: "plain",
		padded: true
	}, {
		step: 2,
		listIndent: 2,
		dashWidth: 2
	});
	const eol = lineBreak(text, document.start);
	const used = document.start + text.slice(document.start, document.end).trimEnd().length;
	const [start = used, end = used] = document.root?.range ?? [];
	if (end > start) return [{
		start,
		end,
		text: lines.join(eol)
	}];
	if (used > 0) return [addLines(text, used, lines)];
	return [{
		start: used,
		end: used,
		text: lines.map((line) => line + eol).join("")
	}];
}
// src/yaml/locate.ts
/**
* Follows the path through the syntax nodes. Throws a UserError with line and column where it leads through a scalar,
* alias, tag, an anchor that others use, past the end of a list, or into a merge key.
*/
function locate(stream, document, path) {
	let node = document.root;
	let holder;
	let entry;
	let index = 0;
	for (const [depth, step] of path.entries()) {
		if (isEmpty$1(node)) return holder && entry ? {
			kind: "empty",
			holder,
			index,
			entry,
			depth
		} : { kind: "blank" };
		refuseShared(stream, document, node, path);
		if (!(0, import_dist.isMap)(node) && !(0, import_dist.isSeq)(node)) throw refusal(stream, offsetOf(node), path, `There is no ${JSON.stringify(step)} here: this is a single value.`);
		const next = openHolder(stream, node, holder, entry, path);
		index = indexOf$1(stream, next, step, path);
		entry = next.entries[index];
		if (!entry) return {
			kind: "missing",
			holder: next,
			depth,
			index
		};
		holder = next;
		node = entry.value;
	}
	if (!holder || !entry) throw refusal(stream, document.start, path, "The path is empty.");
	return {
		kind: "found",
		holder,
		index,
		entry
	};
}
function openHolder(stream, collection, parent, entry, path) {
	const entries = entriesOf$1(collection);
	if (!entries) throw refusal(stream, offsetOf(collection), path, "A mapping without braces in a list cannot be edited.");
	return {
		collection,
		entries,
		flow: parent?.flow === true || collection.flow === true,
		entry,
		parent
	};
}
/** The place of the step among the entries; their count, or -1 in a mapping, when it is not there. */
function indexOf$1(stream, holder, step, path) {
	const { collection, entries } = holder;
	if ((0, import_dist.isMap)(collection)) return entries.findIndex(({ key }) => key === String(step));
	const index = typeof step === "number" || /^(?:0|[1-9]\d*)$/.test(step) ? Number(step) : NaN;
	if (!Number.isInteger(index) || index < 0) throw refusal(stream, offsetOf(collection), path, `This is a list; ${JSON.stringify(step)} is not an index of it.`);
	if (index > entries.length) throw refusal(stream, offsetOf(collection), path, `The list has ${entries.length} items, so there is no ${index}.`);
	return index;
}
/** Refuses what means something else, or something more, than the text at this place. */
function refuseShared(stream, document, node, path) {
	if ((0, import_dist.isAlias)(node)) throw refusal(stream, offsetOf(node), path, `This is an alias of &${node.source}, written elsewhere.`);
	if (!(0, import_dist.isMap)(node) && !(0, import_dist.isSeq)(node) && !(0, import_dist.isScalar)(node)) return;
	if (node.anchor && document.aliased.has(node.anchor)) throw refusal(stream, offsetOf(node), path, `Other places of the file use this value through *${node.anchor}.`);
	if (node.tag) throw refusal(stream, offsetOf(node), path, `The tag ${node.tag} gives this value a type of its own.`);
}
function isEmpty$1(node) {
	return !node || (0, import_dist.isScalar)(node) && node.value === null && !node.tag && !node.anchor;
}
function offsetOf(node) {
	return node?.range?.[0] ?? 0;
}
function refusal(stream, offset, path, what, cause) {
	const place = {
		...stream.placeOf(offset),
		key: path.join(".")
	};
	return new require_errors.UserError(what, {
		place,
		fix: "Edit the file by hand.",
		...cause !== void 0 && { cause }
	});
}
// src/yaml/replace.ts
/** Gives an entry another value: in place, in the quotes of the old one, comments behind it kept. */
function replaceValue(stream, document, target, value) {
	const { text } = stream;
	const { holder, entry } = target;
	const { token } = entry;
	const style = styleFor(text, target);
	if (isFilled(value) && !holder.flow && token?.type !== "flow-collection") {
		const layout = layoutOf(text, document.root);
		return (0, import_dist.isSeq)(holder.collection) ? replaceItemByLines(text, entry, value, style, layout) : replaceFieldByLines(text, entry, value, style, layout);
	}
	if (token?.type === "block-scalar") return replaceBlockScalar(text, entry, token, value, style);
	const inline = renderInline(value, style, holder.flow);
	if (!token) return [fillEmpty(text, entry, inline)];
	if (isBlockCollection(entry)) return replaceBlockCollection(text, entry, inline);
	return [{
		start: token.offset,
		end: entry.end,
		text: inline
	}];
}
function styleFor(text, { holder, entry: { value } }) {
	const style = styleOf(text, holder);
	if (!(0, import_dist.isScalar)(value)) return style;
	if (value.type === "QUOTE_SINGLE") return {
		...style,
		quote: "single"
	};
	if (value.type === "QUOTE_DOUBLE") return {
		...style,
		quote: "double"
	};
	if (typeof value.value === "string" && value.type === "PLAIN") return {
		...style,
		quote: "plain"
	};
	return style;
}
function isBlockCollection({ value }) {
	return ((0, import_dist.isMap)(value) || (0, import_dist.isSeq)(value)) && !value.flow;
}
function fillEmpty(text, { indicatorEnd, end }, inline) {
	return indicatorEnd === void 0 ? {
		start: end,
		end,
		text: `: ${inline}`
	} : insertBehind(text, end, inline);
}
/** Puts a text behind `key:` or `-`, one space after it; a comment that follows stays. */
function insertBehind(text, offset, inline) {
	const spaced = text[offset] === " " && text[offset + 1] !== "#";
	const at = spaced ? offset + 1 : offset;
	return {
		start: at,
		end: at,
		text: spaced ? inline : ` ${inline}`
	};
}
/** A text that a block can hold stays a block, and its header keeps its comment. */
function replaceBlockScalar(text, entry, token, value, style) {
	const { header: oldHeader, end: headerEnd } = headerOf(token);
	const indent = /^ *(?=[^\s])/m.exec(token.source)?.[0].length ?? 0;
	const block = typeof value === "string" && indent > 0 && !/\d/.test(oldHeader) ? renderBlockScalar(value, indent, oldHeader.startsWith(">") ? ">" : "|") : void 0;
	const body = entry.end - token.source.length;
	const end = contentLineEnd(text, entry.end);
	const onHeader = {
		start: headerEnd - oldHeader.length,
		end: headerEnd
	};
	if (block) {
		const lines = block.lines.join(lineBreak(text, token.offset));
		return [{
			...onHeader,
			text: block.header
		}, {
			start: body,
			end,
			text: lines
		}];
	}
	const inline = renderInline(value, style, false);
	return [{
		...onHeader,
		text: inline
	}, {
		start: contentLineEnd(text, body),
		end,
		text: ""
	}];
}
/** `|`, `>-`, `|2+`, and where that ends. */
function headerOf(token) {
	for (const part of token.props) if (part.type === "block-scalar-header") return {
		header: part.source,
		end: part.offset + part.source.length
	};
	throw new Error("A block scalar has a header.");
}
/** The collection's lines go, with the comments among them; the line of its key stays. */
function replaceBlockCollection(text, { token, indicatorEnd, end }, inline) {
	if (!token || indicatorEnd === void 0) throw new Error("A block collection has an indicator before it.");
	const keyLineEnd = lineEnd(text, indicatorEnd);
	const lastLineEnd = contentLineEnd(text, end);
	if (token.offset < keyLineEnd) return [{
		start: token.offset,
		end: lastLineEnd,
		text: inline
	}];
	return [insertBehind(text, indicatorEnd, inline), {
		start: keyLineEnd,
		end: lastLineEnd,
		text: ""
	}];
}
/** `key:` gets a filled mapping or list on the lines below it. */
function replaceFieldByLines(text, entry, value, style, layout) {
	const { token, indicatorEnd = entry.end, end } = entry;
	const lines = renderLines(value, columnOf(text, entry.start) + childOffset(value, layout), style, layout);
	if (!token) return [addLines(text, end, lines)];
	const keyLineEnd = lineEnd(text, indicatorEnd);
	if (token.offset > keyLineEnd) {
		const below = lines.join(lineBreak(text, keyLineEnd));
		return [{
			start: nextLine(text, keyLineEnd),
			end: contentLineEnd(text, end),
			text: below
		}];
	}
	if (token.type === "block-scalar") {
		const body = end - token.source.length;
		const below = lines.map((line) => lineBreak(text, indicatorEnd) + line).join("");
		return [{
			start: indicatorEnd,
			end: headerOf(token).end,
			text: ""
		}, {
			start: contentLineEnd(text, body),
			end: contentLineEnd(text, end),
			text: below
		}];
	}
	return [{
		start: indicatorEnd,
		end,
		text: ""
	}, addLines(text, end, lines)];
}
/** `-` gets a filled mapping or list that begins on its line. */
function replaceItemByLines(text, entry, value, style, layout) {
	const { token, indicatorEnd = entry.end, end } = entry;
	const onDashLine = token !== void 0 && token.offset < lineEnd(text, indicatorEnd);
	const indent = onDashLine ? columnOf(text, token.offset) : columnOf(text, entry.start) + layout.dashWidth;
	const lines = renderLines(value, indent, style, layout);
	const hanging = lines.join(lineBreak(text, entry.start)).slice(indent);
	if (onDashLine) {
		const to = isBlockCollection(entry) ? contentLineEnd(text, end) : endOnLine(text, end);
		return [{
			start: token.offset,
			end: to,
			text: hanging
		}];
	}
	const gap = " ".repeat(layout.dashWidth - 1);
	if (token) return [{
		start: indicatorEnd,
		end: contentLineEnd(text, end),
		text: gap + hanging
	}];
	const [first = "", ...rest] = lines;
	return [{
		start: end,
		end,
		text: gap + first.slice(indent)
	}, addLines(text, end, rest)];
}
/** The end of a value, without the line break that ends a block scalar. */
function endOnLine(text, end) {
	return text[end - 1] === "\n" ? contentLineEnd(text, end) : end;
}
// src/yaml/remove.ts
/**
* Takes an entry away with its lines and the comments on them. Comments above it stay: they are a person's words.
* A collection that loses its only entry becomes `{}` or `[]`.
*/
function removeEntry({ text }, holder, index) {
	const { collection, entries } = holder;
	const entry = entries[index];
	if (!entry) throw new Error("There is no such entry to remove.");
	if (collection.flow) return removeFromFlow(text, holder, index);
	const next = entries[index + 1];
	if (entries.length === 1) return removeOnly(text, holder, entry);
	if (beginsLine(text, entry.start)) return [removeLines(text, entry.start, entry.end)];
	if (!next) throw new Error("Only the first entry of several shares its line with the dash before it.");
	if (text.slice(entry.end, next.start).trim() === "") return [{
		start: entry.start,
		end: next.start,
		text: ""
	}];
	return [{
		start: text.slice(0, entry.start).trimEnd().length,
		end: contentLineEnd(text, entry.end),
		text: ""
	}];
}
function removeOnly(text, { collection, entry: parent }, entry) {
	const empty = (0, import_dist.isMap)(collection) ? "{}" : "[]";
	const indicatorEnd = parent?.indicatorEnd;
	if (indicatorEnd !== void 0 && entry.start > lineEnd(text, indicatorEnd)) return [insertBehind(text, indicatorEnd, empty), removeLines(text, entry.start, entry.end)];
	const end = text[entry.end - 1] === "\n" ? contentLineEnd(text, entry.end) : entry.end;
	return [{
		start: entry.start,
		end,
		text: empty
	}];
}
function removeFromFlow(text, { collection, entries }, index) {
	const [entry, before, after] = [
		entries[index],
		entries[index - 1],
		entries[index + 1]
	];
	if (!entry) throw new Error("There is no such entry to remove.");
	const ownLines = beginsLine(text, entry.start) && endsLine(text, entry.end);
	if (after && !hasComment(text, entry.end, after.start)) {
		if (ownLines && beginsLine(text, after.start)) return [removeLines(text, entry.start, entry.end)];
		return [{
			start: entry.start,
			end: after.start,
			text: ""
		}];
	}
	if (!after && before && ownLines && /^[ \t]*,/.test(text.slice(entry.end, lineEnd(text, entry.end)))) return [removeLines(text, entry.start, entry.end)];
	if (!after && before && !hasComment(text, before.end, entry.start)) {
		const comma = text.indexOf(",", before.end);
		if (ownLines && comma < lineEnd(text, before.end)) return [{
			start: comma,
			end: comma + 1,
			text: ""
		}, removeLines(text, entry.start, entry.end)];
		return [{
			start: before.end,
			end: entry.end,
			text: ""
		}];
	}
	if (ownLines) return [removeLines(text, entry.start, entry.end)];
	const [start = 0, end = 0] = collection.range ?? [];
	const isBare = !hasComment(text, start, entry.start) && !hasComment(text, entry.end, end);
	if (!after && !before && isBare) return [{
		start: start + 1,
		end: end - 1,
		text: ""
	}];
	return [{
		start: entry.start,
		end: entry.end,
		text: ""
	}];
}
/** Nothing but a comma and a comment follows on the line. */
function endsLine(text, offset) {
	const rest = text.slice(offset, lineEnd(text, offset)).trimStart();
	const behindComma = rest.startsWith(",") ? rest.slice(1).trimStart() : rest;
	return behindComma === "" || behindComma.startsWith("#");
}
function hasComment(text, start, end) {
	return text.slice(start, end).includes("#");
}
// src/yaml/change.ts
/**
* What one step changes; undefined when nothing is there to delete.
* Throws a UserError with line and column for what is not safe to change.
*/
function planChange(stream, document, step) {
	const location = locate(stream, document, step.path);
	const offset = offsetIn(location, document);
	const change = step.op === "delete" ? deletion(stream, document, location, step.path) : addition(stream, document, location, step);
	return change && {
		value: change.value,
		splices: closed(stream.text, change.splices),
		offset,
		holders: holdersOf(location)
	};
}
function holdersOf(location) {
	if (location.kind === "blank") return [];
	const holders = [];
	for (let holder = location.holder; holder; holder = holder.parent) holders.unshift(holder);
	return holders;
}
function offsetIn(location, document) {
	if (location.kind === "blank") return document.start;
	return location.kind === "missing" ? offsetOf(location.holder.collection) : location.entry.start;
}
function deletion(stream, document, location, path) {
	if (location.kind !== "found") {
		if (valueAt(document.value, path) === void 0) return void 0;
		throw refusal(stream, offsetIn(location, document), path, "This value comes from a merge key.");
	}
	const { holder, index } = location;
	const value = changeAt(document.value, path, (parent, step) => {
		if (Array.isArray(parent)) return parent.toSpliced(index, 1);
		return Object.fromEntries(Object.entries(isMapping(parent) ? parent : {}).filter(([key]) => key !== String(step)));
	});
	return {
		splices: removeEntry(stream, holder, index),
		value
	};
}
function addition(stream, document, location, { op, path, value }) {
	switch (location.kind) {
		case "blank": {
			const root = wrap(path, value);
			return {
				splices: insertRoot(stream, document, root),
				value: root
			};
		}
		case "empty": {
			const inner = wrap(path.slice(location.depth), value);
			return {
				splices: replaceValue(stream, document, location, inner),
				value: put(document.value, path.slice(0, location.depth), inner)
			};
		}
		case "missing": return additionOfMissing(stream, document, location, path, value);
		case "found": {
			const { holder, index, entry } = location;
			if (op === "insert" && (0, import_dist.isSeq)(holder.collection)) {
				const change = changeAt(document.value, path, (list) => list.toSpliced(index, 0, value));
				return {
					splices: insertEntry(stream, document, {
						holder,
						key: "",
						index,
						value
					}),
					value: change
				};
			}
			if (op === "insert") throw refusal(stream, entry.start, path, "This key is there already.");
			refuseReplacement(stream, document, entry.value, path);
			refuseLostTemplate(stream, entry.value, value, path);
			return {
				splices: replaceValue(stream, document, location, value),
				value: put(document.value, path, value)
			};
		}
	}
}
function additionOfMissing(stream, document, { holder, depth, index }, path, value) {
	const at = path.slice(0, depth + 1);
	if (depth < path.length - 1 && valueAt(document.value, at) !== void 0) throw refusal(stream, offsetOf(holder.collection), path, `The value of ${at.join(".")} comes from a merge key.`);
	const inner = wrap(path.slice(depth + 1), value);
	return {
		splices: insertEntry(stream, document, {
			holder,
			key: String(path[depth]),
			index,
			value: inner
		}),
		value: put(document.value, at, inner)
	};
}
function put(root, path, value) {
	return changeAt(root, path, (parent, step) => {
		if (Array.isArray(parent)) return parent.toSpliced(Number(step), 1, value);
		return {
			...isMapping(parent) ? parent : {},
			[step]: value
		};
	});
}
function refuseReplacement(stream, document, node, path) {
	refuseShared(stream, document, node, path);
	if ((0, import_dist.isScalar)(node) && node.type === "PLAIN" && String(node.value).includes("{{")) throw refusal(stream, offsetOf(node), path, "This value is a template.");
	if (((0, import_dist.isMap)(node) || (0, import_dist.isSeq)(node)) && node.anchor) throw refusal(stream, offsetOf(node), path, "This value has an anchor.");
}
/** What envsubst, docker compose and others put a value in the place of. */
const TEMPLATE = /\$\{[^}\n]*\}/g;
/** Something else fills in the template before the value is used, and would have nothing to fill in any more. */
function refuseLostTemplate(stream, node, value, path) {
	if (!(0, import_dist.isScalar)(node) || typeof node.value !== "string") return;
	const lost = node.value.match(TEMPLATE)?.find((part) => typeof value !== "string" || !value.includes(part));
	if (lost === void 0) return;
	throw refusal(stream, offsetOf(node), path, `This value is a template: ${lost.slice(0, 60)} is filled in later.`);
}
/** A literal text ends with a line break; at the end of a file without one, parsers differ in whether it is there. */
function closed(text, splices) {
	const last = splices.at(-1);
	if (!last || last.end < text.length || last.text === "" || last.text.endsWith("\n")) return splices;
	if (!splices.some((splice) => /(?:^|\s)[|>](?:\r?\n|$)/.test(splice.text))) return splices;
	return splices.with(-1, {
		...last,
		text: last.text + lineBreak(text, text.length)
	});
}
// src/yaml/window.ts
const STOP$1 = "(end of the part)";
/**
* The parts that hold the change, from the document to the innermost neighbours in block style. None where
* directives stand, since these mean something to the text behind them.
*
* Why a part can stand for the whole: a line that begins with `---` ends a document whatever came before (YAML 1.2.2
* §9.1.2), and a line indented like an entry of a block collection ends all that was open in the entry before (§8.2).
* A part begins at such a line, whose first character stays, and ends before one, so what stands around it, byte for
* byte what it was, is read as before, provided that the part too is closed at its end: the stopper shows that.
*/
function windowsAround(stream, index, touched) {
	const document = stream.documents[index];
	if (!document || /^%/m.test(stream.text)) return [];
	const whole = documentWindow(stream, index, touched);
	if (!whole) return [];
	const parts = [whole];
	let end = whole.end;
	for (const [depth, holder] of touched.holders.entries()) {
		end = endOfHolder(stream.text, holder) ?? end;
		if (holder.flow || touched.end > end) break;
		const part = entriesWindow(stream.text, {
			holder,
			path: touched.path.slice(0, depth),
			end,
			touched
		});
		if (part && !isShared(stream.text, part, document)) parts.push(part);
	}
	return parts;
}
function documentWindow({ text, documents }, index, touched) {
	const start = index === 0 ? 0 : documents[index]?.start ?? 0;
	const next = documents[index + 1];
	const end = next?.start ?? text.length;
	if (!(index === 0 || isMarked(text, start) && touched.start >= start + 4) || next && !isMarked(text, end) || touched.end > end) return void 0;
	if (!next) return {
		start,
		end,
		stopper: "",
		wanted: [touched.value]
	};
	return {
		start,
		end,
		stopper: `--- ${STOP$1}\n`,
		wanted: [touched.value, STOP$1]
	};
}
function isMarked(text, offset) {
	return /^---\s/.test(text.slice(offset, offset + 4)) && (offset === 0 || text[offset - 1] === "\n");
}
/** The line of what follows the collection in the one around it. */
function endOfHolder(text, { entry, parent }) {
	const next = parent && entry && parent.entries[parent.entries.indexOf(entry) + 1];
	return next && lineStart(text, next.start);
}
/** The touched entries; no window where they begin behind a dash or cannot be told apart. */
function entriesWindow(text, { holder, path, end: last, touched }) {
	const { entries, collection } = holder;
	const first = entries.findLastIndex(({ start }) => start < touched.start);
	const after = entries.findIndex(({ start }, i) => i > first && lineStart(text, start) >= touched.end);
	const end = after < 0 ? last : lineStart(text, entries[after]?.start ?? 0);
	const lead = entries[first]?.start ?? 0;
	const start = lineStart(text, lead);
	const margin = text.slice(start, lead);
	if (start === 0 || !/^ *$/.test(margin)) return void 0;
	const value = valueAt(touched.value, path);
	const isEnd = end === text.length;
	if ((0, import_dist.isMap)(collection) && isMapping(value)) {
		const outside = new Set([...entries.slice(0, first), ...after < 0 ? [] : entries.slice(after)].map(({ key }) => key));
		const own = Object.fromEntries(Object.entries(value).filter(([key]) => !outside.has(key)));
		if (isEnd) return {
			start,
			end,
			stopper: "",
			wanted: [own]
		};
		return {
			start,
			end,
			stopper: `${margin}${STOP$1}: 0\n`,
			wanted: [{
				...own,
				[STOP$1]: 0
			}]
		};
	}
	if (!Array.isArray(value)) return void 0;
	const own = value.slice(first, after < 0 ? value.length : value.length - (entries.length - after));
	if (isEnd) return {
		start,
		end,
		stopper: "",
		wanted: [own]
	};
	return {
		start,
		end,
		stopper: `${margin}- ${STOP$1}\n`,
		wanted: [[...own, STOP$1]]
	};
}
/** Whether something in the part has to do with an alias, whose other end may stand elsewhere. */
function isShared(text, { start, end }, { aliased }) {
	const part = text.slice(start, end);
	return [...aliased].some((name) => part.includes(`&${name}`) || part.includes(`*${name}`));
}
// src/yaml/prove.ts
/** Up to so many characters the whole result is parsed; in a larger one the smallest part with room for as much. */
const WHOLE = 16384;
/**
* Makes the change and parses the result: every document must say what it said before, and the changed one what the
* change promises. Throws a UserError when that is not so.
*/
function makeProven(stream, index, change, path) {
	const text = applySplices(stream.text, change.splices);
	if (text.length > WHOLE && provesInPart(stream, index, change, path)) {
		let parsed;
		return {
			text,
			stream: () => parsed ??= require_read.parseStream(text)
		};
	}
	const next = proveWhole(stream, {
		text,
		index,
		change,
		path
	});
	return {
		text,
		stream: () => next
	};
}
function proveWhole(stream, { text, index, change, path }) {
	const refuse = (what, cause) => refusal(stream, change.offset, path, what, cause);
	const next = parseResult(text, refuse);
	if (!(next.documents.length === stream.documents.length && next.documents.every(({ value }, i) => (0, node_util.isDeepStrictEqual)(value, i === index ? change.value : stream.documents[i]?.value)))) throw refuse("This cannot be changed without changing something else in the file.");
	return next;
}
/**
* Whether one part of the result, parsed by itself, shows that the whole says what it should (why: see
* {@link windowsAround}). `false` tells nothing: then the whole is to be parsed.
* `room`: of the parts that hold the change, the largest with at most so many characters is taken, else the smallest.
*/
function provesInPart(stream, index, change, path, room = WHOLE) {
	const [first, last] = [change.splices[0], change.splices.at(-1)];
	if (!first || !last) return false;
	const windows = windowsAround(stream, index, {
		start: first.start,
		end: last.end,
		holders: change.holders,
		path,
		value: change.value
	});
	const window = windows.find(({ start, end }) => end - start <= room) ?? windows.at(-1);
	return window !== void 0 && says(stream.text, window, change);
}
function says(text, { start, end, stopper, wanted }, { splices }) {
	const moved = splices.map((splice) => ({
		...splice,
		start: splice.start - start,
		end: splice.end - start
	}));
	const part = applySplices(text.slice(start, end), moved);
	if (stopper !== "" && !part.endsWith("\n")) return false;
	try {
		const { documents } = require_read.parseStream(part + stopper);
		return (0, node_util.isDeepStrictEqual)(documents.map(({ value }) => value), wanted);
	} catch (error) {
		if (error instanceof require_errors.UserError) return false;
		throw error;
	}
}
function parseResult(text, refuse) {
	try {
		return require_read.parseStream(text);
	} catch (error) {
		if (!(error instanceof require_errors.UserError)) throw error;
		throw refuse("This cannot be changed so that the file stays valid YAML.", error);
	}
}
// src/yaml/prune.ts
/**
* What to delete so that nothing empty is left of a mapping that was written for this entry: the mapping, when it holds
* nothing else, not even a comment or braces. Those are a person's, who then finds the key where it was, with `{}`.
*/
function pathToPrune(stream, document, path) {
	const location = locate(stream, document, path);
	if (location.kind !== "found") return path;
	const { holder, entry } = location;
	const { collection, entries, entry: around, parent } = holder;
	if (holder.flow || !(0, import_dist.isMap)(collection) || entries.length > 1 || !parent || !(0, import_dist.isMap)(parent.collection)) return path;
	return !stream.text.slice(around?.indicatorEnd, entry.start).includes("#") && !hasCommentBelow(stream.text, entry.end, columnOf(stream.text, around?.start ?? 0)) ? path.slice(0, -1) : path;
}
/** Whether the next line that is not blank is a comment deeper than the column. */
function hasCommentBelow(text, end, column) {
	let start = nextLine(text, contentLineEnd(text, end));
	while (start < text.length && text.slice(start, lineEnd(text, start)).trim() === "") {
		const next = nextLine(text, start);
		if (next === start) return false;
		start = next;
	}
	const comment = /^[ \t]*#/.exec(text.slice(start, lineEnd(text, start)));
	return comment !== null && comment[0].length - 1 > column;
}
// src/yaml/select.ts
/**
* The index of the document that is meant; without a selector the only one with content.
* Throws a UserError when there is none or more than one.
*/
function selectDocument(stream, selector) {
	const { documents } = stream;
	if (typeof selector === "number") {
		if (documents[selector]) return selector;
		throw new require_errors.UserError(`The file has ${documents.length} documents, so there is no number ${selector} from 0.`);
	}
	const all = documents.map((_, index) => index);
	const filled = all.filter((index) => documents[index]?.value !== null);
	const [first, second] = selector ? all.filter((index) => isResource$1(documents[index]?.value, selector)) : filled.length === 0 && all.length === 1 ? all : filled;
	if (first !== void 0 && second === void 0) return first;
	const what = selector ? `${selector.kind} ${JSON.stringify(selector.name)}` : "document with content";
	if (first === void 0) throw new require_errors.UserError(`The file has no ${what}.`);
	throw new require_errors.UserError(`The file has more than one ${what}.`, {
		place: stream.placeOf(documents[second ?? first]?.start ?? 0),
		fix: selector ? "Give each resource a name of its own." : "Say which one: its kind and name."
	});
}
function isResource$1(value, { kind, name }) {
	return isMapping(value) && value.kind === kind && isMapping(value.metadata) && value.metadata.name === name;
}
// src/yaml/step.ts
/**
* The steps that give the place the value. A filled mapping or list instead of another is changed member by member,
* so that the lines and comments of equal members stay. No steps: the value is there already.
*/
function stepsToSet(document, path, value) {
	const node = nodeAt(document.root, path);
	const old = valueAt(document.value, path);
	if ((0, node_util.isDeepStrictEqual)(old, value) && readsAlike(node, value)) return [];
	if ((0, import_dist.isMap)(node) && node.items.length > 0 && isFilled(value) && !Array.isArray(value) && isMapping(old)) {
		const gone = Object.keys(old).filter((key) => !Object.hasOwn(value, key));
		return [...Object.entries(value).flatMap(([key, member]) => stepsToSet(document, [...path, key], member)), ...gone.map((key) => ({
			op: "delete",
			path: [...path, key]
		}))];
	}
	if ((0, import_dist.isSeq)(node) && node.items.length > 0 && Array.isArray(old) && Array.isArray(value) && value.length > 0) return stepsToSetList(document, path, old, value);
	return [{
		op: "set",
		path,
		value
	}];
}
/** Equal items at both ends stay; those between are changed in place, then added or removed. */
function stepsToSetList(document, path, old, value) {
	const shorter = Math.min(old.length, value.length);
	let head = 0;
	while (head < shorter && (0, node_util.isDeepStrictEqual)(old[head], value[head])) head++;
	let tail = 0;
	while (tail < shorter - head && (0, node_util.isDeepStrictEqual)(old.at(-1 - tail), value.at(-1 - tail))) tail++;
	const middle = shorter - tail;
	const changed = value.slice(head, middle).map((item, i) => stepsToSet(document, [...path, head + i], item));
	const added = value.slice(middle, value.length - tail);
	const removed = Math.max(0, old.length - tail - middle);
	return [
		...changed.flat(),
		...added.map((item, i) => ({
			op: "insert",
			path: [...path, middle + i],
			value: item
		})),
		...Array.from({ length: removed }, () => ({
			op: "delete",
			path: [...path, middle]
		}))
	];
}
/** Whether readers of YAML 1.1 see the same value: not for a bare `yes` or `0123`. */
function readsAlike(node, value) {
	if (!(0, import_dist.isScalar)(node) || node.type !== "PLAIN") return true;
	if (typeof value === "string") return !isAmbiguous(value);
	return !(typeof value === "number" && /^[-+]?0[o\d]/.test(node.source ?? ""));
}
function nodeAt(root, path) {
	let node = root;
	for (const step of path) if ((0, import_dist.isMap)(node)) node = node.items.find(({ key }) => (0, import_dist.isScalar)(key) && String(key.value) === String(step))?.value;
	else if ((0, import_dist.isSeq)(node)) node = node.items[Number(step)];
	else return void 0;
	return node;
}
// src/yaml/edit.ts
/**
* Makes the edits in order, all or none, by replacing only the characters that must change, and proves each by parsing
* the result: every document must say what it said before but for the edit. An equal value changes nothing. A text that
* a reader of YAML 1.1 or 1.2 would take for something else is quoted.
* Throws a UserError, with line and column where there is one, for what it cannot do safely: text that is not valid
* YAML 1.2, templates, duplicate keys, aliases, tags, paths through single values, an unclear document.
*/
function editYaml(text, edits) {
	const { mark, rest } = require_read.withoutMark(text);
	const stream = require_read.parseStream(rest);
	return mark + edits.reduce(makeEdit, {
		text: rest,
		stream: () => stream
	}).text;
}
function makeEdit(proven, edit) {
	const path = checkPath(edit.path);
	const stream = proven.stream();
	const index = selectDocument(stream, edit.document);
	return stepsOf(stream, documentOf$1(stream, index), edit, path).reduce((now, step) => makeStep(now, index, step), proven);
}
function checkPath(path) {
	const key = path.join(".");
	if (path.length === 0) throw new require_errors.UserError("The path of an edit is empty.", { fix: "Name the key to change." });
	if (path.includes("<<")) throw new require_errors.UserError("A merge key cannot be edited.", { place: { key } });
	if (path.every((step) => typeof step === "string" || Number.isSafeInteger(step) && step >= 0)) return path;
	throw new require_errors.UserError("A path holds keys and list indices from 0 only.", { place: { key } });
}
function stepsOf(stream, document, { op, value }, path) {
	if (op === "delete") return [{
		op,
		path
	}];
	if (op === "prune") return [{
		op: "delete",
		path: pathToPrune(stream, document, path)
	}];
	const wanted = toYamlValue(value, path.join("."));
	return op === "set" ? stepsToSet(document, path, wanted) : [{
		op,
		path,
		value: wanted
	}];
}
function makeStep(proven, index, step) {
	const stream = proven.stream();
	const change = planChange(stream, documentOf$1(stream, index), step);
	return change ? makeProven(stream, index, change, step.path) : proven;
}
function documentOf$1(stream, index) {
	const document = stream.documents[index];
	if (!document) throw new Error(`The stream has no document ${index}.`);
	return document;
}
// src/manifest/written-number.ts
/**
* A number as the file spells it: `0123456` and `1234e56` are commits that lost their quotes, and their value is not
* what the person meant. Undefined when the number is not written after its key, as with an alias.
*/
function writtenNumber(spot) {
	return typeof lookUp(spot) === "number" ? bareWord(spot) : void 0;
}
/** A word that is written without quotes behind its key; undefined for anything else. */
function bareWord(spot) {
	const position = spot.manifest.documents[spot.document]?.positionOf(spot.path);
	if (position === void 0 || lookUp(spot) === void 0) return void 0;
	const [first = "", ...rest] = spot.manifest.text.replace(/^\uFEFF/, "").split("\n").slice(position.line - 1, position.line + 1);
	const fromKey = [first.slice(position.column - 1), ...rest].join("\n");
	return /^(?:"[^"]*"|'[^']*'|[^:'"]+)\s*:\s+([-+.\w]+)(?=[\s,}\]]|$)/.exec(fromKey)?.[1];
}
// src/manifest/keyed-shadow.ts
const MISSING = "serin.yml names no keys for a mirror in this file, so no requests can be mirrored. Name the key of the percentage and that of the version, as what reads the file expects them: keys: { shadow: shadow.percent, shadow-version: shadow.version }.";
/** A shadow in two keys that `serin.yml` names: the percentage (1 to 100; 0 and absent mean none) and the version. */
function keyedShadow({ spotOf, whenOff }) {
	const spotsIn = (manifest) => {
		const { shadow, shadowVersion } = manifest.environment.keys;
		if (shadow === void 0 || shadowVersion === void 0) return void 0;
		return {
			percent: spotOf(manifest, shadow),
			version: spotOf(manifest, shadowVersion)
		};
	};
	return {
		unavailable: (manifest) => spotsIn(manifest) === void 0 ? MISSING : void 0,
		read(manifest) {
			const spots = spotsIn(manifest);
			return spots && readShadow(spots);
		},
		edits(manifest, next) {
			const spots = spotsIn(manifest);
			if (spots === void 0) return [];
			if (next !== void 0) return [...edit(spots.percent, next.percent), ...edit(spots.version, next.version)];
			return whenOff === "zero" ? edit(spots.percent, 0) : removals$1([spots.percent, spots.version]);
		},
		warning: () => "Whether the chart mirrors requests by these keys is not in this file. Where it does, a request that writes something writes it twice."
	};
}
function readShadow({ percent, version }) {
	const share = lookUp(percent);
	if (share === void 0 || share === null || share === 0) return void 0;
	if (typeof share !== "number" || !Number.isInteger(share) || share < 0 || share > 100) throw manifestError(percent, `${kindOf(share)} stands where the percentage of the mirrored requests is needed.`, { fix: "Write a whole number from 0 to 100 without quotes, or remove the key." });
	const value = lookUp(version);
	const text = typeof value === "string" ? value : writtenNumber(version);
	if (text !== void 0 && text !== "") return {
		version: text,
		percent: share
	};
	throw manifestError(version, `${kindOf(value)} stands where the version of the shadow is needed.`, { fix: "Write the version in quotes, or remove the percentage of the mirrored requests." });
}
function edit({ document, path }, value) {
	return [{
		document,
		op: "set",
		path,
		value
	}];
}
/** Deletes the keys, and the mapping that was written for them: a chart may ask whether it is there at all. */
function removals$1(spots) {
	return spots.map(({ document, path }, index) => ({
		document,
		op: index === spots.length - 1 ? "prune" : "delete",
		path
	}));
}
// src/manifest/layout.ts
/** A file that cannot say that a version gets a part of the traffic, and the way out. */
function noShares(why, wayOut) {
	return {
		why,
		canary: `${why} ${wayOut}`
	};
}
function sameShadow(left, right) {
	return left?.version === right?.version && left?.percent === right?.percent;
}
function sameRollout(left, right) {
	const percent = (rollout) => rollout.kind === "canary" ? rollout.percent : void 0;
	return left.kind === right.kind && percent(left) === percent(right);
}
// src/manifest/named-path.ts
/** What entries of a list are told apart by, and where the value of an entry is (Kubernetes, Kustomize). */
const LISTS = {
	env: "value",
	images: "newTag"
};
/**
* The place of a path in which a name may stand for a list index: the entry with that `name`
* (`containers.model.image`, `env.MODEL_VERSION` for its value), or the assignment `MODEL_VERSION=…` of docker-compose.
* Throws a UserError when a list has no such entry, or several.
*/
function namedSpot(start, path) {
	let spot = start;
	for (const [depth, step] of path.entries()) {
		const here = lookUp(spot);
		if (!Array.isArray(here) || typeof step === "number") {
			spot = {
				...spot,
				path: [...spot.path, step]
			};
			continue;
		}
		const index = indexOf(spot, here, step);
		const isLast = depth === path.length - 1;
		const entry = here[index];
		const found = {
			...spot,
			path: [...spot.path, index]
		};
		if (typeof entry === "string" && isLast) return {
			spot: found,
			prefix: `${step}=`
		};
		const value = isLast ? LISTS[String(path.at(-2))] : void 0;
		spot = value === void 0 ? found : {
			...found,
			path: [...found.path, value]
		};
	}
	return {
		spot,
		prefix: ""
	};
}
function indexOf(list, entries, name) {
	const [index, second] = entries.flatMap((entry, at) => nameOf$1(entry) === name ? [at] : []);
	if (index !== void 0 && second === void 0) return index;
	if (entries.includes(name)) throw fromShell(list, name);
	const names = entries.flatMap((entry) => nameOf$1(entry) ?? []);
	throw manifestError(list, `The list has ${index === void 0 ? "no" : "more than one"} entry "${name}".`, { fix: names.length > 0 ? `It has: ${names.join(", ")}. Correct "keys" in serin.yml.` : `${kindOf(entries[0])} is no named entry: write its index under "keys" in serin.yml.` });
}
/** An assignment without a value, in docker-compose. */
function fromShell(list, name) {
	return manifestError(list, `${name} has no value here: Docker Compose takes it from where it is run.`, { fix: `Write the entry as ${name}=<version>.` });
}
function nameOf$1(entry) {
	if (typeof entry === "string") return /^([^=]+)=/.exec(entry)?.[1];
	return isMapping$1(entry) && typeof entry.name === "string" ? entry.name : void 0;
}
// src/manifest/resource.ts
function isResource(value, { kind, group }) {
	return isMapping$1(value) && value.kind === kind && String(value.apiVersion).startsWith(`${group}/`);
}
/** The documents of the file that are such a resource. */
function resourcesIn(manifest, wanted) {
	return manifest.documents.flatMap(({ value }, document) => isResource(value, wanted) ? [{
		manifest,
		document,
		path: []
	}] : []);
}
/**
* The resource that the environment means: the only one of the kind, or the one that `resource` in serin.yml names.
* Throws a UserError when there is none, or when several could be meant.
*/
function resourceIn(manifest, wanted) {
	return resourceNamed(manifest, wanted, manifest.environment.resource);
}
/** The resource of that name; without one, the only one of the kind. Throws as {@link resourceIn}. */
function resourceNamed(manifest, wanted, name) {
	const { file } = manifest.environment;
	const all = resourcesIn(manifest, wanted);
	const names = all.map(nameOfResource).join(", ");
	const [found, other] = name === void 0 ? all : all.filter((one) => nameOfResource(one) === name);
	if (found === void 0) {
		const what = name === void 0 ? `no ${wanted.kind} (${wanted.group})` : `no ${wanted.kind} "${name}"`;
		throw manifestError({
			manifest,
			document: 0,
			path: []
		}, `${file} has ${what}.`, { fix: names === "" ? "Write one into the file, or name its file in serin.yml." : `There is: ${names}.` });
	}
	if (other === void 0) return found;
	throw manifestError({
		...other,
		path: ["metadata", "name"]
	}, `${file} has several of kind ${wanted.kind}: ${names}.`, { fix: "Name the one that is meant as \"resource:\" in serin.yml." });
}
function nameOfResource(resource) {
	return String(lookUp({
		...resource,
		path: ["metadata", "name"]
	}) ?? "without a name");
}
// src/manifest/traffic.ts
/**
* The rollout a percentage stands for, as KServe takes `canaryTrafficPercent` (`ksvc_reconciler.go`): absent and 100 give
* the newest version everything, 0 gives it nothing. The CRD sets no bounds, so they are checked here.
*/
function readTraffic(spot) {
	const percent = lookUp(spot);
	if (percent === void 0 || percent === null || percent === 100) return { kind: "stable" };
	if (percent === 0) return { kind: "pinned" };
	if (typeof percent === "number" && Number.isInteger(percent) && percent > 0 && percent < 100) return {
		kind: "canary",
		percent
	};
	throw manifestError(spot, `${kindOf(percent)} stands where a percentage is needed.`, { fix: "Write a whole number from 0 to 100 without quotes, or remove the key to give the version all traffic." });
}
/** The edits that write a rollout; the caller has seen that the file says another one. */
function trafficEdits(spot, rollout) {
	const { document, path } = spot;
	switch (rollout.kind) {
		case "canary": return [{
			document,
			op: "set",
			path,
			value: rollout.percent
		}];
		case "pinned": return [{
			document,
			op: "set",
			path,
			value: 0
		}];
		case "stable": return [{
			document,
			op: "prune",
			path
		}];
	}
}
// src/manifest/set-keys.ts
/**
* The edits that write the environment's `set:` keys into a document; those that hold their value already are left out.
* A part of a dotted path that is a number is an index where a list stands, and a key everywhere else.
*/
function setEdits(manifest, document) {
	return Object.entries(manifest.environment.set).flatMap(([dotted, value]) => {
		const path = pathIn(manifest, document, dotted);
		const spot = {
			manifest,
			document,
			path
		};
		const before = lookUp(spot);
		if (typeof before === "object" && before !== null) throw manifestError(spot, `${kindOf(before)} stands where "set" in serin.yml puts ${kindOf(value)}.`, { fix: `Correct the path "${dotted}" under "set" in serin.yml.` });
		return before === value ? [] : [{
			document,
			op: "set",
			path,
			value
		}];
	});
}
function pathIn(manifest, document, dotted) {
	const path = [];
	for (const part of dotted.split(".")) {
		const isIndex = /^\d+$/.test(part) && Array.isArray(lookUp({
			manifest,
			document,
			path
		}));
		path.push(isIndex ? Number(part) : part);
	}
	return path;
}
// src/manifest/storage-address.ts
const unclear = (reason) => ({
	kind: "unclear",
	reason
});
/** Takes an address apart, by its scheme: a tag where there are tags, the last segment of the path elsewhere. */
function splitAddress(address, form) {
	if (form === "version") return {
		kind: "parts",
		before: "",
		version: address,
		after: ""
	};
	if (form === "image" || /^oci(\+[a-z]+)?:\/\//.test(address)) return splitTag(address, "latest");
	if (address.startsWith("hf://")) return splitTag(address, "main");
	return splitPath(address, form);
}
/** A reference without a tag means the tag `usual`. */
function splitTag(address, usual) {
	if (address.includes("@")) return unclear("names an image by its digest, which says nothing about the version");
	const match = /^(?<name>(?:.*\/)?[^/:]+)(?::(?<tag>[^/:]+))?$/.exec(address);
	if (match?.groups?.name === void 0) return unclear("is not an image");
	return {
		kind: "parts",
		before: `${match.groups.name}:`,
		version: match.groups.tag ?? usual,
		after: ""
	};
}
const MODEL_FILE = /\.(joblib|pkl|pickle|json|ya?ml|onnx|bst|ubj|pt|pth|mar|keras|h5|bin|gguf|safetensors|pmml|txt|zip|tar|t?gz|tgz)$/i;
function splitPath(address, form) {
	if (/[?#]/.test(address)) return unclear("has a query or fragment");
	const { before, version, after } = new RegExp(`^(?<before>${form === "uri" ? "[a-z][a-z0-9+.-]*://[^/]+/" : ""}(?:.*/)?)(?<version>[^/]+)(?<after>/?)$`, "i").exec(address)?.groups ?? {};
	if (before === void 0 || version === void 0 || after === void 0) return unclear("has no path");
	if (MODEL_FILE.test(version)) return unclear("ends in a file, not in a version");
	return {
		kind: "parts",
		before,
		version,
		after
	};
}
/** The version of an address made from `template`; undefined when it was not. */
function versionByTemplate(address, template) {
	const [before = "", ...others] = template.split("{version}").map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
	const [after = "", ...again] = others;
	const pattern = `^${before}(?<version>[^/]+?)${after}${again.map((part) => `\\k<version>${part}`).join("")}$`;
	return new RegExp(pattern).exec(address)?.groups?.version;
}
/** The address of a version. */
function addressByTemplate(template, version) {
	return template.replaceAll("{version}", () => version);
}
/** What both an image tag (OCI distribution spec: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`) and a path segment may be. */
function fitsAddress(version) {
	return /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/.test(version);
}
// src/manifest/version-place.ts
/** The image at a path. Throws a UserError when it is not a text. */
function imagePlace(spot) {
	return {
		spot,
		prefix: "",
		form: "image",
		text: textAt(spot, "")
	};
}
/** The tag at a path, and nothing else. */
function tagPlace(spot) {
	return {
		spot,
		prefix: "",
		form: "version",
		text: textAt(spot, "")
	};
}
/**
* The place that `keys.version` of serin.yml names in a document: an image under a key `image`, an address with
* `://` or as `storage-uri` says, else the version alone.
*/
function chosenPlace(document, path) {
	const { spot, prefix } = namedSpot(document, path);
	refuseReference(spot);
	const text = textAt(spot, prefix);
	if (isImage(spot)) return {
		spot,
		prefix,
		form: "image",
		text
	};
	if (spot.manifest.environment.storageUri !== void 0) return {
		spot,
		prefix,
		form: "template",
		text
	};
	return {
		spot,
		prefix,
		form: text?.includes("://") ? "uri" : "version",
		text
	};
}
/** Kubernetes takes either `value` or `valueFrom` for a variable. */
function refuseReference(spot) {
	if (spot.path.at(-1) !== "value") return;
	const reference = {
		...spot,
		path: [...spot.path.slice(0, -1), "valueFrom"]
	};
	if (lookUp(reference) === void 0) return;
	throw manifestError(reference, "The variable takes its value from somewhere else, so the version is not in this file.", { fix: "Write it as \"value:\" here, or name the file that has it as \"file:\" in serin.yml." });
}
/** A text that is an image or an address by its key and itself; undefined for one that is the version alone. */
function addressPlace(spot) {
	const text = lookUp(spot);
	if (typeof text !== "string") return void 0;
	if (text.includes("://")) return {
		spot,
		prefix: "",
		form: "uri",
		text
	};
	return /image$/i.test(String(spot.path.at(-1))) && /[/:]/.test(text) ? {
		spot,
		prefix: "",
		form: "image",
		text
	} : void 0;
}
/** Also in an operation of a JSON patch (RFC 6902), whose `path` says what its `value` is. */
function isImage(spot) {
	const key = spot.path.at(-1);
	if (key !== "value") return key === "image";
	const target = lookUp({
		...spot,
		path: [...spot.path.slice(0, -1), "path"]
	});
	return typeof target === "string" && target.endsWith("/image");
}
function textAt(spot, prefix) {
	const value = lookUp(spot);
	if (value === void 0 || value === null || value === "") return void 0;
	if (typeof value === "string") return value.slice(prefix.length) || void 0;
	const written = writtenNumber(spot);
	if (written !== void 0) return written;
	throw manifestError(spot, `${kindOf(value)} stands where a version is needed.`, { fix: "Write it in quotes, or name the right path under \"keys:\" in serin.yml." });
}
/**
* The version at the place; undefined when there is none yet.
* Throws a UserError for a digest, a variable, and an address whose version cannot be told.
*/
function versionAt$1(place) {
	return place.text === void 0 ? void 0 : partsOf$2(place, place.text).version;
}
/** The edits that write the version, and the environment's `set` keys with it; nothing when it is there already. */
function versionEdits$3(place, version) {
	if (versionAt$1(place) === version) return [];
	const { document, path, manifest } = place.spot;
	if (place.form !== "version" && !fitsAddress(version)) throw manifestError(place.spot, `The version ${JSON.stringify(version)} cannot be part of an address.`, { fix: "Use letters, digits, \".\", \"_\" and \"-\", at most 128 of them." });
	return [{
		document,
		op: "set",
		path,
		value: place.prefix + addressOf(place, version)
	}, ...setEdits(manifest, document)];
}
function addressOf(place, version) {
	if (place.form === "version") return version;
	const template = place.spot.manifest.environment.storageUri;
	if (place.form === "template" && template !== void 0) return addressByTemplate(template, version);
	if (place.text === void 0) throw manifestError(place.spot, "There is no image here yet, so only its version is known.", { fix: "Write the image with any tag; Serin changes the tag." });
	const { before, after } = partsOf$2(place, place.text);
	return `${before}${version}${after}`;
}
function partsOf$2({ spot, form }, text) {
	if (/\$[{(\w]/.test(text)) throw manifestError(spot, `${JSON.stringify(text)} takes its version from a variable, which is not in this file.`, { fix: "Write the version itself here." });
	if (form === "template") {
		const template = spot.manifest.environment.storageUri ?? "{version}";
		const version = versionByTemplate(text, template);
		if (version !== void 0) return {
			before: "",
			version,
			after: ""
		};
		throw manifestError(spot, `The address ${JSON.stringify(text)} is not one of "${template}".`, { fix: "Correct \"storage-uri\" in serin.yml, or the address here." });
	}
	const parts = splitAddress(text, form);
	if (parts.kind === "parts") return parts;
	const fix = text.includes("@") ? "Name the image by a tag, without the digest: the tag beside a digest is not read, so a new one would change nothing." : "Write it with the version as its tag or last part, or name the right key under \"keys:\" in serin.yml.";
	throw manifestError(spot, `${JSON.stringify(text)} ${parts.reason}, so its version cannot be told.`, { fix });
}
// src/manifest/any-yaml.ts
/**
* Any YAML file, by `layout: yaml` alone: the version is at `keys.version`; the percentage at `keys.traffic`, 0 to 100,
* when that is named. `resource` names the document by its `metadata.name`.
*/
const anyYaml = {
	name: "yaml",
	what: "any other YAML file with \"layout: yaml\"",
	recognizes() {
		return false;
	},
	read(manifest) {
		const version = versionAt$1(placeOf$3(manifest));
		if (version === void 0) return void 0;
		const spot = trafficSpot$2(manifest);
		return {
			version,
			rollout: spot === void 0 ? { kind: "stable" } : readTraffic(spot)
		};
	},
	wholeOnly({ environment }) {
		if (environment.keys.traffic !== void 0) return void 0;
		return noShares("serin.yml names no key for a percentage in this file, so no share of the traffic can be set.", "Name it as \"keys: { traffic: … }\", or release the version with /promote.");
	},
	edits(manifest, next) {
		const edits = versionEdits$3(placeOf$3(manifest), next.version);
		const spot = trafficSpot$2(manifest);
		if (spot === void 0 || sameRollout(readTraffic(spot), next.rollout)) return edits;
		if (next.rollout.kind !== "stable") return [...edits, ...trafficEdits(spot, next.rollout)];
		return [...edits, {
			document: spot.document,
			op: "set",
			path: spot.path,
			value: 100
		}];
	},
	shadow: keyedShadow({
		spotOf: (manifest, path) => namedSpot(documentOf(manifest), path).spot,
		whenOff: "zero"
	})
};
function placeOf$3(manifest) {
	const document = documentOf(manifest);
	const chosen = manifest.environment.keys.version;
	if (chosen !== void 0) return chosenPlace(document, chosen);
	throw manifestError(document, "The layout yaml does not know where this file keeps its version.", { fix: "Name the key in serin.yml: keys: { version: … }." });
}
function trafficSpot$2(manifest) {
	const { traffic } = manifest.environment.keys;
	return traffic && namedSpot(documentOf(manifest), traffic).spot;
}
function documentOf(manifest) {
	const { resource } = manifest.environment;
	const filled = manifest.documents.map((_, document) => ({
		manifest,
		document,
		path: []
	})).filter((spot) => lookUp(spot) !== null);
	const [found, other] = resource === void 0 ? filled : filled.filter((spot) => hasName(spot, resource));
	if (found !== void 0 && other === void 0) return found;
	const what = found === void 0 ? `No document has the metadata.name "${resource}".` : "The file has several documents.";
	throw manifestError(other ?? {
		manifest,
		document: 0,
		path: []
	}, what, { fix: "Name the one that is meant, by its metadata.name, as \"resource:\" in serin.yml." });
}
function hasName(spot, name) {
	const value = lookUp(spot);
	return typeof value === "object" && !Array.isArray(value) && nameOfResource(spot) === name;
}
// src/manifest/model-image.ts
/**
* Which of several images is the model's: the only one that is called like the model, or whose repository is. Undefined
* when none is, or several are.
*/
function indexOfModel(images, model) {
	const [index, second] = images.flatMap((one, at) => one.name === model || repositoryName(one.image) === model ? [at] : []);
	return model === void 0 || second !== void 0 ? void 0 : index;
}
/** `iris` of `quay.io:443/acme/iris:v1`. */
function repositoryName(image) {
	return typeof image === "string" ? /([^/:@]+)(:[^/:@]+)?(@[^/@]+)?$/.exec(image)?.[1] : void 0;
}
// src/manifest/pod-template.ts
const CONTAINERS = [
	"spec",
	"template",
	"spec",
	"containers"
];
/**
* Where a workload (Deployment, DaemonSet, Rollout) says its version: at `keys.version` of serin.yml, else in the image
* of its only container, or of the one that is called like the model. Throws a UserError when there is none, or several.
*/
function placeInPods(workload) {
	const chosen = workload.manifest.environment.keys.version;
	if (chosen !== void 0) return chosenPlace(workload, chosen);
	const list = {
		...workload,
		path: CONTAINERS
	};
	const containers = lookUp(list);
	const [first, second] = Array.isArray(containers) ? containers : [];
	if (!isMapping$1(first)) throw manifestError(list, "There are no containers here, so no image holds a version.", { fix: `Write ${CONTAINERS.join(".")} with the image of the model.` });
	if (second === void 0) return imagePlace({
		...list,
		path: [
			...CONTAINERS,
			0,
			"image"
		]
	});
	const all = containers.map((one) => isMapping$1(one) ? {
		name: one.name,
		image: one.image
	} : {
		name: "?",
		image: void 0
	});
	const own = indexOfModel(all, workload.manifest.environment.model);
	if (own !== void 0) return imagePlace({
		...list,
		path: [
			...CONTAINERS,
			own,
			"image"
		]
	});
	const names = all.map(({ name }) => String(name));
	throw manifestError({
		...list,
		path: [...CONTAINERS, 1]
	}, `There are several containers: ${names.join(", ")}.`, { fix: `Name the one with the model in serin.yml: keys: { version: ${CONTAINERS.join(".")}.${names[0]}.image }.` });
}
// src/manifest/whole-layout.ts
/** A layout in which one place says the version of everything that serves. */
function wholeLayout({ name, what, recognizes, placeOf, wholeOnly, noShadow }) {
	return {
		name,
		what,
		noShadow,
		recognizes,
		wholeOnly,
		read(manifest) {
			const version = versionAt$1(placeOf(manifest));
			return version === void 0 ? void 0 : {
				version,
				rollout: { kind: "stable" }
			};
		},
		edits: (manifest, { version }) => versionEdits$3(placeOf(manifest), version)
	};
}
// src/manifest/deployment.ts
const DEPLOYMENT = {
	kind: "Deployment",
	group: "apps"
};
/** A Kubernetes Deployment (apps/v1): the version is the tag of the image, or the value of an environment variable. */
const deployment = wholeLayout({
	name: "deployment",
	what: "a Deployment",
	noShadow: "A Deployment runs one version and sees no requests, so it cannot mirror any. Put a VirtualService or an HTTPRoute in front of it and name that file in serin.yml (layout virtual-service or http-route).",
	recognizes(documents) {
		return documents.some(({ value }) => isResource(value, DEPLOYMENT));
	},
	placeOf(manifest) {
		return placeInPods(resourceIn(manifest, DEPLOYMENT));
	},
	wholeOnly(manifest) {
		return noShares(`The Deployment${` ${nameOfResource(resourceIn(manifest, DEPLOYMENT))}`} replaces all its pods with the new version, so no share of the traffic can be set.`, "Release it with /promote, or put an Argo Rollout, a Flagger Canary, an HTTPRoute or a VirtualService in front of it.");
	}
});
// src/manifest/argo-rollouts.ts
const ROLLOUT$1 = {
	kind: "Rollout",
	group: "argoproj.io"
};
/**
* An Argo Rollouts Rollout (argoproj.io/v1alpha1): a new image starts the controller's steps. Which step it is at is in
* its status alone (argo-rollouts#2906), and an edit of `steps` in the middle starts them again (`checkStepHashChange`
* of `utils/replicaset/replicaset.go`), so git says the version and nothing about shares.
*/
const argoRollouts = wholeLayout({
	name: "argo-rollouts",
	what: "an Argo Rollout",
	noShadow: "A mirror of an Argo Rollout is a step of its own, setMirrorRoute (Istio only), and a change of the steps in the middle starts them again. Write that step into the Rollout by hand before the release, or release through a VirtualService of your own (layout virtual-service).",
	recognizes(documents) {
		return documents.some(({ value }) => isResource(value, ROLLOUT$1));
	},
	placeOf(manifest) {
		return placeInPods(workloadOf(manifest));
	},
	wholeOnly(manifest) {
		const name = nameOfResource(resourceIn(manifest, ROLLOUT$1));
		return {
			...noShares(`The shares of a canary are the steps of the Rollout ${name}, which its controller takes by itself; a change of the steps in the middle would start them again.`, "Release the version with /promote: the controller begins at its first step."),
			promote: `The version is in the Rollout ${name} already. How far its steps are is not in git, so going on cannot be written there: run "kubectl argo rollouts promote ${name}" or use "resume" in Argo CD. To go back, comment /rollback.`
		};
	}
});
/** The pods are described in the Rollout, or in the Deployment that its `workloadRef` names. */
function workloadOf(manifest) {
	const rollout = resourceIn(manifest, ROLLOUT$1);
	const spot = {
		...rollout,
		path: ["spec", "workloadRef"]
	};
	const reference = lookUp(spot);
	if (!isMapping$1(reference)) return rollout;
	if (reference.kind === "Deployment") return resourceNamed(manifest, DEPLOYMENT, String(reference.name));
	throw manifestError(spot, `Serin does not write the pods of a ${String(reference.kind)}.`, { fix: "Let the Rollout refer to a Deployment, or have spec.template itself." });
}
// src/manifest/docker-compose.ts
const FILE$1 = /(^|\/)(docker-)?compose(\.[\w-]+)*\.ya?ml$/;
/**
* A file of Docker Compose (the Compose specification): the version is the tag of a service's image, or a variable of
* its environment. Of several services `resource` in serin.yml names the one that serves the model.
*/
const dockerCompose = wholeLayout({
	name: "docker-compose",
	what: "a docker-compose file",
	noShadow: "Docker Compose runs a service with one image and mirrors no requests. Run the version as a second service, and let the proxy in front of both mirror to it; Serin does not write that proxy's configuration.",
	recognizes([first], file) {
		return FILE$1.test(file) && isMapping$1(first?.value) && isMapping$1(first.value.services);
	},
	placeOf: placeOf$2,
	wholeOnly() {
		return noShares("Docker Compose runs a service with one image, so no share of the traffic can be set.", "Release the version with /promote.");
	}
});
function placeOf$2(manifest) {
	const document = {
		manifest,
		document: 0,
		path: []
	};
	const chosen = manifest.environment.keys.version;
	if (chosen !== void 0) return chosenPlace(document, chosen);
	return imagePlace({
		...document,
		path: [
			"services",
			serviceOf$1(document),
			"image"
		]
	});
}
function serviceOf$1(document) {
	const { resource } = document.manifest.environment;
	const spot = {
		...document,
		path: ["services"]
	};
	const services = lookUp(spot);
	const images = Object.entries(isMapping$1(services) ? services : {}).flatMap(([name, service]) => isMapping$1(service) && "image" in service ? [{
		name,
		image: service.image
	}] : []);
	const own = images[indexOfModel(images, document.manifest.environment.model) ?? -1];
	const names = images.map(({ name }) => name);
	const [found, other] = resource !== void 0 ? names.filter((name) => name === resource) : own === void 0 ? names : [own.name];
	if (found !== void 0 && other === void 0) return found;
	const one = resource === void 0 ? "no service" : `no service "${resource}"`;
	const what = found === void 0 ? `There is ${one} with an image.` : `There are several services: ${names.join(", ")}.`;
	throw manifestError(other === void 0 ? spot : {
		...spot,
		path: ["services", other]
	}, what, { fix: "Name the one that serves the model as \"resource:\" in serin.yml." });
}
// src/manifest/flagger.ts
const CANARY$2 = {
	kind: "Canary",
	group: "flagger.app"
};
const TARGETS = [DEPLOYMENT, {
	kind: "DaemonSet",
	group: "apps"
}];
/**
* The target of a Flagger Canary (flagger.app/v1beta1): a new image in the Deployment or DaemonSet starts the analysis;
* the weights are the controller's. With `layout: flagger` the Canary may be in another file than its target.
*/
const flagger = wholeLayout({
	name: "flagger",
	what: "the target of a Flagger Canary",
	noShadow: "Mirroring is set by Flagger, by \"mirror: true\" and \"mirrorWeight\" in the analysis of the Canary. Write them there by hand before the release.",
	recognizes(documents) {
		return documents.some(({ value }) => isResource(value, CANARY$2));
	},
	placeOf(manifest) {
		return placeInPods(targetOf(manifest));
	},
	wholeOnly(manifest) {
		const name = ` ${nameOfResource(targetOf(manifest))}`;
		return {
			...noShares(`The shares of a canary of${name} are set by Flagger, by the analysis of its Canary; a weight in git would be overwritten.`, "Release the version with /promote: Flagger begins its analysis."),
			promote: `The version is in the target${name} already. How far its analysis is only Flagger knows, so going on cannot be written in git: let the confirm-promotion webhook answer 200, or set spec.skipAnalysis to true in the Canary. To go back, comment /rollback.`
		};
	}
});
function targetOf(manifest) {
	const { resource } = manifest.environment;
	if (resourcesIn(manifest, CANARY$2).length === 0) return resourceNamed(manifest, DEPLOYMENT, resource);
	const reference = {
		...resourceIn(manifest, CANARY$2),
		path: ["spec", "targetRef"]
	};
	const [kind, name] = ["kind", "name"].map((key) => lookUp({
		...reference,
		path: [...reference.path, key]
	}));
	const target = TARGETS.find((one) => one.kind === kind);
	if (target === void 0 || typeof name !== "string") throw manifestError(reference, "The Canary has no Deployment or DaemonSet as its target.", { fix: "Correct spec.targetRef; other targets are not written by Serin." });
	const found = resourcesIn(manifest, target).find((one) => nameOfResource(one) === name);
	if (found !== void 0) return found;
	throw manifestError(reference, `The image is in the ${target.kind} "${name}", which is not in this file.`, { fix: `Name the file of the ${target.kind} in serin.yml, with "layout: flagger".` });
}
// src/manifest/version-key.ts
/**
* Why it is not known where a file that looks like Helm values keeps its version: it has none at its top and serin.yml
* names no key, so that a release would write one which nobody reads; or the one at its top means something else.
* Undefined for a file without content, which is for Serin to begin.
*/
function versionKeyProblem(manifest) {
	const document = manifest.documents.findIndex(({ value }) => value !== null);
	const value = manifest.documents[document]?.value;
	if (manifest.environment.keys.version !== void 0 || !isMapping$1(value)) return void 0;
	const spot = {
		manifest,
		document,
		path: []
	};
	const foreign = manifest.environment.layout === void 0 ? foreignProblem(spot, value) : void 0;
	if (foreign !== void 0 || "version" in value || Object.keys(value).length === 0) return foreign;
	const candidates = candidatesIn$1(value, []).slice(0, MOST_NAMED).map(written);
	const [first] = candidates;
	return manifestError(spot, "The file has no \"version\" at its top and serin.yml names no key for it, so a release would write one that nobody may read.", { fix: `Name the key that is read, for example "keys: { version: ${first ?? "image.tag"} }" in serin.yml.${candidates.length < 2 ? "" : ` These keys look like one: ${candidates.join(", ")}.`} Where the chart does read "version", write "version:" into the file; where these are no Helm values, name their "layout:".` });
}
const MOST_NAMED = 4;
/** Mappings whose `version`, where they have one, is that of a format or of a package. */
function foreignProblem(spot, value) {
	if ((isMapping$1(value.services) ? Object.values(value.services) : []).some((service) => isMapping$1(service) && (typeof service.image === "string" || "build" in service))) return manifestError({
		...spot,
		path: ["services"]
	}, "This looks like a docker-compose file under another name.", { fix: "Write \"layout: docker-compose\" in serin.yml, or \"layout: helm-values\" if these are values." });
	if (!/^v[12]$/.test(String(value.apiVersion)) || !("name" in value && "version" in value)) return void 0;
	return manifestError({
		...spot,
		path: ["version"]
	}, "This is the Chart.yaml of a Helm chart: its version is the chart’s.", { fix: "Name the file with the values as \"file:\" in serin.yml, or \"keys: { version: appVersion }\" for the version of what the chart deploys." });
}
const KEY = /^((image|model)?[-_]?(tag|version|revision)|newTag)$/i;
/** Where a file may keep a version, in its order: `image.tag`, `model.version`, an image with its tag. */
function candidatesIn$1(value, path) {
	if (path.length > DEEPEST) return [];
	return (Array.isArray(value) ? [...value.entries()] : isMapping$1(value) ? Object.entries(value) : []).flatMap(([key, part]) => {
		const here = [...path, key];
		if (typeof part === "object" && part !== null) return candidatesIn$1(part, here);
		return KEY.test(String(key)) || isAddress(String(key), part) ? [here] : [];
	});
}
const DEEPEST = 6;
function isAddress(key, value) {
	if (typeof value !== "string") return false;
	return /image$/i.test(key) ? /[/:]/.test(value) : /uri$/i.test(key) && value.includes("://");
}
/** As it is written in serin.yml. */
function written(path) {
	return path.every((step) => typeof step === "number" || /^[^.\s\d,[\]{}"'#:&*!|>%@`][^.\s,[\]{}"'#]*$/.test(step)) ? path.join(".") : JSON.stringify(path);
}
// src/manifest/helm-values.ts
/**
* A Helm values file with the version and, while a part of the traffic goes to it, the percentage:
* `version: 4562a17c17` and `canary: { trafficPercent: 20 }`. A chart turns them into an InferenceService.
*/
const helmValues = {
	name: "helm-values",
	what: "Helm values",
	recognizes(documents) {
		const [first] = documents;
		return !documents.some(({ value }) => isMapping$1(value) && "apiVersion" in value && "kind" in value) && (first === void 0 || first.value === null || isMapping$1(first.value));
	},
	read(manifest) {
		refuseLaterDocuments(manifest);
		refuseUnclearKey(manifest);
		const version = readVersion(versionSpot(manifest));
		if (version === void 0) return void 0;
		return {
			version,
			rollout: readTraffic(trafficSpot$1(manifest))
		};
	},
	edits(manifest, next) {
		return [...versionEdits$2(manifest, next), ...rolloutEdits$1(manifest, next)];
	},
	shadow: keyedShadow({
		spotOf: (manifest, path) => ({
			manifest,
			document: 0,
			path
		}),
		whenOff: "removed"
	})
};
function versionEdits$2(manifest, next) {
	const spot = versionSpot(manifest);
	if (readVersion(spot) === next.version) return [];
	const address = addressAt(spot);
	if (address !== void 0) return versionEdits$3(address, next.version);
	const { document, path } = spot;
	return [{
		document,
		op: "set",
		path,
		value: next.version
	}, ...setEdits(manifest, document)];
}
/** Also in a file without a version: its first one must not inherit a left-over percentage. */
function rolloutEdits$1(manifest, next) {
	const spot = trafficSpot$1(manifest);
	return sameRollout(readTraffic(spot), next.rollout) ? [] : trafficEdits(spot, next.rollout);
}
function versionSpot(manifest) {
	return {
		manifest,
		document: 0,
		path: manifest.environment.keys.version ?? ["version"]
	};
}
function trafficSpot$1(manifest) {
	return {
		manifest,
		document: 0,
		path: manifest.environment.keys.traffic ?? ["canary", "trafficPercent"]
	};
}
/** A key of one's own may hold a whole image, or the address of a model, of which the version is a part. */
function addressAt(spot) {
	return spot.manifest.environment.keys.version === void 0 ? void 0 : addressPlace(spot);
}
function readVersion(spot) {
	refuseDigest$1(spot);
	const address = addressAt(spot);
	if (address !== void 0) return versionAt$1(address);
	const version = lookUp(spot);
	if (version === void 0 || version === null || version === "") return void 0;
	if (typeof version === "string") return version;
	const written = writtenNumber(spot);
	if (written !== void 0) return written;
	throw manifestError(spot, `${kindOf(version)} stands where a version is needed.`, { fix: "Write the version in quotes, or name the right path under \"keys:\" in serin.yml." });
}
function refuseUnclearKey(manifest) {
	const problem = versionKeyProblem(manifest);
	if (problem !== void 0) throw problem;
}
/** Charts that know both take the digest, so that a new tag would change nothing. */
function refuseDigest$1(spot) {
	if (spot.path.at(-1) !== "tag") return;
	const digest = {
		...spot,
		path: [...spot.path.slice(0, -1), "digest"]
	};
	const value = lookUp(digest);
	if (typeof value !== "string" || value === "") return;
	throw manifestError(digest, "The image is named by its digest, which takes the place of the tag.", { fix: "Remove the digest, and name the version as the tag." });
}
/** Helm and Argo CD read the first document of a values file and ignore the rest without a word. */
function refuseLaterDocuments(manifest) {
	const later = manifest.documents.findIndex(({ value }, index) => index > 0 && value !== null);
	if (later < 0) return;
	throw manifestError({
		manifest,
		document: later,
		path: []
	}, "Helm ignores everything after the first document of a values file.", { fix: "Remove the \"---\" before it, or move this part to a file of its own." });
}
// src/manifest/version-in-name.ts
/** Words that tell what a destination is for, whatever version it has. */
const ROLE = /^(stable|canary|primary|secondary|baseline|candidate|current|previous|prev|next|latest|new|old|champion|challenger|shadow|mirror|production|prod|staging|test|default|main|predictor|transformer|explainer|service|svc|blue|green|model)$/i;
/**
* The version at the end of a name: `iris-4562a17c17`, a Service's host `iris-v2.prod.svc.cluster.local`, or the Service
* that KServe makes of an InferenceService, `iris-v2-predictor`. Undefined for a name that has none, like `iris-canary`.
*/
function splitName(name) {
	const { before, version, after } = /^(?<before>[a-z0-9][-a-z0-9]*?-)(?<version>[a-z0-9]+)(?<after>(?:-predictor)?(?:\..*)?)$/.exec(name)?.groups ?? {};
	if (before === void 0 || version === void 0 || after === void 0) return void 0;
	if (ROLE.test(version)) return void 0;
	return {
		before,
		version,
		after
	};
}
/** The same name with another version. Throws a UserError for a version that cannot end the name of a Service. */
function nameWith({ before, after }, version, spot) {
	const [label = ""] = `${before}${version}${after}`.split(".");
	if (/^[a-z0-9]+$/.test(version) && label.length <= 63) return `${before}${version}${after}`;
	throw manifestError(spot, `The version ${JSON.stringify(version)} cannot be the end of the name of a Service.`, { fix: "Use a version of small letters and digits, such as a commit; the name may have 63 characters." });
}
function isRole(name) {
	return ROLE.test(name);
}
// src/manifest/backend.ts
/** The name of a backend of Gateway API (`BackendObjectReference`). */
function backendName(backend) {
	return String(lookUp({
		...backend,
		path: [...backend.path, "name"]
	}));
}
/** A backend's name taken apart; undefined when it is no Service, or its name says no version. */
function partsOfService(backend) {
	return kindOfBackend(backend) === "Service" ? splitName(backendName(backend)) : void 0;
}
/** A backend's name taken apart. Throws a UserError when it is no Service, or its name says no version. */
function backendParts(backend) {
	const kind = kindOfBackend(backend);
	if (kind !== "Service") throw manifestError(backend, `The destination is of kind ${kind}; only Services are known here.`, { fix: "Let the route lead to Services." });
	const parts = partsOfService(backend);
	if (parts !== void 0) return parts;
	throw manifestError({
		...backend,
		path: [...backend.path, "name"]
	}, `The name of the Service does not say which version is behind it.`, { fix: "Give each version a Service with the version at the end of its name, such as iris-4562a17c17." });
}
function kindOfBackend(backend) {
	const value = lookUp(backend);
	return String((isMapping$1(value) ? value.kind : void 0) ?? "Service");
}
// src/manifest/split.ts
/** What a split says: the newest version with all traffic is stable, with none of it pinned. */
function runningOf({ old, newest }) {
	const { version } = newest;
	if (old === void 0 || old.version === version) return {
		version,
		rollout: { kind: "stable" }
	};
	const percent = percentOf$2(old.weight, newest.weight);
	if (percent === 100) return {
		version,
		rollout: { kind: "stable" }
	};
	return {
		version,
		rollout: percent === 0 ? { kind: "pinned" } : {
			kind: "canary",
			percent
		}
	};
}
/** The version that has the traffic which the newest does not; undefined when that has all of it. */
function restOf(split) {
	return runningOf(split).rollout.kind === "stable" ? void 0 : split.old?.version || void 0;
}
/** The newest's part of the sum in percent, with two decimals; never 0 or 100 for a part of it. */
function percentOf$2(old, newest) {
	const exact = newest * 100 / (old + newest);
	const rounded = Math.round(exact * 100) / 100;
	return Number.isInteger(rounded) ? exact : rounded;
}
/**
* What a split must become to say `next`. What has all or most of the traffic now stays where it is deployed, as the
* old destination; the other one takes a new version.
* Throws a UserError when a version that is needed is not in the file.
*/
function planSplit(split, next, spot) {
	const { old, newest } = split;
	const { version, rollout } = next;
	if (old === void 0) {
		if (rollout.kind === "stable") return {
			old: void 0,
			newest: version,
			percent: 100
		};
		if (rollout.kind === "canary") throw alreadyAll(version, spot);
		throw manifestError(spot, `There is one destination, so nothing here says that ${version} was rolled back.`, { fix: "Release the earlier version again, with /promote on its pull request." });
	}
	const serving = runningOf(split).rollout.kind === "stable" ? newest.version : old.version;
	switch (rollout.kind) {
		case "stable":
			if (version === newest.version) return {
				old: old.version,
				newest: version,
				percent: 100
			};
			return {
				old: version === serving ? newest.version : serving,
				newest: version,
				percent: 100
			};
		case "canary":
			if (version === newest.version) return {
				old: earlier(split, spot),
				newest: version,
				percent: rollout.percent
			};
			if (version !== serving) return {
				old: serving,
				newest: version,
				percent: rollout.percent
			};
			throw alreadyAll(version, spot);
		case "pinned": return {
			old: earlier(split, spot),
			newest: version,
			percent: 0
		};
	}
}
function alreadyAll(version, spot) {
	return manifestError(spot, `${version} already has all traffic here, so it cannot be a canary beside itself.`, { fix: "Release another version." });
}
function earlier({ old, newest }, spot) {
	if (old !== void 0 && old.version !== newest.version) return old.version;
	throw manifestError(spot, `Both destinations are ${newest.version}: no earlier version is deployed here.`, { fix: "Release the earlier version again, with /promote on its pull request." });
}
/**
* The weights of a percentage; their sum stays, or becomes 100 where it can say no share at all. Throws a UserError when
* it cannot be said in whole numbers.
*/
function weightsOf(percent, sum, spot) {
	const newest = sum * percent / 100;
	if (Number.isInteger(newest)) return {
		old: sum - newest,
		newest
	};
	const [least] = Array.from({ length: 99 }, (_, index) => index + 1).filter((one) => sum * one % 100 === 0);
	if (least === void 0) return weightsOf(percent, 100, spot);
	throw manifestError(spot, `The weights here sum to ${sum}, which can say only multiples of ${least} %.`, { fix: "Write weights that sum to 100." });
}
// src/manifest/weight-owner.ts
const ROLLOUT = {
	kind: "Rollout",
	group: "argoproj.io"
};
const CANARY$1 = {
	kind: "Canary",
	group: "flagger.app"
};
/** Argo Rollouts marks with these what it writes to. */
const ROLLOUTS_MARKS = ["argo-rollouts.argoproj.io/managed-by-rollouts", "rollouts.argoproj.io/gatewayapi-canary"];
/**
* Refuses a resource whose weights a controller writes: what git says about them would be overwritten, or fight with it.
* Told by `ownerReferences`, the marks of Argo Rollouts, and the Rollouts and Canaries of the same file that name it.
*/
function refuseOwnedWeights(resource) {
	const owner = ownerOf(resource);
	if (owner === void 0) return;
	const kind = String(lookUp({
		...resource,
		path: ["kind"]
	}));
	throw manifestError({
		...resource,
		path: ["metadata", "name"]
	}, `The weights of the ${kind} ${nameOfResource(resource)} belong to ${owner.name}, which would overwrite them.`, { fix: owner.fix });
}
/** The controller that writes the weights of a resource, and what to do instead; undefined when none is known. */
function ownerOf(resource) {
	return markOf(resource) ?? ownerIn(resource);
}
const ROLLOUTS = {
	name: "Argo Rollouts",
	fix: "Release through the file of the Rollout, with \"layout: argo-rollouts\", or take this route out of its trafficRouting."
};
const FLAGGER = {
	name: "Flagger",
	fix: "Release through the file of the Canary's target, with \"layout: flagger\", or remove the Canary."
};
function markOf(resource) {
	if (["annotations", "labels"].flatMap((part) => keysAt({
		...resource,
		path: ["metadata", part]
	})).some((key) => ROLLOUTS_MARKS.includes(key))) return ROLLOUTS;
	const references = lookUp({
		...resource,
		path: ["metadata", "ownerReferences"]
	});
	for (const reference of Array.isArray(references) ? references : []) {
		if (!isMapping$1(reference)) continue;
		if (isResource(reference, ROLLOUT)) return ROLLOUTS;
		if (isResource(reference, CANARY$1)) return FLAGGER;
		if (reference.controller !== true) continue;
		return {
			name: `the ${reference.kind} ${reference.name}`,
			fix: `Release through the file of the ${reference.kind}.`
		};
	}
}
function keysAt(spot) {
	const value = lookUp(spot);
	return isMapping$1(value) ? Object.keys(value) : [];
}
function ownerIn({ manifest, document }) {
	const name = nameOfResource({
		manifest,
		document,
		path: []
	});
	for (const [index, { value }] of manifest.documents.entries()) {
		const at = (...path) => lookUp({
			manifest,
			document: index,
			path
		});
		if (isResource(value, ROLLOUT) && mentions(at("spec", "strategy", "canary", "trafficRouting"), name)) return ROLLOUTS;
		if (!isResource(value, CANARY$1)) continue;
		if ((at("spec", "service", "name") ?? at("spec", "targetRef", "name")) === name) return FLAGGER;
	}
}
function mentions(value, name) {
	if (typeof value !== "object" || value === null) return value === name;
	return Object.values(value).some((part) => mentions(part, name));
}
// src/manifest/mirror.ts
/**
* Mirrors in the rules whose routes a release moves; where only some of these mirror already, only in those: rules of
* their own for what may be asked twice.
*/
function routeShadow(open, form) {
	const mirroredIn = (manifest) => {
		const { routes, split } = open(manifest);
		const isStable = runningOf(split).rollout.kind === "stable";
		return routes.map((route) => {
			const rule = {
				...route.list,
				path: route.list.path.slice(0, -1)
			};
			const like = isStable ? route.newest : route.old ?? route.newest;
			return {
				rule,
				like,
				mirrors: form.mirrorsOf(rule, like)
			};
		});
	};
	return {
		unavailable: (manifest) => ownedText(open(manifest).resource),
		read(manifest) {
			const [shadow] = mirroredIn(manifest).flatMap(({ mirrors }) => mirrors.findLast(({ percent }) => percent > 0) ?? []);
			return shadow && {
				version: shadow.version,
				percent: shadow.percent
			};
		},
		edits(manifest, next) {
			const all = mirroredIn(manifest);
			for (const one of all) refuseSeveral(one);
			const mirrored = all.filter(({ mirrors }) => mirrors.length > 0);
			if (next === void 0) return mirrored.flatMap(({ rule, mirrors }) => removals(rule, mirrors, form));
			const rules = mirrored.length > 0 ? mirrored : all;
			const [first] = rules;
			if (first === void 0) return [];
			const { value, edits } = form.targetOf(next.version, first.like);
			const writes = rules.flatMap(({ rule, mirrors: [mirror] }) => form.writeEdits(rule, {
				mirror,
				target: value,
				percent: next.percent
			}));
			return [...edits, ...writes];
		},
		warning(manifest) {
			const all = mirroredIn(manifest);
			const mirrored = all.filter(({ mirrors }) => mirrors.length > 0);
			return [(mirrored.length > 0 ? mirrored : all).every(({ rule }) => onlyReads(form.methodsOf(rule))) ? [] : [TWICE], form.note ?? []].flat().join(" ") || void 0;
		}
	};
}
const TWICE = "A mirrored request runs twice, and this route serves more than GET: a model is usually asked by POST. Whatever the model writes down for a request (a stored prediction, a bill, a message) is written twice, unless the shadow writes elsewhere.";
/** Methods that change nothing (RFC 9110, 9.2.1). */
function onlyReads(methods) {
	return methods?.every((method) => [
		"GET",
		"HEAD",
		"OPTIONS"
	].includes(String(method))) === true;
}
function removals(rule, mirrors, form) {
	return mirrors.flatMap((mirror) => form.removeEdits(rule, mirror));
}
function refuseSeveral({ mirrors: [, second, ...others] }) {
	if (second === void 0) return;
	throw manifestError(second.spot, `The requests are mirrored to ${others.length + 2} versions; Serin mirrors to one.`, { fix: "Remove the others." });
}
function ownedText(resource) {
	const owner = ownerOf(resource);
	if (owner === void 0) return void 0;
	return `The routes of this file belong to ${owner.name}, which would overwrite a mirror in them. ${owner.fix}`;
}
/** The percentage of a mirror (0 to 100). Throws a UserError when it is something else. */
function percentAt(spot) {
	const percent = lookUp(spot);
	if (typeof percent === "number" && percent >= 0 && percent <= 100) return percent;
	throw manifestError(spot, `${kindOf(percent)} stands where the percentage of the mirrored requests is needed.`, { fix: "Write a number from 0 to 100 without quotes." });
}
/** The edits that give a mapping these values, key by key, so that comments and other keys stay. */
function fieldEdits(spot, value) {
	const { document, path } = spot;
	return Object.entries(value).flatMap(([key, part]) => {
		const before = lookUp({
			...spot,
			path: [...path, key]
		});
		return JSON.stringify(before) === JSON.stringify(part) ? [] : [{
			document,
			op: "set",
			path: [...path, key],
			value: part
		}];
	});
}
/** The edits that delete the entry of a list, and the list when it holds nothing else. */
function entryRemoval({ manifest, document, path }) {
	const list = path.slice(0, -1);
	const entries = lookUp({
		manifest,
		document,
		path: list
	});
	return [{
		document,
		op: "delete",
		path: Array.isArray(entries) && entries.length === 1 ? list : path
	}];
}
/** The edits that add an entry to a list, or write the list. */
function entryInsertion(list, entry) {
	const { document, path } = list;
	const entries = lookUp(list);
	if (!Array.isArray(entries) || entries.length === 0) return [{
		document,
		op: "set",
		path,
		value: [entry]
	}];
	return [{
		document,
		op: "insert",
		path: [...path, entries.length],
		value: entry
	}];
}
// src/manifest/http-mirror.ts
/**
* The mirrors of a rule of Gateway API (`HTTPRequestMirrorFilter`): filters of type RequestMirror with a `backendRef`, of
* which a rule may have several, and a `percent` (v1.3; before, all is mirrored) or a `fraction`.
*/
const httpMirror = {
	mirrorsOf(rule, like) {
		const filters = lookUp(below(rule, "filters"));
		const spots = Array.isArray(filters) ? filters.map((_, index) => below(rule, "filters", index)) : [];
		const own = partsOfService(like);
		return spots.flatMap((spot) => {
			if (lookUp(below(spot, "type")) !== "RequestMirror") return [];
			const parts = partsOfService(below(spot, "requestMirror", "backendRef"));
			if (parts === void 0 || parts.before !== own?.before || parts.after !== own.after) return [];
			return [{
				spot,
				version: parts.version,
				percent: percentOf$1(below(spot, "requestMirror"))
			}];
		});
	},
	targetOf(version, like) {
		const value = lookUp(like);
		const { weight: _, filters: __, ...backend } = isMapping$1(value) ? value : {};
		const name = nameWith(backendParts(like), version, below(like, "name"));
		return {
			value: {
				...backend,
				name
			},
			edits: []
		};
	},
	note: "The percentage of a RequestMirror is of Gateway API v1.3: an older HTTPRoute drops it and mirrors every request.",
	writeEdits: writeEdits$1,
	removeEdits: (_, { spot }) => entryRemoval(spot),
	methodsOf(rule) {
		const matches = lookUp(below(rule, "matches"));
		if (!Array.isArray(matches) || matches.length === 0) return void 0;
		return matches.map((_, index) => lookUp(below(rule, "matches", index, "method")));
	}
};
function percentOf$1(mirror) {
	if (lookUp(below(mirror, "percent")) !== void 0) return percentAt(below(mirror, "percent"));
	const fraction = below(mirror, "fraction");
	if (!isMapping$1(lookUp(fraction))) return 100;
	const [numerator, denominator = 100] = [lookUp(below(fraction, "numerator")), lookUp(below(fraction, "denominator"))];
	if (typeof numerator === "number" && typeof denominator === "number" && denominator > 0) return numerator * 100 / denominator;
	throw manifestError(fraction, "The fraction of the mirrored requests is not one.", { fix: "Write numerator and denominator as whole numbers, or percent alone." });
}
function writeEdits$1(rule, { mirror, target, percent }) {
	if (mirror === void 0) {
		const filter = {
			type: "RequestMirror",
			requestMirror: {
				backendRef: target,
				percent
			}
		};
		return entryInsertion(below(rule, "filters"), filter);
	}
	const spot = below(mirror.spot, "requestMirror");
	const { document, path } = below(spot, "fraction");
	return [
		...fieldEdits(below(spot, "backendRef"), target),
		...fieldEdits(spot, { percent }),
		...lookUp(below(spot, "fraction")) === void 0 ? [] : [{
			document,
			op: "delete",
			path
		}]
	];
}
// src/manifest/leading-resource.ts
const WORKLOADS = [
	"InferenceService",
	"LLMInferenceService",
	"Deployment",
	"StatefulSet",
	"DaemonSet",
	"Rollout"
];
/**
* Whether the releases of a file are made in its routes: one of them splits traffic (`isSplit`), or there is no workload
* beside them in which a version could be. A route that only leads to a model is not what a release changes.
*/
function leadsReleases(documents, wanted, isSplit) {
	const found = documents.filter(({ value }) => isResource(value, wanted));
	if (found.length === 0) return false;
	return !hasWorkload(documents) || found.some(({ value }) => isSplit(value));
}
/** Whether something in the file runs pods. */
function hasWorkload(documents) {
	return documents.some(({ value }) => isMapping$1(value) && WORKLOADS.includes(String(value.kind)));
}
/** Whether one of the lists at `spec.<rules>[].<destinations>` has two destinations or more. */
function splitsIn(rules, destinations) {
	return (resource) => {
		const spec = isMapping$1(resource) ? resource.spec : void 0;
		const all = isMapping$1(spec) ? spec[rules] : void 0;
		return Array.isArray(all) && all.some((rule) => isMapping$1(rule) && Array.isArray(rule[destinations]) && rule[destinations].length > 1);
	};
}
// src/manifest/left-behind.ts
/**
* The destinations beside the routes that a release moves (rules for certain headers, for example) which lead to a
* version of the same model that gets no other traffic. `versionOf` tells the version where it is the same model.
*/
function leftBehind({ routes, split }, lists, versionOf) {
	const live = [split.old, split.newest].flatMap((share) => share && share.weight > 0 ? [share.version] : []);
	const moved = routes.map(({ list }) => list.path.join("."));
	const like = routes[0].newest;
	return lists.filter(({ path }) => !moved.includes(path.join("."))).flatMap(entriesOf).flatMap((spot) => {
		const version = versionOf(like, spot);
		return version === void 0 || live.includes(version) ? [] : [{
			document: spot.document,
			path: spot.path,
			version
		}];
	});
}
/** Those that may get requests. */
function entriesOf(list) {
	const entries = lookUp(list);
	if (!Array.isArray(entries)) return [];
	return entries.flatMap((entry, index) => isMapping$1(entry) && (entries.length === 1 || entry.weight !== 0) ? [{
		...list,
		path: [...list.path, index]
	}] : []);
}
// src/manifest/weighted-route.ts
/**
* The routes that split the traffic between the two versions; where none does, those with a single destination, without
* the ones for certain requests only.
* The last destination is the newest version's; `keys.traffic` in serin.yml can name the list, or the newest one in it.
* Others stay as they are: header rules that send testers to one version.
* Throws a UserError when it is not clear which destinations are meant.
*/
function routesIn(lists, form) {
	const routes = lists.flatMap((list) => routeOf(list, form));
	const splits = routes.filter(({ old }) => old !== void 0);
	const forAll = routes.filter(({ list }) => form.isForSome?.(list) !== true);
	const [first, ...others] = splits.length > 0 ? splits : forAll.length > 0 ? forAll : routes;
	if (first === void 0) throw noRoute(lists);
	const names = namesOf(first, form);
	const aligned = others.map((route) => {
		const own = namesOf(route, form);
		if (own.old === names.old && own.newest === names.newest) return route;
		if (route.old && own.old === names.newest && own.newest === names.old) return {
			list: route.list,
			old: route.newest,
			newest: route.old
		};
		throw manifestError(route.list, "The routes here go to different destinations, so it is not clear which to change.", { fix: `Name the one that is meant in serin.yml, for example "keys: { traffic: ${first.list.path.join(".")} }".` });
	});
	if (names.old !== names.newest) return [first, ...aligned];
	throw manifestError(first.list, `Both destinations go to ${names.newest}.`, { fix: "Give each version a destination of its own." });
}
function routeOf(list, { isNewest }) {
	const value = lookUp(list);
	if (!Array.isArray(value) || value.length === 0) return [];
	const chosen = list.manifest.environment.keys.traffic;
	if (chosen !== void 0 && !startsWith(list.path, chosen) && !startsWith(chosen, list.path)) return [];
	if (value.length > 2) throw manifestError(list, `The traffic is split between ${value.length} destinations; Serin moves it between two.`, { fix: "Remove the others, or name another list as \"keys: { traffic: … }\" in serin.yml." });
	const [first, second] = value.map((_, index) => ({
		...list,
		path: [...list.path, index]
	}));
	if (first === void 0) return [];
	if (second === void 0) return [{
		list,
		newest: first
	}];
	return [(chosen?.[list.path.length] ?? (isNewest?.(first) && !isNewest(second) ? 0 : 1)) === 0 ? {
		list,
		old: second,
		newest: first
	} : {
		list,
		old: first,
		newest: second
	}];
}
/** Whether each of the matches beside a list, under `key`, has one of these conditions; not where there are none. */
function everyMatch(list, key, conditions) {
	const matches = lookUp({
		...list,
		path: [...list.path.slice(0, -1), key]
	});
	if (!Array.isArray(matches) || matches.length === 0) return false;
	return matches.every((match) => isMapping$1(match) && conditions.some((one) => match[one] !== void 0));
}
function startsWith(path, start) {
	return start.every((step, index) => path[index] === step);
}
function namesOf({ old, newest }, { nameOf }) {
	return {
		old: old && nameOf(old),
		newest: nameOf(newest)
	};
}
function noRoute([list]) {
	if (list === void 0) throw new Error("a resource without a place for routes");
	const chosen = list.manifest.environment.keys.traffic;
	const what = chosen === void 0 ? "No route has destinations." : `There are no destinations at ${chosen.join(".")}.`;
	return manifestError({
		...list,
		path: chosen ?? list.path
	}, what, { fix: chosen === void 0 ? "Write one for each version." : "Correct \"keys: { traffic: … }\" in serin.yml." });
}
/** The weights of the destinations, the same part of the sum in every route. Throws a UserError otherwise. */
function sharesOf([first, ...others], form) {
	const shares = weightsIn(first, form);
	for (const route of others) {
		const own = weightsIn(route, form);
		if (own.old * shares.newest === own.newest * shares.old) continue;
		throw manifestError(route.list, "The routes here split the traffic differently.", { fix: "Give them the same weights, or name one of them as \"keys: { traffic: … }\" in serin.yml." });
	}
	return shares;
}
function weightsIn({ list, old, newest }, { usualWeight }) {
	if (old === void 0) {
		const weight = weightAt(newest);
		if (usualWeight > 0 && weight === 0) throw noTraffic(newest);
		return {
			old: 0,
			newest: 100
		};
	}
	const weights = {
		old: weightAt(old) ?? usualWeight,
		newest: weightAt(newest) ?? usualWeight
	};
	if (weights.old + weights.newest > 0) return weights;
	throw manifestError(list, "The weights sum to 0.", { fix: "Write weights that sum to 100." });
}
/** Gateway API sends nothing to a backend of weight 0, also when it is the only one. */
function noTraffic(destination) {
	return manifestError(weightSpot$1(destination), "The only destination has weight 0, so it gets no requests.", { fix: "Remove the weight." });
}
function weightAt(destination) {
	if (!isMapping$1(lookUp(destination))) throw manifestError(destination, `${kindOf(lookUp(destination))} stands where a destination is needed.`, { fix: "Write a mapping." });
	const spot = weightSpot$1(destination);
	const weight = lookUp(spot);
	if (weight === void 0 || weight === null) return void 0;
	if (typeof weight === "number" && Number.isInteger(weight) && weight >= 0) return weight;
	throw manifestError(spot, `${kindOf(weight)} stands where a weight is needed.`, { fix: "Write a whole number from 0 without quotes." });
}
function weightSpot$1(destination) {
	return {
		...destination,
		path: [...destination.path, "weight"]
	};
}
/** The edits that give the newest version a percentage in every route; each route's weights keep their sum, where they are written. */
function weightEdits(routes, percent, form) {
	return routes.flatMap((route) => {
		const { old, newest } = route;
		if (old === void 0) return [];
		const now = weightsIn(route, form);
		const written = [old, newest].filter((one) => weightAt(one) !== void 0).length;
		const wanted = weightsOf(percent, written === 2 || written === 1 && form.usualWeight === 0 ? now.old + now.newest : 100, route.list);
		return [...editTo(weightSpot$1(old), wanted.old), ...editTo(weightSpot$1(newest), wanted.newest)];
	});
}
/** The edit that writes a value; none where it stands already. */
function editTo(spot, value) {
	const { document, path } = spot;
	return lookUp(spot) === value ? [] : [{
		document,
		op: "set",
		path,
		value
	}];
}
// src/manifest/route-layout.ts
/** The layout of such a resource. */
function routeLayout({ name, what, resource: kind, rules, list, destinations, mirror }) {
	const open = (manifest) => {
		const resource = refuseStorageUri(resourceIn(manifest, kind));
		return openRoutes(resource, listsIn(resource, rules, list), destinations);
	};
	return {
		name,
		what,
		recognizes: (documents) => leadsReleases(documents, kind, splitsIn(rules, list)),
		read: (manifest) => runningOf(open(manifest).split),
		rest: (manifest) => restOf(open(manifest).split),
		wholeOnly: (manifest) => wholeOnlyOf(open(manifest)),
		leftBehind(manifest) {
			const opened = open(manifest);
			return leftBehind(opened, listsIn(opened.resource, rules, list), destinations.versionLike);
		},
		edits: (manifest, next) => routeEdits(open(manifest), next, destinations),
		shadow: routeShadow(open, mirror)
	};
}
/** A single destination gets all traffic, whatever its weight; a canary adds the second one. */
function wholeOnlyOf({ split }) {
	return split.old === void 0 ? { why: ONE_DESTINATION } : void 0;
}
const ONE_DESTINATION = "There is one destination, so it has all the traffic.";
/** The lists at `spec.<rules>[].<destinations>` of a resource, one for each rule. */
function listsIn(resource, rules, destinations) {
	const all = lookUp({
		...resource,
		path: ["spec", rules]
	});
	return (Array.isArray(all) && all.length > 0 ? [...all.keys()] : [0]).map((index) => ({
		...resource,
		path: [
			"spec",
			rules,
			index,
			destinations
		]
	}));
}
/** The routes of a resource with the versions and weights they have now. Throws a UserError when they are not clear. */
function openRoutes(resource, lists, destinations) {
	refuseVersionKey(resource.manifest);
	const routes = routesIn(lists, destinations);
	const weights = sharesOf(routes, destinations);
	const { old, newest } = routes[0];
	return {
		resource,
		routes,
		split: {
			...old && { old: {
				version: destinations.versionOf(old),
				weight: weights.old
			} },
			newest: {
				version: destinations.versionOf(newest),
				weight: weights.newest
			}
		}
	};
}
/** The edits that make the routes say `next`: versions and weights together. */
function routeEdits({ resource, routes, split }, next, destinations) {
	refuseOwnedWeights(resource);
	const set = split.newest.version === next.version ? [] : setEdits(resource.manifest, resource.document);
	if (split.old === void 0 && next.rollout.kind === "canary" && split.newest.version !== next.version) {
		const { percent } = next.rollout;
		return [...besideEdits(routes, {
			before: split.newest.version,
			version: next.version,
			percent
		}, destinations), ...set];
	}
	const plan = planSplit(split, next, routes[0].list);
	return [
		...destinations.versionEdits(routes, plan),
		...weightEdits(routes, plan.percent, destinations),
		...set
	];
}
/** The edits that put a second destination beside the only one of each route; their weights sum to 100. */
function besideEdits(routes, { before, version, percent }, { beside }) {
	const added = routes.map(({ newest }) => ({
		newest,
		entry: beside(newest, version)
	}));
	const defined = added[0]?.entry.edits ?? [];
	return [...added.flatMap(({ newest, entry }) => {
		const { document, path, manifest } = newest;
		const list = path.slice(0, -1);
		const index = manifest.environment.keys.traffic?.[list.length] === 0 ? 0 : 1;
		const value = {
			...withVersion(entry.value, before, version),
			weight: percent
		};
		return [...editTo({
			...newest,
			path: [...path, "weight"]
		}, 100 - percent), {
			document,
			op: "insert",
			path: [...list, index],
			value
		}];
	}), ...defined];
}
/** A copied header that says the version says the new one. */
function withVersion(value, before, version) {
	if (value === before) return version;
	if (Array.isArray(value)) return value.map((part) => withVersion(part, before, version));
	if (!isMapping$1(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withVersion(part, before, version)]));
}
function refuseVersionKey(manifest) {
	const { version } = manifest.environment.keys;
	if (version === void 0) return;
	throw manifestError({
		manifest,
		document: 0,
		path: version
	}, "The versions of a split are read from its destinations.", { fix: "Remove \"version\" from \"keys\" in serin.yml." });
}
/** Throws a UserError for a `storage-uri` in serin.yml, which means nothing where no address of a model is written. */
function refuseStorageUri(resource) {
	const { storageUri } = resource.manifest.environment;
	if (storageUri === void 0) return resource;
	throw manifestError(resource, "This manifest holds no address of a model, but serin.yml has a \"storage-uri\" for it.", { fix: "Remove \"storage-uri\" from serin.yml." });
}
// src/manifest/http-route.ts
/**
* A Gateway API HTTPRoute: the version ends the name of the Service in `backendRefs` (`iris-4562a17c17`), the share is
* its `weight`, 1 where there is none (`HTTPBackendRef`), and a filter of its rule mirrors. The Services are deployed by
* something else.
*/
const httpRoute = routeLayout({
	name: "http-route",
	what: "a Gateway API HTTPRoute",
	resource: {
		kind: "HTTPRoute",
		group: "gateway.networking.k8s.io"
	},
	rules: "rules",
	list: "backendRefs",
	destinations: {
		nameOf: backendName,
		usualWeight: 1,
		isForSome: (list) => everyMatch(list, "matches", ["headers", "queryParams"]),
		versionOf: (backend) => backendParts(backend).version,
		versionEdits: (routes, plan) => routes.flatMap(({ old, newest }) => [...old && plan.old !== void 0 ? renameEdits$1(old, plan.old) : [], ...renameEdits$1(newest, plan.newest)]),
		versionLike: (like, backend) => {
			const [own, other] = [partsOfService(like), partsOfService(backend)];
			return own?.before === other?.before && own?.after === other?.after ? other?.version : void 0;
		},
		beside: (only, version) => {
			const name = nameWith(backendParts(only), version, {
				...only,
				path: [...only.path, "name"]
			});
			const value = lookUp(only);
			return {
				value: {
					...isMapping$1(value) ? value : {},
					name
				},
				edits: []
			};
		}
	},
	mirror: httpMirror
});
function renameEdits$1(backend, version) {
	const parts = backendParts(backend);
	const spot = {
		...backend,
		path: [...backend.path, "name"]
	};
	return parts.version === version ? [] : editTo(spot, nameWith(parts, version, spot));
}
// src/manifest/inference-service.ts
function isInferenceService(value) {
	return isMapping$1(value) && value.kind === "InferenceService" && value.apiVersion === "serving.kserve.io/v1beta1";
}
/**
* The InferenceService that the environment means: the only one of the file, or the one named by `resource`.
* Throws a UserError when there is none, and when several could be meant.
*/
function inferenceServiceIn(manifest) {
	const { file, resource } = manifest.environment;
	const all = manifest.documents.flatMap(({ value }, document) => isInferenceService(value) ? [{
		manifest,
		document,
		path: []
	}] : []);
	const names = all.map(nameOf).join(", ");
	const [service, other] = resource === void 0 ? all : all.filter((service) => nameOf(service) === resource);
	if (service === void 0) {
		const what = resource === void 0 ? "no InferenceService (serving.kserve.io/v1beta1)" : `no InferenceService "${resource}"`;
		throw manifestError({
			manifest,
			document: 0,
			path: []
		}, `${file} has ${what}.`, { fix: names === "" ? "Write one into the file." : `Write "resource:" in serin.yml as one of: ${names}.` });
	}
	if (other !== void 0) throw manifestError({
		...other,
		path: ["metadata", "name"]
	}, `${file} has several InferenceServices: ${names}.`, { fix: "Name the one that is meant as \"resource:\" in serin.yml." });
	return service;
}
function nameOf(service) {
	return String(lookUp({
		...service,
		path: ["metadata", "name"]
	}) ?? "without a name");
}
/**
* KServe 0.20 has a second kind of canary, for Standard mode; a change of the predictor beside it would be half a change.
* Throws a UserError when the service has one.
*/
function refuseCanaryList(service) {
	const spot = {
		...service,
		path: ["spec", "canary"]
	};
	const canary = lookUp(spot);
	if (!Array.isArray(canary) || canary.length === 0) return;
	throw manifestError(spot, "The layout kserve does not write the canaries of Standard mode (spec.canary).", { fix: "Write \"layout: kserve-standard\" in serin.yml." });
}
/** Why `/shadow` is refused for an InferenceService, whatever its mode. */
const NO_MIRROR = "KServe has nothing that mirrors requests (kserve#2240 is open). Deploy the version as a second InferenceService, and put a VirtualService or an HTTPRoute in front of both (layout virtual-service or http-route).";
// src/manifest/model-version.ts
/** The version in the address of a model; undefined where none is written. Throws a UserError when it cannot be told. */
function modelVersion(model) {
	const { address, form } = model;
	if (address === void 0 || address === "") return void 0;
	const template = model.manifest.environment.storageUri;
	if (template === void 0) return partsOf$1(address, model).version;
	const version = form === "version" ? address : versionByTemplate(address, template);
	if (version !== void 0) return version;
	throw manifestError(model, `The address ${JSON.stringify(address)} is not one of "${template}".`, { fix: "Correct \"storage-uri\" in serin.yml, or the address here." });
}
/** The edits that write another version into the address, and the environment's `set` keys into its document. */
function modelVersionEdits(model, version) {
	if (modelVersion(model) === version) return [];
	return [...modelAddressEdits(model, version), ...setEdits(model.manifest, model.document)];
}
/** The edit that writes another version into the address alone. */
function modelAddressEdits(model, version) {
	if (modelVersion(model) === version) return [];
	const { document, path } = model;
	return [{
		document,
		op: "set",
		path,
		value: addressOfVersion(model, version)
	}];
}
/** The address of another version of the model. Throws a UserError for a version that no address can have. */
function addressOfVersion(model, version) {
	if (!fitsAddress(version)) throw manifestError(model, `The version ${JSON.stringify(version)} cannot be part of an address.`, { fix: "Use letters, digits, \".\", \"_\" and \"-\", at most 128 of them." });
	const template = model.manifest.environment.storageUri;
	if (model.form === "version") return version;
	if (template !== void 0) return addressByTemplate(template, version);
	const { before, after } = partsOf$1(model.address ?? "", model);
	return `${before}${version}${after}`;
}
function partsOf$1(address, model) {
	const parts = splitAddress(address, model.form);
	const isBare = parts.kind === "parts" && !parts.before.endsWith(":") && isModelItself(parts.version, model);
	if (parts.kind === "parts" && !isBare) return parts;
	const reason = parts.kind === "unclear" ? parts.reason : "ends in the name of the model";
	throw manifestError(model, `The address ${JSON.stringify(address)} ${reason}, so its version cannot be told.`, { fix: address.includes("@") ? "Name the model by a tag, without the digest, which takes the place of a tag." : "Write the address of a version as \"storage-uri\" in serin.yml, with {version} in it, and the first such address here." });
}
/** `s3://models/iris` has no version: the next one would be written over the folder of the model. */
function isModelItself(part, { manifest, form }) {
	return form !== "version" && part === manifest.environment.model;
}
// src/manifest/predictor.ts
/** `spec.predictor.<one of these>` has a `storageUri` or `storage.path`: `PredictorSpec` of serving.kserve.io/v1beta1. */
const FRAMEWORKS = [
	"model",
	"sklearn",
	"xgboost",
	"tensorflow",
	"pytorch",
	"triton",
	"onnx",
	"huggingface",
	"lightgbm",
	"paddle",
	"pmml"
];
/**
* The one place in the predictor that names the model; with `keys.version` of the environment, that place.
* Throws a UserError when there is none, or more than one.
*/
function findModel(service) {
	const chosen = service.manifest.environment.keys.version;
	if (chosen !== void 0) return modelAt({
		...service,
		path: chosen
	}, void 0);
	const predictor = {
		...service,
		path: ["spec", "predictor"]
	};
	if (!isMapping$1(lookUp(predictor))) throw manifestError(predictor, "The InferenceService has no predictor.", { fix: "Write spec.predictor with the model it serves." });
	const found = [...frameworkSpots(predictor), ...storageUriSpots(predictor)];
	const [first, second] = found.length > 0 ? found : [...containerSpots(predictor), ...emptySpots(predictor)];
	if (first === void 0) throw manifestError(predictor, "The predictor does not say where its model lies.", { fix: "Write its storageUri, or name the key that holds the version as \"keys: { version: … }\" in serin.yml." });
	if (second === void 0) return first;
	throw manifestError(second, `The predictor names several models: ${first.path.join(".")} and ${second.path.join(".")}.`, { fix: "Name the one that Serin changes as \"keys: { version: … }\" in serin.yml." });
}
function frameworkSpots(predictor) {
	return FRAMEWORKS.flatMap((framework) => [...presentSpot(predictor, [framework, "storageUri"], "uri"), ...presentSpot(predictor, [
		framework,
		"storage",
		"path"
	], "path")]);
}
function storageUriSpots(predictor) {
	return indexes(predictor, ["storageUris"]).flatMap((index) => presentSpot(predictor, [
		"storageUris",
		index,
		"uri"
	], "uri"));
}
/** A predictor of one's own: the container that serves has STORAGE_URI, or the model inside its image. KServe calls it `kserve-container`. */
function containerSpots(predictor) {
	const all = indexes(predictor, ["containers"]);
	const named = all.filter((index) => value(predictor, [
		"containers",
		index,
		"name"
	]) === "kserve-container");
	const images = all.map((index) => ({
		name: value(predictor, [
			"containers",
			index,
			"name"
		]),
		image: value(predictor, [
			"containers",
			index,
			"image"
		])
	}));
	const own = named[0] ?? indexOfModel(images, predictor.manifest.environment.model);
	return (own === void 0 ? all : [own]).flatMap((index) => {
		const address = indexes(predictor, [
			"containers",
			index,
			"env"
		]).filter((variable) => value(predictor, [
			"containers",
			index,
			"env",
			variable,
			"name"
		]) === "STORAGE_URI").flatMap((variable) => presentSpot(predictor, [
			"containers",
			index,
			"env",
			variable,
			"value"
		], "uri"));
		return address.length > 0 ? address : presentSpot(predictor, [
			"containers",
			index,
			"image"
		], "image");
	});
}
/** With a template, the address can be written where a framework has none yet. */
function emptySpots(predictor) {
	if (predictor.manifest.environment.storageUri === void 0) return [];
	return FRAMEWORKS.filter((framework) => isMapping$1(value(predictor, [framework]))).map((framework) => ({
		...predictor,
		path: [
			...predictor.path,
			framework,
			"storageUri"
		],
		form: "uri",
		address: void 0
	}));
}
function presentSpot(predictor, path, form) {
	const spot = {
		...predictor,
		path: [...predictor.path, ...path]
	};
	const address = lookUp(spot);
	return address === void 0 || address === null ? [] : [modelAt(spot, form)];
}
function modelAt(spot, form) {
	const address = lookUp(spot) ?? void 0;
	if (address !== void 0 && typeof address !== "string") throw manifestError(spot, "The address of the model is not a text.", { fix: "Write it in quotes." });
	return {
		...spot,
		form: form ?? formOf(spot.path, address),
		address
	};
}
/** The form of a place the person chose. */
function formOf(path, address) {
	if (address?.includes("://") || path.at(-1) === "storageUri") return "uri";
	return path.at(-1) === "image" ? "image" : "version";
}
function value(predictor, path) {
	return lookUp({
		...predictor,
		path: [...predictor.path, ...path]
	});
}
function indexes(predictor, path) {
	const list = value(predictor, path);
	return Array.isArray(list) ? [...list.keys()] : [];
}
// src/manifest/inference-graph.ts
const INFERENCE_GRAPH = {
	kind: "InferenceGraph",
	group: "serving.kserve.io"
};
/**
* The Splitter of a KServe InferenceGraph (serving.kserve.io/v1alpha1): the weights of its steps, which must sum to 100
* (`inference_graph_validation.go`). The version is that of the step's InferenceService in the same file; without one
* there, it ends the name of the service (`iris-4562a17c17`), which is deployed by something else.
*/
const inferenceGraph = {
	name: "inference-graph",
	what: "a KServe InferenceGraph",
	noShadow: "An InferenceGraph has no router that mirrors requests (kserve#2240 is open). Put a VirtualService or an HTTPRoute in front of the InferenceServices and release through that file (layout virtual-service or http-route).",
	recognizes(documents) {
		return leadsReleases(documents, INFERENCE_GRAPH, (graph) => splitters(graph).length > 0);
	},
	read(manifest) {
		return runningOf(open$1(manifest).split);
	},
	rest(manifest) {
		return restOf(open$1(manifest).split);
	},
	wholeOnly(manifest) {
		const opened = open$1(manifest);
		const { newest } = opened.routes[0];
		return opened.split.old === void 0 && modelOf(newest) !== void 0 ? aloneIn(newest) : wholeOnlyOf(opened);
	},
	leftBehind(manifest) {
		const opened = open$1(manifest);
		const nodes = lookUp({
			...opened.resource,
			path: ["spec", "nodes"]
		});
		const lists = (isMapping$1(nodes) ? Object.keys(nodes) : []).map((name) => ({
			...opened.resource,
			path: [
				"spec",
				"nodes",
				name,
				"steps"
			]
		}));
		return modelOf(opened.routes[0].newest) === void 0 ? leftBehind(opened, lists, STEPS.versionLike) : [];
	},
	edits(manifest, next) {
		return routeEdits(open$1(manifest), next, STEPS);
	}
};
const STEPS = {
	nameOf: (step) => serviceOf(step),
	usualWeight: 0,
	versionOf,
	versionEdits: versionEdits$1,
	versionLike(like, step) {
		const [own, other] = [like, step].map((one) => splitName(String(lookUp(nameSpot$1(one)))));
		return own?.before === other?.before && own?.after === other?.after ? other?.version : void 0;
	},
	beside(only, version) {
		const value = lookUp(only);
		const { name: _, ...copy } = isMapping$1(value) ? value : {};
		return {
			value: {
				...copy,
				serviceName: nameFor(only, version)
			},
			edits: []
		};
	}
};
/** Where the models are in the file, a second one is a document of its own. */
function aloneIn(step) {
	const name = serviceOf(step);
	return noShares(ONE_DESTINATION, `Copy the InferenceService ${name} below a line \`---\`, there with \`metadata: { name: ${name}-canary }\`, and add \`- { serviceName: ${name}-canary, weight: 0 }\` as the last step of the Splitter; the first keeps weight 100.`);
}
function open$1(manifest) {
	const graph = resourceIn(manifest, INFERENCE_GRAPH);
	const names = splitters(manifest.documents[graph.document]?.value);
	const nodes = {
		...graph,
		path: ["spec", "nodes"]
	};
	if (names.length === 0) throw manifestError(nodes, "The InferenceGraph has no Splitter, so it splits no traffic.", { fix: "Write a node with \"routerType: Splitter\" and a step for each of two versions, with weights." });
	const opened = openRoutes(graph, names.map((name) => ({
		...nodes,
		path: [
			...nodes.path,
			name,
			"steps"
		]
	})), STEPS);
	const { routes, split } = opened;
	const sum = (split.old?.weight ?? 0) + split.newest.weight;
	if (sum === 100) return opened;
	throw manifestError(routes[0].list, `The weights of the Splitter sum to ${sum}; KServe accepts only 100.`, { fix: "Correct them." });
}
function splitters(graph) {
	const spec = isMapping$1(graph) ? graph.spec : void 0;
	const nodes = isMapping$1(spec) && isMapping$1(spec.nodes) ? spec.nodes : {};
	return Object.keys(nodes).filter((name) => {
		const node = nodes[name];
		return isMapping$1(node) && node.routerType === "Splitter";
	});
}
function nameSpot$1(step) {
	return {
		...step,
		path: [...step.path, "serviceName"]
	};
}
function serviceOf(step) {
	const name = lookUp(nameSpot$1(step));
	if (typeof name === "string" && name !== "") return name;
	throw manifestError(step, "The step names no InferenceService.", { fix: "Write its serviceName; Serin knows no version behind a serviceUrl or nodeName." });
}
/** The model of the step's InferenceService, where that is in the same file. */
function modelOf(step) {
	const { manifest } = step;
	const name = serviceOf(step);
	const document = manifest.documents.findIndex(({ value }, index) => isInferenceService(value) && nameOfResource({
		manifest,
		document: index,
		path: []
	}) === name);
	return document < 0 ? void 0 : findModel({
		manifest,
		document,
		path: []
	});
}
function versionOf(step) {
	const model = modelOf(step);
	const version = model === void 0 ? splitName(serviceOf(step))?.version : modelVersion(model);
	if (version !== void 0) return version;
	throw manifestError(nameSpot$1(step), `Nothing says which version ${serviceOf(step)} serves.`, { fix: "Put the InferenceServices of both steps into this file, or let their names end in the version." });
}
function versionEdits$1(routes, plan) {
	const [first] = routes;
	if (first === void 0) return [];
	const models = [first.old, first.newest].flatMap((step) => step === void 0 ? [] : [modelOf(step)]);
	if (models.every((model) => model === void 0)) return routes.flatMap((route) => renameEdits(route, plan));
	if (models.every((model) => model !== void 0)) return modelEdits(routes, first, plan);
	throw manifestError(first.list, "Only one of the InferenceServices of the Splitter is in this file.", { fix: "Put both into this file, or none." });
}
function renameEdits({ old, newest }, plan) {
	return [...old && plan.old !== void 0 ? editTo(nameSpot$1(old), nameFor(old, plan.old)) : [], ...editTo(nameSpot$1(newest), nameFor(newest, plan.newest))];
}
function nameFor(step, version) {
	const name = serviceOf(step);
	const parts = splitName(name);
	return parts === void 0 || parts.version === version ? name : nameWith(parts, version, nameSpot$1(step));
}
/**
* What serves goes on serving: where the newest version becomes the old one, the steps change places instead of both
* services loading another model, and only the idle one gets a new address.
*/
function modelEdits(routes, first, plan) {
	const { old, newest } = first;
	if (old === void 0) return addressEdits(newest, plan.newest);
	if (plan.old === versionOf(old)) return addressEdits(newest, plan.newest);
	return [...routes.flatMap((route) => [...route.old ? editTo(nameSpot$1(route.old), serviceOf(newest)) : [], ...editTo(nameSpot$1(route.newest), serviceOf(old))]), ...addressEdits(old, plan.newest)];
}
function addressEdits(step, version) {
	const model = modelOf(step);
	return model === void 0 ? [] : modelAddressEdits(model, version);
}
// src/manifest/deployment-mode.ts
const DEPLOYMENT_MODE = "serving.kserve.io/deploymentMode";
/** The mode that an InferenceService asks for; undefined leaves it to the cluster. */
function modeOf(service) {
	const mode = lookUp({
		...service,
		path: [
			"metadata",
			"annotations",
			DEPLOYMENT_MODE
		]
	});
	return mode === void 0 || mode === null ? void 0 : String(mode);
}
/** `RawDeployment` is the old name of Standard (KServe `pkg/constants/constants.go`). */
function isStandard(mode) {
	return mode === "Standard" || mode === "RawDeployment";
}
// src/manifest/kserve.ts
/**
* A KServe InferenceService (serving.kserve.io/v1beta1): the version is in the address of the predictor's model, the
* percentage in `spec.predictor.canaryTrafficPercent`, which only Knative mode obeys.
*/
const kserve = {
	name: "kserve",
	what: "a KServe InferenceService (serving.kserve.io/v1beta1)",
	noShadow: NO_MIRROR,
	recognizes(documents) {
		return documents.some(({ value }) => isInferenceService(value));
	},
	read(manifest) {
		const service = serviceIn(manifest);
		const version = modelVersion(findModel(service));
		return version === void 0 ? void 0 : {
			version,
			rollout: rolloutOf(service)
		};
	},
	wholeOnly(manifest) {
		const mode = otherModeOf(serviceIn(manifest));
		return mode === void 0 ? void 0 : ignoredIn(mode);
	},
	edits(manifest, next) {
		const service = serviceIn(manifest);
		return [...modelVersionEdits(findModel(service), next.version), ...editsForRollout(service, next)];
	}
};
/** In another mode than Knative the percentage means nothing: the version in the file has all traffic. */
function rolloutOf(service) {
	return otherModeOf(service) === void 0 ? readTraffic(trafficSpot(service)) : { kind: "stable" };
}
function editsForRollout(service, { rollout }) {
	return sameRollout(rolloutOf(service), rollout) ? [] : trafficEdits(trafficSpot(service), rollout);
}
function ignoredIn(mode) {
	return noShares(`In ${mode} mode KServe ignores canaryTrafficPercent: the version in the file gets all traffic.`, `Write the annotation ${DEPLOYMENT_MODE}: Knative to split traffic, or "layout: kserve-standard" in serin.yml for the canaries of Standard mode (KServe 0.20 or later), or release the version with /promote.`);
}
function trafficSpot(service) {
	const path = service.manifest.environment.keys.traffic ?? [
		"spec",
		"predictor",
		"canaryTrafficPercent"
	];
	return {
		...service,
		path
	};
}
/**
* The deployment mode when it is not Knative (`Serverless` is its old name; KServe `pkg/constants/constants.go`).
* Without the annotation the cluster's default holds, which git does not know; KServe ships Knative as the default.
*/
function otherModeOf(service) {
	const mode = modeOf(service);
	return mode === "Knative" || mode === "Serverless" ? void 0 : mode;
}
function serviceIn(manifest) {
	const service = inferenceServiceIn(manifest);
	refuseCanaryList(service);
	return service;
}
// src/manifest/canary-list.ts
/**
* The InferenceService that is meant, with its predictor and canary (KServe `pkg/apis/serving/v1beta1/inference_service.go`,
* CanarySpec, since 0.20). Throws a UserError when it has several canaries, or one that KServe refuses.
*/
function standardServiceIn(manifest) {
	const service = inferenceServiceIn(manifest);
	const model = findModel(service);
	if (model.path[0] !== "spec" || model.path[1] !== "predictor") throw manifestError(model, "In Standard mode the version is where the predictor names its model.", { fix: "Name a key below spec.predictor as \"keys: { version: … }\" in serin.yml, or remove it." });
	refuseTrafficKey(service);
	const version = modelVersion(model);
	const entry = entryOf(service);
	if (entry === void 0) return {
		service,
		model,
		version
	};
	return {
		service,
		model,
		version,
		canary: readEntry(entry, {
			model,
			version
		})
	};
}
function refuseTrafficKey(service) {
	const { traffic } = service.manifest.environment.keys;
	if (traffic === void 0) return;
	throw manifestError({
		...service,
		path: traffic
	}, "In Standard mode the percentage is in spec.canary.", { fix: "Remove \"traffic\" from \"keys\" in serin.yml." });
}
function entryOf(service) {
	const list = {
		...service,
		path: ["spec", "canary"]
	};
	const entries = lookUp(list) ?? [];
	if (!Array.isArray(entries)) throw manifestError(list, `${kindOf(entries)} stands where the list of canaries is expected.`, { fix: "Write a list." });
	if (entries.length < 2) return entries.length === 0 ? void 0 : {
		...list,
		path: [...list.path, 0]
	};
	throw manifestError(list, `There are ${entries.length} canaries; Serin moves traffic between two versions.`, { fix: "Remove all but one." });
}
function readEntry(entry, of) {
	const at = (...path) => ({
		...entry,
		path: [...entry.path, ...path]
	});
	const percent = lookUp(at("trafficPercent"));
	if (typeof percent !== "number" || !Number.isInteger(percent) || percent < 0 || percent > 100) throw manifestError(at("trafficPercent"), `${kindOf(percent)} stands where a percentage is needed.`, { fix: "Write a whole number from 0 to 100 without quotes." });
	const name = lookUp(at("predictor", "name"));
	if (typeof name !== "string" || name === "") throw manifestError(at("predictor"), "The predictor of the canary has no name.", { fix: "Write predictor.name." });
	const model = modelIn(entry, of.model);
	const version = model === void 0 ? of.version : modelVersion(model);
	if (version === void 0) throw manifestError(at("predictor"), "The canary has no model.", { fix: "Write its storageUri." });
	return {
		...entry,
		name,
		percent,
		model,
		version
	};
}
/** At the same path as in the first predictor: a canary with another framework would be another service. */
function modelIn(entry, stable) {
	const spot = {
		...entry,
		path: [...entry.path, ...stable.path.slice(1)]
	};
	const address = lookUp(spot);
	if (typeof address === "string" && address !== "") return {
		...spot,
		form: stable.form,
		address
	};
	const predictor = lookUp({
		...entry,
		path: [...entry.path, "predictor"]
	});
	const key = stable.path[2];
	const others = isMapping$1(predictor) ? Object.keys(predictor).filter((one) => isMapping$1(predictor[one])) : [];
	if (address === void 0 && others.length === 0) return void 0;
	if (address === void 0 && key !== void 0 && others.every((one) => one !== key && !FRAMEWORK.test(one))) return;
	throw manifestError(spot, `The canary does not name its model as the predictor does, at ${stable.path.join(".")}.`, { fix: "Write it there." });
}
const FRAMEWORK = /^(model|sklearn|xgboost|tensorflow|pytorch|triton|onnx|huggingface|lightgbm|paddle|pmml|containers|storageUris)$/;
// src/manifest/kserve-standard.ts
/**
* A KServe InferenceService in Standard mode, KServe 0.20 or later: a canary is an entry of `spec.canary` with its own
* predictor and percentage; promoted, its name and model become those of `spec.predictor`, whose pods go on running.
* Older versions of KServe drop the field, so a file without a trace of it is only taken for this when serin.yml says so.
*/
const kserveStandard = {
	name: "kserve-standard",
	what: "a KServe InferenceService in Standard mode",
	noShadow: NO_MIRROR,
	recognizes(documents) {
		return documents.some(({ value }) => isInferenceService(value) && hasCanaries(value));
	},
	read(manifest) {
		return running(standardServiceIn(manifest));
	},
	rest(manifest) {
		const { version, canary } = standardServiceIn(manifest);
		return canary === void 0 || canary.percent === 100 ? void 0 : version;
	},
	edits(manifest, next, previous) {
		const standard = standardServiceIn(manifest);
		const { service } = standard;
		const set = running(standard)?.version === next.version ? [] : setEdits(manifest, service.document);
		return [...rolloutEdits(standard, next, previous), ...set];
	}
};
/** `spec.predictor.name` is what a promotion leaves behind. */
function hasCanaries(service) {
	const spec = isMapping$1(service) && isMapping$1(service.spec) ? service.spec : {};
	if (Array.isArray(spec.canary) && spec.canary.length > 0) return true;
	const metadata = isMapping$1(service) && isMapping$1(service.metadata) ? service.metadata : {};
	const annotations = isMapping$1(metadata.annotations) ? metadata.annotations : {};
	return isStandard(String(annotations["serving.kserve.io/deploymentMode"])) && isMapping$1(spec.predictor) && "name" in spec.predictor;
}
function running({ version, canary }) {
	if (canary === void 0) return version === void 0 ? void 0 : {
		version,
		rollout: { kind: "stable" }
	};
	const newest = {
		version: canary.version,
		weight: canary.percent
	};
	return runningOf({
		old: {
			version: version ?? "",
			weight: 100 - canary.percent
		},
		newest
	});
}
function rolloutEdits(standard, { version, rollout }, previous) {
	const { model, canary } = standard;
	switch (rollout.kind) {
		case "stable":
			if (canary === void 0) return modelAddressEdits(model, version);
			return [...promotionEdits(standard, {
				canary,
				version
			}), ...dropEdits(canary)];
		case "canary":
			refuseOtherMode(standard);
			return canaryEdits(standard, version, rollout.percent);
		case "pinned":
			refuseOtherMode(standard);
			if (canary !== void 0 && canary.version === version && standard.version !== version) return editTo(percentSpot(canary), 0);
			return returnEdits(standard, version, previous);
	}
}
/**
* After a promotion, the predictor serves the earlier model again, under the name it has: its Deployment replaces the
* pods one by one, where another name would first need pods of its own. The version stays as a canary without traffic.
*/
function returnEdits(standard, version, previous) {
	const { service, model } = standard;
	if (previous === void 0 || previous === version || standard.version !== version) throw manifestError(service, `${version} is the only version in this file since its promotion.`, { fix: "Release the earlier version again, with /promote on its pull request." });
	const value = [newEntry(standard, version, 0)];
	const entry = {
		document: service.document,
		op: "set",
		path: ["spec", "canary"],
		value
	};
	return [...modelAddressEdits(model, previous), entry];
}
function canaryEdits(standard, version, percent) {
	const { service, canary } = standard;
	const serving = canary?.percent === 100 ? canary.version : standard.version;
	if (canary?.version === version && standard.version !== version) return editTo(percentSpot(canary), percent);
	if (serving === version) throw manifestError(service, `${version} already has all traffic here, and no other version is in this file.`, { fix: "Release another version." });
	if (canary === void 0) {
		const entry = newEntry(standard, version, percent);
		return [{
			document: service.document,
			op: "set",
			path: ["spec", "canary"],
			value: [entry]
		}];
	}
	const edits = nextEntryEdits(standard, canary, {
		version,
		percent
	});
	return canary.percent === 100 ? [...takeOverEdits(standard, canary), ...edits] : edits;
}
/** Another version in the entry that is there, which keeps its name unless that is made of the version. */
function nextEntryEdits(standard, canary, { version, percent }) {
	const name = canary.percent < 100 && !isNamedBy$1(canary.name, canary.version) ? canary.name : freeName(standard);
	const { document, path } = canary;
	const entry = newEntry(standard, version, percent);
	const key = String(standard.model.path[2]);
	return [
		...editTo(percentSpot(canary), percent),
		...editTo({
			...canary,
			path: [
				...path,
				"predictor",
				"name"
			]
		}, name),
		...canary.model ? modelAddressEdits(canary.model, version) : [{
			document,
			op: "set",
			path: [
				...path,
				"predictor",
				key
			],
			value: entry.predictor[key]
		}]
	];
}
/** A whole entry: the predictor's part that names the model, with another address. */
function newEntry(standard, version, percent) {
	const { service, model } = standard;
	const key = String(model.path[2]);
	const part = withName(replaceAt(lookUp({
		...service,
		path: [
			"spec",
			"predictor",
			key
		]
	}), model.path.slice(3), addressOfVersion(model, version)));
	return {
		trafficPercent: percent,
		predictor: {
			name: freeName(standard),
			[key]: part
		}
	};
}
/** A name that neither the predictor has nor, when it takes its place, the canary before. */
function freeName({ service, canary }) {
	if (nameOfResource(service).length > MOST - 11 - LONGEST) throw manifestError({
		...service,
		path: ["metadata", "name"]
	}, "There is no room for the name of a canary in that of its Service.", { fix: "Give the InferenceService a shorter name." });
	const taken = [lookUp({
		...service,
		path: [
			"spec",
			"predictor",
			"name"
		]
	}), canary?.name];
	return SLOTS.find((name) => !taken.includes(name)) ?? FIRST;
}
/**
* Names of predictors, of which KServe makes `<service>-<name>-predictor`. A promotion leaves the name behind, and another
* one would replace all pods at once: so it says nothing of a version, which would be wrong with the next release.
*/
const FIRST = "green";
const SLOTS = [
	FIRST,
	"blue",
	"white"
];
const LONGEST = 5;
/** Characters of a Service's name (RFC 1035). */
const MOST = 63;
/** A name made of the version, as people call their first canary. */
function isNamedBy$1(name, version) {
	return name.includes(version.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, LEAST_TOLD));
}
const LEAST_TOLD = 7;
/** The CRD asks for the container's name in a canary, though not in the predictor, where KServe fills in this one. */
function withName(part) {
	return isMapping$1(part) && !("name" in part) ? {
		name: CONTAINER,
		...part
	} : part;
}
const CONTAINER = "kserve-container";
function replaceAt(value, path, by) {
	const [step, ...rest] = path;
	if (step === void 0) return by;
	if (Array.isArray(value)) return value.map((item, index) => index === step ? replaceAt(item, rest, by) : item);
	return isMapping$1(value) ? {
		...value,
		[step]: replaceAt(value[step], rest, by)
	} : by;
}
/**
* The predictor with all traffic. It becomes what the canary is when that is promoted, or has all traffic already, so
* that its pods go on running.
*/
function promotionEdits(standard, { canary, version }) {
	const { document, path } = standard.model;
	if (canary.version === version) return takeOverEdits(standard, canary);
	if (canary.percent < 100 || version === standard.version) return modelAddressEdits(standard.model, version);
	const address = {
		document,
		op: "set",
		path,
		value: addressOfVersion(standard.model, version)
	};
	return [...takeOverEdits(standard, canary), address];
}
function takeOverEdits({ service }, canary) {
	const own = lookUp({
		...canary,
		path: [...canary.path, "predictor"]
	});
	if (!isMapping$1(own)) return [];
	return Object.entries(own).flatMap(([key, value]) => key === "minReplicas" ? [] : overlayEdits({
		...service,
		path: [
			"spec",
			"predictor",
			key
		]
	}, value));
}
/** The edits that lay a value over another one, by its single values, so that comments and order stay. */
function overlayEdits(spot, value) {
	const { document, path } = spot;
	const before = lookUp(spot);
	const inside = (key, part) => overlayEdits({
		...spot,
		path: [...path, key]
	}, part);
	if (before === void 0 && path.length === 4 && path[3] === "name" && value === CONTAINER) return [];
	if (isMapping$1(value) && isMapping$1(before)) return Object.entries(value).flatMap(([key, part]) => inside(key, part));
	if (Array.isArray(value) && Array.isArray(before) && value.length === before.length) return value.flatMap((part, index) => inside(index, part));
	return before === value ? [] : [{
		document,
		op: "set",
		path,
		value
	}];
}
/** Deletes the list with its only entry. */
function dropEdits({ document }) {
	return [{
		document,
		op: "delete",
		path: ["spec", "canary"]
	}];
}
function percentSpot(canary) {
	return {
		...canary,
		path: [...canary.path, "trafficPercent"]
	};
}
/** KServe refuses `spec.canary` in every other mode; the cluster's default mode is not known here. */
function refuseOtherMode({ service, canary }) {
	const mode = modeOf(service);
	if (isStandard(mode) || mode === void 0 && canary !== void 0) return;
	throw manifestError({
		...service,
		path: [
			"metadata",
			"annotations",
			DEPLOYMENT_MODE
		]
	}, `${mode === void 0 ? "The deployment mode is not written" : `The deployment mode is ${mode}`}; KServe takes spec.canary in Standard mode only.`, { fix: `Write the annotation ${DEPLOYMENT_MODE}: Standard, or "layout: kserve" in serin.yml for Knative mode.` });
}
// src/manifest/line-diff.ts
/** Unchanged lines shown around a change, as `git diff` does. */
const CONTEXT = 3;
/** Beyond so many changed lines in one stretch, the search for the smallest diff costs more than it tells. */
const MOST_EDITS = 1e3;
/**
* What changed from one text to the other, as the hunks of a unified diff without a file header; empty when nothing did.
* The carriage return of a CRLF line end counts as part of the line and is not printed.
*/
function changedLines(before, after) {
	const old = linesOf(before);
	const current = linesOf(after);
	return hunksOf(changesBetween(old, current)).map((hunk) => renderHunk(hunk, old, current)).join("\n");
}
/** Each line with its line end; the last one may have none. */
function linesOf(text) {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
function changesBetween(old, current) {
	let start = 0;
	while (start < old.length && start < current.length && old[start] === current[start]) start++;
	let oldEnd = old.length;
	let newEnd = current.length;
	while (oldEnd > start && newEnd > start && old[oldEnd - 1] === current[newEnd - 1]) {
		oldEnd--;
		newEnd--;
	}
	if (start === oldEnd && start === newEnd) return [];
	const shared = sharedLines(old.slice(start, oldEnd), current.slice(start, newEnd));
	const changes = [];
	let at = {
		oldStart: start,
		newStart: start
	};
	for (const [oldIndex, newIndex] of [...shared, [oldEnd - start, newEnd - start]]) {
		const change = {
			...at,
			oldEnd: start + oldIndex,
			newEnd: start + newIndex
		};
		if (change.oldStart < change.oldEnd || change.newStart < change.newEnd) changes.push(change);
		at = {
			oldStart: change.oldEnd + 1,
			newStart: change.newEnd + 1
		};
	}
	return changes;
}
/**
* Pairs of indexes of lines that stay, in order: Myers, "An O(ND) Difference Algorithm" (1986), greedy, with the furthest
* points of every round kept. None when the texts differ by more than `MOST_EDITS` lines.
*/
function sharedLines(old, current) {
	const rounds = [];
	const most = Math.min(MOST_EDITS, old.length + current.length);
	let furthest = /* @__PURE__ */ new Int32Array(2);
	for (let edits = 0; edits <= most; edits++) {
		const next = new Int32Array(2 * edits + 3).fill(-1);
		for (let k = -edits; k <= edits; k += 2) {
			let x = edits === 0 ? 0 : step(furthest, k, edits);
			while (x < old.length && x - k < current.length && old[x] === current[x - k]) x++;
			next[k + edits + 1] = x;
			if (x >= old.length && x - k >= current.length) return walkBack(rounds, {
				x,
				k,
				edits
			});
		}
		rounds.push(next);
		furthest = next;
	}
	return [];
}
/** Where a round starts on diagonal k: below the furthest point of k + 1, or right of that of k - 1. */
function step(previous, k, edits) {
	const above = previous[k + 1 + edits] ?? -1;
	const left = previous[k - 1 + edits] ?? -1;
	return goesDown(above, left, k, edits) ? above : left + 1;
}
function goesDown(above, left, k, edits) {
	return k === -edits || k !== edits && left < above;
}
function walkBack(rounds, end) {
	const pairs = [];
	let { x, k } = end;
	for (let edits = end.edits; edits >= 0; edits--) {
		const previous = rounds[edits - 1];
		const from = previous === void 0 ? 0 : step(previous, k, edits);
		for (; x > from; x--) pairs.push([x - 1, x - 1 - k]);
		if (previous === void 0) break;
		const down = goesDown(previous[k + 1 + edits] ?? -1, previous[k - 1 + edits] ?? -1, k, edits);
		x = down ? from : from - 1;
		k += down ? 1 : -1;
	}
	return pairs.reverse();
}
/** Changes that are near enough to share their context stand in one hunk. */
function hunksOf(changes) {
	const hunks = [];
	for (const change of changes) {
		const hunk = hunks.at(-1);
		const last = hunk?.at(-1);
		if (hunk && last && change.oldStart - last.oldEnd <= 6) hunk.push(change);
		else hunks.push([change]);
	}
	return hunks;
}
function renderHunk(hunk, old, current) {
	const first = hunk[0];
	const last = hunk.at(-1);
	if (first === void 0 || last === void 0) throw new Error("a hunk without a change");
	const lead = Math.min(CONTEXT, first.oldStart);
	const trail = Math.min(CONTEXT, old.length - last.oldEnd);
	const lines = [];
	let shown = first.oldStart - lead;
	for (const { oldStart, oldEnd, newStart, newEnd } of hunk) {
		lines.push(...prefixed(" ", old.slice(shown, oldStart)));
		lines.push(...prefixed("-", old.slice(oldStart, oldEnd)), ...prefixed("+", current.slice(newStart, newEnd)));
		shown = oldEnd;
	}
	lines.push(...prefixed(" ", old.slice(shown, last.oldEnd + trail)));
	return [`@@ -${rangeOf(first.oldStart - lead, last.oldEnd + trail)} +${rangeOf(first.newStart - lead, last.newEnd + trail)} @@`, ...lines].join("\n");
}
/** GNU's form: a count of 1 is left out, an empty range names the line before it. */
function rangeOf(start, end) {
	const count = end - start;
	if (count === 1) return `${start + 1}`;
	return `${count === 0 ? start : start + 1},${count}`;
}
function prefixed(sign, lines) {
	return lines.flatMap((line) => {
		const shown = `${sign}${line.replace(/\r?\n$/, "")}`;
		return line.endsWith("\n") ? [shown] : [shown, "\\ No newline at end of file"];
	});
}
// src/manifest/embedded-patch.ts
/** The patch that `keys.version` steps into; undefined when it names a value of the file itself. */
function embeddedPatch(manifest) {
	const { environment } = manifest;
	const { version, traffic } = environment.keys;
	if (version?.[0] !== "patches" || version[2] !== "patch" || version.length < 4) return void 0;
	const spot = {
		manifest,
		document: 0,
		path: version.slice(0, 3)
	};
	const text = lookUp(spot);
	if (typeof text !== "string") throw manifestError(spot, "There is no patch here.", { fix: "Correct \"keys: { version: … }\" in serin.yml." });
	const isHere = traffic !== void 0 && spot.path.every((step, index) => traffic[index] === step);
	if (traffic !== void 0 && !isHere) throw manifestError({
		...spot,
		path: traffic
	}, "The percentage is not in the patch of the version.", { fix: "Name a key of the same patch as \"keys: { traffic: … }\" in serin.yml, or remove it." });
	const keys = {
		version: version.slice(3),
		...traffic && { traffic: traffic.slice(3) }
	};
	const { resource: _, ...rest } = {
		...environment,
		set: {},
		keys
	};
	const { documents } = inPatch(spot, () => require_read.readYaml(text, { file: environment.file }));
	return {
		spot,
		inner: {
			environment: rest,
			text,
			documents
		}
	};
}
/** A mistake inside the text is placed where the text is: its own lines are not those of the file. */
function inPatch(spot, action) {
	try {
		return action();
	} catch (error) {
		if (!(error instanceof require_errors.UserError)) throw error;
		throw manifestError(spot, `In the patch: ${error.what}`, { fix: error.fix ?? "Correct the patch." });
	}
}
/**
* The edit that makes these edits inside the text.
* Throws a UserError when other lines of the file would change with them, as in a text that is quoted or folded.
*/
function embeddedEdits({ spot, inner }, edits) {
	const text = inPatch(spot, () => editYaml(inner.text, edits));
	if (text === inner.text) return [];
	const { document, path, manifest } = spot;
	const edit = {
		document,
		op: "set",
		path,
		value: text
	};
	const after = editYaml(manifest.text, [edit]);
	if (countOf(manifest.text, after) === countOf(inner.text, text)) return [edit];
	throw manifestError(spot, "The patch cannot be changed in its place without rewriting its other lines.", { fix: "Write it as a literal block (\"patch: |-\") without blank lines at its end, or as a file of its own (\"path: …\") and name that file in serin.yml." });
}
function countOf(before, after) {
	return changedLines(before, after).split("\n").filter((line) => /^[-+]/.test(line)).length;
}
/** The paths of `keys.version` that could be meant in the inline patches of a Kustomization. */
function versionsInPatches(document) {
	const patches = lookUp({
		...document,
		path: ["patches"]
	});
	if (!Array.isArray(patches)) return [];
	return patches.flatMap((patch, index) => {
		const text = isMapping$1(patch) ? patch.patch : void 0;
		if (typeof text !== "string") return [];
		const { documents } = inPatch({
			...document,
			path: [
				"patches",
				index,
				"patch"
			]
		}, () => require_read.readYaml(text, { file: document.manifest.environment.file }));
		return documents.map(({ value }) => value).flatMap(candidatesIn).map((path) => [
			"patches",
			index,
			"patch",
			...path
		]);
	});
}
const VERSIONED = /(^|\/)(storageUri|image)$/;
/** Of a strategic merge patch, keys by their name; of a JSON patch (RFC 6902), the value of an operation by its path. */
function candidatesIn(value) {
	if (Array.isArray(value)) return value.flatMap((item, index) => {
		if (isMapping$1(item) && typeof item.path === "string" && VERSIONED.test(item.path)) return [[index, "value"]];
		return candidatesIn(item).map((path) => [index, ...path]);
	});
	if (!isMapping$1(value)) return [];
	return Object.entries(value).flatMap(([key, part]) => VERSIONED.test(key) && typeof part === "string" ? [[key]] : candidatesIn(part).map((path) => [key, ...path]));
}
// src/manifest/kustomize.ts
const FILE = /(^|\/)(kustomization\.ya?ml|Kustomization)$/;
/** A Kustomization (kustomize.config.k8s.io/v1beta1): the version is `newTag` of an entry of `images`. */
const byImages = wholeLayout({
	name: "kustomize",
	what: "a Kustomization",
	noShadow: "A Kustomization puts one image into all pods and sees no requests, so it cannot mirror any. Name the file of the VirtualService or HTTPRoute in serin.yml (layout virtual-service or http-route).",
	recognizes([first], file) {
		if (!isMapping$1(first?.value)) return false;
		const { kind, apiVersion } = first.value;
		if (kind !== void 0) return kind === "Kustomization" && !String(apiVersion).includes("toolkit.fluxcd.io");
		return FILE.test(file);
	},
	placeOf: placeOf$1,
	wholeOnly() {
		return noShares("A Kustomization puts one image into all pods, so no share of the traffic can be set in it.", "Release the version with /promote, or name the file that splits the traffic in serin.yml.");
	}
});
/** The same, and Kustomizations whose `keys.version`, and maybe `keys.traffic`, is in an inline patch. */
const kustomize = {
	...byImages,
	read(manifest) {
		const patch = embeddedPatch(manifest);
		return patch === void 0 ? byImages.read(manifest) : inPatch(patch.spot, () => anyYaml.read(patch.inner));
	},
	wholeOnly(manifest) {
		return embeddedPatch(manifest)?.inner.environment.keys.traffic === void 0 ? byImages.wholeOnly?.(manifest) : void 0;
	},
	edits(manifest, next) {
		const patch = embeddedPatch(manifest);
		if (patch === void 0) return byImages.edits(manifest, next);
		const edits = inPatch(patch.spot, () => anyYaml.edits(patch.inner, next));
		const set = anyYaml.read(patch.inner)?.version === next.version ? [] : setEdits(manifest, 0);
		return [...embeddedEdits(patch, edits), ...set];
	}
};
function placeOf$1(manifest) {
	const document = {
		manifest,
		document: 0,
		path: []
	};
	const { version: chosen } = manifest.environment.keys;
	const place = chosen === void 0 ? tagPlace(onlyImage(document)) : chosenPlace(document, chosen);
	if (place.spot.path.at(-1) === "newTag") refuseDigest(place.spot);
	return place;
}
function onlyImage(document) {
	const list = {
		...document,
		path: ["images"]
	};
	const images = lookUp(list);
	const [first, second] = Array.isArray(images) ? images : [];
	if (first === void 0) {
		const [patched] = versionsInPatches(document);
		throw manifestError(list, "The Kustomization has no images, so it says no version.", { fix: patched === void 0 ? "Write \"images:\" with the name of the model's image, as in its Deployment." : `If it is in the patch, name it in serin.yml: keys: { version: [${patched.join(", ")}] }.` });
	}
	if (second === void 0) return {
		...document,
		path: [
			"images",
			0,
			"newTag"
		]
	};
	const all = images.map((one) => {
		const name = isMapping$1(one) ? one.name : "?";
		return {
			name,
			image: name
		};
	});
	const own = indexOfModel(all, document.manifest.environment.model);
	if (own !== void 0) return {
		...document,
		path: [
			"images",
			own,
			"newTag"
		]
	};
	const names = all.map(({ name }) => String(name));
	throw manifestError({
		...list,
		path: ["images", 1]
	}, `There are several images: ${names.join(", ")}.`, { fix: `Name the one of the model in serin.yml: keys: { version: [images, ${JSON.stringify(names[0])}, newTag] }.` });
}
/** `kustomize` writes the digest and not the tag when an entry has both, so a new tag would change nothing. */
function refuseDigest(tag) {
	const spot = {
		...tag,
		path: [...tag.path.slice(0, -1), "digest"]
	};
	if (lookUp(spot) === void 0) return;
	throw manifestError(spot, "The image is named by its digest, which takes the place of newTag.", { fix: "Remove the digest, and name the version as newTag." });
}
// src/manifest/llm-group.ts
const LLM_SERVICE = {
	kind: "LLMInferenceService",
	group: "serving.kserve.io"
};
const STOP = "serving.kserve.io/stop";
/**
* The LLMInferenceServices that share traffic: those of the file with one group, the newest last.
* Throws a UserError when it is not clear which, or when they cannot share it.
*/
function llmGroupIn(manifest) {
	const { resource } = manifest.environment;
	const all = resourcesIn(manifest, LLM_SERVICE);
	const [first] = all;
	const isOneGroup = first !== void 0 && groupOf(first) !== void 0 && all.every((one) => sameGroup(one, first));
	const meant = resource === void 0 && isOneGroup ? first : resourceIn(manifest, LLM_SERVICE);
	const members = groupOf(meant) === void 0 ? [meant] : all.filter((one) => sameGroup(one, meant));
	const [old, newest, third] = members;
	if (third !== void 0) throw manifestError(third, `The group has ${members.length} members; Serin moves traffic between two.`, { fix: "Remove the others from the group." });
	if (old === void 0 || newest === void 0) return { newest: meant };
	for (const member of [old, newest]) refuseOwnRoute(member);
	refuseDifferentModels(old, newest);
	return {
		old,
		newest
	};
}
function groupOf(service) {
	return lookUp({
		...service,
		path: [
			"spec",
			"router",
			"route",
			"group"
		]
	}) ?? void 0;
}
function sameGroup(left, right) {
	return groupOf(left) === groupOf(right);
}
/** A group has no effect beside routes of one's own (`llm_inference_service_validation.go`). */
function refuseOwnRoute(service) {
	const router = {
		...service,
		path: ["spec", "router"]
	};
	const own = [["ingress"], [
		"route",
		"http",
		"refs"
	]].map((path) => ({
		...router,
		path: [...router.path, ...path]
	})).find((spot) => (lookUp(spot) ?? void 0) !== void 0);
	if (own === void 0) return;
	throw manifestError(own, `A member of a group cannot have ${own.path.join(".")}: KServe refuses it.`, { fix: "Remove it, or the group." });
}
/** Clients ask a group for a model by its name, which is that of the resource when none is written. */
function refuseDifferentModels(old, newest) {
	const [left, right] = [old, newest].map((one) => String(lookUp(modelNameSpot(one)) ?? nameOfResource(one)));
	if (left === right) return;
	throw manifestError(modelNameSpot(newest), `The members of the group serve models of other names: ${left}, ${right}.`, { fix: "Write the same spec.model.name in both." });
}
/** What a resource is, or would be, called in a group: its group, and the model that clients ask for. */
function groupNames(service) {
	const name = nameOfResource(service);
	return {
		group: String(groupOf(service) ?? name),
		model: String(lookUp(modelNameSpot(service)) ?? name)
	};
}
function modelNameSpot(service) {
	return {
		...service,
		path: [
			"spec",
			"model",
			"name"
		]
	};
}
/** Where a member says which model it serves. */
function llmModel(service) {
	const spot = {
		...service,
		path: service.manifest.environment.keys.version ?? [
			"spec",
			"model",
			"uri"
		]
	};
	const address = lookUp(spot);
	if (typeof address === "string" && address !== "") {
		const isAddress = address.includes("://") || service.manifest.environment.keys.version === void 0;
		return {
			...spot,
			form: isAddress ? "uri" : "version",
			address
		};
	}
	throw manifestError(spot, `The resource ${nameOfResource(service)} does not say where its model lies.`, { fix: "Write its spec.model.uri." });
}
function isStopped(service) {
	return String(lookUp({
		...service,
		path: [
			"metadata",
			"annotations",
			STOP
		]
	})) === "true";
}
function weightSpot(service) {
	return {
		...service,
		path: [
			"spec",
			"router",
			"route",
			"weight"
		]
	};
}
/** The weight of a member (`RouteSpec`: 0 to 1000000, proportional); a stopped one keeps it and gets no traffic. */
function weightIn(service) {
	const spot = weightSpot(service);
	const weight = lookUp(spot);
	if (typeof weight === "number" && Number.isInteger(weight) && weight >= 0 && weight <= 1e6) return weight;
	throw manifestError(spot, "A member of a group needs a weight, a whole number from 0 to 1000000.", { fix: "Write spec.router.route.weight." });
}
// src/manifest/llm-inference-service.ts
/**
* KServe LLMInferenceServices (serving.kserve.io/v1alpha2), one for each of two versions, in one file and one
* `spec.router.route.group`: the version is in `spec.model.uri`, the share is the weight among those not stopped.
* Promoted and rolled back versions stay deployed with weight 0, so that traffic can go back to them at once.
*/
const llmInferenceService = {
	name: "llm-inference-service",
	what: "KServe LLMInferenceServices",
	noShadow: "An LLMInferenceService has a weight but nothing that mirrors requests, and Serin writes no route in front of one. Begin with a small share of the traffic, /canary 1, or mirror in the gateway by hand.",
	recognizes(documents) {
		return documents.some(({ value }) => isResource(value, LLM_SERVICE));
	},
	read(manifest) {
		return runningOf(splitOf(llmGroupIn(manifest)));
	},
	rest(manifest) {
		return restOf(splitOf(llmGroupIn(manifest)));
	},
	wholeOnly(manifest) {
		const { old, newest } = llmGroupIn(manifest);
		return old === void 0 ? aloneText(newest) : void 0;
	},
	edits(manifest, next) {
		const group = llmGroupIn(manifest);
		const split = splitOf(group);
		if (group.old === void 0) return singleEdits(group.newest, next);
		const pair = {
			old: group.old,
			newest: group.newest
		};
		return [...pairEdits(pair, planSplit(split, next, weightSpot(pair.newest))), ...newVersionEdits(manifest, {
			split,
			next,
			service: pair.newest
		})];
	}
};
function singleEdits(service, { version }) {
	return [...modelAddressEdits(llmModel(service), version), ...setEdits(service.manifest, service.document)];
}
/** A second resource has replicas, nodes and accelerators of its own, which only a person can grant. */
function aloneText(service) {
	const name = nameOfResource(service);
	const { group, model } = groupNames(service);
	const route = (weight) => `\`spec: { router: { route: { group: ${group}, weight: ${weight} } } }\``;
	return noShares(`${name} is alone, so it has all the traffic.`, `Copy its document below a line \`---\`, there with \`metadata: { name: ${name}-canary }\` and ${route(0)}; write ${route(100)} here, and \`spec: { model: { name: ${model} } }\` in both.`);
}
function newVersionEdits(manifest, { split, next, service }) {
	return split.newest.version === next.version ? [] : setEdits(manifest, service.document);
}
function splitOf({ old, newest }) {
	if (old === void 0) return { newest: {
		version: versionIn(newest),
		weight: 1
	} };
	const split = {
		old: shareOf(old),
		newest: shareOf(newest)
	};
	if (split.old.weight + split.newest.weight > 0) return split;
	throw manifestError(weightSpot(newest), "No member of the group gets traffic.", { fix: `Give one of them a weight, and remove its annotation ${STOP}.` });
}
function shareOf(service) {
	return {
		version: versionIn(service),
		weight: isStopped(service) ? 0 : weightIn(service)
	};
}
function versionIn(service) {
	return modelVersion(llmModel(service)) ?? "";
}
function pairEdits(pair, plan) {
	const { old, newest } = pair;
	const sum = weightIn(old) + weightIn(newest);
	const weights = weightsOf(plan.percent, sum, weightSpot(newest));
	const isSwap = plan.old !== versionIn(old);
	refuseColdStart(pair, plan);
	return [
		...isSwap ? swapEdits(pair, plan) : modelAddressEdits(llmModel(newest), plan.newest),
		...editTo(weightSpot(old), weights.old),
		...editTo(weightSpot(newest), weights.newest),
		...isSwap || weights.old > 0 ? startEdits(old) : [],
		...isSwap || weights.newest > 0 ? startEdits(newest) : []
	];
}
/** All traffic to a stopped resource would find nobody until its model is loaded. */
function refuseColdStart({ old, newest }, plan) {
	if (plan.percent !== 100) return;
	const taker = plan.old === versionIn(old) ? newest : old;
	if (!isStopped(taker)) return;
	throw manifestError({
		...taker,
		path: [
			"metadata",
			"annotations",
			STOP
		]
	}, `${nameOfResource(taker)} is stopped, and must load the model before it can take all traffic.`, { fix: "Begin with /canary 1, which starts it, then comment /promote." });
}
/**
* What serves goes on serving: the last document is the newest version's, so the two resources change places by their
* names, and only the one without traffic gets another model.
*/
function swapEdits({ old, newest }, plan) {
	if (!isInterchangeable(old, newest)) throw manifestError(old, `${nameOfResource(newest)} serves and is the last of its group, where the next version is to be written; ${nameOfResource(old)} cannot take its place, because they differ in more than name, model and weight.`, { fix: `Move the document of ${nameOfResource(old)} below that of ${nameOfResource(newest)}.` });
	const [left, right] = [llmModel(old), llmModel(newest)];
	return [
		...editTo(nameSpot(old), nameOfResource(newest)),
		...editTo(left, addressOfVersion(left, versionIn(newest))),
		...editTo(nameSpot(newest), nameOfResource(old)),
		...editTo(right, addressOfVersion(right, plan.newest))
	];
}
function isInterchangeable(old, newest) {
	return JSON.stringify(withoutShare(old)) === JSON.stringify(withoutShare(newest));
}
/** The resource without what a release changes, its keys in order. */
function withoutShare(service) {
	const model = llmModel(service);
	const changed = [
		nameSpot(service),
		weightSpot(service),
		model,
		stopSpot(service)
	].map(({ path }) => path.join("\n"));
	const strip = (value, path) => {
		if (path.join("\n") === model.path.join("\n")) return addressOfVersion(model, "x");
		if (changed.includes(path.join("\n"))) return void 0;
		if (Array.isArray(value)) return value.map((item, index) => strip(item, [...path, index]));
		if (!isMapping$1(value)) return value;
		const kept = Object.keys(value).sort().flatMap((key) => {
			const part = strip(value[key], [...path, key]);
			return part === void 0 ? [] : [[key, part]];
		});
		return kept.length === 0 ? void 0 : Object.fromEntries(kept);
	};
	return strip(lookUp({
		...service,
		path: []
	}), []);
}
function nameSpot(service) {
	return {
		...service,
		path: ["metadata", "name"]
	};
}
function stopSpot(service) {
	return {
		...service,
		path: [
			"metadata",
			"annotations",
			STOP
		]
	};
}
/** Removes the annotation that stops a resource, and the mapping around it when it holds nothing else. */
function startEdits(service) {
	if (!isStopped(service)) return [];
	const { document, path } = stopSpot(service);
	const annotations = lookUp({
		...service,
		path: path.slice(0, -1)
	});
	return [{
		document,
		op: "delete",
		path: isMapping$1(annotations) && Object.keys(annotations).length === 1 ? path.slice(0, -1) : path
	}];
}
// src/manifest/subset.ts
const DESTINATION_RULE = {
	kind: "DestinationRule",
	group: "networking.istio.io"
};
/** The label that tells the version, the first of these that a subset has. */
const VERSION_LABELS = [
	"version",
	"app.kubernetes.io/version",
	"model-version"
];
/**
* The subset of a host by its name, in the DestinationRules of the same file; undefined when none of them defines it.
* Throws a UserError when its labels do not say a version.
*/
function findSubset(from, { host, name }) {
	const found = rulesFor(from, host).flatMap((rule) => subsetsOf(rule)).find((subset) => lookUp({
		...subset,
		path: [...subset.path, "name"]
	}) === name);
	if (found === void 0) return void 0;
	const label = labelOf(found);
	return {
		...found,
		name,
		label,
		version: versionAt(label)
	};
}
function rulesFor({ manifest }, host) {
	return resourcesIn(manifest, DESTINATION_RULE).filter((rule) => {
		const own = String(lookUp({
			...rule,
			path: ["spec", "host"]
		}));
		return own === host || shortName(own) === shortName(host);
	});
}
/** `iris` and `iris.prod.svc.cluster.local` are one host for a rule and a route in the same namespace. */
function shortName(host) {
	return host.split(".")[0] ?? host;
}
function subsetsOf(rule) {
	const subsets = lookUp({
		...rule,
		path: ["spec", "subsets"]
	});
	return Array.isArray(subsets) ? subsets.map((_, index) => ({
		...rule,
		path: [
			"spec",
			"subsets",
			index
		]
	})) : [];
}
function labelOf(subset) {
	const labels = {
		...subset,
		path: [...subset.path, "labels"]
	};
	const value = lookUp(labels);
	const keys = isMapping$1(value) ? Object.keys(value) : [];
	const key = VERSION_LABELS.find((one) => keys.includes(one)) ?? (keys.length === 1 ? keys[0] : void 0);
	if (key !== void 0) return {
		...labels,
		path: [...labels.path, key]
	};
	throw manifestError(labels, "The labels of the subset do not say its version.", { fix: "Write the label \"version\" there, as the pods of the version have it." });
}
function versionAt(label) {
	const value = lookUp(label);
	const text = typeof value === "string" ? value : writtenNumber(label);
	if (text !== void 0 && text !== "") return text;
	throw manifestError(label, "The label of the subset is not a version.", { fix: "Write the version in quotes." });
}
/** The edit that puts another version behind the subset. */
function relabelEdits(subset, version) {
	refuseOwnedWeights({
		...subset,
		path: []
	});
	const { document, path } = subset.label;
	return [{
		document,
		op: "set",
		path,
		value: fitsLabel(version, subset.label)
	}];
}
/** The edit that defines a further subset, like another one but for its name and version. */
function addSubsetEdits(like, name, version) {
	refuseOwnedWeights({
		...like,
		path: []
	});
	if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) throw manifestError(like, `${JSON.stringify(name)} cannot be the name of a subset.`, { fix: "Use small letters, digits and \"-\", at most 63, or name the subsets stable and canary." });
	const value = lookUp(like);
	const labels = isMapping$1(value) && isMapping$1(value.labels) ? value.labels : {};
	const key = String(like.label.path.at(-1));
	const copy = {
		...isMapping$1(value) ? value : {},
		name,
		labels: {
			...labels,
			[key]: fitsLabel(version, like)
		}
	};
	const subsets = like.path.slice(0, -1);
	const count = lookUp({
		...like,
		path: subsets
	});
	const path = [...subsets, Array.isArray(count) ? count.length : 0];
	return [{
		document: like.document,
		op: "insert",
		path,
		value: copy
	}];
}
/** A label's value (Kubernetes, "Labels and Selectors"): at most 63 letters, digits, "-", "_", ".". */
function fitsLabel(version, spot) {
	if (/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(version)) return version;
	throw manifestError(spot, `The version ${JSON.stringify(version)} cannot be the value of a label.`, { fix: "Use letters, digits, \".\", \"_\" and \"-\", at most 63 of them." });
}
// src/manifest/istio-destination.ts
/** `iris`, or `iris (v2)` with a subset. */
function destinationName(destination) {
	const { host, subset } = textsOf(destination);
	return subset === void 0 ? host : `${host} (${subset})`;
}
function versionBehind(destination) {
	return placeOf(destination).version;
}
function placeOf(destination) {
	const { host, subset: name } = textsOf(destination);
	if (name === void 0) return {
		kind: "host",
		version: partsOf(destination).version
	};
	const subset = findSubset(destination, {
		host,
		name
	});
	if (subset !== void 0) return {
		kind: isNamedBy(name, subset.version) ? "subset" : "label",
		subset,
		version: subset.version
	};
	if (!isRole(name)) return {
		kind: "subset",
		subset,
		version: name
	};
	throw manifestError(subsetSpot(destination), `No DestinationRule in this file says which version the subset is.`, { fix: `Put the DestinationRule of ${host}, with the subset ${name}, into this file as a document of its own.` });
}
/** `v2`, `iris-v2`, or `v2` for the label `2`. */
function isNamedBy(name, version) {
	return name === version || name === `v${version}` || name.endsWith(`-${version}`);
}
/** What lets a destination lead to another version; `inUse` are subsets that are defined, though not in this file. */
function moveOf(destination, { to, inUse }) {
	const place = placeOf(destination);
	if (place.version === to) return { edits: [] };
	switch (place.kind) {
		case "label": return { edits: relabelEdits(place.subset, to) };
		case "host": return {
			edits: [],
			rename: {
				text: nameWith(partsOf(destination), to, hostSpot(destination)),
				key: "host"
			}
		};
		case "subset": {
			const { text, edits } = subsetFor(destination, place, {
				to,
				inUse
			});
			return {
				edits,
				rename: {
					text,
					key: "subset"
				}
			};
		}
	}
}
/** The name of the subset of a version, and the edits that define it where no DestinationRule does yet. */
function subsetFor(destination, { subset, version }, { to, inUse }) {
	const { host, subset: name = version } = textsOf(destination);
	const text = name.slice(0, name.length - version.length) + to;
	if (inUse.includes(text) || findSubset(destination, {
		host,
		name: text
	}) !== void 0) return {
		text,
		edits: []
	};
	if (subset !== void 0) return {
		text,
		edits: addSubsetEdits(subset, text, to)
	};
	throw manifestError(subsetSpot(destination), `No DestinationRule in this file defines the subset ${text}.`, { fix: `Put the DestinationRule of ${host} into this file as a document of its own; Serin adds the subset there.` });
}
/**
* A destination of a version that nothing leads to yet: beside subsets with roles, which keep their names, the subset
* called by its own role has it. Throws a UserError when what must be defined for it is not in the file.
*/
function destinationOf(version, like, role) {
	const place = placeOf(like);
	const { host, subset } = textsOf(like);
	if (place.kind === "label") {
		refuseSameRole(place.subset, subset, role);
		const own = findSubset(like, {
			host,
			name: role
		});
		const edits = own === void 0 ? addSubsetEdits(place.subset, role, version) : own.version === version ? [] : relabelEdits(own, version);
		return {
			value: {
				host,
				subset: role
			},
			edits
		};
	}
	const { edits, rename } = moveOf(like, {
		to: version,
		inUse: []
	});
	const value = {
		host,
		...subset !== void 0 && { subset }
	};
	return {
		value: rename === void 0 ? value : {
			...value,
			[rename.key]: rename.text
		},
		edits
	};
}
function refuseSameRole(spot, subset, role) {
	if (subset === void 0 || !(subset === role || subset.endsWith(`-${role}`) || subset.startsWith(`${role}-`))) return;
	throw manifestError(spot, `The only destination is the subset ${subset} already, so a second one cannot have its role.`, { fix: `Call the subset \`stable\`, here and in the route.` });
}
/** The version behind a destination of the same service as `like`; undefined for one of something else, or not known. */
function versionBeside(like, destination) {
	const [own, other] = [textsOf(like), textsOf(destination)];
	if (own.subset === void 0) {
		const [left, right] = [splitName(own.host), splitName(other.host)];
		const isSame = left?.before === right?.before && left?.after === right?.after;
		return other.subset === void 0 && isSame ? right?.version : void 0;
	}
	if (other.subset === void 0 || own.host !== other.host) return void 0;
	return findSubset(destination, {
		host: other.host,
		name: other.subset
	})?.version ?? (isRole(other.subset) ? void 0 : other.subset);
}
function textsOf(destination) {
	const [host, subset] = [hostSpot(destination), subsetSpot(destination)].map(lookUp);
	if (typeof host !== "string") throw manifestError(hostSpot(destination), "The destination has no host.", { fix: "Write its destination.host." });
	return {
		host,
		subset: subset === void 0 || subset === null ? void 0 : String(subset)
	};
}
/** The name of a destination's subset; undefined when it leads to a whole Service. */
function subsetOf(destination) {
	return textsOf(destination).subset;
}
function partsOf(destination) {
	const parts = splitName(textsOf(destination).host);
	if (parts !== void 0) return parts;
	throw manifestError(hostSpot(destination), "The destination does not say which version is behind it.", { fix: "Name a subset of a DestinationRule in this file, or a Service with the version at the end of its name." });
}
function hostSpot(destination) {
	return {
		...destination,
		path: [...destination.path, "host"]
	};
}
function subsetSpot(destination) {
	return {
		...destination,
		path: [...destination.path, "subset"]
	};
}
// src/manifest/istio-mirror.ts
/** Names that `mirrorPercentage` has replaced (virtual_service.proto); a whole number. */
const OLD_PERCENTS = ["mirrorPercent", "mirror_percent"];
/**
* The mirrors of an HTTPRoute of Istio (virtual_service.proto): `mirror` with `mirrorPercentage.value`, absent means
* 100, or the list `mirrors` with `percentage.value`; Istio refuses both side by side.
*/
const istioMirror = {
	mirrorsOf,
	targetOf(version, entry) {
		const like = below(entry, "destination");
		const { value, edits } = destinationOf(version, like, "shadow");
		const port = lookUp(below(like, "port"));
		return {
			value: {
				...value,
				...isMapping$1(port) && { port }
			},
			edits
		};
	},
	writeEdits,
	removeEdits(rule, { spot }) {
		if (isInList(spot)) return entryRemoval(spot);
		return [
			"mirror",
			"mirrorPercentage",
			...OLD_PERCENTS
		].flatMap((key) => removal(below(rule, key)));
	},
	methodsOf(rule) {
		const matches = lookUp(below(rule, "match"));
		if (!Array.isArray(matches) || matches.length === 0) return void 0;
		return matches.map((_, index) => lookUp(below(rule, "match", index, "method", "exact")));
	}
};
function mirrorsOf(rule, entry) {
	const like = below(entry, "destination");
	const list = lookUp(below(rule, "mirrors"));
	const spots = Array.isArray(list) ? list.map((_, index) => below(rule, "mirrors", index)) : [];
	return (isMapping$1(lookUp(below(rule, "mirror"))) ? [below(rule, "mirror"), ...spots] : spots).flatMap((spot) => {
		const version = versionBeside(like, isInList(spot) ? below(spot, "destination") : spot);
		return version === void 0 ? [] : [{
			spot,
			version,
			percent: percentOf(rule, spot)
		}];
	});
}
function isInList(mirror) {
	return mirror.path.at(-2) === "mirrors";
}
/** Without a percentage all is mirrored; a percentage without a value is 0, as in every proto3 message. */
function percentOf(rule, mirror) {
	const share = isInList(mirror) ? below(mirror, "percentage") : below(rule, "mirrorPercentage");
	if (isMapping$1(lookUp(share))) return lookUp(below(share, "value")) === void 0 ? 0 : percentAt(below(share, "value"));
	const old = isInList(mirror) ? void 0 : OLD_PERCENTS.map((key) => below(rule, key)).find((spot) => isNumber(spot));
	return old === void 0 ? 100 : percentAt(old);
}
function isNumber(spot) {
	return typeof lookUp(spot) === "number";
}
function writeEdits(rule, { mirror, target, percent }) {
	const share = { value: percent };
	if (mirror !== void 0 && isInList(mirror.spot)) return [...overEdits(below(mirror.spot, "destination"), target), ...fieldEdits(below(mirror.spot, "percentage"), share)];
	if (mirror === void 0 && Array.isArray(lookUp(below(rule, "mirrors")))) return entryInsertion(below(rule, "mirrors"), {
		destination: target,
		percentage: share
	});
	const { document, path } = below(rule, "mirror");
	if (mirror === void 0) refuseForeignMirror(rule);
	return [
		...mirror === void 0 ? [{
			document,
			op: "set",
			path,
			value: target
		}] : overEdits(mirror.spot, target),
		...fieldEdits(below(rule, "mirrorPercentage"), share),
		...OLD_PERCENTS.flatMap((key) => removal(below(rule, key)))
	];
}
/** What is mirrored to something else goes on; Istio takes a second mirror only in the list. */
function refuseForeignMirror(rule) {
	const spot = below(rule, "mirror");
	if (!isMapping$1(lookUp(spot))) return;
	throw manifestError(spot, `This route mirrors to ${destinationName(spot)} already, of which no version is known.`, { fix: "Write it as an entry of \"mirrors:\" (destination, percentage), where Serin can add another one, or remove it." });
}
/** Gives a destination these fields and no others that would lead elsewhere. */
function overEdits(destination, target) {
	const surplus = ["subset", "port"].filter((key) => !(key in target));
	return [...fieldEdits(destination, target), ...surplus.flatMap((key) => removal(below(destination, key)))];
}
function removal(spot) {
	const { document, path } = spot;
	return lookUp(spot) === void 0 ? [] : [{
		document,
		op: "delete",
		path
	}];
}
// src/manifest/virtual-service.ts
/** What picks requests of one address from each other (`HTTPMatchRequest`). */
const SOME = [
	"headers",
	"withoutHeaders",
	"queryParams",
	"sourceLabels",
	"sourceNamespace"
];
/** Subsets called so are the newest version's, wherever they stand. */
const CANARY = /(^|-)(canary|candidate|challenger)(-|$)/;
/**
* An Istio VirtualService (networking.istio.io, v1 and before): the weights of `spec.http[].route[]`, and the mirrors of
* `spec.http[]`. What runs behind the destinations is deployed by something else.
*/
const virtualService = routeLayout({
	name: "virtual-service",
	what: "an Istio VirtualService",
	resource: {
		kind: "VirtualService",
		group: "networking.istio.io"
	},
	rules: "http",
	list: "route",
	destinations: {
		nameOf: (entry) => destinationName(inside(entry)),
		usualWeight: 0,
		isNewest: (entry) => CANARY.test(subsetOf(inside(entry)) ?? ""),
		isForSome: (list) => everyMatch(list, "match", SOME),
		versionOf: (entry) => versionBehind(inside(entry)),
		versionEdits,
		versionLike: (like, entry) => versionBeside(inside(like), inside(entry)),
		beside(only, version) {
			const value = lookUp(only);
			const destination = lookUp(inside(only));
			const { value: target, edits } = destinationOf(version, inside(only), "canary");
			return {
				value: {
					...isMapping$1(value) ? value : {},
					destination: {
						...isMapping$1(destination) ? destination : {},
						...target
					}
				},
				edits
			};
		}
	},
	mirror: istioMirror
});
function versionEdits([first, ...others], plan) {
	if (first === void 0) return [];
	const inUse = [first.old, first.newest].flatMap((entry) => (entry && subsetOf(inside(entry))) ?? []);
	return ["old", "newest"].flatMap((part) => {
		const [entry, to] = [first[part], plan[part]];
		if (entry === void 0 || to === void 0) return [];
		const { edits, rename } = moveOf(inside(entry), {
			to,
			inUse
		});
		if (rename === void 0) return edits;
		const places = [first, ...others].flatMap((route) => route[part] ?? []).map(inside).map((place) => ({
			...place,
			path: [...place.path, rename.key]
		}));
		return [...edits, ...places.flatMap((place) => editTo(place, rename.text))];
	});
}
function inside(entry) {
	return {
		...entry,
		path: [...entry.path, "destination"]
	};
}
// src/manifest/layouts.ts
/** Every layout, the most specific first. */
const layouts = [
	argoRollouts,
	flagger,
	inferenceGraph,
	virtualService,
	httpRoute,
	llmInferenceService,
	kserveStandard,
	kserve,
	deployment,
	kustomize,
	dockerCompose,
	helmValues,
	anyYaml
];
// src/manifest/choose-layout.ts
/**
* The layout that `serin.yml` names, else the one that the manifest is recognised as.
* Throws a UserError when it is none of them, or when `serin.yml` says something of it that the layout does not have.
*/
function chooseLayout(manifest) {
	const { environment, documents } = manifest;
	const { layout: named } = environment;
	const found = layouts.find((layout) => named ? layout.name === named : layout.recognizes(documents, environment.file));
	if (found === void 0) throw unknownShape(manifest);
	refuseForeignKeys(found, manifest);
	return found;
}
const KEYED = ["helm-values", "yaml"];
function refuseForeignKeys({ name }, manifest) {
	const { storageUri, resource, keys } = manifest.environment;
	const spot = {
		manifest,
		document: 0,
		path: []
	};
	if (name === "helm-values" && (storageUri !== void 0 || resource !== void 0)) throw manifestError(spot, "This is not an InferenceService, but serin.yml expects one.", { fix: "Remove \"storage-uri\" and \"resource\" from serin.yml, or write \"layout: kserve\" there." });
	if (KEYED.includes(name) || keys.shadow === void 0 && keys.shadowVersion === void 0) return;
	throw manifestError(spot, `The keys "shadow" and "shadow-version" mean nothing in the layout ${name}.`, { fix: `Remove them from "keys" in serin.yml; they are for ${KEYED.join(" and ")}.` });
}
function unknownShape(manifest) {
	const document = Math.max(0, manifest.documents.findIndex(({ value }) => value !== null));
	const spot = {
		manifest,
		document,
		path: []
	};
	const value = manifest.documents[document]?.value;
	const fix = `Name one of these as "file:" in serin.yml: ${layouts.map(({ what }) => what).join(", ")}.`;
	if (!isMapping$1(value)) return manifestError(spot, `${kindOf(value)} stands where a manifest is expected.`, { fix });
	if (String(value.apiVersion).startsWith("serving.kubeflow.org/")) {
		const what = "This is a resource of KFServing, which KServe has replaced.";
		return manifestError({
			...spot,
			path: ["apiVersion"]
		}, what, { fix: "Migrate it to serving.kserve.io/v1beta1." });
	}
	const kinds = manifest.documents.flatMap((one) => isMapping$1(one.value) && one.value.kind ? [String(one.value.kind)] : []);
	return manifestError({
		...spot,
		path: ["kind"]
	}, `Serin cannot release a model through ${kinds.join(", ")}.`, { fix });
}
// src/manifest/unwritable.ts
/**
* Refuses a manifest that another program makes the real one of, whatever it says itself: a change could not be told
* from a mistake there, or would break it. Throws a UserError with file, line and column.
*/
function refuseUnwritable(manifest) {
	refuseTemplate(manifest);
	refuseYtt(manifest);
	for (const document of manifest.documents) refuseEncrypted(document, manifest);
}
/**
* Refuses a version that is not one yet: `${TAG}`, `{{ .Values.tag }}`. Throws a UserError with the line where the file
* has it.
*/
function refuseTemplateVersion(version, { text, environment: { file } }) {
	if (!/\$\{|\{\{|\{%/.test(version)) return;
	const at = text.indexOf(version);
	throw new require_errors.UserError(`What runs here is ${version.slice(0, 60)}, which something else fills in.`, {
		place: {
			file,
			...at >= 0 && { line: text.slice(0, at).split("\n").length }
		},
		fix: "Write the version itself there, or name the file that has it as \"file:\" in serin.yml."
	});
}
/** Templates whose marks the YAML around them bears: `name: app-{{ .Release.Name }}`. */
function refuseTemplate({ documents, environment: { file } }) {
	const template = documents.find((document) => document.template !== void 0)?.template;
	if (template === void 0) return;
	throw new require_errors.UserError("This file is a template: something else fills in what stands between {{ }} or {% %}.", {
		place: {
			file,
			...template
		},
		fix: "Name the file with the values as \"file:\" in serin.yml, or put quotes around the value if it is meant as it is."
	});
}
/** ytt writes its templates into comments (carvel.dev/ytt, "Annotations"). */
const YTT = /^[ \t]*#@(?:[ \t]|[a-z]+\/|library\b)|[ \t]#@ /m;
function refuseYtt({ text, environment: { file } }) {
	const found = YTT.exec(text);
	if (found === null) return;
	throw new require_errors.UserError("This file is a ytt template: its comments are a program.", {
		place: {
			file,
			line: text.slice(0, found.index).split("\n").length
		},
		fix: "Name the file with the data values as \"file:\" in serin.yml."
	});
}
function refuseEncrypted(document, { environment: { file } }) {
	const { value } = document;
	if (typeof value !== "object" || value === null) return;
	const { sops, kind } = value;
	if (typeof sops === "object" && sops !== null && ("mac" in sops || "lastmodified" in sops)) throw new require_errors.UserError("This file is encrypted with SOPS: after any change, its checksum (mac) would be wrong.", {
		place: {
			file,
			...document.positionOf(["sops"]),
			key: "sops"
		},
		fix: "Keep the version in a file of its own that is not encrypted, and name that one as \"file:\" in serin.yml."
	});
	if (kind !== "SealedSecret") return;
	throw new require_errors.UserError("This is a SealedSecret: what is in it is encrypted as a whole.", {
		place: {
			file,
			...document.positionOf(["kind"]),
			key: "kind"
		},
		fix: "Name the manifest of the model as \"file:\" in serin.yml, in a file without secrets."
	});
}
// src/manifest/manifest.ts
/**
* What a manifest says, and which layout it has: the one that `serin.yml` names, else the one it is recognised as.
* Throws a UserError with file, line, column and key when it says it in a way that cannot be read safely.
*/
function readManifest(target) {
	const manifest = open(target);
	const layout = chooseLayout(manifest);
	const wholeOnly = isEmpty(manifest) ? void 0 : layout.wholeOnly?.(manifest);
	const running = runningIn(layout, manifest);
	const rest = running && layout.rest?.(manifest);
	return {
		layout: layout.name,
		running,
		...rest !== void 0 && { rest },
		...wholeOnly && { wholeOnly },
		shadowing: shadowingOf(layout, manifest)
	};
}
/**
* The text of the manifest when it says `next`, with the environment's `set` keys when the version changes; the same
* text when it says so already. Without `next.shadow`, no requests are mirrored afterwards. Only the lines that must
* change do (`editYaml`). `previous` is the version that ran before, where the history tells: some layouts must write it
* to go back to it.
* Throws a UserError when the layout cannot say it, or the file cannot be changed safely.
*/
function writeManifest(target, next, previous) {
	refuseOddVersion(next.version, target.environment);
	const manifest = open(target);
	const layout = chooseLayout(manifest);
	const whole = next.rollout.kind === "stable" || isEmpty(manifest) ? void 0 : layout.wholeOnly?.(manifest);
	const refusal = next.rollout.kind === "pinned" ? whole?.why : whole?.canary;
	if (refusal !== void 0) throw new require_errors.UserError(refusal, { place: { file: target.environment.file } });
	const released = withText(manifest, writeRollout(layout, manifest, next, previous));
	const after = withText(released, writeShadow(layout, released, next.shadow));
	const written = runningIn(layout, after);
	if (saysRollout(written, next) && sameShadow(written?.shadow, next.shadow)) return after.text;
	throw new Error(`wrote ${JSON.stringify(next)} into ${target.environment.file} and read ${JSON.stringify(written)}`);
}
function writeRollout(layout, manifest, next, previous) {
	if (!isEmpty(manifest) && saysRollout(layout.read(manifest), next)) return manifest.text;
	const edits = layout.edits(manifest, next, previous);
	return inFile(manifest.environment, () => editYaml(manifest.text, edits));
}
/** After the rollout is written: what it renamed may be what the requests are mirrored to. */
function writeShadow(layout, manifest, next) {
	const mirror = mirrorOf(layout, manifest);
	if (sameShadow(mirror.kind === "can" ? mirror.form.read(manifest) : void 0, next)) return manifest.text;
	if (mirror.kind === "cannot") throw new require_errors.UserError(mirror.reason, { place: { file: manifest.environment.file } });
	if (next !== void 0) refuseOddVersion(next.version, manifest.environment);
	const edits = mirror.form.edits(manifest, next);
	return inFile(manifest.environment, () => editYaml(manifest.text, edits));
}
/**
* Why it is not known where a manifest keeps its version, or is to keep it; `readManifest` and `writeManifest` throw it.
* Undefined when it is known, and for a file that cannot be read at all.
*/
function unclearVersionKey(target) {
	const { layout } = target.environment;
	if (layout !== void 0 && layout !== "helm-values") return void 0;
	try {
		const manifest = open(target);
		return chooseLayout(manifest).name === "helm-values" ? versionKeyProblem(manifest) : void 0;
	} catch (error) {
		if (error instanceof require_errors.UserError) return void 0;
		throw error;
	}
}
/** What to tell a person when `serin.yml` names a file that `repository` (owner/name) does not have. */
function missingManifest({ name, file }, at) {
	return new require_errors.UserError(`${at.repository} has no such file on “${at.branch}”; it should hold “${name}”.`, {
		place: { file },
		fix: "Commit the file first (an empty one is enough for Helm values), or correct its path in serin.yml."
	});
}
function open(target) {
	const { environment, text } = target;
	const manifest = {
		environment,
		text,
		documents: documentsOf(target)
	};
	refuseUnwritable(manifest);
	return manifest;
}
/** A text that stayed is not parsed again. */
function withText(manifest, text) {
	return text === manifest.text ? manifest : open({
		environment: manifest.environment,
		text
	});
}
/** The documents of a manifest. Throws a UserError when it is no YAML. */
function documentsOf({ environment, text, documents }) {
	return documents ?? require_read.readYaml(text, { file: environment.file }).documents;
}
function runningIn(layout, manifest) {
	const running = isEmpty(manifest) ? void 0 : layout.read(manifest);
	if (running) refuseTemplateVersion(running.version, manifest);
	const mirror = running === void 0 ? void 0 : mirrorOf(layout, manifest);
	const shadow = mirror?.kind === "can" ? mirror.form.read(manifest) : void 0;
	return running && {
		...running,
		...shadow && { shadow }
	};
}
/** A file that was committed before its content. */
function isEmpty({ documents }) {
	return documents.every(({ value }) => value === null);
}
function saysRollout(running, next) {
	return running?.version === next.version && sameRollout(running.rollout, next.rollout);
}
function mirrorOf(layout, manifest) {
	if (!("shadow" in layout)) return {
		kind: "cannot",
		reason: layout.noShadow
	};
	const reason = layout.shadow.unavailable?.(manifest);
	return reason === void 0 ? {
		kind: "can",
		form: layout.shadow
	} : {
		kind: "cannot",
		reason
	};
}
function shadowingOf(layout, manifest) {
	if (isEmpty(manifest)) return {
		kind: "cannot",
		reason: "The file is empty, so there are no requests to mirror."
	};
	const mirror = mirrorOf(layout, manifest);
	if (mirror.kind === "cannot") return mirror;
	const warning = mirror.form.warning?.(manifest);
	return {
		kind: "can",
		...warning !== void 0 && { warning }
	};
}
const ODD = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
function refuseOddVersion(version, { file }) {
	if (version !== "" && version.length <= 200 && version.trim() === version && !ODD.test(version)) return;
	throw new require_errors.UserError(`${JSON.stringify(version.slice(0, 60))} is not a version.`, {
		place: { file },
		fix: "A version is one line of 1 to 200 characters without spaces around it."
	});
}
/** An edit is refused by line and column; only here is it known of which file. */
function inFile({ file }, edit) {
	try {
		return edit();
	} catch (error) {
		if (!(error instanceof require_errors.UserError) || error.place.file !== void 0) throw error;
		const { what, place, fix } = error;
		throw new require_errors.UserError(what, {
			place: {
				...place,
				file
			},
			...fix !== void 0 && { fix },
			cause: error
		});
	}
}
Object.defineProperty(exports, "DEPLOYMENT_MODE", {
	enumerable: true,
	get: function() {
		return DEPLOYMENT_MODE;
	}
});
Object.defineProperty(exports, "LLM_SERVICE", {
	enumerable: true,
	get: function() {
		return LLM_SERVICE;
	}
});
Object.defineProperty(exports, "bareWord", {
	enumerable: true,
	get: function() {
		return bareWord;
	}
});
Object.defineProperty(exports, "changedLines", {
	enumerable: true,
	get: function() {
		return changedLines;
	}
});
Object.defineProperty(exports, "chooseLayout", {
	enumerable: true,
	get: function() {
		return chooseLayout;
	}
});
Object.defineProperty(exports, "documentsOf", {
	enumerable: true,
	get: function() {
		return documentsOf;
	}
});
Object.defineProperty(exports, "findModel", {
	enumerable: true,
	get: function() {
		return findModel;
	}
});
Object.defineProperty(exports, "hasWorkload", {
	enumerable: true,
	get: function() {
		return hasWorkload;
	}
});
Object.defineProperty(exports, "isAmbiguous", {
	enumerable: true,
	get: function() {
		return isAmbiguous;
	}
});
Object.defineProperty(exports, "isInferenceService", {
	enumerable: true,
	get: function() {
		return isInferenceService;
	}
});
Object.defineProperty(exports, "isMapping", {
	enumerable: true,
	get: function() {
		return isMapping$1;
	}
});
Object.defineProperty(exports, "isResource", {
	enumerable: true,
	get: function() {
		return isResource;
	}
});
Object.defineProperty(exports, "llmModel", {
	enumerable: true,
	get: function() {
		return llmModel;
	}
});
Object.defineProperty(exports, "lookUp", {
	enumerable: true,
	get: function() {
		return lookUp;
	}
});
Object.defineProperty(exports, "missingManifest", {
	enumerable: true,
	get: function() {
		return missingManifest;
	}
});
Object.defineProperty(exports, "modeOf", {
	enumerable: true,
	get: function() {
		return modeOf;
	}
});
Object.defineProperty(exports, "modelVersion", {
	enumerable: true,
	get: function() {
		return modelVersion;
	}
});
Object.defineProperty(exports, "nameOfResource", {
	enumerable: true,
	get: function() {
		return nameOfResource;
	}
});
Object.defineProperty(exports, "namedSpot", {
	enumerable: true,
	get: function() {
		return namedSpot;
	}
});
Object.defineProperty(exports, "ownerOf", {
	enumerable: true,
	get: function() {
		return ownerOf;
	}
});
Object.defineProperty(exports, "readManifest", {
	enumerable: true,
	get: function() {
		return readManifest;
	}
});
Object.defineProperty(exports, "renderText", {
	enumerable: true,
	get: function() {
		return renderText;
	}
});
Object.defineProperty(exports, "splitName", {
	enumerable: true,
	get: function() {
		return splitName;
	}
});
Object.defineProperty(exports, "unclearVersionKey", {
	enumerable: true,
	get: function() {
		return unclearVersionKey;
	}
});
Object.defineProperty(exports, "writeManifest", {
	enumerable: true,
	get: function() {
		return writeManifest;
	}
});
