// Reading aloud: whatever carries data-say gets a button, but only where there is a clip (data-clip) or a voice for its
// language; voices may come late. Spoken sentence by sentence (long texts stop near 15 s), each lit up while it is heard.

const blocks = 'p,li,h1,h2,h3,h4,legend,label,blockquote,div,section,fieldset,article';
const silent = 'button,template,select,[hidden],[aria-hidden="true"],.visually-hidden';
const sentenceEnd = /[.!?…]["”»)]*\s+/;
const synthesis = window.speechSynthesis;
let playing = null; // {button, sentences, sound}: one at a time

function voiceFor(language) {
  const wanted = language.split('-')[0];
  const voices = synthesis ? synthesis.getVoices() : [];
  return voices.find((voice) => voice.lang.replace('_', '-').split('-')[0].toLowerCase() === wanted) || null;
}

const languageOf = (element) => element.closest('[lang]').lang;
const canPlay = (region) => Boolean(region.querySelector('[data-clip]') || region.hasAttribute('data-clip') ||
  voiceFor(languageOf(region)) || Array.from(region.querySelectorAll('[lang]')).some((part) => voiceFor(part.lang)));

function texts(region) {
  const walker = document.createTreeWalker(region, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const {data, parentNode} = walker.currentNode;
    if (data.trim() && !parentNode.closest(silent)) found.push(walker.currentNode);
  }
  return found;
}

// Wrap the text of a region into spans, sentence by sentence; a sentence may run through several elements of one block.
function cut(region) {
  const sentences = [];
  let open = null;
  texts(region).forEach((node) => {
    const block = node.parentNode.closest(blocks);
    const clip = node.parentNode.closest('[data-clip]');
    if (open && (open.block !== block || open.clip !== clip || clip)) open = null;
    for (let rest = node; rest;) {
      const end = clip ? null : sentenceEnd.exec(rest.data);
      const next = end && end.index + end[0].length < rest.data.length ? rest.splitText(end.index + end[0].length) : null;
      const span = document.createElement('span');
      rest.parentNode.replaceChild(span, rest);
      span.appendChild(rest);
      if (!open) sentences.push(open = {block: block, clip: clip, spans: [], text: '', voice: voiceFor(languageOf(span))});
      open.spans.push(span);
      open.text += rest.data;
      if (end) open = null;
      rest = next;
    }
  });
  return sentences;
}

function light(sentence, on) {
  sentence.spans.forEach((span) => { span.className = on ? 'spoken' : ''; });
}

function mend(sentences) {
  sentences.forEach((sentence) => sentence.spans.forEach((span) => {
    const {parentNode} = span;
    if (!parentNode) return;
    parentNode.replaceChild(span.firstChild, span);
    parentNode.normalize();
  }));
}

function stop() {
  if (!playing) return;
  const {button, sentences, sound} = playing;
  playing = null;
  if (sound) sound.pause();
  if (synthesis) synthesis.cancel();
  button.setAttribute('aria-pressed', 'false');
  mend(sentences);
}

function play(mine, place) {
  if (playing !== mine) return;
  const sentence = mine.sentences[place];
  if (place > 0) light(mine.sentences[place - 1], false);
  if (!sentence) { stop(); return; }
  const next = () => play(mine, place + 1);
  light(sentence, true);
  if (sentence.clip) {
    mine.sound = new Audio(sentence.clip.getAttribute('data-clip'));
    mine.sound.onended = mine.sound.onerror = next;
    mine.sound.play().catch(next);
  } else if (sentence.voice) {
    mine.spoken = new SpeechSynthesisUtterance(sentence.text); // kept, or some browsers forget to say that it ended
    mine.spoken.voice = sentence.voice;
    mine.spoken.lang = sentence.voice.lang;
    mine.spoken.rate = 0.9;
    mine.spoken.onend = mine.spoken.onerror = next;
    synthesis.speak(mine.spoken);
  } else next();
}

function toggle(button) {
  const again = playing && playing.button === button;
  stop();
  if (again) return;
  playing = {button: button, sentences: cut(button.closest('[data-say]'))};
  button.setAttribute('aria-pressed', 'true');
  setTimeout(play, 50, playing, 0); // what was just cancelled needs a moment
}

function addButtons() {
  const template = document.getElementById('listen-button');
  if (!template) return;
  Array.from(document.querySelectorAll('[data-say]')).forEach((region) => {
    const has = Array.from(region.children).some((child) => child.classList.contains('listen'));
    if (!has && region.textContent.trim() && canPlay(region)) region.appendChild(document.importNode(template.content, true));
  });
}

export function start() {
  if (synthesis) synthesis.onvoiceschanged = addButtons;
  document.addEventListener('said', () => { stop(); addButtons(); });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('.listen');
    if (button) toggle(button);
  });
  ['hashchange', 'pagehide'].forEach((moment) => addEventListener(moment, stop));
  addButtons();
}
