const require_errors = require("./errors.cjs");
const require_manifest = require("./manifest.cjs");
let node_path = require("node:path");
let node_fs_promises = require("node:fs/promises");
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
	if (!require_manifest.isMapping(resource)) return [];
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
	if (!require_manifest.isMapping(value)) return [here];
	return [here, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]))];
}
// src/manifest/old-names.ts
/**
* The names in a resource that tell another version than its model's address. A release leaves them: under a new name the
* cluster would delete what serves before the new one is there.
*/
function oldNamesIn(root) {
	const version = versionOf(root);
	if (version === void 0) return [];
	return [["metadata", "name"], [
		"spec",
		"predictor",
		"name"
	]].flatMap((path) => {
		const name = require_manifest.lookUp({
			...root,
			path
		});
		return typeof name === "string" && saysAnother(name, version) ? [{
			path,
			name,
			version
		}] : [];
	});
}
/** What cannot be told stands in nobody's way. */
function versionOf(root) {
	const value = require_manifest.lookUp(root);
	try {
		if (require_manifest.isResource(value, require_manifest.LLM_SERVICE)) return require_manifest.modelVersion(require_manifest.llmModel(root));
		return require_manifest.isInferenceService(value) ? require_manifest.modelVersion(require_manifest.findModel(root)) : void 0;
	} catch (error) {
		if (error instanceof require_errors.UserError) return void 0;
		throw error;
	}
}
/** Versions as they end a name: commits, and `v2`. A name of another form may say anything. */
const FORMS = [/^[0-9a-f]{7,40}$/, /^v\d+$/];
function saysAnother(name, version) {
	const own = require_manifest.splitName(name)?.version ?? name;
	const [longer, shorter] = own.length > version.length ? [own, version] : [version, own];
	return !longer.startsWith(shorter) && FORMS.some((form) => form.test(own) && form.test(version));
}
// src/manifest/warnings.ts
/**
* What a person should know of a manifest, in the order of the file: fields that an API reads no more or under another
* name, versions that a reader takes for numbers, percentages that nobody obeys, weights that a controller overwrites.
* Throws a UserError when the text is not YAML, or something else stands where a resource has a mapping.
*/
function warningsOn(target) {
	const { environment, text } = target;
	const documents = require_manifest.documentsOf(target);
	const manifest = {
		environment,
		text,
		documents
	};
	return documents.flatMap((_, document) => warningsIn({
		manifest,
		document,
		path: []
	})).sort((left, right) => left.line - right.line || left.column - right.column);
}
/** Those that concern a change, for its reply; `target` holds the text after it. */
function warningsForReply(target, next) {
	const matters = {
		version: true,
		traffic: next.rollout.kind !== "stable",
		share: next.rollout.kind !== "stable",
		shadow: next.shadow !== void 0,
		file: false
	};
	const parsed = {
		...target,
		documents: require_manifest.documentsOf(target)
	};
	return [
		...warningsOn(parsed),
		...deployedElsewhere(parsed, next),
		...forOthers(parsed, next)
	].filter(({ concerns }) => matters[concerns]);
}
/** A route leads requests also to where nothing answers. */
function deployedElsewhere({ documents }, { version, shadow }) {
	const route = documents.find(({ value }) => LEADING.some((kind) => require_manifest.isResource(value, kind)));
	if (route === void 0 || require_manifest.hasWorkload(documents)) return [];
	const named = (concerns, to) => ({
		...route.positionOf(["metadata", "name"]),
		key: "metadata.name",
		what: `This file leads requests and deploys nothing: ${to} must run already.`,
		fix: "See that its pods are ready before the change reaches the cluster.",
		concerns
	});
	return [named("traffic", version), ...shadow === void 0 ? [] : [named("shadow", shadow.version)]];
}
/** Routes for certain requests are for a person to move: testers may be meant to stay where they are. */
function forOthers(manifest, { version }) {
	return leftBehindIn(manifest).map(({ document, path, version: stays }) => ({
		...manifest.documents[document]?.positionOf(path) ?? {
			line: 1,
			column: 1
		},
		key: path.join("."),
		what: `The requests of ${path.slice(0, 3).join(".")} go on to ${stays}: a release leaves such a route alone.`,
		fix: `Lead it to ${version} by hand, or declare its destination as settable and use /set, before ${stays} is taken away.`,
		concerns: "version"
	}));
}
/** What cannot be told of other routes stands in no release's way. */
function leftBehindIn(manifest) {
	try {
		return require_manifest.chooseLayout(manifest).leftBehind?.(manifest) ?? [];
	} catch (error) {
		if (error instanceof require_errors.UserError) return [];
		throw error;
	}
}
function warningsIn(root) {
	return [
		...oldFields(root),
		...oldApis(root),
		...numbers(root),
		...ignoredShares(root),
		...ownedWeights(root),
		...oldNames(root)
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
	return oldFieldsIn(require_manifest.lookUp(root)).map(({ field: { what, fix, concerns }, path }) => ({
		path,
		what,
		fix,
		concerns
	}));
}
/** Kubernetes 1.25 and 1.26 stopped serving the betas of the HorizontalPodAutoscaler; Istio serves all its versions. */
function oldApis(root) {
	const value = require_manifest.lookUp(root);
	const api = require_manifest.isMapping(value) ? value.apiVersion : void 0;
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
		const written = require_manifest.bareWord({
			manifest,
			document,
			path
		});
		if (written === void 0 || !require_manifest.isAmbiguous(written)) return [];
		return [{
			path,
			what: `${written} has no quotes, so a reader of YAML takes it for a number or another value: Helm writes 4562170 as 4.56217e+06, and 0123456 as 42798.`,
			fix: "Write the version in quotes.",
			concerns: "version"
		}];
	});
}
function versionSpots(root) {
	const value = require_manifest.lookUp(root);
	if (!require_manifest.isMapping(value)) return [];
	const indexes = (path) => {
		const list = require_manifest.lookUp({
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
	if (chosen !== void 0) return chosenSpot(root, chosen);
	return value.kind === void 0 && "version" in value ? [at("version")] : [];
}
/** A file has documents without the key that serin.yml names, and a patch in which it is. */
function chosenSpot(root, chosen) {
	try {
		const { spot, prefix } = require_manifest.namedSpot(root, chosen);
		return prefix !== "" || require_manifest.lookUp(spot) === void 0 ? [] : [spot];
	} catch (error) {
		if (error instanceof require_errors.UserError) return [];
		throw error;
	}
}
function oldNames(root) {
	return oldNamesIn(root).map(({ path, name, version }) => ({
		path,
		what: `The name ${name} says another version than the model has, which is ${version}.`,
		fix: "A release leaves it, because another name is another resource: choose one that says no version when you write it anew.",
		concerns: "file"
	}));
}
function ignoredShares(root) {
	if (!require_manifest.isInferenceService(require_manifest.lookUp(root))) return [];
	const path = [
		"spec",
		"predictor",
		"canaryTrafficPercent"
	];
	if (require_manifest.lookUp({
		...root,
		path
	}) === void 0) return listedCanary(root);
	const mode = require_manifest.modeOf(root);
	if (mode === "Knative" || mode === "Serverless") return [];
	return [{
		path,
		what: mode === void 0 ? "Only Knative mode obeys canaryTrafficPercent, and the mode is not written: where the cluster’s default is Standard, the version in the file has all the traffic." : `In ${mode} mode KServe ignores canaryTrafficPercent: the version in the file has all the traffic.`,
		fix: `Write the annotation ${require_manifest.DEPLOYMENT_MODE}: Knative.`,
		concerns: "share"
	}];
}
function listedCanary(root) {
	const path = ["spec", "canary"];
	const list = require_manifest.lookUp({
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
const LEADING = [...ROUTES, {
	kind: "InferenceGraph",
	group: "serving.kserve.io"
}];
function ownedWeights(root) {
	if (!ROUTES.some((route) => require_manifest.isResource(require_manifest.lookUp(root), route))) return [];
	const owner = require_manifest.ownerOf(root);
	if (owner === void 0) return [];
	return [{
		path: ["metadata", "name"],
		what: `The weights of ${require_manifest.nameOfResource(root)} belong to ${owner.name}, which overwrites them.`,
		fix: owner.fix,
		concerns: "traffic"
	}];
}
// src/shell/work-tree.ts
/** As much as GitHub gives of a file to the app (`src/github/tree.ts`): what is more is refused there too. */
const LARGEST_BYTES = 5e7;
const GONE = [
	"ENOENT",
	"ENOTDIR",
	"EACCES",
	"ELOOP"
];
/** Files that are open at once. */
const AT_ONCE = 64;
/** The texts of those paths of a work tree that are regular files in UTF-8, as {@link readWorkTree}. */
async function readTexts(root, paths) {
	return (await readWorkTree(root, paths)).texts;
}
/**
* The texts of those paths of a work tree that are regular files of at most 50 MB in UTF-8. Links are not followed:
* what a pull request can put there must not show a machine's own files.
*/
async function readWorkTree(root, paths) {
	const texts = /* @__PURE__ */ new Map();
	const unreadable = /* @__PURE__ */ new Map();
	for (let start = 0; start < paths.length; start += AT_ONCE) {
		const some = paths.slice(start, start + AT_ONCE);
		const read = await Promise.all(some.map((path) => readText(root, path)));
		for (const [index, path] of some.entries()) {
			const found = read[index];
			if (found?.kind === "text") texts.set(path, found.text);
			if (found?.kind === "unreadable") unreadable.set(path, found.why);
		}
	}
	return {
		texts,
		unreadable
	};
}
async function readText(root, path) {
	const names = path.split("/");
	try {
		for (let depth = 1; depth < names.length; depth += 1) {
			const folder = await (0, node_fs_promises.lstat)((0, node_path.join)(root, ...names.slice(0, depth)));
			if (folder.isSymbolicLink()) return {
				kind: "unreadable",
				why: "link"
			};
			if (!folder.isDirectory()) return { kind: "absent" };
		}
		const status = await (0, node_fs_promises.lstat)((0, node_path.join)(root, path));
		if (status.isSymbolicLink()) return {
			kind: "unreadable",
			why: "link"
		};
		if (status.isDirectory()) return {
			kind: "unreadable",
			why: "folder"
		};
		if (!status.isFile()) return { kind: "absent" };
		if (status.size > LARGEST_BYTES) return {
			kind: "unreadable",
			why: "too-large"
		};
		const file = await (0, node_fs_promises.open)((0, node_path.join)(root, path));
		try {
			return decode(await file.readFile());
		} finally {
			await file.close();
		}
	} catch (error) {
		if (error instanceof Error && "code" in error && GONE.includes(String(error.code))) return { kind: "absent" };
		throw error;
	}
}
function decode(bytes) {
	if (bytes[0] === 255 && bytes[1] === 254 || bytes[0] === 254 && bytes[1] === 255) return {
		kind: "unreadable",
		why: "utf-16"
	};
	try {
		return {
			kind: "text",
			text: new TextDecoder("utf-8", {
				fatal: true,
				ignoreBOM: true
			}).decode(bytes)
		};
	} catch (error) {
		if (error instanceof TypeError) return {
			kind: "unreadable",
			why: "not-utf-8"
		};
		throw error;
	}
}
Object.defineProperty(exports, "readTexts", {
	enumerable: true,
	get: function() {
		return readTexts;
	}
});
Object.defineProperty(exports, "readWorkTree", {
	enumerable: true,
	get: function() {
		return readWorkTree;
	}
});
Object.defineProperty(exports, "warningsForReply", {
	enumerable: true,
	get: function() {
		return warningsForReply;
	}
});
Object.defineProperty(exports, "warningsOn", {
	enumerable: true,
	get: function() {
		return warningsOn;
	}
});
