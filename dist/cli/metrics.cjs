const require_rolldown_runtime = require("./rolldown-runtime.cjs");
const require_registry = require("./registry.cjs");
const require_diff_trees = require("./diff-trees.cjs");
// src/metrics/metrics.ts
var metrics_exports = /* @__PURE__ */ require_rolldown_runtime.__exportAll({ parseSources: () => parseSources });
/** The metrics (or parameters) in files; see parseSources for what it takes and throws. */
function parseMetrics(files) {
	return parseSources(files).metrics;
}
/**
* Reads metrics files of any known format.
* Throws UserError with the file, and line and column where there is one: unknown format, wrong syntax, an empty file,
* a file without names, a name twice in one file, too deep, too many.
*/
function parseSources(files) {
	return require_diff_trees.readSources(files, (content, { format }) => format === void 0 ? require_registry.formatOf(content) : require_registry.formatNamed(format));
}
Object.defineProperty(exports, "metrics_exports", {
	enumerable: true,
	get: function() {
		return metrics_exports;
	}
});
Object.defineProperty(exports, "parseMetrics", {
	enumerable: true,
	get: function() {
		return parseMetrics;
	}
});
Object.defineProperty(exports, "parseSources", {
	enumerable: true,
	get: function() {
		return parseSources;
	}
});
