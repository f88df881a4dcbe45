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
// src/report/number.ts
/** A difference with its sign and two significant digits: `+0.013`, `-1.2 pp`. */
function formatDifference(value, unit) {
	const { factor, difference } = shownAs(unit);
	return signed(formatNumber(value * factor, 2)) + difference;
}
/** The range of a difference, `+0.001 … +0.017`, with as many decimals as its width deserves. */
function formatRange(lo, hi, unit) {
	const { factor, difference } = shownAs(unit);
	const [low, high] = [lo * factor, hi * factor];
	const decimals = high > low ? 1 - Math.floor(Math.log10(high - low)) : 0;
	const isPlain = decimals <= 8 && Math.max(Math.abs(low), Math.abs(high)) < 1e9;
	const write = (value) => signed(isPlain ? value.toFixed(Math.max(0, decimals)).replace(/^-(0\.?0*)$/, "$1") : formatNumber(value, 3));
	return `${write(low)} … ${write(high)}${difference}`;
}
function signed(text) {
	return /^-|^0(\.0*)?$/.test(text) ? text : `+${text}`;
}
function shownAs(unit) {
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
