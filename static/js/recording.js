// The voice desk: record a sentence, look at how loud, how long and how silent it is, hear it, and put it into the
// form's own file field. Without this script, or without a microphone, a file can still be chosen there.

const form = document.querySelector('[data-recorder]');
const rate = 20000; // bits a second: below three kilobytes
const longest = 60000;
const shortest = 400;
const every = 50; // milliseconds between two looks
const patience = 1500;
let asking = false;
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const quietest = 0.01;
const aloud = 0.03;
const broken = 0.985;

const find = (name) => form.querySelector('[data-' + name + ']');
const say = (which) => form.querySelectorAll('[data-hint]').forEach((hint) => {
  hint.hidden = hint.getAttribute('data-hint') !== which;
});

// what is wrong with looks at the level, each {level, peak}; 'good' where nothing is
export function verdict(looks, ms) {
  const heard = looks.filter((look) => look.level >= quietest).length;
  const loudest = Math.max.apply(null, looks.map((look) => look.level).concat(0));
  if (ms < shortest) return 'short';
  if (loudest < aloud) return 'quiet';
  if (looks.filter((look) => look.peak > broken).length > looks.length / 10) return 'loud';
  return heard < looks.length * 0.3 ? 'silent' : 'good';
}

// A slow phone opens its ear late: what is looked at before would be taken for silence, so nobody is told to read before.
async function watch(stream, looks) {
  const Context = window.AudioContext || window.webkitAudioContext;
  const context = new Context();
  const analyser = context.createAnalyser();
  const meter = form.querySelector('meter');
  const side = 64; // the root of how many samples are looked at
  analyser.fftSize = side * side;
  const wave = new Uint8Array(analyser.fftSize);
  context.createMediaStreamSource(stream).connect(analyser);
  await Promise.race([context.resume(), new Promise((late) => setTimeout(late, patience))]);
  const looking = setInterval(() => {
    analyser.getByteTimeDomainData(wave);
    const heights = Array.from(wave, (each) => Math.abs(each - 128) / 128);
    const look = {level: Math.hypot(...heights) / side, peak: Math.max(...heights)};
    meter.value = Math.min(1, look.level * 3);
    looks.push(look);
  }, every);
  return () => { clearInterval(looking); context.close(); };
}

function take(blob, ms, looks) {
  const kind = blob.type.split(';')[0];
  const files = new DataTransfer();
  files.items.add(new File([blob], kind === 'audio/mp4' ? 'tieng.m4a' : 'tieng.' + kind.split('/')[1], {type: kind}));
  form.elements.tieng.files = files.files;
  form.elements.ms.value = Math.round(ms);
  const audio = form.querySelector('audio');
  if (audio.src) URL.revokeObjectURL(audio.src);
  audio.src = URL.createObjectURL(blob);
  const found = verdict(looks, ms);
  find('heard').hidden = false;
  find('send').hidden = found !== 'good';
  find('start').querySelector('span').textContent = find('start').getAttribute('data-start');
  say(found);
}

async function record() {
  if (asking) return; // a second tap, while nothing shows yet, would begin a second recording, which nobody stops
  asking = true;
  const looks = [];
  let stream, done;
  try {
    stream = await navigator.mediaDevices.getUserMedia({audio: {channelCount: 1, echoCancellation: false}});
    done = await watch(stream, looks);
  } catch (refused) { say('refused'); return; } finally { asking = false; }
  const type = types.find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, Object.assign({audioBitsPerSecond: rate}, type ? {mimeType: type} : {}));
  const pieces = [];
  const began = performance.now();
  const stop = () => { if (recorder.state !== 'inactive') recorder.stop(); };
  const limit = setTimeout(stop, longest - 500);
  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.onstop = () => {
    clearTimeout(limit);
    done();
    stream.getTracks().forEach((track) => track.stop());
    show(false);
    take(new Blob(pieces, {type: recorder.mimeType}), performance.now() - began, looks);
  };
  find('stop').onclick = stop;
  say('');
  show(true);
  recorder.start();
}

function show(recording) {
  find('start').hidden = recording;
  find('stop').hidden = !recording;
  find('level').hidden = !recording;
  if (recording) find('stop').focus();
  else find('start').focus();
}

if (form && window.MediaRecorder && window.DataTransfer && navigator.mediaDevices) {
  find('tools').hidden = false;
  find('file').hidden = true;
  find('send').hidden = true;
  find('start').addEventListener('click', record);
}
