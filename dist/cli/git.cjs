const require_errors = require("./errors.cjs");
let node_path = require("node:path");
let node_fs = require("node:fs");
let node_child_process = require("node:child_process");
let node_fs_promises = require("node:fs/promises");
// src/shell/git-objects.ts
const LINE_END = 10;
/** Starts git in a repository's folder. */
function openObjects(root) {
	const child = (0, node_child_process.spawn)("git", ["cat-file", "--batch"], {
		cwd: root,
		stdio: "pipe"
	});
	const asked = [];
	const errors = [];
	const fail = (error) => {
		for (const { reject } of asked.splice(0)) reject(error);
	};
	readReplies(child, asked);
	child.stderr.on("data", (chunk) => errors.push(chunk));
	child.stdin.on("error", () => {});
	child.once("error", () => fail(withoutGit()));
	child.once("close", () => fail(gitFailed(Buffer.concat(errors).toString("utf8"))));
	return {
		read: (names) => {
			if (names.length === 0) return Promise.resolve([]);
			return new Promise((resolve, reject) => {
				asked.push({
					count: names.length,
					found: [],
					resolve,
					reject
				});
				child.stdin.write(names.map((name) => `${name}\n`).join(""));
			});
		},
		close: () => {
			for (const stream of child.stdio) stream?.destroy();
			child.unref();
		}
	};
}
/** Format: git-cat-file(1), "BATCH OUTPUT": `<id> <type> <size>`, a line end, the bytes, a line end; or `<name> missing`. */
function readReplies(child, asked) {
	let pending = [];
	let length = 0;
	let needed = 1;
	child.stdout.on("data", (chunk) => {
		pending.push(chunk);
		length += chunk.length;
		if (length < needed) return;
		const bytes = pending.length === 1 ? chunk : Buffer.concat(pending);
		let offset = 0;
		for (;;) {
			const reply = replyAt(bytes, offset);
			if (reply.kind === "part") {
				needed = reply.needed - offset;
				break;
			}
			offset = reply.end;
			answer(asked, reply.object);
		}
		pending = [bytes.subarray(offset)];
		length = bytes.length - offset;
	});
}
function replyAt(bytes, offset) {
	const end = bytes.indexOf(LINE_END, offset);
	if (end === -1) return {
		kind: "part",
		needed: bytes.length + 1
	};
	const [, id, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(bytes.toString("latin1", offset, end)) ?? [];
	if (id === void 0 || type === void 0) return {
		kind: "whole",
		object: void 0,
		end: end + 1
	};
	const [from, to] = [end + 1, end + 1 + Number(size)];
	if (bytes.length <= to) return {
		kind: "part",
		needed: to + 1
	};
	return {
		kind: "whole",
		object: {
			id,
			type,
			bytes: bytes.subarray(from, to)
		},
		end: to + 1
	};
}
function answer(asked, object) {
	const first = asked[0];
	if (first === void 0) return;
	first.found.push(object);
	if (first.found.length < first.count) return;
	asked.shift();
	first.resolve(first.found);
}
/** git is not there to be started. */
function withoutGit() {
	return new require_errors.UserError("git cannot be started.", { fix: "Install git, or put it on the PATH." });
}
/** git ended with a complaint of its own, for example about a folder that somebody else owns. */
function gitFailed(errors) {
	const [said = ""] = errors.trim().split("\n", 1);
	return new require_errors.UserError("git cannot read this repository.", { fix: said === "" ? "Look at `git status`." : said });
}
// src/shell/git-tree.ts
const FOLDER = "40000";
const SUBMODULE = "160000";
const LINK = "120000";
const [SPACE, NUL] = [32, 0];
/** As many as git itself follows. */
const MOST_LINKS = 5;
/** The files below a tree object, by path from it, with the ids of their contents. One request to git for each level. */
async function filesBelow(objects, tree) {
	const files = /* @__PURE__ */ new Map();
	const links = [];
	let level = entriesOf(tree, "");
	while (level.length > 0) {
		for (const entry of level) if (entry.mode === LINK) links.push(entry);
		else if (entry.mode !== FOLDER && entry.mode !== SUBMODULE) files.set(entry.path, entry.id);
		const folders = level.filter(({ mode }) => mode === FOLDER);
		level = (await objects.read(folders.map(({ id }) => id))).flatMap((found, at) => found === void 0 ? [] : entriesOf(found, `${folders[at]?.path}/`));
	}
	if (links.length > 0) await follow(objects, files, links);
	return files;
}
/** A link to a file of the same tree stands for that file; every other link leads out and is left out. */
async function follow(objects, files, links) {
	const targets = await objects.read(links.map(({ id }) => id));
	const leads = new Map(links.map(({ path }, at) => [path, beside(path, targets[at]?.bytes.toString("utf8") ?? "")]));
	for (const { path } of links) {
		let at = path;
		for (let hop = 0; at !== void 0 && leads.has(at) && hop < MOST_LINKS; hop += 1) at = leads.get(at);
		const id = at === void 0 ? void 0 : files.get(at);
		if (id !== void 0) files.set(path, id);
	}
}
function beside(path, target) {
	if (target.startsWith("/")) return void 0;
	const parts = path.split("/").slice(0, -1);
	for (const part of target.split("/")) {
		if (part === ".." && parts.pop() === void 0) return void 0;
		if (part !== ".." && part !== "." && part !== "") parts.push(part);
	}
	return parts.join("/");
}
/** Format: gitformat-pack(5) and git's tree.c: `<mode> <name>`, a NUL, the id in as many bytes as the hash has. */
function entriesOf({ id, bytes }, folder) {
	const entries = [];
	const hashBytes = id.length / 2;
	for (let at = 0; at < bytes.length;) {
		const space = bytes.indexOf(SPACE, at);
		const nul = bytes.indexOf(NUL, space);
		if (space === -1 || nul === -1) break;
		const end = nul + 1 + hashBytes;
		entries.push({
			mode: bytes.toString("latin1", at, space),
			path: folder + bytes.toString("utf8", space + 1, nul),
			id: bytes.toString("hex", nul + 1, end)
		});
		at = end;
	}
	return entries;
}
// src/shell/git.ts
/** Opens the git repository that holds a folder. Throws a UserError outside of one. */
function openRepository(folder) {
	const root = repositoryRoot(folder);
	let objects;
	const opened = () => {
		objects ??= openObjects(root);
		return objects;
	};
	const filesIfThere = (revision) => revision.kind === "workspace" ? workspace(root) : commit(revision.name, opened());
	return {
		root,
		filesIfThere,
		files: async (revision) => {
			const files = await filesIfThere(revision);
			if (files === void 0) throw unknownRevision(root, revision);
			return files;
		},
		close: () => objects?.close()
	};
}
/** The root of the git repository that holds a folder. Throws a UserError outside of one. */
function repositoryRoot(folder) {
	for (let at = (0, node_path.resolve)(folder);; at = (0, node_path.dirname)(at)) {
		if ((0, node_fs.existsSync)((0, node_path.join)(at, ".git"))) return at;
		if ((0, node_path.dirname)(at) === at) throw new require_errors.UserError("This folder is not in a git repository.", {
			place: { file: folder },
			fix: "Run it inside of one."
		});
	}
}
async function commit(revision, objects) {
	const [tree] = revision.includes("\n") ? [] : await objects.read([`${revision}^{tree}`]);
	if (tree === void 0) return void 0;
	const files = await filesBelow(objects, tree);
	const paths = [...files.keys()];
	return {
		paths,
		read: async (wanted) => {
			const known = wanted.filter((path) => files.has(path));
			const blobs = await objects.read(known.map((path) => files.get(path) ?? ""));
			const texts = known.flatMap((path, at) => {
				const text = blobs[at]?.bytes.toString("utf8");
				return text === void 0 ? [] : [[path, text]];
			});
			return new Map(texts);
		},
		below: (wanted) => paths.filter((path) => path === wanted || path.startsWith(`${wanted}/`))
	};
}
async function workspace(root) {
	const listed = await listWorkspace(root);
	return {
		paths: [...new Set(listed.split("\0"))].filter((path) => path !== ""),
		read: async (wanted) => {
			const texts = wanted.flatMap((path) => {
				const text = readIfThere((0, node_path.join)(root, path));
				return text === void 0 ? [] : [[path, text]];
			});
			return new Map(texts);
		},
		below: (path) => filesIn(root, path)
	};
}
const NOT_A_FILE = [
	"ENOENT",
	"ENOTDIR",
	"EISDIR",
	"ELOOP"
];
function readIfThere(file) {
	try {
		return (0, node_fs.readFileSync)(file, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && NOT_A_FILE.includes(String(error.code))) return void 0;
		throw error;
	}
}
function filesIn(root, path) {
	const found = (0, node_fs.statSync)((0, node_path.join)(root, path), { throwIfNoEntry: false });
	if (found?.isFile()) return [path];
	if (found?.isDirectory() !== true) return [];
	return (0, node_fs.readdirSync)((0, node_path.join)(root, path), { withFileTypes: true }).filter(({ name }) => name !== ".git").flatMap((entry) => entry.isSymbolicLink() ? [] : filesIn(root, `${path}/${entry.name}`));
}
function listWorkspace(root) {
	const child = (0, node_child_process.spawn)("git", [
		"ls-files",
		"-z",
		"--cached",
		"--others",
		"--exclude-standard"
	], {
		cwd: root,
		stdio: [
			"ignore",
			"pipe",
			"pipe"
		]
	});
	const [output, errors] = [[], []];
	child.stdout.on("data", (chunk) => output.push(chunk));
	child.stderr.on("data", (chunk) => errors.push(chunk));
	return new Promise((resolve, reject) => {
		child.once("error", () => reject(withoutGit()));
		child.once("close", (code) => {
			if (code === 0) resolve(Buffer.concat(output).toString("utf8"));
			else reject(gitFailed(Buffer.concat(errors).toString("utf8")));
		});
	});
}
function unknownRevision(root, revision) {
	const name = revision.kind === "commit" ? revision.name : "the working tree";
	const isShallow = (0, node_fs.existsSync)((0, node_path.join)(root, ".git", "shallow"));
	return new require_errors.UserError(`git does not know the revision \`${name}\`.`, { fix: isShallow ? "This is a shallow clone: fetch more of it by `git fetch --deepen=100`, or the revision by its full sha." : "Look at `git log` for its name; a repository without commits has none." });
}
// src/shell/git-log.ts
/** The commits that touch any of the paths, seen from a branch, newest first. A `branch` is a name, not an option. */
async function readCommits(root, branch, paths) {
	const output = await git(root, [
		"log",
		...[
			"-z",
			"-c",
			"--raw",
			"--no-abbrev",
			"--no-renames",
			"--no-color",
			"--no-show-signature",
			`--format=${MARK}%H%x00%cI%x00%an%x00%B`
		],
		"--end-of-options",
		branch,
		"--",
		...paths
	]);
	if (output.code !== 0) throw new require_errors.UserError(`git cannot read the history of \`${branch}\`: ${output.errors.trim().split("\n", 1)[0]}`, { fix: "Fetch the branch, or look at `git log` for what is wrong." });
	return commitsIn(output.bytes.toString("utf8").split("\0"));
}
/** Before each commit; what the names of files say comes after a part that begins with a colon. */
const MARK = "";
/** Format: git-log(1), "RAW OUTPUT FORMAT" with `-z`. */
function commitsIn(parts) {
	const commits = [];
	for (let at = 0; at < parts.length; at += 1) {
		const part = parts[at]?.trimStart() ?? "";
		if (part.startsWith(MARK)) {
			const [date = "", author = "", message = ""] = parts.slice(at + 1, at + 4);
			const when = `${new Date(date).toISOString().slice(0, 19)}Z`;
			commits.push({
				sha: part.slice(1),
				date: when,
				author,
				message,
				files: []
			});
			at += 3;
		} else if (part.startsWith(":")) {
			at += 1;
			commits.at(-1)?.files.push(changedFile(part, parts[at] ?? ""));
		}
	}
	return commits;
}
/** A merge has as many modes and blobs before as it has parents: the first one is the branch that it was made on. */
function changedFile(raw, path) {
	const parents = /^:+/.exec(raw)?.[0].length ?? 1;
	const words = raw.slice(parents).split(" ");
	const blob = (index) => /^100/.test(words[index] ?? "") ? words[index + parents + 1] : void 0;
	return {
		path,
		before: blob(0),
		after: blob(parents)
	};
}
/** The name under which a clone has a branch: as it was fetched, else its own; `undefined` when it has none. */
async function branchIn(root, branch) {
	for (const name of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) if ((await git(root, [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${name}^{commit}`
	])).code === 0) return name;
}
/** The default branch as the clone knows it, else what is checked out. */
async function defaultBranchIn(root) {
	const name = "refs/remotes/origin/HEAD";
	return (await git(root, [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${name}^{commit}`
	])).code === 0 ? name : "HEAD";
}
/** The commits at which a clone's history is cut, which seem to have added every file; empty for a whole history. */
async function cutCommits(root) {
	const { bytes } = await git(root, [
		"rev-parse",
		"--git-path",
		"shallow"
	]);
	const file = (0, node_path.resolve)(root, bytes.toString("utf8").trim());
	if (!(0, node_fs.existsSync)(file)) return /* @__PURE__ */ new Set();
	return new Set((await (0, node_fs_promises.readFile)(file, "utf8")).split("\n").filter((sha) => sha !== ""));
}
function git(root, args) {
	return new Promise((answer, reject) => {
		const child = (0, node_child_process.spawn)("git", args, {
			cwd: root,
			stdio: [
				"ignore",
				"pipe",
				"pipe"
			]
		});
		const [bytes, errors] = [[], []];
		child.stdout.on("data", (chunk) => bytes.push(chunk));
		child.stderr.on("data", (chunk) => errors.push(chunk));
		child.once("error", () => reject(withoutGit()));
		child.once("close", (code) => answer({
			bytes: Buffer.concat(bytes),
			errors: Buffer.concat(errors).toString("utf8"),
			code
		}));
	});
}
/** Where a clone's origin shows its pages, as `https://github.com/acme/mlops-gitops`; undefined for one that has none. */
async function originPage(root) {
	const { bytes } = await git(root, [
		"config",
		"--get",
		"remote.origin.url"
	]);
	const url = bytes.toString("utf8").trim();
	const [, host, path] = /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/\s]+@)?([\w-]+(?:\.[\w-]+)+)(?::\d+)?[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url) ?? [];
	return host === void 0 ? void 0 : `https://${host}/${path}`;
}
Object.defineProperty(exports, "branchIn", {
	enumerable: true,
	get: function() {
		return branchIn;
	}
});
Object.defineProperty(exports, "cutCommits", {
	enumerable: true,
	get: function() {
		return cutCommits;
	}
});
Object.defineProperty(exports, "defaultBranchIn", {
	enumerable: true,
	get: function() {
		return defaultBranchIn;
	}
});
Object.defineProperty(exports, "gitFailed", {
	enumerable: true,
	get: function() {
		return gitFailed;
	}
});
Object.defineProperty(exports, "openObjects", {
	enumerable: true,
	get: function() {
		return openObjects;
	}
});
Object.defineProperty(exports, "openRepository", {
	enumerable: true,
	get: function() {
		return openRepository;
	}
});
Object.defineProperty(exports, "originPage", {
	enumerable: true,
	get: function() {
		return originPage;
	}
});
Object.defineProperty(exports, "readCommits", {
	enumerable: true,
	get: function() {
		return readCommits;
	}
});
Object.defineProperty(exports, "repositoryRoot", {
	enumerable: true,
	get: function() {
		return repositoryRoot;
	}
});
