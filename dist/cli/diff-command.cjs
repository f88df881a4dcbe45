const require_errors = require("./errors.cjs");
const require_git = require("./git.cjs");
let node_util = require("node:util");
// action/diff-command.ts
const OPTIONS = {
	params: { type: "boolean" },
	targets: {
		type: "string",
		multiple: true
	},
	all: { type: "boolean" },
	precision: { type: "string" },
	md: { type: "boolean" },
	json: { type: "boolean" },
	"exit-code": { type: "boolean" }
};
/**
* `serin diff`: the rows to print, and the exit code: 1 when `--exit-code` asks for it and something differs.
* @throws UserError for wrong arguments, an unknown revision, or a metrics file that cannot be read.
*/
async function diffCommand(args, folder) {
	const { values, positionals } = (0, node_util.parseArgs)({
		args: [...args],
		options: OPTIONS,
		strict: true,
		allowPositionals: true
	});
	const [from, to] = revisionsOf(positionals);
	const repository = require_git.openRepository(folder);
	try {
		const [trees, { diffTrees }] = await Promise.all([Promise.all([repository.files(from), repository.files(to)]), Promise.resolve().then(() => require("./diff-trees.cjs")).then((n) => n.diff_trees_exports)]);
		const { rows, notes } = await diffTrees([sideOf(from, trees[0]), sideOf(to, trees[1])], {
			repository: {
				root: repository.root,
				folder
			},
			kind: values.params ? "params" : "metrics",
			targets: values.targets,
			all: values.all ?? false
		});
		const differs = rows.some((row) => row.old !== row.new);
		return {
			output: await render(rows, [nameOf(from), nameOf(to)], values),
			exitCode: values["exit-code"] && differs ? 1 : 0,
			...notes.length > 0 && { remark: notes.join("\n") }
		};
	} finally {
		repository.close();
	}
}
function revisionsOf(positionals) {
	const [from, to, ...more] = positionals;
	if (more.length > 0) throw new require_errors.UserError("There are more than two revisions.", { fix: "Name two at most." });
	const commit = (name) => ({
		kind: "commit",
		name
	});
	return [commit(from ?? "HEAD"), to === void 0 ? { kind: "workspace" } : commit(to)];
}
function sideOf(revision, tree) {
	return {
		name: nameOf(revision),
		tree
	};
}
function nameOf(revision) {
	return revision.kind === "commit" ? revision.name : "workspace";
}
async function render(rows, names, flags) {
	if (flags.json) return `${JSON.stringify(rows)}\n`;
	const { diffText } = await Promise.resolve().then(() => require("./diff-text.cjs"));
	return diffText(rows, {
		names,
		...flags
	});
}
exports.diffCommand = diffCommand;
