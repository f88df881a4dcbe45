const require_diff_trees = require("./diff-trees.cjs");
let node_path = require("node:path");
let node_fs = require("node:fs");
// src/metrics/dvc-outs.ts
/** The outputs in the parsed document of a `dvc.lock` (schema 1.0 and 2.0) or a `.dvc` file. */
function dvcOutsIn(document, file, wdirOf = () => ".") {
	const root = mappingOf$1(document);
	const at = (wdir) => node_path.posix.join(node_path.posix.dirname(file), typeof wdir === "string" ? wdir : ".");
	if (Array.isArray(root.outs)) return outsOf$1(root.outs, at(root.wdir));
	const stages = "schema" in root ? mappingOf$1(root.stages) : root;
	return Object.entries(stages).flatMap(([name, stage]) => outsOf$1(mappingOf$1(stage).outs, at(wdirOf(name))));
}
function outsOf$1(outs, folder) {
	if (!Array.isArray(outs)) return [];
	return outs.flatMap((out) => {
		const { path, md5 } = mappingOf$1(out);
		if (typeof path !== "string" || !isDigest(md5)) return [];
		return [{
			path: node_path.posix.normalize(node_path.posix.join(folder, path)),
			digest: md5
		}];
	});
}
/** The files of a folder that DVC keeps: the content of a digest that ends with `.dir`. */
function filesOfFolder(text, folder) {
	const list = JSON.parse(text);
	if (!Array.isArray(list)) return [];
	return list.flatMap((entry) => {
		const { relpath, md5 } = mappingOf$1(entry);
		return typeof relpath === "string" && isDigest(md5) ? [{
			path: node_path.posix.join(folder, relpath),
			digest: md5
		}] : [];
	});
}
/** Where the cache holds a digest, from its folder: as DVC 3 does, then as the ones before it did. */
function placesInCache(digest) {
	const place = `${digest.slice(0, 2)}/${digest.slice(2)}`;
	return [`files/md5/${place}`, place];
}
/** The folder of the cache that a `.dvc/config` names, from the folder of that file; undefined where it names none. */
function cacheFolderIn(config) {
	let section = "";
	let folder;
	for (const line of config.split(/\r?\n/)) {
		const [, name] = /^\s*\[\s*(.*?)\s*\]\s*$/.exec(line) ?? [];
		if (name !== void 0) section = name;
		const [, value] = /^\s*dir\s*=\s*(.*?)\s*$/.exec(line) ?? [];
		if (section === "cache" && value !== void 0) folder = value.replace(/^(['"])(.*)\1$/, "$2");
	}
	return folder;
}
function isDigest(value) {
	return typeof value === "string" && /^[0-9a-f]{32}(\.dir)?$/.test(value);
}
function mappingOf$1(node) {
	return typeof node === "object" && node !== null && !Array.isArray(node) ? node : {};
}
// action/dvc-cache.ts
/**
* Reads files that DVC keeps outside of git, by the digests in the revision's `dvc.lock` and `.dvc` files, from the cache
* of this repository. Nothing is fetched from a remote.
*/
async function readCached(tree, asked) {
	const outs = await outsOf(tree);
	const texts = /* @__PURE__ */ new Map();
	const missing = [];
	if (outs.length === 0) return {
		texts,
		missing
	};
	const folder = cacheFolder(asked.root);
	for (const path of asked.paths) {
		const out = outs.find((one) => path === one.path || path.startsWith(`${one.path}/`));
		if (out === void 0) continue;
		const files = filesBehind(out, folder);
		const wanted = files?.filter((file) => file.path === path || file.path.startsWith(`${path}/`)) ?? [];
		if (files === void 0) missing.push(path);
		for (const file of wanted) {
			const text = contentOf(file.digest, folder);
			if (text === void 0) missing.push(file.path);
			else texts.set(file.path, text);
		}
	}
	return {
		texts,
		missing
	};
}
async function outsOf(tree) {
	const isLock = (path) => node_path.posix.basename(path) === "dvc.lock";
	const locks = tree.paths.filter((path) => isLock(path) || path.endsWith(".dvc") && node_path.posix.basename(path) !== ".dvc");
	const pipelines = locks.filter(isLock).map(pipelineOf);
	const texts = await tree.read([...locks, ...pipelines]);
	const documents = new Map(await Promise.all([...texts].map(async ([path, text]) => [path, await require_diff_trees.readYamlValue(text, path)])));
	return locks.flatMap((path) => dvcOutsIn(documents.get(path), path, (stage) => wdirIn(documents.get(pipelineOf(path)), stage)));
}
function pipelineOf(lock) {
	return lock.replace(/lock$/, "yaml");
}
/** A stage of `foreach` or `matrix` has the name of its template before an `@`. */
function wdirIn(pipeline, stage) {
	const stages = mappingOf(mappingOf(pipeline).stages);
	const { wdir, do: repeated } = mappingOf(stages[stage] ?? stages[stage.split("@", 1)[0] ?? ""]);
	const named = wdir ?? mappingOf(repeated).wdir;
	return typeof named === "string" ? named : ".";
}
/** Undefined where the cache does not know what a folder holds. */
function filesBehind(out, cache) {
	if (!out.digest.endsWith(".dir")) return [out];
	const text = contentOf(out.digest, cache);
	return text === void 0 ? void 0 : filesOfFolder(text, out.path);
}
function contentOf(digest, cache) {
	for (const place of placesInCache(digest)) {
		const text = readIfThere((0, node_path.join)(cache, place));
		if (text !== void 0) return text;
	}
}
/** The folder that `.dvc/config.local` or `.dvc/config` names, else the usual one. */
function cacheFolder(root) {
	const named = ["config.local", "config"].map((name) => cacheFolderIn(readIfThere((0, node_path.join)(root, ".dvc", name)) ?? "")).find((folder) => folder !== void 0);
	return (0, node_path.resolve)(root, ".dvc", named ?? "cache");
}
function readIfThere(file) {
	try {
		return (0, node_fs.readFileSync)(file, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && [
			"ENOENT",
			"ENOTDIR",
			"EISDIR"
		].includes(String(error.code))) return;
		throw error;
	}
}
function mappingOf(node) {
	return typeof node === "object" && node !== null && !Array.isArray(node) ? node : {};
}
exports.readCached = readCached;
