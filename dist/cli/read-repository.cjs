const require_gitops_config = require("./gitops-config.cjs");
const require_model_config = require("./model-config.cjs");
const require_errors = require("./errors.cjs");
const require_read = require("./read.cjs");
const require_manifest = require("./manifest.cjs");
const require_strict = require("./strict.cjs");
const require_work_tree = require("./work-tree.cjs");
const require_branch = require("./branch.cjs");
const require_git = require("./git.cjs");
let node_path = require("node:path");
let node_fs = require("node:fs");
let node_child_process = require("node:child_process");
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
function textAt(value, ...path) {
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
		unreadable: files.unreadable ?? /* @__PURE__ */ new Map(),
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
/** What nobody names and is larger is data, not a manifest. */
const LARGEST_LENGTH = 1048576;
/** The YAML files of a tree that are plain YAML: not the templates of charts, and nothing above 1 MiB. */
function yamlPaths(tree) {
	const isOf = (path, text) => /\.ya?ml$/.test(path) && text.length <= LARGEST_LENGTH && !isTemplate(path, tree);
	return [...tree.texts].flatMap(([path, text]) => isOf(path, text) ? [path] : []).sort();
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
		return textAt(document.value, "kind") === "ApplicationSet" && textAt(document.value, "apiVersion")?.startsWith("argoproj.io/") ? [read$1(file, document)] : [];
	}));
}
function read$1(file, document) {
	const { value } = document;
	return {
		file,
		document,
		name: textAt(value, "metadata", "name") ?? "without a name",
		namespace: textAt(value, "metadata", "namespace"),
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
		const path = textAt(entry, "path");
		return path !== void 0 && atPath(entry, "exclude") === true === isExcluded ? [path.replace(/^\//, "")] : [];
	});
	return {
		kind: files.length > 0 ? "git-files" : "git-directories",
		patterns: paths(false),
		excluded: paths(true),
		repository: textAt(git, "repoURL") ?? "",
		revision: textAt(git, "revision") ?? "HEAD",
		pathKey: textAt(git, "pathParamPrefix") ?? "path"
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
	const isHere = (source) => repository === void 0 || textAt(source, "repoURL") === repository;
	const isKnown = (path) => repository !== void 0 || path.kind === "text" && tree.paths.has(path.text);
	const refs = new Map(written.flatMap((source) => {
		const ref = textAt(source, "ref");
		return ref === void 0 ? [] : [[ref, isHere(source)]];
	}));
	return {
		set,
		tree,
		file: own?.file,
		document: own?.document,
		folder: own?.folder,
		parameters,
		name: render(textAt(set.template, "metadata", "name") ?? ""),
		sources: written.map((source) => {
			const path = textAt(source, "path");
			return {
				repository: render(textAt(source, "repoURL") ?? ""),
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
		if (isThere && nameOf(rendered.text) !== nameOf(one.file ?? "")) return [];
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
function nameOf(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}
function missingChart(one) {
	if (one.file !== void 0 && one.tree.documents(one.file) === void 0) return [];
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
	const values = require_manifest.isMapping(value) ? value : {};
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
		const isDead = blocks.some((block) => block.isDead);
		const use = isDead ? "no" : useIn({
			code,
			literals,
			first,
			rest
		});
		const depends = blocks.some(({ kind }) => kind !== "definition");
		if (use === "yes" && mentionsLast && !inYamlComment && !depends) return "yes";
		if (use !== "no" || !isDead && handsOverRoot(code, blocks)) rendering = "unknown";
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
/** What Go templates take for false, written out. */
const FALSE = /^(?:if|else\s+if)\s+\(?\s*(?:false|nil|0)\s*\)?$/;
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
		isRebased: true,
		isDead: false
	});
	else if (word === "if") blocks.push({
		kind: "condition",
		isRebased: false,
		isDead: FALSE.test(code)
	});
	else if (word === "define" || word === "block") blocks.push({
		kind: "definition",
		isRebased: false,
		isDead: false
	});
	else if (word === "end") blocks.pop();
	else if (word === "else" && open !== void 0) {
		open.isDead = FALSE.test(code);
		if (open.kind === "with") open.isRebased = /^else\s+with\b/.test(code);
	}
}
// src/doctor/try-release.ts
/** As a release would bring it. */
const ANY_VERSION = "0123456789ab";
/** Each environment has one text in a check, and several findings depend on what a release would meet there. */
const tried = /* @__PURE__ */ new WeakMap();
/** Why the next release to a manifest would be refused, found out in memory; undefined when it would not be. */
function refusalOfRelease(target) {
	const { environment, text } = target;
	const before = tried.get(environment);
	if (before?.text === text) return before.refusal;
	const refusal = refusalOf(() => require_manifest.writeManifest(target, {
		version: ANY_VERSION,
		rollout: { kind: "stable" }
	}));
	tried.set(environment, {
		text,
		refusal
	});
	return refusal;
}
function refusalOf(work) {
	try {
		work();
		return;
	} catch (error) {
		if (error instanceof require_errors.UserError) return error;
		throw error;
	}
}
// src/doctor/chart-findings.ts
const PERCENT = 37;
/** The trials that can be made in this clone, and what is said where the chart is elsewhere. */
function chartTrials(manifests, repository) {
	const applications = applicationSetsIn(repository.workTree).flatMap((set) => applicationsOf(set, repository));
	const trials = [];
	const elsewhere = /* @__PURE__ */ new Map();
	for (const manifest of manifests) {
		const place = chartPlace(manifest, applications);
		if (place.kind === "here") trials.push(...trialOf(manifest, place.folder));
		if (place.kind !== "elsewhere" || !isValues(manifest)) continue;
		elsewhere.set(place.where, [...elsewhere.get(place.where) ?? [], manifest]);
	}
	return {
		trials,
		findings: [...elsewhere].flatMap(([where, some]) => notHere(some, where))
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
	return attempt(() => require_manifest.readManifest(manifest));
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
	const version = read.running?.version ?? "0123456789ab";
	const values = attempt(() => ({
		stable: require_manifest.writeManifest(manifest, {
			version,
			rollout: { kind: "stable" }
		}),
		canary: require_manifest.writeManifest(manifest, {
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
/** Said once for all files whose charts are there. */
function notHere([first, ...others], where) {
	if (first === void 0) return [];
	const whose = others.length === 0 ? "this file" : `this file and of ${others.length} more`;
	return [{
		...placeOf(first),
		severity: "info",
		rule: "not-looked-at",
		what: `The chart of ${whose} is in ${where}, so whether it renders ${trafficKeyOf(first.environment).join(".")} was not looked at.`,
		fix: "Run helm template there, with the percentage and without."
	}];
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
		if (tree === void 0 || text === void 0) return [];
		return [{
			model,
			environment,
			tree,
			text,
			documents: tree.documents(environment.file)
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
		const where = tree.branch === void 0 ? "" : ` on the branch ${tree.branch}`;
		const found = inTheWay(tree, file);
		const { fix = "" } = found ?? require_manifest.missingManifest(environment, {
			repository: "",
			branch: ""
		});
		const what = found === void 0 ? `There is no ${file}${where}.` : `${file}${where}: ${found.what}`;
		return [{
			...inConfig(open, model.name, name, "file"),
			severity: "error",
			rule: "manifest",
			what,
			fix
		}];
	}));
}
const REGULAR$1 = "Serin reads and writes regular files only; name the file itself.";
/** What is in the place of a manifest, or on the way to it, and is no file that the app would read. */
function inTheWay(tree, file) {
	const steps = file.split("/");
	const known = steps.map((_, index) => steps.slice(0, index + 1).join("/")).map((path) => tree.unreadable.get(path)).find((one) => one !== void 0);
	if (known !== void 0) return known;
	return [...tree.paths].some((path) => path.startsWith(`${file}/`)) ? {
		what: "This is a folder, not a file.",
		fix: REGULAR$1
	} : void 0;
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
/** Reads the manifest, and tries in memory what the next release and the next canary would write. */
function unreadable(manifest) {
	const { environment, tree } = manifest;
	const about = {
		file: environment.file,
		rule: "manifest",
		...tree.branch !== void 0 && { branch: tree.branch }
	};
	const read = findingsIn({
		...about,
		severity: "error"
	}, () => require_manifest.readManifest(manifest));
	if (read.result === void 0) return read.findings;
	const { running, wholeOnly } = read.result;
	const refused = (kind, findings) => findings.map((found) => ({
		...found,
		rule: kind,
		what: `A ${kind} would be refused: ${found.what}`
	}));
	const refusal = refusalOfRelease(manifest);
	if (refusal !== void 0) return refused("release", findingsOf(refusal, {
		...about,
		severity: "warning"
	}));
	if (running === void 0 || wholeOnly?.canary !== void 0) return [];
	const canary = {
		version: ANY_VERSION,
		rollout: {
			kind: "canary",
			percent: 37
		}
	};
	return refused("canary", findingsIn({
		...about,
		severity: "warning"
	}, () => require_manifest.writeManifest(manifest, canary)).findings);
}
/** A key that a release writes and that the file does not have is more often a slip than a new one. */
function setOfUnknownKeys(open, { model, environment, text, ...manifest }) {
	if (text.trim().replace(/^---/, "") === "") return [];
	const documents = (manifest.documents ?? []).map(({ value }) => value);
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
// src/doctor/mirror-findings.ts
/** Routes with `mirror` beside `mirrors`, which Istio refuses (istio `pkg/config/validation/virtualservice.go`). */
function mirrorFindings(tree) {
	return yamlPaths(tree).flatMap((file) => (tree.documents(file) ?? []).flatMap((document) => {
		const { value } = document;
		const [group] = (textAt(value, "apiVersion") ?? "").split("/");
		if (group !== "networking.istio.io" || textAt(value, "kind") !== "VirtualService") return [];
		return listAt(value, "spec", "http").flatMap((route, index) => {
			if (atPath(route, "mirror") === void 0 || atPath(route, "mirrors") === void 0) return [];
			const steps = [
				"spec",
				"http",
				index
			];
			return [{
				file,
				...document.positionOf([...steps, "mirror"]),
				...tree.branch !== void 0 && { branch: tree.branch },
				severity: "error",
				rule: "mirror",
				what: `${steps.join(".")} has mirror beside mirrors: Istio refuses the whole VirtualService ${textAt(value, "metadata", "name")}, so that nothing of it is applied.`,
				fix: "Keep one of the two; Serin writes mirror with mirrorPercentage."
			}];
		});
	}));
}
// src/doctor/mode-findings.ts
const ANNOTATION = "serving.kserve.io/deploymentMode";
const PERCENTAGE = [
	"spec",
	"predictor",
	"canaryTrafficPercent"
];
/** The key of the warnings in whose place these findings stand. */
const MODE_KEY = PERCENTAGE.join(".");
const FIX = `Write the annotation ${ANNOTATION}: Knative, or, for a cluster in Standard mode with KServe 0.20 or later, "layout: kserve-standard" in serin.yml.`;
/** InferenceServices whose percentage nobody obeys, or only by the default of a cluster. */
function modeFindings(manifests) {
	return manifests.flatMap((manifest) => {
		if (!isKnativeLayout(manifest)) return [];
		const { environment, tree } = manifest;
		return (tree.documents(environment.file) ?? []).flatMap((document) => {
			const found = inMode(document);
			const branch = tree.branch === void 0 ? {} : { branch: tree.branch };
			return found === void 0 ? [] : [{
				file: environment.file,
				...branch,
				...found
			}];
		});
	});
}
/** Whether canaries are written as `canaryTrafficPercent`. */
function isKnativeLayout(manifest) {
	if (!(manifest.tree.documents(manifest.environment.file) ?? []).some(({ value }) => textAt(value, "kind") === "InferenceService")) return false;
	try {
		return require_manifest.readManifest(manifest).layout === "kserve";
	} catch (error) {
		if (error instanceof require_errors.UserError) return false;
		throw error;
	}
}
function inMode(document) {
	const { value } = document;
	const group = textAt(value, "apiVersion")?.split("/")[0];
	if (textAt(value, "kind") !== "InferenceService" || group !== "serving.kserve.io") return void 0;
	const mode = textAt(value, "metadata", "annotations", ANNOTATION);
	if (mode === "Knative" || mode === "Serverless") return void 0;
	const percent = atPath(value, ...PERCENTAGE);
	if (mode === void 0) return {
		...document.positionOf(percent === void 0 ? ["metadata", "name"] : PERCENTAGE),
		severity: "warning",
		rule: "kserve-mode",
		what: `The deployment mode of ${textAt(value, "metadata", "name")} is not written, so the cluster's default applies: defaultDeploymentMode in the ConfigMap inferenceservice-config (Serverless as KServe ships it, Standard where the key is missing). In Standard mode ${percent === void 0 ? "every /canary is" : "canaryTrafficPercent is"} silently ignored.`,
		fix: FIX
	};
	const rule = {
		rule: "kserve-mode",
		fix: FIX
	};
	const ignores = `In ${mode} mode KServe ignores canaryTrafficPercent`;
	if (percent === void 0) {
		const what = `${ignores}, so every /canary is refused here.`;
		return {
			...document.positionOf([
				"metadata",
				"annotations",
				ANNOTATION
			]),
			severity: "info",
			...rule,
			what
		};
	}
	const what = `${ignores}: the version in the file has all the traffic, not ${String(percent)} %.`;
	return {
		...document.positionOf(PERCENTAGE),
		severity: "error",
		...rule,
		what
	};
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
	return yamlPaths(tree).flatMap((file) => (tree.documents(file) ?? []).map((document) => ({
		file,
		document,
		schema: schemaOf(document.value, schemas)
	}))).flatMap(({ file, document, schema }) => {
		if (schema === void 0) return [];
		return misfits(document.value, schema).map(({ path, what, known = [] }) => {
			const meant = require_strict.didYouMean(String(path.at(-1) ?? ""), known);
			return {
				file,
				...document.positionOf(path),
				severity: "error",
				rule: "schema",
				what: `${path.join(".") || textAt(document.value, "kind")}: ${what}.`,
				...meant !== void 0 && { fix: `Did you mean "${meant}"?` }
			};
		});
	});
}
/** The resources that have a schema, of those that are there, so that a check of nothing is seen. */
function countChecked(tree, schemas) {
	const resources = yamlPaths(tree).flatMap((file) => (tree.documents(file) ?? []).map(({ value }) => value)).filter((value) => textAt(value, "apiVersion") !== void 0);
	return {
		checked: resources.filter((value) => schemaOf(value, schemas)).length,
		all: resources.length
	};
}
function schemaOf(value, schemas) {
	const [group, version] = (textAt(value, "apiVersion") ?? "").split("/");
	const kind = textAt(value, "kind");
	const istio = group?.endsWith(".istio.io") ? schemas.get(`${group}_${kind}_v1.json`) : void 0;
	return schemas.get(`${group}_${kind}_${version}.json`) ?? istio;
}
// src/doctor/stage-findings.ts
/** Environments with `after:` which no version can reach, because none can be released to the one before. */
function stageFindings({ file, config, document }, repository) {
	return Object.values(config.models).flatMap((model) => model.environments.flatMap((environment) => {
		const before = stageBefore(model, environment);
		const why = before && whyClosed(before, repository);
		if (before === void 0 || why === void 0) return [];
		return [{
			file,
			...document.positionOf([
				"models",
				model.name,
				"environments",
				environment.name,
				"after"
			]),
			severity: "warning",
			rule: "after",
			what: `${environment.name} takes only what has run in ${before.name}, and no new version can get there: ${why}`,
			fix: `Put ${before.name} right first, or name another environment as "after:".`
		}];
	}));
}
function stageBefore(model, { after }) {
	return model.environments.find(({ name }) => name === after);
}
function whyClosed(environment, repository) {
	const { name, file, branch, frozen } = environment;
	if (frozen) return `${name} is frozen.`;
	const tree = treeOf(repository, branch);
	if (tree === void 0) return void 0;
	const text = tree.texts.get(file);
	if (text === void 0) return `${file} cannot be read.`;
	return refusalOfRelease({
		environment,
		text,
		documents: tree.documents(file)
	}) === void 0 ? void 0 : `a release to ${file} is refused.`;
}
// src/doctor/step-findings.ts
/** Ladders with a step that the manifest of their environment cannot carry, so that no version gets past it. */
function stepFindings(open, manifests) {
	return manifests.flatMap((manifest) => {
		const { model, environment } = manifest;
		if (environment.steps === void 0) return [];
		const where = [
			"models",
			model.name,
			"environments",
			environment.name,
			"steps"
		];
		const file = environment.file;
		return impossible(manifest, environment.steps).map(({ kind, why }) => ({
			file: open.file,
			...open.document.positionOf(where),
			severity: "warning",
			rule: "steps",
			what: `A step asks for a ${kind}, which ${file} cannot carry, so no version gets past it without --skip: ${why}`,
			fix: `Take the ${kind} out of the steps, or release through a file that carries it.`
		}));
	});
}
function impossible(manifest, steps) {
	const read = findingsIn({
		severity: "warning",
		rule: "steps",
		file: manifest.environment.file
	}, () => require_manifest.readManifest(manifest)).result;
	if (read?.running === void 0) return [];
	const { wholeOnly, shadowing } = read;
	const asks = (kind) => steps.some((step) => step.kind === kind);
	const canary = asks("canary") ? wholeOnly?.canary : void 0;
	const shadow = asks("shadow") && shadowing.kind === "cannot" ? shadowing.reason : void 0;
	return [...canary === void 0 ? [] : [{
		kind: "canary",
		why: canary
	}], ...shadow === void 0 ? [] : [{
		kind: "shadow",
		why: shadow
	}]];
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
// src/doctor/warning-findings.ts
/** What the manifests of `serin.yml` and all other resources of the work tree say and do not do (`warningsOn`). */
function warningFindings(manifests, workTree) {
	const named = new Set(manifests.flatMap(({ environment, tree }) => tree === workTree ? [environment.file] : []));
	const others = yamlPaths(workTree).filter((file) => !named.has(file) && isResources(workTree, file));
	return [...manifests.flatMap((manifest) => {
		const without = isKnativeLayout(manifest) ? [MODE_KEY] : [];
		return warningsIn(manifest.environment, manifest.tree, without);
	}), ...others.flatMap((file) => warningsIn({
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
function warningsIn(environment, tree, without = []) {
	const { file } = environment;
	const isValues = !isResources(tree, file);
	return read(environment, tree).filter(({ concerns, key }) => !(isValues && concerns === "version") && !without.includes(key)).map(({ line, column, what, fix }) => ({
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
		const { file } = environment;
		return require_work_tree.warningsOn({
			environment,
			text: tree.texts.get(file) ?? "",
			documents: tree.documents(file)
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
			const kind = textAt(document.value, "kind");
			const name = textAt(document.value, "metadata", "name");
			const namespace = textAt(document.value, "metadata", "namespace");
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
	const [group] = (textAt(value, "apiVersion") ?? "").split("/");
	const kind = textAt(value, "kind");
	const about = {
		namespace: textAt(value, "metadata", "namespace"),
		owner: `the ${kind} ${textAt(value, "metadata", "name")} (${file})`,
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
	const route = textAt(value, "spec", "service", "name") ?? textAt(value, "spec", "targetRef", "name");
	if (route === void 0) return [];
	return ["VirtualService", "HTTPRoute"].map((each) => ({
		...about,
		kind: each,
		route
	}));
}
/** One named at `one` (a name, or a mapping with it), and those of the list at `several`. */
function names(routing, one, several) {
	return [...[textAt(routing, one) ?? textAt(routing, one, "name")], ...listAt(routing, several).map((each) => textAt(each, "name"))].filter((name) => name !== void 0);
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
		...open === void 0 ? [] : [
			...environmentFindings(open, repository),
			...stageFindings(open, repository),
			...stepFindings(open, manifests)
		],
		...applicationFindings(repository),
		...versionFindings(repository, open),
		...weightFindings(manifests),
		...modeFindings(manifests),
		...mirrorFindings(workTree),
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
		configured: [...model.result === void 0 ? [] : [configured(model.result, () => [])], ...open === void 0 ? [] : [configured(open, ({ environments }) => environments.map(({ file }) => file))]]
	};
}
function configured({ file, config }, manifestsOf) {
	return {
		file,
		models: Object.entries(config.models).map(([name, model]) => ({
			name,
			manifests: manifestsOf(model)
		}))
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
// src/shell/irregular-files.ts
const MODES = {
	"120000": "link",
	"160000": "submodule"
};
const LARGEST_LISTING = 268435456;
/** What a commit has in the place of files, by path: links, which the app does not follow, and submodules. */
function irregularFiles(root, commit) {
	const args = [
		"ls-tree",
		"-r",
		"-z",
		"--full-tree",
		"--end-of-options",
		commit
	];
	return new Promise((resolve, reject) => {
		(0, node_child_process.execFile)("git", args, {
			cwd: root,
			maxBuffer: LARGEST_LISTING
		}, (error, stdout, stderr) => {
			if (error !== null) reject(require_git.gitFailed(stderr));
			else resolve(new Map(stdout.split("\0").flatMap(irregular)));
		});
	});
}
/** Format: git-ls-tree(1), `<mode> SP <type> SP <object> TAB <file>`. */
function irregular(line) {
	const why = MODES[line.slice(0, 6)];
	return why === void 0 ? [] : [[line.slice(line.indexOf("	") + 1), why]];
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
		const workTree = await openWorkTree(git);
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
async function openWorkTree(git) {
	const [{ paths }, deleted] = await Promise.all([git.files({ kind: "workspace" }), require_branch.deletedFiles(git.root)]);
	return openPaths(git.root, paths.filter((path) => !deleted.has(path)));
}
async function openPaths(root, paths) {
	const links = paths.filter((path) => !isOfInterest(path) && (0, node_fs.lstatSync)((0, node_path.join)(root, path), ENTRY)?.isSymbolicLink());
	const { texts, unreadable } = await require_work_tree.readWorkTree(root, [...paths.filter(isOfInterest), ...links]);
	return openTree({
		paths,
		texts,
		unreadable: explained(unreadable)
	});
}
/** A file may go while it is looked at. */
const ENTRY = { throwIfNoEntry: false };
const REGULAR = "Serin reads and writes regular files only; name the file itself.";
/** The same sentences as of the app, which refuses them when a release comes to it. */
const WHY = {
	link: {
		what: "This is a symbolic link, not a file.",
		fix: REGULAR
	},
	folder: {
		what: "This is a folder, not a file.",
		fix: REGULAR
	},
	submodule: {
		what: "This is a submodule, not a file.",
		fix: REGULAR
	},
	"too-large": {
		what: "The file has more than 50 MB, which GitHub gives to nobody.",
		fix: "Keep large data outside git, and name a smaller file."
	},
	"utf-16": {
		what: "The file is UTF-16 text.",
		fix: "Save it as UTF-8."
	},
	"not-utf-8": {
		what: "The file is not UTF-8 text.",
		fix: "Save it as UTF-8."
	}
};
function explained(unreadable) {
	return new Map([...unreadable].map(([path, why]) => [path, WHY[why]]));
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
	const checkedOut = await require_branch.checkedOutBranch(root);
	const byDefault = await require_branch.defaultBranch(root) ?? ["main", "master"].find((branch) => named.includes(branch));
	const isKept = checkedOut !== void 0 && named.includes(checkedOut);
	return new Set([checkedOut, isKept ? void 0 : byDefault].filter((branch) => branch !== void 0));
}
async function readBranch(git, branch) {
	const commit = await require_branch.commitOfBranch(git.root, branch);
	if (commit === void 0) return void 0;
	const [files, irregular] = await Promise.all([git.files({
		kind: "commit",
		name: commit
	}), irregularFiles(git.root, commit)]);
	const texts = await files.read(files.paths.filter((path) => isOfInterest(path) && !irregular.has(path)));
	return openTree({
		branch,
		paths: files.paths,
		texts,
		unreadable: explained(irregular)
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
Object.defineProperty(exports, "countChecked", {
	enumerable: true,
	get: function() {
		return countChecked;
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
Object.defineProperty(exports, "readRepository", {
	enumerable: true,
	get: function() {
		return readRepository;
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
