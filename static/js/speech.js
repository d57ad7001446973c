// Reading aloud: whatever carries data-say gets a button, but only where there is a clip (data-clip) or a voice for its
// language; voices may come late. Spoken sentence by sentence (long texts stop near 15 s), each lit up while it is heard.
// A translated text brings its Vietnamese words (data-vi, with data-vi-clip): a second button says those, slowly.

const blocks = 'p,li,h1,h2,h3,h4,legend,label,blockquote,div,section,fieldset,article';
const silent = 'button,template,select,[hidden],[aria-hidden="true"],.visually-hidden';
const sentenceEnd = /[.!?…]["”»)]*\s+(?=\S)/;
const synthesis = window.speechSynthesis || {getVoices: () => [], cancel() {}};
const sound = new Audio(); // one for all clips: phones let what a touch has started go on, and start nothing else
let playing = null; // {button, sentences, slow, spoken}: one at a time

const primary = (code) => code.split(/[-_]/)[0].toLowerCase();

function voiceFor(element, slow) {
  const language = slow ? 'vi' : primary(element.closest('[lang]').lang);
  return synthesis.getVoices().find((voice) => primary(voice.lang) === language);
}

const canPlay = (region, slow) => [region, ...region.querySelectorAll(slow ? '[data-vi]' : '[lang], [data-clip]')]
  .some((part) => part.dataset[slow ? 'viClip' : 'clip'] || (!slow || part.dataset.vi) && voiceFor(part, slow));

function texts(region) {
  const walker = document.createTreeWalker(region, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() && !node.parentNode.closest(silent)) found.push(node);
  }
  return found;
}

// Wrap the text of a region into spans, sentence by sentence; a sentence may run through several elements of one block.
// What a clip or other words say for a whole element stays one.
function cut(region, slow) {
  const sentences = [];
  let open = null;
  texts(region).forEach((node) => {
    const whole = node.parentNode.closest(slow ? '[data-vi]' : '[data-clip]');
    const block = whole || node.parentNode.closest(blocks);
    if (slow && !whole && !node.parentNode.closest('[lang]').matches('[lang=vi]')) return;
    if (open && open.block !== block) open = null;
    for (let rest = node; rest;) {
      const end = !whole && sentenceEnd.exec(rest.data);
      const next = end && rest.splitText(end.index + end[0].length);
      const span = document.createElement('span');
      rest.parentNode.replaceChild(span, rest);
      span.appendChild(rest);
      if (!open) {
        const {vi, viClip, clip} = (block || region).dataset;
        sentences.push(open = {block, clip: slow ? viClip : clip, vi: slow && vi, spans: [], text: '', voice: voiceFor(span, slow)});
      }
      open.spans.push(span);
      open.text += rest.data;
      if (next) open = null;
      rest = next;
    }
  });
  return sentences;
}

function unwrap(span) {
  const {parentNode} = span;
  parentNode.replaceChild(span.firstChild, span);
  parentNode.normalize();
}

function stop() {
  if (!playing) return;
  const {button, sentences} = playing;
  playing = null;
  sound.pause();
  synthesis.cancel();
  button.setAttribute('aria-pressed', 'false');
  sentences.forEach((sentence) => sentence.spans.forEach(unwrap));
}

function speak(mine, {voice, vi, text}, next) {
  if (!voice || playing !== mine) { next(); return; }
  mine.spoken = new SpeechSynthesisUtterance(vi || text); // kept, or some browsers forget to say that it ended
  Object.assign(mine.spoken, {voice, lang: voice.lang, rate: mine.slow ? 0.6 : 0.9, onend: next, onerror: next});
  synthesis.speak(mine.spoken);
}

// The clip as it was recorded; where this browser knows no Opus (Safari of before 2024), its copy in AAC.
function playClip(clip, playbackRate, onended, instead) {
  const src = sound.canPlayType('audio/' + clip.split('.')[1] + '; codecs=opus') ? clip : clip.replace(/\w+$/, 'm4a');
  Object.assign(sound, {onerror: null, src, playbackRate, onended});
  sound.play().then(() => { sound.onerror = onended; }, instead);
}

function play(mine, place) {
  if (playing !== mine) return;
  const sentence = mine.sentences[place];
  if (!sentence) { stop(); return; }
  const next = () => play(mine, place + 1);
  const say = () => speak(mine, sentence, next);
  mine.sentences.forEach((each) => each.spans.forEach((span) => { span.className = each === sentence ? 'spoken' : ''; }));
  if (sentence.clip) playClip(sentence.clip, mine.slow ? 0.75 : 1, next, say); else say();
}

function ready(slow) {
  const {content} = document.getElementById('listen-button');
  return Object.assign(content.querySelector(slow ? '.listen-vi' : '.listen').cloneNode(true), {slow});
}

// once somebody listens, "slowly in Vietnamese" is offered too
function offerSlow(region, button) {
  const {nextSibling} = button;
  if (button.slow || nextSibling && nextSibling.slow || !canPlay(region, true)) return;
  region.insertBefore(ready(true), nextSibling).classList.add('listen-slow');
}

function toggle(button) {
  const again = playing && playing.button === button;
  const region = button.closest('[data-say]');
  stop();
  if (again) return;
  playing = {button, slow: button.slow, sentences: cut(region, button.slow)};
  button.setAttribute('aria-pressed', 'true');
  offerSlow(region, button);
  setTimeout(play, 50, playing, 0); // what was just cancelled needs a moment
}

function addButtons() {
  if (!document.getElementById('listen-button')) return;
  document.querySelectorAll('[data-say]').forEach((region) => {
    const button = region.querySelector(':scope > .listen');
    const slow = !canPlay(region);
    if (button ? slow || !button.slow : !region.textContent.trim() || slow && !canPlay(region, slow)) return;
    if (button) button.remove(); // now her own language can be heard
    const head = region.firstElementChild;
    const after = head && head.matches('h1, h2, legend, .feedback-title') ? head.nextSibling : null;
    region.insertBefore(ready(slow), after);
    region.classList.add('has-voice');
  });
}

export function startSpeech() {
  synthesis.onvoiceschanged = addButtons;
  document.addEventListener('audible', addButtons); // something more can be heard; what is being read goes on
  document.addEventListener('said', () => { stop(); addButtons(); });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('.listen');
    if (button) toggle(button);
  });
  ['hashchange', 'pagehide'].forEach((moment) => addEventListener(moment, stop));
  addButtons();
}
