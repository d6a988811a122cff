// Keys of the worklist: j and k move between cases, Enter opens (it is a link), / goes to the search field.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const rows = [...document.querySelectorAll("a[data-row]")];
  const here = rows.indexOf(document.activeElement);
  const next = { j: rows[here + 1], k: rows[here < 0 ? rows.length - 1 : here - 1], "/": document.querySelector("[data-key='/']") }[event.key];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
});
