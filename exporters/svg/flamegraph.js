// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Search, zoom and keyboard for the flame graph of an SVG file.  What is shown
// is told by the fragment of the address, #zoom=BOX&search=EXPRESSION, so that
// the browser's history is the history of the graph and a link keeps a state.
//
// Names are untrusted: they reach the document through textContent only.
(function () {
'use strict';

const SVG = 'http://www.w3.org/2000/svg';
const HTML = 'http://www.w3.org/1999/xhtml';
const MOMENT = 250; // milliseconds
const BAR_HEIGHT = 62; // px
const LEAST_BOX = 0.05; // px
const LEAST_TEXT = 3; // letters
const LEAST_ROW_FOR_TEXT = 14; // px

const root = document.documentElement;
const graph = document.getElementById('boxes');
const head = document.getElementById('head');
const legend = document.getElementById('legend');
const data = JSON.parse(document.getElementById('data').textContent);
const words = data.words;
const elements = Array.from(graph.children);
const n = elements.length;

// Columns of the boxes, in the order of their elements; a parent precedes its children.
const nameOf = new Int32Array(n);
const parentOf = new Int32Array(n);
const depth = new Int32Array(n);
const left = new Float64Array(n);
const total = new Float64Array(n);
const self = new Float64Array(n);
const hidden = new Float64Array(n); // cost of children that have no box
const shown = new Uint8Array(n);
const matched = new Uint8Array(n);

let zoom = 0;
let focus = 0;
let width = 0;
let steps = 0; // entries of the history that are ours
let matches = 0;

for (let i = 0; i < n; i++) {
  [nameOf[i], parentOf[i], left[i], total[i], self[i]] = data.boxes.slice(5 * i, 5 * i + 5);
  hidden[i] = total[i] - self[i];
  if (i > 0) {
    depth[i] = depth[parentOf[i]] + 1;
    hidden[parentOf[i]] -= total[i];
  }
  elements[i].ppvBox = i;
}
data.boxes = null;

// --- numbers and text ------------------------------------------------------------

function fill(format, ...values) {
  return values.reduce((text, value) => text.replace('%s', () => value), format);
}

function percent(part, whole) {
  const value = whole > 0 ? 100 * part / whole : 0;
  return value.toFixed(value >= 9.995 || value === 0 ? 1 : 2) + ' %';
}

function scaled(value, step, units) {
  let i = 0;
  while (Math.abs(value) >= step && i < units.length - 1) {
    value /= step;
    i++;
  }
  return (i === 0 ? value : value.toFixed(1)) + ' ' + units[i];
}

function format(value) {
  if (data.unit === 'bytes')
    return scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']);
  if (data.unit === 'ns')
    return scaled(value, 1000, ['ns', 'µs', 'ms', 's']);
  // 375 of "0.01 samples" are 3.75 samples
  const [, zeros, unit] = /^(?:0\.(0*1) )?(.*)$/.exec(data.unit);
  const digits = zeros ? zeros.length : 0;
  const text = String(value).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  const rest = text.slice(text.length - digits).replace(/0+$/, '');
  const count = rest && digits ? whole + '.' + rest : whole;
  return unit === 'count' ? count : count + ' ' + unit;
}

const pen = document.createElementNS(HTML, 'canvas').getContext('2d');

function measurer(element) {
  const style = getComputedStyle(element);
  const font = style.fontStyle + ' ' + style.fontWeight + ' ' + style.fontSize + ' ' + style.fontFamily;
  return text => {
    pen.font = font;
    return pen.measureText(text).width;
  };
}

// The text, or its beginning and an ellipsis; '' when not even that fits.
function cut(text, room, measure) {
  if (measure(text) <= room)
    return text;
  const letters = Array.from(text);
  let fits = 0;
  let over = letters.length;
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (measure(letters.slice(0, middle).join('') + '…') <= room)
      fits = middle;
    else
      over = middle;
  }
  return fits === 0 ? '' : letters.slice(0, fits).join('') + '…';
}

const probe = document.createElementNS(SVG, 'text');
graph.appendChild(probe);
const measureBox = measurer(probe);
probe.remove();
const cell = measureBox('MMMMMMMMMM') / 10;
const isPlain = data.names.map(name => /^[\x20-\x7e]*$/.test(name[0]));

// Names of ASCII letters need no measuring, and most names are.
function label(i, room) {
  const name = data.names[nameOf[i]][0];
  if (!isPlain[nameOf[i]])
    return cut(name.slice(0, 1000), room, measureBox);
  const letters = Math.floor(room / cell);
  return name.length <= letters ? name : letters < LEAST_TEXT ? '' : name.slice(0, letters - 1) + '…';
}

function describe(i) {
  const [name, module, category, file, line] = data.names[nameOf[i]];
  const kind = [module, data.categories[category]].filter(text => text).join(', ');
  let text = name + (kind ? ' (' + kind + ')' : '') + ': ' +
    fill(words.total, format(total[i]), percent(total[i], total[0]));
  if (zoom > 0 && i !== zoom && total[i] <= total[zoom])
    text += ', ' + fill(words.zoomed, percent(total[i], total[zoom]), data.names[nameOf[zoom]][0].slice(0, 60));
  text += ' · ' + fill(words.self, format(self[i]), percent(self[i], total[0]));
  if (file)
    text += ' · ' + file + (line > 0 ? ':' + line : '');
  return text;
}

// --- the bar: buttons, search, details -----------------------------------------------

function make(parent, tag, attributes, text) {
  const element = document.createElementNS(HTML, tag);
  for (const key in attributes)
    element.setAttribute(key, attributes[key]);
  element.textContent = text || '';
  parent.appendChild(element);
  return element;
}

const holder = document.createElementNS(SVG, 'foreignObject');
holder.setAttribute('y', data.top - 6);
holder.setAttribute('height', BAR_HEIGHT);
head.appendChild(holder);
const bar = make(holder, 'div', { 'class': 'bar' });
const tools = make(bar, 'div', { 'class': 'tools' });
const back = make(tools, 'button', { id: 'back', title: words.backHint }, words.back);
const reset = make(tools, 'button', { id: 'reset', title: words.resetHint }, words.reset);
const search = make(tools, 'input', {
  id: 'search', type: 'search', placeholder: words.search, title: words.search, 'aria-label': words.search,
  spellcheck: 'false', autocomplete: 'off',
});
const matchedText = make(tools, 'output', { id: 'matched' });
const details = make(bar, 'output', { 'class': 'details', id: 'details' });

graph.setAttribute('tabindex', '0');
graph.setAttribute('role', 'application');
graph.setAttribute('aria-label', words.graph);

function showDetails(i) {
  const text = i === 0 && focus === 0 && zoom === 0 && matches === 0 ? describe(0) + ' · ' + words.help : describe(i);
  details.textContent = text;
  details.title = text;
}

// --- drawing --------------------------------------------------------------------

function rowTop(i) {
  return data.top + BAR_HEIGHT + (data.icicle ? depth[i] : data.rows - depth[i]) * data.rowHeight;
}

function drawText(g, i, x, y, boxWidth) {
  let text = g.querySelector('text');
  const wanted = data.rowHeight < LEAST_ROW_FOR_TEXT ? '' : label(i, boxWidth - 2 * data.padding);
  if (wanted === '') {
    if (text)
      text.remove();
    return;
  }
  if (!text)
    text = g.appendChild(document.createElementNS(SVG, 'text'));
  text.setAttribute('x', x + data.padding);
  text.setAttribute('y', y + data.rowHeight - 5);
  text.textContent = wanted;
}

function drawBox(i, x, boxWidth) {
  const g = elements[i];
  const rect = g.querySelector('rect');
  const y = rowTop(i);
  rect.setAttribute('x', x.toFixed(2));
  rect.setAttribute('y', y);
  rect.setAttribute('width', (boxWidth > 2 ? boxWidth - 0.5 : boxWidth).toFixed(2));
  drawText(g, i, x, y, boxWidth);
}

// Callers of the zoomed box fill the width, what it called is scaled up, the rest is away.
function draw() {
  const plot = width - 2 * data.margin;
  const scale = plot / total[zoom];
  const above = new Uint8Array(n);
  const inside = new Uint8Array(n);
  for (let i = parentOf[zoom]; i >= 0; i = parentOf[i])
    above[i] = 1;
  for (let i = 0; i < n; i++) {
    inside[i] = i === zoom || (i > 0 && inside[parentOf[i]]) ? 1 : 0;
    const boxWidth = inside[i] ? total[i] * scale : plot;
    shown[i] = above[i] || (inside[i] && (boxWidth >= LEAST_BOX || i === zoom)) ? 1 : 0;
    elements[i].classList.toggle('away', !shown[i]);
    elements[i].classList.toggle('above', above[i] === 1);
    if (shown[i])
      drawBox(i, data.margin + (inside[i] ? (left[i] - left[zoom]) * scale : 0), boxWidth);
  }
}

function drawHead() {
  const texts = head.querySelectorAll(':scope > text');
  texts.forEach((text, i) => {
    text.textContent = cut(data.lines[i], width - 2 * data.margin, measurer(text));
  });
  head.querySelector('.back').setAttribute('height', data.top - 6 + BAR_HEIGHT);
  holder.setAttribute('width', width);
}

function resize() {
  const height = data.height + BAR_HEIGHT;
  root.removeAttribute('viewBox');
  root.setAttribute('width', '100%');
  root.setAttribute('height', height);
  width = Math.max(root.getBoundingClientRect().width, 200);
  root.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
  drawHead();
  draw();
}

// The head stays in sight while a high graph is scrolled.
function follow() {
  head.setAttribute('transform', 'translate(0,' + window.scrollY + ')');
}

function reveal(i) {
  const from = rowTop(i);
  const covered = data.top + BAR_HEIGHT;
  if (from < window.scrollY + covered)
    window.scrollTo(0, from - covered);
  else if (from + 2 * data.rowHeight > window.scrollY + window.innerHeight)
    window.scrollTo(0, from + 2 * data.rowHeight - window.innerHeight);
}

// --- search ---------------------------------------------------------------------

// Capital letters make a search mind them; those of escapes like \S do not.
function compile(expression) {
  return new RegExp(expression, /[A-Z]/.test(expression.replace(/\\./g, '')) ? '' : 'i');
}

function find(expression) {
  let pattern = null;
  let problem = '';
  try {
    pattern = expression === '' ? null : compile(expression);
  } catch (error) {
    problem = words.invalid;
  }
  const hits = data.names.map((name, i) => pattern !== null && i > 0 && pattern.test(name[0]));
  search.setAttribute('aria-invalid', problem !== '');
  showMatches(hits, pattern !== null, problem);
}

// A stack counts once: below a matching box nothing is added.
function showMatches(hits, searching, problem) {
  const covered = new Uint8Array(n);
  let cost = 0;
  let unseen = 0;
  matches = 0;
  for (let i = 0; i < n; i++) {
    matched[i] = hits[nameOf[i]] ? 1 : 0;
    const below = i > 0 && covered[parentOf[i]];
    covered[i] = matched[i] || below ? 1 : 0;
    matches += matched[i];
    if (matched[i] && !below)
      cost += total[i];
    else if (!covered[i])
      unseen += hidden[i];
    elements[i].classList.toggle('match', matched[i] === 1);
  }
  const more = unseen > 0 && 100 * unseen >= 0.05 * total[0];
  matchedText.textContent = !searching ? problem : more
    ? fill(words.matchedMore, percent(cost, total[0]), percent(unseen, total[0]))
    : fill(words.matched, percent(cost, total[0]));
  matchedText.title = matchedText.textContent;
}

// --- state: the address ------------------------------------------------------------

function readState() {
  const state = { zoom: 0, search: '' };
  for (const part of location.hash.slice(1).split('&')) {
    const equals = part.indexOf('=');
    let value = part.slice(equals + 1);
    try {
      value = decodeURIComponent(value);
    } catch (error) {
      continue;
    }
    if (part.slice(0, equals) === 'search')
      state.search = value;
    if (part.slice(0, equals) === 'zoom' && /^\d+$/.test(value) && Number(value) < n)
      state.zoom = Number(value);
  }
  return state;
}

function stateHash(to, expression) {
  const parts = [];
  if (to > 0)
    parts.push('zoom=' + to);
  if (expression !== '')
    parts.push('search=' + encodeURIComponent(expression));
  return '#' + (parts.length > 0 ? parts.join('&') : 'all'); // an empty one scrolls to the top
}

function applyState() {
  const state = readState();
  if (zoom !== state.zoom) {
    zoom = state.zoom;
    draw();
  }
  if (search.value !== state.search)
    search.value = state.search;
  find(state.search);
  if (!shown[focus])
    setFocus(zoom);
  back.disabled = steps === 0 && zoom === 0;
  reset.disabled = zoom === 0 && state.search === '';
  showDetails(focus === 0 ? zoom : focus);
}

function zoomTo(i) {
  if (i === zoom)
    return;
  steps++;
  location.hash = stateHash(i, search.value);
}

function searchFor(expression) {
  location.replace(stateHash(zoom, expression));
}

function goBack() {
  if (steps > 0) {
    steps--;
    history.back();
  } else if (zoom > 0) {
    location.replace(stateHash(0, search.value));
  }
}

function goHome() {
  if (zoom > 0 || search.value !== '') {
    search.value = '';
    steps += zoom > 0 ? 1 : 0;
    location.hash = stateHash(0, '');
  }
}

// --- keyboard and mouse ----------------------------------------------------------------

function setFocus(i) {
  elements[focus].classList.remove('focus');
  focus = i;
  if (i > 0 || document.activeElement === graph)
    elements[i].classList.add('focus');
  showDetails(i);
}

function moveFocus(i) {
  if (i < 0)
    return;
  setFocus(i);
  elements[i].classList.add('focus');
  reveal(i);
}

function beside(step) {
  for (let i = focus + step; i > 0 && i < n && depth[i] === depth[focus]; i += step)
    if (shown[i])
      return i;
  return -1;
}

function widestChild() {
  let widest = -1;
  for (let i = focus + 1; i < n && depth[i] <= depth[focus] + 1; i++)
    if (parentOf[i] === focus && shown[i] && (widest < 0 || total[i] > total[widest]))
      widest = i;
  return widest;
}

function nextMatch() {
  for (let k = 1; k <= n; k++) {
    const i = (focus + k) % n;
    if (matched[i] && shown[i])
      return i;
  }
  return -1;
}

const outward = data.icicle ? 'ArrowDown' : 'ArrowUp';

function pressKey(event) {
  const key = event.key;
  if (event.altKey || event.ctrlKey || event.metaKey)
    return false;
  if (key === 'Escape')
    goHome();
  else if (key === '/')
    search.select();
  else if (key === 'Enter' && event.target.localName !== 'button')
    zoomTo(focus);
  else if (key === 'ArrowLeft' || key === 'ArrowRight')
    moveFocus(beside(key === 'ArrowLeft' ? -1 : 1));
  else if (key === 'ArrowUp' || key === 'ArrowDown')
    moveFocus(key === outward ? widestChild() : parentOf[focus]);
  else if (key === 'Backspace')
    goBack();
  else
    return false;
  return true;
}

function pressKeyInSearch(event) {
  if (event.key === 'Escape') {
    if (search.value !== '') {
      search.value = '';
      searchFor('');
    }
    graph.focus();
  } else if (event.key === 'Enter') {
    moveFocus(nextMatch());
  } else {
    return false;
  }
  return true;
}

document.addEventListener('keydown', event => {
  let done;
  // A second Ctrl+F is the browser's.
  if (event.key === 'f' && (event.ctrlKey || event.metaKey) && document.activeElement !== search) {
    search.focus();
    search.select();
    done = true;
  } else {
    done = event.target === search ? pressKeyInSearch(event) : pressKey(event);
  }
  if (done)
    event.preventDefault();
});

function boxAt(event) {
  const g = event.target.closest('#boxes > g');
  return g ? g.ppvBox : -1;
}

graph.addEventListener('click', event => {
  const i = boxAt(event);
  if (i >= 0) {
    setFocus(i);
    zoomTo(i);
  }
});

graph.addEventListener('mouseover', event => {
  const i = boxAt(event);
  if (i < 0)
    return;
  const g = elements[i];
  const title = g.querySelector('title') || g.insertBefore(document.createElementNS(SVG, 'title'), g.firstChild);
  title.textContent = describe(i);
  g.classList.add('hover');
  showDetails(i);
});

graph.addEventListener('mouseout', event => {
  const i = boxAt(event);
  if (i >= 0)
    elements[i].classList.remove('hover');
  showDetails(focus === 0 ? zoom : focus);
});

graph.addEventListener('focus', () => setFocus(focus === 0 ? zoom : focus));
search.addEventListener('input', () => searchFor(search.value));
back.addEventListener('click', goBack);
reset.addEventListener('click', goHome);
window.addEventListener('hashchange', applyState);
window.addEventListener('resize', resize);
window.addEventListener('scroll', follow);

if (legend)
  legend.setAttribute('transform', 'translate(0,' + BAR_HEIGHT + ')');
resize();
applyState();
follow();

// The roots of a high graph are below the window, and above them there is little to see.
// A moment later, because programs that only take a picture do it of the beginning.
setTimeout(() => reveal(zoom), MOMENT);
})();
