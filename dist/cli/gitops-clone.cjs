const require_errors = require("./errors.cjs");
const require_gitops_config = require("./gitops-config.cjs");
let node_path = require("node:path");
let node_fs_promises = require("node:fs/promises");
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
Object.defineProperty(exports, "GITOPS_CONFIG", {
	enumerable: true,
	get: function() {
		return GITOPS_CONFIG;
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
Object.defineProperty(exports, "rolloutWord", {
	enumerable: true,
	get: function() {
		return rolloutWord;
	}
});
