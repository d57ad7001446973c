// The voice desk: record a sentence, look at how loud, how long and how silent it is, hear it, and put it into the
// form's own file field. Without this script, or without a microphone, a file can still be chosen there.

const form = document.querySelector('[data-recorder]');
const rate = 20000; // bits a second: below three kilobytes
const [shortest, longest] = [400, 60000]; // milliseconds
const every = 50; // milliseconds between two looks
let busy = false;
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const [quietest, aloud, broken] = [0.01, 0.03, 0.985];

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

const side = 64; // the root of how many samples are looked at
const look = (heights) => ({level: Math.hypot(...heights) / side, peak: Math.max(...heights)});

// how loud it is, to be seen while she reads: a slow phone begins with this late, so nothing is judged by it
function watch(stream) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  const wave = new Uint8Array(analyser.fftSize = side * side);
  context.createMediaStreamSource(stream).connect(analyser);
  const looking = setInterval(() => {
    analyser.getByteTimeDomainData(wave);
    form.querySelector('meter').value = Math.min(1, 3 * look(Array.from(wave, (each) => Math.abs(each - 128) / 128)).level);
  }, every);
  return () => { clearInterval(looking); context.close(); };
}

// The recording itself, piece by piece. A browser that cannot read what it wrote has nothing against it.
async function looksAt(blob) {
  const bytes = await new Response(blob).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes);
  const wave = sound.getChannelData(0).map(Math.abs);
  const piece = (none, at) => look(wave.subarray(at * side * side, (at + 1) * side * side));
  return Array.from({length: wave.length / side / side}, piece);
}

async function take(blob, ms) {
  const kind = blob.type.split(';')[0];
  const files = new DataTransfer();
  files.items.add(new File([blob], kind === 'audio/mp4' ? 'tieng.m4a' : 'tieng.' + kind.split('/')[1], {type: kind}));
  form.elements.tieng.files = files.files;
  form.elements.ms.value = Math.round(ms);
  const audio = form.querySelector('audio');
  if (audio.src) URL.revokeObjectURL(audio.src);
  audio.src = URL.createObjectURL(blob);
  find('send').hidden = true; // until it is known to be good
  const found = verdict(await looksAt(blob).catch(() => [{level: aloud, peak: 0}]), ms);
  find('heard').hidden = false;
  find('send').hidden = found !== 'good';
  find('start').querySelector('span').textContent = find('start').getAttribute('data-start');
  say(found);
}

async function record() {
  if (busy) return; // a second tap, while nothing shows yet, would begin a second recording, which nobody stops
  busy = true;
  let stream, recorder, done, began;
  const hush = () => stream && stream.getTracks().forEach((track) => track.stop());
  try {
    stream = await navigator.mediaDevices.getUserMedia({audio: {channelCount: 1, echoCancellation: false}});
    const type = types.find((each) => MediaRecorder.isTypeSupported(each));
    recorder = new MediaRecorder(stream, Object.assign({audioBitsPerSecond: rate}, type ? {mimeType: type} : {}));
    done = watch(stream);
  } catch (refused) { hush(); say('refused'); busy = false; return; }
  const pieces = [];
  const stop = () => { if (recorder.state !== 'inactive') recorder.stop(); };
  const limit = setTimeout(stop, longest - 500);
  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.onstop = async () => {
    clearTimeout(limit);
    done();
    hush();
    show(false);
    await take(new Blob(pieces, {type: recorder.mimeType}), performance.now() - began);
    busy = false;
  };
  find('stop').onclick = stop;
  recorder.onstart = () => { began = performance.now(); say(''); show(true); }; // what she read before would be lost
  recorder.start();
}

function show(recording) {
  find('start').hidden = recording;
  find('stop').hidden = find('level').hidden = !recording;
  find(recording ? 'stop' : 'start').focus();
}

if (form && window.MediaRecorder && window.DataTransfer && navigator.mediaDevices) {
  find('tools').hidden = false;
  find('file').hidden = true;
  find('send').hidden = true;
  find('start').addEventListener('click', record);
}
