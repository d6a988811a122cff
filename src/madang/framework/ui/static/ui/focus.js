// Moves the focus to the error summary, so that a screen reader reads it first.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();
