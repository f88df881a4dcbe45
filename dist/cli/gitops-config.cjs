const require_strict = require("./strict.cjs");
// src/config/chart-place.ts
/** `chart:` of an environment. */
const chartPlace = require_strict.union([require_strict.folderPath, require_strict.strictObject({
	path: require_strict.folderPath.meta({ description: "The folder that has the Chart.yaml." }),
	repository: require_strict.repositoryName.optional().meta({ description: "The repository that holds the chart, of the same owner. Default: the gitops repository." }),
	branch: require_strict.branchName.optional().meta({ description: "Its branch. Default: its default branch." })
}).superRefine(({ repository, branch }, context) => {
	if (branch === void 0 || repository !== void 0) return;
	context.addIssue({
		code: "custom",
		path: ["branch"],
		message: require_strict.say("the branch of what repository?", "Name the repository; a chart of the gitops repository is read from the branch of the values.")
	});
})]).meta({
	description: "The Helm chart that the values are for. Default: what chart_path in the file names.",
	examples: ["charts/inference-service"]
});
function chartPlaceOf(written) {
	if (typeof written === "string") return { path: trimmed(written) };
	const { path, repository, branch } = written;
	return {
		path: trimmed(path),
		...repository !== void 0 && { repository },
		...branch !== void 0 && { branch }
	};
}
function trimmed(path) {
	return path.replace(/\/$/, "");
}
/** Keys with dots between them. */
const dotted = require_strict.string().regex(/^[^.\s]+(\.[^.\s]+)*$/, { error: require_strict.say("this is not a dotted key path", "Write for example \"image.tag\".") });
/** A place in a YAML document: `image.tag`, or `[image, tag]` where a key has a dot in it. */
const keyPath = require_strict.union([dotted, require_strict.array(require_strict.union([require_strict.string().min(1), require_strict.int().min(0)]))], { error: require_strict.say("this is not a key path", "Write \"image.tag\", or [image, tag] where a key has a dot in it.") }).refine((path) => path.length > 0, { error: require_strict.say("the key path is empty", "Write for example \"image.tag\".") }).meta({ examples: ["image.tag"] });
/** In a dotted path, a whole number is an index of a list. */
function keyPathOf(written) {
	if (typeof written !== "string") return written;
	return written.split(".").map((part) => /^(0|[1-9]\d{0,5})$/.test(part) ? Number(part) : part);
}
// src/config/proposal-rules.ts
const USER = /^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}$/;
const TEAM = /^[A-Za-z0-9][A-Za-z0-9-]*\/[a-z0-9][a-z0-9_-]*$/;
const reviewer = require_strict.string().superRefine((input, context) => {
	if (USER.test(input) || TEAM.test(input)) return;
	const bare = input.replace(/^@/, "");
	const fix = USER.test(bare) || TEAM.test(bare) ? `Write "${bare}".` : "Write a login, or a team as owner/slug.";
	context.addIssue({
		code: "custom",
		message: require_strict.say(`${require_strict.quoted(input)} is neither a user nor a team`, fix)
	});
}).meta({ examples: ["octocat", "acme/release"] });
const reviewers = require_strict.array(reviewer).min(1, { error: require_strict.say("nobody is listed", "Name somebody, or leave the key out.") }).meta({
	description: "Who is asked to review the pull requests: users, and teams as owner/slug.",
	examples: [["octocat", "acme/release"]]
});
const autoMerge = require_strict.union([require_strict.boolean(), require_strict._enum([
	"merge",
	"squash",
	"rebase"
])], { error: require_strict.say("this is not a way of merging", "Write true, merge, squash or rebase.") }).meta({ description: "Merge the pull requests by themselves once what the branch asks for is there." });
const flag = require_strict.boolean().optional();
const protection = require_strict.strictObject({
	reviews: require_strict.int({ error: require_strict.say("this is not a number of reviews", "Write a whole number from 1 to 10.") }).min(1, { error: require_strict.say("no review is no protection", "Write 1 or more, or leave the key out.") }).max(10, { error: require_strict.say("GitHub asks for at most 10 reviews", "Write 10 or less.") }).optional().meta({ description: "The least number of approving reviews." }),
	"code-owners": flag.meta({ description: "A code owner approves." }),
	"dismiss-stale": flag.meta({ description: "A new commit makes earlier approvals void." }),
	"last-push-approval": flag.meta({ description: "Somebody else than who pushed last approves." }),
	checks: require_strict.array(require_strict.string().min(1)).min(1, { error: require_strict.say("no check is listed", "Name one, or leave the key out.") }).optional().meta({
		description: "Checks that must have passed, by name.",
		examples: [["render"]]
	})
}).meta({
	description: "What the branch must be protected by, at least; else nothing is changed here.",
	examples: [{
		reviews: 1,
		"dismiss-stale": true
	}]
});
/** Teams are told from users by the slash. */
function reviewersOf(written) {
	const teams = written.flatMap((name) => name.split("/")[1] ?? []);
	return {
		users: written.filter((name) => !name.includes("/")),
		teams
	};
}
function autoMergeOf(written) {
	if (written === void 0 || written === false) return void 0;
	return written === true ? "any" : written;
}
function protectionOf(written) {
	const { reviews, checks } = written;
	return {
		...reviews !== void 0 && { reviews },
		...written["code-owners"] && { codeOwners: true },
		...written["dismiss-stale"] && { dismissStale: true },
		...written["last-push-approval"] && { lastPushApproval: true },
		...checks !== void 0 && { checks }
	};
}
// src/config/settable.ts
/** How a person names a settable value in a comment. */
const settableName = require_strict.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, { error: require_strict.say("this is not a name", "Use a-z, 0-9, \".\", \"_\" and \"-\", starting with a letter or digit.") }).meta({ pattern: "^[a-z0-9][a-z0-9._-]*$" });
/** Longer values cannot be asked for, see the grammar of `/set`. */
const LONGEST_VALUE = 200;
const word = require_strict.string().regex(/^[^\s\p{Cc}]+$/u, { error: require_strict.say("a value is one word", "Leave out spaces.") }).max(LONGEST_VALUE, { error: require_strict.say("the value is too long", `Use at most ${LONGEST_VALUE} characters.`) });
const pattern = require_strict.string().refine(isPattern, { error: require_strict.say("this is not a regular expression", "Write for example \"[a-z]+-[0-9]+\"; it must match the whole value.") });
/** An entry of `settable:`. */
const settable = require_strict.strictObject({
	path: keyPath.meta({ description: "Where the value stands, as in `keys`." }),
	file: require_strict.manifestPath.optional().meta({ description: "Another file on the environment's branch." }),
	kind: require_strict.string().regex(/^[A-Z][A-Za-z0-9]*$/, { error: require_strict.say("this is not the kind of a resource", "Write for example Service.") }).optional().meta({
		description: "The kind of the resource in a file of several.",
		examples: ["DestinationRule"]
	}),
	resource: require_strict.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, { error: require_strict.say("this is not the name of a resource", "Write its metadata.name.") }).optional().meta({ description: "metadata.name of the resource in a file of several." }),
	type: require_strict._enum([
		"number",
		"integer",
		"boolean",
		"text"
	]).meta({ description: "What the value is." }),
	min: require_strict.number().optional().meta({ description: "The least number." }),
	max: require_strict.number().optional().meta({ description: "The greatest number." }),
	values: require_strict.array(word).min(1, { error: require_strict.say("no value is listed", "List one, or give a pattern.") }).optional().meta({
		description: "The texts that may be written.",
		examples: [["beta", "staff"]]
	}),
	pattern: pattern.optional().meta({
		description: "A regular expression for the whole text.",
		examples: ["[a-z]+"]
	})
}).superRefine((written, context) => {
	if (context.issues.length > 0) return;
	const complaint = complainAbout(written);
	if (complaint === void 0) return;
	context.addIssue({
		code: "custom",
		message: complaint.message,
		path: [complaint.key]
	});
}).meta({ examples: [{
	path: "model.threshold",
	type: "number",
	min: 0,
	max: 1
}] });
function complainAbout(written) {
	const { type, min, max, values, pattern } = written;
	const isNumber = type === "number" || type === "integer";
	for (const key of ["min", "max"]) {
		if (isNumber || written[key] === void 0) continue;
		return {
			key,
			message: require_strict.say(`a ${type} has no "${key}"`, "Remove it, or write \"type: number\".")
		};
	}
	for (const key of ["values", "pattern"]) {
		if (type === "text" || written[key] === void 0) continue;
		return {
			key,
			message: require_strict.say(`a ${type} has no "${key}"`, "Remove it, or write \"type: text\".")
		};
	}
	if (type === "text" && values === void 0 === (pattern === void 0)) return {
		key: "type",
		message: require_strict.say("a text needs to be limited", "Write either \"values\" or \"pattern\" beside it.")
	};
	if (min !== void 0 && max !== void 0 && min > max) return {
		key: "min",
		message: require_strict.say("\"min\" is above \"max\"", "Swap them.")
	};
}
function settableOf(written) {
	const { file, kind, resource } = written;
	return {
		path: keyPathOf(written.path),
		...file !== void 0 && { file },
		...kind !== void 0 && { kind },
		...resource !== void 0 && { resource },
		rule: ruleOf(written)
	};
}
function ruleOf({ type, min, max, values, pattern }) {
	if (type === "boolean") return { type };
	if (type === "text") return values === void 0 ? {
		type,
		pattern: pattern ?? ""
	} : {
		type,
		values
	};
	return {
		type,
		...min !== void 0 && { min },
		...max !== void 0 && { max }
	};
}
function isPattern(text) {
	try {
		new RegExp(text, "u");
		return text !== "";
	} catch {
		return false;
	}
}
// src/config/step.ts
const MINUTES = {
	m: 1,
	h: 60,
	d: 1440
};
const soak = require_strict.string().regex(/^[1-9]\d{0,3}[mhd]$/, { error: require_strict.say("this is not a length of time", "Write for example 30m, 2h or 1d.") }).optional().meta({
	description: "How long the version must have had this share.",
	examples: ["2h"]
});
const NO_PERCENT = require_strict.say("a canary gets a whole number of percent from 1 to 99", "Write for example 20.");
const canary = require_strict.int({ error: NO_PERCENT }).min(1, { error: NO_PERCENT }).max(99, { error: NO_PERCENT });
const NO_SHARE = require_strict.say("a shadow gets a whole number of percent from 1 to 100", "Write for example 100.");
const shadow = require_strict.int({ error: NO_SHARE }).min(1, { error: NO_SHARE }).max(100, { error: NO_SHARE });
const entry = require_strict.union([
	require_strict.literal("shadow"),
	canary,
	require_strict.strictObject({
		canary: canary.meta({ description: "Percent of the traffic." }),
		soak
	}),
	require_strict.strictObject({
		shadow: shadow.meta({ description: "Percent of the requests, copied." }),
		soak
	})
], { error: require_strict.say("this is not a step", "Write shadow, a percentage, or for example { canary: 5, soak: 2h }.") });
/** `steps:` of an environment. */
const steps = require_strict.array(entry).min(1, { error: require_strict.say("no step is listed", "List one, or leave the key out.") }).superRefine((written, context) => {
	const rungs = written.map((step) => stepOf(step));
	for (const [index, rung] of rungs.entries()) {
		const before = rungs[index - 1];
		if (before === void 0 || rankOf(before) < rankOf(rung)) continue;
		const message = require_strict.say("this step is not above the one before it", "List shadows first, then percentages upward.");
		context.addIssue({
			code: "custom",
			message,
			path: [index]
		});
	}
}).meta({
	description: "The ladder that a version climbs here, one step after the other.",
	examples: [[
		"shadow",
		1,
		5,
		{
			canary: 20,
			soak: "2h"
		},
		50
	]]
});
function stepsOf(written) {
	return written.map(stepOf);
}
/** How far up a share stands: every canary is above every shadow. */
function rankOf({ kind, percent }) {
	return kind === "shadow" ? percent : 100 + percent;
}
function stepOf(written) {
	if (written === "shadow") return {
		kind: "shadow",
		percent: 1,
		soakMinutes: 0
	};
	if (typeof written === "number") return {
		kind: "canary",
		percent: written,
		soakMinutes: 0
	};
	const soakMinutes = minutesOf(written.soak);
	if ("canary" in written) return {
		kind: "canary",
		percent: written.canary,
		soakMinutes
	};
	return {
		kind: "shadow",
		percent: written.shadow,
		soakMinutes
	};
}
function minutesOf(text) {
	const [, amount = "0", unit = "m"] = /^(\d+)([mhd])$/.exec(text ?? "") ?? [];
	return Number(amount) * MINUTES[unit];
}
// src/config/release-rules.ts
/** The keys of an environment that say it. */
const releaseRules = {
	steps: steps.optional(),
	settable: require_strict.record(settableName, settable).optional().meta({
		description: "What `/set` may change, by the name that people write.",
		examples: [{ threshold: {
			path: "model.threshold",
			type: "number",
			min: 0,
			max: 1
		} }]
	}),
	frozen: require_strict.boolean().optional().meta({ description: "Nothing changes here but by `/rollback`." }),
	reviewers: reviewers.optional(),
	"auto-merge": autoMerge.optional(),
	protection: protection.optional()
};
function releaseRulesOf(written) {
	const { steps: ladder, settable: declared, reviewers: asked, protection: needed } = written;
	const merging = autoMergeOf(written["auto-merge"]);
	return {
		...ladder !== void 0 && { steps: stepsOf(ladder) },
		...declared !== void 0 && { settable: require_strict.recordOf(declared, (_, one) => settableOf(one)) },
		...written.frozen && { frozen: true },
		...asked !== void 0 && { reviewers: reviewersOf(asked) },
		...merging !== void 0 && { autoMerge: merging },
		...needed !== void 0 && { protection: protectionOf(needed) }
	};
}
// src/config/environment.ts
const WHOLE_LAYOUTS = [
	"argo-rollouts",
	"flagger",
	"kustomize",
	"deployment",
	"docker-compose",
	"yaml"
];
const LAYOUTS = [
	"helm-values",
	"kserve",
	...[
		"kserve-standard",
		"llm-inference-service",
		"inference-graph",
		"virtual-service",
		"http-route"
	],
	...WHOLE_LAYOUTS
];
const scalar = require_strict.union([
	require_strict.string(),
	require_strict.number(),
	require_strict.boolean()
], { error: require_strict.say("only a text, a finite number, true or false can be set", "Name each key of a mapping by its dotted path.") });
/** GitHub's own roles, weakest first. */
const role = require_strict._enum([
	"read",
	"triage",
	"write",
	"maintain",
	"admin"
]);
const allow = require_strict.strictObject({
	role: role.optional().meta({ description: "The least role on the gitops repository." }),
	teams: require_strict.array(require_strict.teamSlug).min(1, { error: require_strict.say("no team is listed", "Name one, or leave the key out.") }).optional().meta({ description: "Teams of the gitops repository's organization, by slug." })
}).superRefine(({ role, teams }, context) => {
	if (role !== void 0 || teams !== void 0 || context.issues.length > 0) return;
	context.addIssue({
		code: "custom",
		message: require_strict.say("nobody is allowed", "Write a role, teams, or leave \"allow\" out.")
	});
}).meta({
	description: "Who may change this environment.",
	examples: [{ role: "maintain" }]
});
/** An entry of `environments:`. */
const environmentEntry = require_strict.strictObject({
	file: require_strict.manifestPath.meta({ description: "The YAML file that says what runs here." }),
	branch: require_strict.branchName.optional().meta({ description: "The branch that holds the file. Default: the default branch." }),
	"on-merge": require_strict._enum(["release", "propose"]).optional().meta({ description: "When a pull request of the model is merged: release the version here, or propose it as a pull request." }),
	change: require_strict._enum(["commit", "pull-request"]).optional().meta({ description: "How a command changes the file. Default: a commit, and a pull request where the branch is protected." }),
	after: require_strict.environmentName.optional().meta({ description: "An earlier environment in which the version must have run." }),
	allow: allow.optional(),
	set: require_strict.record(dotted, scalar).optional().meta({
		description: "Further keys (dotted paths) written with a version.",
		examples: [{ image_namespace: "acme-test" }]
	}),
	layout: require_strict._enum(LAYOUTS).optional().meta({ description: "The shape of the file. Default: recognised from it; `yaml` is never." }),
	keys: require_strict.strictObject({
		version: keyPath.optional().meta({ description: "Default: version (helm-values), the address of the model (KServe), the image of the only container or service (deployment, argo-rollouts, flagger, docker-compose), newTag of the only image (kustomize)." }),
		traffic: keyPath.optional().meta({ description: "Default: canary.trafficPercent (helm-values), canaryTrafficPercent (kserve). Of a route (virtual-service, http-route, inference-graph), the list of its destinations or the newest of them." }),
		shadow: keyPath.optional().meta({
			description: "The percentage of the requests that are mirrored (helm-values, yaml).",
			examples: ["shadow.percent"]
		}),
		"shadow-version": keyPath.optional().meta({
			description: "The version that they are mirrored to (helm-values, yaml).",
			examples: ["shadow.version"]
		})
	}).superRefine((keys, context) => {
		const [there, missing] = keys.shadow ? ["shadow", "shadow-version"] : ["shadow-version", "shadow"];
		if (keys.shadow === void 0 === (keys["shadow-version"] === void 0)) return;
		const message = require_strict.say("a shadow needs two keys, its percentage and its version", `Write "${missing}" too.`);
		context.addIssue({
			code: "custom",
			message,
			path: [there]
		});
	}).optional().meta({ description: "Where the file keeps what is released, if not where the layout expects it." }),
	"storage-uri": require_strict.string().refine((uri) => uri.includes("{version}") && /^[a-z][a-z0-9+]*:\/\/\S+$/.test(uri), { error: require_strict.say("this is not an address with {version} in it", "Write for example \"oci://quay.io/acme/iris:{version}\".") }).optional().meta({
		description: "The address of a version, where the file holds one.",
		examples: ["s3://models/iris/{version}"]
	}),
	resource: require_strict.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, { error: require_strict.say("this is not the name of a resource", "Write its metadata.name.") }).optional().meta({ description: "metadata.name of the resource in a file of several, or the service of a docker-compose file." }),
	chart: chartPlace.optional(),
	...releaseRules
}).superRefine((entry, context) => {
	const complain = (key, message) => context.addIssue({
		code: "custom",
		message,
		path: [key]
	});
	if (entry.layout === "helm-values") for (const key of ["storage-uri", "resource"]) {
		if (entry[key] === void 0) continue;
		complain(key, require_strict.say("this key means nothing in the layout helm-values", "Remove it, or write \"layout: kserve\"."));
	}
	if (entry.layout === "kustomize") for (const key of ["storage-uri", "resource"]) {
		if (entry[key] === void 0) continue;
		complain(key, require_strict.say("this key means nothing in the layout kustomize", "Name the image under \"keys\" instead."));
	}
	if (entry.layout === "yaml" && entry.keys?.version === void 0) complain("layout", require_strict.say("the layout yaml needs the key of the version", "Write \"keys: { version: … }\" beside it."));
	if (entry.steps !== void 0 && entry["on-merge"] !== void 0) complain("steps", require_strict.say("a merge releases to all at once, past the steps", "Remove \"on-merge\" or \"steps\"."));
	for (const [name, { file, path }] of Object.entries(entry.settable ?? {})) {
		if ((file ?? entry.file) !== entry.file || !ownKeys(entry.keys).has([path].flat().join("."))) continue;
		const message = require_strict.say("this is what Serin writes itself", "Remove it: `/canary` and `/promote` change it.");
		context.addIssue({
			code: "custom",
			message,
			path: [
				"settable",
				name,
				"path"
			]
		});
	}
	for (const key of Object.keys(entry.set ?? {})) {
		if (!ownKeys(entry.keys).has(key)) continue;
		context.addIssue({
			code: "custom",
			message: require_strict.say(`"${key}" is what Serin writes itself`, "Remove it from \"set\"."),
			path: ["set", key]
		});
	}
}).meta({ examples: [{ file: "model-deployments/test/iris/config.yaml" }] });
/** Dotted paths of what a release itself writes. */
function ownKeys(keys) {
	const version = keys?.version ?? "version";
	const traffic = keys?.traffic ?? "canary.trafficPercent";
	const shadow = [keys?.shadow, keys?.["shadow-version"]].flatMap((path) => path === void 0 ? [] : [path]);
	const byDefault = keys?.traffic ? [] : ["canary", "spec.predictor.canaryTrafficPercent"];
	return /* @__PURE__ */ new Set([...[
		version,
		traffic,
		...shadow
	].map((path) => [path].flat().join(".")), ...byDefault]);
}
/** The entry as the rest of the program knows it. */
function environmentOf(name, entry) {
	const { branch, change, after, layout, resource, keys } = entry;
	return {
		name,
		file: entry.file,
		...branch !== void 0 && { branch },
		...entry["on-merge"] !== void 0 && { onMerge: entry["on-merge"] },
		...change !== void 0 && { change },
		...after !== void 0 && { after },
		...entry.allow && { allow: {
			...roleOf(entry.allow),
			teams: entry.allow.teams ?? []
		} },
		set: entry.set ?? {},
		...layout !== void 0 && { layout },
		keys: {
			...keys?.version !== void 0 && { version: keyPathOf(keys.version) },
			...keys?.traffic !== void 0 && { traffic: keyPathOf(keys.traffic) },
			...keys?.shadow !== void 0 && { shadow: keyPathOf(keys.shadow) },
			...keys?.["shadow-version"] !== void 0 && { shadowVersion: keyPathOf(keys["shadow-version"]) }
		},
		...entry["storage-uri"] !== void 0 && { storageUri: entry["storage-uri"] },
		...resource !== void 0 && { resource },
		...entry.chart !== void 0 && { chart: chartPlaceOf(entry.chart) },
		...releaseRulesOf(entry)
	};
}
function roleOf({ role }) {
	return role === void 0 ? {} : { role };
}
// src/config/custom-roles.ts
/** GitHub's own roles are what they are: a custom one may have nearly any name, theirs too. */
const customRole = require_strict.string().min(1).max(100).superRefine((name, context) => {
	if (!role.safeParse(name).success) return;
	const message = require_strict.say(`${require_strict.quoted(name)} is a role of GitHub's own`, "Name a custom role of the organization.");
	context.addIssue({
		code: "custom",
		message
	});
});
/** What the organization's custom roles count as, by their names. */
const customRoles = require_strict.record(customRole, role).meta({
	description: "What custom roles of the organization count as; one that is not listed counts as what it is built on.",
	examples: [{ "release-manager": "maintain" }]
});
// src/config/gitops-config.ts
const releasedModel = require_strict.strictObject({
	source: require_strict.repositoryName.meta({ description: "The only repository whose pull requests may release this model." }),
	"source-id": require_strict.int().positive({ error: require_strict.say("a repository id is a positive whole number", "GitHub shows it as \"id\" in its API.") }).optional().meta({
		description: "The repository's id on GitHub, checked as well when given.",
		examples: [123456789]
	}),
	"default-environment": require_strict.environmentName.optional().meta({ description: "Where a command without an environment acts. Default: the last." }),
	frozen: require_strict.boolean().optional().meta({ description: "Nothing changes in any environment but by `/rollback`." }),
	environments: require_strict.record(require_strict.environmentName, environmentEntry).refine((environments) => Object.keys(environments).length > 0, { error: require_strict.say("no environment is listed", "Write one under \"environments:\", by its name.") }).meta({
		description: "In order: a version goes from the first to the last.",
		examples: [{ test: { file: "model-deployments/test/iris/config.yaml" } }]
	})
}).superRefine((model, context) => {
	const names = Object.keys(model.environments);
	const complain = (path, message) => context.addIssue({
		code: "custom",
		message,
		path
	});
	const byDefault = model["default-environment"];
	if (byDefault !== void 0 && !names.includes(byDefault)) complain(["default-environment"], require_strict.say(`there is no environment ${require_strict.quoted(byDefault)}`, oneOf(byDefault, names)));
	for (const [name, { reviewers }] of Object.entries(model.environments)) {
		const [owner] = model.source.split("/");
		for (const [index, reviewer] of (reviewers ?? []).entries()) {
			const [team, slug] = reviewer.split("/");
			if (slug === void 0 || team?.toLowerCase() === owner?.toLowerCase()) continue;
			const message = require_strict.say(`${require_strict.quoted(reviewer)} is a team of somebody else`, `Name a team of ${owner}.`);
			complain([
				"environments",
				name,
				"reviewers",
				index
			], message);
		}
	}
	for (const [index, name] of names.entries()) {
		const after = model.environments[name]?.after;
		if (after === void 0 || names.slice(0, index).includes(after)) continue;
		const what = names.includes(after) ? `${require_strict.quoted(after)} does not stand before "${name}"` : `there is no environment ${require_strict.quoted(after)}`;
		complain([
			"environments",
			name,
			"after"
		], require_strict.say(what, oneOf(after, names.slice(0, index))));
	}
}).meta({ examples: [{
	source: "acme/iris",
	environments: { test: { file: "iris.yaml" } }
}] });
function oneOf(word, names) {
	const meant = require_strict.didYouMean(word, names);
	if (meant !== void 0) return `Did you mean "${meant}"?`;
	return names.length === 0 ? "No environment comes earlier: remove the key." : `Write one of: ${names.join(", ")}.`;
}
/** The schema of the file, for `parseGitopsConfig` and for editors. */
const gitopsConfigFile = require_strict.strictObject({
	roles: customRoles.optional(),
	models: require_strict.record(require_strict.modelName, releasedModel).refine((models) => Object.keys(models).length > 0, { error: require_strict.say("no model is listed", "Write one under \"models:\", by its name.") }).superRefine((models, context) => {
		for (const clash of clashesIn(models)) context.addIssue({
			code: "custom",
			message: clash.message,
			path: [...clash.path]
		});
	}).meta({
		description: "The models that may be released here, by name.",
		examples: [{ iris: {
			source: "acme/iris",
			environments: { test: { file: "iris.yaml" } }
		} }]
	})
});
/** Two environments that write the same version key would undo each other's releases. */
function clashesIn(models) {
	const seen = /* @__PURE__ */ new Map();
	const clashes = [];
	for (const [model, { environments }] of Object.entries(models)) for (const [name, { file, branch, resource }] of Object.entries(environments)) {
		const where = `${branch ?? ""}:${file}`;
		const there = seen.get(where) ?? [];
		const other = there.find((one) => one.resource === resource || !one.resource || !resource);
		seen.set(where, [...there, {
			who: `${model}/${name}`,
			resource
		}]);
		if (other === void 0) continue;
		const message = require_strict.say(`${other.who} already writes this file`, "Give each its own file or branch; in a file of several resources, its own \"resource:\".");
		clashes.push({
			path: [
				model,
				"environments",
				name,
				"file"
			],
			message
		});
	}
	return [...clashes, ...strayValues(models)];
}
/** A value that lies in another environment's file would change that environment. */
function strayValues(models) {
	const all = Object.entries(models).flatMap(([model, { environments }]) => Object.entries(environments).map(([name, entry]) => ({
		model,
		name,
		entry
	})));
	const placeOf = (file, branch) => `${branch ?? ""}:${file}`;
	const owners = /* @__PURE__ */ new Map();
	for (const one of all) {
		const place = placeOf(one.entry.file, one.entry.branch);
		owners.set(place, [...owners.get(place) ?? [], one]);
	}
	return all.flatMap(({ model, name, entry }) => Object.entries(entry.settable ?? {}).flatMap(([key, { file }]) => {
		const owner = (file === void 0 ? void 0 : owners.get(placeOf(file, entry.branch)))?.find((other) => other.entry !== entry);
		if (owner === void 0 || file === entry.file) return [];
		const message = require_strict.say(`${owner.model}/${owner.name} keeps its version in this file`, "Declare the value there.");
		return [{
			path: [
				model,
				"environments",
				name,
				"settable",
				key,
				"file"
			],
			message
		}];
	}));
}
/**
* The text of the gitops repository's configuration → its meaning.
* Throws a UserError with every problem's line, column and key.
*/
function parseGitopsConfig(text, file) {
	const { models, roles } = require_strict.readStrict(gitopsConfigFile, {
		text,
		file
	});
	return {
		models: require_strict.recordOf(models, releasedModelOf),
		...roles !== void 0 && { roles }
	};
}
function releasedModelOf(name, written) {
	const frozen = written.frozen ? { frozen: true } : {};
	const environments = Object.entries(written.environments).map(([key, entry]) => ({
		...environmentOf(key, entry),
		model: name,
		...frozen
	}));
	const last = environments.at(-1);
	if (last === void 0) throw new Error(`model ${name} passed the schema without an environment`);
	const sourceId = written["source-id"];
	return {
		name,
		source: written.source,
		...sourceId !== void 0 && { sourceId },
		defaultEnvironment: written["default-environment"] ?? last.name,
		environments
	};
}
Object.defineProperty(exports, "gitopsConfigFile", {
	enumerable: true,
	get: function() {
		return gitopsConfigFile;
	}
});
Object.defineProperty(exports, "parseGitopsConfig", {
	enumerable: true,
	get: function() {
		return parseGitopsConfig;
	}
});
