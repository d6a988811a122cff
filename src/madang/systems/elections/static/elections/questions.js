// The ballot paper's questions: what was chosen, ranked or graded, as the numbers that are encrypted, and those numbers in words.
import { whyNot } from "./ballot.js";

const ranked = (items) => items.filter((item) => item.dataset.rank !== "0").sort((one, other) => one.dataset.rank - other.dataset.rank);
const inBallotOrder = (items) => [...items].sort((one, other) => one.dataset.answer - other.dataset.answer);

// Numbers the ranked answers from 1 on, shows them first, and gives each button what it can do now.
function arrange(list, order) {
  const all = inBallotOrder(list.children);
  const rest = all.filter((item) => !order.includes(item));
  list.append(...order, ...rest);
  for (const item of all) {
    const rank = order.indexOf(item) + 1;
    item.dataset.rank = rank;
    item.querySelector("[data-number]").textContent = rank || "–";
    item.querySelector("[data-act=rank]").hidden = rank > 0;
    for (const act of ["up", "down", "remove"]) item.querySelector(`[data-act=${act}]`).hidden = !rank;
    item.querySelector("[data-act=up]").disabled = rank === 1;
    item.querySelector("[data-act=down]").disabled = rank === order.length;
  }
}

const MOVES = {
  rank: (order, item) => [...order, item],
  remove: (order, item) => order.filter((one) => one !== item),
  up: (order, item) => swapped(order, order.indexOf(item) - 1),
  down: (order, item) => swapped(order, order.indexOf(item)),
};

function swapped(order, place) {
  if (place < 0 || place + 1 >= order.length) return order;
  const moved = [...order];
  [moved[place], moved[place + 1]] = [moved[place + 1], moved[place]];
  return moved;
}

// A press of a button, or an arrow up or down on one. The focus stays with the answer, wherever it moves.
function move(list, item, act, tell) {
  arrange(list, MOVES[act](ranked([...list.children]), item));
  const shown = [...item.querySelectorAll("button")].filter((button) => !button.hidden && !button.disabled);
  (shown.find((button) => button.dataset.act === act) ?? shown[0]).focus();
  tell(item.dataset.rank === "0" ? list.dataset.sayOut : list.dataset.sayIn, item);
}

function choices(set, boxes, blank) {
  const terms = { min: Number(set.dataset.least), max: Number(set.dataset.most), blank: "hasBlank" in set.dataset, answers: boxes };
  const inputs = blank ? [blank, ...boxes] : boxes;
  const numbers = () => inputs.map((box) => Number(box.checked));
  return {
    first: boxes[0],
    numbers,
    wrong: () => whyNot(terms, numbers()),
    clear: () => boxes.forEach((box) => { box.checked = false; }),
    words: (given) => inputs.filter((_box, place) => given[place]).map((box) => box.labels[0].textContent.trim()),
  };
}

function ranking(set, list, blank) {
  const items = inBallotOrder(list.children);
  const name = (item) => item.querySelector("[data-name]").textContent.trim();
  const numbers = () => items.map((item) => Number(item.dataset.rank));
  return {
    first: items[0].querySelector("button"),
    numbers,
    wrong: () => (blank?.checked || numbers().some((one) => one) ? "" : "few"),
    clear: () => arrange(list, []),
    words: (given) => given.map((rank, place) => [rank, place]).filter(([rank]) => rank).sort(([one], [other]) => one - other)
      .map(([rank, place]) => `${rank}. ${name(items[place])}`),
  };
}

function grades(set, rows, blank) {
  const chosen = (row) => row.querySelector("input:checked");
  const name = (row) => row.querySelector("[data-name]").textContent.trim();
  const numbers = () => rows.map((row) => Number(chosen(row)?.value ?? 0));
  return {
    first: rows[0].querySelector("input"),
    numbers,
    wrong: () => (blank?.checked || numbers().every((one) => one) ? "" : "few"),
    clear: () => rows.forEach((row) => { if (chosen(row)) chosen(row).checked = false; }),
    words: (given) => given.map((grade, place) => [grade, rows[place]]).filter(([grade]) => grade)
      .map(([grade, row]) => `${name(row)}: ${row.querySelector(`input[value="${grade}"]`).labels[0].textContent.trim()}`),
  };
}

// Every question of the ballot paper: {set, blank, first, numbers(), wrong(), clear(), words(numbers)}.
export function questionsOf(booth) {
  return [...booth.querySelectorAll("[data-question]")].map((set) => {
    const [list, rows, blank] = [set.querySelector("[data-ranking]"), [...set.querySelectorAll("[data-graded]")], set.querySelector("[data-blank]")];
    const boxes = [...set.querySelectorAll("input[data-answer]")];
    const made = list ? ranking(set, list, blank) : rows.length ? grades(set, rows, blank) : choices(set, boxes, blank);
    const empty = blank && (list || rows.length) ? [blank.labels[0].textContent.trim()] : [];
    return { set, blank, ...made, words: (given) => (given.some((one) => one) ? made.words(given) : empty) };
  });
}

// Blank and answers exclude each other, whichever is chosen last; rankings follow their buttons.
export function listen(booth, tell) {
  const questions = questionsOf(booth);
  const said = (sentence, item) => tell(sentence.replace("{name}", item.querySelector("[data-name]").textContent.trim()).replace("{rank}", item.dataset.rank));
  booth.addEventListener("change", ({ target }) => {
    const question = questions.find(({ set }) => set.contains(target));
    if (!question?.blank || !target.checked) return;
    if (target === question.blank) question.clear(); else question.blank.checked = false;
  });
  for (const list of booth.querySelectorAll("[data-ranking]")) {
    const { blank } = questions.find(({ set }) => set.contains(list));
    const act = (button, what) => {
      if (blank) blank.checked = false;
      move(list, button.closest("li"), what, said);
    };
    arrange(list, []);
    list.addEventListener("click", ({ target }) => { if (target.closest("button")) act(target.closest("button"), target.closest("button").dataset.act); });
    list.addEventListener("keydown", (event) => {
      const what = { ArrowUp: "up", ArrowDown: "down" }[event.key];
      if (!what || event.target.closest("li").dataset.rank === "0") return;
      event.preventDefault();
      act(event.target, what);
    });
  }
}
