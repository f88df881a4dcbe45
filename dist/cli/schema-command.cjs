const require_gitops_config = require("./gitops-config.cjs");
const require_strict = require("./strict.cjs");
const require_model_config = require("./model-config.cjs");
const require_errors = require("./errors.cjs");
// src/config/json-schema.ts
/** The JSON Schema of `.github/serin.yml`. It is looser than `parseModelConfig` where a rule spans several keys. */
function modelConfigSchema() {
	return schemaOf(require_model_config.modelConfigFile, "Serin: how the models of this repository are trained, measured and gated");
}
/** The JSON Schema of the gitops repository's `serin.yml`; looser than `parseGitopsConfig` in the same way. */
function gitopsConfigSchema() {
	return schemaOf(require_gitops_config.gitopsConfigFile, "Serin: which models may be released here");
}
function schemaOf(schema, title) {
	return {
		...require_strict.toJSONSchema(schema, {
			io: "input",
			target: "draft-7"
		}),
		title
	};
}
// action/schema-command.ts
/** `serin schema`: the JSON Schema of a configuration file. */
function schemaCommand([which]) {
	if (which !== "model" && which !== "gitops") throw new require_errors.UserError("Which schema?", { fix: "Write `serin schema model` or `serin schema gitops`." });
	const schema = which === "model" ? modelConfigSchema() : gitopsConfigSchema();
	return {
		output: `${JSON.stringify(schema, void 0, 2)}\n`,
		exitCode: 0
	};
}
exports.schemaCommand = schemaCommand;
