const require_errors = require("./errors.cjs");
const require_gitops_config = require("./gitops-config.cjs");
const require_manifest = require("./manifest.cjs");
const require_git = require("./git.cjs");
let node_path = require("node:path");
let node_fs_promises = require("node:fs/promises");
// src/release/change-subject.ts
/** Whether two states mirror the same requests. */
function sameShadow({ shadow: a }, { shadow: b }) {
	return a?.version === b?.version && a?.percent === b?.percent;
}
const SUBJECT = /^(\S{1,100}) in (\S{1,100}): (?:(canary|roll back) )?(\S{1,100})(?: at (\d{1,2}) %)?(?: \(#\d{1,10}\))?$/;
/**
* Reads a subject back, with the number that a squash puts behind it: all that a squash with a blank message leaves.
* `undefined` for anything else; somebody may have written a line of this shape by hand.
*/
function parseSubject(line) {
	const [, model, environment, kind, version, percent] = SUBJECT.exec(line) ?? [];
	if (model === void 0 || environment === void 0 || version === void 0) return void 0;
	const told = {
		model,
		environment,
		version
	};
	if (kind === "canary") return percent === void 0 ? void 0 : {
		...told,
		rollout: `canary ${percent}`
	};
	if (percent !== void 0 || version === "canary") return void 0;
	return {
		...told,
		rollout: kind === "roll back" ? "pinned" : "stable"
	};
}
// src/release/trailers.ts
const NAMES = {
	command: "Serin-Command",
	model: "Serin-Model",
	version: "Serin-Version",
	environment: "Serin-Environment",
	rollout: "Serin-Rollout",
	versionBefore: "Serin-Version-Before",
	rolloutBefore: "Serin-Rollout-Before",
	shadow: "Serin-Shadow",
	commit: "Serin-Commit",
	set: "Serin-Set",
	pullRequest: "Serin-Pull-Request",
	source: "Serin-Source",
	by: "Serin-By"
};
/** A rollout as the trailers write it: `stable`, `canary 20` or `pinned`. */
function rolloutWord(rollout) {
	return rollout.kind === "canary" ? `canary ${rollout.percent}` : rollout.kind;
}
/** Serin's trailers in a commit message, wherever a squash has put them; empty for anybody else's commit. */
function parseTrailers(message) {
	const found = {};
	for (const line of message.split(/\r?\n/)) {
		const key = keys().find((name) => line.startsWith(`${NAMES[name]}: `));
		if (key !== void 0) found[key] = line.slice(NAMES[key].length + 2).trim();
	}
	return found;
}
function keys() {
	return Object.keys(NAMES);
}
// src/release/release-entry.ts
/** What a text of a manifest says; a text that is not there says that nothing runs. */
function saidBy(environment, text) {
	if (text === void 0) return {
		kind: "known",
		running: void 0
	};
	try {
		return {
			kind: "known",
			running: require_manifest.readManifest({
				environment,
				text
			}).running
		};
	} catch (error) {
		if (error instanceof require_errors.UserError) return { kind: "unknown" };
		throw error;
	}
}
/** Whether a commit says itself, by trailers, that it releases to a place; its manifest need not be read then. */
function releaseByTrailers({ sha, date, author, message }, place) {
	const { model, environment, version, rollout, commit: _, source: __, set: ___, ...rest } = parseTrailers(message);
	if (model !== place.model || environment !== place.environment) return void 0;
	if (version === void 0 || rollout === void 0) return void 0;
	return {
		sha,
		date,
		author,
		model,
		environment,
		version,
		rollout,
		...rest
	};
}
/**
* The release that a commit without trailers made; undefined when what runs is the same after it. Where a squash has
* left only the title of a proposal, and the manifest cannot be read, that title tells.
*/
function releaseByManifest(commit, place) {
	const { sha, date, author, message } = commit;
	const { model, environment, before, after } = place;
	const subject = parseSubject(message.split("\n", 1)[0] ?? "");
	const told = subject?.model === model && subject.environment === environment ? subject : void 0;
	const about = {
		sha,
		date,
		author,
		model,
		environment
	};
	if (after.kind === "unknown") return told && {
		...about,
		...told
	};
	const was = before.kind === "known" ? before.running : void 0;
	const now = after.running ?? (was && {
		version: was.version,
		rollout: void 0
	});
	if (now === void 0 || was !== void 0 && after.running !== void 0 && isSame(was, after.running)) return;
	return {
		...about,
		version: now.version,
		rollout: now.rollout === void 0 ? "removed" : rolloutWord(now.rollout),
		...was !== void 0 && {
			versionBefore: was.version,
			rolloutBefore: rolloutWord(was.rollout)
		},
		...shadowChange(was, after.running),
		...told?.version !== now.version && { byHand: true }
	};
}
function isSame(one, other) {
	return one.version === other.version && rolloutWord(one.rollout) === rolloutWord(other.rollout) && sameShadow(one, other);
}
function shadowChange(was, now) {
	if (sameShadow(was ?? {}, now ?? {})) return {};
	return { shadow: now?.shadow === void 0 ? "off" : `${now.shadow.version} ${now.shadow.percent}` };
}
const RELEASE_COLUMNS = [
	"when (UTC)",
	"environment",
	"model",
	"version",
	"before → after",
	"who",
	"link"
];
/** A release as the cells of {@link RELEASE_COLUMNS}, as plain text. `page`: where the repository is shown. */
function releaseCells(entry, page) {
	const { date, environment, model, version, by, author, byHand } = entry;
	const when = new Date(date).toISOString().slice(0, 16).replace("T", " ");
	const who = by ?? (byHand ? `by hand: ${author}` : author);
	return [
		when,
		environment,
		model,
		version,
		rolloutChange(entry),
		who,
		linkOf(entry, page)
	];
}
/** The comment that asked, else the model's pull request, else the commit itself. */
function linkOf({ command, pullRequest, sha }, page) {
	if (command !== void 0) return command;
	if (pullRequest === void 0) return page === void 0 ? sha.slice(0, 12) : `${page}/commit/${sha}`;
	return page === void 0 ? pullRequest : `${new URL(page).origin}/${pullRequest.replace("#", "/pull/")}`;
}
/** `stable 9d1c04e7b2fa → canary 20`: the version before is named where it was another one. */
function rolloutChange({ version, rollout, versionBefore, rolloutBefore, shadow }) {
	const other = versionBefore === void 0 || versionBefore === version ? "" : ` ${versionBefore}`;
	const change = rolloutBefore === void 0 ? rollout : `${rolloutBefore}${other} → ${rollout}`;
	return shadow === void 0 ? change : `${change}, shadow ${shadow}`;
}
// action/gitops-clone.ts
/** Where a gitops repository says what may be released there. */
const GITOPS_CONFIG = "serin.yml";
/**
* The configuration of a clone of a gitops repository.
* @throws UserError when it has none, or one that is wrong.
*/
async function readGitopsConfig(root) {
	try {
		return require_gitops_config.parseGitopsConfig(await (0, node_fs_promises.readFile)((0, node_path.join)(root, GITOPS_CONFIG), "utf8"), GITOPS_CONFIG);
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
		throw new require_errors.UserError("This repository has no serin.yml, so that no models are released here.", { fix: "Run it in a clone of the gitops repository." });
	}
}
// action/read-releases.ts
/** Commits whose manifests are read together. */
const AT_ONCE = 100;
/** The newest releases to some places, each from the history of the branch that its environment is kept on. */
async function readReleases(root, places, limit) {
	const { commits, looked, missing } = await readHistory(root, places);
	const cut = await require_git.cutCommits(root);
	const objects = require_git.openObjects(root);
	const entries = [];
	try {
		for (let at = 0; at < commits.length && entries.length < limit; at += AT_ONCE) {
			const some = commits.slice(at, at + AT_ONCE);
			const texts = await textsOf(objects, some, cut);
			entries.push(...some.flatMap((commit) => releasesIn(commit, texts, cut)));
		}
	} finally {
		objects.close();
	}
	return {
		entries: entries.slice(0, limit),
		looked,
		missing,
		isCut: cut.size > 0
	};
}
async function readHistory(root, places) {
	const commits = [];
	const looked = [];
	const missing = [];
	for (const branch of new Set(places.map(({ environment }) => environment.branch))) {
		const here = places.filter(({ environment }) => environment.branch === branch);
		const name = branch === void 0 ? await require_git.defaultBranchIn(root) : await require_git.branchIn(root, branch);
		if (name === void 0) {
			missing.push(branch ?? "");
			continue;
		}
		const files = [...new Set(here.map(({ environment }) => environment.file))];
		const found = await require_git.readCommits(root, name, files);
		commits.push(...found.map((commit) => ({
			...commit,
			places: here
		})));
		looked.push({
			branch: name.replace(/^refs\/(remotes|heads)\//, ""),
			files,
			commits: found.length
		});
	}
	return {
		commits: commits.toSorted((a, b) => Date.parse(b.date) - Date.parse(a.date)),
		looked,
		missing
	};
}
/** The texts that tell what commits without trailers did, by the ids of their blobs. */
async function textsOf(objects, commits, cut) {
	const wanted = commits.flatMap((commit) => cut.has(commit.sha) ? [] : commit.files.flatMap(({ before, after }) => [before, after]));
	const ids = [...new Set(wanted.filter((id) => id !== void 0))];
	const blobs = await objects.read(ids);
	return new Map(ids.flatMap((id, index) => {
		const bytes = blobs[index]?.bytes;
		return bytes === void 0 ? [] : [[id, bytes.toString("utf8")]];
	}));
}
function releasesIn(commit, texts, cut) {
	return commit.places.flatMap(({ model, environment }) => {
		const place = {
			model,
			environment: environment.name
		};
		const told = releaseByTrailers(commit, place);
		if (told !== void 0) return [told];
		const file = commit.files.find(({ path }) => path === environment.file);
		if (file === void 0 || cut.has(commit.sha)) return [];
		const said = (id) => id !== void 0 && !texts.has(id) ? { kind: "unknown" } : saidBy(environment, id && texts.get(id));
		const found = releaseByManifest(commit, {
			...place,
			before: said(file.before),
			after: said(file.after)
		});
		return found === void 0 ? [] : [found];
	});
}
Object.defineProperty(exports, "GITOPS_CONFIG", {
	enumerable: true,
	get: function() {
		return GITOPS_CONFIG;
	}
});
Object.defineProperty(exports, "RELEASE_COLUMNS", {
	enumerable: true,
	get: function() {
		return RELEASE_COLUMNS;
	}
});
Object.defineProperty(exports, "parseTrailers", {
	enumerable: true,
	get: function() {
		return parseTrailers;
	}
});
Object.defineProperty(exports, "readGitopsConfig", {
	enumerable: true,
	get: function() {
		return readGitopsConfig;
	}
});
Object.defineProperty(exports, "readReleases", {
	enumerable: true,
	get: function() {
		return readReleases;
	}
});
Object.defineProperty(exports, "releaseCells", {
	enumerable: true,
	get: function() {
		return releaseCells;
	}
});
