// Reading aloud: whatever carries data-say gets a button, but only where there is a clip (data-clip) or a voice for its
// language; voices may come late. Spoken sentence by sentence (long texts stop near 15 s), each lit up while it is heard.

const blocks = 'p,li,h1,h2,h3,h4,legend,label,blockquote,div,section,fieldset,article';
const silent = 'button,template,select,[hidden],[aria-hidden="true"],.visually-hidden';
const sentenceEnd = /[.!?…]["”»)]*\s+(?=\S)/;
const synthesis = window.speechSynthesis;
let playing = null; // {button, sentences, sound, spoken}: one at a time

const primary = (code) => code.split(/[-_]/)[0].toLowerCase();

function voiceFor(element) {
  const language = primary(element.closest('[lang]').lang);
  return synthesis ? synthesis.getVoices().find((voice) => primary(voice.lang) === language) : undefined;
}

const canPlay = (region) => [region, ...region.querySelectorAll('[lang], [data-clip]')]
  .some((part) => part.hasAttribute('data-clip') || voiceFor(part));

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
function cut(region) {
  const sentences = [];
  let open = null;
  texts(region).forEach((node) => {
    const block = node.parentNode.closest(blocks);
    const clip = node.parentNode.closest('[data-clip]');
    if (open && (open.clip !== clip || (!clip && open.block !== block))) open = null; // a clip says all of its element
    for (let rest = node; rest;) {
      const end = clip ? null : sentenceEnd.exec(rest.data);
      const next = end && rest.splitText(end.index + end[0].length);
      const span = document.createElement('span');
      rest.parentNode.replaceChild(span, rest);
      span.appendChild(rest);
      if (!open) sentences.push(open = {block: block, clip: clip, spans: [], text: '', voice: voiceFor(span)});
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
  const {button, sentences, sound} = playing;
  playing = null;
  if (sound) sound.pause();
  if (synthesis) synthesis.cancel();
  button.setAttribute('aria-pressed', 'false');
  sentences.forEach((sentence) => sentence.spans.forEach(unwrap));
}

function play(mine, place) {
  if (playing !== mine) return;
  const sentence = mine.sentences[place];
  if (!sentence) { stop(); return; }
  const next = () => play(mine, place + 1);
  mine.sentences.forEach((each) => each.spans.forEach((span) => { span.className = each === sentence ? 'spoken' : ''; }));
  if (sentence.clip) {
    mine.sound = new Audio(sentence.clip.getAttribute('data-clip'));
    mine.sound.onended = mine.sound.onerror = next;
    mine.sound.play().catch(next);
  } else if (sentence.voice) {
    mine.spoken = new SpeechSynthesisUtterance(sentence.text); // kept, or some browsers forget to say that it ended
    Object.assign(mine.spoken, {voice: sentence.voice, lang: sentence.voice.lang, rate: 0.9, onend: next, onerror: next});
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
  document.querySelectorAll('[data-say]').forEach((region) => {
    if (region.querySelector(':scope > .listen') || !region.textContent.trim() || !canPlay(region)) return;
    const head = region.firstElementChild;
    const after = head && head.matches('h1, h2, legend, .feedback-title') ? head.nextSibling : null;
    region.insertBefore(document.importNode(template.content, true), after);
    region.classList.add('has-voice');
  });
}

export function startSpeech() {
  if (synthesis) synthesis.onvoiceschanged = addButtons;
  document.addEventListener('audible', addButtons); // something more can be heard; what is being read goes on
  document.addEventListener('said', () => { stop(); addButtons(); });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('.listen');
    if (button) toggle(button);
  });
  ['hashchange', 'pagehide'].forEach((moment) => addEventListener(moment, stop));
  addButtons();
}
