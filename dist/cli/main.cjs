const require_errors = require("./errors.cjs");
// action/cli.ts
/** Every command of the command line; a new one is one entry here and one file. */
const COMMANDS = {
	diff: {
		usage: "serin diff [<rev>] [<rev>] [--params] [--targets <glob> …] [--all] [--precision <n>] [--md | --json] [--exit-code]",
		does: "how metrics (or parameters) differ between two revisions; default: HEAD and the working tree",
		run: async (args) => (await Promise.resolve().then(() => require("./diff-command.cjs"))).diffCommand(args, process.cwd())
	},
	evaluate: {
		usage: "serin evaluate [--model <name> …] [--base <rev>] [--no-train] [--config <file>] [--branch <name>] [--json]",
		does: "trains what differs from main, compares it with what main measured and judges the gates; exit code 1: not passed",
		run: async (args) => (await Promise.resolve().then(() => require("./evaluate-command.cjs"))).evaluateCommand(args, {
			folder: process.cwd(),
			environment: process.env,
			cancelled: stopped(),
			show: (text) => process.stderr.write(text)
		})
	},
	compare: {
		usage: "serin compare <main> <candidate> [--metric <name> …] [--positive <label>] [--max-regression <n>|<n>%] [--json]",
		does: "whether two models differ: files of predictions (id, label, prediction, score), of runs (seed), or of metrics",
		run: async (args) => (await Promise.resolve().then(() => require("./compare-command.cjs"))).compareCommand(args)
	},
	history: {
		usage: "serin history [--model <name>] [--limit <n>] [--branch <name>] [--json]",
		does: "what main measured, newest first, from this clone's data branch; default: the newest 20",
		run: async (args) => (await Promise.resolve().then(() => require("./history-command.cjs"))).historyCommand(args, process.cwd())
	},
	log: {
		usage: "serin log [--env <name>] [--model <name>] [-n <n>] [--json]",
		does: "every release of a gitops repository, by Serin or by hand, newest first, from this clone's history; default: the newest 20",
		run: async (args) => (await Promise.resolve().then(() => require("./log-command.cjs"))).logCommand(args, process.cwd())
	},
	plan: {
		usage: "serin plan <command> [--version <name>] [--model <name>] [--write]",
		does: "what canary, promote, rollback or shadow would change in a clone of the gitops repository, as a patch",
		run: async (args) => (await Promise.resolve().then(() => require("./plan-command.cjs"))).planCommand(args, process.cwd())
	},
	check: {
		usage: "serin check [--strict] [--json] [--schemas <folder>] [--model-config <file>] [--gitops-config <file>]",
		does: "what is wrong in the configuration files, the manifests, ApplicationSets and charts of this repository",
		run: async (args) => (await Promise.resolve().then(() => require("./check-command.cjs"))).checkCommand(args, {
			folder: process.cwd(),
			env: process.env
		})
	},
	init: {
		usage: "serin init [--source [<model>=]<owner>/<name> …] [--gitops <owner>/<name>] [--metrics <glob> …] [--dry-run]",
		does: "writes a first configuration file: of a gitops repository from its ApplicationSets, of a model from its files",
		run: async (args) => (await Promise.resolve().then(() => require("./init-command.cjs"))).initCommand(args, {
			folder: process.cwd(),
			env: process.env
		})
	},
	schema: {
		usage: "serin schema model|gitops",
		does: "prints the JSON Schema of a configuration file, for editors",
		run: async (args) => (await Promise.resolve().then(() => require("./schema-command.cjs"))).schemaCommand(args)
	}
};
async function main([name, ...args]) {
	if (name === void 0 || [
		"help",
		"--help",
		"-h"
	].includes(name)) return {
		output: usage(),
		exitCode: 0
	};
	const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : void 0;
	if (command === void 0) throw new require_errors.UserError(`There is no command “${name}”.`, { fix: usage() });
	if (args.some((arg) => arg === "--help" || arg === "-h")) return {
		output: usageOf(command),
		exitCode: 0
	};
	return command.run(args);
}
function usage() {
	return `Usage:\n${Object.values(COMMANDS).map(usageOf).join("")}`;
}
function usageOf({ usage: line, does }) {
	return `  ${line}\n      ${does}\n`;
}
/** A training must not outlive the command that started it. */
function stopped() {
	const controller = new AbortController();
	const stop = () => controller.abort(new require_errors.UserError("Stopped before the end."));
	for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
	return controller.signal;
}
/** What a person can put right is one sentence; the rest is a bug of ours and is shown whole. */
function explain(error) {
	if (error instanceof require_errors.UserError) return error.message;
	return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS") ? `${error.message.split(". ", 1)[0]}. \`serin help\` shows what there is.` : error;
}
/** Above 1, which says that something differs. */
const FAILED = 2;
main(process.argv.slice(2)).then(({ output, exitCode, remark }) => {
	if (remark !== void 0) console.error(remark);
	process.stdout.write(output);
	process.exitCode = exitCode;
}, (error) => {
	console.error(explain(error));
	process.exitCode = FAILED;
});
