const require_rolldown_runtime = require("./rolldown-runtime.cjs");
const require_picomatch$1 = require("./picomatch.cjs");
const require_read = require("./read.cjs");
const require_diff_trees = require("./diff-trees.cjs");
const require_strict = require("./strict.cjs");
const require_registry = require("./registry.cjs");
let node_path = require("node:path");
// src/metrics/dvc.ts
var import_picomatch = /* @__PURE__ */ require_rolldown_runtime.__toESM(require_picomatch$1.require_picomatch(), 1);
/**
* The `dvc.yaml` whose declared files stand for an entry of the configuration; undefined for any other entry.
* A `dvc.lock` does not say which of its outputs are metrics or plots, so the `dvc.yaml` beside it does; its
* parameters it has itself.
*/
function dvcFileOf(entry, kind) {
	if (node_path.posix.basename(entry) === "dvc.yaml") return entry;
	return node_path.posix.basename(entry) === "dvc.lock" && kind !== "params" ? entry.replace(/lock$/, "yaml") : void 0;
}
/** Whether an entry of the configuration stands for a pipeline of DVC. */
function isPipeline(entry) {
	return ["dvc.yaml", "dvc.lock"].includes(node_path.posix.basename(entry));
}
/**
* The metrics, parameters and plots that a `dvc.yaml` declares in its stages and at its top level, as DVC 3 reads them:
* relative to the file's folder or the stage's `wdir`. `${…}` is filled in from `foreach`, `matrix` and the `vars`
* written in the file; what comes from elsewhere becomes `*`. DVC reads `params.yaml` whether a stage names it or not, so it
* is among the parameters; it may be absent.
* Throws UserError for wrong YAML and for a path that leads out of the repository.
*/
function dvcFiles(text, file) {
	const declared = require_diff_trees.declaredIn(require_read.readYaml(text, { file }).documents[0]?.value, file);
	const usual = node_path.posix.join(node_path.posix.dirname(file), "params.yaml");
	return {
		...declared,
		params: [.../* @__PURE__ */ new Set([usual, ...declared.params])]
	};
}
/** The axes of the plots that a `dvc.yaml` declares, where it names them. Throws UserError as dvcFiles does. */
function dvcAxes(text, file) {
	return require_diff_trees.axesDeclaredIn(require_read.readYaml(text, { file }).documents[0]?.value, file);
}
// src/config/gate-rule.ts
const PERCENT = /^\d+(\.\d+)?%$/;
/** `0.005` is an absolute amount, `2%` is relative to the baseline; both are how much worse a metric may get. */
const maxRegression = require_strict.union([require_strict.number(), require_strict.string()], { error: ({ input }) => require_strict.say(`${require_strict.quoted(input)} is not an amount`, "Write a number (0.005) for an absolute limit or a percentage (2%).") }).superRefine((input, context) => {
	const complain = (message) => context.addIssue({
		code: "custom",
		message
	});
	if (typeof input === "number" && input < 0) complain(require_strict.say(`${input} is negative`, "Write by how much the metric may get worse, for example 0.005; 0 for not at all."));
	if (typeof input === "string" && !PERCENT.test(input)) complain(require_strict.say(`${require_strict.quoted(input)} is not an amount`, "Write a bare number (0.005) for an absolute limit or a percentage (2%)."));
}).meta({
	examples: [.005, "2%"],
	description: "How much worse than the baseline the metric may get."
});
const limit = require_strict.number();
/** What becomes of `max-regression` when the test set cannot tell. */
const whenUnclear = require_strict._enum([
	"pass",
	"warn",
	"fail"
]).meta({
	description: "What to do when the examples cannot tell whether \"max-regression\" is kept: pass, pass with a warning (default), or fail.",
	examples: ["fail"]
});
/** One line of `gates:`; the metric it is about is its key. */
const gateRule = require_strict.strictObject({
	min: limit.optional().meta({
		description: "The lowest value that passes.",
		examples: [.9]
	}),
	max: limit.optional().meta({
		description: "The highest value that passes.",
		examples: [.2]
	}),
	"max-regression": maxRegression.optional(),
	better: require_strict._enum(["higher", "lower"]).optional().meta({ description: "Which direction is an improvement." }),
	"when-unclear": whenUnclear.optional()
}).superRefine((rule, context) => {
	const complain = (message, path = []) => context.addIssue({
		code: "custom",
		message,
		path
	});
	if (Object.keys(rule).length === 0 && context.issues.length === 0) complain(require_strict.say("the rule asks for nothing", "Write for example { min: 0.9 } or { max-regression: 2% }."));
	if (rule["when-unclear"] !== void 0 && rule["max-regression"] === void 0) complain(require_strict.say("only \"max-regression\" can be unclear, and the rule has none", "Add it, or leave this key out."), ["when-unclear"]);
	if (rule.min !== void 0 && rule.max !== void 0 && rule.min > rule.max) complain(require_strict.say(`no value is at least ${rule.min} and at most ${rule.max}`, "Exchange the two."), ["min"]);
}).meta({ examples: [{ min: .9 }] });
/** The rule as the gate evaluates it; `usual` is the model's `when-unclear`, which the rule's own overrides. */
function gateRuleOf(metric, rule, usual) {
	const regression = rule["max-regression"];
	const unclear = rule["when-unclear"] ?? usual;
	return {
		metric,
		...rule.min !== void 0 && { min: rule.min },
		...rule.max !== void 0 && { max: rule.max },
		...regression !== void 0 && { maxRegression: amountOf(regression) },
		...rule.better !== void 0 && { better: rule.better },
		...unclear !== void 0 && regression !== void 0 && { whenUnclear: unclear }
	};
}
function amountOf(written) {
	if (typeof written === "number") return {
		amount: written,
		unit: "absolute"
	};
	return {
		amount: Number(written.slice(0, -1)),
		unit: "percent"
	};
}
// src/config/metric-source.ts
/** The address of a tracking server, as MLFLOW_TRACKING_URI has it. A password belongs into a secret. */
const trackingUri = require_strict.string().superRefine((input, context) => {
	const message = complainAboutUri(input);
	if (message !== void 0) context.addIssue({
		code: "custom",
		message
	});
}).meta({
	pattern: "^https?://",
	examples: ["https://mlflow.example.org"]
});
function complainAboutUri(input) {
	const url = URL.parse(input);
	if (url === null || !/^https?:$/.test(url.protocol)) return require_strict.say(`"${input}" is no address of a server`, "Write http:// or https:// and the host; for a folder use `path`.");
	if (url.username !== "" || url.password !== "") return require_strict.say("the address holds a password", "Give MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD as `env`.");
	return url.search === "" && url.hash === "" ? void 0 : require_strict.say("the address has a query", "Leave out all from \"?\" on.");
}
const word = require_strict.string().min(1, { error: require_strict.say("the text is empty", "Write the name, or leave the key out.") });
const mlflow = require_strict.strictObject({
	"tracking-uri": trackingUri.optional().meta({ description: "The address of the tracking server." }),
	path: require_strict.filePath.optional().meta({
		description: "MLflow's database, or a folder in its file layout.",
		examples: ["mlflow.db", "mlruns"]
	}),
	experiment: word.optional().meta({
		description: "The name of the experiment.",
		examples: ["iris"]
	}),
	"run-id": word.optional().meta({ description: "A certain run; default: the run of the measured commit." })
}).superRefine((written, context) => {
	const message = complainAboutMlflow(written);
	if (message !== void 0) context.addIssue({
		code: "custom",
		message
	});
}).meta({ examples: [{
	"tracking-uri": "https://mlflow.example.org",
	experiment: "iris"
}] });
function complainAboutMlflow(written) {
	if (written["tracking-uri"] === void 0 === (written.path === void 0)) return require_strict.say("one place of the runs is needed", "Write either `tracking-uri` (a server) or `path` (a database or a folder).");
	if (written.path === void 0 && written.experiment === void 0 && written["run-id"] === void 0) return require_strict.say("nothing says which run", "Add `experiment` or `run-id`.");
}
/** One entry of `metrics:`. */
const metricSource = require_strict.union([
	require_strict.glob,
	require_strict.strictObject({
		path: require_strict.glob.meta({
			description: "Files the training writes.",
			examples: ["metrics.json"]
		}),
		format: require_strict._enum(require_registry.FORMAT_NAMES).optional().meta({ description: "How they are written, where name and content mislead." })
	}),
	require_strict.strictObject({ mlflow: mlflow.meta({ description: "A run of MLflow." }) })
]).meta({ examples: ["metrics.json"] });
/** What MLflow writes when nobody says where: a database, and a folder before version 3.7. */
const IS_STORE = /(^|\/)(?:mlruns\/?|mlflow\.db)$/;
function metricSourcesOf(entries) {
	const globs = [];
	const formats = /* @__PURE__ */ new Map();
	const runs = [];
	for (const entry of entries) if (typeof entry === "string") {
		if (IS_STORE.test(entry)) runs.push({
			kind: "store",
			path: entry.replace(/\/$/, "")
		});
		else globs.push(entry);
	} else if ("mlflow" in entry) runs.push(mlflowOf(entry.mlflow));
	else {
		globs.push(entry.path);
		if (entry.format !== void 0) formats.set(entry.path, entry.format);
	}
	return {
		globs,
		formats: require_strict.recordOf(Object.fromEntries(formats), (_, format) => format),
		mlflow: runs
	};
}
function mlflowOf(written) {
	const { path, experiment, "run-id": runId, "tracking-uri": trackingUri = "" } = written;
	if (path !== void 0) return {
		kind: "store",
		path,
		...experiment !== void 0 && { experiment },
		...runId !== void 0 && { runId }
	};
	const wanted = runId === void 0 ? {
		kind: "experiment",
		experiment: experiment ?? ""
	} : {
		kind: "run",
		runId
	};
	return {
		kind: "server",
		trackingUri: trackingUri.replace(/\/+$/, ""),
		wanted
	};
}
// src/config/model-config.ts
var model_config_exports = /* @__PURE__ */ require_rolldown_runtime.__exportAll({ parseModelConfig: () => parseModelConfig });
const EMPTY = require_strict.say("the list is empty", "Name at least one file, or leave the key out.");
const globs = require_strict.array(require_strict.glob).min(1, { error: EMPTY });
const model = require_strict.strictObject({
	paths: globs.optional().meta({
		description: "Which changed files concern this model. Default: the whole repository.",
		examples: [["iris/**"]]
	}),
	train: require_strict.string().refine((command) => command.trim() !== "", { error: require_strict.say("the command is empty", "Write the command that trains, or leave the key out.") }).optional().meta({
		description: "The command that trains and measures the model.",
		examples: ["python train.py"]
	}),
	metrics: require_strict.array(metricSource).min(1, { error: EMPTY }).optional().meta({
		description: "Files the training writes, or runs of MLflow.",
		examples: [["metrics.json"]]
	}),
	params: globs.optional().meta({
		description: "Files of parameters.",
		examples: [["params.yaml"]]
	}),
	plots: globs.optional().meta({
		description: "Pictures (PNG, JPEG, SVG) to show, and files of curves to draw.",
		examples: [["plots/*.csv", "confusion.png"]]
	}),
	predictions: require_strict.filePath.optional().meta({ description: "One row per sample: id, label, prediction." }),
	report: require_strict.filePath.optional().meta({
		description: "A Markdown file that the training writes, shown as a section of the report.",
		examples: ["report.md"]
	}),
	retrain: require_strict.workflowFile.optional().meta({ description: "The workflow that `/retrain` starts: the name of its file in .github/workflows." }),
	"when-unclear": whenUnclear.optional(),
	gates: require_strict.record(require_strict.string(), gateRule).optional().meta({
		description: "What a metric (a glob over dotted names) must keep.",
		examples: [{ accuracy: { min: .9 } }]
	})
}).superRefine((settings, context) => {
	if (settings.gates === void 0 || settings.metrics !== void 0) return;
	const message = require_strict.say("the gates have no metrics to judge", "Add \"metrics:\" with the files that hold them.");
	context.addIssue({
		code: "custom",
		message,
		path: ["gates"]
	});
}).meta({ examples: [{
	train: "python train.py",
	metrics: ["metrics.json"]
}] });
/** The schema of the file, for `parseModelConfig` and for editors. */
const modelConfigFile = require_strict.strictObject({
	gitops: require_strict.gitopsRepository.optional().meta({ description: "The repository that releases are written to (owner/name, the same owner), or \".\" for this one." }),
	models: require_strict.record(require_strict.modelName, model).refine((models) => Object.keys(models).length > 0, { error: require_strict.say("no model is listed", "Write one under \"models:\", by its name.") }).meta({
		description: "The models of this repository, by name.",
		examples: [{ iris: { metrics: ["metrics.json"] } }]
	})
});
/**
* The text of a model repository's configuration → its meaning.
* Throws a UserError with every problem's line, column and key.
*/
function parseModelConfig(text, file) {
	const { gitops, models } = require_strict.readStrict(modelConfigFile, {
		text,
		file
	});
	return {
		...gitops !== void 0 && { gitops },
		models: require_strict.recordOf(models, settingsOf)
	};
}
function settingsOf(name, written) {
	const { train, predictions, report, retrain } = written;
	const sources = metricSourcesOf(written.metrics ?? []);
	const pipelines = sources.globs.filter((entry) => !Object.hasOwn(sources.formats, entry) && isPipeline(entry));
	const alongside = pipelines.length === 0 ? [] : ["params", "plots"].filter((kind) => written[kind] === void 0);
	const plots = alongside.includes("plots") ? pipelines : written.plots;
	return {
		name,
		paths: written.paths ?? [],
		...train !== void 0 && { train },
		metrics: sources.globs,
		...Object.keys(sources.formats).length > 0 && { metricFormats: sources.formats },
		...sources.mlflow.length > 0 && { mlflow: sources.mlflow },
		params: alongside.includes("params") ? pipelines : written.params ?? [],
		...alongside.length > 0 && { alongside },
		gates: Object.entries(written.gates ?? {}).map(([metric, rule]) => gateRuleOf(metric, rule, written["when-unclear"])),
		...plots !== void 0 && { plots },
		...predictions !== void 0 && { predictions },
		...report !== void 0 && { report },
		...retrain !== void 0 && { retrain }
	};
}
/**
* Whether a change of these files (paths from the repository's root) concerns the model.
* An entry of `paths` that names a folder, with or without an ending "/", means all in it.
*/
function concernsModel(settings, changedFiles) {
	if (settings.paths.length === 0) return true;
	const patterns = settings.paths.flatMap((path) => path.endsWith("/") ? [`${path}**`] : [path, `${path}/**`]);
	const matches = (0, import_picomatch.default)(patterns, { dot: true });
	return changedFiles.some((file) => matches(file));
}
Object.defineProperty(exports, "concernsModel", {
	enumerable: true,
	get: function() {
		return concernsModel;
	}
});
Object.defineProperty(exports, "dvcAxes", {
	enumerable: true,
	get: function() {
		return dvcAxes;
	}
});
Object.defineProperty(exports, "dvcFileOf", {
	enumerable: true,
	get: function() {
		return dvcFileOf;
	}
});
Object.defineProperty(exports, "dvcFiles", {
	enumerable: true,
	get: function() {
		return dvcFiles;
	}
});
Object.defineProperty(exports, "modelConfigFile", {
	enumerable: true,
	get: function() {
		return modelConfigFile;
	}
});
Object.defineProperty(exports, "model_config_exports", {
	enumerable: true,
	get: function() {
		return model_config_exports;
	}
});
Object.defineProperty(exports, "parseModelConfig", {
	enumerable: true,
	get: function() {
		return parseModelConfig;
	}
});
