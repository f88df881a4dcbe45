const require_errors = require("./errors.cjs");
const require_manifest = require("./manifest.cjs");
const require_work_tree = require("./work-tree.cjs");
const require_markdown = require("./markdown.cjs");
const require_gitops_clone = require("./gitops-clone.cjs");
const require_git = require("./git.cjs");
let node_path = require("node:path");
let node_util = require("node:util");
let node_fs_promises = require("node:fs/promises");
// src/release/choose-environment.ts
/**
* Where a command acts that names no environment: `/canary` and `/shadow` in the default one; `/promote` where this pull request's
* version is a canary, else one environment further than where it is stable; `/rollback` in the furthest one where
* it runs or is proposed.
* @param versions the names that this pull request's model has had: its head commit's and its merge commit's.
*/
function chooseEnvironment(request) {
	const byDefault = request.command === "canary" || request.command === "shadow";
	const name = request.named ?? (byDefault ? request.model.defaultEnvironment : void 0);
	if (name !== void 0) return chosen(request.states.find(({ environment }) => environment.name === name));
	const mine = request.states.filter(({ running }) => running !== void 0 && request.versions.includes(running.version));
	const waits = ({ environment }) => request.proposed?.includes(environment.name) ?? false;
	const reached = request.states.filter((state) => mine.includes(state) || waits(state));
	return request.command === "rollback" ? furthest(reached) : nextForPromotion(request.states, mine);
}
function furthest(mine) {
	const last = mine.at(-1);
	if (last !== void 0) return chosen(last);
	return {
		kind: "none",
		code: "runs-nowhere",
		reason: "This pull request’s version runs in no environment, so there is nothing to roll back."
	};
}
function nextForPromotion(states, mine) {
	const canary = mine.find(({ running }) => running?.rollout.kind === "canary");
	if (canary !== void 0) return chosen(canary);
	const stable = mine.findLast(({ running }) => running?.rollout.kind === "stable");
	const next = stable === void 0 ? states[0] : states[states.indexOf(stable) + 1];
	if (next !== void 0) return chosen(next);
	return {
		kind: "none",
		code: "has-all-traffic",
		reason: `This version has all the traffic in “${stable?.environment.name}” already, the last environment.`
	};
}
function chosen(state) {
	if (state === void 0) throw new Error("The command grammar lets only configured environments through");
	return {
		kind: "chosen",
		environment: state.environment
	};
}
// src/release/command-table.ts
/** Every command: what help, README and usage replies say about it. A new command is one entry here and one reader. */
const COMMANDS = [
	{
		name: "canary",
		usage: "/canary <1-99> [environment] [--skip] [--model <name>]",
		does: "sends that percentage of the traffic to this pull request's version; `--skip` leaves out steps",
		right: "write; one role more for `--skip`",
		examples: [
			"/canary 20",
			"/canary 50 prod",
			"/canary 50 prod --skip"
		]
	},
	{
		name: "promote",
		usage: "/promote [environment] [sha] [--skip] [--model <name>]",
		does: "gives the canary all traffic; without a canary, takes the version one environment further",
		right: "write; maintain for the last environment; one role more for `--skip`",
		examples: [
			"/promote",
			"/promote prod 3f2c1ab",
			"/promote --skip"
		]
	},
	{
		name: "rollback",
		usage: "/rollback [environment] [--model <name>]",
		does: "goes back to what ran before; where only pull requests change the branch, by one",
		right: "write",
		examples: ["/rollback", "/rollback prod"]
	},
	{
		name: "shadow",
		usage: "/shadow <1-100 or off> [environment] [--model <name>]",
		does: "copies that percentage of the requests to this pull request's version, whose answers nobody sees",
		right: "write",
		examples: ["/shadow 100", "/shadow off prod"]
	},
	{
		name: "set",
		usage: "/set <key> <value> [environment] [--model <name>]",
		does: "changes a value that the environment declares as `settable`",
		right: "write",
		examples: ["/set threshold 0.7", "/set threshold 0.7 prod"]
	},
	{
		name: "freeze",
		usage: "/freeze [environment [reason]] [--model <name>]",
		does: "stops every change but `/rollback`, at once, in one environment or in all",
		right: "maintain",
		examples: ["/freeze", "/freeze prod until Monday"]
	},
	{
		name: "unfreeze",
		usage: "/unfreeze [environment] [--model <name>]",
		does: "lets changes through again",
		right: "maintain",
		examples: ["/unfreeze", "/unfreeze prod"]
	},
	{
		name: "retrain",
		usage: "/retrain [--model <name>]",
		does: "starts the model's training workflow on the default branch",
		right: "write on this repository",
		examples: ["/retrain"]
	},
	{
		name: "plan",
		usage: "/plan <command>",
		does: "shows what a command would write, and where, or why it would be refused; writes nothing",
		right: "read",
		examples: ["/plan canary 20 prod", "/plan /promote"]
	},
	{
		name: "status",
		usage: "/status [environment] [--model <name>]",
		does: "shows what runs where",
		right: "read",
		examples: ["/status", "/status prod"]
	},
	{
		name: "help",
		usage: "/help",
		does: "shows this table",
		right: "read",
		examples: ["/help"]
	}
];
const NAMES = new Map(COMMANDS.map(({ name }) => [name, name]));
/** The command of a name in ASCII letters of any case; `undefined` when there is none. */
function commandNamed(word) {
	return /^[A-Za-z]+$/.test(word) ? NAMES.get(word.toLowerCase()) : void 0;
}
/** How the command is written, as plain text. */
function usageOf(command) {
	const found = COMMANDS.find(({ name }) => name === command);
	if (found === void 0) throw new Error(`no description of the command ${command}`);
	return found.usage;
}
// src/release/command-reader.ts
const PERCENT = /^[1-9][0-9]?$/;
const SHARE = /^(?:[1-9][0-9]?|100)$/;
const SHA = /^[0-9a-f]{7,40}$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const LONGEST_VALUE = 200;
/** Reads the arguments of one command. */
function readArguments(name, given) {
	switch (name) {
		case "help": return isEmpty(given) && given.target.model === void 0 ? { kind: "help" } : problem("too-many-arguments");
		case "status": return withTarget(given, (target) => ({
			kind: "status",
			...target
		}));
		case "retrain": return readRetrain(given);
		case "plan": return readPlan(given);
		default: return readChange(name, given);
	}
}
function readRetrain(given) {
	return isEmpty(given) ? {
		kind: "retrain",
		...given.target
	} : problem("too-many-arguments");
}
function readChange(name, given) {
	switch (name) {
		case "canary": return readCanary(given);
		case "promote": return readPromote(given);
		case "rollback": return withTarget(given, (target) => ({
			kind: "rollback",
			...target
		}));
		case "shadow": return readShadow(given);
		case "set": return readSet(given);
		case "freeze": return withTarget({
			...given,
			words: given.words.slice(0, 1)
		}, (target) => ({
			kind: "freeze",
			...target
		}));
		case "unfreeze": return withTarget(given, (target) => ({
			kind: "unfreeze",
			...target
		}));
	}
}
function readCanary(given) {
	const { words, skip } = takeSkip(given.words);
	const [percent, ...rest] = words;
	if (percent === void 0) return problem("percent-missing");
	if (!PERCENT.test(percent)) return problem("percent-not-1-to-99");
	return withTarget({
		...given,
		words: rest
	}, (target) => ({
		kind: "canary",
		percent: Number(percent),
		...skip,
		...target
	}));
}
function readShadow(given) {
	const [share, ...words] = given.words;
	if (share === void 0) return problem("share-missing");
	if (share !== "off" && !SHARE.test(share)) return problem("share-not-1-to-100-or-off");
	const percent = share === "off" ? share : Number(share);
	return withTarget({
		...given,
		words
	}, (target) => ({
		kind: "shadow",
		percent,
		...target
	}));
}
function readSet(given) {
	const [key, value, ...words] = given.words;
	if (key === void 0) return problem("key-missing");
	if (!NAME.test(key)) return problem("key-no-name");
	if (value === void 0) return problem("value-missing");
	if (value.length > LONGEST_VALUE) return problem("value-too-long");
	return withTarget({
		...given,
		words
	}, (target) => ({
		kind: "set",
		key,
		value,
		...target
	}));
}
function readPromote(given) {
	const { environments, target } = given;
	const { words, skip } = takeSkip(given.words);
	const [first, second] = words;
	if (words.length > 2) return problem("too-many-arguments");
	if (second !== void 0) {
		if (!SHA.test(second)) return withTarget({
			...given,
			words: words.slice(0, 1)
		}, () => void 0) ?? problem("sha-not-7-to-40-hex");
		return withTarget({
			...given,
			words: words.slice(0, 1)
		}, (where) => ({
			kind: "promote",
			...where,
			sha: second,
			...skip
		}));
	}
	if (first !== void 0 && !environments.includes(first) && SHA.test(first)) return {
		kind: "promote",
		sha: first,
		...skip,
		...target
	};
	const command = withTarget({
		...given,
		words
	}, (where) => ({
		kind: "promote",
		...where,
		...skip
	}));
	if (command.kind === "promote") return command;
	return {
		kind: "problem",
		problem: {
			kind: "environment-or-sha-expected",
			environments
		}
	};
}
/** `/plan /canary 20` and `/plan canary 20`. */
function readPlan(given) {
	const [first, ...words] = given.words;
	if (first === void 0) return problem("command-to-plan-missing");
	const name = commandNamed(first.replace(/^\//, ""));
	if (name === void 0 || !(name === "retrain" || isChange(name))) return problem("command-not-to-plan");
	const rest = {
		...given,
		words
	};
	const command = name === "retrain" ? readRetrain(rest) : readChange(name, rest);
	return command.kind === "problem" ? {
		...command,
		of: name
	} : {
		kind: "plan",
		command,
		...given.target
	};
}
const CHANGES = [
	"canary",
	"promote",
	"rollback",
	"shadow",
	"set",
	"freeze",
	"unfreeze"
];
function isChange(name) {
	return CHANGES.includes(name);
}
function withTarget({ words, target, environments }, make) {
	const [environment, surplus] = words;
	if (surplus !== void 0) return problem("too-many-arguments");
	if (environment === void 0) return make(target);
	if (!(environments.length === 0 ? NAME.test(environment) : environments.includes(environment))) return {
		kind: "problem",
		problem: {
			kind: "environment-unknown",
			environments
		}
	};
	return make({
		environment,
		...target
	});
}
function takeSkip(words) {
	const at = words.indexOf("--skip");
	return at < 0 ? {
		words,
		skip: {}
	} : {
		words: words.toSpliced(at, 1),
		skip: { skip: true }
	};
}
/** Takes `--model <name>` or `--model=<name>` out of the words. */
function takeModel(words) {
	const at = words.findIndex(isModelOption);
	const option = words[at];
	if (option === void 0) return {
		kind: "taken",
		rest: words,
		target: {}
	};
	const separate = option === "--model";
	const model = separate ? words[at + 1] : option.slice(8);
	const rest = [...words.slice(0, at), ...words.slice(at + (separate ? 2 : 1))];
	if (model === void 0 || !NAME.test(model)) return problem("model-missing");
	if (rest.some(isModelOption)) return problem("model-twice");
	return {
		kind: "taken",
		rest,
		target: { model }
	};
}
function isModelOption(word) {
	return word === "--model" || word.startsWith("--model=");
}
function isEmpty({ words }) {
	return words.length === 0;
}
function problem(kind) {
	return {
		kind: "problem",
		problem: { kind }
	};
}
// src/release/comment-lines.ts
const LF = 10;
const CR = 13;
/**
* A comment's lines, one at a time. They end at CRLF, LF or CR only, as in Markdown: JavaScript's own idea of a line end
* also takes U+2028 and U+2029, which a browser does not show as one.
*/
function* linesOf(body) {
	let start = 0;
	for (let at = 0; at < body.length; at += 1) {
		const code = body.charCodeAt(at);
		if (code !== LF && code !== CR) continue;
		yield body.slice(start, at);
		if (code === CR && body.charCodeAt(at + 1) === LF) at += 1;
		start = at + 1;
	}
	yield body.slice(start);
}
/** Takes lines up to and with the first that has more than spaces and tabs; a no-break space is more. */
function takeFirstWithText(lines) {
	for (let next = lines.next(); next.done !== true; next = lines.next()) if (!isBlank(next.value)) return next.value;
}
const FENCE = /^ {0,3}(?:(`{3,})([^`]*)|(~{3,})(.*))$/s;
/** Those of the lines that are not in fenced code; empty ones say nothing and are left out. */
function* outsideFences(lines) {
	let open;
	for (const line of lines) {
		if (line === "") continue;
		const [, backticks, backtickInfo, tildes, tildeInfo] = FENCE.exec(line) ?? [];
		const marks = backticks ?? tildes;
		const closes = open !== void 0 && marks?.startsWith(open) && isBlank(backtickInfo ?? tildeInfo ?? "");
		if (open === void 0 && marks === void 0) yield line;
		else if (closes) open = void 0;
		else open ??= marks;
	}
}
function isBlank(line) {
	return line === "" || !/[^ \t]/.test(line);
}
// src/release/command.ts
const COMMAND_LINE = /^ {0,3}\/([A-Za-z]+)(?=[ \t]|$)/;
/**
* Reads the command that a comment's first non-blank line gives. `none`: the comment is not for us;
* `invalid`: a known command with wrong arguments, or a second known command on a later line; nothing may run then.
*
* `environments` are the names that may be asked for, compared exactly. An empty list accepts any word shaped like
* one: enough to decide, before any configuration is read, whether the comment is worth keeping.
* An argument of `/promote` that is both an environment's name and a possible sha is the environment.
*
* Never throws, and takes time linear in the body: anyone may comment, and up to 262,144 bytes.
*/
function parseCommand(body, options) {
	const lines = linesOf(body);
	const first = takeFirstWithText(lines) ?? "";
	const name = commandOn(first);
	if (name === void 0) return { kind: "none" };
	if (givesAnotherCommand(lines)) return {
		kind: "invalid",
		command: name,
		problem: { kind: "several-commands" }
	};
	const [, ...words] = wordsOf(first);
	const model = takeModel(words);
	if (model.kind === "problem") return {
		kind: "invalid",
		command: name,
		problem: model.problem
	};
	const reading = readArguments(name, {
		words: model.rest,
		target: model.target,
		environments: options.environments
	});
	if (reading.kind !== "problem") return reading;
	return {
		kind: "invalid",
		command: reading.of ?? name,
		problem: reading.problem
	};
}
function commandOn(line) {
	if (!line.includes("/")) return void 0;
	const word = COMMAND_LINE.exec(line)?.[1];
	return word === void 0 ? void 0 : commandNamed(word);
}
/** No command has as many; a comment can have 131,072. */
const MOST_WORDS = 20;
/** Space and tab only: any other character belongs to its word, and then fails that word's pattern. */
function wordsOf(line) {
	return line.split(/[ \t]+/, MOST_WORDS).filter((word) => word !== "");
}
/** The lines after the command are free text, where people write their reasons; but one comment gives one command. */
function givesAnotherCommand(lines) {
	for (const line of outsideFences(lines)) if (commandOn(line) !== void 0) return true;
	return false;
}
// src/release/outcome-text.ts
/**
* Who gets the traffic now, as the end of a sentence in Markdown, and who a copy of the requests.
* @param previous what takes the traffic that the version does not get, where that is known.
*/
function outcomeText({ shadow, ...running }, previous) {
	const traffic = trafficText(running, previous);
	if (shadow === void 0) return traffic;
	return `${traffic} ${require_markdown.inlineCode(shadow.version)} gets a copy of ${shadow.percent} % of the requests; nobody sees its answers.`;
}
function trafficText({ version, rollout }, previous) {
	const name = require_markdown.inlineCode(version);
	const other = previous === void 0 ? "what ran before" : require_markdown.inlineCode(previous);
	switch (rollout.kind) {
		case "stable": return `${name} takes all the traffic.`;
		case "canary": return `${name} takes ${rollout.percent} % of the traffic, ${other} the rest.`;
		case "pinned": return `rolled back; ${other} takes all the traffic, ${name} none.`;
	}
}
// src/release/problem-text.ts
/** What is wrong with a command, as the end of a sentence in Markdown; nothing of what was typed. */
function problemText(problem) {
	switch (problem.kind) {
		case "percent-missing":
		case "share-missing": return "the percentage is missing.";
		case "percent-not-1-to-99": return "the percentage is a whole number from 1 to 99.";
		case "share-not-1-to-100-or-off": return `the percentage is a whole number from 1 to 100, or ${require_markdown.inlineCode("off")}.`;
		case "environment-unknown": return `there is no such environment; there ${listOf(problem.environments)}.`;
		case "environment-or-sha-expected": return `the argument is neither an environment nor a commit; there ${listOf(problem.environments)}.`;
		case "sha-not-7-to-40-hex": return "a commit is written as 7 to 40 hexadecimal digits.";
		case "key-missing": return "the name of the value is missing.";
		case "key-no-name": return "the first argument is the name of a value.";
		case "value-missing": return "the value is missing.";
		case "value-too-long": return "the value is longer than 200 characters.";
		case "command-to-plan-missing": return "the command to plan is missing.";
		case "command-not-to-plan": return "only a command that changes something can be planned.";
		case "too-many-arguments": return "there are too many arguments.";
		case "model-missing": return "the name of the model is missing.";
		case "model-twice": return "the model is named twice.";
		case "several-commands": return "a comment gives one command.";
	}
}
function listOf(environments) {
	const names = environments.map((name) => require_markdown.inlineCode(name));
	return names.length === 1 ? `is only ${names[0]}` : `are ${names.join(", ")}`;
}
// src/release/rollout.ts
/**
* What a command makes of what runs: the table of the README, cell by cell.
* A version that gets traffic loses its own shadow in the same change; another version's shadow stays.
* Throws a RangeError for a canary that is not a whole number from 1 to 99, or a shadow not from 1 to 100.
*/
function nextRollout(input) {
	switch (input.command.kind) {
		case "canary": return withShadow(input, afterCanary(input, checkedPercent(input.command, 99)));
		case "promote": return withShadow(input, afterPromote(input));
		case "rollback": return withShadow(input, afterRollback(input));
		case "shadow": return afterShadow(input, input.command.percent);
	}
}
function checkedPercent({ kind, percent }, most) {
	if (Number.isInteger(percent) && percent >= 1 && percent <= most) return percent;
	throw new RangeError(`a ${kind} of ${percent} percent`);
}
/** Keeps the shadow of a version that gets no traffic by the change. */
function withShadow({ running, previousVersion }, decision) {
	const shadow = running?.shadow;
	if (decision.kind !== "change" || shadow === void 0) return decision;
	const { version, rollout } = decision.next;
	const getsTraffic = rollout.kind === "pinned" ? previousVersion : version;
	return shadow.version === getsTraffic ? decision : {
		kind: "change",
		next: {
			...decision.next,
			shadow
		}
	};
}
const NO_CANDIDATE = refused("closed-unmerged", "The pull request has no version to release: it was closed without merging.");
function afterCanary({ running, candidate, ...input }, percent) {
	if (candidate === void 0) return NO_CANDIDATE;
	if (input.wholeOnly?.canary !== void 0) return refused("layout-cannot", input.wholeOnly.canary);
	if (running === void 0) return refused("nothing-runs", "Nothing runs here yet, and a first version takes all traffic. Release it with `/promote`.");
	const canary = change(candidate, {
		kind: "canary",
		percent
	});
	const { version, rollout } = running;
	switch (rollout.kind) {
		case "stable": return version === candidate ? refused("has-all-traffic", hasAllTraffic(candidate, input.environment)) : canary;
		case "canary":
			if (isForeign(version, candidate, input.ownVersions)) return foreignCanary({
				version,
				percent: rollout.percent,
				from: input.runningFor
			});
			if (version !== candidate || rollout.percent !== percent) return canary;
			return unchanged("same-already", `${version} already gets ${percent} % of the traffic.`);
		case "pinned": return canary;
	}
}
/** KServe would send a part of the traffic to what ran before, which nobody asked for. */
function hasAllTraffic(version, environment) {
	return `\`${version}\` has all the traffic ${environment === void 0 ? "here" : `in “${environment}”`} already, and a canary needs a version that does not. Name the environment it should go to next, or take it back with \`/rollback\`.`;
}
function afterPromote({ running, candidate, ownVersions, runningFor, wholeOnly }) {
	if (candidate === void 0) return NO_CANDIDATE;
	const stable = change(candidate, { kind: "stable" });
	if (running === void 0) return stable;
	const { version, rollout } = running;
	switch (rollout.kind) {
		case "stable":
			if (version !== candidate) return stable;
			if (wholeOnly?.promote !== void 0) return refused("layout-cannot", wholeOnly.promote);
			return unchanged("has-all-traffic", `${version} already has all traffic.`);
		case "canary": return isForeign(version, candidate, ownVersions) ? foreignCanary({
			version,
			percent: rollout.percent,
			from: runningFor
		}) : stable;
		case "pinned": return stable;
	}
}
function afterRollback({ running, previousVersion }) {
	if (running === void 0) return refused("nothing-runs", "Nothing runs here yet.");
	const { version, rollout } = running;
	switch (rollout.kind) {
		case "stable":
			if ((previousVersion === version ? void 0 : previousVersion) !== void 0) return change(version, { kind: "pinned" });
			return refused("nothing-before", `No version is known that ran here before ${version}, so there is nothing to go back to.`);
		case "canary": return change(version, { kind: "pinned" });
		case "pinned": return unchanged("same-already", `${version} is already rolled back.`);
	}
}
function afterShadow(input, percent) {
	const { running, candidate, ownVersions } = input;
	const now = running?.shadow;
	if (now !== void 0 && isForeign(now.version, candidate, ownVersions)) return foreignShadow(now, input.shadowFor);
	if (percent === "off") return afterShadowOff(running);
	const checked = checkedPercent({
		kind: "shadow",
		percent
	}, 100);
	if (candidate === void 0) return NO_CANDIDATE;
	if (input.shadowing?.kind === "cannot") return refused("layout-cannot", input.shadowing.reason);
	if (running === void 0) return refused("nothing-runs", "Nothing runs here yet, so there are no requests to mirror. Release a first version with `/promote`.");
	if (running.version === candidate && running.rollout.kind !== "pinned") return hasTraffic(running, input.environment);
	if (now?.version === candidate && now.percent === checked) return unchanged("same-already", `${candidate} already gets a copy of ${checked} % of the requests.`);
	return {
		kind: "change",
		next: {
			...running,
			shadow: {
				version: candidate,
				percent: checked
			}
		}
	};
}
function afterShadowOff(running) {
	if (running?.shadow === void 0) return unchanged("same-already", "No requests are mirrored here.");
	const { shadow: _, ...next } = running;
	return {
		kind: "change",
		next
	};
}
function hasTraffic({ version, rollout }, environment) {
	return refused("version-has-traffic", `\`${version}\` has ${rollout.kind === "canary" ? `${rollout.percent} % of the traffic` : "all the traffic"} ${environment === void 0 ? "here" : `in “${environment}”`}, and its answers are seen; a shadow is for a version that has none. Take it back with \`/rollback\` first, or name another environment.`);
}
function foreignShadow({ version, percent }, from) {
	return refused("other-shadow", `Another version, ${from === void 0 ? version : `${version} (${from})`}, is the shadow here, with a copy of ${percent} % of the requests. Comment \`/shadow off\` on its pull request first.`);
}
function isForeign(version, candidate, ownVersions = []) {
	return version !== candidate && !ownVersions.includes(version);
}
function foreignCanary(canary) {
	const { version, percent, from } = canary;
	return refused("other-canary", `Another version, ${from === void 0 ? version : `${version} (${from})`}, is a canary here with ${percent} % of the traffic. It must be promoted or rolled back first.`);
}
function change(version, rollout) {
	return {
		kind: "change",
		next: {
			version,
			rollout
		}
	};
}
function unchanged(code, reason) {
	return {
		kind: "unchanged",
		code,
		reason
	};
}
function refused(code, reason) {
	return {
		kind: "refused",
		code,
		reason
	};
}
// src/release/served-before.ts
/**
* Finds what a rollback of a version goes back to: the newest other version that had all the traffic and was not rolled
* back itself. It is called with what the manifest said, commit by commit from the newest, until it answers.
*/
function servedBefore(version) {
	const takenBack = /* @__PURE__ */ new Set();
	return (then) => {
		const rest = then.rollout === "stable" ? then.version : then.rest;
		if (then.rollout === "pinned") takenBack.add(then.version);
		return rest === void 0 || rest === version || takenBack.has(rest) ? void 0 : rest;
	};
}
// src/release/whole-traffic.ts
/**
* What runs, by manifest and history. A manifest that cannot split traffic says after a rollback only that the previous
* version has all of it; that another one was rolled back is in the trailers of the commit that did it. Without it a
* second rollback would bring that one back.
*/
function standingOf({ running, wholeOnly, model, environment, messages }) {
	if (running === void 0 || wholeOnly === void 0) return running;
	const own = messages.map(require_gitops_clone.parseTrailers).filter((one) => one.set === void 0).find((one) => one.model === void 0 || one.model === model && one.environment === environment);
	if (own?.rollout !== "pinned" || own.version === void 0 || own.version === running.version) return running;
	return {
		...running,
		version: own.version,
		rollout: PINNED
	};
}
/**
* What to write so that `next` runs: itself, or the version that it gives way to where a manifest cannot split traffic.
* Throws an Error for a canary there, which `nextRollout` refuses.
*/
function inManifest(next, { wholeOnly, previous }) {
	if (wholeOnly === void 0 || next.rollout.kind === "stable") return next;
	if (next.rollout.kind === "canary" && wholeOnly.canary === void 0) return next;
	if (next.rollout.kind === "pinned" && previous !== void 0) return {
		...next,
		version: previous,
		rollout: { kind: "stable" }
	};
	throw new Error(`no manifest without shares of traffic says ${JSON.stringify(next)}`);
}
const PINNED = { kind: "pinned" };
// src/release/write-release.ts
/**
* The text of the manifest once `next` runs, and the version that has the traffic which `next` does not: the one that
* gives way now, else the one before.
* @throws UserError when the layout cannot say it, or the file cannot be changed safely.
*/
function writeRelease(target, { running, next, previous, wholeOnly }) {
	const other = running?.rollout.kind === "stable" && running.version !== next.version ? running.version : previous;
	return {
		text: require_manifest.writeManifest(target, inManifest(next, {
			wholeOnly,
			previous
		}), other),
		other
	};
}
// action/plan-command.ts
const OPTIONS = {
	version: { type: "string" },
	model: { type: "string" },
	write: { type: "boolean" }
};
const PLANNED = [
	"canary",
	"promote",
	"rollback",
	"shadow"
];
/**
* `serin plan <command>`: what a command would change in the manifests of this clone, as a patch; with `--write` it is
* changed. The exit code is 1 when the command would be refused or change nothing. Roles, freezes, steps and verdicts are
* the app's: they are not asked.
* @throws UserError for wrong arguments, outside of a gitops clone, or a manifest that cannot be read or changed safely.
*/
async function planCommand(args, folder) {
	const { values, positionals } = (0, node_util.parseArgs)({
		args: [...args],
		options: OPTIONS,
		strict: true,
		allowPositionals: true
	});
	const root = require_git.repositoryRoot(folder);
	const model = modelIn(await require_gitops_clone.readGitopsConfig(root), values.model);
	const command = commandIn(positionals.join(" "), model);
	const states = await readStates(root, model);
	const choice = chooseEnvironment({
		command: command.kind,
		named: command.environment,
		model,
		states,
		versions: values.version === void 0 ? [] : [values.version]
	});
	if (choice.kind === "none") return {
		output: "",
		exitCode: 1,
		remark: choice.reason
	};
	const state = states.find(({ environment }) => environment === choice.environment);
	if (state === void 0) throw new Error("an environment is chosen among those that were read");
	const previous = await versionBefore(root, state);
	const decision = decide(command, {
		state,
		candidate: values.version,
		previous
	});
	if (decision.kind !== "change") return {
		output: "",
		exitCode: 1,
		remark: decision.reason
	};
	return carryOut({
		root,
		model,
		state,
		next: decision.next,
		previous,
		isWritten: values.write ?? false
	});
}
function modelIn({ models }, asked) {
	const all = Object.values(models);
	const [only, ...others] = asked === void 0 ? all : all.filter(({ name }) => name === asked);
	if (only !== void 0 && others.length === 0) return only;
	throw new require_errors.UserError(asked === void 0 ? "serin.yml has several models." : `serin.yml has no model “${asked}”.`, { fix: `Name one by \`--model\`: ${all.map(({ name }) => name).join(", ")}.` });
}
function commandIn(words, model) {
	const environments = model.environments.map(({ name }) => name);
	const parsed = parseCommand(words.startsWith("/") ? words : `/${words}`, { environments });
	if (parsed.kind === "invalid") throw new require_errors.UserError(`This command is not complete: ${problemText(parsed.problem).replaceAll("`", "")}`, { fix: `It is \`${usageOf(parsed.command)}\`.` });
	if (PLANNED.find((kind) => kind === parsed.kind) !== void 0) return parsed;
	throw new require_errors.UserError("This is no command that can be planned in a clone.", { fix: `Write one of ${PLANNED.join(", ")}, for example: serin plan canary 20 prod --version 0123abc.` });
}
async function readStates(root, model) {
	const texts = await require_work_tree.readTexts(root, [...new Set(model.environments.map(({ file }) => file))]);
	return Promise.all(model.environments.map(async (environment) => {
		const text = texts.get(environment.file);
		if (text === void 0) throw require_manifest.missingManifest(environment, {
			repository: "This clone",
			branch: "the work tree"
		});
		const manifest = require_manifest.readManifest({
			environment,
			text
		});
		const commits = await require_git.readCommits(root, "HEAD", [environment.file]);
		const messages = commits.map(({ message }) => message);
		return {
			environment,
			text,
			manifest,
			running: standingOf({
				...manifest,
				model: model.name,
				environment: environment.name,
				messages
			}),
			commits
		};
	}));
}
/** What a rollback of the version of today goes back to, by what the manifest said before, as the app finds it. */
async function versionBefore(root, { environment, running, manifest, commits }) {
	if (running === void 0 || manifest.rest !== void 0) return manifest.rest;
	const before = servedBefore(running.version);
	const objects = require_git.openObjects(root);
	try {
		for (const { files } of commits) {
			const id = files.find(({ path }) => path === environment.file)?.after;
			const [blob] = id === void 0 ? [] : await objects.read([id]);
			const then = blob && saidIn(environment, blob.bytes.toString("utf8"));
			const found = then && before(then);
			if (found !== void 0) return found;
		}
		return;
	} finally {
		objects.close();
	}
}
/** A manifest of the past that cannot be read tells nothing. */
function saidIn(environment, text) {
	try {
		const { running, rest } = require_manifest.readManifest({
			environment,
			text
		});
		return running && {
			version: running.version,
			rollout: running.rollout.kind,
			rest
		};
	} catch (error) {
		if (error instanceof require_errors.UserError) return void 0;
		throw error;
	}
}
function decide(command, given) {
	const { state, candidate, previous } = given;
	const isRollback = command.kind === "rollback" || command.kind === "shadow" && command.percent === "off";
	if (candidate === void 0 && !isRollback) throw new require_errors.UserError("The version is missing.", { fix: "Name it by `--version`: the first 12 characters of the commit that it was built from." });
	const { running, manifest } = state;
	const { wholeOnly, shadowing } = manifest;
	return nextRollout({
		command,
		running,
		shadowing,
		environment: state.environment.name,
		...candidate !== void 0 && { candidate },
		...previous !== void 0 && { previousVersion: previous },
		...wholeOnly !== void 0 && { wholeOnly }
	});
}
async function carryOut(plan) {
	const { root, model, state, next, previous, isWritten } = plan;
	const { environment, text, running, manifest } = state;
	const { wholeOnly } = manifest;
	const { text: after, other } = writeRelease({
		environment,
		text
	}, {
		running,
		next,
		previous,
		wholeOnly
	});
	const warnings = require_work_tree.warningsForReply({
		environment,
		text: after
	}, next);
	const said = [
		`${model.name} in ${environment.name}: ${outcomeText(next, other).replaceAll("`", "")}`,
		...warnings.map(({ line, what, fix }) => `${environment.file}:${line}: ${what} ${fix}`),
		...isWritten ? ["Written; commit it."] : []
	];
	if (isWritten) await write((0, node_path.join)(root, environment.file), {
		before: text,
		after,
		environment
	});
	return {
		output: patch(environment, text, after),
		exitCode: 0,
		remark: said.join("\n")
	};
}
/** As `git apply` takes it. */
function patch({ file }, before, after) {
	return `--- a/${file}\n+++ b/${file}\n${require_manifest.changedLines(before, after)}\n`;
}
async function write(path, { before, after, environment }) {
	if (await (0, node_fs_promises.readFile)(path, "utf8") !== before) throw new require_errors.UserError("The file changed meanwhile.", {
		place: { file: environment.file },
		fix: "Run it again."
	});
	await (0, node_fs_promises.writeFile)(path, after);
}
exports.planCommand = planCommand;
