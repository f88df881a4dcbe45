const require_markdown = require("./markdown.cjs");
// src/metrics/number-text.ts
/** Significant digits of a number that stands alone. */
const DIGITS = 4;
const SMALLEST_PLAIN = 1e-4;
const SMALLEST_EXPONENTIAL = 0x38d7ea4c68000;
/** Every double is told apart from its neighbours by this many significant digits. */
const ALL_DIGITS = 17;
/**
* A number with `digits` significant digits: `0.9333`, `1.235e-7`, `12346`. Integers below 1e15 are written whole,
* below 1e-4 and from 1e15 on the exponent is written, so nothing but zero is ever shown as 0.
* NaN and infinities are written as JavaScript does.
*/
function formatNumber(value, digits = DIGITS) {
	const size = Math.abs(value);
	if (size === 0) return "0";
	if (!Number.isFinite(value)) return String(value);
	if (size >= SMALLEST_EXPONENTIAL || size < SMALLEST_PLAIN) return exponential(value, digits);
	if (Number.isInteger(value)) return String(value);
	const exponent = Number(value.toExponential(digits - 1).split("e")[1]);
	return withoutTrailingZeros(value.toFixed(Math.max(0, digits - 1 - exponent)));
}
/** Numbers side by side, with as many digits as it takes for different numbers to look different. */
function formatApart(...values) {
	const different = new Set(values.map((value) => value + 0)).size;
	for (let digits = DIGITS; digits < ALL_DIGITS; digits += 1) {
		const texts = values.map((value) => formatNumber(value, digits));
		if (new Set(texts).size === different) return texts;
	}
	return values.map((value) => formatNumber(value, ALL_DIGITS));
}
/**
* Writes old, new and change with the same number of decimals, enough for the change to show:
* 0.93333333 → 0.96666666 is `0.9333`, `0.9667`, `+0.0333`. Numbers whose sizes are too far apart for that, or which
* need an exponent, are written each for itself.
*/
function formatMove(old, candidate) {
	const change = candidate - old;
	const largest = Math.max(Math.abs(old), Math.abs(candidate));
	const decimals = Math.max(decimalsOf(formatNumber(old)), decimalsOf(formatNumber(candidate)), decimalsOfChange(change));
	if (!(decimals + Math.log10(Math.max(largest, 1)) < 15)) {
		const [before = "", after = ""] = formatApart(old, candidate);
		return {
			old: before,
			new: after,
			change: signed$1(change, formatNumber(change))
		};
	}
	const fixed = (value) => value.toFixed(decimals);
	return {
		old: fixed(old),
		new: fixed(candidate),
		change: signed$1(change, change === 0 ? "0" : fixed(change))
	};
}
/** A ratio as a signed percentage: 0.0357 → `+3.6%`. Two significant digits, whole numbers from 100 % on. */
function formatPercent(ratio) {
	const percent = ratio * 100;
	return `${signed$1(percent, Math.abs(percent) >= 100 ? formatNumber(Math.round(percent)) : formatNumber(percent, 2))}%`;
}
function signed$1(value, text) {
	return value > 0 ? `+${text}` : text;
}
function exponential(value, digits) {
	const [mantissa = "", exponent = ""] = value.toExponential(digits - 1).split("e");
	return `${withoutTrailingZeros(mantissa)}e${exponent.replace("+", "")}`;
}
function withoutTrailingZeros(text) {
	return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
/** Enough decimals for two digits of the change, which may be smaller than the smallest number that stands alone. */
function decimalsOfChange(change) {
	if (change === 0) return 0;
	const exponent = Number(change.toExponential(1).split("e")[1]);
	return exponent < -8 ? Number.POSITIVE_INFINITY : decimalsOf(withoutTrailingZeros(change.toFixed(Math.max(0, 1 - exponent))));
}
/** Infinite for a text with an exponent: no number of decimals can stand beside it. */
function decimalsOf(text) {
	if (!/^[-\d.]+$/.test(text)) return Number.POSITIVE_INFINITY;
	return text.split(".")[1]?.length ?? 0;
}
// src/metrics/range-text.ts
/**
* The range of a difference, `+0.001 … +0.017`, with as many decimals as its width deserves, and enough of them that
* nothing but zero is written as zero; the unit stands behind both.
*/
function rangeText(lo, hi, unit = "") {
	const decimals = Math.max(hi > lo ? 1 - Math.floor(Math.log10(hi - lo)) : 0, decimalsToShow(lo), decimalsToShow(hi));
	const isPlain = decimals <= 8 && Math.max(Math.abs(lo), Math.abs(hi)) < 1e9;
	const write = (value) => withSign(isPlain ? value.toFixed(decimals) : formatNumber(value, 3));
	return `${write(lo)}${unit} … ${write(hi)}${unit}`;
}
/** How many decimals it takes for a number to be no zero. */
function decimalsToShow(value) {
	return value === 0 ? 0 : Math.max(0, -Math.floor(Math.log10(Math.abs(value))));
}
function withSign(text) {
	return /^-?0(\.0*)?$/.test(text) ? text.replace("-", "") : text.replace(/^(?!-)/, "+");
}
const LONGEST_VALUE = 60;
/** A change as three cells of Markdown that agree with each other; `change` has an arrow, the sign and the percentage. */
function changeCells(change) {
	const { old, new: now, unit } = change;
	if (old?.kind !== "number" || now?.kind !== "number") return {
		old: valueCell(old, unit),
		new: valueCell(now, unit),
		change: "–"
	};
	const { factor, value, difference } = shownAs(unit, old.value, now.value);
	const move = formatMove(old.value * factor, now.value * factor);
	const cells = {
		old: move.old + value,
		new: move.new + value
	};
	if (change.change === void 0 || change.change === 0) return {
		...cells,
		change: "–"
	};
	const percent = change.relative === void 0 ? "" : ` (${formatPercent(change.relative)})`;
	return {
		...cells,
		change: `${change.change > 0 ? "▲" : "▼"} ${move.change}${difference}${percent}`
	};
}
/** One value as a cell of Markdown. */
function valueCell(value, unit) {
	if (value === void 0) return "–";
	if (value.kind === "text") return require_markdown.inlineCode(value.text, LONGEST_VALUE);
	const shown = shownAs(unit, value.value);
	return formatNumber(value.value * shown.factor) + shown.value;
}
/** A parameter's value as a cell of Markdown: as code, with all digits of a number, for somebody typed them. */
function exactCell(value) {
	return value?.kind === "number" ? require_markdown.inlineCode(String(value.value)) : valueCell(value);
}
/** A difference with its sign and two significant digits: `+0.013`, `-1.2 pp`. */
function formatDifference(value, unit) {
	const { factor, difference } = shownAs(unit, value);
	return signed(formatNumber(value * factor, 2)) + difference;
}
/** The range of a difference, `+0.001 … +0.017`, with as many decimals as its width deserves. */
function formatRange(lo, hi, unit) {
	const { factor, difference } = shownAs(unit, lo, hi);
	return rangeText(lo * factor, hi * factor) + difference;
}
function signed(text) {
	return /^-|^0(\.0*)?$/.test(text) ? text : `+${text}`;
}
const TIMES = [
	[1e9, "s"],
	[1e6, "ms"],
	[1e3, "µs"]
];
/** `sizes`: the numbers that are shown side by side, so that they all have one unit. */
function shownAs(unit, ...sizes) {
	if (unit === void 0) return {
		factor: 1,
		value: "",
		difference: ""
	};
	if (unit === "percent") return {
		factor: 100,
		value: "%",
		difference: " pp"
	};
	if (unit === "ns") {
		const largest = Math.max(...sizes.map(Math.abs));
		const [nanoseconds, name] = TIMES.find(([least]) => largest >= least) ?? [1, "ns"];
		return {
			factor: 1 / nanoseconds,
			value: ` ${name}`,
			difference: ` ${name}`
		};
	}
	return {
		factor: 1,
		value: ` ${unit}`,
		difference: ` ${unit}`
	};
}
Object.defineProperty(exports, "changeCells", {
	enumerable: true,
	get: function() {
		return changeCells;
	}
});
Object.defineProperty(exports, "exactCell", {
	enumerable: true,
	get: function() {
		return exactCell;
	}
});
Object.defineProperty(exports, "formatApart", {
	enumerable: true,
	get: function() {
		return formatApart;
	}
});
Object.defineProperty(exports, "formatDifference", {
	enumerable: true,
	get: function() {
		return formatDifference;
	}
});
Object.defineProperty(exports, "formatMove", {
	enumerable: true,
	get: function() {
		return formatMove;
	}
});
Object.defineProperty(exports, "formatNumber", {
	enumerable: true,
	get: function() {
		return formatNumber;
	}
});
Object.defineProperty(exports, "formatPercent", {
	enumerable: true,
	get: function() {
		return formatPercent;
	}
});
Object.defineProperty(exports, "formatRange", {
	enumerable: true,
	get: function() {
		return formatRange;
	}
});
Object.defineProperty(exports, "rangeText", {
	enumerable: true,
	get: function() {
		return rangeText;
	}
});
Object.defineProperty(exports, "valueCell", {
	enumerable: true,
	get: function() {
		return valueCell;
	}
});
