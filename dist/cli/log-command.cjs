const require_errors = require("./errors.cjs");
const require_manifest = require("./manifest.cjs");
const require_gitops_clone = require("./gitops-clone.cjs");
const require_git = require("./git.cjs");
const require_text_table = require("./text-table.cjs");
let node_util = require("node:util");
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
	const { model, environment, version, rollout, commit: _, source: __, set: ___, ...rest } = require_gitops_clone.parseTrailers(message);
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
		rollout: now.rollout === void 0 ? "removed" : require_gitops_clone.rolloutWord(now.rollout),
		...was !== void 0 && {
			versionBefore: was.version,
			rolloutBefore: require_gitops_clone.rolloutWord(was.rollout)
		},
		...shadowChange(was, after.running),
		...told?.version !== now.version && { byHand: true }
	};
}
function isSame(one, other) {
	return one.version === other.version && require_gitops_clone.rolloutWord(one.rollout) === require_gitops_clone.rolloutWord(other.rollout) && sameShadow(one, other);
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
// action/log-command.ts
const OPTIONS = {
	env: { type: "string" },
	model: { type: "string" },
	limit: {
		type: "string",
		short: "n"
	},
	json: { type: "boolean" }
};
const DEFAULT_LIMIT = 20;
/**
* `serin log`: the releases of a gitops repository, newest first, from the history of this clone: those of Serin, and
* the commits by which somebody else changed what a manifest runs.
* @throws UserError for wrong arguments, outside of a gitops clone, or a name that serin.yml does not have.
*/
async function logCommand(args, folder) {
	const { values } = (0, node_util.parseArgs)({
		args: [...args],
		options: OPTIONS,
		strict: true
	});
	const limit = limitOf(values.limit);
	const root = require_git.repositoryRoot(folder);
	const found = await readReleases(root, chosen(placesIn(await require_gitops_clone.readGitopsConfig(root)), values), limit);
	const isEmpty = found.entries.length === 0;
	const remarks = [
		...isEmpty && values.json === true ? [nothing(found)] : [],
		...found.missing.map((branch) => `This clone does not have the branch ${branch}: git fetch origin ${branch}.`),
		...found.isCut ? ["The history of this clone is cut (a shallow clone): older releases are shown after git fetch --unshallow."] : []
	];
	const remark = remarks.length === 0 ? {} : { remark: remarks.join("\n") };
	if (values.json) return {
		output: `${JSON.stringify(found.entries)}\n`,
		exitCode: 0,
		...remark
	};
	if (isEmpty) return {
		output: `${nothing(found)}\n`,
		exitCode: 0,
		...remark
	};
	const page = await require_git.originPage(root);
	const rows = found.entries.map((entry) => releaseCells(entry, page));
	return {
		output: require_text_table.plainRows([RELEASE_COLUMNS, ...rows]),
		exitCode: 0,
		...remark
	};
}
/** What was looked at, and what to do when there should be a release. */
function nothing({ looked }) {
	const histories = looked.map(({ branch, files, commits }) => {
		const more = files.length > 1 ? ` and ${files.length - 1} more` : "";
		return `${files[0]}${more} on ${branch} (${commits} ${commits === 1 ? "commit" : "commits"})`;
	});
	return `There is no release in the history that was looked at: ${histories.length === 0 ? "no branch that serin.yml names is here" : histories.join(", ")}. When there should be one, run git fetch, and see that "file" and "branch" in ${require_gitops_clone.GITOPS_CONFIG} name what is released.`;
}
function limitOf(text) {
	if (text === void 0) return DEFAULT_LIMIT;
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw new require_errors.UserError("`--limit` (`-n`) is not a number of releases.", { fix: "Write a whole number from 1 on." });
}
function placesIn({ models }) {
	return Object.values(models).flatMap(({ name: model, environments }) => environments.map((environment) => ({
		model,
		environment
	})));
}
function chosen(places, asked) {
	known("environment", asked.env, places.map(({ environment }) => environment.name));
	known("model", asked.model, places.map(({ model }) => model));
	return places.filter(({ model, environment }) => (asked.model === void 0 || model === asked.model) && (asked.env === void 0 || environment.name === asked.env));
}
function known(what, name, all) {
	if (name === void 0 || all.includes(name)) return;
	const names = [...new Set(all)].map((one) => `\`${one}\``).join(", ");
	throw new require_errors.UserError(`serin.yml has no ${what} \`${name}\`.`, { fix: `There is: ${names}.` });
}
exports.logCommand = logCommand;
