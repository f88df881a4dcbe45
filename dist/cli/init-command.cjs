const require_gitops_config = require("./gitops-config.cjs");
const require_model_config = require("./model-config.cjs");
const require_read_repository = require("./read-repository.cjs");
const require_manifest = require("./manifest.cjs");
const require_strict = require("./strict.cjs");
const require_errors = require("./errors.cjs");
const require_branch = require("./branch.cjs");
let node_path = require("node:path");
let node_util = require("node:util");
let node_fs = require("node:fs");
// src/doctor/first-config.ts
/** A first `serin.yml`. `sourceOf`: `owner/name` of a model's repository. */
function firstGitopsConfig(models, sourceOf) {
	return `# Which models may be released here, from where, into which file.\nmodels:\n${models.flatMap(({ name, environments }) => [
		`  ${plain(name)}:`,
		`    source: ${plain(sourceOf(name))} # the only repository whose pull requests may release it`,
		`    default-environment: ${plain(environments[0]?.name ?? "")} # where a command without an environment acts`,
		"    environments: # in order",
		...environments.flatMap((environment, index) => {
			const before = environments[index - 1]?.name;
			const isLast = index === environments.length - 1 && before !== void 0;
			return [
				`      ${plain(environment.name)}:`,
				`        file: ${plain(environment.file)}`,
				...environment.branch === void 0 ? [] : [`        branch: ${plain(environment.branch)}`],
				...isLast ? ["        change: pull-request # somebody approves each change"] : [],
				...isLast ? [`        after: ${plain(before)} # only what has run there`] : []
			];
		})
	]).join("\n")}\n`;
}
/** A first `.github/serin.yml`. `gitops`: `owner/name`, where it is known. */
function firstModelConfig(models, gitops) {
	const lines = models.flatMap(({ name, folder, train, metrics, params }) => [
		`  ${plain(name)}:`,
		...folder === "" ? [] : [`    paths: [${inList([`${folder}/**`])}] # which changes concern it`],
		...train === void 0 ? [] : [`    train: ${plain(train)}`],
		`    metrics: [${inList(metrics)}]`,
		...params.length === 0 ? [] : [`    params: [${inList(params)}]`],
		"    # gates:",
		"    #   accuracy: { min: 0.90, max-regression: 0.005 }"
	]);
	return `${gitops === void 0 ? "# gitops: acme/mlops-gitops # where its models are released" : `gitops: ${plain(gitops)}`}\nmodels:\n${lines.join("\n")}\n`;
}
/** What people name the files of a model. */
const METRICS = /^(metrics?|scores?|eval(uation)?|results?)\.(json|ya?ml|toml|csv|tsv)$/;
const PARAMS = /^params\.(ya?ml|json|toml)$/;
const TRAINS = [
	["dvc.yaml", "dvc repro"],
	["train.py", "python train.py"],
	["src/train.py", "python src/train.py"],
	["train.js", "node train.js"],
	["train.R", "Rscript train.R"],
	["MLproject", "mlflow run . --env-manager=local"]
];
/** The models of a model repository: one for each folder with a `dvc.yaml`, else the repository as a whole. */
function measuredModels(paths, repositoryName) {
	const folders = paths.filter((path) => /(^|\/)dvc\.yaml$/.test(path)).map((path) => folderOf(path));
	const several = folders.length > 1 ? folders.filter((folder) => folder !== "") : folders;
	return (several.length === 0 ? [""] : several).map((folder) => {
		const prefix = folder === "" ? "" : `${folder}/`;
		const inside = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
		const named = (pattern) => inside.filter((path) => path.split("/").length <= 3 && pattern.test(path.split("/").at(-1) ?? ""));
		const train = TRAINS.find(([file]) => inside.includes(file))?.[1];
		return {
			name: nameFrom(folder.split("/").at(-1) || repositoryName),
			folder: several.length > 1 ? folder : "",
			train: train === void 0 || folder === "" ? train : `cd ${folder} && ${train}`,
			metrics: (inside.includes("dvc.yaml") ? ["dvc.yaml"] : named(METRICS)).map((path) => prefix + path),
			params: named(PARAMS).map((path) => prefix + path)
		};
	});
}
function folderOf(path) {
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
/** A name that a model may have. */
function nameFrom(text) {
	const name = text.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, "-").replaceAll(/^[-_]+|[-_]+$/g, "");
	return /[a-z]/.test(name) ? name.slice(0, 100) : "model";
}
function plain(text) {
	return require_manifest.renderText(text, "plain", false);
}
function inList(texts) {
	return texts.map((text) => require_manifest.renderText(text, "plain", true)).join(", ");
}
// src/doctor/first-workflow.ts
/**
* The workflow of a model repository, to be pasted as `.github/workflows/serin.yml`; README's is this one for `acme`.
* `owner` has the copy of Serin; `gitops`, as `owner/name`, is where its models are released, if anywhere.
*/
function firstWorkflow({ owner, gitops }) {
	return `name: serin

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: write # what main measured is kept on a branch of its own
  pull-requests: write # the report
  checks: write # the verdict

jobs:
  evaluate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false # the training could read them
      # what your training needs: Python, dependencies, data
${gitops === void 0 ? "" : tokenStep(gitops)}      - uses: ${owner}/serin@v1
${gitops === void 0 ? "" : USED}`;
}
function tokenStep(gitops) {
	const [owner, name] = gitops.split("/");
	return `      - uses: actions/create-github-app-token@1b10c78c7865c340bc4f6099eb2f838309f1e8c3 # v3.1.1
        id: gitops
        if: github.event_name == 'push'
        with:
          client-id: \${{ vars.SERIN_CLIENT_ID }}
          private-key: \${{ secrets.SERIN_PRIVATE_KEY }}
          owner: ${owner}
          repositories: ${name}
          permission-contents: write
          permission-pull-requests: write
`;
}
const USED = `        with:
          gitops-token: \${{ steps.gitops.outputs.token }}
`;
// src/doctor/environment-name.ts
/** Names of environments, in the order in which a version goes through them. */
const KNOWN = [
	[
		"sandbox",
		"dev",
		"develop",
		"development"
	],
	[
		"test",
		"testing",
		"tst",
		"ci",
		"int",
		"integration"
	],
	[
		"qa",
		"uat",
		"acc",
		"acceptance"
	],
	[
		"stage",
		"staging",
		"stg",
		"preprod",
		"pre-prod",
		"pre"
	],
	["canary"],
	[
		"prod",
		"production",
		"prd",
		"live"
	]
];
/** Folders that say what kind of thing is in them, and not what it is called. */
const GENERIC = [
	"overlays",
	"overlay",
	"envs",
	"env",
	"environments",
	"clusters",
	"values",
	"apps",
	"models"
];
/** Where an environment stands among others; unknown ones stand between the first and the last, in their own order. */
function rankOf(environment) {
	const rank = KNOWN.findIndex((names) => names.some((name) => name === environment.toLowerCase()));
	return rank < 0 ? KNOWN.length - 1.5 : rank;
}
function isKnown(name) {
	return KNOWN.some((names) => names.some((known) => known === name.toLowerCase()));
}
/**
* Which model and environment a path is of: `model-deployments/test/iris/config.yaml`, `iris/overlays/prod/x.yaml`,
* `iris/values-prod.yaml`. Without a known environment in it, the folder around the model's is taken for one.
*/
function placeOfModel(file) {
	const folders = file.split("/").slice(0, -1);
	const base = (file.split("/").at(-1) ?? "").replace(/\.ya?ml$/, "");
	const suffix = /^(?:values|config)[-_.](.+)$/.exec(base)?.[1] ?? base;
	const last = folders.at(-1);
	if (last === void 0) return void 0;
	if (isKnown(suffix)) return named(folders, suffix);
	if (isKnown(last)) return named(folders.slice(0, -1), last);
	const above = folders.slice(0, -1).findLast(isKnown) ?? folders.at(-2);
	return above === void 0 || GENERIC.includes(above) ? void 0 : {
		model: last,
		environment: above
	};
}
function named(folders, environment) {
	const model = folders.findLast((folder) => !GENERIC.includes(folder));
	return model === void 0 ? void 0 : {
		model,
		environment: environment.toLowerCase()
	};
}
// src/doctor/found-models.ts
/** The models of a gitops repository by the names of their folders, from its ApplicationSets. */
function findModels(repository) {
	const models = /* @__PURE__ */ new Map();
	const leftOut = [];
	for (const set of require_read_repository.applicationSetsIn(repository.workTree)) {
		for (const generator of set.generators) if (generator.kind === "other") leftOut.push(`${set.file}: its ${generator.name} generator is not followed`);
		else if ("revision" in generator && require_read_repository.treeOf(repository, generator.revision) === void 0) leftOut.push(`${set.file}: this clone does not have its revision ${generator.revision}`);
		for (const application of require_read_repository.applicationsOf(set, repository)) for (const file of filesOf(application)) {
			const problem = add(models, file, application.tree);
			if (problem !== void 0) leftOut.push(`${file}: ${problem}`);
		}
	}
	return {
		models: [...models].sort(([one], [other]) => one < other ? -1 : 1).map(([name, environments]) => ({
			name,
			environments: environments.sort((one, other) => rankOf(one.name) - rankOf(other.name))
		})),
		leftOut: [...new Set(leftOut)]
	};
}
/** The files of an Application that may say its version: its own, its values, or the manifests in its folder. */
function filesOf({ file, folder, sources, tree }) {
	if (file !== void 0) return [file];
	const there = sources.flatMap(({ valueFiles }) => valueFiles.flatMap((one) => one.kind === "text" ? [one.text] : [])).filter((path) => tree.paths.has(path));
	if (there.length > 0 || folder === void 0) return there;
	return [...tree.texts.keys()].filter((path) => path.startsWith(`${folder}/`) && /\.ya?ml$/.test(path)).filter((path) => !path.slice(folder.length + 1).includes("/") && versionIn(path, tree) === void 0);
}
function add(models, file, tree) {
	const problem = versionIn(file, tree);
	if (problem !== void 0) return problem;
	const place = placeOfModel(file);
	if (place === void 0) return "its folders do not tell which environment it is of";
	if (!require_strict.modelName.safeParse(place.model).success) return `${place.model} is not a name that a model may have`;
	const known = models.get(place.model) ?? [];
	const other = known.find(({ name }) => name === place.environment);
	if (other !== void 0) return other.file === file ? void 0 : `${other.file} is ${place.model} in ${place.environment}`;
	const branch = tree.branch === void 0 ? {} : { branch: tree.branch };
	models.set(place.model, [...known, {
		name: place.environment,
		file,
		...branch
	}]);
}
/** Why a file is no manifest of a model; undefined when it says a version. */
function versionIn(file, tree) {
	const text = tree.texts.get(file);
	if (text === void 0) return "it cannot be read";
	const target = {
		environment: {
			name: "found",
			file,
			set: {},
			keys: {}
		},
		text
	};
	const unclear = require_manifest.unclearVersionKey(target);
	if (unclear !== void 0) return `it has no "version" at its top. If it is a model's: ${unclear.fix ?? ""}`;
	try {
		const { running } = require_manifest.readManifest(target);
		return running === void 0 ? "it says no version" : void 0;
	} catch (error) {
		if (error instanceof require_errors.UserError) return error.what;
		throw error;
	}
}
// action/init-command.ts
const OPTIONS = {
	source: {
		type: "string",
		multiple: true
	},
	gitops: { type: "string" },
	metrics: {
		type: "string",
		multiple: true
	},
	"dry-run": { type: "boolean" }
};
/**
* `serin init`: a first configuration file. Where there are ApplicationSets, the `serin.yml` of a gitops repository;
* else the `.github/serin.yml` of a model's. Nothing is overwritten; `--dry-run` prints what would be written.
* @throws UserError where a file is there already, and where something must be known that the files do not tell.
*/
async function initCommand(args, { folder, env }) {
	const { values } = (0, node_util.parseArgs)({
		args: [...args],
		options: OPTIONS,
		strict: true
	});
	const repository = await require_read_repository.readRepository(folder, {}, env);
	const isGitops = require_read_repository.applicationSetsIn(repository.workTree).length > 0;
	if (!isGitops && values.source !== void 0) throw new require_errors.UserError("There is no ApplicationSet here, so there is nothing to write a serin.yml from.", { fix: "Run it in the gitops repository; in the repository of a model, leave out --source." });
	const file = isGitops ? "serin.yml" : ".github/serin.yml";
	if ((0, node_fs.lstatSync)((0, node_path.join)(repository.root, file), { throwIfNoEntry: false }) !== void 0 && values["dry-run"] !== true) throw alreadyThere(file);
	const { text, remark, paste } = isGitops ? gitopsFile(repository, values.source ?? []) : await modelFile(repository, {
		gitops: values.gitops,
		metrics: values.metrics
	});
	const told = remark === "" ? {} : { remark };
	if (values["dry-run"]) return {
		output: `${text}${paste}`,
		exitCode: 0,
		...told
	};
	write(repository.root, file, text);
	return {
		output: `${file}: written. Look at every line, then run \`serin check\`.\n${paste}`,
		exitCode: 0,
		...told
	};
}
function gitopsFile(repository, sources) {
	const found = findModels(repository);
	const remark = found.leftOut.map((one) => `left out: ${one}`).join("\n");
	if (found.models.length === 0) throw new require_errors.UserError(`The ApplicationSets lead to no manifest with a version.\n${remark}`, { fix: "Write serin.yml by hand; README shows one." });
	const text = firstGitopsConfig(found.models, sourcesOf(sources, found));
	require_gitops_config.parseGitopsConfig(text, "serin.yml");
	return {
		text,
		remark,
		paste: ""
	};
}
function sourcesOf(sources, { models }) {
	const named = new Map(sources.map((source) => source.split("=", 2)).map(([model, name]) => [name && model, name ?? model]));
	return (model) => {
		const source = named.get(model) ?? named.get(void 0);
		if (source !== void 0) return source;
		const missing = models.map(({ name }) => name).filter((name) => !named.has(name));
		throw new require_errors.UserError(`Which repository trains ${missing.join(", ")}?`, { fix: `Add ${missing.map((name) => `--source ${name}=<owner>/<name>`).join(" ")} (or --source <owner>/<name> for all of them): only pull requests of that repository may release the model.` });
	};
}
async function modelFile({ workTree, root }, { gitops, metrics }) {
	const origin = await require_branch.originName(root);
	const name = origin?.split("/")[1] ?? (0, node_path.basename)(root);
	const owner = (gitops ?? origin)?.split("/")[0] ?? "acme";
	const models = measuredModels([.../* @__PURE__ */ new Set([...workTree.paths, ...(0, node_fs.readdirSync)(root)])].sort(), name).map((model) => metrics === void 0 ? model : {
		...model,
		metrics
	});
	if (models.find((model) => model.metrics.length === 0) !== void 0) throw new require_errors.UserError("No metrics file was found.", { fix: "Name what the training writes: serin init --metrics metrics.json" });
	const text = firstModelConfig(models, gitops);
	require_model_config.parseModelConfig(text, ".github/serin.yml");
	const workflow = firstWorkflow({
		owner,
		...gitops !== void 0 && { gitops }
	});
	return {
		text,
		remark: "",
		paste: `\n${`Paste as .github/workflows/serin.yml (${owner}/serin stands for the repository that holds your copy of Serin):`}\n\n${workflow}`
	};
}
function write(root, file, text) {
	const path = (0, node_path.join)(root, file);
	(0, node_fs.mkdirSync)((0, node_path.dirname)(path), { recursive: true });
	try {
		(0, node_fs.writeFileSync)(path, text, { flag: "wx" });
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EEXIST") throw alreadyThere(file);
		throw error;
	}
}
function alreadyThere(file) {
	return new require_errors.UserError("This file is there already, and is never overwritten.", {
		place: { file },
		fix: "serin init --dry-run prints what would be written."
	});
}
exports.initCommand = initCommand;
