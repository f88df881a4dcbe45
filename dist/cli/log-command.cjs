const require_errors = require("./errors.cjs");
const require_read_releases = require("./read-releases.cjs");
const require_git = require("./git.cjs");
const require_text_table = require("./text-table.cjs");
let node_util = require("node:util");
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
	const places = chosen(placesIn(await require_read_releases.readGitopsConfig(root)), values);
	const found = await require_read_releases.readReleases(root, places, limit);
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
	const rows = found.entries.map((entry) => require_read_releases.releaseCells(entry, page));
	return {
		output: require_text_table.plainRows([require_read_releases.RELEASE_COLUMNS, ...rows]),
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
	return `There is no release in the history that was looked at: ${histories.length === 0 ? "no branch that serin.yml names is here" : histories.join(", ")}. When there should be one, run git fetch, and see that "file" and "branch" in ${require_read_releases.GITOPS_CONFIG} name what is released.`;
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
