const require_gitops_config = require("./gitops-config.cjs");
const require_errors = require("./errors.cjs");
const require_git = require("./git.cjs");
const require_text_table = require("./text-table.cjs");
let node_path = require("node:path");
let node_util = require("node:util");
let node_fs_promises = require("node:fs/promises");
// src/release/change-subject.ts
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
/**
* The release that a commit made; `undefined` for any other commit. By its trailers, and where a squash has left only
* the title, by that: somebody may have written a line of its shape by hand.
*/
function releaseOf({ sha, date, message }) {
	const { model, environment, version, rollout, commit: _, source: __, ...rest } = parseTrailers(message);
	if (model !== void 0) {
		if (environment === void 0 || version === void 0 || rollout === void 0) return void 0;
		return {
			sha,
			date,
			model,
			environment,
			version,
			rollout,
			...rest
		};
	}
	const subject = parseSubject(message.split("\n", 1)[0] ?? "");
	return subject && {
		sha,
		date,
		...subject
	};
}
const RELEASE_COLUMNS = [
	"when (UTC)",
	"environment",
	"model",
	"version",
	"rollout",
	"who",
	"for"
];
/** A release as the cells of {@link RELEASE_COLUMNS}, as plain text. */
function releaseCells(entry) {
	const { date, environment, model, version, by = "", pullRequest, command } = entry;
	return [
		new Date(date).toISOString().slice(0, 16).replace("T", " "),
		environment,
		model,
		version,
		rolloutChange(entry),
		by,
		command ?? pullRequest ?? ""
	];
}
/** `stable 9d1c04e7b2fa → canary 20`: the version before is named where it was another one. */
function rolloutChange({ version, rollout, versionBefore, rolloutBefore, shadow }) {
	const other = versionBefore === void 0 || versionBefore === version ? "" : ` ${versionBefore}`;
	const change = rolloutBefore === void 0 ? rollout : `${rolloutBefore}${other} → ${rollout}`;
	return shadow === void 0 ? change : `${change}, shadow ${shadow}`;
}
// action/log-command.ts
const OPTIONS = {
	env: { type: "string" },
	model: { type: "string" },
	limit: { type: "string" },
	json: { type: "boolean" }
};
const DEFAULT_LIMIT = 20;
const CONFIG = "serin.yml";
/**
* `serin log`: the releases of a gitops repository, newest first, from the history of this clone.
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
	const { entries, missing } = await readReleases(root, chosen(placesIn(await readConfig(root)), values));
	const remarks = [...missing.map((branch) => `This clone does not have the branch ${branch}: git fetch origin ${branch}.`), ...await require_git.isShallow(root) ? ["This is a shallow clone: older releases are shown after git fetch --unshallow."] : []];
	const shown = entries.slice(0, limit);
	return {
		output: values.json ? `${JSON.stringify(shown)}\n` : require_text_table.plainRows([RELEASE_COLUMNS, ...shown.map(releaseCells)]),
		exitCode: 0,
		...remarks.length > 0 && { remark: remarks.join("\n") }
	};
}
function limitOf(text) {
	if (text === void 0) return DEFAULT_LIMIT;
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw new require_errors.UserError("`--limit` is not a number of releases.", { fix: "Write a whole number from 1 on." });
}
async function readConfig(root) {
	try {
		return require_gitops_config.parseGitopsConfig(await (0, node_fs_promises.readFile)((0, node_path.join)(root, CONFIG), "utf8"), CONFIG);
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
		throw new require_errors.UserError("This repository has no serin.yml, so that no models are released here.", { fix: "Run it in a clone of the gitops repository." });
	}
}
function placesIn({ models }) {
	return Object.values(models).flatMap(({ name: model, environments }) => environments.map(({ name: environment, file, branch }) => ({
		model,
		environment,
		file,
		branch
	})));
}
function chosen(places, asked) {
	known("environment", asked.env, places.map(({ environment }) => environment));
	known("model", asked.model, places.map(({ model }) => model));
	return places.filter(({ model, environment }) => (asked.model === void 0 || model === asked.model) && (asked.env === void 0 || environment === asked.env));
}
function known(what, name, all) {
	if (name === void 0 || all.includes(name)) return;
	const names = [...new Set(all)].map((one) => `\`${one}\``).join(", ");
	throw new require_errors.UserError(`serin.yml has no ${what} \`${name}\`.`, { fix: `There is: ${names}.` });
}
async function readReleases(root, places) {
	const entries = [];
	const missing = [];
	for (const branch of new Set(places.map((place) => place.branch))) {
		const here = places.filter((place) => place.branch === branch);
		const name = branch === void 0 ? await require_git.defaultBranchIn(root) : await require_git.branchIn(root, branch);
		if (name === void 0) {
			missing.push(branch ?? "");
			continue;
		}
		const releases = (await require_git.readCommits(root, name, [...new Set(here.map(({ file }) => file))])).map(releaseOf).filter((entry) => entry !== void 0);
		entries.push(...releases.filter((entry) => here.some((place) => isAt(entry, place))));
	}
	return {
		entries: entries.toSorted((a, b) => Date.parse(b.date) - Date.parse(a.date)),
		missing
	};
}
function isAt(entry, place) {
	return entry.model === place.model && entry.environment === place.environment;
}
exports.logCommand = logCommand;
