// Codes seen by the camera, with the browser's own reader where it has one, else with one that is fetched for it.

const pause = 80;
const widest = 720; // more costs an old phone more time than it helps

const own = async () => {
  const formats = 'BarcodeDetector' in window ? await BarcodeDetector.getSupportedFormats() : [];
  return formats.indexOf('qr_code') < 0 ? null : new BarcodeDetector({formats: ['qr_code']});
};

const fetched = () => new Promise((done, fail) => {
  const script = document.createElement('script');
  document.addEventListener('decoder', (event) => done(event.detail), {once: true});
  script.type = 'module';
  script.onload = script.onerror = fail; // loaded and silent: written too newly for this browser
  script.src = document.querySelector('script[src*="js/site.js"]').src.replace('site.js', 'decoder.js');
  document.head.appendChild(script);
});

// a function from what the camera sees to the text of a code, or nothing
async function reader() {
  const detector = await own().catch(() => null);
  if (detector) return async (video) => ((await detector.detect(video))[0] || {}).rawValue;
  const decode = await fetched();
  const canvas = document.createElement('canvas');
  return async (video) => {
    const scale = Math.min(1, widest / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    const sheet = canvas.getContext('2d', {willReadFrequently: true});
    sheet.drawImage(video, 0, 0, canvas.width, canvas.height);
    return decode(sheet.getImageData(0, 0, canvas.width, canvas.height));
  };
}

let opening = null; // the stream that is looked through, or is to come

// `part` gives what the page has for it: the button `scan`, and `looking` with its `video`
export function stopCamera(part) { // also one that has yet to open: it goes out as soon as it does
  if (opening) opening.then((stream) => stream.getTracks().forEach((track) => track.stop()), () => null);
  opening = null;
  part('video').srcObject = null;
  part('looking').hidden = true;
  part('scan').hidden = false;
}

// Calls `found(text)` for each new code until it is stopped; false where that was before it could look. `facing`: which side looks.
export async function camera(part, found, facing) {
  const video = part('video');
  part('scan').hidden = true;
  part('looking').hidden = false;
  const mine = opening = navigator.mediaDevices.getUserMedia({audio: false, video: {facingMode: facing || 'environment', width: {ideal: 1280}}});
  const isOver = () => mine !== opening;
  try {
    const stream = await mine;
    if (isOver()) return false;
    video.srcObject = stream;
    await video.play();
    const look = await reader();
    let last = '';
    const again = async () => {
      if (isOver()) return;
      const text = video.videoWidth ? await look(video).catch(() => '') : ''; // no code, or a blurred one
      if (text && text !== last && !isOver()) found(last = text);
      setTimeout(again, pause);
    };
    again();
  } catch (failure) {
    if (!isOver()) throw failure;
  }
  return !isOver();
}
