// src/errors.ts
/**
* A mistake that the person who reads the message can put right: it says what is wrong, where, and what to do next.
* Everything else that is thrown is our bug, is logged whole and shown as one generic sentence.
* `what` and `fix` may quote the person's text; whoever puts the message into Markdown escapes it.
*/
var UserError = class extends Error {
	name = "UserError";
	what;
	place;
	fix;
	constructor(what, details = {}) {
		const place = details.place ?? {};
		super([
			renderPlace(place),
			what,
			details.fix
		].filter(Boolean).join(" "), { cause: details.cause });
		this.what = what;
		this.place = place;
		this.fix = details.fix;
	}
};
function renderPlace({ file, line, column, key }) {
	const position = [
		file,
		line,
		column
	].filter((part) => part !== void 0).join(":");
	const named = key === void 0 ? position : `${position}${position ? " " : ""}(${key})`;
	return named ? `${named}:` : "";
}
Object.defineProperty(exports, "UserError", {
	enumerable: true,
	get: function() {
		return UserError;
	}
});
