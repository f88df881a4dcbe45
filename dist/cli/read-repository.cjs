const require_gitops_config = require("./gitops-config.cjs");
const require_model_config = require("./model-config.cjs");
const require_errors = require("./errors.cjs");
const require_read = require("./read.cjs");
const require_strict = require("./strict.cjs");
const require_git = require("./git.cjs");
let node_fs = require("node:fs");
let node_path = require("node:path");
let node_util = require("node:util");
let node_child_process = require("node:child_process");
let node_fs_promises = require("node:fs/promises");
// src/doctor/at-path.ts
/** The value at a path of keys and indexes; undefined where the path ends early. */
function atPath(value, ...path) {
	let here = value;
	for (const step of path) {
		if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return void 0;
		here = here[step];
	}
	return here;
}
/** The same as a text; undefined when something else stands there. */
function textAt$1(value, ...path) {
	const found = atPath(value, ...path);
	return typeof found === "string" ? found : void 0;
}
/** The same as a list; empty when something else stands there. */
function listAt(value, ...path) {
	const found = atPath(value, ...path);
	return Array.isArray(found) ? found : [];
}
// src/doctor/tree.ts
function openTree(files) {
	const parsed = /* @__PURE__ */ new Map();
	return {
		...files.branch !== void 0 && { branch: files.branch },
		paths: new Set(files.paths),
		texts: files.texts,
		documents(path) {
			if (!parsed.has(path)) parsed.set(path, parse(files.texts.get(path), path));
			return parsed.get(path);
		}
	};
}
function parse(text, file) {
	if (text === void 0) return void 0;
	try {
		return require_read.readYaml(text, { file }).documents;
	} catch (error) {
		if (error instanceof require_errors.UserError) return void 0;
		throw error;
	}
}
/** The YAML files of a tree that are plain YAML: not the templates of charts. */
function yamlPaths(tree) {
	return [...tree.texts.keys()].filter((path) => /\.ya?ml$/.test(path) && !isTemplate(path, tree)).sort();
}
function isTemplate(path, tree) {
	const folder = /^(.*?)(?:^|\/)templates\//.exec(path)?.[1];
	return folder !== void 0 && tree.paths.has(folder === "" ? "Chart.yaml" : `${folder}/Chart.yaml`);
}
/** The state that `branch:` or a revision means; undefined when this clone does not have it. */
function treeOf(repository, branch) {
	const { workTree, current, branches } = repository;
	if (branch === void 0 || branch === "" || branch === "HEAD" || current.has(branch)) return workTree;
	return branches.get(branch);
}
// src/doctor/application-set.ts
/** Every ApplicationSet in the YAML files of a tree. */
function applicationSetsIn(tree) {
	return yamlPaths(tree).flatMap((file) => (tree.documents(file) ?? []).flatMap((document) => {
		return textAt$1(document.value, "kind") === "ApplicationSet" && textAt$1(document.value, "apiVersion")?.startsWith("argoproj.io/") ? [read$1(file, document)] : [];
	}));
}
function read$1(file, document) {
	const { value } = document;
	return {
		file,
		document,
		name: textAt$1(value, "metadata", "name") ?? "without a name",
		namespace: textAt$1(value, "metadata", "namespace"),
		isGoTemplate: atPath(value, "spec", "goTemplate") === true,
		refusesMissingKeys: listAt(value, "spec", "goTemplateOptions").includes("missingkey=error"),
		generators: listAt(value, "spec", "generators").map(generatorOf),
		template: atPath(value, "spec", "template")
	};
}
function generatorOf(written) {
	const git = atPath(written, "git");
	if (git !== void 0) return gitGenerator(git);
	if (atPath(written, "list") !== void 0) return {
		kind: "list",
		elements: listAt(written, "list", "elements")
	};
	return {
		kind: "other",
		name: (typeof written === "object" && written !== null ? Object.keys(written) : []).find((name) => ![
			"selector",
			"values",
			"template"
		].includes(name)) ?? "unknown"
	};
}
function gitGenerator(git) {
	const files = listAt(git, "files");
	const entries = files.length > 0 ? files : listAt(git, "directories");
	const paths = (isExcluded) => entries.flatMap((entry) => {
		const path = textAt$1(entry, "path");
		return path !== void 0 && atPath(entry, "exclude") === true === isExcluded ? [path.replace(/^\//, "")] : [];
	});
	return {
		kind: files.length > 0 ? "git-files" : "git-directories",
		patterns: paths(false),
		excluded: paths(true),
		repository: textAt$1(git, "repoURL") ?? "",
		revision: textAt$1(git, "revision") ?? "HEAD",
		pathKey: textAt$1(git, "pathParamPrefix") ?? "path"
	};
}
/** The revisions that the git generators of a set read. */
function revisionsOf(set) {
	return set.generators.flatMap((generator) => "revision" in generator ? [generator.revision] : []);
}
// src/doctor/git-glob.ts
/**
* The pattern of a git generator as Argo CD takes it by default: a pathspec of `git ls-files`, in which `*` crosses
* folders too, so that "models/x-*.yaml" finds models/x-a/b.yaml as well. (Only with
* `--enable-new-git-file-globbing` does it end at a folder; argo-cd "Git File Generator Globbing", git `wildmatch.c`.)
*/
function gitPathspec(pattern) {
	const expression = pattern.replaceAll(/\[!?[^\]]+\]|\*+|\?|[\s\S]/g, (part) => {
		if (part.startsWith("*")) return ".*";
		if (part === "?") return ".";
		if (part.startsWith("[") && part.length > 1) return part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
		return part.replace(/[\\^$.*+?()[\]{}|]/, "\\$&");
	});
	const whole = new RegExp(`^(?:${expression})$`, "s");
	return (path) => whole.test(path);
}
/** Patterns of a directories generator: Go's `path.Match`, in which `*` ends at a folder. */
function folderPattern(pattern) {
	const expression = pattern.replaceAll(/\*+|\?|[\s\S]/g, (part) => {
		if (part.startsWith("*")) return "[^/]*";
		return part === "?" ? "[^/]" : part.replace(/[\\^$.*+?()[\]{}|]/, "\\$&");
	});
	const whole = new RegExp(`^(?:${expression})$`, "s");
	return (path) => whole.test(path);
}
// src/doctor/go-template.ts
/**
* Renders what people write into ApplicationSets: `{{ .path.basename }}`, `{{ .x | default "y" }}`,
* `{{ index .path.segments 1 }}`, and `{{path.basename}}`, `{{path[1]}}` without goTemplate. Everything else is unknown.
*/
function renderTemplate(template, parameters, isGoTemplate) {
	let missing;
	let isUnknown = false;
	const text = template.replaceAll(/\{\{-?([\s\S]*?)-?\}\}/g, (_, action) => {
		const value = isGoTemplate ? goValue(action.trim(), parameters) : plainValue(action.trim(), parameters);
		if (value.kind === "text") return value.text;
		if (value.kind === "missing") missing ??= value.name;
		else isUnknown = true;
		return "";
	});
	if (isUnknown) return { kind: "unknown" };
	return missing === void 0 ? {
		kind: "text",
		text
	} : {
		kind: "missing",
		name: missing
	};
}
const FIELD = /^((?:\.[\p{L}_][\p{L}\p{N}_]*)+)$/u;
function goValue(action, parameters) {
	const [source = "", ...pipes] = action.split("|").map((part) => part.trim());
	let value = goSource(source, parameters);
	for (const pipe of pipes) {
		const fallback = /^default\s+"([^"\\]*)"$/.exec(pipe)?.[1];
		if (fallback !== void 0) {
			if (value.kind === "missing" || value.kind === "text" && value.text === "") value = {
				kind: "text",
				text: fallback
			};
		} else if (value.kind === "text" && pipe === "lower") value = {
			kind: "text",
			text: value.text.toLowerCase()
		};
		else if (!["quote", "toString"].includes(pipe)) return { kind: "unknown" };
		else if (pipe === "quote") return { kind: "unknown" };
	}
	return value;
}
function goSource(source, parameters) {
	const field = FIELD.exec(source)?.[1];
	if (field !== void 0) return at(parameters, field.split(".").slice(1), source);
	const [, list, index] = /^index\s+((?:\.[\p{L}_][\p{L}\p{N}_]*)+)\s+(\d+)$/u.exec(source) ?? [];
	if (list === void 0) return { kind: "unknown" };
	return at(parameters, [...list.split(".").slice(1), Number(index)], source);
}
function plainValue(action, parameters) {
	const [, dotted, index] = /^([\p{L}\p{N}_.-]+)(?:\[(\d+)\])?$/u.exec(action) ?? [];
	if (dotted === void 0) return { kind: "unknown" };
	if (index !== void 0) return at(parameters, [
		...dotted.split("."),
		"segments",
		Number(index)
	], action);
	return at(parameters, dotted === "path" ? ["path", "path"] : dotted.split("."), action);
}
function at(parameters, path, name) {
	const value = atPath(parameters, ...path);
	if (value === void 0 || value === null) return {
		kind: "missing",
		name
	};
	return typeof value === "object" ? { kind: "unknown" } : {
		kind: "text",
		text: String(value)
	};
}
// src/doctor/applications.ts
/** The Applications of a set. Generators that are not followed, and branches that are not here, make none. */
function applicationsOf(set, repository) {
	return set.generators.flatMap((generator) => {
		if (generator.kind === "other") return [];
		if (generator.kind === "list") return generator.elements.map((element) => application(set, {
			tree: repository.workTree,
			parameters: element,
			own: void 0
		}));
		const tree = treeOf(repository, generator.revision);
		if (tree === void 0) return [];
		return foundBy(generator, tree).map((path) => fromGit({
			set,
			generator,
			tree,
			path
		}));
	});
}
/** The files or folders that a git generator finds in a tree, sorted. */
function foundBy(generator, tree) {
	const isFiles = generator.kind === "git-files";
	const all = isFiles ? [...tree.paths] : foldersOf(tree);
	const matching = (patterns) => patterns.map(isFiles ? gitPathspec : folderPattern);
	const [wanted, excluded] = [matching(generator.patterns), matching(generator.excluded)];
	return all.filter((path) => wanted.some((fits) => fits(path)) && !excluded.some((fits) => fits(path))).sort();
}
function foldersOf(tree) {
	const folders = /* @__PURE__ */ new Set();
	for (const path of tree.paths) for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) folders.add(path.slice(0, end));
	return [...folders].filter((folder) => !folder.split("/").some((name) => name.startsWith(".")));
}
function fromGit({ set, generator, tree, path }) {
	const isFile = generator.kind === "git-files";
	const folder = isFile ? path.slice(0, Math.max(0, path.lastIndexOf("/"))) : path;
	const segments = folder.split("/");
	const basename = segments.at(-1) ?? "";
	const place = {
		path: folder,
		basename,
		basenameNormalized: normalized(basename),
		segments,
		...isFile && {
			filename: path.slice(folder.length + 1),
			filenameNormalized: normalized(path.slice(folder.length + 1))
		}
	};
	const document = isFile ? tree.documents(path)?.[0] : void 0;
	const isOwnPrefix = generator.pathKey !== "path";
	return application(set, {
		tree,
		parameters: {
			...typeof document?.value === "object" && document.value,
			[generator.pathKey]: isOwnPrefix ? { path: place } : place
		},
		own: {
			file: isFile ? path : void 0,
			document,
			folder
		},
		repository: generator.repository
	});
}
function normalized(name) {
	return name.toLowerCase().replaceAll(/[^-a-z0-9.]/g, "-").replaceAll(/^[-.]+|[-.]+$/g, "");
}
function application(set, { tree, parameters, own, repository }) {
	const render = (template) => renderTemplate(template, parameters, set.isGoTemplate);
	const spec = atPath(set.template, "spec");
	const written = [...listAt(spec, "sources"), ...atPath(spec, "source") === void 0 ? [] : [atPath(spec, "source")]];
	const isHere = (source) => repository === void 0 || textAt$1(source, "repoURL") === repository;
	const isKnown = (path) => repository !== void 0 || path.kind === "text" && tree.paths.has(path.text);
	const refs = new Map(written.flatMap((source) => {
		const ref = textAt$1(source, "ref");
		return ref === void 0 ? [] : [[ref, isHere(source)]];
	}));
	return {
		set,
		tree,
		file: own?.file,
		document: own?.document,
		folder: own?.folder,
		parameters,
		name: render(textAt$1(set.template, "metadata", "name") ?? ""),
		sources: written.map((source) => {
			const path = textAt$1(source, "path");
			return {
				repository: render(textAt$1(source, "repoURL") ?? ""),
				path: path === void 0 ? void 0 : render(path),
				valueFiles: listAt(source, "helm", "valueFiles").flatMap((file) => typeof file === "string" ? rootedPath(file, {
					refs,
					isHere: isHere(source)
				}).map(render) : []).filter(isKnown)
			};
		})
	};
}
/** The template of a path from the root of this repository: `/a/b.yaml`, or `$ref/a/b.yaml` of a source that is here. */
function rootedPath(file, where) {
	const [, ref, rest] = /^\$([^/]+)\/(.*)$/.exec(file.trim()) ?? [];
	if (ref !== void 0 && rest !== void 0) return where.refs.get(ref) === true ? [rest] : [];
	return file.startsWith("/") && where.isHere ? [file.trim().slice(1)] : [];
}
// src/doctor/application-findings.ts
/** What will bite in the ApplicationSets of a repository and in the files that they read. */
function applicationFindings(repository) {
	const sets = applicationSetsIn(repository.workTree);
	const applications = sets.flatMap((set) => applicationsOf(set, repository));
	return [
		...sets.flatMap((set) => [
			...missingKeyOption(set),
			...notFollowed(set, repository),
			...notSynced(set)
		]),
		...applications.flatMap((one) => [
			...ownPathKey(one),
			...missingValues(one),
			...missingChart(one),
			...later(one)
		]),
		...sameNames(applications)
	];
}
function inSet(set, path) {
	return {
		file: set.file,
		...set.document.positionOf(path)
	};
}
/** The file that an Application is made from, at one of its keys; the set where there is no file. */
function inApplication({ set, file, document, tree }, key) {
	if (file === void 0) return inSet(set, ["spec", "generators"]);
	return {
		file,
		...key === void 0 || document === void 0 ? {
			line: 1,
			column: 1
		} : document.positionOf([key]),
		...tree.branch !== void 0 && { branch: tree.branch }
	};
}
function missingKeyOption(set) {
	if (!set.isGoTemplate || set.refusesMissingKeys) return [];
	return [{
		...inSet(set, ["spec", "goTemplate"]),
		severity: "warning",
		rule: "missingkey",
		what: `The ApplicationSet ${set.name} puts "<no value>" or nothing where a file lacks a key.`,
		fix: "Write goTemplateOptions: [\"missingkey=error\"] beside goTemplate."
	}];
}
function notFollowed(set, repository) {
	const about = {
		severity: "info",
		rule: "not-looked-at"
	};
	return set.generators.flatMap((generator, index) => {
		const place = inSet(set, [
			"spec",
			"generators",
			index
		]);
		if (generator.kind === "other") {
			const what = `The Applications of a ${generator.name} generator were not looked at.`;
			return [{
				...about,
				...place,
				what,
				fix: "What they read is checked where serin.yml names it."
			}];
		}
		if (generator.kind === "list") return [];
		const tree = treeOf(repository, generator.revision);
		if (tree === void 0) {
			const what = `The revision ${generator.revision} is not in this clone, so its files were not looked at.`;
			return [{
				...about,
				...place,
				what,
				fix: `Fetch it: git fetch origin ${generator.revision}.`
			}];
		}
		if (foundBy(generator, tree).length > 0) return [];
		const what = `The generator finds nothing here: no path fits ${generator.patterns.join(", ")}.`;
		return [{
			...about,
			...place,
			what,
			fix: "Correct the path, unless the set reads another repository."
		}];
	});
}
/** A release is a commit; without automated sync also the rollback waits for somebody in Argo CD. */
function notSynced(set) {
	const policy = atPath(set.template, "spec", "syncPolicy", "automated");
	if (policy !== void 0 && policy !== null && atPath(policy, "enabled") !== false) return [];
	return [{
		...inSet(set, [
			"spec",
			"template",
			"spec",
			"syncPolicy"
		]),
		severity: "info",
		rule: "not-synced",
		what: `Argo CD does not sync the Applications of ${set.name} by itself: every release and every /rollback waits for a person.`,
		fix: "Write syncPolicy: { automated: {} }, or say so to those who comment /rollback."
	}];
}
/** Argo CD puts the path of the file there (`applicationset/generators/git.go`). */
function ownPathKey(one) {
	const generator = one.set.generators.find((each) => "pathKey" in each);
	const key = generator !== void 0 && "pathKey" in generator ? generator.pathKey : "path";
	if (atPath(one.document?.value, key) === void 0) return [];
	return [{
		...inApplication(one, key),
		severity: "warning",
		rule: "path-key",
		what: `Argo CD puts the path of this file in the place of the key "${key}", so the templates of ${one.set.name} never see this value.`,
		fix: `Rename the key, or set pathParamPrefix in the generator.`
	}];
}
function missingValues(one) {
	return one.sources.flatMap(({ valueFiles }) => valueFiles.flatMap((rendered) => {
		if (rendered.kind !== "text" || rendered.text === one.file) return [];
		const isThere = one.tree.paths.has(rendered.text);
		if (isThere && nameOf$3(rendered.text) !== nameOf$3(one.file ?? "")) return [];
		const wrong = isThere ? "not from here" : "which is not there";
		return [{
			...inApplication(one),
			severity: "error",
			rule: "values-path",
			what: `The Application that ${one.set.name} makes of this file reads its values from ${rendered.text}, ${wrong}.`,
			fix: "Move the folder up, or write {{ .path.path }} in place of {{ .path.basename }} into valueFiles."
		}];
	}));
}
function nameOf$3(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}
function missingChart(one) {
	return one.sources.flatMap(({ path }) => {
		if (!(path?.kind === "missing" || path?.kind === "text" && path.text === "")) return [];
		const key = path.kind === "missing" ? path.name.replace(/^\./, "") : "the chart";
		const strict = one.set.refusesMissingKeys;
		return [{
			...inApplication(one),
			severity: strict ? "error" : "warning",
			rule: "chart-path",
			what: strict ? `${key} is not in this file, so ${one.set.name} cannot be rendered: none of its Applications is changed until it is.` : `${key} is not in this file: the Application that ${one.set.name} makes of it deploys nothing.`,
			fix: `Write ${key}, or remove the file until there is something to deploy.`
		}];
	});
}
/** Argo CD and Helm read the first document of a file and ignore the rest without a word. */
function later(one) {
	const ignored = (one.file === void 0 ? [] : one.tree.documents(one.file) ?? []).find(({ value }, index) => index > 0 && value !== null);
	if (ignored === void 0) return [];
	return [{
		...inApplication(one),
		...ignored.positionOf([]),
		severity: "error",
		rule: "later-document",
		what: "Helm ignores everything after the first document of a values file.",
		fix: "Remove the \"---\" before it, or move this part to a file of its own."
	}];
}
function sameNames(applications) {
	const seen = /* @__PURE__ */ new Map();
	return applications.flatMap((one) => {
		if (one.name.kind !== "text" || one.name.text === "") return [];
		const name = one.name.text;
		const key = `${one.set.namespace ?? ""}/${name}`;
		const other = seen.get(key);
		if (other === void 0) {
			seen.set(key, one);
			return [];
		}
		const of = [other, one].map(({ file, folder, set }) => file ?? folder ?? set.file);
		return [{
			...inApplication(one),
			severity: "error",
			rule: "same-application",
			what: `${of[0]} and ${of[1]} make two Applications of the one name ${name}; there can be only one.`,
			fix: "Rename one of the two folders, or put more of the path into the name."
		}];
	});
}
// src/manifest/look-up.ts
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
		}, `${kindOf$1(here)} stands where a mapping with "${step}" is expected.`, { fix: "Write it as a mapping, or name the right path under \"keys:\" in serin.yml." });
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
function kindOf$1(value) {
	if (value === null || value === void 0) return "nothing";
	if (Array.isArray(value)) return "a list";
	if (typeof value === "object") return "a mapping";
	return `the ${typeof value === "string" ? "text" : typeof value} ${JSON.stringify(value)?.slice(0, 60) ?? value}`;
}
// src/manifest/template-actions.ts
/** The actions of a template, without comments. Literals leave `""` behind (text/template, "Arguments"). */
function templateActions(template) {
	const actions = [];
	for (let at = template.indexOf("{{"); at >= 0; at = template.indexOf("{{", at)) {
		const lineStart = template.lastIndexOf("\n", at) + 1;
		const inYamlComment = /^\s*#/.test(template.slice(lineStart, at));
		const comment = /^\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/.exec(template.slice(at, at + LONGEST_COMMENT));
		if (comment !== null) {
			at += comment[0].length;
			continue;
		}
		const { code, literals, end } = readAction(template, at + 2);
		actions.push({
			code: code.replace(/^-(?=\s)|(?<=\s)-$/g, "").trim(),
			literals,
			inYamlComment
		});
		at = end;
	}
	return actions;
}
const LONGEST_COMMENT = 1e5;
const QUOTED = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'/y;
function readAction(template, start) {
	const literals = [];
	let code = "";
	let at = start;
	while (at < template.length && !template.startsWith("}}", at)) {
		QUOTED.lastIndex = at;
		const literal = QUOTED.exec(template)?.[0];
		if (literal === void 0) {
			code += template[at];
			at += 1;
			continue;
		}
		literals.push(literal.slice(1, -1));
		code += "\"\"";
		at += literal.length;
	}
	return {
		code,
		literals,
		end: at + 2
	};
}
// src/manifest/chart.ts
/** Where a release of Helm values keeps the percentage. */
function trafficKeyOf({ keys }) {
	return keys.traffic ?? ["canary", "trafficPercent"];
}
/**
* The folder of the chart that a values file is for, in the repository and on the branch of that file: `chart:` of the
* environment, else what `chart_path` in the file names, else the folder that the file is in. Undefined when none of
* them has a `Chart.yaml`, or the file says by `repo_url` that the chart is elsewhere.
*/
function chartFolderOf({ environment, text }, hasFile) {
	const { chart, file } = environment;
	if (chart !== void 0) return chart.repository === void 0 ? chart.path : void 0;
	const value = require_read.readYaml(text, { file }).documents[0]?.value;
	const values = isMapping$1(value) ? value : {};
	if (values.repo_url !== void 0) return void 0;
	return [typeof values.chart_path === "string" ? values.chart_path.replace(/^\.?\/|\/$/g, "") : void 0, file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : void 0].find((folder) => folder !== void 0 && hasFile(`${folder}/Chart.yaml`));
}
/** What text leaves open: text as a template, files, other charts' templates, a name that is computed. */
const BEYOND_TEXT = /(^|[\s(|])tpl\b|\.Subcharts\b/;
/**
* Whether the templates of a Helm chart read a value, by their text alone. `no` only when every use of `.Values` names
* another key and nothing hands all values (or the root that holds them) to something that could read any of them.
*/
function rendersKey(files, key) {
	const templates = files.filter(({ path }) => path.startsWith("templates/"));
	const found = templates.map(({ text }) => isLink(text) ? "unknown" : renderingOf(text, key.map(String)));
	if (found.includes("yes")) return "yes";
	return templates.some(({ path }) => /\.(ya?ml)$/.test(path)) && !hasSubcharts(files) && found.every((one) => one === "no") ? "no" : "unknown";
}
/** What git keeps of a symbolic link is the path of its target. */
function isLink(text) {
	return /^[^\n{]*[/.][^\n{]*$/.test(text);
}
/** A subchart gets the values below its name and the global ones, and a library chart's templates may read any. */
function hasSubcharts(files) {
	const described = files.find(({ path }) => path === "Chart.yaml")?.text;
	if (described === void 0 || /^\s*["']?dependencies["']?\s*:/m.test(described)) return true;
	return files.some(({ path }) => path.startsWith("charts/") || path === "requirements.yaml");
}
function renderingOf(template, key) {
	const actions = templateActions(template);
	const [first = "", ...rest] = key;
	const last = rest.at(-1);
	const mentionsLast = last === void 0 || actions.some(({ code, literals }) => names$1(code).includes(last) || literals.some((text) => text.includes(last)));
	let rendering = "no";
	const blocks = [];
	for (const { code, literals, inYamlComment } of actions) {
		const use = useIn({
			code,
			literals,
			first,
			rest
		});
		if (use === "yes" && mentionsLast && !inYamlComment) return "yes";
		if (use !== "no" || handsOverRoot(code, blocks)) rendering = "unknown";
		follow(code, blocks);
	}
	return rendering;
}
/** How one action uses the key: reads it, certainly does not, or may. */
function useIn({ code, literals, first, rest }) {
	if (BEYOND_TEXT.test(code)) return "unknown";
	const paths = [...code.matchAll(/\.Values((?:\.[\p{L}\p{N}_]+)*)(?![\p{L}\p{N}_])/gu)].map(([, path = ""]) => path.split(".").slice(1));
	if (paths.some((path) => path[0] === first && covers(path.slice(1), rest))) return "yes";
	const isBare = paths.some((path) => path.length === 0);
	if (isBare && /(^|[\s(])(index|get|hasKey|dig)\b/.test(code) && literals.includes(first)) return "yes";
	const isNamed = literals.some((text) => text === first || text === "Values" || text.includes(".Values"));
	return isBare || isNamed ? "unknown" : "no";
}
/** Whether a path reads the rest of the key, or a whole that has it. */
function covers(path, rest) {
	return path.every((name, depth) => depth >= rest.length || name === rest[depth]);
}
function names$1(code) {
	return code.match(/[\p{L}\p{N}_]+/gu) ?? [];
}
/** Whether an action gives the root, which holds all values, to more than a template that is read here as well. */
function handsOverRoot(code, blocks) {
	const isRebased = blocks.some((block) => block.isRebased);
	return [...code.replace(/^(.*\b(?:include|template)\s+"")\s+(?:\$|\.)(?=\s*($|\||\)))/, "$1").matchAll(/(^|[\s(,=|])(\$|\.)(?=$|[\s),|])/g)].some(([, , root]) => root === "$" || !isRebased);
}
function follow(code, blocks) {
	const word = /^[a-z]+/.exec(code)?.[0];
	const open = blocks.at(-1);
	if (word === "with" || word === "range") blocks.push({
		kind: "with",
		isRebased: true
	});
	else if (word === "if" || word === "define" || word === "block") blocks.push({
		kind: "other",
		isRebased: false
	});
	else if (word === "end") blocks.pop();
	else if (word === "else" && open?.kind === "with") open.isRebased = /^else\s+with\b/.test(code);
}
// src/yaml/entry.ts
var import_dist = require_read.require_dist();
const BLANK = /* @__PURE__ */ new Set([
	"space",
	"comment",
	"newline",
	"comma"
]);
/** The entries in the order of the text; undefined for a collection without brackets in a flow list (`[a: 1]`). */
function entriesOf(collection) {
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
		for (const entry of entriesOf(node) ?? []) {
			open.push(entry.value);
			const child = isBlock(entry.value) ? entriesOf(entry.value)?.[0] : void 0;
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
	const entries = entriesOf(collection);
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
	return stepsOf(documentOf$1(stream, index), edit, path).reduce((now, step) => makeStep(now, index, step), proven);
}
function checkPath(path) {
	const key = path.join(".");
	if (path.length === 0) throw new require_errors.UserError("The path of an edit is empty.", { fix: "Name the key to change." });
	if (path.includes("<<")) throw new require_errors.UserError("A merge key cannot be edited.", { place: { key } });
	if (path.every((step) => typeof step === "string" || Number.isSafeInteger(step) && step >= 0)) return path;
	throw new require_errors.UserError("A path holds keys and list indices from 0 only.", { place: { key } });
}
function stepsOf(document, { op, value }, path) {
	if (op === "delete") return [{
		op,
		path
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
	if (typeof share !== "number" || !Number.isInteger(share) || share < 0 || share > 100) throw manifestError(percent, `${kindOf$1(share)} stands where the percentage of the mirrored requests is needed.`, { fix: "Write a whole number from 0 to 100 without quotes, or remove the key." });
	const value = lookUp(version);
	const text = typeof value === "string" ? value : writtenNumber(version);
	if (text !== void 0 && text !== "") return {
		version: text,
		percent: share
	};
	throw manifestError(version, `${kindOf$1(value)} stands where the version of the shadow is needed.`, { fix: "Write the version in quotes, or remove the percentage of the mirrored requests." });
}
function edit({ document, path }, value) {
	return [{
		document,
		op: "set",
		path,
		value
	}];
}
/** Deletes the keys, and the mapping around them when it holds nothing else: a chart asks whether it is there at all. */
function removals$1(spots) {
	const [first] = spots;
	if (first === void 0) return [];
	const parent = first.path.slice(0, -1);
	const areTogether = spots.every(({ path }) => path.slice(0, -1).join("\n") === parent.join("\n"));
	const siblings = lookUp({
		...first,
		path: parent
	});
	const own = spots.map(({ path }) => String(path.at(-1)));
	const isAlone = isMapping$1(siblings) && Object.keys(siblings).every((key) => own.includes(key));
	if (areTogether && isAlone && parent.length > 0) return [{
		document: first.document,
		op: "delete",
		path: parent
	}];
	return spots.map(({ document, path }) => ({
		document,
		op: "delete",
		path
	}));
}
// src/manifest/layout.ts
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
	const [index, second] = entries.flatMap((entry, at) => nameOf$2(entry) === name ? [at] : []);
	if (index !== void 0 && second === void 0) return index;
	const names = entries.flatMap((entry) => nameOf$2(entry) ?? []);
	throw manifestError(list, `The list has ${index === void 0 ? "no" : "more than one"} entry "${name}".`, { fix: names.length > 0 ? `It has: ${names.join(", ")}. Correct "keys" in serin.yml.` : `${kindOf$1(entries[0])} is no named entry: write its index under "keys" in serin.yml.` });
}
function nameOf$2(entry) {
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
	throw manifestError(spot, `${kindOf$1(percent)} stands where a percentage is needed.`, { fix: "Write a whole number from 0 to 100 without quotes, or remove the key to give the version all traffic." });
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
		case "stable": return removal$1(spot);
	}
}
/** Deletes the key, and the mapping around it when it holds nothing else: a chart asks whether `canary` is there at all. */
function removal$1(spot) {
	const { document, path } = spot;
	const parent = path.slice(0, -1);
	const siblings = lookUp({
		...spot,
		path: parent
	});
	return [{
		document,
		op: "delete",
		path: parent.length > 0 && isMapping$1(siblings) && Object.keys(siblings).length === 1 ? parent : path
	}];
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
		if (typeof before === "object" && before !== null) throw manifestError(spot, `${kindOf$1(before)} stands where "set" in serin.yml puts ${kindOf$1(value)}.`, { fix: `Correct the path "${dotted}" under "set" in serin.yml.` });
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
	throw manifestError(spot, `${kindOf$1(value)} stands where a version is needed.`, { fix: "Write it in quotes, or name the right path under \"keys:\" in serin.yml." });
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
		const version = versionAt$1(placeOf$4(manifest));
		if (version === void 0) return void 0;
		const spot = trafficSpot$2(manifest);
		return {
			version,
			rollout: spot === void 0 ? { kind: "stable" } : readTraffic(spot)
		};
	},
	wholeOnly({ environment }) {
		if (environment.keys.traffic !== void 0) return void 0;
		return { canary: "serin.yml names no key for a percentage in this file, so no share of the traffic can be set. Name it as \"keys: { traffic: … }\", or release the version with /promote." };
	},
	edits(manifest, next) {
		const edits = versionEdits$3(placeOf$4(manifest), next.version);
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
function placeOf$4(manifest) {
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
		return { canary: `The Deployment${` ${nameOfResource(resourceIn(manifest, DEPLOYMENT))}`} replaces all its pods with the new version, so no share of the traffic can be set. Release it with /promote, or put an Argo Rollout, a Flagger Canary, an HTTPRoute or a VirtualService in front of it.` };
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
			canary: `The shares of a canary are the steps of the Rollout ${name}, which its controller takes by itself; a change of the steps in the middle would start them again. Release the version with /promote: the controller begins at its first step.`,
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
	placeOf: placeOf$3,
	wholeOnly() {
		return { canary: "Docker Compose runs a service with one image, so no share of the traffic can be set. Release the version with /promote." };
	}
});
function placeOf$3(manifest) {
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
			canary: `The shares of a canary of${name} are set by Flagger, by the analysis of its Canary; a weight in git would be overwritten. Release the version with /promote: Flagger begins its analysis.`,
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
function readVersion(spot) {
	const version = lookUp(spot);
	if (version === void 0 || version === null || version === "") return void 0;
	if (typeof version === "string") return version;
	const written = writtenNumber(spot);
	if (written !== void 0) return written;
	throw manifestError(spot, `${kindOf$1(version)} stands where a version is needed.`, { fix: "Write the version in quotes, or name the right path under \"keys:\" in serin.yml." });
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
function runningOf$1({ old, newest }) {
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
		throw manifestError(spot, "There is one destination, so the traffic cannot be split.", { fix: "Add a second destination below it, for the canary, with weight 0, and give the first one weight 100." });
	}
	const serving = runningOf$1(split).rollout.kind === "stable" ? newest.version : old.version;
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
			throw manifestError(spot, `${version} already has all traffic here, so it cannot be a canary beside itself.`, { fix: "Release another version." });
		case "pinned": return {
			old: earlier(split, spot),
			newest: version,
			percent: 0
		};
	}
}
function earlier({ old, newest }, spot) {
	if (old !== void 0 && old.version !== newest.version) return old.version;
	throw manifestError(spot, `Both destinations are ${newest.version}: no earlier version is deployed here.`, { fix: "Release the earlier version again, with /promote on its pull request." });
}
/** The weights of a percentage; their sum stays. Throws a UserError when it cannot be said in whole numbers. */
function weightsOf(percent, sum, spot) {
	const newest = sum * percent / 100;
	if (Number.isInteger(newest)) return {
		old: sum - newest,
		newest
	};
	throw manifestError(spot, `The weights here sum to ${sum}, of which ${percent} % is not a whole number.`, { fix: "Write weights that sum to 100." });
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
		const isStable = runningOf$1(split).rollout.kind === "stable";
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
	throw manifestError(spot, `${kindOf$1(percent)} stands where the percentage of the mirrored requests is needed.`, { fix: "Write a number from 0 to 100 without quotes." });
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
		throw manifestError(route.list, "The routes here go to different destinations, so it is not clear which to change.", { fix: "Name the one that is meant as \"keys: { traffic: … }\" in serin.yml, for example spec.http.0.route." });
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
	if (old === void 0) return {
		old: 0,
		newest: 100
	};
	const weights = {
		old: weightAt(old) ?? usualWeight,
		newest: weightAt(newest) ?? usualWeight
	};
	if (weights.old + weights.newest > 0) return weights;
	throw manifestError(list, "The weights sum to 0.", { fix: "Write weights that sum to 100." });
}
function weightAt(destination) {
	if (!isMapping$1(lookUp(destination))) throw manifestError(destination, `${kindOf$1(lookUp(destination))} stands where a destination is needed.`, { fix: "Write a mapping." });
	const spot = weightSpot$1(destination);
	const weight = lookUp(spot);
	if (weight === void 0 || weight === null) return void 0;
	if (typeof weight === "number" && Number.isInteger(weight) && weight >= 0) return weight;
	throw manifestError(spot, `${kindOf$1(weight)} stands where a weight is needed.`, { fix: "Write a whole number from 0 without quotes." });
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
		const wanted = weightsOf(percent, [old, newest].some((one) => weightAt(one) !== void 0) ? now.old + now.newest : 100, route.list);
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
		read: (manifest) => runningOf$1(open(manifest).split),
		wholeOnly: (manifest) => wholeOnlyOf(open(manifest)),
		edits: (manifest, next) => routeEdits(open(manifest), next, destinations),
		shadow: routeShadow(open, mirror)
	};
}
/** A single destination gets all traffic, whatever its weight. */
function wholeOnlyOf({ split }) {
	return split.old === void 0 ? { canary: ONE_DESTINATION } : void 0;
}
const ONE_DESTINATION = "There is one destination, so the traffic cannot be split. Add a second destination below it, for the canary, with weight 0, and give the first one weight 100.";
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
	const plan = planSplit(split, next, routes[0].list);
	const set = split.newest.version === next.version ? [] : setEdits(resource.manifest, resource.document);
	return [
		...destinations.versionEdits(routes, plan),
		...weightEdits(routes, plan.percent, destinations),
		...set
	];
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
		versionEdits: (routes, plan) => routes.flatMap(({ old, newest }) => [...old && plan.old !== void 0 ? renameEdits$1(old, plan.old) : [], ...renameEdits$1(newest, plan.newest)])
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
	const names = all.map(nameOf$1).join(", ");
	const [service, other] = resource === void 0 ? all : all.filter((service) => nameOf$1(service) === resource);
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
function nameOf$1(service) {
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
	if (parts.kind === "parts") return parts;
	throw manifestError(model, `The address ${JSON.stringify(address)} ${parts.reason}, so its version cannot be told.`, { fix: "Write the address of a version as \"storage-uri\" in serin.yml, with {version} in it." });
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
		return runningOf$1(open$2(manifest).split);
	},
	wholeOnly(manifest) {
		return wholeOnlyOf(open$2(manifest));
	},
	edits(manifest, next) {
		return routeEdits(open$2(manifest), next, STEPS);
	}
};
const STEPS = {
	nameOf: (step) => serviceOf(step),
	usualWeight: 0,
	versionOf,
	versionEdits: versionEdits$1
};
function open$2(manifest) {
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
		return mode === void 0 ? void 0 : { canary: ignoredIn(mode) };
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
	return `In ${mode} mode KServe ignores canaryTrafficPercent: the version in the file gets all traffic. Write the annotation ${DEPLOYMENT_MODE}: Knative to split traffic, or "layout: kserve-standard" in serin.yml for the canaries of Standard mode (KServe 0.20 or later), or release the version with /promote.`;
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
	if (!Array.isArray(entries)) throw manifestError(list, `${kindOf$1(entries)} stands where the list of canaries is expected.`, { fix: "Write a list." });
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
	if (typeof percent !== "number" || !Number.isInteger(percent) || percent < 0 || percent > 100) throw manifestError(at("trafficPercent"), `${kindOf$1(percent)} stands where a percentage is needed.`, { fix: "Write a whole number from 0 to 100 without quotes." });
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
	return runningOf$1({
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
/** Another version in the entry that is there; a name made of the version follows it. */
function nextEntryEdits(standard, canary, { version, percent }) {
	const name = canary.percent < 100 && canary.name !== nameOf(standard.service, canary.version) ? canary.name : freeName(standard, version);
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
			name: freeName(standard, version),
			[key]: part
		}
	};
}
/** A name that neither the predictor has nor, when it takes its place, the canary before. */
function freeName({ service, canary }, version) {
	const taken = [lookUp({
		...service,
		path: [
			"spec",
			"predictor",
			"name"
		]
	}), canary?.name];
	const name = nameOf(service, version);
	return taken.includes(name) ? nameOf(service, `${version.slice(0, 8)}-b`) : name;
}
/** The name of a version's predictor, which begins with a letter (CRD): KServe calls its Deployment and Service `<service>-<name>-predictor`. */
function nameOf(service, version) {
	const room = MOST - nameOfResource(service).length - 11;
	const name = version.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+/, "").replace(/^(?![a-z])/, "v").slice(0, Math.max(room, 0)).replace(/-+$/, "");
	if (room >= LEAST) return name;
	throw manifestError({
		...service,
		path: ["metadata", "name"]
	}, "There is no room for the version in the names of its Service.", { fix: "Give the InferenceService a shorter name." });
}
/** Characters of a Service's name (RFC 1035), and of what must be left of it for a version. */
const MOST = 63;
const LEAST = 11;
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
	placeOf: placeOf$2,
	wholeOnly() {
		return { canary: "A Kustomization puts one image into all pods, so no share of the traffic can be set in it. Release the version with /promote, or name the file that splits the traffic in serin.yml." };
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
function placeOf$2(manifest) {
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
		return runningOf$1(splitOf(llmGroupIn(manifest)));
	},
	wholeOnly(manifest) {
		const { old, newest } = llmGroupIn(manifest);
		return old === void 0 ? { canary: aloneText(newest) } : void 0;
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
function aloneText(service) {
	return `${nameOfResource(service)} is alone, so its traffic cannot be split. Write a second LLMInferenceService below it for the canary, with another metadata.name, the same spec.model.name and spec.router.route.group, and weight 0; give this one weight 100.`;
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
	return placeOf$1(destination).version;
}
function placeOf$1(destination) {
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
	const place = placeOf$1(destination);
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
* A destination of a version that nothing leads to yet, for a mirror: beside subsets with roles, which keep their names,
* the subset `shadow` has it.
*/
function destinationOf(version, like) {
	const place = placeOf$1(like);
	const { host, subset } = textsOf(like);
	if (place.kind === "label") {
		const own = findSubset(like, {
			host,
			name: SHADOW
		});
		const edits = own === void 0 ? addSubsetEdits(place.subset, SHADOW, version) : own.version === version ? [] : relabelEdits(own, version);
		return {
			value: {
				host,
				subset: SHADOW
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
const SHADOW = "shadow";
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
		const { value, edits } = destinationOf(version, like);
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
/** Subsets called so keep their name and get another label. */
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
		versionEdits
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
	if (!isMapping$1(value)) return manifestError(spot, `${kindOf$1(value)} stands where a manifest is expected.`, { fix });
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
	const manifest = open$1(target);
	const layout = chooseLayout(manifest);
	const wholeOnly = isEmpty(manifest) ? void 0 : layout.wholeOnly?.(manifest);
	return {
		layout: layout.name,
		running: runningIn(layout, manifest),
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
	const manifest = open$1(target);
	const layout = chooseLayout(manifest);
	const whole = next.rollout.kind === "stable" || isEmpty(manifest) ? void 0 : layout.wholeOnly?.(manifest);
	if (whole) throw new require_errors.UserError(whole.canary, { place: { file: target.environment.file } });
	const released = writeRollout(layout, manifest, next, previous);
	const text = writeShadow(layout, open$1({
		...target,
		text: released
	}), next.shadow);
	const written = runningIn(layout, open$1({
		...target,
		text
	}));
	if (saysRollout(written, next) && sameShadow(written?.shadow, next.shadow)) return text;
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
/** What to tell a person when `serin.yml` names a file that `repository` (owner/name) does not have. */
function missingManifest({ name, file }, at) {
	return new require_errors.UserError(`${at.repository} has no such file on “${at.branch}”; it should hold “${name}”.`, {
		place: { file },
		fix: "Commit the file first (an empty one is enough for Helm values), or correct its path in serin.yml."
	});
}
function open$1({ environment, text }) {
	const manifest = {
		environment,
		text,
		documents: require_read.readYaml(text, { file: environment.file }).documents
	};
	refuseUnwritable(manifest);
	return manifest;
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
// src/doctor/chart-findings.ts
const PERCENT = 37;
const ANY_VERSION = "0123456789ab";
/** The trials that can be made in this clone, and what is said where the chart is elsewhere. */
function chartTrials(manifests, repository) {
	const applications = applicationSetsIn(repository.workTree).flatMap((set) => applicationsOf(set, repository));
	const trials = [];
	const findings = [];
	for (const manifest of manifests) {
		const place = chartPlace(manifest, applications);
		if (place.kind === "here") trials.push(...trialOf(manifest, place.folder));
		if (place.kind === "elsewhere" && isValues(manifest)) findings.push(elsewhere(manifest, place.where));
	}
	return {
		trials,
		findings
	};
}
function chartPlace(manifest, applications) {
	const { environment, tree } = manifest;
	const { chart } = environment;
	if (chart?.repository !== void 0) return {
		kind: "elsewhere",
		where: chart.repository
	};
	const made = applications.find((one) => one.file === environment.file && one.tree === tree);
	const source = chart === void 0 ? made?.sources.find(({ path }) => path !== void 0) : void 0;
	if (source?.path?.kind === "text" && source.repository.kind === "text" && made !== void 0) {
		const folder = source.path.text.replace(/^\.?\/|\/$/g, "");
		if (!made.set.generators.some((one) => "repository" in one && one.repository === textOf(source.repository))) return {
			kind: "elsewhere",
			where: source.repository.text
		};
		return tree.paths.has(`${folder}/Chart.yaml`) ? {
			kind: "here",
			folder
		} : { kind: "none" };
	}
	const folder = isValues(manifest) ? chartFolderOf(manifest, (path) => tree.paths.has(path)) : void 0;
	return folder !== void 0 && tree.paths.has(`${folder}/Chart.yaml`) ? {
		kind: "here",
		folder
	} : { kind: "none" };
}
function textOf(rendered) {
	return rendered.kind === "text" ? rendered.text : void 0;
}
function isValues(manifest) {
	return runningOf(manifest)?.layout === "helm-values";
}
function runningOf(manifest) {
	return attempt(() => readManifest(manifest));
}
/** What cannot be read or written is told by other checks. */
function attempt(work) {
	try {
		return work();
	} catch (error) {
		if (error instanceof require_errors.UserError) return void 0;
		throw error;
	}
}
function trialOf(manifest, folder) {
	const read = runningOf(manifest);
	if (read?.layout !== "helm-values") return [];
	const version = read.running?.version ?? ANY_VERSION;
	const values = attempt(() => ({
		stable: writeManifest(manifest, {
			version,
			rollout: { kind: "stable" }
		}),
		canary: writeManifest(manifest, {
			version,
			rollout: {
				kind: "canary",
				percent: PERCENT
			}
		})
	}));
	if (values === void 0) return [];
	const key = trafficKeyOf(manifest.environment);
	const byText = rendersKey(chartFiles(manifest.tree, folder), key);
	const isInUse = read.running !== void 0 && read.running.rollout.kind !== "stable";
	return [{
		manifest,
		folder,
		key: key.join("."),
		values,
		isInUse,
		byText
	}];
}
/** The files of a chart, by their paths in it. */
function chartFiles(tree, folder) {
	const prefix = `${folder}/`;
	return [...tree.paths].filter((path) => path.startsWith(prefix)).map((path) => ({
		path: path.slice(prefix.length),
		text: tree.texts.get(path) ?? UNREAD
	}));
}
/** Stands for a text that is not known: nothing can be said about a template that may be anything. */
const UNREAD = "{{ tpl \"\" . }}";
/** What a trial tells; `answer` is undefined where helm is not installed. */
function chartFinding(trial, answer) {
	const { key, folder } = trial;
	if (answer?.kind === "differs") return [];
	if (answer?.kind === "same") return [deaf(trial, `helm renders the chart ${folder} the same with ${key} and without it`)];
	const failed = answer?.kind === "failed" ? [notRendered(trial, answer.reason)] : [];
	const why = answer === void 0 ? "helm is not installed" : "helm gave no answer";
	if (trial.byText === "no") return [...failed, deaf(trial, `no template of the chart ${folder} reads ${key} (${why}, so its text was searched)`)];
	if (trial.byText === "yes" || failed.length > 0) return failed;
	const what = `Whether the chart ${folder} renders ${key} was not found out: ${why}, and its text alone does not tell.`;
	return [{
		...placeOf(trial.manifest),
		severity: "info",
		rule: "not-looked-at",
		what,
		fix: "Install helm."
	}];
}
function deaf(trial, reason) {
	return {
		...placeOf(trial.manifest),
		severity: trial.isInUse ? "error" : "warning",
		rule: "chart",
		what: `The chart does not render ${trial.key}, so every /canary is a silent no-op: ${reason}.`,
		fix: "Render it as canaryTrafficPercent of the InferenceService, or name the right key as \"keys: { traffic: … }\" in serin.yml."
	};
}
function notRendered(trial, reason) {
	return {
		...placeOf(trial.manifest),
		severity: "warning",
		rule: "chart",
		what: `helm cannot render the chart ${trial.folder} with this file: ${reason}`,
		fix: "Correct the values or the chart, unless the ApplicationSet adds what is missing."
	};
}
function elsewhere(manifest, where) {
	return {
		...placeOf(manifest),
		severity: "info",
		rule: "not-looked-at",
		what: `The chart of this file is in ${where}, so whether it renders ${trafficKeyOf(manifest.environment).join(".")} was not looked at.`,
		fix: "Run helm template there, with the percentage and without."
	};
}
function placeOf({ environment, tree }) {
	const document = tree.documents(environment.file)?.[0];
	const position = document === void 0 ? {
		line: 1,
		column: 1
	} : document.positionOf(["chart_path"]);
	return {
		file: environment.file,
		...position,
		...tree.branch !== void 0 && { branch: tree.branch }
	};
}
// src/doctor/finding.ts
/** Every mistake that a UserError stands for, as findings; what has no place of its own stands at the file's beginning. */
function findingsOf(error, about) {
	const { cause } = error;
	if (cause instanceof AggregateError) return cause.errors.flatMap((each) => each instanceof require_errors.UserError ? findingsOf(each, about) : []);
	const { file, line = 1, column = 1 } = error.place;
	const fix = error.fix === void 0 ? {} : { fix: error.fix };
	return [{
		...about,
		file: file ?? about.file,
		line,
		column,
		what: error.what,
		...fix
	}];
}
/** Does `work`; what a person can put right becomes findings, anything else is thrown on. */
function findingsIn(about, work) {
	try {
		return {
			result: work(),
			findings: []
		};
	} catch (error) {
		if (!(error instanceof require_errors.UserError)) throw error;
		return { findings: findingsOf(error, about) };
	}
}
const ORDER = [
	"error",
	"warning",
	"info"
];
/** By file, line, column and severity; what is said twice about one place is said once. */
function inOrder(findings) {
	const sorted = [...findings].sort((one, other) => compare(one.file, other.file) || compare(one.branch ?? "", other.branch ?? "") || one.line - other.line || one.column - other.column || ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
	const seen = /* @__PURE__ */ new Set();
	return sorted.filter(({ file, branch, line, column, what }) => {
		const key = JSON.stringify([
			file,
			branch,
			line,
			column,
			what
		]);
		return !seen.has(key) && seen.add(key);
	});
}
function compare(one, other) {
	return one < other ? -1 : one > other ? 1 : 0;
}
// src/doctor/environment-findings.ts
/** The manifests that `serin.yml` names, as far as this clone has them. */
function namedManifests({ config }, repository) {
	return Object.values(config.models).flatMap((model) => model.environments.flatMap((environment) => {
		const tree = treeOf(repository, environment.branch);
		const text = tree?.texts.get(environment.file);
		return tree === void 0 || text === void 0 ? [] : [{
			model,
			environment,
			tree,
			text
		}];
	}));
}
/** What is wrong between `serin.yml` and the manifests that it names. */
function environmentFindings(open, repository) {
	return [
		...absent(open, repository),
		...sameFile(open, repository),
		...namedManifests(open, repository).flatMap((one) => [...unreadable(one), ...setOfUnknownKeys(open, one)])
	];
}
function inConfig({ file, document }, model, environment, ...path) {
	return {
		file,
		...document.positionOf([
			"models",
			model,
			"environments",
			environment,
			...path
		])
	};
}
function absent(open, repository) {
	return Object.values(open.config.models).flatMap((model) => model.environments.flatMap((environment) => {
		const { name, branch, file } = environment;
		const tree = treeOf(repository, branch);
		if (tree === void 0) {
			const what = `The branch ${branch} is not in this clone, so ${file} was not looked at.`;
			return [{
				...inConfig(open, model.name, name, "branch"),
				severity: "info",
				rule: "not-looked-at",
				what,
				fix: `Fetch it: git fetch origin ${branch}.`
			}];
		}
		if (tree.texts.has(file)) return [];
		const { fix = "" } = missingManifest(environment, {
			repository: "",
			branch: ""
		});
		const where = tree.branch === void 0 ? "" : ` on the branch ${tree.branch}`;
		const what = tree.paths.has(file) ? `${file}${where} is no readable text: a link, a folder, above 1 MiB, or not UTF-8.` : `There is no ${file}${where}.`;
		return [{
			...inConfig(open, model.name, name, "file"),
			severity: "error",
			rule: "manifest",
			what,
			fix
		}];
	}));
}
/** What the configuration alone cannot tell: the branch that the work tree is of, named here and left out there. */
function sameFile(open, repository) {
	const seen = /* @__PURE__ */ new Map();
	return Object.values(open.config.models).flatMap((model) => model.environments.flatMap((environment) => {
		const { name, file, branch, resource } = environment;
		const isCurrent = branch === void 0 || repository.current.has(branch);
		const key = JSON.stringify([isCurrent ? "" : branch, file]);
		const other = seen.get(key);
		seen.set(key, {
			who: `${model.name}/${name}`,
			branch,
			environment
		});
		if (other === void 0 || other.branch === branch) return [];
		if (resource !== void 0 && other.environment.resource !== void 0 && resource !== other.environment.resource) return [];
		return [{
			...inConfig(open, model.name, name, "file"),
			severity: "error",
			rule: "same-file",
			what: `${other.who} already writes this file: ${branch ?? other.branch} is the branch that is meant without "branch".`,
			fix: "Give each its own file or branch; in a file of several resources, its own \"resource:\"."
		}];
	}));
}
const NEXT_VERSION = "0123456789ab";
/** Reads the manifest, and tries in memory what the next release and the next canary would write. */
function unreadable({ environment, text, tree }) {
	const about = {
		file: environment.file,
		rule: "manifest",
		...tree.branch !== void 0 && { branch: tree.branch }
	};
	const read = findingsIn({
		...about,
		severity: "error"
	}, () => readManifest({
		environment,
		text
	}));
	if (read.result === void 0) return read.findings;
	const { layout, running, wholeOnly } = read.result;
	const attempt = (kind, next) => findingsIn({
		...about,
		rule: kind,
		severity: "warning"
	}, () => writeManifest({
		environment,
		text
	}, next)).findings.map((found) => ({
		...found,
		what: `A ${kind} would be refused: ${found.what}`
	}));
	const release = attempt("release", {
		version: NEXT_VERSION,
		rollout: { kind: "stable" }
	});
	if (layout === "kserve" && wholeOnly !== void 0) return [...release, {
		...about,
		line: 1,
		column: 1,
		rule: "canary",
		severity: "info",
		what: wholeOnly.canary
	}];
	if (release.length > 0 || running === void 0 || wholeOnly !== void 0) return release;
	return attempt("canary", {
		version: NEXT_VERSION,
		rollout: {
			kind: "canary",
			percent: 37
		}
	});
}
/** A key that a release writes and that the file does not have is more often a slip than a new one. */
function setOfUnknownKeys(open, { model, environment, tree, text }) {
	if (text.trim().replace(/^---/, "") === "") return [];
	const documents = (tree.documents(environment.file) ?? []).map(({ value }) => value);
	const has = (steps) => documents.some((value) => atPath(value, ...steps) !== void 0);
	const version = environment.keys.version ?? [];
	return [...version.every((step) => typeof step === "string") ? [{
		steps: version,
		at: ["keys", "version"]
	}] : [], ...Object.keys(environment.set).map((key) => ({
		steps: key.split("."),
		at: ["set", key]
	}))].filter(({ steps }) => steps.length > 0 && !has(steps)).map(({ steps, at }) => {
		const key = steps.join(".");
		const known = documents.map((value) => atPath(value, ...steps.slice(0, -1))).flatMap((value) => typeof value === "object" && value !== null ? Object.keys(value) : []);
		const meant = require_strict.didYouMean(String(steps.at(-1) ?? ""), known);
		return {
			...inConfig(open, model.name, environment.name, ...at),
			severity: "warning",
			rule: "set",
			what: `${environment.file} has no "${key}"; the next release adds it.`,
			fix: meant === void 0 ? "Write it into the file too if it is meant." : `Did you mean "${meant}"?`
		};
	});
}
// src/doctor/schema.ts
/** What in a value does not fit a schema. Keywords that are not listed above, `$ref` too, are not judged. */
function misfits(value, schema, path = []) {
	const types = [schema.type ?? []].flat();
	if (types.length > 0 && !types.some((type) => isOfType(value, type))) return [{
		path,
		what: `${kindOf(value)} stands where ${types.join(" or ")} is needed`
	}];
	const wrong = [...plainMisfits(value, schema), ...combined(value, schema)].map((what) => ({
		path,
		what
	}));
	if (Array.isArray(value)) {
		const { items } = schema;
		return [...wrong, ...items ? value.flatMap((item, index) => misfits(item, items, [...path, index])) : []];
	}
	return typeof value === "object" && value !== null ? [...wrong, ...misfitsOfKeys(value, schema, path)] : wrong;
}
function plainMisfits(value, schema) {
	const { minLength = 0, maxLength = Infinity, minItems = 0, maxItems = Infinity } = schema;
	const { minimum = -Infinity, maximum = Infinity } = schema;
	const wrong = [];
	if (schema.const !== void 0 && value !== schema.const) wrong.push(`this is not ${JSON.stringify(schema.const)}`);
	if (schema.enum && !schema.enum.includes(value)) wrong.push(`this is none of ${schema.enum.join(", ")}`);
	if (typeof value === "string") {
		if (value.length < minLength || value.length > maxLength) wrong.push("the text is too short or too long");
		if (schema.pattern !== void 0 && fits(value, schema.pattern) === false) wrong.push(`it is not like ${schema.pattern}`);
	}
	if (typeof value === "number" && (value < minimum || value > maximum)) wrong.push(`the number is not between ${minimum} and ${maximum}`);
	if (Array.isArray(value) && (value.length < minItems || value.length > maxItems)) wrong.push("the list is too short or too long");
	return wrong;
}
/** Undefined for a pattern that is none to JavaScript. */
function fits(value, pattern) {
	try {
		return new RegExp(pattern, "u").test(value);
	} catch (error) {
		if (error instanceof SyntaxError) return void 0;
		throw error;
	}
}
function combined(value, { anyOf, oneOf, allOf, not }) {
	const fitting = (schemas) => schemas.filter((one) => misfits(value, one).length === 0).length;
	const wrong = [];
	if (anyOf && fitting(anyOf) === 0) wrong.push("it fits none of the forms that are allowed here");
	if (oneOf && fitting(oneOf) !== 1) wrong.push("it does not fit exactly one of the forms that are allowed here");
	if (allOf && fitting(allOf) < allOf.length) wrong.push("it does not fit all that is asked for here");
	if (not && misfits(value, not).length === 0) wrong.push("it has a form that is not allowed here");
	return wrong;
}
function misfitsOfKeys(value, schema, path) {
	const { properties = {}, additionalProperties, required = [] } = schema;
	return [...required.filter((key) => !Object.hasOwn(value, key)).map((key) => ({
		path,
		what: `the key "${key}" is missing`
	})), ...Object.entries(value).flatMap(([key, item]) => {
		const known = Object.hasOwn(properties, key) ? properties[key] : void 0;
		if (known !== void 0) return misfits(item, known, [...path, key]);
		if (additionalProperties === false) return [{
			path: [...path, key],
			what: `"${key}" is not a key here`,
			known: Object.keys(properties)
		}];
		return typeof additionalProperties === "object" ? misfits(item, additionalProperties, [...path, key]) : [];
	})];
}
function isOfType(value, type) {
	if (type === "null") return value === null;
	if (type === "array") return Array.isArray(value);
	if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
	return type === "integer" ? Number.isInteger(value) : typeof value === type;
}
function kindOf(value) {
	if (value === null) return "nothing";
	if (Array.isArray(value)) return "a list";
	return typeof value === "object" ? "a mapping" : `the ${typeof value} ${JSON.stringify(value).slice(0, 60)}`;
}
// src/doctor/schema-findings.ts
/** Resources that do not fit the schema of their kind; kinds without a schema are left alone. */
function schemaFindings(tree, schemas) {
	if (schemas.size === 0) return [];
	return yamlPaths(tree).flatMap((file) => (tree.documents(file) ?? []).flatMap((document) => {
		const [group, version] = (textAt$1(document.value, "apiVersion") ?? "").split("/");
		const kind = textAt$1(document.value, "kind");
		const schema = schemas.get(`${group}_${kind}_${version}.json`);
		if (schema === void 0) return [];
		return misfits(document.value, schema).map(({ path, what, known = [] }) => {
			const meant = require_strict.didYouMean(String(path.at(-1) ?? ""), known);
			return {
				file,
				...document.positionOf(path),
				severity: "error",
				rule: "schema",
				what: `${path.join(".") || kind}: ${what}.`,
				...meant !== void 0 && { fix: `Did you mean "${meant}"?` }
			};
		});
	}));
}
// src/doctor/helm-number.ts
/**
* What Helm renders for an unquoted scalar that people mean as a text, when that is another text; undefined when it
* renders what is written. Helm reads YAML 1.1 (sigs.k8s.io/yaml), takes every number as a float64 and prints it by
* Go's `%v`: `4562170` → `4.56217e+06`, `0123456` → `42798`, `1234e56` → `1.234e+59`, `1.10` → `1.1`, `on` → `true`.
*/
function renderedByHelm(written) {
	const rendered = wordOf(written) ?? numberOf(written);
	return rendered === void 0 || rendered === written ? void 0 : rendered;
}
function wordOf(written) {
	if (!/^([a-z]+|[A-Z][a-z]*|[A-Z]+|~)$/.test(written)) return void 0;
	const word = written.toLowerCase();
	if ([
		"y",
		"yes",
		"on",
		"true"
	].includes(word)) return "true";
	if ([
		"n",
		"no",
		"off",
		"false"
	].includes(word)) return "false";
	return ["null", "~"].includes(word) ? "" : void 0;
}
const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
function numberOf(written) {
	if (!/^[-+.\d]/.test(written)) return void 0;
	const plain = written.replaceAll("_", "");
	const [, sign = "", digits = ""] = /^([-+]?)(.*)$/.exec(plain) ?? [];
	const whole = wholeOf(digits);
	if (whole !== void 0) return goFloat(sign === "-" ? -Number(whole) : Number(whole));
	if (!FLOAT.test(plain)) return void 0;
	const value = Number(plain);
	return Number.isFinite(value) ? goFloat(value) : void 0;
}
/** Go's `strconv.ParseInt(plain, 0, 64)`: a leading 0 makes it octal. */
function wholeOf(digits) {
	if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
	if (/^0[xX][0-9a-fA-F]+$|^0[oO][0-7]+$|^0[bB][01]+$/.test(digits)) return BigInt(digits.toLowerCase());
	return /^(0|[1-9]\d*)$/.test(digits) ? BigInt(digits) : void 0;
}
const EXPONENT_FROM = 6;
/** `%v` of a float64: the shortest digits, with an exponent below 1e-4 and from 1e6 (strconv `FormatFloat`, 'g'). */
function goFloat(value) {
	if (value === 0) return "0";
	const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
	const power = Number(exponent);
	if (power >= -4 && power < EXPONENT_FROM) return decimal(mantissa, power);
	return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
/** Digits `d.ddd` times ten to the power, written out. JavaScript itself turns to exponents below 1e-6 only. */
function decimal(mantissa, power) {
	return String(Number(`${mantissa}e${power}`));
}
// src/doctor/version-findings.ts
/** Where the values files of this world keep a version. */
const USUAL = [
	["version"],
	["tag"],
	["image", "tag"]
];
/** Versions without quotes that Helm reads as another text: helm#1643, #3246, #6867. */
function versionFindings(repository, open) {
	const released = (open === void 0 ? [] : namedManifests(open, repository)).flatMap(({ environment, tree }) => {
		if (environment.layout !== void 0 && environment.layout !== "helm-values") return [];
		if (isManifest(tree, environment.file)) return [];
		return misread(tree, environment.file, environment.keys.version === void 0 ? USUAL : [environment.keys.version]);
	});
	const deployed = applicationSetsIn(repository.workTree).flatMap((set) => applicationsOf(set, repository)).flatMap(({ tree, file }) => file === void 0 ? [] : misread(tree, file, USUAL));
	return [...released, ...deployed];
}
function isManifest(tree, file) {
	return (tree.documents(file) ?? []).some(({ value }) => atPath(value, "kind") !== void 0);
}
function misread(tree, file, paths) {
	const document = tree.documents(file)?.[0];
	if (document === void 0) return [];
	return paths.flatMap((path) => {
		const value = atPath(document.value, ...path);
		if (value === void 0 || typeof value === "object") return [];
		const place = document.positionOf(path);
		const written = plainScalarAfter(tree.texts.get(file) ?? "", place);
		const rendered = written === void 0 ? void 0 : renderedByHelm(written);
		if (written === void 0 || rendered === void 0) return [];
		return [{
			file,
			...place,
			...tree.branch !== void 0 && { branch: tree.branch },
			severity: "error",
			rule: "unquoted-version",
			what: `Helm reads ${path.join(".")}: ${written} as ${rendered === "" ? "nothing" : rendered}, which is another version.`,
			fix: `Put it in quotes: "${written}".`
		}];
	});
}
/** The scalar without quotes that stands on the line of its key; undefined when it is written in another way. */
function plainScalarAfter(text, { line, column }) {
	const whole = text.replace(/^\uFEFF/, "").split("\n")[line - 1] ?? "";
	return /^(?:"[^"]*"|'[^']*'|[^:'"]+)\s*:\s+([-+.~\w]+)\s*(?:[,}#]|$)/.exec(whole.slice(column - 1))?.[1];
}
// src/manifest/old-fields.ts
const ISTIO = "networking.istio.io";
const RULE = {
	kind: "DestinationRule",
	group: ISTIO,
	concerns: "file"
};
const ROUTE = {
	kind: "VirtualService",
	group: ISTIO,
	concerns: "file"
};
const renamed = (from, to) => ({
	what: `${from} is deprecated.`,
	fix: `Write ${to} instead.`
});
/** `destination_rule.proto` and `virtual_service.proto` of istio/api, and what pilot does with them. */
const OLD_FIELDS = [
	{
		...RULE,
		end: ["outlierDetection", "consecutiveErrors"],
		what: "Istio reads consecutiveErrors no more: a host is ejected after 5 errors, whatever is written here.",
		fix: "Write consecutive5xxErrors, or consecutiveGatewayErrors, instead."
	},
	{
		...RULE,
		end: ["loadBalancer", "simple"],
		value: "LEAST_CONN",
		...renamed("LEAST_CONN", "LEAST_REQUEST")
	},
	{
		...RULE,
		end: ["consistentHash", "minimumRingSize"],
		...renamed("consistentHash.minimumRingSize", "consistentHash.ringHash.minimumRingSize")
	},
	{
		...RULE,
		end: ["loadBalancer", "warmupDurationSecs"],
		...renamed("warmupDurationSecs", "warmup.duration")
	},
	{
		...ROUTE,
		end: ["mirrorPercent"],
		...renamed("mirrorPercent", "mirrorPercentage.value"),
		concerns: "shadow"
	},
	{
		...ROUTE,
		end: ["mirror_percent"],
		...renamed("mirror_percent", "mirrorPercentage.value"),
		concerns: "shadow"
	},
	{
		...ROUTE,
		end: [
			"fault",
			"delay",
			"percent"
		],
		...renamed("fault.delay.percent", "fault.delay.percentage.value")
	},
	{
		...ROUTE,
		end: ["corsPolicy", "allowOrigin"],
		...renamed("corsPolicy.allowOrigin", "corsPolicy.allowOrigins")
	}
];
/** The old fields of a resource, with their paths. */
function oldFieldsIn(resource) {
	if (!isMapping$1(resource)) return [];
	const fields = OLD_FIELDS.filter(({ kind, group }) => resource.kind === kind && String(resource.apiVersion).startsWith(`${group}/`));
	if (fields.length === 0) return [];
	return pathsIn(resource, []).flatMap(({ path, value }) => {
		if (typeof path.at(-1) !== "string") return [];
		const names = path.filter((step) => typeof step === "string");
		const field = fields.find((one) => one.end.join("\n") === names.slice(-one.end.length).join("\n") && (one.value === void 0 || one.value === value));
		return field === void 0 ? [] : [{
			field,
			path
		}];
	});
}
function pathsIn(value, path) {
	const here = {
		path,
		value
	};
	if (Array.isArray(value)) return [here, ...value.flatMap((item, index) => pathsIn(item, [...path, index]))];
	if (!isMapping$1(value)) return [here];
	return [here, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]))];
}
// src/manifest/warnings.ts
/**
* What a person should know of a manifest, in the order of the file: fields that an API reads no more or under another
* name, versions that a reader takes for numbers, percentages that nobody obeys, weights that a controller overwrites.
* Throws a UserError when the text is not YAML, or something else stands where a resource has a mapping.
*/
function warningsOn({ environment, text }) {
	const { documents } = require_read.readYaml(text, { file: environment.file });
	const manifest = {
		environment,
		text,
		documents
	};
	return documents.flatMap((_, document) => warningsIn$1({
		manifest,
		document,
		path: []
	})).sort((left, right) => left.line - right.line || left.column - right.column);
}
function warningsIn$1(root) {
	return [
		...oldFields(root),
		...oldApis(root),
		...numbers(root),
		...ignoredShares(root),
		...ownedWeights(root)
	].map(({ path, ...finding }) => {
		const { line, column } = root.manifest.documents[root.document]?.positionOf(path) ?? {
			line: 1,
			column: 1
		};
		return {
			line,
			column,
			key: path.join("."),
			...finding
		};
	});
}
function oldFields(root) {
	return oldFieldsIn(lookUp(root)).map(({ field: { what, fix, concerns }, path }) => ({
		path,
		what,
		fix,
		concerns
	}));
}
/** Kubernetes 1.25 and 1.26 stopped serving the betas of the HorizontalPodAutoscaler; Istio serves all its versions. */
function oldApis(root) {
	const value = lookUp(root);
	const api = isMapping$1(value) ? value.apiVersion : void 0;
	const at = {
		path: ["apiVersion"],
		concerns: "file"
	};
	if (api === "networking.istio.io/v1alpha3") return [{
		...at,
		what: `${api} is an old version of the API.`,
		fix: "Write networking.istio.io/v1; the fields are the same."
	}];
	if (api !== "autoscaling/v2beta1" && api !== "autoscaling/v2beta2") return [];
	return [{
		...at,
		what: `Kubernetes serves ${api} no more, so this is not applied.`,
		fix: "Write autoscaling/v2."
	}];
}
/** Where a version stands as a text of its own, which a reader takes for a number when it has no quotes. */
function numbers(root) {
	return versionSpots(root).flatMap(({ path, manifest, document }) => {
		const written = bareWord({
			manifest,
			document,
			path
		});
		if (written === void 0 || !isAmbiguous(written)) return [];
		return [{
			path,
			what: `${written} has no quotes, so a reader of YAML takes it for a number or another value: Helm writes 4562170 as 4.56217e+06, and 0123456 as 42798.`,
			fix: "Write the version in quotes.",
			concerns: "version"
		}];
	});
}
function versionSpots(root) {
	const value = lookUp(root);
	if (!isMapping$1(value)) return [];
	const indexes = (path) => {
		const list = lookUp({
			...root,
			path
		});
		return Array.isArray(list) ? [...list.keys()] : [];
	};
	const at = (...path) => ({
		...root,
		path
	});
	if (value.kind === "DestinationRule") return indexes(["spec", "subsets"]).map((index) => at("spec", "subsets", index, "labels", "version"));
	if (Array.isArray(value.images)) return indexes(["images"]).map((index) => at("images", index, "newTag"));
	const chosen = root.manifest.environment.keys.version;
	if (chosen !== void 0) return lookUp(at(...chosen)) === void 0 ? [] : [at(...chosen)];
	return value.kind === void 0 && "version" in value ? [at("version")] : [];
}
function ignoredShares(root) {
	if (!isInferenceService(lookUp(root))) return [];
	const path = [
		"spec",
		"predictor",
		"canaryTrafficPercent"
	];
	if (lookUp({
		...root,
		path
	}) === void 0) return listedCanary(root);
	const mode = modeOf(root);
	if (mode === "Knative" || mode === "Serverless") return [];
	return [{
		path,
		what: mode === void 0 ? "Only Knative mode obeys canaryTrafficPercent, and the mode is not written: where the cluster’s default is Standard, the version in the file has all the traffic." : `In ${mode} mode KServe ignores canaryTrafficPercent: the version in the file has all the traffic.`,
		fix: `Write the annotation ${DEPLOYMENT_MODE}: Knative.`,
		concerns: "traffic"
	}];
}
function listedCanary(root) {
	const path = ["spec", "canary"];
	const list = lookUp({
		...root,
		path
	});
	if (!Array.isArray(list) || list.length === 0) return [];
	return [{
		path,
		what: "KServe before 0.20 drops spec.canary, and later ones move traffic by it only through Gateway API.",
		fix: "Look whether the cluster has KServe 0.20 or later, with ingress.enableGatewayApi in its ConfigMap.",
		concerns: "traffic"
	}];
}
const ROUTES = [{
	kind: "VirtualService",
	group: "networking.istio.io"
}, {
	kind: "HTTPRoute",
	group: "gateway.networking.k8s.io"
}];
[...ROUTES];
function ownedWeights(root) {
	if (!ROUTES.some((route) => isResource(lookUp(root), route))) return [];
	const owner = ownerOf(root);
	if (owner === void 0) return [];
	return [{
		path: ["metadata", "name"],
		what: `The weights of ${nameOfResource(root)} belong to ${owner.name}, which overwrites them.`,
		fix: owner.fix,
		concerns: "traffic"
	}];
}
// src/doctor/warning-findings.ts
/** What the manifests of `serin.yml` and all other resources of the work tree say and do not do (`warningsOn`). */
function warningFindings(manifests, workTree) {
	const named = new Set(manifests.flatMap(({ environment, tree }) => tree === workTree ? [environment.file] : []));
	const others = yamlPaths(workTree).filter((file) => !named.has(file) && isResources(workTree, file));
	return [...manifests.flatMap(({ environment, tree }) => warningsIn(environment, tree)), ...others.flatMap((file) => warningsIn({
		name: file,
		file,
		set: {},
		keys: {}
	}, workTree))];
}
/** Files that are no YAML, and no templates that only become YAML: nothing else here looks at them. */
function brokenFiles(tree) {
	return yamlPaths(tree).flatMap((file) => {
		const text = tree.texts.get(file) ?? "";
		if (tree.documents(file) !== void 0 || text.includes("{{")) return [];
		return findingsIn({
			severity: "warning",
			rule: "yaml",
			file
		}, () => require_read.readYaml(text, { file })).findings;
	});
}
function isResources(tree, file) {
	return (tree.documents(file) ?? []).some(({ value }) => atPath(value, "kind") !== void 0);
}
function warningsIn(environment, tree) {
	const { file } = environment;
	const isValues = !isResources(tree, file);
	return read(environment, tree).filter(({ concerns }) => !(isValues && concerns === "version")).map(({ line, column, what, fix }) => ({
		file,
		line,
		column,
		...tree.branch !== void 0 && { branch: tree.branch },
		severity: "warning",
		rule: "manifest",
		what,
		fix
	}));
}
/** That a file cannot be read is told by other checks. */
function read(environment, tree) {
	try {
		return warningsOn({
			environment,
			text: tree.texts.get(environment.file) ?? ""
		});
	} catch (error) {
		if (error instanceof require_errors.UserError) return [];
		throw error;
	}
}
// src/doctor/weight-findings.ts
/**
* Routes that a release would write and whose weights belong to a controller in another file of the repository.
* (Of one in the same file the manifest itself tells: `refuseOwnedWeights`.)
*/
function weightFindings(manifests) {
	const owners = /* @__PURE__ */ new Map();
	return manifests.flatMap(({ environment, tree }) => {
		const known = owners.get(tree) ?? ownersIn(tree);
		owners.set(tree, known);
		return (tree.documents(environment.file) ?? []).flatMap((document) => {
			const kind = textAt$1(document.value, "kind");
			const name = textAt$1(document.value, "metadata", "name");
			const namespace = textAt$1(document.value, "metadata", "namespace");
			const owner = known.find((one) => one.kind === kind && one.route === name && one.file !== environment.file && isSame(one.namespace, namespace));
			if (owner === void 0) return [];
			return [{
				file: environment.file,
				...document.positionOf(["metadata", "name"]),
				...tree.branch !== void 0 && { branch: tree.branch },
				severity: "error",
				rule: "weight-owner",
				what: `The weights of the ${kind} ${name} belong to ${owner.owner}, which would overwrite what /canary writes.`,
				fix: `Name ${owner.file} in serin.yml as the file of this environment, or take the route out of it.`
			}];
		});
	});
}
function isSame(one, other) {
	return one === void 0 || other === void 0 || one === other;
}
function ownersIn(tree) {
	return yamlPaths(tree).flatMap((file) => (tree.documents(file) ?? []).flatMap(({ value }) => owned(value, file)));
}
function owned(value, file) {
	const [group] = (textAt$1(value, "apiVersion") ?? "").split("/");
	const kind = textAt$1(value, "kind");
	const about = {
		namespace: textAt$1(value, "metadata", "namespace"),
		owner: `the ${kind} ${textAt$1(value, "metadata", "name")} (${file})`,
		file
	};
	if (group === "argoproj.io" && kind === "Rollout") {
		const routing = atPath(value, "spec", "strategy", "canary", "trafficRouting");
		return [...names(atPath(routing, "istio"), "virtualService", "virtualServices").map((route) => ({
			...about,
			kind: "VirtualService",
			route
		})), ...names(atPath(routing, "plugins", "argoproj-labs/gatewayAPI"), "httpRoute", "httpRoutes").map((route) => ({
			...about,
			kind: "HTTPRoute",
			route
		}))];
	}
	if (group !== "flagger.app" || kind !== "Canary") return [];
	const route = textAt$1(value, "spec", "service", "name") ?? textAt$1(value, "spec", "targetRef", "name");
	if (route === void 0) return [];
	return ["VirtualService", "HTTPRoute"].map((each) => ({
		...about,
		kind: each,
		route
	}));
}
/** One named at `one` (a name, or a mapping with it), and those of the list at `several`. */
function names(routing, one, several) {
	return [...[textAt$1(routing, one) ?? textAt$1(routing, one, "name")], ...listAt(routing, several).map((each) => textAt$1(each, "name"))].filter((name) => name !== void 0);
}
// src/doctor/diagnose.ts
/** The branches besides the work tree's that a check wants to look at: those of `serin.yml` and of ApplicationSets. */
function branchesNamedIn(tree, files) {
	const { result } = openGitops(tree, files.gitops);
	const named = [...Object.values(result?.config.models ?? {}).flatMap((model) => model.environments).map(({ branch }) => branch), ...applicationSetsIn(tree).flatMap(revisionsOf)];
	return [...new Set(named.filter((branch) => branch !== void 0 && /^[^-\s~^:?*[\\]+$/.test(branch) && branch !== "HEAD"))];
}
/** Everything that is wrong in a repository of models or in a gitops repository, from its files alone; not in order. */
function diagnose(repository, files, schemas) {
	const { workTree } = repository;
	const model = openModel(workTree, files.model);
	const gitops = openGitops(workTree, files.gitops);
	const open = gitops.result;
	const manifests = open === void 0 ? [] : namedManifests(open, repository);
	const charts = chartTrials(manifests, repository);
	const findings = [
		...model.findings,
		...gitops.findings,
		...open === void 0 ? [] : environmentFindings(open, repository),
		...applicationFindings(repository),
		...versionFindings(repository, open),
		...weightFindings(manifests),
		...schemaFindings(workTree, schemas),
		...charts.findings
	];
	const placeOf = ({ file, branch, line, column }) => JSON.stringify([
		file,
		branch,
		line,
		column
	]);
	const told = new Set(findings.filter(({ severity }) => severity === "error").map(placeOf));
	const warnings = [...brokenFiles(workTree), ...warningFindings(manifests, workTree)].filter((warning) => !told.has(placeOf(warning)));
	return {
		findings: [...findings, ...warnings],
		trials: charts.trials,
		configured: [model.result, open].flatMap((one) => one === void 0 ? [] : [{
			file: one.file,
			models: Object.keys(one.config.models)
		}])
	};
}
function openModel(tree, file) {
	const text = file === void 0 ? void 0 : tree.texts.get(file);
	if (file === void 0 || text === void 0) return { findings: [] };
	return findingsIn({
		severity: "error",
		rule: "config",
		file
	}, () => ({
		file,
		config: require_model_config.parseModelConfig(text, file)
	}));
}
function openGitops(tree, file) {
	const text = file === void 0 ? void 0 : tree.texts.get(file);
	if (file === void 0 || text === void 0) return { findings: [] };
	const read = findingsIn({
		severity: "error",
		rule: "config",
		file
	}, () => require_gitops_config.parseGitopsConfig(text, file));
	const document = tree.documents(file)?.[0];
	if (read.result === void 0 || document === void 0) return { findings: read.findings };
	return {
		result: {
			file,
			config: read.result,
			document
		},
		findings: read.findings
	};
}
// src/shell/branch.ts
/** What git prints, and undefined when it ends with another exit code than 0. */
function ask(root, ...args) {
	return new Promise((resolve, reject) => {
		(0, node_child_process.execFile)("git", [...args], {
			cwd: root,
			maxBuffer: 67108864
		}, (error, stdout) => {
			if (error === null) resolve(stdout);
			else if (typeof error.code === "number") resolve(void 0);
			else reject(error);
		});
	});
}
/** The branch that is checked out; undefined where a commit is. */
async function checkedOutBranch(root) {
	return (await ask(root, "symbolic-ref", "--quiet", "--short", "HEAD"))?.trim() || void 0;
}
/** The default branch as the clone knows it from its origin; undefined when there is none. */
async function defaultBranch(root) {
	return (await ask(root, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"))?.trim().replace(/^refs\/remotes\/origin\//, "") || void 0;
}
/** The commit of a branch: the origin's, else the local one; undefined when the clone has neither. */
async function commitOfBranch(root, branch) {
	for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
		const commit = await ask(root, "rev-parse", "--quiet", "--verify", "--end-of-options", `${ref}^{commit}`);
		if (commit !== void 0) return commit.trim();
	}
}
/** Tracked files that the work tree no longer has. */
async function deletedFiles(root) {
	return new Set((await ask(root, "ls-files", "-z", "--deleted") ?? "").split("\0"));
}
/** `owner/name` of the origin on GitHub or another server; undefined when the clone has none. */
async function originName(root) {
	const url = await ask(root, "config", "--get", "remote.origin.url");
	return /([\w.-]+\/[\w.-]+?)(?:\.git)?\/?\s*$/.exec(url ?? "")?.[1];
}
// src/shell/work-tree.ts
/** A manifest or a template is far smaller; larger files are data. */
const LARGEST_BYTES = 1048576;
const GONE = [
	"ENOENT",
	"ENOTDIR",
	"EACCES",
	"ELOOP"
];
/** Files that are open at once. */
const AT_ONCE = 64;
/**
* The texts of those paths of a work tree that are regular files of at most 1 MiB in UTF-8. Links are not followed:
* what a pull request can put there must not show a machine's own files.
*/
async function readTexts(root, paths) {
	const texts = /* @__PURE__ */ new Map();
	for (let start = 0; start < paths.length; start += AT_ONCE) {
		const some = paths.slice(start, start + AT_ONCE);
		const read = await Promise.all(some.map((path) => readText(root, path)));
		for (const [index, path] of some.entries()) {
			const text = read[index];
			if (text !== void 0) texts.set(path, text);
		}
	}
	return texts;
}
async function readText(root, path) {
	const names = path.split("/");
	try {
		for (let depth = 1; depth < names.length; depth += 1) if (!(await (0, node_fs_promises.lstat)((0, node_path.join)(root, ...names.slice(0, depth)))).isDirectory()) return void 0;
		const status = await (0, node_fs_promises.lstat)((0, node_path.join)(root, path));
		if (!status.isFile() || status.size > LARGEST_BYTES) return void 0;
		const file = await (0, node_fs_promises.open)((0, node_path.join)(root, path));
		try {
			return new TextDecoder("utf-8", {
				fatal: true,
				ignoreBOM: true
			}).decode(await file.readFile());
		} finally {
			await file.close();
		}
	} catch (error) {
		if (error instanceof TypeError) return void 0;
		if (error instanceof Error && "code" in error && GONE.includes(String(error.code))) return void 0;
		throw error;
	}
}
// action/read-repository.ts
/** The root of the git repository around a folder; the folder itself where there is none. */
function rootOf(folder) {
	for (let at = (0, node_path.resolve)(folder);; at = (0, node_path.dirname)(at)) {
		if ((0, node_fs.existsSync)((0, node_path.join)(at, ".git"))) return {
			root: at,
			isGit: true
		};
		if ((0, node_path.dirname)(at) === at) return {
			root: (0, node_path.resolve)(folder),
			isGit: false
		};
	}
}
/** Reads what a check looks at: the work tree, and the other branches that are named in it. */
async function readRepository(folder, files, env) {
	const { root, isGit } = rootOf(folder);
	if (!isGit) {
		const workTree = await openPaths(root, walk(root));
		return {
			root,
			workTree,
			current: new Set(branchesNamedIn(workTree, files)),
			branches: /* @__PURE__ */ new Map()
		};
	}
	const git = require_git.openRepository(root);
	try {
		const workTree = await readWorkTree(git);
		const named = branchesNamedIn(workTree, files);
		const current = await currentBranches(root, named, env);
		const others = named.filter((branch) => !current.has(branch));
		const trees = await Promise.all(others.map((branch) => readBranch(git, branch)));
		return {
			root,
			workTree,
			current,
			branches: new Map(others.map((branch, index) => [branch, trees[index]]))
		};
	} finally {
		git.close();
	}
}
/** Files that can be configuration, manifests, values, or parts of a chart. */
function isOfInterest(path) {
	return /\.(ya?ml|tpl)$/.test(path) || /(^|\/)templates\//.test(path);
}
async function readWorkTree(git) {
	const [{ paths }, deleted] = await Promise.all([git.files({ kind: "workspace" }), deletedFiles(git.root)]);
	return openPaths(git.root, paths.filter((path) => !deleted.has(path)));
}
async function openPaths(root, paths) {
	return openTree({
		paths,
		texts: await readTexts(root, paths.filter(isOfInterest))
	});
}
/** All files below a folder that is in no git repository. */
function walk(root, folder = "") {
	return (0, node_fs.readdirSync)((0, node_path.join)(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
		if (!entry.isDirectory()) return [path];
		return entry.name === "node_modules" || entry.name === ".git" ? [] : walk(root, path);
	});
}
/**
* The branches that the work tree stands for. In a workflow of a pull request: its base. Else what is checked out, and
* the default branch too, unless an environment is kept on what is checked out: a topic branch is for the default one.
*/
async function currentBranches(root, named, env) {
	if (env.GITHUB_BASE_REF) return /* @__PURE__ */ new Set([env.GITHUB_BASE_REF]);
	const checkedOut = await checkedOutBranch(root);
	const byDefault = await defaultBranch(root) ?? ["main", "master"].find((branch) => named.includes(branch));
	const isKept = checkedOut !== void 0 && named.includes(checkedOut);
	return new Set([checkedOut, isKept ? void 0 : byDefault].filter((branch) => branch !== void 0));
}
async function readBranch(git, branch) {
	const commit = await commitOfBranch(git.root, branch);
	if (commit === void 0) return void 0;
	const files = await git.files({
		kind: "commit",
		name: commit
	});
	return openTree({
		branch,
		paths: files.paths,
		texts: await files.read(files.paths.filter(isOfInterest))
	});
}
Object.defineProperty(exports, "applicationSetsIn", {
	enumerable: true,
	get: function() {
		return applicationSetsIn;
	}
});
Object.defineProperty(exports, "applicationsOf", {
	enumerable: true,
	get: function() {
		return applicationsOf;
	}
});
Object.defineProperty(exports, "chartFinding", {
	enumerable: true,
	get: function() {
		return chartFinding;
	}
});
Object.defineProperty(exports, "diagnose", {
	enumerable: true,
	get: function() {
		return diagnose;
	}
});
Object.defineProperty(exports, "inOrder", {
	enumerable: true,
	get: function() {
		return inOrder;
	}
});
Object.defineProperty(exports, "originName", {
	enumerable: true,
	get: function() {
		return originName;
	}
});
Object.defineProperty(exports, "readManifest", {
	enumerable: true,
	get: function() {
		return readManifest;
	}
});
Object.defineProperty(exports, "readRepository", {
	enumerable: true,
	get: function() {
		return readRepository;
	}
});
Object.defineProperty(exports, "renderText", {
	enumerable: true,
	get: function() {
		return renderText;
	}
});
Object.defineProperty(exports, "rootOf", {
	enumerable: true,
	get: function() {
		return rootOf;
	}
});
Object.defineProperty(exports, "treeOf", {
	enumerable: true,
	get: function() {
		return treeOf;
	}
});
