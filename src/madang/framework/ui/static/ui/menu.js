// Closes an open group of the menu: by Escape (the focus returns to its title), by a click elsewhere, by moving on.
const groups = document.querySelectorAll(".m-menu details");
const close = (except) => groups.forEach((group) => { if (group !== except) group.open = false; });
document.addEventListener("keydown", (event) => {
  const group = event.key === "Escape" && document.querySelector(".m-menu details[open]");
  if (!group) return;
  if (group.contains(document.activeElement)) group.querySelector("summary").focus();
  group.open = false;
});
document.addEventListener("click", (event) => close(event.target.closest(".m-menu details")));
groups.forEach((group) => group.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !group.contains(event.relatedTarget)) group.open = false;
}));
