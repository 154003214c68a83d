"use strict";

const el = (id) => document.getElementById(id);
const log = el("log"), text = el("text"), select = el("person"), start = el("start");
const time = new Intl.DateTimeFormat("de-DE", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("de-DE", { timeZone: "Europe/Berlin", weekday: "long", day: "numeric", month: "long" });

let people = [], bot = {}, me = null, editing = null, busy = null, shown = new Map(), unread = new Set();

const make = (tag, className, words) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (words !== undefined) node.textContent = words;
  return node;
};

async function call(path, body) {
  const options = body === undefined ? {} :
    { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, options);
  return answer.ok ? answer.json() : null;
}
const act = (what, body) => call(`/chat/${me.id}/${what}`, body);

// Text with entities, built node by node: nothing typed is ever read as HTML.
const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "blockquote" };
function rich(words, entities) {
  const line = document.createDocumentFragment();
  const marks = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (from, to, inside, into) => {
    let at = from;
    while (inside.length) {
      const mark = inside.shift();
      const end = Math.min(mark.offset + mark.length, to);
      if (mark.offset < at) continue;
      plain(words.slice(at, mark.offset), into);
      const within = inside.filter((one) => one.offset >= mark.offset && one.offset + one.length <= end);
      inside = inside.filter((one) => !within.includes(one));
      const node = nodeFor(mark, words.slice(mark.offset, end));
      build(mark.offset, end, within, node);
      into.append(node);
      at = end;
    }
    plain(words.slice(at, to), into);
  };
  build(0, words.length, marks, line);
  return line;
}
function nodeFor(mark, words) {
  if (mark.type === "text_link" || mark.type === "url") return link(mark.url || words);
  return make(TAGS[mark.type] || "span");
}
function link(address) {
  const node = make("a");
  if (/^https?:\/\//.test(address)) { node.href = address; node.target = "_blank"; node.rel = "noopener noreferrer"; }
  const invited = address.match(/^https:\/\/t\.me\/([^?]+)\?start=(.+)$/);
  if (invited && invited[1] === bot.username) {
    node.addEventListener("click", (event) => { event.preventDefault(); say(`/start ${invited[2]}`); });
  }
  return node;
}
// Phones make +49 numbers tappable; so do we.
function plain(words, into) {
  let at = 0;
  if (!(into instanceof HTMLAnchorElement)) {
    for (const found of words.matchAll(/\+49[\d ]{5,18}\d/g)) {
      into.append(words.slice(at, found.index));
      const node = make("a", "", found[0]);
      node.href = "tel:" + found[0].replaceAll(" ", "");
      into.append(node);
      at = found.index + found[0].length;
    }
  }
  into.append(words.slice(at));
}

const KINDS = { voice: "Sprachnachricht", photo: "Foto", sticker: "Sticker 🙂", contact: "Kontakt", location: "Standort" };
function bubble(message) {
  const mine = !message.from.is_bot;
  const article = make("article", mine ? "mine" : "");
  article.dataset.id = message.message_id;
  const body = make("div", "bubble");
  body.append(make("span", "hidden", mine ? "Sie: " : `${bot.first_name}: `));
  if (message.text !== undefined) body.append(rich(message.text, message.entities));
  for (const [kind, name] of Object.entries(KINDS)) if (message[kind] && (mine || kind !== "photo")) body.append(`[${name}]`);
  if (message.photo && !mine) body.append(pictureOf(message));
  if (message.document) body.append(fileOf(message, mine));
  if (message.caption) body.append(make("br"), rich(message.caption, message.caption_entities));
  body.append(metaOf(message, mine));
  article.append(body);
  for (const row of message.reply_markup?.inline_keyboard || []) article.append(rowOf(message, row));
  return article;
}
function pictureOf(message) {
  const node = make("img", "picture");
  node.src = `/chat/${me.id}/file/${message.message_id}?${message.photo[0].file_id}`;
  node.alt = "Bild; „Als Text“ zeigt dasselbe in Worten";
  node.width = message.photo[0].width;
  node.height = message.photo[0].height;
  return node;
}
function fileOf(message, mine) {
  if (mine) return make("span", "", `[Datei ${message.document.file_name}]`);
  const node = make("a", "file", `⬇ ${message.document.file_name}`);
  node.href = `/chat/${me.id}/file/${message.message_id}`;
  node.download = message.document.file_name;
  return node;
}
function metaOf(message, mine) {
  const meta = make("div", "meta");
  if (mine && message.text) {
    const edit = make("button", "", "ändern");
    edit.type = "button";
    edit.addEventListener("click", () => { editing = message.message_id; text.value = message.text; grow(); text.focus(); });
    meta.append(edit);
  }
  if (message.edit_date) meta.append(make("span", "", "bearbeitet"));
  meta.append(make("time", "", time.format(message.date * 1000)));
  return meta;
}
function rowOf(message, row) {
  const line = make("div", "row");
  for (const button of row) {
    const node = make("button", "", button.text);
    node.type = "button";
    node.addEventListener("click", () => {
      if (button.url) { window.open(button.url, "_blank", "noopener"); return; }
      busy = node;
      node.setAttribute("aria-busy", "true");
      act("press", { message_id: message.message_id, data: button.callback_data });
    });
    line.append(node);
  }
  return line;
}

async function refresh() {
  const chat = await call(`/chat/${me.id}`);
  if (!chat) return;
  const low = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const fresh = draw(chat.messages);
  const empty = chat.messages.length === 0;
  start.hidden = !empty;
  el("form").hidden = empty;
  drawCommands(chat.commands);
  el("typing").hidden = true;
  if (fresh && low) log.scrollTop = log.scrollHeight;
  el("newest").hidden = low || !fresh;
}
function draw(messages) {
  const next = new Map();
  let last = "", fresh = false;
  const nodes = [];
  for (const message of messages) {
    const on = day.format(message.date * 1000);
    if (on !== last) nodes.push(make("div", "day", on));
    last = on;
    const key = JSON.stringify([message.text, message.entities, message.reply_markup, message.edit_date]);
    let known = shown.get(message.message_id);
    if (!known || known.key !== key) {
      known = { key, node: bubble(message) };
      if (!shown.has(message.message_id) && shown.size) known.node.classList.add("new");
      fresh = true;
    }
    next.set(message.message_id, known);
    nodes.push(known.node);
  }
  if (!messages.length) nodes.push(make("p", "empty", "Noch keine Nachrichten. Tippen Sie auf „Starten“."));
  const focused = document.activeElement;
  log.replaceChildren(...nodes);
  if (focused && log.contains(focused)) focused.focus();
  shown = next;
  return fresh;
}
function drawCommands(commands) {
  el("commands").replaceChildren(...commands.map((one) => {
    const node = make("button");
    node.type = "button";
    node.append(make("b", "", `/${one.command}`), make("span", "", one.description));
    node.addEventListener("click", () => { fold(); say(`/${one.command}`); });
    return node;
  }));
  el("command-button").hidden = !commands.length;
}

function say(words) {
  if (!words.trim()) return;
  act("say", { text: words });
  log.scrollTop = log.scrollHeight;
}
function fold(open) {
  for (const [nav, button] of [["commands", "command-button"], ["kinds", "kind-button"]]) {
    const show = nav === open && el(nav).hidden;
    el(nav).hidden = !show;
    el(button).setAttribute("aria-expanded", String(show));
  }
}
function grow() { text.style.height = "auto"; text.style.height = `${Math.min(text.scrollHeight, 128)}px`; }

function toast(words) {
  el("toast").textContent = words;
  el("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { el("toast").hidden = true; }, 3500);
}
function happened(event) {
  if (event.person !== me.id) { unread.add(event.person); names(); return; }
  if (event.kind === "changed") refresh();
  if (event.kind === "typing") el("typing").hidden = false;
  if (event.kind === "answered") {
    busy?.removeAttribute("aria-busy");
    if (event.text && event.alert) { el("alert").querySelector("p").textContent = event.text; el("alert").showModal(); }
    else if (event.text) toast(event.text);
  }
}
function names() {
  for (const option of select.options) {
    const one = people.find((person) => person.id === Number(option.value));
    const mark = unread.has(one.id) ? "● " : "";
    option.textContent = `${mark}${one.name}${one.note ? ` – ${one.note}` : ""}`;
  }
}
function become(id) {
  me = people.find((one) => one.id === id);
  unread.delete(id);
  names();
  shown = new Map();
  history.replaceState(null, "", `#${id}`);
  refresh().then(() => { log.scrollTop = log.scrollHeight; });
}
function listen() {
  const socket = new WebSocket(`ws://${location.host}/events`);
  socket.onmessage = (message) => happened(JSON.parse(message.data));
  socket.onopen = () => { el("status").textContent = "Vorschau auf diesem Rechner – kein Telegram"; refresh(); };
  socket.onclose = () => { el("status").textContent = "Verbindung unterbrochen – ich versuche es weiter …"; setTimeout(listen, 1000); };
}

el("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (editing) act("edit", { message_id: editing, text: text.value });
  else say(text.value);
  editing = null;
  text.value = "";
  grow();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); el("form").requestSubmit(); }
  if (event.key === "Escape") { editing = null; text.value = ""; grow(); fold(); }
});
text.addEventListener("input", grow);
el("command-button").addEventListener("click", () => fold("commands"));
el("kind-button").addEventListener("click", () => fold("kinds"));
el("kinds").addEventListener("click", (event) => {
  if (event.target.dataset.kind) { act("send", { kind: event.target.dataset.kind }); fold(); }
});
el("newest").addEventListener("click", () => { log.scrollTop = log.scrollHeight; el("newest").hidden = true; });
log.addEventListener("scroll", () => { if (log.scrollHeight - log.scrollTop - log.clientHeight < 60) el("newest").hidden = true; });
start.addEventListener("click", () => { say(me.start ? `/start ${me.start}` : "/start"); });
select.addEventListener("change", () => become(Number(select.value)));

(async () => {
  const world = await call("/people");
  people = world.people;
  bot = world.bot;
  el("bot-name").textContent = bot.first_name;
  for (const one of people) select.append(new Option(one.name, one.id));
  const wanted = Number(location.hash.slice(1));
  const first = people.some((one) => one.id === wanted) ? wanted : people[0].id;
  select.value = first;
  become(first);
  listen();
})();
