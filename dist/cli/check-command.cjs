const require_read_repository = require("./read-repository.cjs");
const require_errors = require("./errors.cjs");
const require_read = require("./read.cjs");
let node_path = require("node:path");
let node_util = require("node:util");
let node_fs = require("node:fs");
let node_child_process = require("node:child_process");
let node_os = require("node:os");
// action/read-schemas.ts
/**
* JSON Schemas of custom resources, by the names of their files, from the folder that was asked for.
* @throws UserError for a folder that has none, which would be a check of nothing.
*/
function readSchemas(folder, asked) {
	if (asked === void 0) return /* @__PURE__ */ new Map();
	const schemas = (0, node_path.resolve)(folder, asked);
	if ((0, node_fs.statSync)(schemas, { throwIfNoEntry: false })?.isDirectory() !== true) throw new require_errors.UserError("There is no such folder.", { place: { file: asked } });
	const names = (0, node_fs.readdirSync)(schemas).filter((name) => SCHEMA.test(name));
	if (names.length === 0) throw noSchemas(asked, schemas);
	return new Map(names.map((name) => [name, parseSchema((0, node_path.join)(schemas, name), (0, node_path.join)(asked, name))]));
}
const SCHEMA = /^[^_]+_[^_]+_[^_]+\.json$/;
function noSchemas(asked, path) {
	const better = (0, node_fs.readdirSync)(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).filter(({ name }) => (0, node_fs.readdirSync)((0, node_path.join)(path, name)).some((file) => SCHEMA.test(file)));
	return new require_errors.UserError("There is no schema in this folder.", {
		place: { file: asked },
		fix: better.length > 0 ? `Name the folder below it: ${better.map(({ name }) => (0, node_path.join)(asked, name)).join(" or ")}.` : "Each is a file named <group>_<Kind>_<version>.json, for example serving.kserve.io_InferenceService_v1beta1.json."
	});
}
function parseSchema(path, file) {
	try {
		return JSON.parse((0, node_fs.readFileSync)(path, "utf8"));
	} catch (cause) {
		if (!(cause instanceof SyntaxError)) throw cause;
		throw new require_errors.UserError("This schema is no JSON.", {
			place: { file },
			cause
		});
	}
}
// action/render-findings.ts
/** `file:line:column: severity: what. fix`, one line each. */
function plainFindings(findings) {
	return findings.map((one) => `${fileOf(one)}:${one.line}:${one.column}: ${one.severity}: ${sentenceOf(one)}\n`).join("");
}
const COMMANDS = {
	error: "error",
	warning: "warning",
	info: "notice"
};
/** The same as workflow commands: the runner makes an annotation of each, at its line when it is of the work tree. */
function annotatedFindings(findings) {
	return findings.map((one) => {
		const place = one.branch === void 0 ? [
			`file=${property(one.file)}`,
			`line=${one.line}`,
			`col=${one.column}`
		] : [];
		const where = one.branch === void 0 ? "" : `${fileOf(one)}:${one.line}:${one.column}: `;
		const properties = [...place, `title=${property(`serin check: ${one.rule}`)}`].join(",");
		return `::${COMMANDS[one.severity]} ${properties}::${data(`${where}${sentenceOf(one)}`)}\n`;
	}).join("");
}
function jsonFindings(findings) {
	return `${JSON.stringify(findings, void 0, 2)}\n`;
}
function fileOf({ file, branch }) {
	return onOneLine(branch === void 0 ? file : `${branch}:${file}`);
}
function sentenceOf({ what, fix }) {
	return onOneLine([what, fix].filter((part) => part !== void 0 && part !== "").join(" "));
}
/** A text of a file may hold anything; here it stays a part of its line. */
function onOneLine(text) {
	return text.replaceAll(/\s*[\n\r\u2028\u2029]\s*/g, " ").replaceAll(/\p{Cc}/gu, "�");
}
function data(text) {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function property(text) {
	return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
// src/shell/helm.ts
const TIME_LIMIT_MS = 2e4;
const LARGEST_BYTES = 67108864;
/**
* Renders the chart of a folder with a values file, as a release called `serin-check`. Offline: a folder's templates
* have no network, cluster or file of the machine (`lookup` finds nothing, DNS is off unless asked for).
*/
function helmTemplate(options) {
	const args = [
		"template",
		"serin-check",
		options.chart,
		"--values",
		options.values
	];
	const limits = {
		timeout: TIME_LIMIT_MS,
		killSignal: "SIGKILL",
		maxBuffer: LARGEST_BYTES
	};
	return new Promise((resolve) => {
		(0, node_child_process.execFile)("helm", args, {
			...limits,
			env: { ...options.env }
		}, (error, stdout, stderr) => {
			if (error === null) resolve({
				kind: "rendered",
				text: stdout
			});
			else if (error.code === "ENOENT" || error.code === "EACCES") resolve({ kind: "absent" });
			else resolve({
				kind: "failed",
				reason: reasonOf$1(stderr, error.killed === true)
			});
		});
	});
}
function reasonOf$1(errors, isKilled) {
	if (isKilled) return `it took more than ${TIME_LIMIT_MS / 1e3} seconds or wrote too much.`;
	return (errors.split("\n").find((each) => each.startsWith("Error:")) ?? errors.trim().split("\n")[0] ?? "").replace(/^Error:\s*/, "").slice(0, 300);
}
// action/try-charts.ts
/** Renders each chart with a percentage and without, by the real helm where it is installed. */
async function tryCharts(trials, { root, env }) {
	if (trials.length === 0) return [];
	const folder = (0, node_fs.mkdtempSync)((0, node_path.join)((0, node_os.tmpdir)(), "serin-check-"));
	try {
		const findings = [];
		for (const [index, trial] of trials.entries()) {
			const own = (0, node_path.join)(folder, String(index));
			(0, node_fs.mkdirSync)(own);
			findings.push(...require_read_repository.chartFinding(trial, await answerOf(trial, {
				root,
				env,
				own
			})));
		}
		return findings;
	} finally {
		(0, node_fs.rmSync)(folder, {
			recursive: true,
			force: true
		});
	}
}
async function answerOf(trial, { root, env, own }) {
	const chart = chartOnDisk(trial, {
		root,
		own
	});
	const render = async (name) => {
		const values = (0, node_path.join)(own, `${name}.yaml`);
		(0, node_fs.writeFileSync)(values, trial.values[name]);
		return helmTemplate({
			chart,
			values,
			env: withoutHome(env, own)
		});
	};
	const stable = await render("stable");
	if (stable.kind === "absent") return void 0;
	const canary = await render("canary");
	if (stable.kind !== "rendered") return {
		kind: "failed",
		reason: reasonOf(stable)
	};
	if (canary.kind !== "rendered") return {
		kind: "failed",
		reason: `with ${trial.key}: ${reasonOf(canary)}`
	};
	if (said(stable.text) === said(canary.text)) return { kind: "same" };
	const again = await render("stable");
	return { kind: again.kind === "rendered" && said(again.text) === said(stable.text) ? "differs" : "random" };
}
function reasonOf(output) {
	return output.kind === "failed" ? output.reason : "it gave no answer.";
}
/** The chart as it lies in the work tree; that of another branch is written out. */
function chartOnDisk({ folder, manifest }, { root, own }) {
	const { tree } = manifest;
	if (tree.branch === void 0) return (0, node_path.join)(root, folder);
	for (const [path, text] of tree.texts) {
		if (!path.startsWith(`${folder}/`)) continue;
		const file = (0, node_path.join)(own, "chart", path.slice(folder.length + 1));
		(0, node_fs.mkdirSync)((0, node_path.dirname)(file), { recursive: true });
		(0, node_fs.writeFileSync)(file, text);
	}
	return (0, node_path.join)(own, "chart");
}
/** A person's own plugins, repositories and cluster are no part of the answer. */
function withoutHome(env, own) {
	const kept = Object.entries(env).filter(([name]) => !/^(HELM|KUBE)/.test(name));
	const folders = {
		HELM_CACHE_HOME: own,
		HELM_CONFIG_HOME: own,
		HELM_DATA_HOME: own,
		KUBECONFIG: (0, node_path.join)(own, "none")
	};
	return {
		...Object.fromEntries(kept),
		...folders
	};
}
/** What the manifests say, without comments and layout; the text itself where it is no YAML. */
function said(rendered) {
	try {
		return JSON.stringify(require_read.readYaml(rendered, { file: "rendered" }).documents.map(({ value }) => value));
	} catch (error) {
		if (error instanceof require_errors.UserError) return rendered;
		throw error;
	}
}
// action/check-command.ts
const MODEL_CONFIG = ".github/serin.yml";
const GITOPS_CONFIG = "serin.yml";
const OPTIONS = {
	"model-config": { type: "string" },
	"gitops-config": { type: "string" },
	schemas: { type: "string" },
	strict: { type: "boolean" },
	json: { type: "boolean" }
};
/**
* `serin check`: everything that is wrong in the repository around a folder, from its files alone.
* Exit code 1 for a finding of severity error, with `--strict` for a warning too.
* @throws UserError for wrong arguments, and where there is nothing to check.
*/
async function checkCommand(args, { folder, env }) {
	const { values } = (0, node_util.parseArgs)({
		args: [...args],
		options: OPTIONS,
		strict: true
	});
	const { root } = require_read_repository.rootOf(folder);
	const files = {
		model: inRepository(root, folder, values["model-config"]) ?? MODEL_CONFIG,
		gitops: inRepository(root, folder, values["gitops-config"]) ?? GITOPS_CONFIG
	};
	const repository = await require_read_repository.readRepository(folder, files, env);
	for (const asked of ["model", "gitops"]) {
		if (values[`${asked}-config`] === void 0 || repository.workTree.paths.has(files[asked])) continue;
		throw new require_errors.UserError("There is no such file.", { place: { file: files[asked] } });
	}
	refuseNothing(repository, files);
	const schemas = readSchemas(folder, values.schemas);
	const diagnosis = require_read_repository.diagnose(repository, files, schemas);
	const charts = await tryCharts(diagnosis.trials, {
		root,
		env
	});
	const findings = require_read_repository.inOrder([...diagnosis.findings, ...charts]);
	const isBad = ({ severity }) => severity === "error" || values.strict === true && severity === "warning";
	return {
		output: render(findings, diagnosis, {
			json: values.json === true,
			annotate: env.GITHUB_ACTIONS === "true"
		}),
		exitCode: findings.some(isBad) ? 1 : 0,
		...unused(schemas, repository)
	};
}
/** A path as the person wrote it, from the root of the repository. */
function inRepository(root, folder, asked) {
	if (asked === void 0) return void 0;
	const path = (0, node_path.relative)(root, (0, node_path.resolve)(folder, asked)).split(node_path.sep).join("/");
	if (path !== "" && !path.startsWith("../")) return path;
	throw new require_errors.UserError("This file is not in the repository.", {
		place: { file: asked },
		fix: "Run it where the file is."
	});
}
function refuseNothing({ workTree }, files) {
	if (workTree.paths.has(files.model) || workTree.paths.has(files.gitops)) return;
	if (require_read_repository.applicationSetsIn(workTree).length > 0) return;
	throw new require_errors.UserError(`There is neither ${MODEL_CONFIG} nor ${GITOPS_CONFIG} here.`, { fix: "Run it in a repository that has one, name the file, or write a first one by `serin init`." });
}
function unused(schemas, { workTree }) {
	const { checked, all } = require_read_repository.countChecked(workTree, schemas);
	if (schemas.size === 0 || checked > 0) return {};
	return { remark: `None of the ${all} resources here has a schema among the ${schemas.size} of --schemas.` };
}
function render(findings, { configured }, { json, annotate }) {
	if (json) return jsonFindings(findings);
	const ill = new Set(findings.filter(({ severity }) => severity !== "info").map(({ file }) => file));
	const ok = configured.flatMap(({ file, models }) => {
		const well = models.filter(({ manifests }) => !manifests.some((manifest) => ill.has(manifest)));
		return ill.has(file) || well.length === 0 ? [] : [`${file}: ok (${named(well.map(({ name }) => name))})\n`];
	});
	return `${annotate ? annotatedFindings(findings) : plainFindings(findings)}${ok.join("")}${summary(findings)}`;
}
const MOST_NAMED = 20;
function named(models) {
	const more = models.length - MOST_NAMED;
	return more > 0 ? `${models.slice(0, MOST_NAMED).join(", ")} and ${more} more` : models.join(", ");
}
function summary(findings) {
	const counted = ["error", "warning"].flatMap((severity) => {
		const count = findings.filter((one) => one.severity === severity).length;
		return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
	});
	return counted.length === 0 ? "" : `${counted.join(", ")}\n`;
}
exports.checkCommand = checkCommand;
