require("./text-table.cjs");
// src/metrics/number-text.ts
/** Significant digits of a number that stands alone. */
const DIGITS = 4;
const SMALLEST_PLAIN = 1e-4;
const SMALLEST_EXPONENTIAL = 0x38d7ea4c68000;
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
function exponential(value, digits) {
	const [mantissa = "", exponent = ""] = value.toExponential(digits - 1).split("e");
	return `${withoutTrailingZeros(mantissa)}e${exponent.replace("+", "")}`;
}
function withoutTrailingZeros(text) {
	return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
// src/metrics/range-text.ts
/**
* The range of a difference, `+0.001 … +0.017`, with as many decimals as its width deserves, and enough of them that
* nothing but zero is written as zero.
*/
function rangeText(lo, hi) {
	const decimals = Math.max(hi > lo ? 1 - Math.floor(Math.log10(hi - lo)) : 0, decimalsToShow(lo), decimalsToShow(hi));
	const isPlain = decimals <= 8 && Math.max(Math.abs(lo), Math.abs(hi)) < 1e9;
	const write = (value) => withSign(isPlain ? value.toFixed(decimals) : formatNumber(value, 3));
	return `${write(lo)} … ${write(hi)}`;
}
/** How many decimals it takes for a number to be no zero. */
function decimalsToShow(value) {
	return value === 0 ? 0 : Math.max(0, -Math.floor(Math.log10(Math.abs(value))));
}
function withSign(text) {
	return /^-?0(\.0*)?$/.test(text) ? text.replace("-", "") : text.replace(/^(?!-)/, "+");
}
// src/report/number.ts
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
Object.defineProperty(exports, "formatDifference", {
	enumerable: true,
	get: function() {
		return formatDifference;
	}
});
Object.defineProperty(exports, "formatNumber", {
	enumerable: true,
	get: function() {
		return formatNumber;
	}
});
Object.defineProperty(exports, "formatRange", {
	enumerable: true,
	get: function() {
		return formatRange;
	}
});
