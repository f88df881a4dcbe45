let node_child_process = require("node:child_process");
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
/** The commit of a revision as git understands it; undefined when the clone does not know it. */
async function commitOf(root, revision) {
	return (await ask(root, "rev-parse", "--quiet", "--verify", "--end-of-options", `${revision}^{commit}`))?.trim();
}
/** The newest commit that two have in common; undefined when there is none, or a shallow clone does not reach it. */
async function commonCommit(root, one, other) {
	return (await ask(root, "merge-base", one, other))?.trim();
}
/** The files of the work tree that are not as a commit has them, new ones that git does not ignore among them. */
async function changedSince(root, commit) {
	const tracked = await ask(root, "diff", "--name-only", "--no-renames", "-z", commit) ?? "";
	const others = await ask(root, "ls-files", "-z", "--others", "--exclude-standard") ?? "";
	return [...new Set(`${tracked}\0${others}`.split("\0"))].filter((path) => path !== "");
}
/** The files in which two commits differ; undefined when the clone lacks one of them. */
async function changedBetween(root, from, to) {
	return (await ask(root, "diff", "--name-only", "--no-renames", "-z", from, to))?.split("\0").filter((path) => path !== "");
}
Object.defineProperty(exports, "changedBetween", {
	enumerable: true,
	get: function() {
		return changedBetween;
	}
});
Object.defineProperty(exports, "changedSince", {
	enumerable: true,
	get: function() {
		return changedSince;
	}
});
Object.defineProperty(exports, "checkedOutBranch", {
	enumerable: true,
	get: function() {
		return checkedOutBranch;
	}
});
Object.defineProperty(exports, "commitOf", {
	enumerable: true,
	get: function() {
		return commitOf;
	}
});
Object.defineProperty(exports, "commitOfBranch", {
	enumerable: true,
	get: function() {
		return commitOfBranch;
	}
});
Object.defineProperty(exports, "commonCommit", {
	enumerable: true,
	get: function() {
		return commonCommit;
	}
});
Object.defineProperty(exports, "defaultBranch", {
	enumerable: true,
	get: function() {
		return defaultBranch;
	}
});
Object.defineProperty(exports, "deletedFiles", {
	enumerable: true,
	get: function() {
		return deletedFiles;
	}
});
Object.defineProperty(exports, "originName", {
	enumerable: true,
	get: function() {
		return originName;
	}
});
